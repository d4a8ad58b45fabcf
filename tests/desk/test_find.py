"""The page of what was found: one box, groups with their numbers, straight to a number, and a way on from nothing."""

from __future__ import annotations

import re

import pytest

from tests.desk.people import Desks, statements
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def page(desks: Desks, reader: str, **asked: str) -> str:
    response = desks.of(reader).get("/desk/find/", asked)
    assert response.status_code == 200
    return re.sub(r"[ \n]+", " ", response.content.decode())


def test_every_page_has_the_box(desks: Desks) -> None:
    for url in ("/desk/", "/desk/proposals/", "/desk/figures/", "/desk/find/"):
        shown = desks.of("an").get(url).content.decode()
        assert shown.count('role="search" action="/desk/find/"') >= 1
        assert '<a class="narrow to-find" href="/desk/find/">' in shown


def test_groups_say_how_many_and_why(desks: Desks) -> None:
    desks.rated()

    shown = page(desks, "chen", q="电梯")

    assert "Proposals 1, Handlings 1" in shown
    assert "加装<mark>电梯</mark>后续" in shown
    assert '<span class="from">Situation</span> <q>全市已有二百一十三个单元加装<mark>电梯</mark>' in shown
    assert "市住房和城乡建设局" in shown


@pytest.mark.parametrize("typed", ["1005001", "10-5-1", "第001号", "十届五次1号"])
def test_a_number_leads_straight_to_its_case(desks: Desks, typed: str) -> None:
    proposal, _handling = desks.assigned()

    response = desks.of("an").get("/desk/find/", {"q": typed})

    assert (response.status_code, response["Location"]) == (302, f"/cases/{proposal.number}/")
    assert desks.of("bo").get("/desk/find/", {"q": typed}).status_code == 200


def test_a_group_is_shown_in_part_and_whole(desks: Desks) -> None:
    for _n in range(7):
        desks.submit()

    shown, whole = page(desks, "chen", q="电梯"), page(desks, "chen", q="电梯", only="proposal")

    assert (shown.count('class="title"'), whole.count('class="title"')) == (5, 7)
    assert '<a class="to-right" href="/desk/find/?q=%E7%94%B5%E6%A2%AF&amp;only=proposal">All 7' in shown
    assert "1 to 7 of 7" in whole
    assert "All that was found" in whole


def test_people_and_units_lead_to_their_cases(desks: Desks) -> None:
    proposal, handling = desks.assigned()
    an, housing = desks.town.people["an"], desks.town.organisations["housing"]

    people, units = page(desks, "chen", q="ax"), page(desks, "chen", q="zjj")

    assert f'<a href="/desk/find/?who={an.pk}">安　行 </a> <span class="soft">Member</span>' in people
    assert f'<a href="/desk/find/?unit={housing.pk}">市住房和城乡建设局 </a>' in units
    for asked in ({"who": str(an.pk)}, {"unit": str(housing.pk)}):
        shown = page(desks, "chen", **asked)
        assert (proposal.number in shown, handling.number in shown) == (True, True)
        assert "Cases of" not in page(desks, "bo", **asked)


def test_nothing_says_why_and_what_to_do(desks: Desks) -> None:
    shown = page(desks, "bo", q="电梯")

    assert "Nothing that you may read holds this." in shown
    assert "Look for fewer or shorter words" in shown


def test_a_part_is_said_to_be_a_part(desks: Desks) -> None:
    desks.submit()

    assert "These cases hold some of them" in page(desks, "an", q="老旧小区电梯管护责任")


@pytest.mark.parametrize("typed", ["<script>", "'", '"', "%", "*", "电梯 OR 桥", "NEAR(", "\\", "x" * 5000, "\x00电梯"])
def test_odd_words_are_only_words(desks: Desks, typed: str) -> None:
    desks.submit()

    assert desks.of("an").get("/desk/find/", {"q": typed}).status_code == 200


@pytest.mark.parametrize("asked", [{"who": "x"}, {"unit": "9" * 30}, {"only": "dragons", "q": "电梯"}, {"from": "-1"}])
def test_odd_addresses_are_answered(desks: Desks, asked: dict[str, str]) -> None:
    assert desks.of("an").get("/desk/find/", asked).status_code == 200


def test_the_page_takes_the_same_statements_for_one_case_and_for_three(desks: Desks) -> None:
    desks.assigned()
    one = statements(desks.of("chen"), "/desk/find/?q=电梯")

    desks.assigned()
    desks.assigned()

    assert statements(desks.of("chen"), "/desk/find/?q=电梯") == one == 21
    assert Case.objects.unscoped("test").count() == 6
