"""Addresses for these tests: those of the accounts and a few pages behind the gate."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import HouseRequest, SignedInRequest, client_address


@signed_in
def guarded(request: SignedInRequest) -> HttpResponse:
    """Say who is here, for which committee."""
    return JsonResponse({"name": request.actor.name, "body": request.acting_body.slug})


def open_page(request: HttpRequest) -> HttpResponse:
    """Say whether somebody is recognised."""
    actor = getattr(request, "actor", "missing")
    return JsonResponse({"actor": None if actor is None else str(actor), "address": client_address(request)})


def bodies(request: HouseRequest) -> HttpResponse:
    """Say which committees the reader works in."""
    return JsonResponse({"bodies": [body.slug for body in request.own_bodies]})


urlpatterns = [
    path("", include("zhixing.accounts.urls")),
    path("desk/", guarded, name="guarded"),
    path("open/", open_page),
    path("bodies/", bodies),
    # Behind the pages above: the menu links here.
    path("rules/", include("zhixing.rules.urls")),
    path("", include("zhixing.notices.urls")),
    path("help/", include("zhixing.help.urls")),
    path("", include("zhixing.desk.urls")),
]
