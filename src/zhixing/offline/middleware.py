"""Tells the reader's own device whose page it has got, and whether it may keep it to be read without a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from zhixing.accounts.requests import HouseRequest

READER, KEEP, AHEAD = "Zhixing-Reader", "Zhixing-Keep", "Zhixing-Ahead"
NOBODY = "-"
KEPT = frozenset({"desk:inbox", "desk:case_detail", "desk:case_list", "desk:open", "help:own", "help:guide"})
"""Pages one reads, and the empty page one writes on. Never files, forms of acts, settings or accounts."""
_OK = 200


class AheadMiddleware:
    """Set no cookie with a page that the device fetches ahead, marked ``Zhixing-Ahead``; outside all that set any.

    Such an answer may come when its reader has left and another signs in: a cookie of it would take the place of the
    new one, and the next form would be refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, without cookies if nobody opened the page."""
        response = self.get_response(request)
        if AHEAD in request.headers:
            response.cookies.clear()
        return response


class OfflineMiddleware:
    """Set ``Zhixing-Reader`` on every page, and ``Zhixing-Keep`` on those that a device may keep; after the actor's.

    The key of a reader tells nothing about who it is. A page of nobody's makes the device forget everything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say whose answer it is."""
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response[READER] = reader_key(request)
            if response[READER] != NOBODY and _may_be_kept(request, response):
                response[KEEP] = "yes"
        return response


def reader_key(request: HttpRequest) -> str:
    """Return the key of the account acting for a committee; a dash for nobody."""
    entering = cast("HouseRequest", request)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or getattr(entering, "actor", None) is None:
        return NOBODY
    body = entering.acting_body.pk if entering.acting_body else ""
    return salted_hmac("zhixing.offline", f"{entering.user.pk}/{body}", algorithm="sha256").hexdigest()[:24]


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    whole = request.method == "GET" and response.status_code == _OK and "HX-Request" not in request.headers
    return whole and match is not None and match.view_name in KEPT
