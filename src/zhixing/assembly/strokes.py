"""The official order of people's names by the strokes of the family name 姓氏笔画, as lists of members are printed.

The order of characters is that of GF 3003 (by the number of strokes, then by their kinds: 于 stands before 万), read
from the table of the package cn-sort. Its code is never imported: it would reconfigure logging and write files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Key = tuple[tuple[int, int], bool, tuple[tuple[int, int], ...]]

UNKNOWN = 1
"""Characters that the table lacks stand after all it knows, by their code points."""
OF_ONE_CHARACTER = 2
"""The length of a name whose given name is a single character."""


def in_strokes(people: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Return people by the strokes of their names; equal names stay in the order in which they came."""
    return sorted(people, key=lambda one: key_of(name(one)))


def key_of(name: str) -> Key:
    """Return what a name is sorted by.

    First the family name; of one family name, those with a given name of one character first, as official lists have
    it; then character by character. A compound family name needs no list: its characters are compared one by one.
    Names in other letters stand after those in characters.
    """
    characters = tuple(_place(one) for one in name if not one.isspace() and one not in "·•")
    first = characters[0] if characters else (UNKNOWN, 0)
    return first, len(characters) > OF_ONE_CHARACTER, characters


def _place(character: str) -> tuple[int, int]:
    place = _table().get(character)
    return (0, place) if place is not None else (UNKNOWN, ord(character))


@cache
def _table() -> Mapping[str, int]:
    """Return the place of each Chinese character; read once, when a list first asks for it."""
    path = Path(str(distribution("cn-sort").locate_file("cn_sort/res/all_word.json")))
    entries = json.loads(path.read_text(encoding="utf-8"))["all_word"]
    return {one["chinese"]: one["stroke_increment_level"] for one in entries if not one["chinese"].isascii()}
