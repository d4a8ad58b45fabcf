"""Catching up: what fell due on days that were missed is done as if it had been done then, day after day.

The legal moment of what is made up for is the day it fell due; its entry says that it was late, and when it was made.
So it makes no difference to any state, limit or lamp whether the day's clocks ran every day. Nor does it when somebody
acts before they ran again: what ended in law in the families concerned is ended first. Reminders wait for the day's
clocks, and nobody is reminded of what has been done since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Min, Q

from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.clock import ZONE, now
from zhixing.cases.coming import REMINDER, Coming, coming, rings_on
from zhixing.cases.door import by_clock
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import keepable

FIRST_MINUTE = time(0, 1)
"""When on its day what falls due happens."""


@dataclass(slots=True)
class Done:
    """What was made up for: reminders sent, automatic acts, and by its key what was refused, with the reason."""

    reminders: int = 0
    automatic: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    def do(self, case: Case, one: Coming, *, until: date) -> None:
        """Perform an act of the clock at the first minute of its day; note a refusal.

        A limit is counted anew when that is found out, whenever it began.
        """
        day, moment = until if one.act == "recompute" else one.day, now().astimezone(ZONE)
        at = min(datetime.combine(day, FIRST_MINUTE, ZONE), moment)
        late = moment if at.date() < moment.date() else None
        try:
            by_clock(case.number, one.act, body=case.body, data=one.data, at=at, key=one.key, late=late)
        except Refused as refused:
            self.refused[one.key] = f"{case.number} {one.act}: {refused.sentence.say('en')}"
            return
        self.refused.pop(one.key, None)
        if one.act == REMINDER:
            self.reminders += 1
        else:
            self.automatic += 1
        case.refresh_from_db()


def settle(numbers: Sequence[str], *, body: int, on: date) -> None:
    """End what ended up to a day in the families of some cases, given by their numbers; reminders are left alone.

    Costs one statement where the clock had nothing to do. What is refused stays for the day's clocks, which say so.
    """
    roots = _roots_with_something_due([one for one in numbers if keepable(one)], body, on)
    if not roots:
        return
    done = Done()
    family = Case.objects.of_body(body).filter(Q(pk__in=roots) | Q(root__in=roots)).select_related("body")
    # What is done in one case may bring something to another.
    while first := min(_ended(family, on, done), key=lambda due: (due[1].day, due[0].pk), default=None):
        tried = len(done.refused) + done.automatic
        done.do(*first, until=on)
        if len(done.refused) + done.automatic == tried:
            return


def _ended(family: CaseQuerySet, on: date, done: Done) -> Iterator[tuple[Case, Coming]]:
    calendar = work_calendar()
    for case in family.filter(rings_on__lte=on):
        for one in coming(case, calendar):
            if one.day <= on and one.act != REMINDER and one.key not in done.refused:
                yield case, one


def _roots_with_something_due(numbers: Sequence[str], body: int, on: date) -> list[int]:
    """Return the roots of the families of some cases in which the clock has something to do up to a day."""
    if not numbers:
        return []
    places = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(_DUE.replace("{places}", places), [body, *numbers, body, *numbers, on, body, on])
        return [row[0] for row in cursor.fetchall()]


# Each part by an index of its own: a case by its number, itself when it is the root, and its family.
_DUE = """WITH root(id) AS (
  SELECT COALESCE(root_id, id) FROM cases_case WHERE body_id = %s AND number IN ({places})
  UNION SELECT COALESCE(root_id, id) FROM cases_case WHERE body_id = %s AND official_number IN ({places}))
SELECT c.id FROM root JOIN cases_case c ON c.id = root.id WHERE c.rings_on <= %s
UNION SELECT c.root_id FROM root JOIN cases_case c ON c.root_id = root.id WHERE c.body_id = %s AND c.rings_on <= %s"""


class CatchingUp:
    """Does what falls due in some cases, all of one day before anything of the next."""

    def __init__(self, cases: CaseQuerySet, done: Done) -> None:
        self.done = done
        self._cases = cases
        self._calendar = work_calendar()
        self._stuck: dict[int, tuple[int, date]] = {}
        self._last = date.min

    def until(self, last: date) -> None:
        """Do everything that falls due up to a day, this day included."""
        self._last = last
        waiting = self._cases.filter(rings_on__lte=last).order_by()
        day = waiting.aggregate(first=Min("rings_on"))["first"]
        while day is not None:
            self._go_through(day)
            day = waiting.filter(rings_on__gt=day).aggregate(first=Min("rings_on"))["first"]
        # Where something is refused, what falls due later stands behind it.
        if self._stuck:
            self._go_through(last)

    def _go_through(self, day: date) -> None:
        """Do what is due up to a day; what is done in one case may bring something to another on the same day."""
        while self._once_through(day):
            pass

    def _once_through(self, day: date) -> bool:
        """Look once at each case in which something is due up to a day; tell whether anything was done."""
        before = self.done.reminders + self.done.automatic
        due = self._cases.filter(rings_on__lte=day).order_by("rings_on", "pk")
        for pk, entries in list(due.values_list("pk", "entries")):
            if self._stuck.get(pk) != (entries, day):
                self._work_off(pk, day)
        return self.done.reminders + self.done.automatic > before

    def _work_off(self, pk: int, day: date) -> None:
        """Do what is due in one case; each act may change what else is."""
        case = Case.objects.unscoped("chosen by its key").select_related("body").get(pk=pk)
        tried: set[str] = set()
        while due := [one for one in coming(case, self._calendar) if one.day <= day and one.key not in tried]:
            tried.add(due[0].key)
            self.done.do(case, due[0], until=self._last)
        if case.rings_on is not None and case.rings_on <= day:
            self._stuck[pk] = case.entries, day
            note_ring(case)


def note_ring(case: Case) -> None:
    """Write down when the clock next does something in a case, where the calendar has changed since it was counted."""
    day = rings_on(case.number, case.folded, case.procedure)
    if day != case.rings_on:
        Case.objects.of_body(case.body_id).filter(pk=case.pk).update(rings_on=day)
