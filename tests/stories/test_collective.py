"""Proposals of organisations and of a member of the committee above: each by whoever signs for it."""

from __future__ import annotations

import pytest

from tests.stories.telling import Teller
from tests.world.town import proposal_data

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PARTY, UNION, SECTOR = "民盟安澜市委", "市总工会", "教育界活动组"


@pytest.mark.parametrize(("who", "organisation"), [("min", PARTY), ("gong", UNION), ("jie", SECTOR)])
def test_organisation_proposes_in_its_own_name(tell: Teller, who: str, organisation: str) -> None:
    data = proposal_data(organisation=organisation, drafters=["安行"])
    number = tell.open("proposal", "submit_collective", who, data)

    assert tell.state(number) == "submitted"
    assert tell.parties(number, "proposer") == [organisation]
    assert tell.content(number).proposer_kind == "collective"
    assert who in tell.who_sees(number)
    assert "an" not in tell.who_sees(number)
    assert tell.told("chen", number) == ["submit_collective"]
    assert tell.papers(number) == ["receipt"]
    assert tell.act(number, "withdraw", who, {"reason": "与另一提案重复"}) == "withdrawn"


def test_special_committee_proposes_by_its_director(tell: Teller) -> None:
    number = tell.open("proposal", "submit_collective", "ding", proposal_data(organisation="提案委员会"))

    assert tell.parties(number, "proposer") == ["提案委员会"]
    assert tell.content(number).proposer_kind == "collective"


def test_several_organisations_propose_together(tell: Teller) -> None:
    data = proposal_data(organisation=PARTY, co_organisations=[UNION, SECTOR], cosigners=["柏川"], sign_by="2026-01-28")
    number = tell.open("proposal", "invite_collective", "min", data)

    assert tell.who_sees(number) == {"min", "gong", "jie", "bo"}
    assert tell.whose_turn(number) == {"min": "submit", "gong": "cosign", "jie": "cosign", "bo": "cosign"}

    tell.act(number, "cosign", "gong", {"read": True})
    tell.act(number, "cosign", "jie", {"read": True})
    tell.act(number, "submit", "min")

    assert tell.parties(number, "proposer") == [PARTY]
    assert tell.parties(number, "cosigner") == [UNION, SECTOR]
    assert tell.parties(number, "not_signed") == ["柏川"]
    assert {"min", "gong", "jie", "chen"} <= tell.who_sees(number)


def test_member_of_the_committee_above_proposes(tell: Teller) -> None:
    number = tell.submitted("gao")

    assert tell.parties(number, "proposer") == ["高邻"]
    assert tell.content(number).proposer_kind == "individual"
