"""Working days from the yearly arrangements in the database, seeded from a published package, corrected by hand.

A year without an arrangement knows weekends only, and limits counted in it are provisional.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from time import monotonic
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from zhixing.assembly.models import DayOff, MakeUpDay, YearArrangement
from zhixing.procedure import days

State = tuple[tuple[int, UUID, bool], ...]


class _Held(NamedTuple):
    """A calendar, the state of the table it was made from, and when that was last looked at."""

    state: State
    calendar: days.WorkCalendar
    looked: float


FRESH = 1.0
"""Seconds for which another process's new arrangement may go unnoticed."""

_held: _Held | None = None


def work_calendar() -> days.WorkCalendar:
    """Return the calendar of working days; whoever counts many limits asks once.

    The calendar is kept in the process, compared with the table at most once in ``FRESH`` seconds, and made anew when
    any process has written an arrangement.
    """
    global _held  # noqa: PLW0603  # one calendar per process
    held = _held
    if held is None or monotonic() - held.looked > FRESH:
        state = _state()
        calendar = held.calendar if held is not None and held.state == state else _read(state)
        held = _held = _Held(state, calendar, monotonic())
    return held.calendar


def forget_calendar() -> None:
    """Look at the table again at the next call; for whoever has just written to it."""
    global _held  # noqa: PLW0603  # one calendar per process
    _held = None


@transaction.atomic
def set_arrangement(
    *, year: int, days_off: Iterable[date], make_up: Iterable[date], official: bool, source: str
) -> YearArrangement:
    """Write a year's arrangement in place of what stood there, and return it.

    ValueError if a day belongs to another year or is both off and worked.
    """
    checked = days.YearArrangement(
        year=year, days_off=frozenset(days_off), make_up=frozenset(make_up), official=official
    )
    arrangement, _created = YearArrangement.objects.update_or_create(
        year=year, defaults={"official": official, "source": source, "revision": uuid4()}
    )
    arrangement.days_off.all().delete()
    forget_calendar()
    arrangement.make_up_days.all().delete()
    DayOff.objects.bulk_create(DayOff(arrangement=arrangement, day=day) for day in sorted(checked.days_off))
    MakeUpDay.objects.bulk_create(MakeUpDay(arrangement=arrangement, day=day) for day in sorted(checked.make_up))
    return arrangement


@transaction.atomic
def seed_arrangements() -> int:
    """Enter the arrangements of the chinesecalendar package for years not in the table; return how many."""
    from chinese_calendar import constants  # noqa: PLC0415  # a large table, needed once in an installation's life

    known = set(YearArrangement.objects.values_list("year", flat=True))
    days_off, make_up = _by_year(constants.holidays), _by_year(constants.workdays)
    seeded = [
        days.YearArrangement(year, frozenset(days_off[year]), frozenset(make_up[year]), official=True)
        for year in sorted(set(days_off) - known)
    ]
    rows = YearArrangement.objects.bulk_create(
        YearArrangement(
            year=one.year,
            official=True,
            source=f"国务院办公厅关于{one.year}年部分节假日安排的通知（chinesecalendar）",
            revision=uuid4(),
        )
        for one in seeded
    )
    both = list(zip(rows, seeded, strict=True))
    DayOff.objects.bulk_create(DayOff(arrangement=row, day=day) for row, one in both for day in sorted(one.days_off))
    MakeUpDay.objects.bulk_create(
        MakeUpDay(arrangement=row, day=day) for row, one in both for day in sorted(one.make_up)
    )
    forget_calendar()
    return len(seeded)


def arrangements() -> list[tuple[int, str, bool]]:
    """Return which arrangement of each year is in force, by its revision, and whether it is official."""
    return [(year, str(revision), official) for year, revision, official in _state()]


def _by_year(listed: Iterable[date]) -> defaultdict[int, list[date]]:
    grouped: defaultdict[int, list[date]] = defaultdict(list)
    for day in listed:
        grouped[day.year].append(day)
    return grouped


def _state() -> State:
    return tuple(YearArrangement.objects.order_by("year").values_list("year", "revision", "official"))


def _read(state: State) -> days.WorkCalendar:
    off: defaultdict[int, set[date]] = defaultdict(set)
    worked: defaultdict[int, set[date]] = defaultdict(set)
    for year, day in DayOff.objects.values_list("arrangement__year", "day"):
        off[year].add(day)
    for year, day in MakeUpDay.objects.values_list("arrangement__year", "day"):
        worked[year].add(day)
    return days.WorkCalendar(
        {
            year: days.YearArrangement(
                year=year, days_off=frozenset(off[year]), make_up=frozenset(worked[year]), official=official
            )
            for year, _revision, official in state
        }
    )
