"""The town on a day in June, everybody at their desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.people import TODAY, Desks, at
from tests.world.town import build_town


@pytest.fixture
def desks(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desks]:
    """The town with everybody signed in, on 15 June 2026."""
    # The calendar is looked at anew after a second, which would make a page's statements a matter of luck.
    monkeypatch.setattr("zhixing.assembly.calendars.FRESH", 3600.0)
    with at(TODAY):
        yield Desks(build_town())
