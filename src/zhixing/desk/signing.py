"""Signing a text: the whole of it stands open, with the day until which one may sign, and the way to decline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zhixing.assembly.calendars import work_calendar
from zhixing.cases import reading
from zhixing.common.parts import Lamp, Link
from zhixing.desk.acting import Task
from zhixing.desk.lamps import Lamps
from zhixing.desk.speech import say


@dataclass(frozen=True, slots=True)
class Until:
    """A limit that runs for whoever is asked to sign."""

    name: str
    lamp: Lamp
    day: date


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands with a text that is to be signed: the limits, and what else may be done instead."""

    until: Sequence[Until]
    instead: Sequence[Link]


def signing(task: Task) -> Signing | None:
    """Return what stands with the text on the page of an act that signs one; None for every other act."""
    case = task.case
    if case is None or not task.act.signs:
        return None
    lit = Lamps(task.on, work_calendar())
    asked = set(task.act.by)
    until = [
        Until(say(view.clock.title), lit.full(view.state), view.state.due)
        for view in reading.clocks(case)
        if view.state.status == "running" and asked.intersection(view.clock.holder)
    ]
    others = [
        act
        for act in task.adopted.procedure.acts.values()
        if act.name != task.act.name and asked == set(act.by) and case.state in act.start and not act.signs
    ]
    instead = [Link(title=say(act.title), url=reverse("desk:case_act", args=[case.number, act.name])) for act in others]
    return Signing(until, instead)
