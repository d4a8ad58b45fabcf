"""Which days are worked, and lengths of time counted on them."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.calendars import DAYS, FIRST_YEAR, LAST_YEAR, PUBLISHED, calendars, published
from zhixing.procedure.working_days import (
    MOST,
    Span,
    WorkCalendar,
    YearArrangement,
    add_months,
    days_after,
)

NOBODY = WorkCalendar({})
COUNTS = st.integers(-300, 300)


def days(*spans: tuple[str, str]) -> frozenset[date]:
    """Return the days of 2026 from each first to each last, written month-day."""
    return frozenset(
        day
        for first, last in spans
        for day in days_after(
            date.fromisoformat(f"2026-{first}") - timedelta(days=1), date.fromisoformat(f"2026-{last}")
        )
    )


OFF_2026 = days(
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
)
MAKE_UP_2026 = days(
    ("01-04", "01-04"),
    ("02-14", "02-14"),
    ("02-28", "02-28"),
    ("05-09", "05-09"),
    ("09-20", "09-20"),
    ("10-10", "10-10"),
)


def test_arrangement_of_2026_is_the_published_one() -> None:
    assert published(2026) == YearArrangement(2026, OFF_2026, MAKE_UP_2026, official=True)


def test_every_day_of_the_published_years_agrees_with_chinesecalendar() -> None:
    first, last = date(FIRST_YEAR - 1, 12, 31), date(LAST_YEAR, 12, 31)

    wrong = [day for day in days_after(first, last) if PUBLISHED.is_working(day) != chinese_calendar.is_workday(day)]

    assert wrong == []


@pytest.mark.parametrize(
    ("day", "reason", "working"),
    [
        (date(2026, 6, 18), None, True),
        (date(2026, 6, 19), "holiday", False),
        (date(2026, 6, 20), "holiday", False),
        (date(2026, 6, 27), "weekend", False),
        (date(2026, 9, 20), "make_up", True),
        (date(2027, 10, 1), None, True),
        (date(2027, 10, 2), "weekend", False),
    ],
)
def test_reason_says_what_is_particular_about_a_day(day: date, reason: str | None, working: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (PUBLISHED.reason(day), PUBLISHED.is_working(day)) == (reason, working)


def test_year_is_official_when_its_arrangement_is_published() -> None:
    drafted = WorkCalendar({2026: YearArrangement(2026, OFF_2026, MAKE_UP_2026, official=False)})

    assert (PUBLISHED.official(2026), PUBLISHED.official(2027), drafted.official(2026)) == (True, False, False)


def test_every_year_on_the_way_must_be_official() -> None:
    assert PUBLISHED.official_between(date(2025, 12, 1), date(2026, 12, 31))
    assert not PUBLISHED.official_between(date(2026, 12, 31), date(2027, 1, 1))
    assert not PUBLISHED.official_between(date(2027, 1, 1), date(2026, 12, 31))


def test_new_year_may_reach_into_the_december_before() -> None:
    new_year = YearArrangement(
        2019,
        days_off=frozenset({date(2018, 12, 31), date(2019, 1, 1)}),
        make_up=frozenset({date(2018, 12, 29)}),
        official=True,
    )

    calendar = WorkCalendar({2019: new_year})

    assert calendar.reason(date(2018, 12, 31)) == "holiday"
    assert calendar.reason(date(2018, 12, 29)) == "make_up"


def test_later_arrangement_holds_where_two_name_a_day() -> None:
    new_years_eve, saturday = date(2018, 12, 31), date(2018, 12, 29)
    earlier = YearArrangement(2018, frozenset({saturday}), frozenset({new_years_eve}), official=True)
    later = YearArrangement(2019, frozenset({new_years_eve}), frozenset({saturday}), official=True)

    calendar = WorkCalendar({2019: later, 2018: earlier})

    assert (calendar.reason(new_years_eve), calendar.reason(saturday)) == ("holiday", "make_up")


@pytest.mark.parametrize(
    ("days_off", "make_up", "said"),
    [
        ({date(2026, 5, 1)}, {date(2026, 5, 1)}, "2026-05-01 is given both"),
        ({date(2027, 1, 1)}, set(), "2027-01-01 does not belong"),
        (set(), {date(2025, 11, 30)}, "2025-11-30 does not belong"),
    ],
)
def test_arrangement_refuses_days_that_cannot_be(days_off: set[date], make_up: set[date], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        YearArrangement(2026, frozenset(days_off), frozenset(make_up), official=True)


def test_next_working_day_is_the_day_itself_when_worked() -> None:
    assert PUBLISHED.next_working(date(2026, 6, 18)) == date(2026, 6, 18)
    assert PUBLISHED.next_working(date(2026, 6, 19)) == date(2026, 6, 22)
    assert PUBLISHED.next_working(date(2026, 9, 20)) == date(2026, 9, 20)


def test_working_days_are_counted_without_the_day_they_start_on() -> None:
    start = date(2026, 9, 18)  # a Friday before a Sunday that is worked

    assert PUBLISHED.add_working(start, 0) == start
    assert PUBLISHED.add_working(start, 1) == date(2026, 9, 20)
    assert PUBLISHED.add_working(start, 6) == date(2026, 9, 28)
    assert PUBLISHED.add_working(date(2026, 9, 28), -6) == start


def test_span_of_working_days_on_a_calendar_without_arrangement_is_weeks() -> None:
    assert NOBODY.add_working(date(2027, 10, 1), 5) == date(2027, 10, 8)


@given(calendars(), DAYS, COUNTS)
def test_adding_working_days_ends_on_one(calendar: WorkCalendar, day: date, n: int) -> None:
    end = calendar.add_working(day, n)

    assert end == day if n == 0 else calendar.is_working(end)


@given(calendars(), DAYS, st.integers(1, 300))
def test_as_many_working_days_lie_between_as_were_added(calendar: WorkCalendar, day: date, n: int) -> None:
    assert calendar.working_between(day, calendar.add_working(day, n)) == n


@given(calendars(), DAYS, st.integers(0, 200), st.integers(0, 200))
def test_adding_working_days_twice_is_adding_the_sum(calendar: WorkCalendar, day: date, n: int, m: int) -> None:
    assert calendar.add_working(calendar.add_working(day, n), m) == calendar.add_working(day, n + m)


@given(calendars(), DAYS, COUNTS)
def test_going_back_returns_to_a_working_day(calendar: WorkCalendar, day: date, n: int) -> None:
    start = calendar.next_working(day)

    assert calendar.add_working(calendar.add_working(start, n), -n) == start


@given(calendars(), DAYS, DAYS, DAYS)
def test_counts_between_days_add_up(calendar: WorkCalendar, first: date, middle: date, last: date) -> None:
    counted = calendar.working_between(first, middle) + calendar.working_between(middle, last)

    assert counted == calendar.working_between(first, last)


@given(calendars(), DAYS)
def test_next_working_day_skips_only_days_off(calendar: WorkCalendar, day: date) -> None:
    last = calendar.next_working(day)

    assert calendar.is_working(last)
    assert not any(calendar.is_working(last - timedelta(days=n)) for n in range(1, (last - day).days + 1))


@pytest.mark.parametrize(
    ("day", "amount", "expected"),
    [
        (date(2026, 3, 27), 3, date(2026, 6, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_run_to_the_same_day_number_or_the_months_end(day: date, amount: int, expected: date) -> None:
    assert add_months(day, amount) == expected


@given(DAYS, st.integers(-60, 60))
def test_months_never_leave_the_month_they_lead_to(day: date, amount: int) -> None:
    end = add_months(day, amount)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == amount
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    "given_units",
    [{}, {"months": 1, "days": 1}, {"days": -3}, {"working_days": MOST + 1}, {"months": 0}],
)
def test_span_refuses_anything_but_one_unit(given_units: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one unit"):
        Span(**given_units)


@pytest.mark.parametrize("span", [Span(months=3), Span(days=30), Span(working_days=15)])
def test_span_knows_its_unit_and_amount(span: Span) -> None:
    assert Span.of(span.unit, span.amount) == span
    assert Span(**span.as_json()) == span


def test_span_leads_forward_and_back() -> None:
    assert Span(months=1).after(PUBLISHED, date(2026, 6, 27)) == date(2026, 7, 27)
    assert Span(days=30).before(PUBLISHED, date(2026, 6, 27)) == date(2026, 5, 28)
    assert Span(working_days=10).before(PUBLISHED, date(2026, 6, 29)) == date(2026, 6, 12)
