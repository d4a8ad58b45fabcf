"""Inside a unit: contact, more time, drafting, checking and signing; then the check before the reply goes out."""

from __future__ import annotations

import pytest

from tests.stories.telling import REPLY, Teller

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TALK = {"way": "meeting", "stage": "before", "held_on": "2026-01-26", "record": "在社区座谈", "present": "五人"}


def _accepted(tell: Teller) -> str:
    (handling,) = tell.below(tell.assigned())
    tell.on(1, 26)
    tell.act(handling, "accept", "liao", {"officer": "韩拓", "telephone": "0570-0000000"})
    return handling


def test_unit_receives_distributes_and_talks_with_the_proposer(tell: Teller) -> None:
    handling = _accepted(tell)
    tell.act(handling, "distribute", "liao", {"section": "物业科", "officer_in_charge": "韩拓", "instruction": "尽快"})

    assert tell.on_time(handling, "accept") is True
    assert tell.content(handling).officer == "韩拓"
    assert tell.reads(handling, "hu")["section"] == "物业科"
    assert {"section", "instruction"}.isdisjoint(tell.reads(handling, "an"))

    tell.act(handling, "contact", "han", TALK)
    assert tell.limit(handling, "contact")[0] == "stopped"
    assert tell.told("an", handling) == ["contact"]
    tell.act(handling, "confirm_contact", "an", {"contact_entry": 4, "confirmed": "no", "remark": "只通了电话"})
    assert tell.told("chen", handling) == ["confirm_contact"]
    assert tell.reads(handling, "chen")["remark"] == "只通了电话"
    assert "remark" not in tell.reads(handling, "han")


def test_proposer_is_told_how_far_it_is(tell: Teller) -> None:
    handling = _accepted(tell)
    tell.act(handling, "interim_reply", "liao", {"progress": "正在摸底全市电梯"})

    assert tell.told("an", handling) == ["interim_reply"]
    assert tell.content(handling).progress == "正在摸底全市电梯"


def test_more_time_is_asked_for_and_granted_once(tell: Teller) -> None:
    handling = _accepted(tell)
    assert tell.refused(handling, "decide_extension", "gu", {"decision": "refused"}).code == "not_allowed"
    assert tell.limit(handling, "reply") == ("running", "2026-04-21")

    tell.act(handling, "request_extension", "liao", {"months": 2, "reason": "需上级批复"})
    assert tell.told("gu", handling) == ["request_extension"]
    assert tell.whose_turn(handling) == {"han": "draft_reply", "liao": "draft_reply", "gu": "decide_extension"}
    tell.act(handling, "decide_extension", "gu", {"decision": "granted", "granted_months": 2})

    assert tell.limit(handling, "reply") == ("running", "2026-06-22")
    assert tell.told("an", handling) == ["decide_extension"]
    assert "gu" not in tell.whose_turn(handling)
    assert tell.told("hu", handling) == ["open", "decide_extension"]
    refused = tell.refused(handling, "request_extension", "liao", {"months": 1, "reason": "再延"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/23")


def test_a_unit_that_is_late_is_urged_by_a_person(tell: Teller) -> None:
    handling = _accepted(tell)
    tell.on(5, 6)
    asked = {"urged_by": "telephone", "urging": "请于本周内与提案者联系，并报办理进展。"}

    assert tell.refused(handling, "urge", "pan", asked).code == "unknown"
    assert tell.refused(handling, "urge", "hu", asked).code == "not_allowed"
    assert tell.act(handling, "urge", "gu", asked) == "accepted"
    assert tell.told("hu", handling)[-1] == "urge"
    assert tell.reads(handling, "liao")["urging"] == asked["urging"]


def test_more_time_is_refused_or_asked_for_too_late(tell: Teller) -> None:
    handling = _accepted(tell)
    tell.act(handling, "request_extension", "liao", {"months": 1, "reason": "人手不足"})
    tell.act(handling, "decide_extension", "gu", {"decision": "refused", "opinion": "理由不足"})
    assert tell.limit(handling, "reply") == ("running", "2026-04-21")

    other = tell.below(tell.assigned(tell.filed("bo")))[0]
    tell.act(other, "accept", "liao")
    tell.on(6, 1)
    assert tell.refused(other, "request_extension", "liao", {"months": 1, "reason": "人手不足"}).code == "not_allowed"


def test_draft_is_checked_sent_back_drafted_again_and_signed(tell: Teller) -> None:
    handling = tell.drafted(_accepted_only(tell))
    assert tell.whose_turn(handling) == {"hu": "sign_reply"}
    tell.act(handling, "check_draft", "liao", {"checked": "补充时限"})
    assert tell.act(handling, "return_draft", "hu", {"opinion": "请写明责任人"}) == "accepted"
    assert tell.told("han", handling) == ["open", "return_draft"]
    assert {"draft", "checked", "opinion"}.isdisjoint(tell.reads(handling, "an"))
    assert tell.reads(handling, "han")["opinion"] == "请写明责任人"

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    assert tell.act(handling, "sign_reply", "hu", {"letter": "A", "reply": REPLY, "publishable": "full"}) == (
        "reply_review"
    )
    assert tell.whose_turn(handling) == {"gu": "release_reply"}
    assert tell.limit(handling, "reply")[0] == "stopped"
    assert tell.limit(handling, "review") == ("running", "2026-01-28")
    assert "reply" not in tell.reads(handling, "an")


def _accepted_only(tell: Teller) -> str:
    (handling,) = tell.below(tell.assigned())
    return handling


def test_reply_is_sent_back_and_released_after_mending(tell: Teller) -> None:
    handling = tell.drafted(_accepted_only(tell))
    signed = {"letter": "A", "reply": REPLY, "publishable": "full"}
    tell.act(handling, "sign_reply", "hu", signed)
    tell.on(1, 23)
    assert (
        tell.act(handling, "return_reply", "gu", {"return_reason": "not_each", "opinion": "未逐条答复"}) == "accepted"
    )
    assert tell.told("hu", handling) == ["open", "return_reply"]
    assert tell.limit(handling, "reply") == ("running", "2026-04-23")
    assert tell.limit(handling, "review")[0] == "stopped"

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    tell.act(handling, "sign_reply", "hu", signed)
    assert tell.act(handling, "release_reply", "gu", {"opinion": "同意发出"}) == "replied"
    assert tell.reads(handling, "an")["reply"] == REPLY
    assert tell.reads(handling, "an")["letter"] == "A"
    assert "opinion" not in tell.reads(handling, "an")
    assert tell.papers(handling) == ["reply", "feedback_form"]
    assert tell.told("an", handling) == ["contact", "release_reply"]
    assert tell.whose_turn(handling) == {"an": "rate"}
    assert tell.limit(handling, "feedback") == ("running", "2026-02-13")


def test_one_letter_answers_several_proposals(tell: Teller) -> None:
    first, second = tell.assigned(tell.filed("an")), tell.assigned(tell.filed("bo"))
    one, other = tell.drafted(tell.below(first)[0]), tell.below(second)[0]
    signed = {"letter": "A", "reply": REPLY, "publishable": "full", "also": ["1005002-1"]}
    refused = tell.refused(one, "sign_reply", "hu", signed)
    assert refused.code == "wrong_state"
    assert "1005002-1" in refused.sentence.say("zh-hans")
    assert tell.refused(one, "sign_reply", "hu", signed | {"also": ["1005001-1"]}).code == "invalid"

    tell.drafted(other)
    tell.act(one, "sign_reply", "hu", signed)
    assert (tell.state(one), tell.state(other)) == ("reply_review", "reply_review")
    tell.act(one, "release_reply", "gu")
    tell.act(other, "release_reply", "gu")
    assert tell.reads(other, "bo")["reply"] == REPLY
    assert "reply" not in tell.reads(one, "bo")


def test_clock_reminds_and_urges(tell: Teller) -> None:
    handling = _accepted(tell)
    tell.on(4, 6)
    tell.day_comes()
    assert tell.told("hu", handling) == ["open", "tick"]
    assert tell.told("gu", handling) == []
    tell.on(4, 22)
    tell.day_comes()
    assert tell.told("gu", handling) == ["tick"]
