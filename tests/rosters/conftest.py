"""The town on a day on which every roster's past lies behind, and what reports say."""

from collections.abc import Iterator

import pytest

from tests.world.story import LATER
from tests.world.town import Town, build_town
from zhixing.assembly import clock
from zhixing.assembly.sector_list import seed_sectors


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Return the committee and its people, with the national list of sectors."""
    with clock.simulated(LATER):
        seed_sectors()
        yield build_town()
