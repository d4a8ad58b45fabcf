"""The day's clocks: what happens because a day has come. Safe to run twice and safe to miss days.

Reminders are the rungs of the clocks' ladders; automatic acts fall due when a clock and its grace have run out, or when
what a case says has been kept long enough after its end; limits counted without a year's official arrangement are
counted again when it arrives. All are performed through the one door under a key of their own, so that a second run
changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain

from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.clock import ZONE, now
from zhixing.cases import adopting
from zhixing.cases.acts import perform_by_clock
from zhixing.cases.models import Adoption, Case, Deadline
from zhixing.files.sweeping import sweep
from zhixing.procedure.clocks import ClockState, derived, run_out_on, span_of
from zhixing.procedure.facts import Refused
from zhixing.procedure.limits import Rung
from zhixing.procedure.model import Procedure
from zhixing.procedure.working_days import ONE_DAY, WorkCalendar
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


@dataclass(frozen=True, slots=True)
class Coming:
    """Something the clock will do in a case by itself, on this day or, when that was missed, on the next run."""

    day: date
    act: str
    data: dict[str, str]
    key: str


def run_day(on: date, *, among: Collection[int] | None = None) -> DayReport:
    """Do what a day brings, and what earlier days brought and nobody did; then seal the log and clear files away.

    Whoever knows in which cases something is due names them, by their keys, and the others are not looked through.
    """
    report = DayReport(on)
    calendar = work_calendar()
    for case in chain(_running(among), _kept_too_long(on, among)):
        if any(one.day <= on for one in coming(case, calendar)):
            _work_off(case.pk, on, calendar, report)
    seal()
    report.files = sweep(now())
    return report


def coming(case: Case, calendar: WorkCalendar) -> list[Coming]:
    """Return what the clock will do in a case as it stands, first things first; what it did already is not among it."""
    procedure = adopting.by_digest(case.procedure).procedure
    states = {name: ClockState.from_json(clock) for name, clock in case.folded["clocks"].items()}
    running = {name: state for name, state in states.items() if state.status == "running" and name in procedure.clocks}
    found = [
        one
        for name, state in running.items()
        for one in (
            *_recountings(case, name, state, calendar),
            *_reminders(case, procedure, name, state, calendar),
            *_endings(case, procedure, name, state, calendar),
        )
    ]
    return sorted([*found, *_removals(case, calendar)], key=lambda one: one.day)


def rung_day(rung: Rung, due: date, calendar: WorkCalendar) -> date:
    """Return the day a rung of a ladder falls on."""
    return rung.offset.before(calendar, due) if rung.before else rung.offset.after(calendar, due)


def _recountings(case: Case, name: str, state: ClockState, calendar: WorkCalendar) -> Iterator[Coming]:
    """A limit that was provisional is counted again, by an entry of its own, once the year's arrangement is there."""
    if not state.provisional:
        return
    again = derived(state, calendar)
    if (again.due, again.provisional) != (state.due, state.provisional):
        key = f"recompute:{case.number}:{name}:{state.due}:{again.due}:{again.provisional}"
        yield Coming(state.started, "recompute", {"year": str(state.due.year)}, key)


def _reminders(
    case: Case, procedure: Procedure, name: str, state: ClockState, calendar: WorkCalendar
) -> Iterator[Coming]:
    for rung in procedure.clocks[name].ladder:
        if rung.name not in state.rungs:
            key = f"tick:{case.number}:{name}:{state.started_by}:{rung.name}"
            yield Coming(rung_day(rung, state.due, calendar), "tick", {"clock": name, "rung": rung.name}, key)


def _endings(
    case: Case, procedure: Procedure, name: str, state: ClockState, calendar: WorkCalendar
) -> Iterator[Coming]:
    for act in procedure.acts.values():
        ending = act.when_over if act.automatic and case.state in act.start else None
        if ending and ending.clock == name and (over := run_out_on(state, ending.grace, calendar)):
            yield Coming(over + ONE_DAY, act.name, {}, f"over:{case.number}:{name}:{state.started_by}")


def _removals(case: Case, calendar: WorkCalendar) -> Iterator[Coming]:
    """What a case that has ended is kept no longer than the rules say, and is still there."""
    if case.closed_on is None:
        return
    adopted = adopting.by_digest(case.procedure)
    for act in adopted.procedure.acts.values():
        due = act.automatic and act.when_closed is not None and case.state in act.start
        if due and act.when_closed and not case.folded["sources"].keys().isdisjoint(act.removes):
            kept = span_of(act.when_closed, adopted.procedure, adopted.settings).after(calendar, case.closed_on)
            yield Coming(kept + ONE_DAY, act.name, {}, f"closed:{case.number}:{act.name}:{case.closed_on}")


def _kept_too_long(on: date, among: Collection[int] | None) -> Iterator[Case]:
    """Yield the cases that have ended and hold something that their procedure removes after some time."""
    ended = Case.objects.unscoped("the day's clocks are for all bodies").filter(closed_on__lt=on)
    if among is not None:
        ended = ended.filter(pk__in=among)
    for digest in Adoption.objects.order_by("pk").values_list("procedure", flat=True).distinct():
        for act in adopting.by_digest(digest).procedure.acts.values():
            if act.automatic and act.when_closed is not None:
                holding = ended.filter(
                    procedure=digest, state__in=act.start, folded__sources__has_any_keys=list(act.removes)
                )
                yield from holding.order_by("pk").iterator(CHUNK)


def _running(among: Collection[int] | None) -> Iterator[Case]:
    """Yield every case in which a clock runs, or those among some, the nearest limits first."""
    clocks = Deadline.objects.filter(status="running")
    if among is not None:
        clocks = clocks.filter(case__in=among)
    rows = clocks.order_by("due_on", "case_id").values_list("case_id", flat=True)
    numbers = list(dict.fromkeys(rows))
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        found = Case.objects.unscoped("the day's clocks are for all bodies").in_bulk(some)
        yield from (found[number] for number in some)


def _work_off(pk: int, on: date, calendar: WorkCalendar, report: DayReport) -> None:
    """Do what is due in one case; each act may change what else is."""
    case = Case.objects.unscoped("the day's clocks are for all bodies").select_related("body").get(pk=pk)
    tried: set[str] = set()
    while due := [one for one in coming(case, calendar) if one.day <= on and one.key not in tried]:
        tried.add(due[0].key)
        _do(case, due[0], on, report)


def _do(case: Case, one: Coming, on: date, report: DayReport) -> None:
    """Perform an act of the clock at the day's first minute, or now when the day has begun; note a refusal."""
    at = min(datetime.combine(on, time(0, 1), ZONE), now())
    try:
        perform_by_clock(case.number, one.act, body=case.body, data=one.data, at=at, key=one.key)
    except Refused as refused:
        report.refused.append(f"{case.number} {one.act}: {refused.sentence.say('en')}")
        return
    if one.act == "tick":
        report.reminders += 1
    else:
        report.automatic += 1
    case.refresh_from_db()
