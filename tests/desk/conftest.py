"""The town on a day in June, everybody at their desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.people import TODAY, Desks, at
from tests.world.town import build_town


@pytest.fixture
def desks(db: None) -> Iterator[Desks]:
    """The town with everybody signed in, on 15 June 2026."""
    with at(TODAY):
        yield Desks(build_town())
