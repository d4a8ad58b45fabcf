"""When people of the sample city work: on working days from half past eight to noon and from half past one to five."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from zhixing.assembly import clock
from zhixing.procedure.days import WorkCalendar

_OPENS, _AFTERNOON = time(8, 30), time(13, 30)
_MORNING, _DAY = 210, 450
"""So many minutes are worked until noon, and in a whole day."""
_BREATH = 7
"""At least so many minutes lie between two acts on one proposal."""


class Hours:
    """Picks days and moments of office work."""

    def __init__(self, calendar: WorkCalendar, random: Random) -> None:
        self.calendar = calendar
        self.random = random

    def after(self, day: date, least: int, most: int) -> date:
        """Return a working day some working days after a day; 0 means the same day, or the next that is worked."""
        many = self.random.randint(least, most)
        return self.calendar.add_working(day, many) if many else self.calendar.next_working(day)

    def before(self, day: date, least: int, most: int) -> date:
        """Return a working day some working days before a day."""
        return self.calendar.add_working(day, -self.random.randint(least, most))

    def moments(self, days: Sequence[date]) -> list[datetime]:
        """Return a moment of work on each of these days, in rising order where a day comes several times."""
        found: list[datetime] = []
        last, earliest = None, 0
        for place, day in enumerate(days):
            earliest = earliest if day == last else 0
            # Several acts of one day share what is left of it.
            shared = sum(other == day for other in days[place:])
            minute = earliest + self.random.randint(0, max(0, (_DAY - earliest) // shared - _BREATH))
            found.append(_moment(day, minute, self.random.randrange(60)))
            last, earliest = day, minute + _BREATH
        return found


def _moment(day: date, minute: int, second: int) -> datetime:
    start, past = (_OPENS, minute) if minute < _MORNING else (_AFTERNOON, minute - _MORNING)
    return datetime.combine(day, start, clock.ZONE) + timedelta(minutes=past, seconds=second)
