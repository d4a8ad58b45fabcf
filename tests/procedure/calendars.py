"""Calendars for tests: the true arrangements of 2018 to 2026, and calendars that nobody published."""

from datetime import date, timedelta

import chinese_calendar
from hypothesis import strategies as st

from zhixing.procedure.days import WorkCalendar, YearArrangement

FIRST_YEAR, LAST_YEAR = 2018, 2026


def published(year: int) -> YearArrangement:
    """Return a year's arrangement as the State Council published it, by way of the chinesecalendar package."""
    return YearArrangement(
        year,
        days_off=frozenset(day for day in chinese_calendar.constants.holidays if day.year == year),
        make_up=frozenset(day for day in chinese_calendar.constants.workdays if day.year == year),
        official=True,
    )


PUBLISHED = WorkCalendar({year: published(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)})

DAYS = st.dates(date(2016, 1, 1), date(2029, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Return a calendar with a few years arranged at random, published or not."""
    arrangements = {}
    for year in draw(st.sets(st.integers(2017, 2028), max_size=6)):
        within = st.integers(0, 364).map(lambda number, year=year: date(year, 1, 1) + timedelta(days=number))
        days_off = draw(st.frozensets(within, max_size=40))
        make_up = draw(st.frozensets(within, max_size=40)) - days_off
        arrangements[year] = YearArrangement(year, days_off, make_up, official=draw(st.booleans()))
    return WorkCalendar(arrangements)
