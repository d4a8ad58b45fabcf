"""The cells of one row under their headings, asked for by field."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from zhixing.procedure.words import Words
from zhixing.sheets.headings import Headings, is_serial
from zhixing.sheets.problems import BadCell
from zhixing.sheets.text import Cell, is_nothing

A_WORD = 40
"""Longer cells are looked at closely only where they are read."""
NO_FIELD = ""
"""The field of a heading that nobody asked for."""

LOST = Words(
    "这一格是公式，文件里没有保存它算出的值，所以没有读到内容。请用表格软件打开这个文件，保存后重新导入。",
    "This cell holds a formula whose value the file does not keep, so nothing was read. Open the file in a spreadsheet "
    "program, save it, and import it again.",
)


@lru_cache(maxsize=256)
def _plan(words: Headings, headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the field of each heading."""
    return tuple(words.field_of(heading) or NO_FIELD for heading in headings)


class Found(NamedTuple):
    """A cell that holds something, and where."""

    heading: str
    field: str
    cell: Cell

    @property
    def text(self) -> str:
        """The cell's text as it stands, for recognising a row."""
        return self.cell.strip() if isinstance(self.cell, str) else str(self.cell)


class RowCells:
    """A row's cells that hold something.

    ``merged`` are the headings of those that only continue a cell from above. ``lost`` says of each formula whose value
    the file does not keep that its cell could not be read.
    """

    __slots__ = ("_by_field", "found", "headings", "lost", "merged", "words")

    def __init__(
        self,
        words: Headings,
        headings: tuple[str, ...],
        cells: Iterable[Cell],
        *,
        merged: frozenset[int] = frozenset(),
        unsaved: frozenset[int] = frozenset(),
    ) -> None:
        self.words = words
        self.headings = headings
        self.merged = frozenset(headings[at] for at in merged)
        self.lost = tuple(BadCell(headings[at], LOST) for at in sorted(unsaved) if at < len(headings))
        named = zip(headings, _plan(words, headings), cells, strict=True)
        self.found = [Found(heading, field, cell) for heading, field, cell in named if not _is_empty(cell)]
        self._by_field: dict[str, list[Found]] = {}
        for found in self.found:
            self._by_field.setdefault(found.field, []).append(found)

    def of(self, field: str) -> list[Found]:
        """Return the cells of a field, most often one or none."""
        return self._by_field.get(field, [])

    def others(self) -> list[Found]:
        """Return the cells that belong to no field."""
        return self.of(NO_FIELD)

    def has_lost(self, field: str) -> bool:
        """Tell whether the cell of a field is a formula whose value the file does not keep."""
        return any(self.words.field_of(one.column) == field for one in self.lost)

    def own(self) -> list[Found]:
        """Return the cells that this row brings itself, columns that count rows left out."""
        return [one for one in self.found if one.heading not in self.merged and not is_serial(one.heading)]

    def heading_of(self, field: str) -> str:
        """Return the heading under which a field is found in this file, or the field's name."""
        return self.words.heading_of(self.headings, field) or field


def _is_empty(cell: Cell) -> bool:
    if isinstance(cell, str):
        return is_nothing(cell.strip() if len(cell) < A_WORD else cell)
    return cell is None or (isinstance(cell, list | dict) and not cell)
