"""Let the stories of the sample city happen: every act through the one door, at its moment on a simulated calendar.

The same seed gives the same proposals, states, numbers and dates; what must differ (salts, true moments) differs.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, actor_for
from zhixing.assembly.models import Body, Person
from zhixing.cases.acts import open_case, perform
from zhixing.cases.calls import Done
from zhixing.cases.daily import next_day, run_day
from zhixing.procedure.facts import Refused
from zhixing.sample.telling import Asked, Story

FIRST_MINUTE = time(0, 1)
"""When the day's clocks are run."""

Progress = Callable[[date, int], None]
"""Is told the simulated day and how many acts were performed so far, once for each month."""


class SampleBroken(RuntimeError):
    """A story asked for an act that was refused. A mistake of the programmer, never of a user."""


class Simulation:
    """Performs the acts of many stories in the order of time, up to the morning of a day."""

    def __init__(self, *, until: date, progress: Progress | None = None) -> None:
        self.until = until
        self.acts = 0
        self._progress = progress
        self._month = (0, 0)
        self._begun = 0
        self._awaited: list[tuple[datetime, int, Body, Asked, Story]] = []
        # Posts do not change while it runs, so everybody is looked up once.
        self._actors: dict[tuple[int, int], Actor] = {}

    def begin(self, body: Body, stories: Iterable[Story]) -> None:
        """Take in stories of a committee."""
        for story in stories:
            self._begun += 1
            self._await(self._begun, body, story, next(story))

    def run(self) -> None:
        """Let everything happen that lies before the last morning, the clocks of that morning included."""
        while self._awaited:
            at, place, body, asked, story = heapq.heappop(self._awaited)
            self._let_days_pass(at.date())
            done = self._perform(body, asked)
            try:
                self._await(place, body, story, story.send(done))
            except StopIteration:
                continue
        self._let_days_pass(self.until)
        self._run_clocks(self.until)

    def _await(self, place: int, body: Body, story: Story, asked: Asked) -> None:
        """Put a story's next act in its place; one that lies too late never happens."""
        if asked.at.date() < self.until:
            heapq.heappush(self._awaited, (asked.at, place, body, asked, story))

    def _perform(self, body: Body, asked: Asked) -> Done | None:
        if asked.who is None:
            return None
        actor = self._actor(asked.who, body, asked.at.date())
        try:
            with clock.simulated(asked.at):
                done = (
                    perform(asked.case, asked.act, actor=actor, data=asked.data)
                    if asked.case
                    else open_case(asked.kind, asked.act, actor=actor, data=asked.data, session=asked.session)
                )
        except Refused as refused:
            faults = [sentence.say("en") for _field, sentence in refused.faults]
            raise SampleBroken(f"{asked.at} {actor.name} {asked.act} {asked.case}: {refused} {faults}") from refused
        self.acts += 1
        return done

    def _actor(self, person: Person, body: Body, on: date) -> Actor:
        key = (person.pk, body.pk)
        if key not in self._actors:
            self._actors[key] = actor_for(person, body=body, on=on)
        return self._actors[key]

    # --- the day's clocks ---

    def _let_days_pass(self, day: date) -> None:
        """Run the clocks of every day up to this one that they have something to do on."""
        if self._progress and self._month != (day.year, day.month):
            self._month = (day.year, day.month)
            self._progress(day, self.acts)
        while (first := next_day()) is not None and first <= day:
            self._run_clocks(first)

    def _run_clocks(self, day: date) -> None:
        with clock.simulated(datetime.combine(day, FIRST_MINUTE, clock.ZONE)):
            report = run_day(day)
        if report.refused:
            raise SampleBroken(f"{day}: {report.refused}")
        self.acts += report.reminders + report.automatic
