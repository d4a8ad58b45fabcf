"""The week after a plenary at the office's desk: review twenty, merge three, assign a hundred and fifty."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Desk, Visit
from tests.world.town import Town, moment, proposal_data
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case
from zhixing.desk.boards.models import Placing
from zhixing.register.models import Entry

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SUBMITTED, REVIEWED, FILED = date(2026, 1, 21), date(2026, 1, 22), date(2026, 1, 23)
ADVICE = {"advice": "file", "opinion": "同意立案"}
PATIENCE = 60_000
"""So long, in thousandths of a second, a hundred and fifty acts may take on a slow machine."""


def proposals(town: Town, n: int, *, filed: bool = False, **changes: str) -> list[Case]:
    """Return so many proposals, submitted or filed."""
    member, clerk, director = (town.actor(name, FILED) for name in ("an", "chen", "ding"))
    found = []
    for place in range(n):
        data = proposal_data(title=f"关于第 {place} 处积水点改造的建议", **changes)
        case = open_case("proposal", "submit", actor=member, data=data, at=moment(SUBMITTED)).case
        if filed:
            perform(case, "first_review", actor=clerk, data=ADVICE, at=moment(REVIEWED))
            case = perform(case, "file", actor=director, at=moment(FILED)).case
        found.append(case)
    return found


def count_of(act: str) -> int:
    """Return how often an act stands in the register."""
    return Entry.objects.unscoped("test").filter(act=act).count()


def goes_on(page: Page) -> None:
    """Wait until a batch has worked itself off."""
    expect(page.get_by_role("link", name="Back to the list", exact=True)).to_be_visible(timeout=PATIENCE)


def test_review_twenty_by_keys_and_merge_three(desk: Desk, town: Town, settings: LazySettings) -> None:
    first, second = proposals(town, 20)[:2]
    settings.ZHIXING_TODAY = "2026-01-23"
    clerk = desk.visit("chen")
    page = clerk.page
    clerk.open("/desk/phrases/")
    page.get_by_label("New phrase").fill("事实清楚，建议具体可行。")
    clerk.press("Add")
    clerk.open("/desk/proposals/review/")

    # Keys choose an act and go on; while somebody types they are letters.
    page.keyboard.press("2")
    page.wait_for_url("**act=return_draft")
    page.keyboard.press("1")
    page.wait_for_url("**act=first_review")
    page.keyboard.press("j")
    page.wait_for_url(f"**/review/?case={second.number}")
    page.keyboard.press("k")
    page.wait_for_url(f"**/review/?case={first.number}")
    # Whoever presses keys unmeant switches them off.
    page.keyboard.press("?")
    page.get_by_label("Single keys work on this device").uncheck()
    page.locator("h1").click()
    page.keyboard.press("2")
    page.get_by_label("Single keys work on this device").check()
    page.keyboard.press("?")
    page.get_by_label("Opinion").fill("j1?")
    expect(page.get_by_label("Opinion")).to_have_value("j1?")
    assert "act=return_draft" not in page.url
    for left in range(20, 0, -1):
        expect(page.get_by_role("status").filter(has_text="for you")).to_contain_text(str(left))
        page.get_by_label("Merge" if left > 17 else "File", exact=True).check()
        page.get_by_label("Opinion").fill("经核，")
        page.get_by_text("Common phrases").click()
        page.get_by_role("button", name="事实清楚").click()
        expect(page.get_by_label("Opinion")).to_have_value("经核，事实清楚，建议具体可行。")
        page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Nothing waits for review.")
    clerk.look()
    assert count_of("first_review") == 20

    merge(clerk)
    assert (count_of("merge"), count_of("take_in")) == (2, 2)


def merge(clerk: Visit) -> None:
    """Compare the three newest, draw one onto another, choose the other by its list, and merge both."""
    page = clerk.page
    clerk.open("/desk/proposals/?state=first_reviewed")
    boxes = page.get_by_role("checkbox", name="Select “")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-ticked-n]")).to_have_text("3")
    page.get_by_label("With those ticked").select_option("proposal.merge")
    clerk.press("Check one by one and do it")
    lists = page.get_by_label("Goes into")
    for place in range(3):
        lists.nth(place).select_option("")
    cards = page.locator("[data-card]")
    cards.nth(1).locator(".number").drag_to(cards.nth(0).locator(".number"))
    main = cards.nth(0).get_attribute("data-card")
    expect(lists.nth(1)).to_have_value(str(main))
    lists.nth(2).select_option(str(main))
    clerk.press("Merge as chosen")
    clerk.press("Merge: those ticked, one by one")
    goes_on(page)


def test_assign_a_hundred_and_fifty(desk: Desk, town: Town, settings: LazySettings) -> None:
    proposals(town, 150, filed=True, suggested_unit="市教育局")
    settings.ZHIXING_TODAY = "2026-02-10"
    clerk = desk.visit("chen")
    page = clerk.page
    clerk.open("/desk/proposals/board/")

    first = page.locator("tbody[id^=row]").first
    first.get_by_role("combobox").focus()
    first.get_by_role("combobox").select_option(label="市住房和城乡建设局")
    expect(first).to_contain_text("陈阅")
    # The row came anew, and the keyboard is where it was.
    expect(first.get_by_role("combobox")).to_be_focused()
    expect(page.locator("#board-sum")).to_contain_text("1 chosen")
    expect(page.locator("#board-load").get_by_role("row", name="市住房和城乡建设局")).to_contain_text("1")
    first.get_by_role("link", name="Change the other units").click()
    first.get_by_role("checkbox", name="市委宣传部").check()
    first.get_by_role("button", name="Keep this choice").click()
    expect(first).to_contain_text("Lead with co-handlers")
    assert Placing.objects.count() == 2
    clerk.press("Take my last choice back")
    clerk.open("/desk/proposals/board/?tab=chosen")
    expect(page.locator("tbody[id^=row]").first).to_contain_text("Sole handler")

    clerk.open("/desk/proposals/board/")
    page.get_by_label("Select all shown").check()
    page.get_by_label("All 149 of this tab, other pages too").check()
    clerk.press("Assign those ticked 50")
    expect(page.locator("main")).to_contain_text("149 cases can be done")
    clerk.press("Assign: those ticked, one by one")
    goes_on(page)
    clerk.look()

    assert count_of("assign") == 149
    assert not Case.objects.of_body(town.body).filter(kind="proposal", state="filed").exclude(entries=3).exists()


def test_on_a_telephone_the_boards_can_be_read_and_used(desk: Desk, town: Town, settings: LazySettings) -> None:
    case = proposals(town, 2, filed=True)[0]
    proposals(town, 1)
    settings.ZHIXING_TODAY = "2026-02-10"
    clerk = desk.visit("chen", width=NARROW)
    for url in (
        "/desk/proposals/review/",
        "/desk/proposals/board/",
        f"/desk/proposals/board/?open={case.number}",
        f"/desk/proposals/merge/?case={case.number}",
        "/desk/proposals/board/print/",
        "/desk/phrases/",
    ):
        clerk.open(url)
