"""The gate of every page behind the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from zhixing.accounts.requests import HouseRequest, SignedInRequest

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SignedInView = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in(view: SignedInView[P]) -> View[P]:
    """Let a view be called only for someone signed in who holds a post or a seat today.

    Others go to the sign-in page and come back; an initial password is changed first; someone without a post or seat
    reads a sentence saying so (403).
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        entering = cast("HouseRequest", request)
        account = entering.user
        if not account.is_authenticated:
            return _send(entering, reverse("accounts:sign_in"))
        if account.must_change_password:
            return _send(entering, reverse("accounts:change_password"))
        if entering.actor is None:
            return render(request, "accounts/no_place.html", status=403)
        return view(cast("SignedInRequest", request), *args, **kwargs)

    return guarded


def next_page(request: HttpRequest) -> str:
    """Return the page the reader wanted (``next``) if it is one of ours, else the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def with_next(address: str, page: str) -> str:
    """Return an address that remembers the page to go to afterwards."""
    return f"{address}?{urlencode({'next': page}, safe='/')}"


def _send(request: HouseRequest, address: str) -> HttpResponse:
    """Redirect the whole page, and remember where to come back to if that can be asked for again."""
    partial = bool(getattr(request, "htmx", False))
    if request.method in ("GET", "HEAD") and not partial:
        address = with_next(address, request.get_full_path())
    return HttpResponseClientRedirect(address) if partial else HttpResponseRedirect(address)
