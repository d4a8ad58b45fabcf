"""Take the pictures of the documentation from the sample city, in both languages: `make pictures`.

Builds the city into a folder that is thrown away, serves it, signs in as each person and photographs what they see.
Needs Chromium and a Chinese font, as the browser's tests do.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "zhixing-demo"  # noqa: S105 - the sample city's, and public
WIDE, PHONE = (1280, 860), (360, 760)
PATIENCE = 1800
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


@dataclass(frozen=True)
class Shot:
    """A picture: its name, whose desk, the address to begin at, and the words on the links that lead on from there."""

    name: str
    who: str
    path: str = "/desk/"
    follow: tuple[str, ...] = ()
    phone: bool = False


SHOTS = (
    Shot("inbox", "clerk"),
    Shot("inbox-phone", "member", phone=True),
    Shot("case", "clerk", "/desk/proposals/?state=assigned", ("table a",)),
    Shot("write-phone", "member", "/desk/proposals/new/submit/", phone=True),
    Shot("list", "clerk", "/desk/proposals/"),
    Shot("review", "clerk", "/desk/proposals/review/"),
    Shot("board", "clerk", "/desk/proposals/board/"),
    Shot("unit", "unit", "/desk/ours/"),
    Shot("unit-phone", "unit.head", "/desk/ours/", phone=True),
    Shot("reply", "unit.handler", "/desk/handlings/?state=accepted", ("table a", "a[href*='/acts/draft_reply/']")),
    Shot("overview", "gov", "/desk/overview/"),
    Shot("overview-phone", "chair", "/desk/overview/", phone=True),
    Shot("organisation", "minmeng", "/desk/organisation/"),
    Shot("find", "clerk", "/desk/find/?q=ljdt"),
    Shot("bring-in", "clerk", "/desk/import/"),
    Shot("help", "member", "/help/"),
    Shot("figures", "director", "/desk/figures/"),
    Shot("figures-sectors", "director", "/desk/figures/?by=sector&category=society"),
    Shot("completion", "director", "/desk/completion/"),
    Shot("deciding", "gov", "/desk/deciding/"),
    Shot("deciding-phone", "director", "/desk/deciding/", phone=True),
    Shot("promise", "clerk", "/desk/promises/?state=claimed", ("table a",)),
    Shot("letter", "party", "/desk/letters/", ("table a",)),
    Shot("candidates", "director", "/desk/problems/candidates/"),
    Shot("problem", "research", "/desk/problems/", ("table a",)),
    Shot("keyproposal", "director", "/desk/keyproposals/", ("table a",)),
    Shot("paper", "clerk", "/desk/papers/yearly/"),
    Shot("rules", "clerk", "/rules/"),
)


def main() -> int:
    """Take the pictures asked for, all unless some are named."""
    parser = argparse.ArgumentParser(prog="tools/pictures.py", description="Take the pictures of the documentation.")
    parser.add_argument("name", nargs="*", help=f"one of {', '.join(shot.name for shot in SHOTS)}; all unless named")
    names = parser.parse_args().name
    if unknown := sorted(set(names) - {shot.name for shot in SHOTS}):
        parser.error(f"there is no picture {unknown[0]}")
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zxp-") as folder, _served(Path(folder)) as address, _browser() as browser:
        for language, locale in LANGUAGES.items():
            for shot in wanted:
                _take(browser, address, shot, language, locale)
    return 0


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Build the city and serve it at a free port until the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "zhixing.cli.main", "demo", "--data", str(folder), "--port", port]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own server on this machine
        except (urllib.error.URLError, OSError):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("The sample city is not served; try `make demo` and see what it says.") from None
            time.sleep(0.5)
        else:
            return


def _take(browser: Browser, address: str, shot: Shot, language: str, locale: str) -> None:
    width, height = PHONE if shot.phone else WIDE
    context = browser.new_context(
        locale=locale, viewport={"width": width, "height": height}, device_scale_factor=2 if shot.phone else 1
    )
    page = context.new_page()
    _sign_in(page, address, shot.who)
    page.goto(address + shot.path)
    for selector in shot.follow:
        page.locator("main").locator(selector).first.click()
        page.wait_for_load_state()
    page.screenshot(path=PICTURES / f"{shot.name}-{language}.png")
    print(f"{shot.name}-{language}.png", flush=True)
    context.close()


def _sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("[name=sign_in]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


if __name__ == "__main__":
    sys.exit(main())
