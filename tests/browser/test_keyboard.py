"""A proposal written, submitted, reviewed, filed and assigned without a mouse; and every page in 200 % type.

Whoever works with the keys sees at each step where they are, and nothing that has the focus is hidden by what sticks.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import WIDE, Desk
from tests.factories.accounts import PASSWORD
from tests.world.town import Town, moment, proposal_data
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MOST_STOPS = 150
HERE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const x = box.left + Math.min(box.width, 40) / 2, y = box.top + Math.min(box.height, 40) / 2;
  const over = document.elementFromPoint(x, y);
  return {
    what: `${one.tagName} ${one.name || ""} ${one.id} ${one.textContent.trim().slice(0, 30)}`,
    body: one === document.body,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: !!over && (one.contains(over) || over.contains(one)),
  };
}"""
SIZES = """(least) => {
  const told = (one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 20)}`;
  const shown = (one) => one.checkVisibility() && !one.closest(".sr, .skip");
  const texts = [...document.querySelectorAll("main *, .bar *")].filter(
    (one) => shown(one) && !one.matches(".seal, svg, svg *, option") &&
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  const small = texts.filter((one) => parseFloat(getComputedStyle(one).fontSize) < least.type).map(told);
  const boxes = "main :is(.btn, select, textarea, [type=text], [type=search], .tabs a, .filters a, summary), .to-menu";
  const targets = [...document.querySelectorAll(boxes)];
  const low = targets.filter((one) => shown(one) && one.getBoundingClientRect().height < least.target - 0.5).map(told);
  const fixed = [...document.querySelectorAll("main *")].filter((one) => !one.closest(".scroll, .tabs, .filters"));
  const cut = fixed.filter((one) => shown(one) && one.getBoundingClientRect().right > innerWidth + 1).map(told);
  return { small, low, cut };
}"""


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def tab_to(self, wanted: Locator, *, back: bool = False) -> None:
        """Press Tab until something has the focus, and see where the focus is at every stop."""
        expect(wanted).to_have_count(1)
        for _stop in range(MOST_STOPS):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here: dict[str, Any] = self.page.evaluate(HERE)
            if not here["body"]:
                assert here["ring"], f"nobody sees that the focus is on {here['what']}"
                assert here["seen"], f"something lies over {here['what']}, which has the focus"
        raise AssertionError(f"{wanted} cannot be reached with Tab")

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(self.page.get_by_label(label).first)
        self.page.keyboard.type(text)

    def choose(self, group: str, choice: str) -> None:
        """Go to a group of choices and move to one with the arrows."""
        choices = self.page.get_by_role("group", name=group).get_by_role("radio")
        wanted = self.page.get_by_role("group", name=group).get_by_label(choice, exact=True)
        self.tab_to(choices.first)
        self.page.keyboard.press("Space")
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowDown")

    def press(self, words: str) -> None:
        """Go to a button of the main part and press it."""
        self.tab_to(self.page.locator("main").get_by_role("button", name=words, exact=True))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, words: str) -> None:
        """Go to a link of the main part and follow it."""
        self.tab_to(
            self.page.locator("main .acts-column, main td.title, main .head").get_by_role(
                "link", name=words, exact=True
            )
        )
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sign_in(self, name: str) -> None:
        """Sign out if need be, and in as somebody."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/login/")
        self.write("Sign-in name", name)
        self.write("Password", PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert self.page.url == f"{self.address}/desk/"


def test_from_writing_to_assignment_by_keyboard_alone(desk: Desk, town: Town, settings: LazySettings) -> None:
    title = str(proposal_data()["title"])
    settings.ZHIXING_TODAY = "2026-01-21"
    page = desk.visit("an").page
    keys = Keys(page, desk.server.url)

    keys.sign_in("an")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.follow("Proposal: Submit")
    keys.write("Title", title)
    keys.choose("Category", "Society")
    for label in ("Situation", "Analysis", "Suggestions"):
        keys.write(label, str(proposal_data()[label.lower()]))
    keys.choose("Occasion", "Plenary proposal")
    keys.press("Submit")
    expect(page.locator("#form-errors")).to_be_focused()
    keys.choose("May be published", "Yes")
    keys.press("Submit")

    settings.ZHIXING_TODAY = "2026-01-22"
    keys.sign_in("chen")
    keys.follow(title)
    keys.follow("First review")
    keys.choose("Advice", "File")
    keys.write("Opinion", "事实清楚，建议具体。")
    keys.press("First review")

    keys.sign_in("ding")
    keys.follow(title)
    keys.follow("File")
    keys.press("File")

    keys.sign_in("chen")
    keys.follow(title)
    keys.follow("Assign")
    unit = page.get_by_label("Handling (lead) unit")
    keys.tab_to(unit)
    while unit.evaluate("one => one.selectedOptions[0].textContent") != "市住房和城乡建设局":
        page.keyboard.press("ArrowDown")
    keys.press("Assign")

    assert Case.objects.of_body(town.body).get(kind="proposal").state == "assigned"
    assert Case.objects.of_body(town.body).get(kind="handling").state == "assigned"


@pytest.mark.parametrize(
    ("mode", "zoom", "type_", "target"), [("usual", 2, 12, 44), ("elder", 1, 18, 60), ("elder", 2, 18, 60)]
)
def test_large_type_folds_the_page_and_cuts_nothing(
    desk: Desk, town: Town, settings: LazySettings, mode: str, zoom: int, type_: int, target: int
) -> None:
    settings.ZHIXING_TODAY = "2026-01-22"
    day = date(2026, 1, 21)
    opened = open_case("proposal", "submit", actor=town.actor("an", day), data=proposal_data(), at=moment(day))
    case = f"/cases/{opened.case.number}/"
    # A browser's zoom is a screen of fewer and larger pixels.
    visit = desk.visit("an", width=WIDE // zoom)
    visit.page.goto(f"{desk.server.url}/text/{mode}/?next=/desk/")

    for path in (
        "/desk/",
        "/desk/proposals/new/submit/",
        "/desk/proposals/",
        "/help/",
        "/account/notices/",
        case,
        f"{case}acts/withdraw/",
    ):
        visit.open(path)
        found = visit.page.evaluate(SIZES, {"type": type_, "target": target})

        assert found == {"small": [], "low": [], "cut": []}, path
        assert visit.page.locator(".to-menu").is_visible()
