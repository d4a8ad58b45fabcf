"""One proposal from the member's telephone to the closed file, each step by the right office in a real browser."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.db import connection
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Desk, Visit
from tests.world.town import Town, proposal_data
from zhixing.cases.models import Case
from zhixing.desk.models import Draft
from zhixing.register import protection
from zhixing.register.models import Entry

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TITLE = str(proposal_data()["title"])
REPLY = "来信收悉。一是明确每部电梯的管理责任主体；二是设立维保资金共管账户。感谢您的关心。"


def last_entry(kind: str) -> tuple[int, str, str]:
    """Return number, act and actor of the last entry of the one case of a kind."""
    case = Case.objects.unscoped("test").get(kind=kind)
    entry = Entry.objects.unscoped("test").filter(case=case.number).order_by("-number")[0]
    return entry.number, entry.act, entry.actor.name if entry.actor else ""


def begin(visit: Visit, act: str) -> None:
    """Go from the inbox to the case and to the form of an act."""
    visit.follow(TITLE)
    visit.follow(act)


def test_the_register_is_protected_while_stories_are_told(town: Town) -> None:
    assert protection.missing(connection) == []


def test_thin_path(desk: Desk, town: Town, settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-01-21"
    member = desk.visit("an", width=NARROW)
    write(member)
    assert last_entry("proposal") == (1, "submit", "安行")
    assert not Draft.objects.exists()

    settings.ZHIXING_TODAY = "2026-01-22"
    clerk = desk.visit("chen")
    begin(clerk, "First review")
    clerk.page.get_by_label("File", exact=True).check()
    clerk.page.get_by_label("Opinion").fill("事实清楚，建议具体。")
    clerk.press("First review")
    assert last_entry("proposal") == (2, "first_review", "陈阅")

    settings.ZHIXING_TODAY = "2026-01-23"
    director = desk.visit("ding")
    begin(director, "File")
    director.press("File")
    assert last_entry("proposal") == (3, "file", "丁衡")
    expect(director.page.locator("main")).to_contain_text("1005001")

    settings.ZHIXING_TODAY = "2026-03-02"
    clerk.open("/desk/")
    begin(clerk, "Assign")
    clerk.page.get_by_label("Handling (lead) unit").select_option(label="市住房和城乡建设局")
    clerk.press("Assign")
    assert last_entry("proposal") == (4, "assign", "陈阅")

    handle(desk, settings)

    settings.ZHIXING_TODAY = "2026-04-28"
    member.open("/desk/")
    begin(member, "Rate the reply")
    member.page.get_by_role("group", name="Overall").get_by_label("Satisfied", exact=True).check()
    member.page.get_by_label("In your own words").fill("办得实在。")
    member.press("Rate the reply")
    assert last_entry("handling") == (7, "rate", "安行")
    assert last_entry("proposal") == (5, "all_answered", "")

    settings.ZHIXING_TODAY = "2026-05-06"
    clerk.open("/desk/")
    begin(clerk, "Conclude")
    clerk.press("Conclude")
    assert last_entry("proposal") == (6, "conclude", "陈阅")
    assert Case.objects.of_body(town.body).get(kind="proposal").state == "closed"


def write(member: Visit) -> None:
    """Write a proposal on a telephone: begin, be interrupted, find everything again, be corrected, submit."""
    page = member.page
    member.follow("Proposal: Submit")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Situation").fill(str(proposal_data()["situation"]))
    expect(page.locator("#saved")).to_contain_text("Only you can read this draft.", timeout=10_000)
    member.open("/desk/proposals/new/submit/")
    expect(page.get_by_label("Title")).to_have_value(TITLE)

    member.press("Submit")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Fill in Analysis.")
    expect(page.get_by_label("Situation")).to_have_value(str(proposal_data()["situation"]))

    page.get_by_label("Society").check()
    page.get_by_label("Analysis").fill(str(proposal_data()["analysis"]))
    page.get_by_label("Suggestions").fill(str(proposal_data()["suggestions"]))
    page.get_by_label("Plenary proposal").check()
    page.get_by_label("Yes", exact=True).check()
    member.press("Submit")
    expect(page.get_by_role("status").first).to_contain_text("“Submit” is entered as entry 1.")


def handle(desk: Desk, settings: LazySettings) -> None:
    """Let the unit receive, make contact, draft and sign, and the supervision office release."""
    settings.ZHIXING_TODAY = "2026-03-03"
    liaison = desk.visit("liao")
    begin(liaison, "Receive")
    liaison.page.get_by_label("Officer in charge").fill("韩拓")
    liaison.press("Receive")
    assert last_entry("handling") == (2, "accept", "廖闻")

    settings.ZHIXING_TODAY = "2026-03-10"
    liaison.follow("Enter a contact")
    liaison.page.get_by_label("Visit").check()
    liaison.page.get_by_label("Day").fill("2026-03-10")
    liaison.page.get_by_label("What was said").fill("到小区座谈，听取三条意见。")
    liaison.press("Enter a contact")
    assert last_entry("handling") == (3, "contact", "廖闻")

    settings.ZHIXING_TODAY = "2026-04-10"
    handler = desk.visit("han")
    begin(handler, "Draft the reply")
    handler.page.get_by_label("Draft", exact=True).fill(REPLY)
    handler.press("Draft the reply")
    assert last_entry("handling") == (4, "draft_reply", "韩拓")

    settings.ZHIXING_TODAY = "2026-04-20"
    head = desk.visit("hu")
    begin(head, "Sign the reply")
    expect(head.page.get_by_label("Reply", exact=True)).to_have_value(REPLY)
    head.page.get_by_role("group", name="Result letter").get_by_label("A solved or adopted").check()
    for place in (0, 1):  # a row for each suggestion of the proposal
        head.page.locator(f"#id_answers-{place}-answer").fill("已经办理。")
        head.page.locator(f"#id_answers-{place}-letter_0").check()
    head.page.get_by_label("In full").check()
    head.press("Sign the reply")
    assert last_entry("handling") == (5, "sign_reply", "胡砚")

    settings.ZHIXING_TODAY = "2026-04-22"
    supervisor = desk.visit("gu")
    begin(supervisor, "Release the reply")
    supervisor.press("Release the reply")
    assert last_entry("handling") == (6, "release_reply", "顾衍")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_filters_work_in_place_and_the_address_keeps_them(desk: Desk, settings: LazySettings, width: int) -> None:
    settings.ZHIXING_TODAY = "2026-01-21"
    write(desk.visit("an"))
    clerk = desk.visit("chen", width=width)

    clerk.page.get_by_role("link", name="Overdue 0").click()

    expect(clerk.page.locator("#results")).to_contain_text("Nothing of this sort waits for you.")
    assert clerk.page.url.endswith("/desk/?lamp=over")
    clerk.look()
    clerk.open("/desk/proposals/")
    clerk.page.get_by_label("Number or title").fill("没有的")
    clerk.press("Find")
    expect(clerk.page.locator("#results")).to_contain_text("No case meets these filters.")
