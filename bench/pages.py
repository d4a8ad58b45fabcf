"""How quickly pages come, and what they weigh: signed in, on a city ten times the usual size, for one reader and 16.

The city is served as `zhixing serve` does it. First byte and whole answer are taken by plain requests, with the
processor time that the server's processes took for each answer; requests, bytes as they went over the net and the full
load by Chromium, once with an empty cache and once more.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from bench.installation import install, table

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

PER_ACT = 22.5
"""Proposals for each act that the other measurements perform: 4,500 at the size of a city."""
READERS = (1, 16)
EACH = 24
"""Times that each reader asks for a page."""
PASSWORD = "zhixing-demo"  # noqa: S105 - the sample city's, and public
CHROMIUM = "/usr/bin/chromium"
PAGES = {
    "inbox": "/desk/",
    "list": "/desk/proposals/",
    "case": "",
    "board": "/desk/proposals/board/",
}


def main(size: int) -> None:
    """Measure and print."""
    install()
    from zhixing.assembly.models import Body
    from zhixing.cases.models import Case
    from zhixing.sample.build import build_city

    if not Body.objects.exists():
        build_city(size=int(size * PER_ACT))
    proposals = Case.objects.unscoped("all are counted").filter(kind="proposal").count()
    print(f"  {proposals} proposals, {Case.objects.unscoped('all are counted').count()} cases")
    with _served() as (host, port, server):
        cookie = _signed_in(host, port)
        pages = PAGES | {"case": _a_case(host, port, cookie)}
        _print_times(host, port, cookie, pages, server)
        _print_weights(f"http://{host}:{port}", pages)


@contextmanager
def _served() -> Iterator[tuple[str, int, int]]:
    """Serve the installation; yield host, port and the number of the server's first process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host, port = free.getsockname()
    command = [sys.executable, "-m", "zhixing.cli.main", "serve", "--bind", f"{host}:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        _wait(f"http://{host}:{port}/healthz", server)
        yield host, port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own server on this machine
        except (urllib.error.URLError, OSError):
            if server.poll() is not None:
                raise SystemExit("The server did not start.") from None
            time.sleep(0.25)
        else:
            return
    raise SystemExit("The server does not answer.")


def _signed_in(host: str, port: int) -> str:
    """Sign the clerk in and return the cookies of the session."""
    connection = HTTPConnection(host, port)
    connection.request("GET", "/login/")
    answer = connection.getresponse()
    page, cookies = answer.read().decode(), _cookies(answer)
    token = _found(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    body = f"csrfmiddlewaretoken={token}&sign_in=clerk&password={PASSWORD}&next=/desk/"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    connection.request("POST", "/login/", body, headers)
    answer = connection.getresponse()
    answer.read()
    return f"{cookies}; {_cookies(answer)}"


def _cookies(answer: HTTPResponse) -> str:
    sent = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(one.split(";")[0].strip() for one in sent)


def _a_case(host: str, port: int, cookie: str) -> str:
    """Return the address of an assigned proposal."""
    connection = HTTPConnection(host, port)
    connection.request("GET", "/desk/proposals/?state=assigned", headers={"Cookie": cookie})
    return _found(r'href="(/cases/[^/"]+/)"', connection.getresponse().read().decode())


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise SystemExit(f"A page holds nothing like {pattern}.")
    return found[1]


def _processor(server: int) -> float:
    """Return the seconds of processor time that a process and those it started have taken."""
    started = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    fields = [
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for pid in (server, *started)
    ]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def _print_times(host: str, port: int, cookie: str, pages: dict[str, str], server: int) -> None:
    heads = ("first byte, ms: median", "95 %", "whole answer, ms: median", "95 %", "processor, ms")
    rows: list[tuple[str, ...]] = [("page", "readers", *heads)]
    for readers in READERS:
        for name, path in pages.items():
            taken = _processor(server)
            with ThreadPoolExecutor(readers) as pool:
                asked = [pool.submit(_ask, host, port, cookie, path) for _reader in range(readers)]
                times = [one for each in asked for one in each.result()]
            each_took = (_processor(server) - taken) / len(times)
            first, whole = zip(*times, strict=True)
            rows.append((name, str(readers), *(f"{1000 * one:.0f}" for one in (*_two(first), *_two(whole), each_took))))
    table(rows)


def _ask(host: str, port: int, cookie: str, path: str) -> list[tuple[float, float]]:
    connection = HTTPConnection(host, port)
    times = []
    for _time in range(EACH):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        first = time.perf_counter() - begun
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{path} answers {answer.status}.")
        times.append((first, time.perf_counter() - begun))
    return times


def _two(times: tuple[float, ...]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20)[-1]


def _print_weights(address: str, pages: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    heads = ("requests", "kB", "loaded, ms", "again: requests", "kB", "loaded, ms")
    rows: list[tuple[str, ...]] = [("page", *heads)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, path in pages.items():
            # What a service worker fetches would not be counted.
            context = browser.new_context(locale="zh-CN", service_workers="block")
            page = context.new_page()
            page.goto(f"{address}/login/")
            page.fill("[name=sign_in]", "clerk")
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            weigh = context.new_cdp_session(page)
            weigh.send("Network.enable")
            weigh.send("Network.clearBrowserCache")
            rows.append((name, *_weighed(page, weigh, address + path), *_weighed(page, weigh, address + path)))
            context.close()
        browser.close()
    table(rows)


def _weighed(page: Page, weigh: CDPSession, url: str) -> tuple[str, str, str]:
    """Load a page and return the requests it makes over the net, what they weigh, and how long it takes."""
    sizes: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"] > 0:
            sizes.append(event["encodedDataLength"])

    weigh.on("Network.loadingFinished", finished)
    begun = time.perf_counter()
    page.goto(url, wait_until="load")
    took = time.perf_counter() - begun
    page.wait_for_timeout(200)
    weigh.remove_listener("Network.loadingFinished", finished)
    return str(len(sizes)), f"{sum(sizes) / 1024:.0f}", f"{1000 * took:.0f}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
