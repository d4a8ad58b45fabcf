"""Co-handlers give the lead their opinion and sign its draft, disagree on the record, or let their time pass."""

from __future__ import annotations

import pytest

from tests.stories.telling import PROPAGANDA, REPLY, SCHOOL, Teller

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OPINION = {"opinion": "建议将校园周边小区一并纳入范围。"}
SIGNED = {"letter": "A", "reply": REPLY, "publishable": "full"}


def _together(tell: Teller) -> tuple[str, str, str]:
    (handling,) = tell.below(tell.assigned(mode="lead", co_units=[SCHOOL, PROPAGANDA]))
    school, propaganda = tell.below(handling, "cohandling")
    return handling, school, propaganda


def test_opinions_come_in_the_draft_is_countersigned_or_disputed_and_the_lead_replies(tell: Teller) -> None:
    handling, school, propaganda = _together(tell)
    tell.act(school, "accept", "ye", {"officer": "严课"})
    tell.act(school, "give_opinion", "yao", OPINION)
    assert tell.told("han", school) == ["give_opinion"]
    assert tell.papers(school) == ["co_opinion"]
    assert tell.reads(school, "han")["opinion"] == OPINION["opinion"]
    assert "opinion" not in tell.reads(school, "gu")
    assert tell.limit(school, "opinion")[0] == "stopped"
    assert tell.refused(school, "countersign", "ye").code == "wrong_state"

    tell.act(propaganda, "accept", "pu")
    tell.drafted(handling)
    assert tell.acts(school)[-1] == "receive_draft"
    assert tell.told("ye", school) == ["open", "receive_draft"]
    assert tell.reads(school, "ye")["draft"] == REPLY
    assert tell.limit(school, "countersign") == ("running", "2026-01-28")
    refused = tell.refused(handling, "sign_reply", "hu", SIGNED)
    assert (refused.code, refused.article) == ("wrong_state", "proposal-handling-measures/26")

    assert tell.act(school, "countersign", "ye", {"remark": "无不同意见"}) == "countersigned"
    assert tell.told("hu", school)[-1] == "countersign"
    reason = {"reason": "宣传经费不宜由我部承担。"}
    assert tell.act(propaganda, "dispute", "peng", reason) == "disputed"
    assert (tell.told("liao", propaganda), tell.told("gu", propaganda)) == (["dispute"], ["dispute"])

    tell.replied(handling)
    assert tell.state(handling) == "replied"
    assert tell.told("ye", handling) == ["release_reply"]


def test_silent_cohandler_does_not_hold_the_lead_up(tell: Teller) -> None:
    handling, school, propaganda = _together(tell)
    tell.act(school, "accept", "ye")
    tell.drafted(handling)
    tell.act(school, "give_opinion", "ye", OPINION)
    tell.on(1, 29)
    tell.day_comes()

    assert tell.state(school) == "lapsed"
    assert tell.acts(school)[-1] == "lapse_countersigning"
    assert tell.told("han", school) == ["give_opinion", "lapse_countersigning"]

    tell.on(2, 25)
    tell.day_comes()
    assert (tell.state(propaganda), tell.acts(propaganda)[-1]) == ("lapsed", "lapse")
    assert tell.told("pu", propaganda) == ["open", "receive_draft", "tick", "lapse"]
    assert tell.on_time(propaganda, "opinion") is False
    assert tell.replied(handling) == handling


def test_withdrawn_proposal_stops_its_cohandlers_too(tell: Teller) -> None:
    number = tell.assigned(mode="lead", co_units=[SCHOOL])
    (handling,) = tell.below(number)
    (school,) = tell.below(handling, "cohandling")
    tell.act(number, "request_withdrawal", "an", {"reason": "问题已经解决"})
    tell.act(number, "decide_withdrawal", "chen", {"withdrawal": "granted"})

    assert tell.state(school) == "stopped"
    assert tell.told("ye", school) == ["open", "stop"]
    assert tell.limit(school, "opinion")[0] == "stopped"
