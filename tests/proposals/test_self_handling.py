"""Self-handling: what counts as it, who is told, and that it refuses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.desk.people import TODAY, Desks, at, statements
from tests.world.town import build_town
from zhixing.assembly.models import Membership
from zhixing.cases.models import Case
from zhixing.common.parts import LinkGroup
from zhixing.proposals.self_handling import is_self_handled

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

SENTENCE = "The handling unit is where a proposer or co-signer works (self-handling)."


@pytest.fixture
def desks(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desks]:
    """The town in June, An employed by the housing bureau."""
    monkeypatch.setattr("zhixing.assembly.calendars.FRESH", 3600.0)
    with at(TODAY):
        desks = Desks(build_town())
        employ(desks, "an", "housing")
        yield desks


def employ(desks: Desks, who: str, unit: str) -> None:
    seat = Membership.objects.of_body(desks.town.body).filter(person=desks.town.people[who])
    seat.update(employer_organisation=desks.town.organisations[unit])


def marked(desks: Desks) -> set[Case]:
    return set(Case.objects.of_body(desks.town.body).filter(is_self_handled()))


def marks(desks: Desks, who: str, case: Case) -> list[str]:
    return [str(sentence) for sentence in desks.of(who).get(f"/cases/{case.number}/").context["marks"]]


def test_the_proposal_and_the_handling_of_an_employer_are_marked(desks: Desks) -> None:
    case, handling = desks.assigned()
    desks.assigned(unit="school")

    assert marked(desks) == {case, handling}


def test_co_handlers_count_too(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))
    named = {key: desks.town.organisations[key].name for key in ("school", "housing")}
    data = {"mode": "lead", "unit": named["school"], "co_units": [named["housing"]]}

    case = desks.act(case, "assign", "chen", data, on=date(2026, 3, 2))

    assert case in marked(desks)


def test_the_office_and_supervision_are_told_and_nobody_else(desks: Desks) -> None:
    case, handling = desks.assigned()

    for who in ("chen", "ding", "gu", "pan"):
        assert marks(desks, who, case) == [SENTENCE], who
    assert [marks(desks, who, handling) for who in ("chen", "gu")] == [[SENTENCE]] * 2
    for who in ("an", "liao", "hu", "zhu"):
        assert marks(desks, who, case) == [], who
        assert SENTENCE not in desks.of(who).get(f"/cases/{handling.number}/").text


def test_whoever_assigns_is_told_before_and_may_do_it(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))
    url = f"/cases/{case.number}/acts/assign/"

    page = desks.of("chen").get(url)
    sent = {"unit": str(desks.town.organisations["housing"].pk), "key": "k", "seen": "3", "do": "act"}
    response = desks.of("chen").post(url, sent)

    assert "Proposers or co-signers work at: 市住房和城乡建设局." in page.text
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.state == "assigned"


def test_nothing_is_said_where_no_employer_is_known(desks: Desks) -> None:
    case = desks.submit("bo")
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))

    assert desks.of("chen").get(f"/cases/{case.number}/acts/assign/").context["marks"] == []


def test_the_office_filters_its_list_by_it_and_others_cannot(desks: Desks) -> None:
    case, handling = desks.assigned()
    desks.assigned(unit="school")
    desks.submit("bo")

    def listed(who: str, plural: str = "proposals") -> list[str]:
        return [row.number for row in desks.of(who).get(f"/desk/{plural}/?self_handled=1").context["rows"]]

    def offered(who: str, query: str = "") -> dict[str, list[str]]:
        groups: list[LinkGroup] = desks.of(who).get(f"/desk/proposals/{query}").context["filters"]
        return {str(group.title): [str(link.title) for link in group.entries] for group in groups}

    assert listed("chen") == [case.official_number]
    assert listed("chen", "handlings") == [handling.official_number]
    assert len(listed("zhu")) == 3
    assert offered("chen")["To look at"] == ["Self-handled"]
    assert offered("chen", "?self_handled=1")["Only (choose to take off)"] == ["Self-handled"]
    assert "To look at" not in offered("zhu")


def test_a_mark_takes_one_statement_of_those_who_are_told(desks: Desks) -> None:
    case, _handling = desks.assigned()
    url = f"/cases/{case.number}/"
    with_mark = statements(desks.of("chen"), url)
    employ(desks, "an", "school")

    assert statements(desks.of("chen"), url) == with_mark
