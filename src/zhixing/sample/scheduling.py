"""Which acts a part goes through and when: from the assignment meeting on, or back from the demonstration's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhixing.assembly.models import Session
from zhixing.procedure.days import add_months
from zhixing.sample.casting import Part, Stands
from zhixing.sample.hours import Hours
from zhixing.sample.reading import SessionText

RIPE = timedelta(days=60)
"""So long after its assignment meeting a session has replies to show."""
MOST_SINCE_MEETING = 75
"""When so many working days have passed since the meeting, what is still open was assigned later."""
WAIT = "wait"
"""No act: the clock of the software ends what nobody answers."""

_AGO: dict[Stands, tuple[int, int]] = {
    "submitted": (1, 4), "revising": (1, 2), "first_reviewed": (1, 8), "filed": (2, 12), "declined": (5, 60),
    "withdrawn": (5, 60), "assigned": (1, 2), "accepted": (2, 10), "drafted": (1, 4), "reply_review": (1, 3),
    "replied": (2, 12), "rework": (3, 12), "replied_again": (2, 10), "answered": (1, 6), "closed": (1, 10),
    "archived": (1, 15),
}  # fmt: skip
"""How many working days ago the last act lies, unless the part says so."""


@dataclass(frozen=True, slots=True)
class Leg:
    """An act and how many working days after the one before it; ``work`` marks the long stretch of the unit's work."""

    act: str
    least: int
    most: int
    work: bool = False


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


class Scheduler:
    """Makes schedules for one committee that stands at a day."""

    def __init__(self, years: Sequence[Year], *, today: date, hours: Hours) -> None:
        ripe = [place for place, year in enumerate(years) if year.text.assigned_on + RIPE <= today]
        self.years = years
        self.current = years[ripe[-1]]
        self.earlier = years[max(0, ripe[-1] - 1)]
        self.today = today
        self.hours = hours

    def schedule(self, part: Part) -> Schedule:
        """Return a part's acts with their moments."""
        if part.is_assigned:
            assigned, handling = self._handling(part)
            days = [*self._before(part, assigned), ("assign", assigned), *handling]
        else:
            days = self._unassigned(part)
        submitted = days[0][1]
        plenary = next((y for y in self.years if y.text.window_opens <= submitted <= y.text.window_closes), None)
        year = plenary or next(one for one in reversed(self.years) if one.text.opens <= submitted)
        moments = self.hours.moments([day for _act, day in days])
        steps = tuple(Step(act, at) for (act, _day), at in zip(days, moments, strict=True))
        return Schedule(steps, year, plenary is not None)

    # --- before a unit has it ---

    def _unassigned(self, part: Part) -> list[tuple[str, date]]:
        legs = review_legs(part)
        if part.earlier:
            return self._forward(self._submitted_in(self.earlier.text), legs)
        return self._back(self._last_day(part), legs)

    def _before(self, part: Part, assigned: date) -> list[tuple[str, date]]:
        """Return the acts up to filing: at the plenary's time for what the meeting assigned, else as it came."""
        year = next((one.text for one in self.years if one.text.assigned_on == assigned), None)
        if year is None:
            return self._back(self.hours.before(assigned, 2, 8), review_legs(part))
        days = self._forward(self._submitted_in(year), review_legs(part))
        filed = max(days[-1][1], self.hours.calendar.next_working(year.opens))
        return [*days[:-1], ("file", filed)]

    def _submitted_in(self, year: SessionText) -> date:
        """Return a day of a session's window; most proposals come in the last days."""
        calendar = self.hours.calendar
        last = calendar.add_working(year.window_closes + timedelta(days=1), -1)
        return calendar.add_working(last, -int(self.hours.random.triangular(0, 12, 0)))

    # --- while a unit has it ---

    def _handling(self, part: Part) -> tuple[date, list[tuple[str, date]]]:
        """Return the day of assignment and the acts after it."""
        legs = unit_legs(part)
        if part.earlier:
            return self._past(part, legs)
        last = self._last_day(part)
        if not legs:
            return last, []
        days = self._back(last, legs)
        stretch = _stretch(legs)
        assigned = self._assigned_for(part, days[stretch][1], sum(leg.most for leg in legs[:stretch]) + 1)
        return assigned, [*self._forward(assigned, legs[:stretch]), *days[stretch:]]

    def _assigned_for(self, part: Part, work_done: date, least: int) -> date:
        """Return the assignment meeting, or another day when that lies too late or too long ago."""
        calendar, meeting = self.hours.calendar, self.current.text.assigned_on
        if part.late:
            return calendar.add_working(add_months(self.today, -3), -self.hours.random.randint(6, 12))
        if calendar.working_between(meeting, work_done) < least:
            return self.hours.before(work_done, least, least + 10)
        if calendar.working_between(meeting, self.today) > MOST_SINCE_MEETING:
            return self.hours.before(work_done, least, least + 25)
        return meeting

    def _past(self, part: Part, legs: Sequence[Leg]) -> tuple[date, list[tuple[str, date]]]:
        year = self.earlier.text
        assigned = self.hours.after(year.assigned_on, 15, 130) if part.between else year.assigned_on
        if not part.late:
            return assigned, self._forward(assigned, legs)
        stretch = _stretch(legs)
        drafted = self.hours.after(add_months(assigned, 3), 2, 15)
        days = [*self._forward(assigned, legs[:stretch]), (legs[stretch].act, drafted)]
        return assigned, [*days, *self._forward(drafted, legs[stretch + 1 :])]

    # --- along a way ---

    def _last_day(self, part: Part) -> date:
        least, most = part.ago or _AGO[part.stands]
        return self.hours.before(self.today, least, most)

    def _forward(self, start: date, legs: Sequence[Leg]) -> list[tuple[str, date]]:
        days, day = [], start
        for leg in legs:
            day = self.hours.after(day, leg.least, leg.most)
            days.append((leg.act, day))
        return days

    def _back(self, last: date, legs: Sequence[Leg]) -> list[tuple[str, date]]:
        days, day = [], last
        for leg in reversed(legs):
            days.append((leg.act, day))
            day = self.hours.before(day, leg.least, leg.most)
        return days[::-1]


def review_legs(part: Part) -> list[Leg]:
    """Return a part's acts up to filing, or as far as it has come."""
    legs = [Leg("submit", 0, 0)]
    if part.stands == "revising" or part.revised:
        legs.append(Leg("return_draft", 1, 3))
    if part.revised:
        legs.append(Leg("resubmit", 1, 2))
    if part.stands in {"submitted", "revising"}:
        return legs
    if part.stands == "withdrawn":
        return [*legs, Leg("withdraw", 1, 4)]
    legs.append(Leg("first_review", 1, 4))
    if part.stands == "first_reviewed":
        return legs
    return [*legs, Leg("decline" if part.stands == "declined" else "file", 1, 8)]


def unit_legs(part: Part) -> list[Leg]:
    """Return a part's acts after assignment, as far as it has come."""
    if part.stands == "assigned":
        return []
    legs = [Leg("accept", 0, 2), Leg("contact", 3, 9)]
    if part.stands == "accepted":
        return [*legs, *_unfinished(part)]
    if part.extension:
        legs += [Leg("request_extension", 10, 18), Leg("decide_extension", 1, 3)]
    least, most = (25, 40) if part.extension == "granted" else (8, 22)
    legs += [Leg("contact", 4, 10), Leg("draft_reply", least, most, work=True)]
    if part.stands == "drafted":
        return legs
    legs.append(Leg("sign_reply", 1, 3))
    if part.returned:
        legs += [Leg("return_reply", 1, 3), Leg("draft_reply", 2, 4), Leg("sign_reply", 1, 3)]
    if part.stands == "reply_review":
        return legs
    return [*legs, Leg("release_reply", 1, 4), *_opinion(part)]


def _unfinished(part: Part) -> list[Leg]:
    """Return what the unit did last while its reply is still to come."""
    if part.late:
        return [Leg("note", 20, 40, work=True)]
    if part.extension:
        asked = Leg("request_extension", 10, 30, work=True)
        return [asked] if part.extension == "asked" else [asked, Leg("decide_extension", 1, 3)]
    return [Leg("contact", 10, 30, work=True)]


def _opinion(part: Part) -> list[Leg]:
    """Return what follows a released reply."""
    if part.stands == "replied":
        return []
    legs = [Leg(WAIT, 22, 23) if part.grade == "silent" else Leg("rate", 2, 13)]
    if part.stands == "rework":
        return legs
    if part.grade == "dissatisfied":
        legs += [Leg("contact", 2, 5), Leg("draft_reply", 4, 9), Leg("sign_reply", 1, 2), Leg("release_reply", 1, 3)]
        if part.stands == "replied_again":
            return legs
        legs.append(Leg("rate_again", 2, 12))
    if part.stands == "answered":
        return legs
    if part.corrected:
        legs.append(Leg("correct", 1, 3))
    legs.append(Leg("conclude", 2, 10))
    return legs if part.stands == "closed" else [*legs, Leg("archive", 5, 30)]


def _stretch(legs: Sequence[Leg]) -> int:
    return next(place for place, leg in enumerate(legs) if leg.work)
