"""Finding on a telephone and at a desk: from the bar to a case, and a co-signer by the first letters of the name."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Desk
from tests.world.town import OPENED, Town, moment, proposal_data
from zhixing.assembly.models import Membership, Person, Term
from zhixing.cases.acts import open_case

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _a_day_in_june(settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-06-15"


def test_from_the_bar_to_a_case(desk: Desk, town: Town) -> None:
    on = date(2026, 1, 21)
    open_case("proposal", "submit", actor=town.actor("an", on), data=proposal_data(), at=moment(on))
    clerk, member = desk.visit("chen"), desk.visit("an", width=NARROW)

    clerk.page.get_by_label("Search everything").fill("维保资金")
    clerk.page.locator("header").get_by_role("button", name="Search").click()
    clerk.look()
    expect(clerk.page.locator("mark")).to_have_text("维保资金")
    clerk.follow("关于完善老旧小区加装电梯后续管护机制的建议")

    member.page.locator("header").get_by_role("link", name="Search").click()
    member.look()
    member.page.get_by_label("Number, title, name, unit or words of the text").fill("飞机")
    member.press("Find")
    expect(member.page.get_by_text("Nothing that you may read holds this.")).to_be_visible()


def test_a_co_signer_by_the_first_letters(desk: Desk, town: Town) -> None:
    """Among so many members that one looks for a name rather than read all of them."""
    term = Term.objects.of_body(town.body).get()
    for number in range(20):
        other = Person.objects.create(name=f"辛委员{number + 1}")
        Membership.objects.create(body=town.body, term=term, person=other, since=OPENED)
    member = desk.visit("an", width=NARROW)
    page = member.page
    member.open("/desk/proposals/new/invite/")
    line = page.get_by_role("combobox", name="Members asked to co-sign")

    line.press_sequentially("bc")
    expect(page.locator(".finder [role=option]")).to_have_text(["柏川 Member"])
    line.press("Enter")

    expect(page.get_by_role("button", name="Take away 柏川 · Member")).to_be_visible()
    expect(page.locator("select[name=cosigners]")).to_have_values([str(town.people["bo"].pk)])
    expect(line).to_have_value("")
    line.press_sequentially("c")
    expect(line).to_have_attribute("aria-expanded", "true")
    line.press("ArrowDown")
    line.press("Escape")
    expect(line).to_have_attribute("aria-expanded", "false")
    line.press_sequentially("zzzz")
    expect(page.locator(".finder [role=listbox]:visible")).to_have_text(
        "Nobody of this name can be entered here. Check the name."
    )
    line.press("Escape")
    line.press("Backspace")
    expect(page.locator("select[name=cosigners]")).to_have_values([])
    member.look()
