"""Working days as the State Council arranges them year by year, and lengths of time counted on them.

A weekend is free and a weekday is worked unless the year's arrangement says otherwise; a year whose arrangement is
not published yet knows weekends only, and everything counted in it is provisional.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["months", "days", "working_days"]
UNITS: tuple[Unit, ...] = ("months", "days", "working_days")
Reason = Literal["weekend", "holiday", "make_up"]

ONE_DAY = timedelta(days=1)
SATURDAY = 5
MOST = 10_000
"""More of a unit than any rule grants; it keeps every date within what a calendar can write."""


@dataclass(frozen=True, slots=True)
class YearArrangement:
    """A year's published days off and make-up working days.

    The arrangement of New Year's Day may reach into the December before, so days of that month are allowed too.
    ``official`` says whether the State Council has published it. ValueError for any other day, or for a day that is
    both off and worked.
    """

    year: int
    days_off: frozenset[date]
    make_up: frozenset[date]
    official: bool

    def __post_init__(self) -> None:
        both = self.days_off & self.make_up
        if both:
            raise ValueError(f"{min(both)} is given both as a day off and as a working day.")
        stray = [day for day in self.days_off | self.make_up if not self._covers(day)]
        if stray:
            raise ValueError(f"{min(stray)} does not belong into the arrangement of {self.year}.")

    def _covers(self, day: date) -> bool:
        return day.year == self.year or (day.year, day.month) == (self.year - 1, 12)


class WorkCalendar:
    """Knows which days are worked. Where two years' arrangements name the same day, the later year's holds."""

    __slots__ = ("_make_up", "_off", "_official")

    def __init__(self, arrangements: Mapping[int, YearArrangement]) -> None:
        off: set[date] = set()
        make_up: set[date] = set()
        for arrangement in sorted(arrangements.values(), key=lambda one: one.year):
            off = (off - arrangement.make_up) | arrangement.days_off
            make_up = (make_up - arrangement.days_off) | arrangement.make_up
        self._off = frozenset(off)
        self._make_up = frozenset(make_up)
        self._official = frozenset(one.year for one in arrangements.values() if one.official)

    def is_working(self, day: date) -> bool:
        """Return whether the day is worked."""
        return day in self._make_up or (day.weekday() < SATURDAY and day not in self._off)

    def reason(self, day: date) -> Reason | None:
        """Return what is particular about a day: a free weekend, a day off by arrangement, or a weekend worked."""
        if day in self._make_up:
            return "make_up"
        if day in self._off:
            return "holiday"
        return "weekend" if day.weekday() >= SATURDAY else None

    def official(self, year: int) -> bool:
        """Return whether the year's arrangement is published; what is counted in another year is provisional."""
        return year in self._official

    def official_between(self, first: date, last: date) -> bool:
        """Return whether every year from one day to the other, both included, has a published arrangement."""
        return all(self.official(year) for year in range(min(first, last).year, max(first, last).year + 1))

    def next_working(self, day: date) -> date:
        """Return the day itself when it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add_working(self, day: date, n: int) -> date:
        """Return the n-th working day after the day, or before it when n is negative; the day itself is not counted."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_between(self, first: date, last: date) -> int:
        """Return how many working days lie after the first day up to and including the last.

        When the last lies before the first, the same count the other way round, as a negative number.
        """
        if last < first:
            return -self.working_between(last, first)
        return sum(self.is_working(day) for day in days_after(first, last))


def days_after(first: date, last: date) -> Iterator[date]:
    """Yield every day after the first up to and including the last, in order."""
    day = first
    while day < last:
        day += ONE_DAY
        yield day


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in exactly one unit, between 1 and 10,000 of it; ValueError otherwise.

    Months run by the calendar to the same day number, or to the end of a month that is too short to have it.
    """

    months: int = 0
    days: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        given = [amount for amount in (self.months, self.days, self.working_days) if amount]
        if len(given) != 1 or not 1 <= given[0] <= MOST:
            raise ValueError(f"A span has one unit, between 1 and {MOST} of it, not {given}.")

    @classmethod
    def of(cls, unit: Unit, amount: int) -> Span:
        """Return so many of a unit."""
        return cls(**{unit: amount})

    @property
    def unit(self) -> Unit:
        """The unit that is not nought."""
        return "months" if self.months else "days" if self.days else "working_days"

    @property
    def amount(self) -> int:
        """How many of the unit."""
        return self.months + self.days + self.working_days

    def after(self, calendar: WorkCalendar, day: date) -> date:
        """Return the day that lies this long after the given one, which is not counted itself."""
        return self._away(calendar, day, self.amount)

    def before(self, calendar: WorkCalendar, day: date) -> date:
        """Return the day that lies this long before the given one, which is not counted itself."""
        return self._away(calendar, day, -self.amount)

    def _away(self, calendar: WorkCalendar, day: date, amount: int) -> date:
        if self.months:
            return add_months(day, amount)
        return day + timedelta(days=amount) if self.days else calendar.add_working(day, amount)

    def as_json(self) -> dict[str, int]:
        """Return the span as a procedure file writes it, such as ``{"months": 3}``."""
        return {self.unit: self.amount}


def add_months(day: date, amount: int) -> date:
    """Return the same day number so many months on or, when negative, back; the month's end where it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
