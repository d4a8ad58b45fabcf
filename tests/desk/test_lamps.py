"""Lamps in words and numbers, on the days where they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from zhixing.desk.lamps import Lamps, stopped
from zhixing.procedure.clocks import ClockState
from zhixing.procedure.days import Span, WorkCalendar, due

TODAY = date(2026, 6, 15)
CALENDAR = WorkCalendar({})
FRIDAY, MONDAY = date(2026, 6, 12), date(2026, 6, 22)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def lit() -> Lamps:
    """Lamps on a Monday."""
    return Lamps(TODAY, CALENDAR)


def clock(ends: date, warns: date) -> ClockState:
    """Return a running clock."""
    lines = due(CALENDAR, date(2026, 6, 1), Span(days=3)).lines
    return ClockState("running", date(2026, 6, 1), 1, Span(days=3), None, None, ends, warns, False, lines)


def test_short(lit: Lamps) -> None:
    shown = {
        "none": lit.short(None, None),
        "held": lit.short(None, None, held=True),
        "over": lit.short(FRIDAY, FRIDAY),
        "over a weekend": lit.short(date(2026, 6, 14), FRIDAY),
        "near": lit.short(TODAY, TODAY),
        "fine": lit.short(MONDAY, date(2026, 6, 16)),
        "fine without a warning": lit.short(MONDAY, None),
    }

    assert {name: (lamp.kind, str(lamp.word), lamp.number) for name, lamp in shown.items()} == {
        "none": ("none", "No limit", ""),
        "held": ("held", "Paused", ""),
        "over": ("over", "Overdue", 1),
        "over a weekend": ("over", "Overdue", 1),
        "near": ("near", "Near", 0),
        "fine": ("fine", "In time", 5),
        "fine without a warning": ("fine", "In time", 5),
    }


def test_full(lit: Lamps) -> None:
    running = clock(MONDAY, date(2026, 6, 16))
    shown = [
        running,
        replace(running, warn_on=TODAY),
        clock(TODAY, TODAY),
        clock(date(2026, 6, 16), TODAY),
        clock(FRIDAY, FRIDAY),
        replace(running, status="held"),
        running.ended_on(TODAY),
        clock(FRIDAY, FRIDAY).ended_on(TODAY),
    ]

    assert [(lamp.kind, str(lamp.word)) for lamp in map(lit.full, shown)] == [
        ("fine", "In time, 5 working days left"),
        ("near", "Near, 5 working days left"),
        ("near", "Near, due today"),
        ("near", "Near, 1 working day left"),
        ("over", "Overdue by 1 working day"),
        ("held", "Paused"),
        ("done", "Done in time"),
        ("held", "Done late"),
    ]


def test_stopped() -> None:
    assert [(stopped(on_time=late).kind, str(stopped(on_time=late).word)) for late in (True, False)] == [
        ("done", "On time"),
        ("held", "Late"),
    ]
