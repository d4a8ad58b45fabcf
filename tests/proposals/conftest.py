"""The town, and a day on which every ledger's past lies behind."""

from collections.abc import Iterator

import pytest

from tests.world.story import LATER
from tests.world.town import Town, build_town
from zhixing.assembly import clock


@pytest.fixture
def later() -> Iterator[None]:
    with clock.simulated(LATER):
        yield


@pytest.fixture
def town(later: None, db: None) -> Town:
    """Return the committee and its people."""
    return build_town()
