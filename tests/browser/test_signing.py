"""A joint proposal from the invitation on: whoever is asked reads it, signs or declines, each at a browser."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, Desk
from tests.world.town import Town, proposal_data
from zhixing.cases.models import Case

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TEXT = {name: str(value) for name, value in proposal_data().items()}


def proposal() -> Case:
    return Case.objects.unscoped("test").get(kind="proposal")


def signers(capacity: str) -> list[str]:
    return [party.person.name for party in proposal().parties.filter(capacity=capacity) if party.person]


def test_asked_read_signed_declined_and_handed_in(desk: Desk, town: Town, settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-01-21"
    author = desk.visit("an", width=NARROW)
    author.open("/desk/proposals/new/invite/")
    page = author.page
    for label, name in (("Title", "title"), ("Situation", "situation"), ("Analysis", "analysis")):
        page.get_by_role("textbox", name=label, exact=True).fill(TEXT[name])
    page.get_by_role("textbox", name="Suggestions", exact=True).fill(TEXT["suggestions"])
    page.locator("[name=category]").first.check()
    page.locator("[name=occasion][value=between]").check()
    page.locator("[name=publishable][value=yes]").check()
    page.locator("#id_cosigners").select_option([str(town.people[who].pk) for who in ("bo", "ci")])
    page.locator("#id_sign_by").fill("2026-01-30")
    author.press("Ask for signatures")
    assert (proposal().state, signers("invited")) == ("awaiting_cosign", ["柏川", "岑思"])

    settings.ZHIXING_TODAY = "2026-01-22"
    signer = desk.visit("bo", width=NARROW)
    signer.follow(TEXT["title"])
    signer.follow("Co-sign")
    # The whole text stands above the button, and nobody signs without saying that they have read it.
    expect(signer.page.locator("main")).to_contain_text(TEXT["suggestions"].splitlines()[-1])
    assert findings(signer.page) == []
    signer.press("Co-sign")
    assert signers("cosigner") == []
    signer.page.get_by_label("I have read the text and sign it").check()
    signer.press("Co-sign")
    assert signers("cosigner") == ["柏川"]

    other = desk.visit("ci")
    other.follow(TEXT["title"])
    other.follow("Decline to sign")
    other.page.get_by_label("Reason").fill("尚未了解情况")
    assert findings(other.page) == []
    other.press("Decline to sign")
    assert (signers("invited"), signers("declined")) == ([], ["岑思"])
    other.open("/desk/")
    expect(other.page.get_by_role("link", name=TEXT["title"])).to_have_count(0)

    author.open("/desk/")
    author.follow(TEXT["title"])
    author.follow("Submit")
    author.press("Submit")
    assert proposal().state == "submitted"
