"""Word files a second, from a folder to proposals read; the goal is 50 on one core."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.installation import table
from tests.proposals.word_files import write_folder
from zhixing.proposals.word import WordProposal, read_word

PER_ACT = 5
"""Files for each act that the other measurements perform: 1,000 with the usual 200."""


def main(size: int) -> None:
    """Measure and print."""
    rows: list[tuple[str, ...]] = [("", "files", "files/s", "files/s of processor time", "slowest, ms")]
    with TemporaryDirectory() as folder:
        rows.append(_read(Path(folder), size * PER_ACT))
    table(rows)


def _read(folder: Path, many: int) -> tuple[str, ...]:
    write_folder(folder, many)
    wall, processor = time.perf_counter(), time.process_time()
    before, slowest, count = wall, 0.0, 0
    for found in read_word(folder):
        if not isinstance(found, WordProposal):
            raise TypeError(found.sentence.en)
        now = time.perf_counter()
        before, slowest, count = now, max(slowest, now - before), count + 1
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return "Word files", str(count), f"{count / wall:.0f}", f"{count / processor:.0f}", f"{slowest * 1000:.0f}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
