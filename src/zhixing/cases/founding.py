"""A body's own file in the register: that it was founded here, under which clock, and which procedures it adopted.

Its number ends in 0, which no case of a matter ever has. It is no matter of anybody's and has no case row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.models import Body
from zhixing.register import writer
from zhixing.register.models import Entry

KIND = "body"


def file_number(body: Body) -> str:
    """Return the number of a body's own file."""
    return f"{body.slug}-0"


def note(body: Body, act: str, facts: dict[str, Any], *, at: datetime, person: int | None) -> None:
    """Enter something about the body itself; its first entry says whether its clock is a demonstration's."""
    last = Entry.objects.of_body(body).filter(case=file_number(body)).order_by("-number").first()
    if last is None:
        last = _append(
            body, "found", {"demo_clock": body.demo_clock or clock.is_moved()}, at=at, person=None, last=None
        )
    _append(body, act, facts, at=at, person=person, last=last)


def _append(
    body: Body, act: str, facts: dict[str, Any], *, at: datetime, person: int | None, last: Entry | None
) -> Entry:
    return writer.append(
        writer.NewEntry(
            body_id=body.pk,
            body_slug=body.slug,
            case=file_number(body),
            number=last.number + 1 if last else 1,
            prev=last.hash if last else writer.FIRST,
            kind=KIND,
            act=act,
            actor_id=person,
            post=None,
            at=at,
            recorded_at=clock.true_now(),
            key=None,
            payload="",
            procedure="",
            outcome=facts,
        )
    )
