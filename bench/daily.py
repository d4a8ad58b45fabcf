"""What the day's clocks and the desk of those who oversee everything cost as open cases become many.

The sample city is built through the one door, and its open cases are multiplied (bench/multiplying.py). Each figure is
taken in a process of its own, so that its memory is its own too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.installation import install, table

OPEN = (500, 10_000, 100_000)
"""Open cases beside which the small city's own are measured: at size `city`."""
AT_CITY = 200
EACH = 5
WHO = ("clerk", "director", "party")
PAGES = {
    "inbox": "/desk/",
    "overview": "/desk/overview/",
    "figures": "/desk/figures/",
    "completion": "/desk/completion/",
    "list of proposals": "/desk/proposals/",
    "list of handlings": "/desk/handlings/",
}


def main(size: int) -> None:
    """Measure and print."""
    install()
    from bench.multiplying import Multiplying
    from zhixing.sample.build import build_city

    build_city(size=max(50, size))
    many = Multiplying()
    runs: list[tuple[str, ...]] = [("the day's clocks", "open cases", "acts", "s", "processor, s", "MB at most")]
    pages: list[tuple[str, ...]] = [("page", "open cases", "ms", "processor, ms", "statements")]
    for wanted in OPEN:
        begun = time.perf_counter()
        many.until(wanted * size // AT_CITY)
        print(f"  {many.open} open cases, made in {time.perf_counter() - begun:.0f} s", flush=True)
        for what in ("sealing", "a quiet day", "a day with work"):
            found = _apart("run", what)
            shown = (f"{found['wall']:.2f}", f"{found['processor']:.2f}", f"{found['memory']:.0f}")
            runs.append((what, str(many.open), str(found["acts"]), *shown))
        for who in WHO:
            for name, took, processor, statements in _apart("pages", who)["pages"]:
                pages.append((f"{name}, {who}", str(many.open), f"{took:.0f}", f"{processor:.0f}", str(statements)))
    table(runs)
    table(pages)


def _apart(what: str, which: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    asked = [sys.executable, "-m", "bench.daily", what, which]
    found: dict[str, Any] = json.loads(subprocess.check_output(asked, env=os.environ, text=True).splitlines()[-1])
    return found


def measure_run(which: str) -> dict[str, Any]:
    """Run the day's clocks once: today, which seals what is new at first, or on the next day that brings something."""
    import django

    django.setup()
    from zhixing.assembly import clock
    from zhixing.cases.daily import next_day, run_day

    day = (next_day() if which == "a day with work" else None) or clock.today()
    with clock.simulated(max(datetime.combine(day, datetime.min.time(), clock.ZONE).replace(hour=6), clock.now())):
        wall, processor = time.perf_counter(), time.process_time()
        report = run_day(day)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return {"wall": wall, "processor": processor, "acts": report.reminders + report.automatic, "memory": _memory()}


def measure_pages(who: str) -> dict[str, Any]:
    """Ask for each page in this process and return the median of the times it took."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from zhixing.accounts.models import Account

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(Account.objects.get(sign_in=who))
    rows = []
    for name, url in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        statements = len(queries)
        if answer.status_code != 200:
            continue
        times = [_timed(lambda url=url: client.get(url)) for _time in range(EACH)]
        took, processor = (1000 * median(some) for some in zip(*times, strict=True))
        rows.append((name, took, processor, statements))
    return {"pages": rows, "memory": _memory()}


def _timed(doing: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    doing()
    return time.perf_counter() - wall, time.process_time() - processor


def _memory() -> float:
    """Return the most memory this program has had, in megabytes; ``getrusage`` would count what began it as well."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return int(said.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if sys.argv[1].isdigit():
        main(int(sys.argv[1]))
    else:
        measure = {"run": measure_run, "pages": measure_pages}[sys.argv[1]]
        print(json.dumps(measure(sys.argv[2])))
