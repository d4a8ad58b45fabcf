"""Building: the same seed builds the same city, other seeds and days build others, and nothing is left half built."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.db import transaction

from zhixing.assembly import clock
from zhixing.assembly.models import Body
from zhixing.cases.models import Case, Deadline
from zhixing.cases.rebuilding import rebuild
from zhixing.proposals.models import Proposal
from zhixing.register.log import verify_database
from zhixing.register.models import Entry
from zhixing.sample.build import OutsideTheStory, build_city
from zhixing.sample.measuring import measured
from zhixing.sample.populate import populate
from zhixing.sample.reading import read_content
from zhixing.sample.simulate import SampleBroken, Simulation
from zhixing.sample.telling import Asked, Story

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

FIRST = date(2025, 5, 11)
"""The first day of which there is something to tell."""
Seen = list[tuple[object, ...]]


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def seen(seed: int) -> tuple[Seen, Seen, Seen]:
    """Build a city and return its cases, its acts and its limits, as far as they must come out the same."""
    build_city(seed=seed, size=14)
    cases = Case.objects.unscoped("all").order_by("number")
    acts = Entry.objects.unscoped("all").order_by("case", "number")
    limits = Deadline.objects.order_by("case__number", "clock")
    return (
        list(cases.values_list("number", "official_number", "title", "state", "opened_on", "closed_on")),
        list(acts.values_list("case", "number", "act", "at", "actor__name")),
        list(limits.values_list("case__number", "clock", "status", "started_on", "due_on", "on_time")),
    )


def test_the_same_seed_builds_the_same_city() -> None:
    with rolled_back():
        once = seen(7)
    with rolled_back():
        again = seen(7)

    assert once == again


def test_another_seed_builds_another_city() -> None:
    with rolled_back():
        one = seen(7)
    with rolled_back():
        other = seen(8)

    assert one != other


# What a seed makes of chance; the other tests rebuild and verify cities on every product.
@pytest.mark.once
@pytest.mark.slow
def test_the_city_of_the_usual_size_lies_near_real_figures() -> None:
    build_city()

    city = Body.objects.get(slug=read_content().city.slug)
    far = [one for one in measured(city, read_content().today) if not one.is_near]
    assert [(one.real.name, one.per_mille, one.real.least, one.real.most) for one in far] == []
    forms = Counter(Proposal.objects.filter(case__body=city).values_list("proposer_kind", flat=True))
    assert forms["individual"] > forms["joint"] > 50 < forms["collective"]
    late = Deadline.objects.filter(clock="reply", on_time=False).count()
    assert 0 < late <= Deadline.objects.filter(clock="reply", on_time=True).count() / 20
    assert rebuild(check=True) == []
    assert verify_database().broken == []


def test_an_act_that_is_refused_names_itself() -> None:
    town, _county = populate(read_content())
    at = datetime(2026, 3, 2, 9, tzinfo=clock.ZONE)

    def story() -> Story:
        yield Asked(at=at, act="submit", who=town.people["闻静川"], data={"title": "短"})

    simulation = Simulation(until=date(2026, 3, 3))
    simulation.begin(town.body, [story()])

    with pytest.raises(SampleBroken, match=r"2026-03-02 09:00:00.* 闻静川 submit"):
        simulation.run()


@pytest.mark.parametrize("day", [FIRST, date(2026, 2, 12), date(2026, 12, 31)])
def test_the_city_stands_at_any_day_of_its_story(day: date) -> None:
    build_city(size=40, today=day)

    assert rebuild(check=True) == []
    assert max(entry.at.date() for entry in Entry.objects.unscoped("all")) <= day


@pytest.mark.parametrize("size", [14, 30])
def test_the_size_is_the_number_of_the_citys_proposals(size: int) -> None:
    build_city(size=size)

    city = Body.objects.get(slug=read_content().city.slug)
    assert Case.objects.of_body(city).filter(kind="proposal").count() == size


@pytest.mark.parametrize("day", [date(2025, 5, 10), date(2027, 1, 1)])
def test_a_day_outside_the_story_is_refused_and_nothing_is_left(day: date) -> None:
    with pytest.raises(OutsideTheStory, match=f"from 2025-05-11 to 2026-12-31, not at {day}"):
        build_city(size=14, today=day)

    assert Body.objects.count() == 0


def test_progress_is_told_month_by_month() -> None:
    told: list[tuple[date, int]] = []

    acts = build_city(size=6, progress=lambda day, done: told.append((day, done)))

    months = [(day.year, day.month) for day, _done in told]
    assert months == sorted(set(months))
    assert [done for _day, done in told] == sorted(done for _day, done in told)
    assert told[-1][1] <= acts
