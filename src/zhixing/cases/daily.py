"""The day's clocks: what happens because a day has come. Safe to run twice and safe to miss days.

Only the cases are looked at in which the clock does something by this day (:mod:`zhixing.cases.coming`); days that were
missed are made up for in their order (:mod:`zhixing.cases.catching_up`). Everything is performed through the one door
under a key of its own, so that a second run changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, Q

from zhixing.assembly.calendars import arrangements
from zhixing.assembly.clock import now
from zhixing.cases.catching_up import CatchingUp, Done, note_ring
from zhixing.cases.models import Case, CountedBy
from zhixing.cases.querysets import CaseQuerySet
from zhixing.files.sweeping import sweep
from zhixing.register.log import seal

CHUNK = 500
"""So many cases are looked through at once."""


@dataclass(slots=True)
class DayReport:
    """What a run did: reminders sent, automatic acts, files that no act named removed, what was refused and why."""

    on: date
    reminders: int = 0
    automatic: int = 0
    files: int = 0
    refused: list[str] = field(default_factory=list)


def run_day(on: date) -> DayReport:
    """Do what a day brings, and what earlier days brought and nobody did; then seal the log and clear files away."""
    count_again()
    done = Done()
    CatchingUp(_all_cases(), done).until(on)
    seal()
    return DayReport(on, done.reminders, done.automatic, sweep(now()), list(done.refused.values()))


def next_day() -> date | None:
    """Return the next day on which the clock has something to do in any case; None when nothing is to come."""
    day: date | None = _all_cases().filter(rings_on__isnull=False).aggregate(first=Min("rings_on"))["first"]
    return day


def count_again() -> None:
    """Count anew when the clock next does something in each case, if the arrangement of any year has changed since."""
    calendar = json.dumps(arrangements())
    counted = CountedBy.objects.first()
    if counted is not None and counted.calendar == calendar:
        return
    cases = _all_cases()
    if counted is not None:
        cases = cases.filter(Q(rings_on__isnull=False) | Q(due_on__isnull=False))
    last = 0
    while some := list(cases.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for case in some:
            note_ring(case)
        last = some[-1].pk
    CountedBy.objects.update_or_create(pk=1, defaults={"calendar": calendar})


def _all_cases() -> CaseQuerySet:
    return Case.objects.unscoped("the day's clocks are for all bodies")
