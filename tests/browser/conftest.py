"""A browser, a served town, and what every page must pass: no error in the console, no sideways scroll."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.served import build_city, served_city
from tests.factories.accounts import PASSWORD, make_account
from tests.world.kept import kept
from tests.world.town import Town, build_town
from zhixing.accounts.models import Account

# The browser's event loop runs in this thread for the whole run, and so does the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = 1280, 360
REFUSED_FORM = "status of 422"
"""The browser's own note about a form that was refused, which is an answer and no error."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The installed browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sample city, built once for the run."""
    folder = tmp_path_factory.mktemp("built") / "city"
    build_city(folder)
    return folder


@pytest.fixture(scope="module")
def city(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which a copy of the sample city is served to the tests of a module."""
    with served_city(built_city, tmp_path_factory.mktemp("city")) as address:
        yield address


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The committee and its people, each with an account; everything is emptied afterwards (tests/conftest.py)."""
    return kept("the town with accounts", _with_accounts)


def _with_accounts() -> Town:
    town = build_town()
    for name, person in town.people.items():
        make_account(name, person=person)
    return town


@dataclass
class Visit:
    """Somebody at a browser of some width."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED_FORM not in message.text:
            self.errors.append(message.text)

    def open(self, path: str) -> None:
        """Go to an address and look at the page."""
        self.page.goto(f"{self.address}{path}")
        self.look()

    def enter(self, name: str) -> None:
        """Come to the inbox as somebody who has signed in."""
        client = Client()
        client.force_login(Account.objects.get(sign_in=name))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        self.open("/desk/")

    def sign_in(self, name: str) -> None:
        """Sign in by the page and come to the inbox."""
        self.open("/login/")
        self.page.get_by_label("Sign-in name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        assert self.page.url == f"{self.address}/desk/"

    def follow(self, link: str) -> None:
        """Follow a link of the main part by its words."""
        self.page.locator("main").get_by_role("link", name=link, exact=True).first.click()
        self.look()

    def press(self, button: str) -> None:
        """Press a button of the main part by its words."""
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        # A form that keeps a draft is sent once its text is saved.
        expect(self.page.locator("form[aria-busy]")).to_have_count(0)
        self.look()

    def look(self) -> None:
        """Fail on what no page may do."""
        self.page.wait_for_load_state()
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= room, f"{self.page.url} scrolls sideways: {width} > {room}"
        assert self.page.locator("h1").count() == 1
        assert self.errors == []


@dataclass
class Desk:
    """Opens visits: each in a browser profile of its own, as on a device of its own."""

    browser: Browser
    server: LiveServer
    stack: ExitStack

    def visit(self, name: str, *, width: int = WIDE, address: str = "") -> Visit:
        """Return somebody who has just signed in, at an address other than the server's own if one is given."""
        size: Any = {"width": width, "height": 800}
        context = self.browser.new_context(
            viewport=size, locale="en-GB", extra_http_headers={"Accept-Language": "en"}, service_workers="block"
        )
        self.stack.callback(context.close)
        visit = Visit(context.new_page(), address or self.server.url)
        visit.enter(name)
        return visit


@pytest.fixture
def desk(chromium: Browser, live_server: LiveServer, town: Town) -> Iterator[Desk]:
    """The town, served."""
    with ExitStack() as stack:
        yield Desk(chromium, live_server, stack)
