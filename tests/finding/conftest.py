"""The town on a day in June, and what its people find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.desk.people import TODAY, Desks, at
from tests.world.town import build_town
from zhixing.finding import asking
from zhixing.finding.asking import Found, Question, Reader
from zhixing.finding.people import Met
from zhixing.finding.snippets import Snippet, snippets


@dataclass(frozen=True)
class Finding:
    """What the people of the town find."""

    desks: Desks

    def reader(self, who: str) -> Reader:
        return Reader.acting(self.desks.town.actor(who, TODAY), self.desks.town.body, on=TODAY)

    def found(self, who: str, text: str) -> Found:
        return asking.search(Question.typed(text), self.reader(who))

    def kinds(self, who: str, text: str) -> list[str]:
        """Return the kinds of the cases that somebody finds, the nearest first; those that hold only some are none."""
        found = self.found(who, text)
        return [] if found.partly else [hit.kind for hit in found.hits]

    def why(self, who: str, text: str) -> list[Snippet]:
        question, reader = Question.typed(text), self.reader(who)
        found = asking.search(question, reader)
        return list(snippets([hit.pk for hit in found.hits], question, found, reader).values())

    def people(self, who: str, text: str) -> list[str]:
        met = Met(self.desks.town.actor(who, TODAY), self.reader(who))
        return [person.name for person in met.people(Question.typed(text))]

    def units(self, who: str, text: str) -> list[str]:
        met = Met(self.desks.town.actor(who, TODAY), self.reader(who))
        return [unit.name for unit in met.units(Question.typed(text))]


@pytest.fixture
def desks(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desks]:
    """The town with everybody signed in, on 15 June 2026."""
    monkeypatch.setattr("zhixing.assembly.calendars.FRESH", 3600.0)
    with at(TODAY):
        yield Desks(build_town())


@pytest.fixture
def finding(desks: Desks) -> Finding:
    return Finding(desks)
