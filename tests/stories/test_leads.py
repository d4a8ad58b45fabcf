"""Leads: offered or received, published to whoever may propose, taken up, used, closed, or not used."""

from __future__ import annotations

import pytest

from tests.stories.telling import Teller
from tests.world.town import proposal_data

pytestmark = [pytest.mark.django_db, pytest.mark.database]
IDEA = {"title": "社区养老服务供给", "facts": "居家养老服务点少，助餐点更少。", "category": "society"}
PROPOSERS = {"an", "bo", "ci", "min", "gong", "jie", "ding", "chen"}


def _published(tell: Teller) -> str:
    number = tell.open("lead", "offer", "liao", IDEA)
    published = {name: IDEA[name] for name in ("title", "facts")}
    tell.act(number, "publish", "chen", published)
    return number


def test_lead_of_a_unit_is_published_taken_up_and_becomes_a_proposal(tell: Teller) -> None:
    number = tell.open("lead", "offer", "liao", IDEA)
    assert tell.who_sees(number) == {"liao", "chen", "ding"}
    assert tell.whose_turn(number) == {"chen": "publish", "ding": "publish"}
    assert tell.told("chen", number) == ["offer"]
    assert tell.limit(number, "review") == ("running", "2026-02-04")

    tell.act(number, "publish", "chen", {"title": "社区养老", "facts": IDEA["facts"]})
    assert tell.who_sees(number) == PROPOSERS | {"liao"}
    assert (tell.told("an", number), tell.told("min", number)) == (["publish"], ["publish"])
    assert tell.whose_turn(number) == {}
    assert tell.limit(number, "review")[0] == "stopped"

    tell.act(number, "claim", "an")
    assert tell.parties(number, "claimant") == ["安行"]
    assert tell.told("liao", number) == ["publish", "claim"]

    proposal = tell.submitted("an", lead=number)
    assert tell.acts(number) == ["offer", "publish", "claim", "use"]
    assert tell.reads(number, "chen")["proposal"]["number"] == proposal
    assert "proposal" not in tell.reads(number, "liao")
    party = tell.open("proposal", "submit_collective", "min", proposal_data(organisation="民盟安澜市委", lead=number))
    assert tell.reads(number, "chen")["proposal"]["number"] == party

    assert tell.act(number, "close", "chen") == "closed"
    assert tell.who_sees(number) == {"liao", "an", "chen", "ding"}
    assert tell.told("an", number) == ["publish", "close"]


def test_lead_that_was_signed_for_is_used_when_it_is_submitted(tell: Teller) -> None:
    number = _published(tell)
    proposal = tell.open(
        "proposal", "invite", "an", proposal_data(cosigners=["柏川"], sign_by="2026-01-30", lead=number)
    )
    tell.act(proposal, "cosign", "bo", {"read": True})
    assert "use" not in tell.acts(number)

    tell.act(number, "close", "chen")
    tell.act(proposal, "submit", "an")

    assert tell.acts(number)[-2:] == ["close", "use"]
    assert tell.state(number) == "closed"


def test_lead_from_the_public_shows_its_source_to_the_office_alone(tell: Teller) -> None:
    number = tell.open("lead", "receive", "chen", {**IDEA, "source": "hotline", "contact": "0570-0000000"})
    tell.act(number, "publish", "chen", {"title": IDEA["title"], "facts": IDEA["facts"]})

    assert tell.reads(number, "ding")["contact"] == "0570-0000000"
    assert "contact" not in tell.reads(number, "an")
    assert tell.reads(number, "an")["source"] == "hotline"


def test_lead_that_is_not_used(tell: Teller) -> None:
    number = tell.open("lead", "offer", "bo", IDEA)

    assert tell.act(number, "decline", "chen", {"reason": "known", "explanation": "已有同类提案"}) == "declined"
    assert tell.told("bo", number) == ["decline"]
    assert tell.who_sees(number) == {"bo", "chen", "ding"}
