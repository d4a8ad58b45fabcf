"""Tells every request who acts and for which committee, from the posts and seats held today."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from zhixing.accounts import sessions
from zhixing.accounts.requests import HouseRequest
from zhixing.assembly import clock
from zhixing.assembly.actors import standing_of


class ActorMiddleware:
    """Set ``request.actor``, ``request.acting_body`` and ``request.own_bodies``; after authentication.

    A request without a session cookie asks the database nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Recognise the reader, then let the page be made."""
        entering = cast("HouseRequest", request)
        entering.actor, entering.acting_body, entering.own_bodies = None, None, ()
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _recognise(entering)
        return self.get_response(request)


def _recognise(request: HouseRequest) -> None:
    account = request.user
    if not account.is_authenticated:
        return
    sessions.keep_alive(request, at=clock.true_now())
    if account.language:
        # Chosen on another device, perhaps; the cookie of this one may say otherwise.
        translation.activate(account.language)
        request.LANGUAGE_CODE = translation.get_language()
    standing = standing_of(account.person, on=clock.today())
    request.own_bodies = standing.bodies
    request.acting_body = sessions.chosen_body(request, standing.bodies)
    if request.acting_body is not None:
        request.actor = standing.actor(request.acting_body)
