"""Keeping what somebody types until it is submitted. Only its writer ever gets it back, and nothing logs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhixing.assembly.actors import Actor
from zhixing.desk.models import Draft

MOST_CHARACTERS = 200_000
"""More than all fields of any act may hold together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft belongs: to an act of a case, or to one that opens a case when ``case`` is empty."""

    kind: str
    act: str
    case: str = ""

    def name(self, actor: Actor) -> str:
        """Return the name under which the actor's own device keeps what was not saved yet."""
        return f"{actor.person_id}-{self.kind}-{self.case or 'new'}-{self.act}"


def kept(actor: Actor, place: Place) -> Draft | None:
    """Return the actor's own draft for an act, if there is one."""
    return _own(actor).filter(kind=place.kind, case=place.case, act=place.act).first()


def of_actor(actor: Actor) -> list[Draft]:
    """Return everything the actor has begun, the latest first."""
    return list(_own(actor).order_by("-saved_at"))


def openings(actor: Actor, kind: str) -> list[Draft]:
    """Return what the actor has begun for a case of a kind that is not opened yet, the latest first."""
    return list(_own(actor).filter(kind=kind, case="").order_by("-saved_at"))


def count(actor: Actor) -> int:
    """Return how much the actor has begun."""
    return _own(actor).count()


def keep(actor: Actor, place: Place, data: Mapping[str, Any], *, at: datetime) -> Draft | None:
    """Keep what was typed in place of what was kept before, and return it; nothing typed is nothing kept.

    More than any act may hold is not kept, and None is returned.
    """
    typed = {name: value for name, value in data.items() if value not in ("", None, [], False)}
    if sum(len(str(value)) for value in typed.values()) > MOST_CHARACTERS:
        return None
    if not typed:
        drop(actor, place)
        return None
    draft, _created = Draft.objects.update_or_create(
        person_id=person_of(actor),
        kind=place.kind,
        case=place.case,
        act=place.act,
        defaults={"data": typed, "saved_at": at},
    )
    return draft


def drop(actor: Actor, place: Place) -> None:
    """Throw the actor's draft for an act away, because it was entered or is not wanted."""
    _own(actor).filter(kind=place.kind, case=place.case, act=place.act).delete()


def person_of(actor: Actor) -> int:
    """Return the person at the desk. The software itself has none: ValueError."""
    if actor.person_id is None:
        raise ValueError("The system performs acts, but it writes no drafts and reads no cases.")
    return actor.person_id


def _own(actor: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=person_of(actor))
