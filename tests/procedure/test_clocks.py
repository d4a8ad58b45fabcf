"""Clocks as acts move them, where the order of days is not the order of entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.procedure.calendars import PUBLISHED
from zhixing.procedure.clocks import ClockState, after_act, redated, run_out_on, start
from zhixing.procedure.days import Span
from zhixing.procedure.facts import Facts
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import read

PERMIT = read(Path(__file__).parent.parent / "throwaway" / "permit.toml")
ASKED = date(2026, 6, 8)
DUE = date(2026, 6, 15)


def moved(state: ClockState, act: str, on: date, *, procedure: Procedure = PERMIT) -> ClockState:
    """Return the clock after an act; the case has an entry before it."""
    facts = Facts(body=1, state="asked", opened=ASKED, entries=1, clocks={"decide": state})
    return after_act(procedure, facts, act, data={}, on=on, calendar=PUBLISHED)["decide"]


def begun() -> ClockState:
    return start(PERMIT, PERMIT.clocks["decide"], Facts(body=1), on=ASKED, by=1, calendar=PUBLISHED)


def test_clock_runs_for_its_limit() -> None:
    state = begun()

    assert (state.status, state.due, state.warn_on) == ("running", DUE, date(2026, 6, 11))
    assert ClockState.from_json(state.as_json()) == state


def test_time_that_was_held_is_given_back() -> None:
    held = moved(begun(), "want_papers", date(2026, 6, 10))
    resumed = moved(held, "send_papers", date(2026, 6, 12))

    assert (held.status, held.held_since, held.due) == ("held", date(2026, 6, 10), DUE)
    assert (resumed.status, resumed.held_since, resumed.due) == ("running", None, date(2026, 6, 17))


def test_papers_dated_before_they_were_wanted_give_no_time_back() -> None:
    held = moved(begun(), "want_papers", date(2026, 6, 10))

    assert moved(held, "send_papers", date(2026, 6, 9)).due == DUE


def test_running_clock_is_neither_held_twice_nor_resumed() -> None:
    held = moved(begun(), "want_papers", date(2026, 6, 10))

    assert moved(held, "want_papers", date(2026, 6, 12)) == held
    assert moved(begun(), "send_papers", date(2026, 6, 12)) == begun()


def test_clock_stopped_in_time_and_too_late() -> None:
    stopped = [moved(begun(), "decide", day) for day in (DUE, date(2026, 6, 16))]

    assert [state.on_time for state in stopped] == [True, False]
    assert [state.ended_by for state in stopped] == [2, 2]
    assert moved(stopped[0], "decide", date(2026, 6, 20)) == stopped[0], "settled once"


def test_corrected_days_move_start_and_end() -> None:
    running, stopped = begun(), moved(begun(), "decide", date(2026, 6, 16))

    earlier = redated(running, entry=1, day=date(2026, 6, 5), calendar=PUBLISHED)
    in_time = redated(stopped, entry=2, day=DUE, calendar=PUBLISHED)
    later_start = redated(stopped, entry=1, day=date(2026, 6, 9), calendar=PUBLISHED)

    assert (earlier.started, earlier.due) == (date(2026, 6, 5), date(2026, 6, 12))
    assert (in_time.ended, in_time.on_time) == (DUE, True)
    assert (later_start.due, later_start.on_time) == (date(2026, 6, 16), True)
    assert redated(stopped, entry=7, day=DUE, calendar=PUBLISHED) == stopped


def test_clock_has_run_out_after_its_grace() -> None:
    state = begun()

    assert run_out_on(state, None, PUBLISHED) == DUE
    assert run_out_on(state, Span(days=30), PUBLISHED) == date(2026, 7, 15)
    assert run_out_on(replace(state, status="held"), None, PUBLISHED) is None
    assert run_out_on(None, None, PUBLISHED) is None
