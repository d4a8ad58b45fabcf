"""A collective draft, written by two people of an organisation at once: both texts are kept, and one is handed in."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Desk
from tests.factories.accounts import make_account
from tests.world.town import OPENED, Town, proposal_data
from zhixing.assembly.models import Person, Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases.models import Case
from zhixing.desk.models import Draft

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TITLE = "关于延长夜间公交末班车时间的建议"


@pytest.fixture(autouse=True)
def _in_january(settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-01-21"


@pytest.fixture
def clerk(town: Town) -> Person:
    """A clerk of the democratic party, with an account."""
    person = Person.objects.create(name="梅书")
    Post.objects.create(person=person, organisation=town.organisations["minmeng"], kind=PostKind.CLERK, since=OPENED)
    make_account("mei", person=person)
    return person


def write(page: Page, label: str, text: str) -> None:
    """Write into a box and wait until the draft is kept anew."""
    before = str(page.locator("#saved").get_attribute("data-revision"))
    page.get_by_label(label, exact=True).fill(text)
    expect(page.locator("#saved")).not_to_have_attribute("data-revision", before)


def test_two_people_write_one_draft_and_the_signer_hands_it_in(desk: Desk, town: Town, clerk: Person) -> None:
    mei, signer = desk.visit("mei"), desk.visit("min", width=NARROW)
    mei.open("/desk/organisation/")
    mei.press("Begin a draft in common")
    write(mei.page, "Title", TITLE)

    signer.open("/desk/organisation/")
    signer.follow(TITLE)
    expect(signer.page.get_by_label("Title", exact=True)).to_have_value(TITLE)
    expect(signer.page.locator("#saved")).to_contain_text("by 梅书")
    # Both go on at the same time: the second text stands beside the first.
    write(mei.page, "Situation", "末班车二十一点三十分收车，晚班职工没有车坐。")
    signer.page.get_by_label("Situation").fill("城东工业区没有夜班车。")
    expect(signer.page.locator("#saved")).to_contain_text("beside what somebody else wrote meanwhile")
    others = signer.page.locator("#others")
    expect(others).to_contain_text("by 梅书")
    expect(others).to_contain_text("晚班职工没有车坐")
    assert Draft.objects.count() == 2

    signer.press("Take this over Situation")
    expect(signer.page.get_by_label("Situation")).to_have_value("末班车二十一点三十分收车，晚班职工没有车坐。")
    signer.press("Put the other text away")
    data = proposal_data()
    signer.page.get_by_label("Society").check()
    signer.page.get_by_label("Analysis").fill(data["analysis"])
    signer.page.get_by_label("Suggestions").fill(data["suggestions"])
    signer.page.get_by_label("Between sessions").check()
    signer.page.get_by_label("Yes", exact=True).check()
    signer.press("Submit for an organisation")

    case = Case.objects.of_body(town.body).get(title=TITLE)
    assert case.state == "submitted"
    assert Draft.objects.count() == 0
    mei.open("/desk/organisation/")
    expect(mei.page.get_by_role("region", name="Our proposals")).to_contain_text(TITLE)


def test_what_is_taken_back_is_closed_while_somebody_writes(desk: Desk, town: Town, clerk: Person) -> None:
    mei, signer = desk.visit("mei"), desk.visit("min")
    mei.open("/desk/organisation/")
    mei.press("Begin a draft in common")
    write(mei.page, "Title", TITLE)
    signer.open("/desk/organisation/")
    signer.follow(TITLE)

    mei.open("/desk/organisation/")
    mei.page.get_by_role("button", name="Take back").click()
    expect(mei.page.locator("main")).to_contain_text("yours alone again")
    signer.page.get_by_label("Situation").fill("城东工业区没有夜班车。")

    expect(signer.page.locator("#saved")).to_contain_text("does not take this text any more")
    assert [row.data for row in Draft.objects.all()] == [{"title": TITLE}]
