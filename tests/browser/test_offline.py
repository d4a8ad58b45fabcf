"""A telephone whose network goes away: what was opened can be read, is marked, and is gone after signing out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.browser.served import reader, sign_in

WRITE = "/desk/proposals/new/submit/"
PAGES = "caches.keys().then((all) => all.filter((one) => one.startsWith('zhixing-pages-')))"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (name.startsWith("zhixing-pages-")) {
      for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
    }
  }
  return found.sort();
}"""
NOTE = "离线，内容为"


@pytest.fixture
def phone(chromium: Browser, city: str) -> Iterator[BrowserContext]:
    """A member's telephone, with the inbox open and kept."""
    with ExitStack() as stack:
        context = reader(chromium, language="zh-hans", width=NARROW, keeps=True)
        stack.callback(context.close)
        sign_in(context.new_page(), city, "member")
        _wait_until_kept(context.pages[0], "/desk/", WRITE)
        yield context


def _wait_until_kept(page: Page, *paths: str) -> None:
    for _turn in range(100):
        if set(paths) <= set(page.evaluate(KEPT)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{paths} are not kept, but {page.evaluate(KEPT)}")


def test_what_was_opened_is_read_without_a_network(phone: BrowserContext, city: str) -> None:
    page = phone.pages[0]
    page.locator("td.title a").first.click()
    page.wait_for_load_state()
    case, title = page.url, page.locator("h1").inner_text()
    _wait_until_kept(page, case.removeprefix(city))
    expect(page.locator("[data-offline]")).to_be_hidden()

    phone.set_offline(True)
    page.goto(f"{city}/desk/")
    expect(page.locator("[data-offline]")).to_contain_text(NOTE)
    expect(page.locator("td.title a").first).to_be_visible()
    page.goto(case)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.goto(f"{city}/desk/figures/")
    expect(page.locator("h1")).to_have_text("这一页没有存在本机")

    phone.set_offline(False)
    page.goto(case)
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_the_empty_form_of_a_proposal_opens_without_a_network_and_keeps_what_is_typed(
    phone: BrowserContext, city: str
) -> None:
    page = phone.pages[0]
    phone.set_offline(True)
    page.goto(f"{city}{WRITE}")
    page.locator("[name=title]").fill("关于增设公共充电桩的建议")
    page.goto(f"{city}/desk/")
    page.goto(f"{city}{WRITE}")

    expect(page.locator("[name=title]")).to_have_value("关于增设公共充电桩的建议")


def test_forms_files_and_errors_are_not_kept(phone: BrowserContext, city: str) -> None:
    page = phone.pages[0]
    for path in ("/desk/figures/", "/password/", "/desk/dragons/", "/account/notices/"):
        page.goto(f"{city}{path}")
    page.goto(f"{city}{WRITE}")
    page.click("main button[value=act]")
    page.wait_for_load_state()
    expect(page.locator("#form-errors")).to_be_visible()

    kept = page.evaluate(KEPT)

    assert "/desk/" in kept
    assert {"/desk/figures/", "/password/", "/desk/dragons/", "/account/notices/", WRITE} & set(kept) == set()


def test_signing_out_wipes_everything(phone: BrowserContext, city: str) -> None:
    page = phone.pages[0]
    page.locator(".to-menu").click()
    page.locator("#menu [data-sign-out] button").click()
    page.wait_for_url(f"{city}/login/")
    expect(page.locator("h1")).to_have_text("登录")
    page.wait_for_timeout(300)

    assert page.evaluate(PAGES) == []
    phone.set_offline(True)
    page.goto(f"{city}/desk/")
    expect(page.locator("h1")).to_have_text("这一页没有存在本机")


def test_another_reader_finds_nothing_of_the_first(phone: BrowserContext, city: str) -> None:
    page = phone.pages[0]
    page.goto(f"{city}/help/")
    _wait_until_kept(page, "/help/")
    first = page.evaluate(PAGES)
    phone.clear_cookies()

    sign_in(page, city, "member2")
    page.goto(f"{city}/desk/")
    _wait_until_kept(page, "/desk/")

    assert len(page.evaluate(PAGES)) == 1
    assert page.evaluate(PAGES) != first
    assert "/help/" not in page.evaluate(KEPT)


def test_what_is_fetched_ahead_leaves_the_cookies_of_the_next_reader_alone(phone: BrowserContext, city: str) -> None:
    page = phone.pages[0]
    page.evaluate(f"(async () => {{ for (const one of await {PAGES}) await caches.delete(one); }})()")
    phone.clear_cookies(name="zhixing_csrf")
    page.evaluate(f"navigator.serviceWorker.controller.postMessage({{ keep: ['{WRITE}'] }})")
    _wait_until_kept(page, WRITE)

    assert {cookie["name"] for cookie in phone.cookies()} == {"zhixing_session"}
