"""Typing survives: the network, the tab, the session and the server are killed in turn, and every character compared.

Nothing typed more than five seconds ago may be lost, and nothing may be there twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NARROW, PASSWORD, WIDE, Desk, Visit
from tests.browser.gateway import Gateway
from tests.world.town import Town, proposal_data
from zhixing.cases.models import Case
from zhixing.desk.models import Draft

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NEW = "/desk/proposals/new/submit/"
TITLE = str(proposal_data()["title"])
ONE = "一是管护责任不清，业主自管小组换届后无人签字续保。"
TWO = "二是维保费用没有固定来源。\n三是故障电话分散，报修后平均 52 小时才到场。"
SOON = 5_000
"""Milliseconds within which what was typed has to be safe."""
AWAY, OVER = "The server cannot be reached.", "You are no longer signed in."


@pytest.fixture(autouse=True)
def _in_january(settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-01-21"


@pytest.fixture
def gateway(desk: Desk) -> Iterator[Gateway]:
    """The town behind a door that can be shut."""
    made = Gateway(desk.server.url)
    yield made
    made.shut()


def situation(page: Page) -> str:
    return page.get_by_label("Situation").input_value()


def type_on(page: Page, text: str) -> None:
    """Type at the end of the situation, key by key."""
    box = page.get_by_label("Situation")
    box.focus()
    page.keyboard.press("Control+End")
    for place, part in enumerate(text.split("\n")):
        if place:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(part[: len(part) // 2])
        page.keyboard.insert_text(part[len(part) // 2 :])


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=15_000)


def kept(*, beside: str = "") -> str:
    """Return what the server has of the situation."""
    return str(Draft.objects.get(beside=beside).data.get("situation", "")).replace("\r\n", "\n")


def comes_to(text: str, *, within: int = SOON) -> None:
    """Wait until the server has a text, and nothing else."""
    until = time.monotonic() + within / 1000
    while time.monotonic() < until:
        if Draft.objects.filter(beside="").exists() and kept() == text:
            break
        time.sleep(0.1)
    assert kept() == text


def forgive(visit: Visit) -> None:
    """Forget what the browser says of answers that did not come; nothing else may have gone wrong."""
    assert [error for error in visit.errors if "Failed to load resource" not in error] == []
    visit.errors.clear()


def on_device(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('zhixing-draft-'))"))


# --- Saved while one types ---


def test_saved_in_a_few_seconds_and_at_every_loss_of_focus(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    member.open(NEW)

    type_on(member.page, ONE)
    comes_to(ONE)
    type_on(member.page, TWO)
    member.page.get_by_label("Analysis").focus()
    comes_to(ONE + TWO, within=1_500)

    saved(member.page)
    assert on_device(member.page) == []
    assert Draft.objects.count() == 1
    assert member.errors == []


def test_a_tab_that_is_closed_saves_at_once(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    member.open(NEW)

    type_on(member.page, ONE)
    member.page.close(run_before_unload=False)

    comes_to(ONE)


def test_a_tab_that_crashes_loses_nothing(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    member.open(NEW)
    type_on(member.page, ONE)
    saved(member.page)
    type_on(member.page, TWO)
    member.page.wait_for_timeout(300)

    context = member.page.context
    again = context.new_page()
    with pytest.raises(PlaywrightError):
        member.page.goto("chrome://crash", timeout=5_000)
    again.goto(f"{desk.server.url}{NEW}")

    expect(again.get_by_label("Situation")).to_have_value(ONE + TWO)
    comes_to(ONE + TWO)
    assert Draft.objects.count() == 1


# --- The network ---


def test_without_a_network_the_text_stays_here_and_goes_on_by_itself(desk: Desk, town: Town) -> None:
    member = desk.visit("an", width=NARROW)
    page = member.page
    member.open(NEW)
    type_on(page, ONE)
    saved(page)

    page.context.set_offline(True)
    type_on(page, TWO)
    expect(page.locator("#saved")).to_contain_text(AWAY, timeout=SOON)
    assert kept() == ONE
    assert len(on_device(page)) == 1
    page.context.set_offline(False)

    saved(page)
    assert (kept(), situation(page)) == (ONE + TWO, ONE + TWO)
    assert on_device(page) == []
    forgive(member)


def test_without_a_network_and_then_without_a_tab(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page, context = member.page, member.page.context
    member.open(NEW)
    type_on(page, ONE)
    saved(page)
    context.set_offline(True)
    type_on(page, TWO)
    page.wait_for_timeout(300)

    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{desk.server.url}{NEW}")

    expect(again.get_by_label("Situation")).to_have_value(ONE + TWO)
    comes_to(ONE + TWO)
    assert Draft.objects.count() == 1


def test_a_network_that_comes_and_goes_doubles_nothing(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    written = ""
    for number in range(1, 7):
        page.context.set_offline(number % 2 == 0)
        part = f"第{number}段，电梯停运。"
        type_on(page, part)
        written += part
        page.wait_for_timeout(700)
    page.context.set_offline(False)

    comes_to(written, within=15_000)
    assert situation(page) == written
    assert Draft.objects.count() == 1
    forgive(member)


# --- The server ---


def test_a_server_that_is_killed_gets_the_text_when_it_is_back(desk: Desk, gateway: Gateway, town: Town) -> None:
    member = desk.visit("an", address=gateway.address)
    page = member.page
    member.open(NEW)
    page.get_by_label("Title").fill(TITLE)
    type_on(page, ONE)
    saved(page)

    gateway.shut()
    type_on(page, TWO)
    expect(page.locator("#saved")).to_contain_text(AWAY, timeout=SOON)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("Nothing was sent.", timeout=SOON)
    assert situation(page) == ONE + TWO
    gateway.open()

    comes_to(ONE + TWO, within=25_000)
    saved(page)
    assert not Case.objects.unscoped("test").exists()
    forgive(member)


def test_a_server_that_fails_is_asked_again(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    page.route("**/desk/drafts/save*", lambda route: route.fulfill(status=503, body="down"))

    type_on(page, ONE)
    expect(page.locator("#saved")).to_contain_text("The server does not answer.", timeout=SOON)
    page.unroute("**/desk/drafts/save*")

    comes_to(ONE, within=15_000)
    saved(page)
    forgive(member)


def test_an_answer_that_was_lost_makes_no_second_text(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/desk/drafts/save*", lose, times=1)
    type_on(page, ONE)
    expect(page.locator("#saved")).to_contain_text(AWAY, timeout=SOON)
    type_on(page, TWO)

    saved(page)
    comes_to(ONE + TWO, within=15_000)
    assert Draft.objects.count() == 1
    forgive(member)


# --- The session ---


def test_a_session_that_ended_is_said_and_the_text_stands_there_after_signing_in(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    type_on(page, ONE)
    saved(page)

    Session.objects.all().delete()
    type_on(page, TWO)
    expect(page.locator("#saved")).to_contain_text(OVER, timeout=SOON)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("Nothing was sent.")
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Sign-in name").fill("an")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    assert page.url == f"{desk.server.url}{NEW}"
    expect(page.get_by_label("Situation")).to_have_value(ONE + TWO)
    comes_to(ONE + TWO)
    assert Draft.objects.count() == 1
    forgive(member)


def test_signing_in_in_another_tab_lets_this_one_go_on(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    Session.objects.all().delete()
    type_on(page, ONE)
    expect(page.locator("#saved")).to_contain_text(OVER, timeout=SOON)

    Visit(page.context.new_page(), desk.server.url).sign_in("an")

    comes_to(ONE, within=15_000)
    saved(page)
    forgive(member)


def test_another_person_on_the_same_device_meets_nothing_of_it(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    Session.objects.all().delete()
    type_on(page, ONE)
    expect(page.locator("#saved")).to_contain_text(OVER, timeout=SOON)

    other = Visit(page.context.new_page(), desk.server.url)
    other.sign_in("bo")
    other.open(NEW)
    expect(page.locator("#saved")).to_contain_text("Somebody else is signed in", timeout=15_000)

    assert situation(other.page) == ""
    assert not Draft.objects.exists()
    other.page.get_by_role("button", name="Sign out").click()
    other.page.wait_for_url("**/login/**")
    assert len(on_device(page)) == 1
    other.sign_in("an")
    other.open(NEW)
    expect(other.page.get_by_label("Situation")).to_have_value(ONE)
    comes_to(ONE)
    forgive(member)


def test_signing_out_asks_before_it_leaves_an_unsaved_text(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    page.route("**/desk/drafts/save*", lambda route: route.fulfill(status=503, body="down"))
    type_on(page, ONE)
    expect(page.locator("#saved")).to_contain_text("The server does not answer.", timeout=SOON)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_timeout(500)

    assert asked[0].startswith("This device holds text of yours")
    assert situation(page) == ONE
    page.unroute("**/desk/drafts/save*")
    comes_to(ONE, within=15_000)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    assert on_device(page) == []
    forgive(member)


# --- Two tabs ---


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_two_tabs_show_both_texts_and_lose_neither(desk: Desk, town: Town, width: int) -> None:
    member = desk.visit("an", width=width)
    first = member.page
    member.open(NEW)
    second = Visit(first.context.new_page(), desk.server.url)
    second.open(NEW)
    type_on(first, ONE)
    saved(first)

    type_on(second.page, TWO)

    panel = second.page.locator("#others")
    expect(panel).to_contain_text("Another text of this draft", timeout=SOON)
    expect(panel.locator("mark").first).to_be_visible()
    assert panel.locator(".side .text").all_inner_texts() == [TWO, ONE]
    here, there = (panel.locator(".side").nth(place).bounding_box() or {} for place in (0, 1))
    assert (here["y"] == there["y"]) is (width == WIDE)
    second.look()

    # The first goes on as if nothing had been, and both are kept.
    type_on(first, TWO)
    comes_to(ONE + TWO)
    assert sorted(str(row.data["situation"]).replace("\r\n", "\n") for row in Draft.objects.all()) == sorted(
        [ONE + TWO, TWO]
    )
    second.page.get_by_role("button", name="Take this over Situation").click()
    expect(second.page.get_by_label("Situation")).to_have_value(ONE + TWO)
    assert second.page.locator("#others .side .text").all_inner_texts() == [ONE + TWO, TWO]
    second.page.get_by_role("button", name="Put the other text away").click()
    expect(second.page.locator("#others article")).to_have_count(0)
    assert [row.beside for row in Draft.objects.all()] == [""]
    assert kept() == ONE + TWO
    assert member.errors == second.errors == []


def test_enter_in_a_line_saves_and_takes_nothing_over(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    member.open(NEW)
    second = Visit(member.page.context.new_page(), desk.server.url)
    second.open(NEW)
    type_on(member.page, ONE)
    saved(member.page)
    type_on(second.page, TWO)
    expect(second.page.locator("#others article")).to_have_count(1, timeout=SOON)

    second.page.get_by_label("Title").fill(TITLE)
    second.page.keyboard.press("Enter")
    second.page.wait_for_load_state()

    expect(second.page.get_by_label("Title")).to_have_value(TITLE)
    expect(second.page.get_by_label("Situation")).to_have_value(TWO)
    assert Draft.objects.count() == 2


def test_submitting_sends_what_was_just_typed_and_leaves_nothing(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Society").check()
    for label, name in (("Situation", "situation"), ("Analysis", "analysis"), ("Suggestions", "suggestions")):
        page.get_by_label(label).fill(str(proposal_data()[name]))
    page.get_by_label("Plenary proposal").check()
    page.get_by_label("Yes", exact=True).check()

    member.press("Submit")

    expect(page.get_by_role("status").first).to_contain_text("“Submit” is entered as entry 1.")
    page.wait_for_timeout(2_500)
    assert (Draft.objects.count(), on_device(page)) == (0, [])
    assert Case.objects.unscoped("test").get().title == TITLE
