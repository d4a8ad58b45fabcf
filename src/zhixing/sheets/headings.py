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
        place empty and names nothing but fields. Where both together name a field (电话 below 联络员), both are it.
        """
        second = [cell.strip() if isinstance(cell, str) else "" if cell is None else "?" for cell in cells]
        wide = max(len(headings), len(second))
        upper, second = _padded(headings, wide), _padded(second, wide)
        key = next(at for at, name in enumerate(upper) if self.field_of(name) == self.key)
        named = [name for name in second if name]
        merged = second[key] == upper[key]
        named_key = not second[key] or self.field_of(second[key]) == self.key
        if not merged and (not named_key or not named or not all(map(self.field_of, named))):
            return None
        refined, above = [], ""
        for name, detail in zip(upper, second, strict=True):
            above = name or above
            refined.append(above + detail if detail and self.field_of(above + detail) else detail or name)
        return refined


@lru_cache(maxsize=4096)
def is_serial(heading: str) -> bool:
    """Return whether a heading is that of a column that only counts rows."""
    return letters(heading) in SERIAL


def letters(heading: str) -> str:
    """Return a heading's letters and digits alone, half-width and in lower case."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def _padded(names: Sequence[str], wide: int) -> list[str]:
    return [*names, *[""] * (wide - len(names))]
