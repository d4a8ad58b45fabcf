"""Time limits as they run: started, held, extended and stopped by acts, always derived again from their own story.

A clock keeps what made it (start, length, latest day, and each extension or hold); its due date follows from these
and a calendar. So a due date can be explained line by line, and recomputed when a year's arrangement is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self

from zhixing.procedure.conditions import met
from zhixing.procedure.days import Derivation, Line, Span, WorkCalendar, due, extended, held, warn_on
from zhixing.procedure.facts import Facts
from zhixing.procedure.limits import Clock, Limit
from zhixing.procedure.model import Procedure
from zhixing.procedure.working_days import MOST

Status = Literal["running", "held", "stopped"]


@dataclass(frozen=True, slots=True)
class Move:
    """One lengthening of a limit: an extension by an amount, or a time that does not count."""

    kind: Literal["extend", "hold"]
    unit: str = ""
    amount: int = 0
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock of a case: its story, and what follows from it."""

    status: Status
    started: date
    started_by: int
    span: Span
    latest: date | None
    warning: Span | None
    due: date
    warn_on: date
    provisional: bool
    lines: tuple[Line, ...]
    moves: tuple[Move, ...] = ()
    held_since: date | None = None
    ended: date | None = None
    ended_by: int = 0
    on_time: bool | None = None
    rungs: tuple[str, ...] = ()

    def ended_on(self, day: date, *, by: int = 0) -> Self:
        """Return the clock stopped on a day; whether that was on time is settled here and never asked again."""
        if self.status == "stopped":
            return self
        return replace(self, status="stopped", held_since=None, ended=day, ended_by=by, on_time=day <= self.due)

    def as_json(self) -> dict[str, Any]:
        """Return the clock as plain values for an entry's outcome."""
        return {
            "status": self.status,
            "started": self.started.isoformat(),
            "started_by": self.started_by,
            "span": _span_json(self.span),
            "latest": _iso(self.latest),
            "warning": _span_json(self.warning),
            "due": self.due.isoformat(),
            "warn_on": self.warn_on.isoformat(),
            "provisional": self.provisional,
            "lines": [line.as_json() for line in self.lines],
            "moves": [[m.kind, m.unit, m.amount, _iso(m.since), _iso(m.until)] for m in self.moves],
            "held_since": _iso(self.held_since),
            "ended": _iso(self.ended),
            "ended_by": self.ended_by,
            "on_time": self.on_time,
            "rungs": list(self.rungs),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return the clock that ``as_json`` wrote."""
        warning = value["warning"]
        return cls(
            status=value["status"],
            started=date.fromisoformat(value["started"]),
            started_by=value["started_by"],
            span=Span(**value["span"]),
            latest=_date(value["latest"]),
            warning=Span(**warning) if warning else None,
            due=date.fromisoformat(value["due"]),
            warn_on=date.fromisoformat(value["warn_on"]),
            provisional=value["provisional"],
            lines=tuple(Line.from_json(line) for line in value["lines"]),
            moves=tuple(Move(k, unit, amount, _date(a), _date(b)) for k, unit, amount, a, b in value["moves"]),
            held_since=_date(value["held_since"]),
            ended=_date(value["ended"]),
            ended_by=value["ended_by"],
            on_time=value["on_time"],
            rungs=tuple(value["rungs"]),
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _span_json(span: Span | None) -> dict[str, int] | None:
    return {span.unit: span.amount} if span else None


def start(procedure: Procedure, clock: Clock, facts: Facts, *, on: date, by: int, calendar: WorkCalendar) -> ClockState:
    """Return a clock started on a day by an entry, for a case with these settings and content."""
    span = _until(clock.limit, facts, on) or span_of(clock.limit, procedure, facts.settings)
    warning = span_of(clock.warn, procedure, facts.settings) if clock.warn else None
    latest = None
    if clock.latest and met(procedure, clock.latest.when, facts.content):
        latest = date(on.year, clock.latest.month, clock.latest.day)
        latest = latest if latest > on else None  # begun after the year's last day: the plain limit holds
    blank = ClockState("running", on, by, span, latest, warning, on, on, provisional=False, lines=())
    return derived(blank, calendar)


def _until(limit: Limit, facts: Facts, on: date) -> Span | None:
    """Return the length of a limit that runs until the day in a field; None for the others."""
    if limit.unit != "until":
        return None
    day = facts.content.get(str(limit.amount))
    ahead = (date.fromisoformat(day) - on).days if isinstance(day, str) else 1
    return Span(days=min(max(1, ahead), MOST))


def span_of(limit: Limit, procedure: Procedure, settings: Mapping[str, int]) -> Span:
    """Return a limit's length with its setting looked up."""
    return Span(**{limit.unit: procedure.number(limit.amount, settings)})


def derived(state: ClockState, calendar: WorkCalendar) -> ClockState:
    """Return the clock with its due date, warning and derivation worked out anew from its story."""
    result: Derivation = due(calendar, state.started, state.span, state.latest)
    for move in state.moves:
        if move.kind == "extend":
            result = extended(calendar, result, Span(**{move.unit: move.amount}))
        elif move.since and move.until:
            result = held(calendar, result, move.since, move.until, state.span)
    warn = warn_on(calendar, result.due, state.warning) if state.warning else result.due
    return replace(state, due=result.due, provisional=result.provisional, lines=result.lines, warn_on=warn)


def redated(state: ClockState, *, entry: int, day: date, calendar: WorkCalendar, until: bool = False) -> ClockState:
    """Return the clock as it stands once the day of an entry that started or stopped it has been corrected.

    One that runs ``until`` a day still runs until that day, whenever it began.
    """
    if state.started_by == entry:
        moved = (state.started - day).days if until else 0
        span = Span(days=min(max(1, state.span.amount + moved), MOST)) if until else state.span
        state = derived(replace(state, started=day, span=span), calendar)
    elif state.ended_by != entry:
        return state
    if state.ended is None:
        return state
    ended = day if state.ended_by == entry else state.ended
    return replace(state, ended=ended, on_time=ended <= state.due)


def after_act(
    procedure: Procedure, facts: Facts, act: str, *, data: Mapping[str, object], on: date, calendar: WorkCalendar
) -> dict[str, ClockState]:
    """Return all clocks of a case as they stand after an act: started, stopped, held, resumed or extended by it."""
    clocks = dict(facts.clocks)
    by = facts.entries + 1
    for name, clock in procedure.clocks.items():
        state = clocks.get(name)
        if act in clock.starts and met(procedure, clock.starts_when, {**facts.content, **data}):
            clocks[name] = start(procedure, clock, facts, on=on, by=by, calendar=calendar)
        elif state is not None:
            clocks[name] = _moved(procedure, clock, state, facts, act, data=data, on=on, calendar=calendar)
    return clocks


def _moved(
    procedure: Procedure,
    clock: Clock,
    state: ClockState,
    facts: Facts,
    act: str,
    *,
    data: Mapping[str, object],
    on: date,
    calendar: WorkCalendar,
) -> ClockState:
    if act in clock.stops:
        return state.ended_on(on, by=facts.entries + 1)
    if act in clock.pauses and state.status == "running":
        return replace(state, status="held", held_since=on)
    if act in clock.resumes:
        return _resumed(clock, state, facts, on=on, calendar=calendar)
    extension = clock.extends
    if extension and extension.act == act and state.status != "stopped" and met(procedure, extension.when, data):
        amount = data.get(extension.field)
        if isinstance(amount, int) and amount > 0:
            return derived(replace(state, moves=(*state.moves, Move("extend", extension.unit, amount))), calendar)
    return state


def _resumed(clock: Clock, state: ClockState, facts: Facts, *, on: date, calendar: WorkCalendar) -> ClockState:
    """Let a held clock run on; a stopped one only if it was the last to be stopped by such an act."""
    last_stop = max((facts.last.get(stop, 0) for stop in clock.stops), default=0)
    if state.status == "running" or (state.status == "stopped" and state.ended_by != last_stop):
        return state
    since = state.held_since or state.ended or on
    running = replace(state, status="running", held_since=None, ended=None, ended_by=0, on_time=None)
    hold = Move("hold", since=since, until=max(since, on))  # dated before the hold, it gives no time back
    return derived(replace(running, moves=(*running.moves, hold)), calendar)


def running_since(state: ClockState) -> date:
    """Return the day since which a running clock runs: its start, or the end of the last time that did not count."""
    return max([state.started, *(move.until for move in state.moves if move.until)])


def run_out_on(state: ClockState | None, grace: Span | None, calendar: WorkCalendar) -> date | None:
    """Return the last day of a running clock and its grace; None when it does not run."""
    if state is None or state.status != "running":
        return None
    return due(calendar, state.due, grace, None).due if grace else state.due
