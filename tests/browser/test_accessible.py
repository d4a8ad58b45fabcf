"""Every kind of page, as different people read it: nothing for axe to find, no error, nothing wider than the screen.

Each walk is one person at one screen in one language and mode; together they see every kind of page, state and form.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.served import reader, sign_in

REFUSED = ("status of 403", "status of 404", "status of 422")
"""The browser's own notes about answers that a page of ours explains."""
CASES = "td.title a[href^='/cases/'], th.title a[href^='/cases/']"


@dataclass(frozen=True)
class Walk:
    """What one person opens: plain addresses; a case of each list named; in these cases, the acts named."""

    who: str
    language: str = "zh-hans"
    width: int = WIDE
    mode: str = "usual"
    contrast: str = "usual"
    pages: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    acts: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """What a failing test is called by."""
        words = (self.who or "nobody", self.language, str(self.width), self.mode, self.contrast)
        return "-".join(word for word in words if word != "usual")


WALKS = (
    Walk("", pages=("/login/", "/nothing-here/", "/login/?next=/desk/")),
    Walk("", "en", NARROW, "elder", "high", pages=("/login/", "/nothing-here/")),
    Walk(
        "member",
        pages=(
            "/desk/",
            "/desk/?tab=read",
            "/desk/?tab=done",
            "/desk/?tab=mine",
            "/desk/?lamp=over",
            "/desk/drafts/",
            "/desk/proposals/?q=没有的",
            "/desk/proposals/new/submit/",
            "/desk/proposals/new/invite/",
            "/password/",
            "/committee/",
            "/account/notices/",
            "/help/",
        ),
        cases=(
            "/desk/proposals/?state=awaiting_cosign",
            "/desk/proposals/?state=revising",
            "/desk/handlings/?state=replied",
        ),
        acts=frozenset({"invite_more", "resubmit", "withdraw", "rate", "confirm_contact"}),
    ),
    Walk(
        "member3",
        "en",
        cases=("/desk/proposals/?state=awaiting_cosign", "/desk/proposals/?state=conversion_asked"),
        acts=frozenset({"cosign", "decline_cosign", "refuse_conversion"}),
    ),
    Walk(
        "member",
        "en",
        NARROW,
        "elder",
        pages=("/desk/", "/desk/proposals/", "/desk/proposals/new/submit/", "/desk/figures/", "/desk/leads/", "/help/"),
        cases=("/desk/handlings/?state=closed",),
    ),
    Walk(
        "clerk",
        "en",
        pages=(
            "/desk/",
            "/desk/proposals/",
            "/desk/calls/",
            "/desk/leads/",
            "/desk/promises/",
            "/desk/suggestions/",
            "/desk/figures/",
            "/rules/",
            "/rules/proposal-work-rules/",
            "/desk/settings/",
            "/desk/assessments/new/open/",
            "/desk/proposals/new/enter/",
            "/desk/import/?what=words",
            "/office/notices/default/",
            "/desk/import/?what=ledger",
        ),
        cases=(
            "/desk/proposals/?state=submitted",
            "/desk/proposals/?state=intake",
            "/desk/proposals/?state=filed",
            "/desk/proposals/?state=tracking",
            "/desk/promises/?state=claimed",
            "/desk/leads/?state=offered",
            "/desk/assessments/?state=reported",
        ),
        acts=frozenset({"first_review", "return_draft", "confirm_entry", "assign", "merge", "verify", "publish"}),
    ),
    Walk(
        "clerk",
        width=NARROW,
        contrast="high",
        pages=("/desk/", "/desk/proposals/", "/desk/figures/", "/rules/proposal-work-rules/", "/desk/settings/"),
        cases=("/desk/proposals/?state=assigned", "/desk/assessments/?state=reported"),
        acts=frozenset({"note", "correct"}),
    ),
    Walk(
        "director",
        mode="elder",
        contrast="high",
        pages=("/desk/", "/desk/settings/handling/"),
        cases=("/desk/proposals/?state=first_reviewed", "/desk/proposals/?state=archived"),
        acts=frozenset({"file", "decline"}),
    ),
    Walk(
        "unit.head",
        pages=("/desk/handlings/", "/desk/ours/", "/desk/ours/?tab=done", "/desk/ours/?lamp=over&step=contact"),
        cases=("/desk/handlings/?state=drafted", "/desk/promises/?state=open", "/desk/cohandlings/"),
        acts=frozenset({"sign_reply", "distribute", "request_extension", "claim_done", "progress"}),
    ),
    Walk(
        "unit.head",
        "en",
        NARROW,
        cases=("/desk/handlings/?state=drafted", "/desk/handlings/?state=accepted"),
        acts=frozenset({"sign_reply", "contact", "interim_reply", "return_draft"}),
    ),
    Walk("chair", "en", NARROW, pages=("/desk/papers/yearly/",)),
    Walk("party", contrast="high", pages=("/desk/papers/monthly/",)),
    Walk("clerk", width=NARROW, pages=("/desk/papers/", "/desk/papers/review/")),
    Walk("chair", "en", NARROW, "elder", pages=("/desk/overview/", "/desk/deciding/", "/desk/completion/")),
    Walk("minmeng", pages=("/desk/organisation/", "/desk/proposals/new/submit_collective/")),
    Walk("director", "en", NARROW, pages=("/desk/organisation/?order=strokes",)),
    Walk(
        "party",
        contrast="high",
        pages=("/desk/overview/", "/desk/deciding/", "/desk/completion/", "/desk/problems/candidates/"),
    ),
    Walk("research", "en", NARROW, pages=("/desk/problems/", "/desk/topics/")),
    Walk(
        "unit2",
        "en",
        NARROW,
        "elder",
        pages=("/desk/ours/", "/desk/ours/?part=cohandling", "/desk/ours/?tab=done"),
        cases=("/desk/cohandlings/?state=opinion_given",),
    ),
    Walk(
        "unit.handler",
        width=NARROW,
        pages=("/desk/ours/?officer=mine",),
        cases=("/desk/handlings/?state=accepted",),
        acts=frozenset({"draft_reply"}),
    ),
    Walk(
        "gov",
        "en",
        pages=("/desk/overview/",),
        cases=("/desk/handlings/?state=reply_review", "/desk/handlings/?state=return_requested"),
        acts=frozenset({"release_reply", "return_reply", "decide_objection"}),
    ),
    Walk(
        "sysadmin",
        width=NARROW,
        pages=(
            "/desk/",
            "/desk/accounts/?show=unused&order=strokes",
            "/desk/proposals/",
            "/desk/handlings/new/open/",
            "/help/unit/",
            "/desk/import/?what=accounts",
        ),
    ),
)


@dataclass
class Walker:
    """Somebody on a walk, who notes what is wrong and goes on."""

    page: Page
    address: str
    seen: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in REFUSED):
            self.errors.append(message.text)

    def open(self, path: str) -> None:
        """Go to an address and look at the page, unless it was looked at already."""
        if path not in self.seen:
            self.seen.add(path)
            self.page.goto(f"{self.address}{path}")
            self.look(path)

    def look(self, where: str) -> None:
        """Note what no page may do."""
        self.page.wait_for_load_state()
        width, room = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if width > room:
            self.faults.append(f"{where}: scrolls sideways, {width} > {room}")
        if self.page.locator("h1").count() != 1:
            self.faults.append(f"{where}: {self.page.locator('h1').count()} main headings")
        self.faults += [f"{where}: {finding}" for finding in findings(self.page)]
        self.faults += [f"{where}: {error}" for error in self.errors]
        self.errors.clear()

    def links(self, selector: str) -> list[str]:
        """Return where the links of a selector lead."""
        found: list[str] = self.page.eval_on_selector_all(selector, "all => all.map(one => one.getAttribute('href'))")
        return found

    def case_of(self, path: str, acts: frozenset[str]) -> None:
        """Open the first case of a list, and the forms of those acts wanted that are offered in it."""
        self.open(path)
        if self.page.url != f"{self.address}{path}":
            self.page.goto(f"{self.address}{path}")
        for case in self.links(CASES)[:1]:
            self.open(case)
            for form in self.links(".acts-column a.btn"):
                act = form.rstrip("/").rpartition("/")[2]
                if act in acts - self.acts:
                    self.acts.add(act)
                    self.open(form)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)
def test_every_page_is_accessible(chromium: Browser, city: str, walk: Walk) -> None:
    with ExitStack() as stack:
        context = reader(chromium, language=walk.language, width=walk.width)
        stack.callback(context.close)
        walker = Walker(context.new_page(), city)
        if walk.who:
            sign_in(walker.page, city, walk.who)
        for switch in (f"/language/{walk.language}/", f"/text/{walk.mode}/", f"/contrast/{walk.contrast}/"):
            walker.page.goto(f"{city}{switch}?next=/rules/")

        for path in walk.pages:
            walker.open(path)
        for path in walk.cases:
            walker.case_of(path, walk.acts)

        assert walker.faults == []
        assert walk.acts - walker.acts == frozenset()


def test_a_refused_form_is_accessible(chromium: Browser, city: str) -> None:
    with ExitStack() as stack:
        context = reader(chromium, language="zh-hans", width=NARROW)
        stack.callback(context.close)
        walker = Walker(context.new_page(), city)
        walker.page.goto(f"{city}/login/")
        walker.page.click("main button[type=submit]")
        walker.look("a sign-in without a name")
        sign_in(walker.page, city, "member2")

        walker.page.goto(f"{city}/desk/proposals/new/submit/")
        # Its text is saved before the form is sent, so that the click itself waits for nothing.
        with walker.page.expect_navigation():
            walker.page.click("main button[value=act]")
        walker.look("a proposal without a word")

        assert walker.page.locator("#form-errors a").count() > 3
        assert walker.faults == []


def test_a_form_is_printed_as_the_paper_form(chromium: Browser, city: str) -> None:
    with ExitStack() as stack:
        context = reader(chromium, language="zh-hans", width=WIDE)
        stack.callback(context.close)
        page = context.new_page()
        sign_in(page, city, "unit.head")
        # An account's language holds on every device, and another walk may have chosen English.
        page.goto(f"{city}/language/zh-hans/?next=/desk/handlings/%3Fstate=drafted")
        page.click(CASES)
        page.click(".acts-column a.btn.main")
        page.emulate_media(media="print")

        for gone in (".bar", ".menu", ".buttons", ".foot", ".field .help"):
            assert page.locator(gone).first.is_hidden(), gone
        assert "打印于" in page.locator(".printhead").inner_text()
        edges = page.eval_on_selector_all(
            ".form > .field", "all => all.map(one => getComputedStyle(one).borderTopWidth)"
        )
        assert edges
        assert set(edges) == {"1px"}


def test_the_checker_finds_what_is_wrong(chromium: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html><head><title>x</title></head><body><main><h1>x</h1>"
        "<input name='q'><p style='color:#ccc;background:#fff'>pale</p><h4>y</h4></main></body></html>"
    )
    shown = chromium.new_page()
    shown.goto(page.as_uri())

    found = findings(shown)

    assert [one.partition(" ")[0] for one in found] == ["color-contrast", "heading-order", "html-has-lang", "label"]
    shown.close()
