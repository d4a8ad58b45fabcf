"""Whoever is party to a case stands on its page under a title, in every kind and every capacity a procedure gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from zhixing.assembly.models import Person
from zhixing.cases import kinds
from zhixing.cases.models import CaseParty
from zhixing.desk.parties import by_capacity
from zhixing.procedure.conditions import fields_called
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import read

PROCEDURES = {kind.slug: read(kind.procedure) for kind in kinds.everyone()}


def given_by(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the kinds of cases, each with a capacity in which a procedure's acts make somebody party to them."""
    for role in procedure.roles.values():
        yield procedure.kind, role.party
    for act in procedure.acts.values():
        for party in act.parties:
            yield procedure.kind, party.capacity
        for opening in act.opens:
            for capacity in (opening.capacity, *opening.parties, *opening.brings):
                yield opening.kind, capacity
        for cause in act.causes:
            named = (kind for field in fields_called(procedure, cause.cases) for kind in field.kinds)
            for kind in (cause.children, *named):
                for capacity in cause.brings:
                    yield kind, capacity


def capacities() -> dict[str, set[str]]:
    """Return, by kind, every capacity that any procedure gives."""
    found: dict[str, set[str]] = defaultdict(set)
    for procedure in PROCEDURES.values():
        for kind, capacity in given_by(procedure):
            if kind and capacity:
                found[kind].add(capacity)
    return found


@pytest.mark.parametrize("slug", sorted(PROCEDURES))
def test_every_capacity_has_a_title(slug: str) -> None:
    given = sorted(capacities()[slug])
    parties = [CaseParty(capacity=capacity, person=Person(name=capacity)) for capacity in given]

    said = {field.value: field.label for field in by_capacity(parties, kinds.get(slug), PROCEDURES[slug])}

    assert sorted(said) == given
    assert [capacity for capacity, label in said.items() if label == capacity] == []
