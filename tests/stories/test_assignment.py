"""Assignment: who handles, alone or with others, and whether three offices agree first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.telling import HOUSING, PROPAGANDA, SCHOOL, Teller
from tests.stories.test_suggestions import SUGGESTION
from tests.world.town import moment
from zhixing.cases import adopting

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def _let_sides_agree(tell: Teller) -> None:
    body = tell.town.body
    adopting.adopt(body, "proposal", at=moment(tell.today), actor=None, source="[settings]\nsides_must_agree = 1\n")


def test_sole_handler(tell: Teller) -> None:
    number = tell.assigned()
    (handling,) = tell.below(number)

    assert (tell.state(number), tell.state(handling)) == ("assigned", "assigned")
    assert tell.case(handling).official_number == "1005001-1"
    assert tell.parties(number, "handler") == [HOUSING]
    assert tell.papers(number)[-1] == "assignment_notice"
    assert tell.who_sees(handling) == {"an", "chen", "ding", "gu", "zhu", "wei", "liao", "han", "hu"}
    assert tell.whose_turn(handling) == {"liao": "accept", "hu": "accept"}
    assert tell.told("liao", handling) == ["open"]
    assert tell.told("an", number) == ["file", "assign"]
    assert tell.told("pan", number) == ["assign"]
    assert tell.limit(handling, "accept") == ("running", "2026-01-26")
    assert tell.limit(handling, "objection") == ("running", "2026-01-28")
    assert tell.limit(handling, "contact") == ("running", "2026-02-11")
    assert tell.limit(handling, "reply") == ("running", "2026-04-21")


def test_three_offices_agree_before_the_assignment_where_the_committee_wants_it(tell: Teller) -> None:
    _let_sides_agree(tell)
    number = tell.filed()
    refused = tell.refused(number, "assign", "chen", {"unit": HOUSING})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-work-rules/27")
    assert tell.refused(number, "agree_for_party", "pan").code == "wrong_state"

    tell.act(number, "propose_units", "chen", {"proposed_unit": HOUSING, "proposed_co_units": [SCHOOL]})
    assert [tell.told(who, number)[-1] for who in ("pan", "gu", "shen")] == ["propose_units"] * 3
    tell.act(number, "agree_for_party", "pan")
    tell.act(number, "agree_for_government", "gu", {"opinion": "同意"})
    assert tell.refused(number, "assign", "chen", {"unit": HOUSING}).code == "not_allowed"
    tell.act(number, "agree_for_cppcc", "shen")
    assert tell.told("chen", number)[-3:] == ["agree_for_party", "agree_for_government", "agree_for_cppcc"]

    tell.act(number, "propose_units", "chen", {"proposed_unit": SCHOOL})
    assert tell.refused(number, "assign", "chen", {"unit": SCHOOL}).code == "not_allowed"
    for act, who in (("agree_for_party", "pan"), ("agree_for_government", "gu"), ("agree_for_cppcc", "shen")):
        tell.act(number, act, who)
    assert tell.act(number, "assign", "chen", {"unit": SCHOOL}) == "assigned"


def test_lead_with_cohandlers(tell: Teller) -> None:
    number = tell.assigned(mode="lead", co_units=[SCHOOL, PROPAGANDA])
    (handling,) = tell.below(number)
    school, propaganda = tell.below(handling, "cohandling")

    assert tell.parties(number, "cohandler") == [SCHOOL, PROPAGANDA]
    assert tell.content(handling).mode == "lead"
    assert {"ye", "yao", "pu"} <= tell.who_sees(number)
    assert tell.who_sees(school) == {"ye", "yan", "yao", "liao", "han", "hu", "gu", "chen", "ding"}
    assert tell.whose_turn(propaganda) == {"pu": "accept", "peng": "accept"}
    assert tell.told("pu", propaganda) == ["open"]
    assert tell.limit(school, "opinion") == ("running", "2026-02-24")


def test_separate_handlers_answer_each_their_own_part(tell: Teller) -> None:
    number = tell.assigned(mode="separate", units=[SCHOOL, PROPAGANDA])
    housing, school, propaganda = tell.below(number)

    assert [tell.case(one).official_number for one in (housing, school, propaganda)] == [
        "1005001-1",
        "1005001-2",
        "1005001-3",
    ]
    assert "gu" in tell.who_sees(school)
    assert "pan" in tell.who_sees(propaganda)
    assert "pan" not in tell.who_sees(school)

    tell.replied(tell.drafted(housing))
    tell.act(housing, "rate", "an", {"grade": "satisfied"})
    tell.replied(tell.drafted(school, "ye", "yan"), head="yao")
    tell.act(school, "rate", "an", {"grade": "basically"})
    assert tell.state(number) == "assigned"
    tell.replied(tell.drafted(propaganda, "pu", "pu"), head="peng", office="pan")
    tell.act(propaganda, "rate", "an", {"grade": "satisfied"})
    assert (tell.state(number), tell.acts(number)[-1]) == ("answered", "all_answered")


@pytest.mark.parametrize(
    ("units", "fits"),
    [
        ({"co_units": [SCHOOL]}, False),
        ({"mode": "sole", "co_units": [SCHOOL]}, False),
        ({"mode": "separate", "units": [PROPAGANDA], "co_units": [SCHOOL]}, False),
        ({"units": [SCHOOL]}, False),
        ({"mode": "sole", "units": [SCHOOL]}, False),
        ({"mode": "lead", "units": [SCHOOL], "co_units": [PROPAGANDA]}, False),
        ({}, True),
        ({"mode": "sole"}, True),
        ({"mode": "lead", "co_units": [SCHOOL]}, True),
        ({"mode": "separate", "units": [SCHOOL]}, True),
    ],
)
def test_way_of_handling_fits_the_units_that_are_named(tell: Teller, units: dict[str, Any], *, fits: bool) -> None:
    number = tell.filed()
    suggestion = tell.open("suggestion", "register", "gu", SUGGESTION)

    for case, who in ((number, "chen"), (suggestion, "gu")):
        if fits:
            assert tell.act(case, "assign", who, {"unit": HOUSING, **units}) == "assigned"
            continue
        refused = tell.refused(case, "assign", who, {"unit": HOUSING, **units})
        assert refused.code == "invalid"
        assert "主办会办" in refused.sentence.say("zh-hans")


def test_no_unit_stands_on_both_sides_of_an_assignment(tell: Teller) -> None:
    number = tell.filed()

    for units in ({"mode": "lead", "co_units": [HOUSING]}, {"mode": "separate", "units": [SCHOOL, HOUSING]}):
        refused = tell.refused(number, "assign", "chen", {"unit": HOUSING, **units})
        assert (refused.code, refused.article) == ("invalid", "proposal-work-rules/27")
