"""Duties: what waits for the holder of a post and is no act on a case, such as units to confirm or accounts to check.

Higher floors register providers; the inbox shows to each person the duties of the posts they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from zhixing.assembly.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something to look after: a sentence in the reader's language, how many things it is, and where they stand."""

    sentence: str
    count: int
    url: str


Provider = Callable[[Actor, date], Iterable[Duty]]
"""Gives the duties of an actor on a day. It asks the database nothing for whoever holds none of its posts."""

_providers: dict[str, Provider] = {}


def add_duties(name: str, provider: Provider) -> None:
    """Let a provider be asked; the same name again replaces it."""
    _providers[name] = provider


def duties_of(actor: Actor, on: date) -> list[Duty]:
    """Return the duties of which there is something to do, in the order their providers were added."""
    return [duty for provider in _providers.values() for duty in provider(actor, on) if duty.count]


def holds(actor: Actor, *kinds: str, function: str = "") -> bool:
    """Tell whether somebody holds a post of one of these kinds, in an organisation of that function if one is given."""
    return any(post.kind in kinds and (not function or function in post.functions) for post in actor.posts)
