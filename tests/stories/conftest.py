"""The town of the stories; whatever was told, the register must hold and be replayed to the same rows."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.stories.telling import Teller
from tests.world.town import build_town, moment
from zhixing.assembly import clock
from zhixing.cases.rebuilding import rebuild
from zhixing.register.log import verify_database

AFTER_ALL = moment(date(2027, 12, 31))


@pytest.fixture(autouse=True)
def _after_all_stories() -> Iterator[None]:
    with clock.simulated(AFTER_ALL):
        yield


@pytest.fixture
def tell() -> Iterator[Teller]:
    """Return a teller in a new town, and check the register when the story is over."""
    teller = Teller(build_town())
    yield teller
    assert rebuild(check=True) == []
    assert verify_database().broken == []
