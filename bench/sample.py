"""How long the sample city takes to build, and acts per second: 450 proposals, and ten times as many.

Each size is built by a process of its own into a folder of its own, since nothing empties a register.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.installation import install, table

PER_ACT = 2.25
"""Proposals for each act that the other measurements perform: 450 at the size of a city."""
TIMES = (1, 10)
ONCE = "once"


def main(size: int) -> None:
    """Measure and print."""
    rows: list[tuple[str, ...]] = [("proposals", "acts", "s", "acts/s", "acts/s of processor time", "MB at most")]
    for times in TIMES:
        proposals = int(size * PER_ACT) * times
        data = Path(os.environ["ZHIXING_DATA"]) / str(times)
        data.mkdir()
        asked = [sys.executable, "-m", "bench.sample", str(proposals), ONCE]
        printed = subprocess.check_output(asked, env=os.environ | {"ZHIXING_DATA": str(data)}, text=True)
        found = json.loads(printed.splitlines()[-1])
        wall, acts = found["wall"], found["acts"]
        per_second, of_processor = f"{acts / wall:.0f}", f"{acts / found['processor']:.0f}"
        rows.append((str(proposals), str(acts), f"{wall:.0f}", per_second, of_processor, f"{found['memory']:.0f}"))
    table(rows)


def build(proposals: int) -> None:
    """Build one city and print what it took."""
    install()
    from zhixing.sample.build import build_city

    wall, processor = time.perf_counter(), time.process_time()
    acts = build_city(size=proposals)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"acts": acts, "wall": wall, "processor": processor, "memory": memory}))


if __name__ == "__main__":
    (build if sys.argv[2:] == [ONCE] else main)(int(sys.argv[1]))
