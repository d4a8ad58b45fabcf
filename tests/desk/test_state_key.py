"""Every state is explained where it stands: in its case's head, and below the lists it appears in."""

from __future__ import annotations

import pytest

from tests.desk.people import Desks
from zhixing.cases import kinds
from zhixing.procedure.reader import parse

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def test_a_list_explains_each_state_in_it_once(desks: Desks) -> None:
    desks.submit()
    desks.submit(title="关于增设公共充电桩的建议")

    text = desks.of("an").get("/desk/proposals/").text

    assert text.count("What these states mean") == 1
    assert text.count("Received; the proposals committee&#x27;s office reviews it first.") == 1


def test_an_empty_list_explains_nothing(desks: Desks) -> None:
    assert "What these states mean" not in desks.of("an").get("/desk/proposals/").text


def test_a_case_explains_its_own_state_and_its_units(desks: Desks) -> None:
    case, _handling = desks.assigned()

    text = desks.of("an").get(f"/cases/{case.number}/").text

    assert "The handling unit is at work; see the units below." in text
    assert text.count("What these states mean") == 1


@pytest.mark.parametrize("slug", ["call", "cohandling", "lead", "suggestion", "promise"])
def test_every_state_of_a_kind_has_a_sentence(slug: str) -> None:
    procedure = parse(kinds.get(slug).procedure.read_text(encoding="utf-8"), file=slug)

    assert [state.name for state in procedure.states.values() if state.help is None] == []
