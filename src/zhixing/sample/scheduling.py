"""When a part's acts happen: from its session's assignment meeting on, or back from the demonstration's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhixing.assembly.models import Session
from zhixing.procedure.days import add_months
from zhixing.sample.casting import Part, Stands
from zhixing.sample.hours import Hours
from zhixing.sample.reading import SessionText
from zhixing.sample.ways import Leg, review_legs, unit_legs

RIPE = timedelta(days=60)
"""So long after its assignment meeting a session has replies to show."""
MOST_SINCE_MEETING = 75
"""When so many working days have passed since the meeting, what is still open was assigned later."""

_AGO: dict[Stands, tuple[int, int]] = {
    "submitted": (1, 4), "revising": (1, 2), "first_reviewed": (1, 8), "filed": (2, 12), "declined": (5, 60),
    "converted": (5, 60), "withdrawn": (5, 60), "assigned": (1, 2), "accepted": (2, 10), "drafted": (1, 4),
    "reply_review": (1, 3), "replied": (2, 12), "rework": (3, 12), "replied_again": (2, 10), "answered": (1, 6),
    "tracking": (1, 12), "closed": (1, 10), "archived": (1, 15),
}  # fmt: skip
"""How many working days ago the last act lies, unless the part says so."""
_USUAL = (1, 5)
_DECIDED = frozenset({"declined", "converted", "withdrawn"})

Days = list[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Step:
    """An act and its moment."""

    act: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Year:
    """A session as content and as entered."""

    text: SessionText
    row: Session


@dataclass(frozen=True, slots=True)
class Schedule:
    """What happens to a proposal and when, and in which session it counts."""

    steps: tuple[Step, ...]
    year: Year
    plenary: bool

    def day_of(self, act: str) -> date | None:
        """Return the day of an act, None when it does not happen."""
        return next((step.at.date() for step in self.steps if step.act == act), None)


class Scheduler:
    """Makes schedules for one committee that stands at a day."""

    def __init__(self, years: Sequence[Year], *, today: date, hours: Hours) -> None:
        ripe = [place for place, year in enumerate(years) if year.text.assigned_on + RIPE <= today]
        self.years = years
        self.place = ripe[-1]
        # To a term's first plenary, members proposed before their term began; the story leaves that out.
        self.first = int(len(years) > 1 and years[0].text.number == 1)
        self.current = years[self.place]
        self.today = today
        self.hours = hours

    def schedule(self, part: Part, main: Schedule | None = None) -> Schedule:
        """Return a part's acts with their moments; a merged one's stand by those of the proposal it is merged into."""
        if part.is_assigned:
            assigned, handling = self._handling(part)
            before = self._merged(part, main) if main else self._before(part, assigned)
            days = [*before, ("assign", assigned), *handling]
        elif main is not None:
            days = self._merged(part, main)
        else:
            days = self._unassigned(part)
        submitted = next((day for act, day in days if act.startswith(("submit", "enter", "invite", "confirm"))), None)
        submitted = submitted or days[0][1]
        plenary = next((y for y in self.years if y.text.window_opens <= submitted <= y.text.window_closes), None)
        year = plenary or next(one for one in reversed(self.years) if one.text.opens <= submitted)
        moments = self.hours.moments([day for _act, day in days])
        steps = tuple(Step(act, at) for (act, _day), at in zip(days, moments, strict=True))
        return Schedule(steps, year, plenary is not None)

    def year_of(self, part: Part) -> Year:
        """Return the session of a part; the first that is told of when there are not so many before."""
        return self.years[max(self.first, self.place - part.back)]

    # --- before a unit has it ---

    def _unassigned(self, part: Part) -> Days:
        legs = review_legs(part)
        if part.back or (part.stands in _DECIDED and part.ago is None):
            year = self.year_of(part).text
            if part.between:
                return self._forward(self.hours.after(year.assigned_on, 5, 120), legs)
            return self._in_window(year, legs)
        return self._back(self._last_day(part), legs)

    def _before(self, part: Part, assigned: date) -> Days:
        """Return the acts up to filing: at the plenary's time for what the meeting assigned, else as it came."""
        year = next((one.text for one in self.years if one.text.assigned_on == assigned), None)
        legs = review_legs(part)
        if year is None:
            return self._back(self.hours.before(assigned, 2, 8), legs)
        days = self._in_window(year, legs)
        opened = self.hours.calendar.next_working(year.opens)
        filing, last = self.hours.before(assigned, 6, 6), self.hours.before(assigned, 1, 1)
        filed = next((place for place, (act, _day) in enumerate(days) if act == "file"), len(days))
        # The review decides when the plenary meets, and whatever it does is done before the meeting that assigns.
        return [
            *((act, min(day, filing)) for act, day in days[:filed]),
            *((act, min(max(day, opened), filing if act == "file" else last)) for act, day in days[filed:]),
        ]

    def _in_window(self, year: SessionText, legs: Sequence[Leg]) -> Days:
        """Return acts of which the submission lies in a session's window, those before it going back from there."""
        place = next((n for n, leg in enumerate(legs) if leg.act.startswith(("submit", "enter", "receive"))), 0)
        submitted = self._submitted_in(year)
        return [*self._back(submitted, legs[: place + 1]), *self._forward(submitted, legs[place + 1 :])]

    def _submitted_in(self, year: SessionText) -> date:
        """Return a day of a session's window; most proposals come in the last days."""
        calendar = self.hours.calendar
        last = calendar.add_working(year.window_closes + timedelta(days=1), -1)
        return calendar.add_working(last, -int(self.hours.random.triangular(0, 12, 0)))

    def _merged(self, part: Part, main: Schedule) -> Days:
        """Return the acts of a proposal that is merged into another once that is filed."""
        year, hours = main.year.text, self.hours
        legs = review_legs(part)
        place = next(n for n, leg in enumerate(legs) if leg.act == "merge")
        days = self._in_window(year, legs[:place])
        filed, assigned = main.day_of("file") or days[-1][1], main.day_of("assign") or self.today
        merged = min(hours.after(max(filed, days[-1][1]), 1, 2), hours.before(assigned, 4, 4))
        return [*days, ("merge", merged), *self._forward(merged, legs[place + 1 :])]

    # --- while a unit has it ---

    def _handling(self, part: Part) -> tuple[date, Days]:
        """Return the day of assignment and the acts after it."""
        legs = unit_legs(part)
        if part.back:
            return self._past(part, legs)
        last = self._last_day(part)
        if part.fresh or not legs:
            days = self._back(last, [Leg("assign", 0, 0), *legs])
            return days[0][1], days[1:]
        days = self._back(last, legs)
        stretch = _stretch(legs)
        assigned = self._assigned_for(part, days[stretch][1], sum(leg.most for leg in legs[:stretch]) + 1)
        return assigned, [*self._forward(assigned, legs[:stretch]), *days[stretch:]]

    def _assigned_for(self, part: Part, work_done: date, least: int) -> date:
        """Return the assignment meeting, or another day when that lies too late or too long ago."""
        calendar, meeting = self.hours.calendar, self.current.text.assigned_on
        late = calendar.add_working(add_months(self.today, -3), -self.hours.random.randint(6, 12))
        # Whose work was done long ago was late then, and is assigned as others are.
        if part.takes("late") and calendar.working_between(late, work_done) >= least:
            return late
        if calendar.working_between(meeting, work_done) < least:
            return self.hours.before(work_done, least, least + 10)
        if part.between or calendar.working_between(meeting, self.today) > MOST_SINCE_MEETING:
            return self.hours.before(work_done, least, least + 25)
        return meeting

    def _past(self, part: Part, legs: Sequence[Leg]) -> tuple[date, Days]:
        year = self.year_of(part).text
        assigned = self.hours.after(year.assigned_on, 15, 130) if part.between else year.assigned_on
        if not part.takes("late") or part.takes("extended"):
            return assigned, self._forward(assigned, legs)
        stretch = _stretch(legs)
        drafted = self.hours.after(add_months(assigned, 3), 2, 15)
        days = [*self._forward(assigned, legs[:stretch]), (legs[stretch].act, drafted)]
        return assigned, [*days, *self._forward(drafted, legs[stretch + 1 :])]

    # --- along a way ---

    def _last_day(self, part: Part) -> date:
        least, most = part.ago or _AGO.get(part.stands, _USUAL)
        return self.hours.before(self.today, least, most)

    def _forward(self, start: date, legs: Sequence[Leg]) -> Days:
        days, day = [], start
        for leg in legs:
            day = self.hours.after(day, leg.least, leg.most)
            days.append((leg.act, day))
        return days

    def _back(self, last: date, legs: Sequence[Leg]) -> Days:
        days, day = [], last
        for leg in reversed(legs):
            days.append((leg.act, day))
            day = self.hours.before(day, leg.least, leg.most)
        return days[::-1]


def _stretch(legs: Sequence[Leg]) -> int:
    return next((place for place, leg in enumerate(legs) if leg.work), 0)
