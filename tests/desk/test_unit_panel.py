"""What the page of a handling says of a unit's work: whom to reach, what was spoken, who does what; and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import DRAFT, Desks, statements
from tests.desk.test_ours import together
from zhixing.assembly.models import Membership, Person, Sector
from zhixing.cases.models import Case
from zhixing.desk.ours.case_panel import UnitPanel

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

PHONE = "总机转 1101"
CONTACT = {"stage": "before", "way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}


def panel(desks: Desks, who: str, case: Case) -> UnitPanel:
    """Return what somebody sees of a unit's work on a case."""
    response = desks.of(who).get(f"/cases/{case.number}/")
    assert response.status_code == 200
    found: UnitPanel = response.context["unit_work"]
    return found


@pytest.fixture
def handling(desks: Desks) -> Case:
    """A handling that was received, whose proposer can be reached."""
    Person.objects.filter(pk=desks.town.people["an"].pk).update(phone=PHONE)
    sector = Sector.objects.get_or_create(code="98", defaults={"name": "教育界", "official_order": 98})[0]
    seat = Membership.objects.of_body(desks.town.body).filter(person=desks.town.people["an"])
    seat.update(employer="安澜一中", sector=sector)
    _case, found = desks.assigned()
    return desks.act(found, "accept", "liao", on=date(2026, 3, 3))


def test_the_unit_and_the_proposals_office_are_told_how_to_reach_the_proposer(desks: Desks, handling: Case) -> None:
    (one,) = panel(desks, "han", handling).people

    assert (one.name, one.part, one.about, one.phone) == ("安行", "First proposer", "安澜一中", PHONE)
    assert one.sector
    assert [person.phone for person in panel(desks, "chen", handling).people] == [PHONE]


@pytest.mark.parametrize("who", ["an", "gu", "zhu"])
def test_nobody_else_reads_the_number(desks: Desks, handling: Case, who: str) -> None:
    page = desks.of(who).get(f"/cases/{handling.number}/")

    assert page.status_code == 200
    assert PHONE not in page.text
    assert page.context["unit_work"].people == []


def test_a_cohandler_reads_no_number(desks: Desks, handling: Case) -> None:
    lead, below = together(desks)

    assert "安行" in [one.name for one in panel(desks, "liao", lead).people]
    for case in (lead, below):
        assert PHONE not in desks.of("ye").get(f"/cases/{case.number}/").text
    assert handling.pk != lead.pk


def test_contacts_stand_as_mended_and_as_confirmed(desks: Desks, handling: Case) -> None:
    for way in ("visit", "telephone", "meeting"):
        desks.act(handling, "contact", "han", CONTACT | {"way": way}, on=date(2026, 3, 10))
    for entry, so in ((3, "yes"), (4, "no")):
        desks.act(handling, "confirm_contact", "an", {"contact_entry": entry, "confirmed": so}, on=date(2026, 3, 12))
    mended = {"entry": 5, "field": "held_on", "value": "2026-03-09", "reason": "日期写错"}
    desks.act(handling, "correct", "chen", mended, on=date(2026, 3, 13))

    found = panel(desks, "liao", handling).contacts

    assert [(one.entry, one.way, one.day, one.so) for one in found] == [
        (5, "Meeting", date(2026, 3, 9), None),
        (4, "Telephone", date(2026, 3, 10), False),
        (3, "Visit", date(2026, 3, 10), True),
    ]
    assert {(one.stage, one.who) for one in found} == {("Before", "韩拓")}


def test_inside_the_unit_it_says_who_does_what(desks: Desks, handling: Case) -> None:
    def inside() -> list[tuple[str, str, str]]:
        return [(one.title, one.status, one.who) for one in panel(desks, "hu", handling).inside]

    assert inside() == [("Draft", "todo", "韩拓, 廖闻"), ("Check", "todo", "廖闻"), ("Sign", "todo", "胡砚")]

    given = {"section": "物业科", "officer_in_charge": desks.town.people["han"].pk, "instruction": "请尽快联系。"}
    desks.act(handling, "contact", "han", CONTACT, on=date(2026, 3, 10))
    desks.act(handling, "distribute", "hu", given, on=date(2026, 3, 11))
    assert inside()[0] == ("Draft", "now", "韩拓")
    found = panel(desks, "hu", handling)
    assert (found.section, found.officer, found.words) == ("物业科", "韩拓", "请尽快联系。")

    handling.refresh_from_db()
    desks.act(handling, "draft_reply", "liao", {"draft": DRAFT}, on=date(2026, 4, 10))
    assert inside() == [("Draft", "done", "廖闻"), ("Check", "now", "廖闻"), ("Sign", "todo", "胡砚")]


@pytest.mark.parametrize("who", ["an", "chen", "gu"])
def test_what_happens_inside_is_the_units_own(desks: Desks, handling: Case, who: str) -> None:
    given = {"section": "物业科", "instruction": "请尽快联系。"}
    desks.act(handling, "distribute", "hu", given, on=date(2026, 3, 11))

    page = desks.of(who).get(f"/cases/{handling.number}/")

    found = page.context["unit_work"]
    assert (found.own, found.section, found.words, list(found.inside), list(found.chain)) == (False, "", "", [], [])
    assert "物业科" not in page.text
    assert "请尽快联系" not in page.text


def test_the_lead_sees_which_opinions_are_in(desks: Desks) -> None:
    lead, below = together(desks)
    desks.act(lead, "accept", "liao", on=date(2026, 6, 2))
    desks.act(below, "accept", "ye", on=date(2026, 6, 2))
    (before,) = panel(desks, "liao", lead).opinions
    assert (before.unit, before.given, before.gist, before.due) == ("市教育局", False, "", date(2026, 7, 1))

    desks.act(below, "give_opinion", "ye", {"opinion": "建议一并考虑校园周边小区。"}, on=date(2026, 6, 8))
    (after,) = panel(desks, "liao", lead).opinions
    assert (after.given, after.gist, after.state) == (True, "建议一并考虑校园周边小区。", "Opinion given")
    assert panel(desks, "chen", lead).opinions == ()


def test_statements_do_not_grow_with_contacts(desks: Desks, handling: Case) -> None:
    desks.act(handling, "contact", "han", CONTACT, on=date(2026, 3, 10))
    few = statements(desks.of("liao"), f"/cases/{handling.number}/")
    for _place in range(4):
        desks.act(handling, "contact", "han", CONTACT, on=date(2026, 3, 10))

    assert statements(desks.of("liao"), f"/cases/{handling.number}/") == few
