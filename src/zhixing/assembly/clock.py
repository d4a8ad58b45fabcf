"""The one source of time: the moment of an act, and the day it falls on, both in Beijing time.

A demonstration and a test may move the clock; what is recorded as the true moment never moves (``true_now``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Shanghai")

_simulated: ContextVar[datetime | None] = ContextVar("zhixing_simulated_moment", default=None)


def true_now() -> datetime:
    """Return the real moment, aware, whatever a demonstration pretends."""
    return datetime.now(ZONE)


def now() -> datetime:
    """Return the moment acts happen at: simulated, moved by ``ZHIXING_TODAY``, or real. Always aware."""
    simulated_moment = _simulated.get()
    if simulated_moment is not None:
        return simulated_moment
    return true_now() + _offset(getattr(settings, "ZHIXING_TODAY", None) or "")


def today() -> date:
    """Return the day of ``now()`` in Beijing."""
    return now().astimezone(ZONE).date()


def is_moved() -> bool:
    """Tell whether ``now()`` differs from the true clock; a body shown so carries its demo mark."""
    return _simulated.get() is not None or bool(getattr(settings, "ZHIXING_TODAY", None))


@contextmanager
def simulated(at: datetime) -> Iterator[None]:
    """Let ``now()`` return the given aware moment within the block, in this thread or task alone."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone; give a moment such as datetime(…, tzinfo=clock.ZONE)")
    token = _simulated.set(at.astimezone(ZONE))
    try:
        yield
    finally:
        _simulated.reset(token)


@cache
def _offset(start: date | str) -> timedelta:
    """Whole days between the real day and the day a demonstration starts on; taken once, so that time still runs."""
    if not start:
        return timedelta()
    day = date.fromisoformat(start) if isinstance(start, str) else start
    return day - true_now().date()


def quarter_end(day: date) -> date:
    """Return the last day of the quarter before the one a day is in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
