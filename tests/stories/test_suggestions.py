"""Deputies' suggestions go through the same handling as proposals, from the government office."""

from __future__ import annotations

import pytest

from tests.stories.telling import HOUSING, REPLY, SCHOOL, Teller, promised

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SUGGESTION = {
    "title": "关于增设社区公园的建议",
    "deputies": "卢宁等三名代表",
    "office": "市人大常委会代表工委",
    "text": "城东片区缺少公园，建议增设两处。",
    "occasion": "between",
}


def _assigned(tell: Teller) -> tuple[str, str]:
    number = tell.open("suggestion", "register", "gu", SUGGESTION)
    tell.act(number, "assign", "gu", {"unit": HOUSING})
    return number, tell.below(number)[0]


def test_suggestion_is_registered_assigned_answered_and_closed(tell: Teller) -> None:
    number = tell.open("suggestion", "register", "gu", SUGGESTION)
    assert (tell.state(number), tell.case(number).official_number) == ("entered", "R1005001")
    assert tell.who_sees(number) == {"ren", "gu"}
    assert tell.whose_turn(number) == {"gu": "assign"}
    assert tell.limit(number, "assign") == ("running", "2026-02-24")

    tell.act(number, "assign", "gu", {"unit": HOUSING})
    (handling,) = tell.below(number)
    assert tell.told("ren", number) == ["assign"]
    assert tell.case(handling).official_number == "R1005001-1"
    assert {"an", "pan"}.isdisjoint(tell.who_sees(handling))
    # The committee's own offices have no part in what the people's congress asks of the government.
    assert {"chen", "ding", "wei", "zhu"}.isdisjoint(tell.who_sees(handling))

    tell.act(handling, "object", "liao", {"reason": "不属于我局职责"})
    tell.act(handling, "decide_objection", "gu", {"objection": "moved", "unit": SCHOOL, "opinion": "改交"})
    assert tell.acts(number)[-1] == "reassign"
    second = tell.below(number)[1]
    tell.replied(tell.drafted(second, "ye", "yan"), head="yao", **promised())
    tell.act(second, "rate", "ren", {"grade": "satisfied"})
    assert (tell.state(number), tell.acts(number)[-1]) == ("answered", "all_answered")

    assert tell.refused(number, "close", "gu").code == "wrong_state"
    (promise,) = tell.below(second, "promise")
    assert {"chen", "ding", "wei", "zhu"}.isdisjoint(tell.who_sees(promise))
    tell.act(promise, "claim_done", "yao", {"evidence": "两处公园均已开放，附照片。"})
    assert tell.whose_turn(promise) == {"gu": "verify"}
    assert (
        tell.act(promise, "verify", "gu", {"found": "not_kept", "way": "on_spot", "how": "现场查看一处未开放"})
        == "open"
    )
    tell.act(promise, "give_up", "gu", {"reason": "土地指标不足"})
    assert tell.act(number, "close", "gu") == "closed"
    assert tell.state(second) == "closed"
    assert tell.told("ren", number)[-1] == "close"


def test_suggestion_is_handled_again(tell: Teller) -> None:
    number, handling = _assigned(tell)
    tell.replied(tell.drafted(handling))
    tell.act(handling, "rate", "ren", {"grade": "dissatisfied", "again": "没有时间表"})
    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    tell.replied(handling)
    tell.act(handling, "rate_again", "ren", {"second_grade": "dissatisfied"})
    tell.act(handling, "reopen", "gu", {"leader_words": "请再办"})

    assert (tell.state(number), tell.acts(number)[-1]) == ("assigned", "resume")
    assert tell.told("ren", number)[-1] == "resume"
