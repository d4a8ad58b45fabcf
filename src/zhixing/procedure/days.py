"""How a due date was reached, step by step: each step is a line of data that can be stored and printed.

Serves the articles on time limits: a limit that ends on a day off moves to the next working day, the latest day of a
limit included; time that is held does not count; an extension is added to the limit, not to the day it moved to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, Self

from zhixing.procedure.working_days import (
    SATURDAY,
    Reason,
    Span,
    Unit,
    WorkCalendar,
    YearArrangement,
    add_months,
    days_after,
)

__all__ = [
    "Derivation",
    "Line",
    "Span",
    "Unit",
    "WorkCalendar",
    "YearArrangement",
    "add_months",
    "days_left_line",
    "due",
    "extended",
    "held",
    "warn_on",
]

Step = Literal["start", "add", "latest", "extend", "held", "shift", "left"]
Param = int | str

NAMED = 15
"""Up to so many days left are named one by one; more are only counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what was done, the day it led to, and the numbers and days (in ISO form) that it used."""

    step: Step
    day: date
    params: Mapping[str, Param] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the line as plain values."""
        return {"step": self.step, "day": self.day.isoformat(), "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the line that :meth:`as_json` gave."""
        return cls(data["step"], date.fromisoformat(data["day"]), dict(data["params"]))


@dataclass(frozen=True, slots=True)
class Derivation:
    """A due date and the lines that lead to it.

    ``provisional`` says that a year between start and due date has no published arrangement of days off yet, so that
    the date must be derived again when it is published.
    """

    due: date
    provisional: bool
    lines: tuple[Line, ...]

    @property
    def start(self) -> date:
        """The day from which the limit runs; it is not counted itself."""
        return self.lines[0].day

    @property
    def end(self) -> date:
        """The day on which the limit ends before it moves to a working day; extensions are added to this one."""
        return _counted(self.lines)[-1].day

    def as_json(self) -> dict[str, Any]:
        """Return the derivation as plain values."""
        return {
            "due": self.due.isoformat(),
            "provisional": self.provisional,
            "lines": [line.as_json() for line in self.lines],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the derivation that :meth:`as_json` gave."""
        lines = tuple(Line.from_json(line) for line in data["lines"])
        return cls(date.fromisoformat(data["due"]), bool(data["provisional"]), lines)


def due(calendar: WorkCalendar, start: date, span: Span, latest: date | None = None) -> Derivation:
    """Return when a limit that starts on a day is due.

    ``latest`` caps the date. The rules move every limit that ends on a day off to the next working day and make no
    exception for the cap, so a cap that is no working day moves as well [default]. A cap that does not lie after the
    start had passed before the limit began and does not apply; the line says so [default].
    """
    added = _added(calendar, "add", start, span)
    capped = () if latest is None else (_capped(start, added.day, latest),)
    return _settled(calendar, (Line("start", start), added, *capped))


def extended(calendar: WorkCalendar, derivation: Derivation, span: Span) -> Derivation:
    """Return the derivation lengthened by a span, counted from its end before it moved to a working day."""
    return _settled(calendar, (*derivation.lines, _added(calendar, "extend", derivation.end, span)))


def held(calendar: WorkCalendar, derivation: Derivation, from_: date, until: date, span: Span) -> Derivation:
    """Return the derivation moved on by the time that was held and does not count.

    The day on which the clock was held has been used, the day on which it resumed has not. ``span`` is the
    limit's: working days are given back for a limit in working days, calendar days otherwise. ValueError when
    ``until`` lies before ``from_``.
    """
    if until < from_:
        raise ValueError(f"A clock held on {from_} cannot resume before that, on {until}.")
    return _settled(calendar, (*derivation.lines, _held(calendar, derivation.end, (from_, until), span.unit)))


def warn_on(calendar: WorkCalendar, due: date, span: Span) -> date:
    """Return the day that lies a span before the due date: from that day on the limit counts as near."""
    return span.before(calendar, due)


def days_left_line(calendar: WorkCalendar, today: date, due: date) -> Line:
    """Return the line that says how many working days are left, today not counted, and which days make them up.

    ``count`` is negative when the due date has passed. ``days`` names the working days when there are at most fifteen,
    ``holidays`` and ``make_up`` those days off by arrangement and weekends worked on the way; each is a list of ISO
    dates with a space between them.
    """
    way = list(days_after(today, due))
    worked = [day for day in way if calendar.is_working(day)]
    params: dict[str, Param] = {
        "count": calendar.working_between(today, due),
        "due": due.isoformat(),
        "days": _listed(worked if len(worked) <= NAMED else []),
        "holidays": _listed(_of_reason(calendar, way, "holiday")),
        "make_up": _listed(_of_reason(calendar, way, "make_up")),
    }
    return Line("left", today, params)


def _settled(calendar: WorkCalendar, lines: tuple[Line, ...]) -> Derivation:
    lines = _counted(lines)
    start, end = lines[0].day, lines[-1].day
    last = calendar.next_working(end)
    if last != end:
        lines += (Line("shift", last, {"from": end.isoformat(), "reason": str(calendar.reason(end))}),)
    return Derivation(last, not calendar.official_between(start, last), lines)


def _counted(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.step != "shift")


def _added(calendar: WorkCalendar, step: Step, day: date, span: Span) -> Line:
    to = span.after(calendar, day)
    params: dict[str, Param] = {"unit": span.unit, "amount": span.amount}
    if span.unit == "working_days":
        way = list(days_after(day, to))
        params["holidays"] = len([day for day in _of_reason(calendar, way, "holiday") if day.weekday() < SATURDAY])
        params["make_up"] = len(_of_reason(calendar, way, "make_up"))
    return Line(step, to, params)


def _capped(start: date, day: date, latest: date) -> Line:
    applies = "passed" if latest <= start else "yes" if latest < day else "no"
    return Line("latest", latest if applies == "yes" else day, {"latest": latest.isoformat(), "applies": applies})


def _held(calendar: WorkCalendar, day: date, held: tuple[date, date], unit: Unit) -> Line:
    from_, until = held
    given: Unit
    if unit == "working_days":
        given, amount = unit, calendar.working_between(from_, until)
        to = calendar.add_working(day, amount)
    else:
        given, amount = "days", (until - from_).days
        to = day + timedelta(days=amount)
    return Line("held", to, {"from": from_.isoformat(), "until": until.isoformat(), "unit": given, "amount": amount})


def _of_reason(calendar: WorkCalendar, days: list[date], reason: Reason) -> list[date]:
    return [day for day in days if calendar.reason(day) == reason]


def _listed(days: list[date]) -> str:
    return " ".join(day.isoformat() for day in days)
