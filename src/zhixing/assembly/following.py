"""Let higher floors follow the names of people and organisations as they are saved, without being known here."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

Follower = Callable[[Model], None]
"""Takes a person, an organisation or a former name of one, after it was saved and in the same transaction."""

_followers: dict[str, Follower] = {}


def follow_names(name: str, follower: Follower) -> None:
    """Add a follower under a name; the same name again replaces it."""
    _followers[name] = follower


def tell_followers(row: Model) -> None:
    """Tell of a name that was saved. Rows written in bulk are told of by whoever writes them."""
    for follower in _followers.values():
        follower(row)
