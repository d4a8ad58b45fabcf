"""Refuse a request body that is too large before anything reads it, with a sentence that says what to do."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = 413


class BodyLimitMiddleware:
    """Answer 413 when the announced body is larger than `ZHIXING_MAX_BODY` bytes.

    It must stand before the middleware that checks forms, since that one reads the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse unread."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) <= settings.ZHIXING_MAX_BODY:
            return self.get_response(request)
        megabytes = settings.ZHIXING_MAX_BODY // 2**20
        return render(request, "413.html", {"megabytes": megabytes}, status=TOO_LARGE)
