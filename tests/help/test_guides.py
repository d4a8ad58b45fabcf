"""Every guide in both languages: whose it is, that its places and links are true, and that it says what is in force."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import translation

from tests.desk.people import Desks
from tests.world.town import Town, moment
from zhixing.cases import adopting, kinds
from zhixing.help import guides
from zhixing.help.in_force import Rules
from zhixing.help.rendering import html
from zhixing.procedure.model import NOBODY_ROLES

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.fixture
def town(desks: Desks) -> Town:
    return desks.town


@pytest.mark.parametrize(
    ("who", "slug"),
    [
        ("an", "member"),
        ("gao", "member"),
        ("min", "signer"),
        ("jie", "signer"),
        ("ren", "signer"),
        ("chen", "clerk"),
        ("ding", "director"),
        ("liao", "unit"),
        ("han", "unit"),
        ("hu", "unit"),
        ("gu", "supervision"),
        ("pan", "supervision"),
        ("zhu", "leaders"),
        ("shen", "office"),
    ],
)
def test_everybody_has_a_guide(town: Town, who: str, slug: str) -> None:
    assert guides.own(town.actor(who)).slug == slug


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("slug", guides.everyone())
def test_places_and_links_are_filled(town: Town, slug: str, locale: str) -> None:
    with translation.override(locale):
        text = html(guides.text(guides.everyone()[slug], locale), Rules(town.body))

    assert not re.search(r"[{}]|page:|\*\*", text)
    assert text.count("<h2>") >= 3
    for address in re.findall(r'href="([^"]+)"', text):
        assert resolve(address.partition("?")[0]).view_name


def test_raw_html_is_told_and_never_obeyed(town: Town) -> None:
    text = html("<script>alert(1)</script> [x](javascript:alert(1))", Rules(town.body))

    assert "<script>" not in text
    assert "href" not in text


def test_whoever_may_act_has_a_guide_that_says_so(town: Town) -> None:
    rules = Rules(town.body)
    missing = [
        (kind.slug, name)
        for kind in kinds.everyone()
        for name, role in rules.of(kind.slug).procedure.roles.items()
        if name not in NOBODY_ROLES
        and any(name in act.by for act in rules.of(kind.slug).procedure.acts.values())
        and not any(guide.has(role) for guide in guides.everyone().values())
    ]

    assert missing == []


def test_limits_and_acts_are_those_of_the_role(town: Town) -> None:
    rules, every = Rules(town.body), guides.everyone()
    with translation.override("en"):
        feedback = [one for one in rules.limits(every["member"]) if one.title == "Feedback"]
        of_member = {(one.kind, one.title) for one in rules.rights(every["member"])}
        of_clerk = {(one.kind, one.title) for one in rules.rights(every["clerk"])}
        of_editor = rules.rights(every["editor"])

    assert [(one.length, one.article) for one in feedback] == [("15 working days", "proposal-handling-measures/29")]
    assert ("Handling", "Rate the reply") in of_member
    assert ("Proposal", "First review") not in of_member
    assert ("Proposal", "First review") in of_clerk
    assert ("Handling", "Rate the reply") not in of_clerk
    assert of_editor == []


def test_a_chosen_number_is_told(town: Town) -> None:
    own = adopting.with_numbers(town.body, "handling", {"reply_months": 2})
    adopting.adopt_own(town.body, own, at=moment(date(2026, 6, 15)), actor=town.actor("ding"))

    with translation.override("en"):
        assert Rules(town.body).length("handling", "reply") == "2 months"
        assert Rules(town.body).number("handling", "reply_months") == "2"


def test_a_page_shows_the_reader_s_own_guide(desks: Desks) -> None:
    page = desks.of("hu").get("/help/")

    assert page.status_code == 200
    assert "Help: Handling units" in page.text
    assert "The guide for your own role" in page.text
    assert '<a href="/help/unit/" aria-current="page">' in page.text


def test_other_guides_can_be_read_and_unknown_ones_are_not_found(desks: Desks) -> None:
    other = desks.of("hu").get("/help/member/")

    assert "Help: Members" in other.text
    assert "The guide for your own role" not in other.text
    assert desks.of("hu").get("/help/dragon/").status_code == 404


def test_every_page_leads_to_help(desks: Desks) -> None:
    assert desks.of("an").get("/desk/figures/").text.count('href="/help/"') == 2
    assert 'href="/help/"' not in Client().get("/login/").text
