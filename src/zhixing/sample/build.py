"""Build the sample city: enter who exists, then let two sessions of work happen, up to the demonstration's day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction
from django.db.models import Count

from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.finding import name_index, reading_in
from zhixing.sample.assessing_telling import assessment_story
from zhixing.sample.casting import COUNTY, SIZES, Part, city_parts
from zhixing.sample.catching_up import catch_up
from zhixing.sample.frequencies import read_frequencies
from zhixing.sample.hours import Hours
from zhixing.sample.joint_telling import Joint, joint_stories
from zhixing.sample.key_telling import COMMENDATION_WAYS, KEY_WAYS, Choosing, commendation_story, key_story
from zhixing.sample.matching import Matcher
from zhixing.sample.populate import Town, populate
from zhixing.sample.reading import Content, ProposalText, read_content, read_phrases, read_proposals
from zhixing.sample.scheduling import RIPE, Scheduler, Year
from zhixing.sample.side_telling import call_story, suggestion_story
from zhixing.sample.simulate import Progress, Simulation
from zhixing.sample.telling import Story, Teller
from zhixing.sample.variety import varied
from zhixing.sample.wording import Wording

SEED = 331097
"""The seed of the city that documentation and pictures show."""
_PER_SUGGESTION = 200
"""For so many proposals a session has one more suggestion of the deputies to show."""
LAST_DAY = date(2026, 12, 31)
"""The last day whose working days are known."""


class OutsideTheStory(ValueError):
    """The sample city has nothing to tell on the day asked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases of a kind stand in each state, in one committee."""

    body: Body
    kind: str
    states: Mapping[str, int]


def build_city(
    *, seed: int = SEED, size: int = SIZES["city"], today: date | None = None, progress: Progress | None = None
) -> int:
    """Build both committees in an empty, migrated database, all or nothing, and return how many acts were performed.

    ``size`` is the number of the city's proposals; the county has a few of its own.

    Raises:
        OutsideTheStory: when the day is before the first or after the last that the story covers.
        TooFewTexts: when there are not so many proposals to be told apart.
    """
    content = read_content()
    day = today or content.today
    first = _first_day(content)
    if not first <= day <= LAST_DAY:
        raise OutsideTheStory(f"The sample city can stand at a day from {first} to {LAST_DAY}, not at {day}.")
    random = Random(seed)
    with transaction.atomic():
        city, county = populate(content)
        simulation = Simulation(until=day, progress=progress)
        wording = Wording(read_phrases(), random)
        named = {one.sign_in: one.person for one in content.accounts if city.seats(one.person)}
        for town, parts, texts in (
            (city, city_parts(size, random, read_frequencies()), read_proposals("proposals_0*.toml")),
            (county, COUNTY, read_proposals("proposals_county.toml")),
        ):
            builder = _Builder(town, wording=wording, today=day, random=random)
            simulation.begin(town.body, builder.stories(parts, texts, named))
            if town is city:
                simulation.begin(town.body, builder.side_stories(size))
                simulation.begin(town.body, builder.key_stories(seed))
                simulation.begin(town.body, builder.assessments(seed))
        simulation.run()
        catch_up(day)
    name_index.write_people()
    name_index.write_organisations()
    reading_in.catch_up()
    return simulation.acts


def _first_day(content: Content) -> date:
    return max(place.sessions[0].assigned_on for place in (content.city, content.county)) + RIPE


class _Builder:
    """Makes the stories of one committee."""

    def __init__(self, town: Town, *, wording: Wording, today: date, random: Random) -> None:
        self.town = town
        self.wording = wording
        self.today = today
        self.random = random
        self.hours = Hours(work_calendar(), random)
        self.years = [Year(text, row) for text, row in zip(town.text.sessions, town.sessions, strict=True)]

    def stories(self, parts: Sequence[Part], texts: Sequence[ProposalText], named: Mapping[str, str]) -> list[Story]:
        """Return a story for each part."""
        town, wording, random = self.town, self.wording, self.random
        matcher = Matcher(town.text, named=named, wording=wording, random=random, frequencies=read_frequencies())
        usable = matcher.usable(texts)
        plans = matcher.plans(
            parts,
            Scheduler(self.years, today=self.today, hours=self.hours),
            texts=usable,
            more=varied(town.text, usable, wording=wording, random=random),
            declined=read_proposals("proposals_declined.toml"),
        )
        listed = adopting.in_force(town.body, "proposal").procedure.lists["categories"]
        categories = {words.zh: code for code, words in listed.items()}
        tellers = [
            Teller(plan, town, categories=categories, calendar=self.hours.calendar, wording=wording) for plan in plans
        ]
        for teller in tellers:
            teller.main = tellers[teller.plan.main] if teller.plan.main is not None else None
        return [teller.story() for teller in tellers]

    def side_stories(self, size: int) -> Iterator[Story]:
        """Yield the stories of the calls, suggestions and supervision; before the first session nobody held a post."""
        for place, year in enumerate(self.years[1:]):
            yield call_story(year, place, self.town, hours=self.hours, wording=self.wording)
        for year in self.years[1:]:
            for _one in range(max(1, size // _PER_SUGGESTION)):
                yield suggestion_story(year, self.town, hours=self.hours, wording=self.wording)
        # Chance of their own, so that what is supervised goes its way as before.
        hours = Hours(work_calendar(), Random(self.town.text.slug))
        for year in self.years[1:]:
            yield from joint_stories(Joint(year, self.town, hours, self.wording, self.today))

    def assessments(self, seed: int) -> Iterator[Story]:
        """Yield the assessments of the last two sessions, by a chance of their own."""
        hours, wording = Hours(work_calendar(), Random(seed)), Wording(read_phrases(), Random(seed))
        for year in self.years[-2:]:
            yield assessment_story(Joint(year, self.town, hours, wording, self.today))

    def key_stories(self, seed: int) -> Iterator[Story]:
        """Yield the stories of key proposals and commendations, by a chance of their own, so that all others stay."""
        random = Random(seed)
        hours, wording = Hours(work_calendar(), random), Wording(read_phrases(), random)
        people = Choosing(town=self.town, hours=hours, wording=wording)
        for way, ago in KEY_WAYS:
            yield key_story(self.years[-1 - ago], way, people)
        for way in COMMENDATION_WAYS:
            yield commendation_story(self.years[-2], way, people)


def standings() -> list[Standing]:
    """Return how many cases stand where, in the order of committees, kinds and states."""
    found = []
    for body in Body.objects.order_by("pk"):
        counted = Case.objects.of_body(body).values_list("kind", "state").annotate(n=Count("pk"))
        counts = {(kind, state): n for kind, state, n in counted}
        for kind in kinds.everyone():
            states = adopting.in_force(body, kind.slug).procedure.states
            here = {state: counts[kind.slug, state] for state in states if (kind.slug, state) in counts}
            found.append(Standing(body, kind.slug, here))
    return found
