"""To whom cases are to be assigned, as an office chooses it together: kept at once, and taken back at will.

A choice is no act. It survives reloading and other people's screens, says who made it last, and is gone once the case
is assigned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from zhixing.assembly.actors import Actor
from zhixing.desk.boards.models import Placing
from zhixing.desk.drafts import person_of

SOLE, LEAD, SEPARATE = "sole", "lead", "separate"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a case is to go to: the lead unit, other units, and whether each of them handles by itself."""

    unit: int | None = None
    others: tuple[int, ...] = ()
    separate: bool = False

    @classmethod
    def of(cls, placing: Placing) -> Self:
        """Return the choice that a row keeps."""
        return cls(placing.unit_id, tuple(placing.others), placing.separate)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the choice that :attr:`written` wrote; an empty one for anything else."""
        unit, _mark, rest = text.partition("/")
        numbers = [int(one) for one in rest.lstrip("*").split(",") if one.isdecimal()]
        return cls(int(unit) if unit.isdecimal() else None, tuple(numbers), rest.startswith("*"))

    @property
    def written(self) -> str:
        """The choice as one word of a form, so that a page can tell what it showed."""
        return f"{self.unit or ''}/{'*' if self.separate else ''}{','.join(map(str, self.others))}"

    @property
    def mode(self) -> str:
        """The code of the way of handling that follows from it."""
        if not self.others:
            return SOLE
        return SEPARATE if self.separate else LEAD

    def assigned(self) -> dict[str, Any]:
        """Return what the act ``assign`` is given for it."""
        others = [str(one) for one in self.others]
        return {
            "mode": self.mode,
            "unit": str(self.unit or ""),
            "co_units": [] if self.separate else others,
            "units": others if self.separate else [],
        }

    def proposed(self) -> dict[str, Any]:
        """Return what the act ``propose_units`` is given for it."""
        return {"proposed_unit": str(self.unit or ""), "proposed_co_units": [str(one) for one in self.others]}


def latest(body: int, cases: Iterable[str]) -> dict[str, Placing]:
    """Return the choice that holds for each of these cases, with who made it; one query."""
    rows = Placing.objects.filter(body=body, case__in=list(cases)).select_related("person").order_by("pk")
    return {row.case: row for row in rows}


def place(actor: Actor, choices: Mapping[str, Choice], *, at: datetime) -> None:
    """Keep what was chosen in one gesture, for one case or several."""
    gesture = uuid4().hex
    Placing.objects.bulk_create(
        Placing(
            body_id=actor.body_id,
            case=case,
            unit_id=choice.unit,
            others=list(choice.others),
            separate=choice.separate and bool(choice.others),
            person_id=person_of(actor),
            at=at,
            gesture=gesture,
        )
        for case, choice in choices.items()
    )


def last_gesture(actor: Actor, cases: Iterable[str]) -> list[Placing]:
    """Return the rows of the last thing the actor chose for cases that still wait."""
    own = Placing.objects.filter(body=actor.body_id, person=person_of(actor), case__in=list(cases)).order_by("-pk")
    newest = own.first()
    return list(own.filter(gesture=newest.gesture)) if newest else []


def undo(actor: Actor, cases: Iterable[str]) -> list[str]:
    """Take back the last thing the actor chose, and return of which cases; what others chose since stays."""
    rows = last_gesture(actor, cases)
    Placing.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [row.case for row in rows]


def forget_all_but(body: int, cases: Iterable[str]) -> None:
    """Drop the choices of cases that wait no longer."""
    Placing.objects.filter(body=body).exclude(case__in=list(cases)).delete()
