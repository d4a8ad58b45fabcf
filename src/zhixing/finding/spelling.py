"""The pinyin in which people type a name: whole or by first letters, in every reading its characters have.

单 is a family name Shan and otherwise dan or chan; whoever types sdm or danxiaodong finds 单 all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from pypinyin import Style, pinyin

from zhixing.assembly import names

MOST_READINGS = 32
"""So many readings of a name are kept, the likeliest first; long names of units have more than anybody types."""
_AREAS = "省市县区"
_LONGEST_AREA = 4


def readings(name: str, *, family: bool) -> list[tuple[str, ...]]:
    """Return the readings of a name as syllables, the usual one first.

    ``family`` tells that it is a person's, whose characters are read one by one; in the name of a unit the word
    decides, as in 会计.
    """
    usual = tuple(names.spelled(name)[0].split())
    found = dict.fromkeys([usual] if usual else [])
    for reading in islice(product(*_by_character(name, alone=family)), MOST_READINGS):
        found.setdefault(reading)
    return list(found)


def _by_character(name: str, *, alone: bool) -> list[list[str]]:
    parts = list(name) if alone else [name]
    read = [one for part in parts for one in pinyin(part, style=Style.NORMAL, heteronym=True, errors="default")]
    cleaned = [list(dict.fromkeys(_letters(syllable) for syllable in one)) for one in read]
    return [[syllable for syllable in one if syllable] for one in cleaned if any(one)]


def _letters(syllable: str) -> str:
    return "".join(character for character in syllable.lower() if character.isalnum())


def whole(reading: Sequence[str]) -> str:
    """Return a reading as one word."""
    return "".join(reading)


def initials(reading: Sequence[str]) -> str:
    """Return the first letters of a reading."""
    return "".join(syllable[0] for syllable in reading)


def without_area(name: str) -> Iterator[str]:
    """Yield the name of a unit, and what is left of it without the area it begins with: 安澜市住建局 → 住建局."""
    yield name
    for place, character in enumerate(name[:_LONGEST_AREA]):
        if character in _AREAS and len(name) > place + 2:
            yield name[place + 1 :]
            return
