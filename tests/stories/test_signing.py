"""Joint proposals: a fixed text is read and signed, and stays with those who were asked until it is submitted."""

from __future__ import annotations

import pytest

from tests.stories.telling import LIFTS, TEXT, Teller
from tests.world.town import proposal_data

pytestmark = [pytest.mark.django_db, pytest.mark.database]
READ = {"read": True}
OFFICES = {"chen", "ding", "gu", "pan", "shen", "zhu", "wei"}


def _invited(tell: Teller) -> str:
    data = proposal_data(cosigners=["柏川"], sign_by="2026-01-30")
    return tell.open("proposal", "invite", "an", data)


def test_text_awaiting_signatures_is_seen_by_its_signers_alone(tell: Teller) -> None:
    number = _invited(tell)

    assert tell.state(number) == "awaiting_cosign"
    assert tell.papers(number) == ["signature_list"]
    assert tell.who_sees(number) == {"an", "bo"}
    assert tell.whose_turn(number) == {"an": "submit", "bo": "cosign"}
    assert tell.told("bo", number) == ["invite"]
    assert tell.limit(number, "cosign") == ("running", "2026-01-30")

    tell.act(
        number, "invite_more", "an", {"cosigners": ["岑思"], "co_organisations": ["市总工会"], "sign_by": "2026-01-30"}
    )

    assert tell.who_sees(number) == {"an", "bo", "ci", "gong"}
    assert tell.parties(number, "invited") == ["柏川", "岑思", "市总工会"]

    tell.act(number, "cosign", "bo", READ)
    tell.act(number, "decline_cosign", "ci", {"reason": "尚未了解情况"})

    assert tell.parties(number, "cosigner") == ["柏川"]
    assert tell.parties(number, "declined") == ["岑思"]
    assert tell.who_sees(number) == {"an", "bo", "gong"}
    assert tell.whose_turn(number) == {"an": "submit", "gong": "cosign"}
    assert tell.reads(number, "an")["reason"] == "尚未了解情况"
    assert "reason" not in tell.reads(number, "bo")
    assert tell.told("an", number) == ["cosign", "decline_cosign"]


def test_text_goes_in_as_it_was_signed(tell: Teller) -> None:
    number = _invited(tell)
    tell.act(number, "invite_more", "an", {"cosigners": ["岑思"], "sign_by": "2026-01-30"})
    tell.act(number, "cosign", "bo", READ)
    tell.on(1, 22)

    refused = tell.refused(number, "submit", "bo")
    assert (refused.code, refused.article) == ("not_allowed", "proposal-work-rules/12")
    assert tell.refused(number, "submit", "an", TEXT).code == "invalid"

    assert tell.act(number, "submit", "an") == "submitted"
    assert tell.content(number).suggestions == TEXT["suggestions"]
    assert tell.content(number).proposer_kind == "joint"
    assert tell.parties(number, "proposer") == ["安行"]
    assert tell.parties(number, "not_signed") == ["岑思"]
    assert tell.who_sees(number) == {"an", "bo"} | OFFICES
    assert tell.papers(number) == ["signature_list", "receipt"]
    assert tell.limit(number, "cosign") == ("stopped", "2026-01-30")
    assert tell.limit(number, "first_review") == ("running", "2026-01-29")
    assert tell.whose_turn(number) == {"chen": "first_review", "ding": "first_review"}
    assert tell.told("bo", number) == ["invite", "invite_more", "submit"]
    assert tell.told("chen", number) == ["submit"]


def test_the_day_until_which_one_signs_is_set_anew(tell: Teller) -> None:
    number = _invited(tell)
    tell.on(2, 2)
    assert tell.refused(number, "invite_more", "an", {"sign_by": "2026-01-31"}).code == "invalid"

    tell.act(number, "invite_more", "an", {"sign_by": "2026-02-06"})

    assert tell.limit(number, "cosign") == ("running", "2026-02-06")
    assert tell.told("bo", number) == ["invite", "invite_more"]
    tell.act(number, "cosign", "bo", READ)
    assert tell.act(number, "submit", "an") == "submitted"


def test_changed_text_is_signed_anew(tell: Teller) -> None:
    number = _invited(tell)
    tell.act(number, "cosign", "bo", READ)
    tell.act(number, "amend", "an", TEXT | {"analysis": "维保费用没有固定来源，责任也不清楚。"})

    assert tell.parties(number, "cosigner") == []
    assert tell.whose_turn(number) == {"an": "submit", "bo": "cosign"}
    assert tell.told("bo", number) == ["invite", "amend"]
    refused = tell.refused(number, "submit", "an")
    assert (refused.code, refused.article) == ("not_allowed", "proposal-work-rules/10")

    tell.act(number, "cosign", "bo", READ)
    tell.act(number, "submit", "an")
    assert tell.content(number).analysis == "维保费用没有固定来源，责任也不清楚。"
    assert tell.parties(number, "cosigner") == ["柏川"]


def test_signature_is_withdrawn_before_filing(tell: Teller) -> None:
    number = _invited(tell)
    tell.act(number, "cosign", "bo", READ)
    tell.act(number, "submit", "an")
    tell.act(number, "withdraw_signature", "bo", {"reason": "所述情况与我了解的不符"})

    assert tell.content(number).proposer_kind == "individual"
    assert tell.parties(number, "withdrawn_signer") == ["柏川"]
    assert tell.who_sees(number) == {"an"} | OFFICES
    assert tell.told("an", number) == ["cosign", "withdraw_signature"]
    assert tell.told("chen", number) == ["submit", "withdraw_signature"]
    assert tell.reads(number, "chen")["reason"] == "所述情况与我了解的不符"
    assert "reason" not in tell.reads(number, "gu")


def test_joint_proposal_that_is_given_up_stays_with_its_signers(tell: Teller) -> None:
    number = _invited(tell)
    tell.act(number, "cosign", "bo", READ)

    assert tell.act(number, "abandon", "an", {"reason": "改为社情民意反映"}) == "abandoned"
    assert tell.case(number).final
    assert tell.who_sees(number) == {"an", "bo"}
    assert tell.told("bo", number) == ["invite", "abandon"]
    assert tell.limit(number, "cosign") == ("stopped", "2026-01-30")


def test_reminder_reaches_those_who_have_not_signed(tell: Teller) -> None:
    number = _invited(tell)
    tell.on(1, 28)
    tell.day_comes()
    assert tell.told("bo", number) == ["invite"]
    tell.on(1, 29)
    tell.day_comes()
    assert tell.told("bo", number) == ["invite", "tick"]


def test_returned_proposal_is_mended_and_signed_again(tell: Teller) -> None:
    number = _invited(tell)
    tell.act(number, "cosign", "bo", READ)
    tell.act(number, "submit", "an")
    tell.on(1, 22)
    tell.act(number, "return_draft", "chen", {"return_reason": "vague", "opinion": "请写明由哪个部门负责"})

    assert tell.whose_turn(number) == {"an": "resubmit"}
    assert tell.limit(number, "revise") == ("running", "2026-01-27")
    assert tell.told("an", number) == ["cosign", "return_draft"]
    assert tell.told("bo", number) == ["invite", "submit", "return_draft"]
    assert tell.reads(number, "an")["opinion"] == "请写明由哪个部门负责"

    tell.on(1, 23)
    tell.act(number, "resubmit", "an", TEXT | {"suggestions": "（一）由市住房和城乡建设局明确责任主体。"})

    assert tell.limit(number, "revise") == ("stopped", "2026-01-27")
    assert tell.limit(number, "first_review") == ("running", "2026-01-30")
    assert tell.parties(number, "invited") == ["柏川"]
    assert tell.told("bo", number)[-1] == "resubmit"

    tell.reviewed(number)
    assert tell.act(number, "cosign", "bo", READ) == "first_reviewed"
    tell.act(number, "file", "ding")
    assert tell.parties(number, "cosigner") == ["柏川"]
    assert (tell.case(number).official_number, tell.case(number).title) == ("1005001", LIFTS)


def test_who_does_not_sign_the_mended_text_is_no_cosigner_when_it_is_filed(tell: Teller) -> None:
    number = _invited(tell)
    tell.act(number, "cosign", "bo", READ)
    tell.act(number, "submit", "an")
    tell.act(number, "return_draft", "chen", {"opinion": "请补充数据"})
    tell.act(number, "resubmit", "an", TEXT)
    tell.reviewed(number)
    tell.act(number, "file", "ding")

    assert tell.parties(number, "not_signed") == ["柏川"]
    assert tell.content(number).proposer_kind == "individual"
    assert "bo" not in tell.who_sees(number)


def test_nobody_signs_without_saying_that_they_have_read_it(tell: Teller) -> None:
    number = _invited(tell)

    for said in ({}, {"read": False}):
        refused = tell.refused(number, "cosign", "bo", said)
        assert (refused.code, [name for name, _said in refused.faults]) == ("invalid", ["read"])
    assert tell.parties(number, "cosigner") == []
