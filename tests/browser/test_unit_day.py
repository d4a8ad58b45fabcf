"""A unit's day in a real browser, from its own page: received, given out, spoken about, drafted, checked, signed."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE, Desk, Visit
from tests.browser.test_story import last_entry
from tests.world.town import Town, moment, proposal_data
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TITLE = str(proposal_data()["title"])
DRAFT = "来信收悉。现就您提出的两条建议逐条答复如下，不妥之处请批评指正。"
OURS = "/desk/ours/"


def assign(town: Town) -> None:
    """Give the housing bureau a proposal on 2 March."""
    steps = (
        ("first_review", "chen", {"advice": "file", "opinion": "同意立案"}, date(2026, 1, 22)),
        ("file", "ding", {}, date(2026, 1, 23)),
        ("assign", "chen", {"unit": town.organisations["housing"].name}, date(2026, 3, 2)),
    )
    opened = date(2026, 1, 21)
    case = open_case("proposal", "submit", actor=town.actor("an", opened), data=proposal_data(), at=moment(opened)).case
    for act, who, data, on in steps:
        case = perform(case, act, actor=town.actor(who, on), data=data, at=moment(on)).case


def step(visit: Visit) -> str:
    """Return the step at which the unit's one case stands, as its page says it."""
    visit.open(OURS)
    assert findings(visit.page) == []
    return (visit.page.locator(".chain [aria-current=step]").text_content() or "").strip()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_from_the_receipt_to_the_signature(desk: Desk, town: Town, settings: LazySettings, width: int) -> None:
    assign(town)
    settings.ZHIXING_TODAY = "2026-03-03"
    liaison = desk.visit("liao", width=width)
    assert step(liaison) == "Receive (now)"
    liaison.follow(TITLE)
    liaison.follow("Receive")
    liaison.press("Receive")
    assert last_entry("handling") == (2, "accept", "廖闻")
    assert step(liaison) == "Contact (now)"

    liaison.follow(TITLE)
    expect(liaison.page.locator("main")).to_contain_text("Whom to speak with")
    liaison.follow("Distribute inside the unit")
    liaison.page.get_by_label("Section").fill("物业科")
    officer = liaison.page.get_by_role("combobox", name="Officer in charge")
    officer.press_sequentially("ht")
    liaison.page.get_by_role("option", name="韩拓").click()
    liaison.press("Distribute inside the unit")
    assert last_entry("handling") == (3, "distribute", "廖闻")

    settings.ZHIXING_TODAY = "2026-03-10"
    handler = desk.visit("han", width=width)
    handler.open(f"{OURS}?officer=mine")
    expect(handler.page.locator("table.ours")).to_contain_text("物业科 · 韩拓")
    handler.follow(TITLE)
    handler.follow("Enter a contact")
    handler.page.get_by_label("Visit").check()
    handler.page.get_by_label("Day").fill("2026-03-10")
    handler.page.get_by_label("What was said").fill("到小区座谈。")
    handler.press("Enter a contact")
    assert step(handler) == "Draft (now)"

    draft(handler)
    assert last_entry("handling") == (5, "draft_reply", "韩拓")
    assert step(liaison) == "Check (now)"
    liaison.follow(TITLE)
    liaison.follow("Check the draft")
    liaison.page.get_by_label("What the check found").fill("逐条答复，可以报签。")
    liaison.press("Check the draft")

    head = desk.visit("hu", width=width)
    assert step(head) == "Sign (now)"
    sign(head)
    assert last_entry("handling") == (7, "sign_reply", "胡砚")
    assert step(head) == "Review (now)"
    signed = Case.objects.of_body(town.body).get(kind="handling").folded["values"]["answers"]
    assert [row["answer"] for row in signed] == ["已明确主体。", "年内设立。"]
    assert [row["suggestion"][:3] for row in signed] == ["（一）", "（二）"]


def draft(handler: Visit) -> None:
    """Answer each suggestion; what is still open is counted while it is written."""
    handler.follow(TITLE)
    handler.follow("Draft the reply")
    page = handler.page
    expect(page.locator(".given blockquote").first).to_contain_text("（一）")
    expect(page.locator(".unanswered")).to_have_text("2 of 2 not answered yet")
    page.get_by_label("Draft", exact=True).fill(DRAFT)
    page.locator("#id_draft_answers-0-answer").fill("已明确主体。")
    expect(page.locator(".unanswered")).to_have_text("1 of 2 not answered yet")
    expect(page.locator("#saved")).to_contain_text("Only you can read this draft.", timeout=10_000)
    handler.open(page.url.removeprefix(handler.address))
    expect(page.locator("#id_draft_answers-0-answer")).to_have_value("已明确主体。")
    assert findings(page) == []
    handler.press("Draft the reply")


def sign(head: Visit) -> None:
    """Sign what was drafted, and answer what was left open."""
    head.follow(TITLE)
    head.follow("Sign the reply")
    page = head.page
    expect(page.get_by_label("Reply", exact=True)).to_have_value(DRAFT)
    expect(page.locator("#id_answers-0-answer")).to_have_value("已明确主体。")
    page.get_by_role("group", name="Result letter").get_by_label("A solved or adopted").check()
    page.locator("#id_answers-1-answer").fill("年内设立。")
    expect(page.locator(".unanswered")).to_have_text("All 2 answered")
    for place in (0, 1):
        page.locator(f"#id_answers-{place}-letter_0").check()
    page.get_by_label("In full").check()
    head.press("Sign the reply")


def test_what_is_not_ours_is_objected_to(desk: Desk, town: Town, settings: LazySettings) -> None:
    assign(town)
    settings.ZHIXING_TODAY = "2026-03-04"
    liaison = desk.visit("liao", width=NARROW)
    liaison.open(OURS)
    liaison.follow(TITLE)
    liaison.follow("Object to the assignment")
    liaison.page.get_by_label("Reason").fill("加装电梯后续管护由市场监管部门牵头。")
    liaison.press("Object to the assignment")

    assert last_entry("handling") == (2, "object", "廖闻")
    liaison.open(OURS)
    expect(liaison.page.locator("table.ours")).to_contain_text("Objected to")
    expect(liaison.page.locator("table.ours")).to_contain_text("the supervision office")
