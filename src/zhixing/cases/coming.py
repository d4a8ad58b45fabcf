"""What the clock will do in a case by itself, and on which day.

Reminders are the rungs of the clocks' ladders; automatic acts fall due when a clock and its grace have run out, or when
what a case says has been kept long enough after its end; limits counted without a year's official arrangement are
counted again when it arrives. All of it follows from the folded case, its procedure and the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhixing.assembly.calendars import work_calendar
from zhixing.cases import adopting
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case
from zhixing.procedure.clocks import ClockState, derived, run_out_on, running_since, span_of
from zhixing.procedure.limits import Rung
from zhixing.procedure.model import Procedure
from zhixing.procedure.working_days import ONE_DAY, WorkCalendar

REMINDER = "tick"
"""The act that reminds, and changes neither state nor limits."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Something the clock will do in a case by itself, on this day or, when that was missed, on the next run."""

    day: date
    act: str
    data: dict[str, str]
    key: str


def coming(case: Case, calendar: WorkCalendar) -> list[Coming]:
    """Return what the clock will do in a case as it stands, first things first; what it did already is not among it."""
    return _coming(case.number, case.folded, case.procedure, calendar)


def rings_on(number: str, folded: Folded, digest: str) -> date | None:
    """Return the day on which the clock next does something in a case under a procedure; None when nothing will."""
    if not folded or not (folded["clocks"] or folded["closed"]):
        return None
    return min((one.day for one in _coming(number, folded, digest, work_calendar())), default=None)


def rung_day(rung: Rung, due: date, calendar: WorkCalendar) -> date:
    """Return the day a rung of a ladder falls on."""
    return rung.offset.before(calendar, due) if rung.before else rung.offset.after(calendar, due)


def _coming(number: str, folded: Folded, digest: str, calendar: WorkCalendar) -> list[Coming]:
    clocks = {name: clock for name, clock in folded["clocks"].items() if clock["status"] == "running"}
    if not clocks and folded["closed"] is None:
        return []
    procedure = adopting.by_digest(digest).procedure
    running = {name: ClockState.from_json(clock) for name, clock in clocks.items() if name in procedure.clocks}
    found = [
        one
        for name, state in running.items()
        for one in (
            *_recountings(number, name, state, calendar),
            *_reminders(number, procedure, name, state, calendar),
            *_endings(number, folded, procedure, name, state, calendar),
        )
    ]
    return sorted([*found, *_removals(number, folded, digest, calendar)], key=lambda one: one.day)


def _recountings(number: str, name: str, state: ClockState, calendar: WorkCalendar) -> Iterator[Coming]:
    """A limit that was provisional is counted again, by an entry of its own, once the year's arrangement is there."""
    if not state.provisional:
        return
    again = derived(state, calendar)
    if (again.due, again.provisional) != (state.due, state.provisional):
        key = f"recompute:{number}:{name}:{state.due}:{again.due}:{again.provisional}"
        yield Coming(state.started, "recompute", {"year": str(state.due.year)}, key)


def _reminders(
    number: str, procedure: Procedure, name: str, state: ClockState, calendar: WorkCalendar
) -> Iterator[Coming]:
    """Nobody is reminded of a limit before the day after it began to run, be it ever so short."""
    first = running_since(state) + ONE_DAY
    for rung in procedure.clocks[name].ladder:
        if rung.name not in state.rungs:
            key = f"tick:{number}:{name}:{state.started_by}:{rung.name}"
            day = max(rung_day(rung, state.due, calendar), first)
            yield Coming(day, REMINDER, {"clock": name, "rung": rung.name}, key)


def _endings(
    number: str,
    folded: Folded,
    procedure: Procedure,
    name: str,
    state: ClockState,
    calendar: WorkCalendar,
) -> Iterator[Coming]:
    since = date.fromisoformat(folded["since"][:10])
    for act in procedure.acts.values():
        ending = act.when_over if act.automatic and folded["state"] in act.start else None
        if ending and ending.clock == name and (over := run_out_on(state, ending.grace, calendar)):
            # A limit that was over before the case came into this state ends it on the next day.
            yield Coming(max(over, since) + ONE_DAY, act.name, {}, f"over:{number}:{name}:{state.started_by}")


def _removals(number: str, folded: Folded, digest: str, calendar: WorkCalendar) -> Iterator[Coming]:
    """What a case that has ended is kept no longer than the rules say, and is still there."""
    if folded["closed"] is None:
        return
    adopted, closed = adopting.by_digest(digest), date.fromisoformat(folded["closed"])
    since = date.fromisoformat(folded["since"][:10])
    for act in adopted.procedure.acts.values():
        due = act.automatic and act.when_closed is not None and folded["state"] in act.start
        if due and act.when_closed and not folded["sources"].keys().isdisjoint(act.removes):
            kept = span_of(act.when_closed, adopted.procedure, adopted.settings).after(calendar, closed)
            yield Coming(max(kept, since) + ONE_DAY, act.name, {}, f"closed:{number}:{act.name}:{closed}")
