"""What comes on paper or as a file: entered, compared with the original, confirmed or not taken in."""

from __future__ import annotations

import pytest

from tests.stories.telling import LIFTS, TEXT, Teller
from tests.world.town import proposal_data

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_paper_proposal_is_entered_for_its_proposer(tell: Teller) -> None:
    on_paper = {"proposer": "安行", "cosigners": ["柏川"], "received_on": "2026-01-20", "original": "一号柜三格"}
    number = tell.open("proposal", "enter", "chen", proposal_data(**on_paper))

    assert tell.state(number) == "submitted"
    assert tell.parties(number, "proposer") == ["安行"]
    assert tell.parties(number, "cosigner") == ["柏川"]
    assert tell.content(number).proposer_kind == "joint"
    assert tell.content(number).original == "一号柜三格"
    assert (tell.told("an", number), tell.told("bo", number)) == (["enter"], ["enter"])
    assert tell.papers(number) == ["receipt"]
    assert tell.act(number, "withdraw", "an", {"reason": "另行提交"}) == "withdrawn"


def _read_in(tell: Teller) -> str:
    read = {"title": LIFTS, "proposer_names": "安行", "whole": "全文未能分段", "original": "提案.docx"}
    return tell.open("proposal", "receive_file", "chen", {**read, "original_digest": "a" * 64})


def test_file_is_read_in_and_confirmed_after_comparison(tell: Teller) -> None:
    number = _read_in(tell)

    assert tell.state(number) == "intake"
    assert tell.who_sees(number) == {"chen", "ding"}
    assert tell.whose_turn(number) == {"chen": "confirm_entry", "ding": "confirm_entry"}

    tell.act(number, "confirm_entry", "chen", proposal_data(proposer="安行", original="提案.docx"))

    assert tell.state(number) == "submitted"
    assert tell.content(number).situation == TEXT["situation"]
    assert tell.parties(number, "proposer") == ["安行"]
    assert tell.told("an", number) == ["confirm_entry"]
    assert tell.limit(number, "first_review") == ("running", "2026-01-28")


def test_file_that_is_no_proposal_is_not_taken_in(tell: Teller) -> None:
    number = _read_in(tell)

    assert tell.act(number, "discard", "chen", {"reason": "是会议通知，不是提案"}) == "discarded"
    assert tell.case(number).final
    assert tell.who_sees(number) == {"chen", "ding"}
