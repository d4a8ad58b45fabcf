"""What a request carries in this house, in types: who acts, and for which committee."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhixing.accounts.models import Account
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body


class HouseRequest(HttpRequest):
    """A request that has passed the middleware. ``request.body`` is Django's name for the bytes sent."""

    user: Account | AnonymousUser
    htmx: HtmxDetails
    # None: nobody is signed in, or the person holds nothing today.
    actor: Actor | None
    acting_body: Body | None
    # The committees the person may act in today, for choosing between them.
    own_bodies: tuple[Body, ...]


class SignedInRequest(HouseRequest):
    """A request of someone who is signed in and holds a post or a seat today; ``access.signed_in`` sees to it."""

    user: Account
    actor: Actor
    acting_body: Body


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, or None when the server names none.

    The header of a proxy is believed only when it comes from an address in ``settings.ZHIXING_PROXIES``; anyone else
    could write it.
    """
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    trusted = frozenset(getattr(settings, "ZHIXING_PROXIES", ()))
    if direct is None or direct not in trusted:
        return direct
    # Each proxy adds the address it saw at the end: the last one that is no proxy of ours is the client.
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _address(hop)
        if address is not None and address not in trusted:
            return address
    return direct


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
