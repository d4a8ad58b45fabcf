"""Drawing by lot: anybody repeats it, the order of the frame does not matter, and everybody has the same chance."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from zhixing.supervision.drawing import RECIPE, SHELL, digest, drawn, written

FRAME = [f"331097-2026-{place:06}" for place in range(1, 61)]
SEED = "体彩26190期 83519"


def test_draw_is_what_it_was() -> None:
    # By the commands that the page shows, of which Python has no part.
    expected = ["331097-2026-000060", "331097-2026-000015", "331097-2026-000051"]

    assert drawn("20260715-83519", FRAME, 3) == expected


def test_order_of_the_frame_and_what_stands_twice_do_not_matter() -> None:
    shuffled = [*FRAME, *FRAME[:7]]
    random.Random(4).shuffle(shuffled)

    assert drawn(SEED, shuffled, 12) == drawn(SEED, FRAME, 12)
    assert written(shuffled) == written(FRAME)
    assert drawn(SEED, FRAME, 12) == drawn(SEED, FRAME, 20)[:12]
    assert len(set(drawn(SEED, FRAME, 60))) == 60


def test_another_seed_is_another_draw() -> None:
    assert drawn(SEED, FRAME, 10) != drawn(f"{SEED} ", FRAME, 10)


def test_everybody_has_the_same_chance() -> None:
    rounds, n = 3000, 6
    counts = Counter(one for place in range(rounds) for one in drawn(f"seed {place}", FRAME, n))
    expected = rounds * n / len(FRAME)
    # Chi-square of 59 degrees of freedom lies below 98 in 999 of 1000 fair draws.
    chi_square = sum((counts[one] - expected) ** 2 / expected for one in FRAME)

    assert chi_square * len(FRAME) / (len(FRAME) - n) < 98


def test_recipes_that_are_shown_give_the_same_draw(tmp_path: Path) -> None:
    (tmp_path / "frame.txt").write_text(f"{written(FRAME)}\n", encoding="utf-8")
    python = f"seed, n = {SEED!r}, 9\n{RECIPE}"
    by_python = subprocess.run([sys.executable, "-c", python], cwd=tmp_path, capture_output=True, check=True)
    shell = f"SEED='{SEED}' N=9\n{SHELL}"
    by_shell = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, check=True)
    first, *rows = by_shell.stdout.decode().splitlines()

    assert by_python.stdout.decode().split() == drawn(SEED, FRAME, 9)
    assert [row.split()[1] for row in rows] == drawn(SEED, FRAME, 9)
    assert first.split()[0] == digest(written(FRAME))
