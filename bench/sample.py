"""How long the sample city takes to build, and acts per second: 450 proposals, and ten times as many."""

from __future__ import annotations

import sys
import time

from bench.installation import install, table

PER_ACT = 2.25
"""Proposals for each act that the other measurements perform: 450 at the size of a city."""
TIMES = (1, 10)


def main(size: int) -> None:
    """Measure and print."""
    rows: list[tuple[str, ...]] = [("proposals", "acts", "s", "acts/s", "acts/s of processor time")]
    for times in TIMES:
        install()
        from django.core.management import call_command

        from zhixing.sample.build import build_city

        call_command("flush", interactive=False, verbosity=0)
        proposals = int(size * PER_ACT) * times
        wall, processor = time.perf_counter(), time.process_time()
        acts = build_city(size=proposals)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        rows.append((str(proposals), str(acts), f"{wall:.0f}", f"{acts / wall:.0f}", f"{acts / processor:.0f}"))
    table(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]))
