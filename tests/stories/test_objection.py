"""A unit says that it is not theirs: in time or too late, kept or moved, and not for ever."""

from __future__ import annotations

import pytest

from tests.stories.telling import HOUSING, PROPAGANDA, SCHOOL, Teller

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOT_OURS = {"reason": "不属于我局职责", "basis": "三定规定第三条", "proposed_unit": SCHOOL}


def test_objection_that_is_not_followed_leaves_the_case_with_the_unit(tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.on(1, 26)
    tell.act(handling, "accept", "liao")
    tell.on(1, 28)
    assert tell.act(handling, "object", "liao", NOT_OURS) == "return_requested"

    assert tell.whose_turn(handling) == {"gu": "decide_objection"}
    assert tell.told("gu", handling) == ["object"]
    assert tell.reads(handling, "gu")["basis"] == "三定规定第三条"
    assert "basis" not in tell.reads(handling, "an")
    assert tell.limit(handling, "reply")[0] == "held"
    assert tell.limit(handling, "decide_objection") == ("running", "2026-02-04")

    tell.on(2, 2)
    assert tell.act(handling, "decide_objection", "gu", {"objection": "kept", "opinion": "属该局职责"}) == "accepted"
    assert tell.told("liao", handling) == ["open", "decide_objection"]
    assert tell.papers(handling) == ["return_decision"]
    assert tell.limit(handling, "reply") == ("running", "2026-04-27")
    refused = tell.refused(handling, "object", "liao", NOT_OURS)
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/16")


def test_objection_comes_too_late(tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.on(1, 29)

    refused = tell.refused(handling, "object", "liao", NOT_OURS)
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/16")
    assert "2026-01-28" in refused.sentence.say("zh-hans")


def test_case_moves_to_another_unit_at_most_twice(tell: Teller) -> None:
    number = tell.assigned(mode="lead", co_units=[PROPAGANDA])
    (first,) = tell.below(number)
    (with_first,) = tell.below(first, "cohandling")
    tell.act(first, "object", "liao", NOT_OURS)
    moved = {"objection": "moved", "unit": SCHOOL, "opinion": "属教育局职责"}
    assert tell.act(first, "decide_objection", "gu", moved) == "moved"

    assert tell.case(first).final
    assert tell.state(with_first) == "stopped"
    assert tell.told("pu", with_first) == ["open", "stop"]
    assert tell.state(number) == "assigned"
    assert (tell.parties(number, "handler"), tell.parties(number, "cohandler")) == ([SCHOOL], [])
    assert tell.acts(number)[-1] == "reassign"
    assert tell.told("an", number)[-1] == "reassign"
    assert {"liao", "pu"}.isdisjoint(tell.who_sees(number))
    second = tell.below(number)[1]
    assert (tell.state(second), tell.case(second).official_number) == ("assigned", "1005001-2")
    assert tell.told("ye", second) == ["open"]

    tell.act(second, "object", "ye", {"reason": "不属于我局职责"})
    tell.act(second, "decide_objection", "gu", {**moved, "unit": PROPAGANDA, "co_units": [HOUSING]})
    third = tell.below(number)[2]
    assert tell.whose_turn(third) == {"pu": "accept", "peng": "accept"}
    assert len(tell.below(third, "cohandling")) == 1

    tell.act(third, "object", "pu", {"reason": "不属于我部职责"})
    refused = tell.refused(third, "decide_objection", "pan", {**moved, "unit": SCHOOL})
    assert refused.code == "not_allowed"
    assert refused.article == "proposal-handling-measures/17"
    assert tell.state(third) == "return_requested"
    assert tell.act(third, "decide_objection", "pan", {"objection": "kept", "opinion": "督查室决定"}) == "accepted"
