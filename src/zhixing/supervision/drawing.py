"""Drawing by lot so that anybody can repeat it: a frame of numbers, a seed, and a rule that any language has.

Each number of the frame is hashed behind the seed, and those with the smallest hashes are drawn. The order in which the
frame is written down, the machine and the day do not matter; another seed gives another draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def written(numbers: Iterable[str]) -> str:
    """Return a frame as it is written down: each number once, in the order of its bytes, one on each line."""
    return "\n".join(sorted(set(numbers)))


def digest(frame: str) -> str:
    """Return the SHA-256 of a written frame in UTF-8, with a line break after the last line, as in a text file."""
    return sha256(f"{frame}\n".encode()).hexdigest()


def drawn(seed: str, numbers: Iterable[str], n: int) -> list[str]:
    """Return the ``n`` numbers whose SHA-256 of seed, line break and number are the smallest, the smallest first."""
    return sorted(set(numbers), key=lambda number: sha256(f"{seed}\n{number}".encode()).hexdigest())[:n]


RECIPE = """\
from hashlib import sha256
frame = open("frame.txt", encoding="utf-8").read().split()
key = lambda number: sha256(f"{seed}\\n{number}".encode()).hexdigest()
print(*sorted(frame, key=key)[:n], sep="\\n")"""
"""The same as :func:`drawn` in Python for whoever repeats it, with a line for the seed and the number before it."""

SHELL = """\
sha256sum frame.txt
while read number; do
  printf '%s\\n%s' "$SEED" "$number" | sha256sum | cut -c1-64 | tr '\\n' ' '
  echo "$number"
done < frame.txt | sort | head -n "$N" """.rstrip()
"""The same with the tools of every Linux system, after lines that set ``SEED`` and ``N``."""
