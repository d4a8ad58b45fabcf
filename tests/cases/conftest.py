"""The town everything happens in, and a day on which all of the story lies in the past."""

from collections.abc import Iterator

import pytest

from tests.world.story import LATER
from tests.world.town import OPENED, Town, build_town
from zhixing.assembly import clock
from zhixing.assembly.models import Person, Post
from zhixing.assembly.vocabulary import PostKind


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with clock.simulated(LATER):
        yield


@pytest.fixture
def town() -> Town:
    """Return the committee and its people."""
    return build_town()


@pytest.fixture
def second(town: Town) -> Person:
    """Return a second director of the proposals committee, who may confirm what the first directs."""
    person = town.people["fang"] = Person.objects.create(name="方序")
    Post.objects.create(
        person=person, organisation=town.organisations["committee"], kind=PostKind.DIRECTOR, since=OPENED
    )
    return person
