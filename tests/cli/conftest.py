"""Commands run in this process, and a town with accounts at a day on which all of its story lies in the past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.factories.accounts import make_account
from tests.world.story import LATER
from tests.world.town import Town, build_town
from zhixing.assembly import clock
from zhixing.cli import main as cli_main


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Zhixing = Callable[..., Said]


@pytest.fixture
def zhixing(capsys: pytest.CaptureFixture[str]) -> Zhixing:
    """Return a function that runs a command; wrong usage ends with 2 as in a shell."""

    def run(*words: object) -> Said:
        capsys.readouterr()
        try:
            code = cli_main.main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Return the committee and its people, each with an account of their name."""
    with clock.simulated(LATER):
        town = build_town()
        for name, person in town.people.items():
            make_account(name, person=person)
        yield town
