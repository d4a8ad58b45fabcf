"""Headings of lists: what the columns of a kind of list are called, and which row of a sheet holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from zhixing.procedure.words import Words
from zhixing.sheets.text import Cell

SERIAL = frozenset({"序号", "序", "顺序号", "行号", "id", "serial", "row"})
"""Columns that only count the rows: a row that has nothing else is a row not filled in yet."""
LONGEST = 60
"""What is longer is hardly a heading, and is not remembered as one."""
HEADING_ROWS = 30
"""A heading row stands among so many first rows, below titles and notes."""
SAYS_NO_MORE = frozenset({"姓名", "名称", "名单", "单位", "单位名称", "结果", "类别", "内容", "name"})
"""Lower headings that only repeat what the one above them says."""
_ABOUT = re.compile(r"(?:基本|有关|相关)?(?:信息|情况)$")
_BRACKETS = re.compile(r"[(（\[【〔<《].*?[)）\]】〕>》]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(?<=[^\W\d])[\d一二三四五]$")


class Headings:
    """The columns of one kind of list.

    ``synonyms`` has for each field the words for it, separated by spaces; ``key`` is the field without which a list is
    none. ``called`` and ``needs`` end the sentences that refuse a file: what the list is called, and the column it
    needs. ``prefix`` is a word that may stand before any heading.
    """

    def __init__(self, synonyms: Mapping[str, str], *, key: str, called: Words, needs: Words, prefix: str = "") -> None:
        self.fields = {name: field for field, names in synonyms.items() for name in names.split()}
        self.key = key
        self.called = called
        self.needs = needs
        self.prefix = prefix
        self._found: dict[str, str | None] = {}

    def field_of(self, heading: str) -> str | None:
        """Return the field a heading means, or None.

        Width, spaces, punctuation and remarks in brackets do not matter.
        """
        if len(heading) > LONGEST:
            return self._field_of(heading)
        if heading not in self._found:
            self._found[heading] = self._field_of(heading)
        return self._found[heading]

    def _field_of(self, heading: str) -> str | None:
        whole = letters(heading)
        bare = letters(_BRACKETS.sub("", heading))
        names = (whole, bare, _NUMBERED.sub("", whole), bare.removeprefix(self.prefix))
        return next((self.fields[name] for name in names if name in self.fields), None)

    def heading_of(self, headings: Iterable[str], field: str) -> str | None:
        """Return the heading under which a file has a field, or None."""
        return next((heading for heading in headings if self.field_of(heading) == field), None)

    def row(self, rows: Sequence[Sequence[Cell]]) -> int | None:
        """Return which row holds the headings: the first of those that name most fields, the key among them."""
        best, found = 0, None
        for at, cells in enumerate(rows[:HEADING_ROWS]):
            fields = {self.field_of(cell) for cell in cells if isinstance(cell, str)} - {None}
            if self.key in fields and len(fields) > best:
                best, found = len(fields), at
        if found and self._continues(rows[found - 1], rows[found]):
            return found - 1
        return found

    def _continues(self, above: Sequence[Cell], cells: Sequence[Cell]) -> bool:
        """Return whether the heading of the key is merged with the row above, whose headings these refine."""
        pairs = zip(above, cells, strict=False)
        return any(one == other and isinstance(one, str) and self.field_of(one) == self.key for one, other in pairs)

    def below(self, headings: Sequence[str], cells: Sequence[Cell]) -> list[str] | None:
        """Return the headings refined by a second heading row (主办 and 会办 below 承办单位), or None when it is none.

        It is one when it repeats the heading of the key, being merged with it, or has another for it or leaves that
        place empty and names nothing but fields, or nothing but what stands below headings of several columns.
        """
        second = [cell.strip() if isinstance(cell, str) else "" if cell is None else "?" for cell in cells]
        wide = max(len(headings), len(second))
        upper, second = _padded(headings, wide), _padded(second, wide)
        key = next(at for at, name in enumerate(upper) if self.field_of(name) == self.key)
        refined, above = [], ""
        for name, detail in zip(upper, second, strict=True):
            above = name or above
            refined.append(self._joined(above, detail) if detail and detail != name else name)
        if second[key] == upper[key]:
            return refined
        named = [name for name in second if name]
        named_key = not second[key] or self.field_of(second[key]) == self.key
        if not named_key or not named:
            return None
        return refined if all(map(self.field_of, named)) or self._is_below(upper, second, refined) else None

    def _joined(self, above: str, detail: str) -> str:
        """Return what a column is called by both its headings: 电话 below 联络员, 姓名 below 提案人信息.

        Where both together name a field, they are it; else the lower one, unless it says no more than what the upper
        one says by itself (结果 below 办理结果).
        """
        bare = _ABOUT.sub("", letters(above))
        joined = next((one for one in (above + detail, bare + letters(detail)) if self.field_of(one)), None)
        if joined or self.field_of(detail):
            return joined or detail
        return bare if letters(detail) in SAYS_NO_MORE and self.field_of(bare) else detail

    def _is_below(self, upper: Sequence[str], second: Sequence[str], refined: Sequence[str]) -> bool:
        """Tell whether a row stands below headings of several columns alone, and names at least two fields there."""
        places = [at for at, name in enumerate(second) if name]
        spread = {at for at, name in enumerate(upper) if name and at + 1 < len(upper) and not upper[at + 1]}
        below = all((not upper[at] or at in spread) and second[at] != "?" for at in places)
        return below and sum(self.field_of(refined[at]) is not None for at in places) > 1


@lru_cache(maxsize=4096)
def is_serial(heading: str) -> bool:
    """Return whether a heading is that of a column that only counts rows."""
    return letters(heading) in SERIAL


def letters(heading: str) -> str:
    """Return a heading's letters and digits alone, half-width and in lower case."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def _padded(names: Sequence[str], wide: int) -> list[str]:
    return [*names, *[""] * (wide - len(names))]
