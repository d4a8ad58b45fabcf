"""The small sample city, served as a committee would serve it: a process of its own, real sign-in, real policies."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "zhixing.cli.main")
PASSWORD = "zhixing-demo"
PATIENCE = 180
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}


def build_city(folder: Path) -> None:
    """Build the small city into a folder."""
    subprocess.run(
        [*COMMAND, "demo", "--no-serve", "--size", "small", "--data", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder.parent,
        env=_environment(),
    )


@contextmanager
def served_city(built: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of a city that was built, so that nobody meets what others do there; yield its address."""
    data = folder / "data"
    shutil.copytree(built, data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [*COMMAND, "serve", "--bind", address],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_environment() | {"ZHIXING_DATA": str(data)},
        )
    try:
        _wait(server, f"http://{address}/healthz", folder / "serve.log")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


def _environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIXING_", "DATABASE_URL"))}
    return {**ours, "DJANGO_SETTINGS_MODULE": "zhixing.config.settings"}


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own server on this machine
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        else:
            return


def reader(browser: Browser, *, language: str, width: int, keeps: bool = False) -> BrowserContext:
    """Return a browser profile of somebody who reads a language on a screen of some width; `keeps` pages, if asked."""
    size: Any = {"width": width, "height": 800}
    return browser.new_context(
        viewport=size,
        locale=LOCALES[language],
        extra_http_headers={"Accept-Language": language},
        service_workers="allow" if keeps else "block",
    )


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in as somebody of the sample city, and come to the inbox."""
    page.goto(f"{address}/login/")
    page.fill("[name=sign_in]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    try:
        page.wait_for_url(f"{address}/desk/")
    except PlaywrightError as error:
        shown = page.locator("body").inner_text()[:600]
        raise AssertionError(f"{name} stands at {page.url}, which says: {shown}") from error
