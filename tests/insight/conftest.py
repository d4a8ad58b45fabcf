"""The town, on a day on which all of the story lies in the past."""

from collections.abc import Iterator

import pytest

from tests.world.story import LATER
from tests.world.town import Town, build_town
from zhixing.assembly import clock


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Return the committee and its people."""
    with clock.simulated(LATER):
        yield build_town()
