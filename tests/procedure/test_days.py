"""Due dates and the lines that lead to them."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.calendars import DAYS, PUBLISHED, calendars
from zhixing.procedure.days import (
    Derivation,
    Line,
    Span,
    WorkCalendar,
    days_left_line,
    due,
    extended,
    held,
    warn_on,
)

SPANS = st.one_of(
    st.integers(1, 12).map(lambda n: Span(months=n)),
    st.integers(1, 200).map(lambda n: Span(days=n)),
    st.integers(1, 120).map(lambda n: Span(working_days=n)),
)
ASSIGNED = date(2026, 3, 27)


def steps(derivation: Derivation) -> list[tuple[str, date]]:
    return [(line.step, line.day) for line in derivation.lines]


def test_three_months_that_end_on_a_saturday_move_to_monday() -> None:
    derivation = due(PUBLISHED, ASSIGNED, Span(months=3))

    assert derivation == Derivation(
        due=date(2026, 6, 29),
        provisional=False,
        lines=(
            Line("start", ASSIGNED),
            Line("add", date(2026, 6, 27), {"unit": "months", "amount": 3}),
            Line("shift", date(2026, 6, 29), {"from": "2026-06-27", "reason": "weekend"}),
        ),
    )
    assert (derivation.start, derivation.end) == (ASSIGNED, date(2026, 6, 27))


def test_days_that_end_in_a_holiday_move_behind_it() -> None:
    derivation = due(PUBLISHED, date(2026, 9, 1), Span(days=30))

    assert derivation.lines[-1] == Line("shift", date(2026, 10, 8), {"from": "2026-10-01", "reason": "holiday"})


def test_limit_that_ends_on_a_worked_weekend_stays_there() -> None:
    derivation = due(PUBLISHED, date(2026, 8, 20), Span(months=1))

    assert steps(derivation) == [("start", date(2026, 8, 20)), ("add", date(2026, 9, 20))]


def test_working_days_name_the_days_off_they_stepped_over() -> None:
    derivation = due(PUBLISHED, date(2026, 9, 18), Span(working_days=15))

    assert derivation.lines[1].params == {"unit": "working_days", "amount": 15, "holidays": 6, "make_up": 2}
    assert derivation.due == date(2026, 10, 15)


def test_latest_day_caps_the_limit() -> None:
    derivation = due(PUBLISHED, date(2026, 7, 20), Span(months=3), date(2026, 9, 30))

    assert derivation.due == date(2026, 9, 30)
    assert derivation.lines[-1] == Line("latest", date(2026, 9, 30), {"latest": "2026-09-30", "applies": "yes"})


def test_latest_day_that_is_off_moves_to_the_next_working_day() -> None:
    derivation = due(PUBLISHED, date(2026, 5, 20), Span(working_days=200), date(2026, 10, 1))

    assert steps(derivation)[-2:] == [("latest", date(2026, 10, 1)), ("shift", date(2026, 10, 8))]


def test_latest_day_not_reached_changes_nothing() -> None:
    derivation = due(PUBLISHED, ASSIGNED, Span(months=3), date(2026, 9, 30))

    assert derivation.due == date(2026, 6, 29)
    assert derivation.lines[2].params["applies"] == "no"


@pytest.mark.parametrize("start", [date(2026, 9, 30), date(2026, 10, 9)])
def test_latest_day_that_had_passed_does_not_apply(start: date) -> None:
    derivation = due(PUBLISHED, start, Span(days=30), date(2026, 9, 30))

    assert derivation.due == due(PUBLISHED, start, Span(days=30)).due
    assert derivation.lines[2].params["applies"] == "passed"


def test_limit_into_a_year_without_arrangement_is_provisional() -> None:
    assert due(PUBLISHED, date(2026, 11, 30), Span(months=1)).provisional is False
    assert due(PUBLISHED, date(2026, 12, 1), Span(months=1)).provisional is True
    assert due(PUBLISHED, date(2027, 2, 1), Span(days=5)).provisional is True


def test_extension_is_added_before_the_move_to_a_working_day() -> None:
    derivation = extended(PUBLISHED, due(PUBLISHED, ASSIGNED, Span(months=3)), Span(months=3))

    assert steps(derivation) == [
        ("start", ASSIGNED),
        ("add", date(2026, 6, 27)),
        ("extend", date(2026, 9, 27)),
        ("shift", date(2026, 9, 28)),
    ]


def test_time_held_gives_back_calendar_days_to_months() -> None:
    limit = Span(months=3)

    derivation = held(PUBLISHED, due(PUBLISHED, ASSIGNED, limit), date(2026, 5, 1), date(2026, 5, 11), limit)

    assert steps(derivation)[-1] == ("held", date(2026, 7, 7))
    assert derivation.lines[-1].params == {"from": "2026-05-01", "until": "2026-05-11", "unit": "days", "amount": 10}


def test_time_held_gives_back_working_days_to_working_days() -> None:
    limit = Span(working_days=15)

    derivation = held(PUBLISHED, due(PUBLISHED, date(2026, 6, 1), limit), date(2026, 6, 17), date(2026, 6, 22), limit)

    assert derivation.lines[-1].params["amount"] == 2
    assert derivation.due == date(2026, 6, 25)


def test_clock_cannot_resume_before_it_was_held() -> None:
    limit = Span(days=10)

    with pytest.raises(ValueError, match="cannot resume"):
        held(PUBLISHED, due(PUBLISHED, ASSIGNED, limit), date(2026, 4, 2), date(2026, 4, 1), limit)


def test_warning_lies_a_span_before_the_due_date() -> None:
    assert warn_on(PUBLISHED, date(2026, 6, 29), Span(working_days=10)) == date(2026, 6, 12)
    assert warn_on(PUBLISHED, date(2026, 6, 29), Span(days=7)) == date(2026, 6, 22)


def test_days_left_are_named_with_the_holidays_between() -> None:
    line = days_left_line(PUBLISHED, date(2026, 6, 17), date(2026, 6, 29))

    assert line.params == {
        "count": 7,
        "due": "2026-06-29",
        "days": "2026-06-18 2026-06-22 2026-06-23 2026-06-24 2026-06-25 2026-06-26 2026-06-29",
        "holidays": "2026-06-19 2026-06-20 2026-06-21",
        "make_up": "",
    }


def test_many_days_left_are_only_counted() -> None:
    line = days_left_line(PUBLISHED, date(2026, 6, 17), date(2026, 9, 30))

    assert (line.params["count"], line.params["days"]) == (74, "")
    assert line.params["make_up"] == "2026-09-20"


def test_days_left_are_negative_when_over_time() -> None:
    assert days_left_line(PUBLISHED, date(2026, 6, 30), date(2026, 6, 18)).params["count"] == -7


@given(calendars(), DAYS, SPANS, st.none() | DAYS)
def test_due_date_is_worked_and_after_the_start(
    calendar: WorkCalendar, start: date, span: Span, latest: date | None
) -> None:
    derivation = due(calendar, start, span, latest)

    assert calendar.is_working(derivation.due)
    assert start < derivation.end <= derivation.due == calendar.next_working(derivation.end)
    years = range(start.year, derivation.due.year + 1)
    assert derivation.provisional is not all(calendar.official(year) for year in years)


@given(calendars(), DAYS, SPANS, DAYS)
def test_latest_day_never_gives_more_time(calendar: WorkCalendar, start: date, span: Span, latest: date) -> None:
    capped, plain = due(calendar, start, span, latest), due(calendar, start, span)

    assert capped.due == (plain.due if latest <= start else min(plain.due, calendar.next_working(latest)))


@given(calendars(), DAYS, st.integers(1, 120))
def test_working_days_never_move(calendar: WorkCalendar, start: date, n: int) -> None:
    assert [line.step for line in due(calendar, start, Span(working_days=n)).lines] == ["start", "add"]


@given(calendars(), DAYS, SPANS, st.lists(SPANS, max_size=3))
def test_lines_tell_the_whole_story(calendar: WorkCalendar, start: date, span: Span, more: list[Span]) -> None:
    derivation = due(calendar, start, span)
    for extension in more:
        derivation = extended(calendar, derivation, extension)

    shift = ["shift"] if derivation.due != derivation.end else []
    assert [line.step for line in derivation.lines] == ["start", "add", *["extend"] * len(more), *shift]
    assert derivation.lines[-1].day == derivation.due


@given(calendars(), DAYS, st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_working_days_held_are_those_left_when_resumed(
    calendar: WorkCalendar, start: date, n: int, used: int, length: int
) -> None:
    span = Span(working_days=n)
    limit = due(calendar, start, span)
    from_ = min(start + timedelta(days=used), limit.due)
    until = from_ + timedelta(days=length)

    resumed = held(calendar, limit, from_, until, span)

    left = calendar.working_between(from_, limit.due)
    assert calendar.working_between(until, resumed.due) == left


@given(calendars(), DAYS, SPANS, st.integers(0, 60), st.integers(0, 60))
def test_derivation_survives_json(calendar: WorkCalendar, start: date, span: Span, used: int, length: int) -> None:
    from_ = start + timedelta(days=used)
    derivation = held(
        calendar, due(calendar, start, span, date(2026, 9, 30)), from_, from_ + timedelta(days=length), span
    )

    assert Derivation.from_json(json.loads(json.dumps(derivation.as_json()))) == derivation
