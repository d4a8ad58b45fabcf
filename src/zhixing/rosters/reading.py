"""One row of a roster, its cells read field by field; all that is wrong with it is told together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from zhixing.procedure.words import Words
from zhixing.sheets import BadCell, CellUnreadable, RowProblem, SheetRow
from zhixing.sheets import dates as sheet_dates
from zhixing.sheets.names import listed
from zhixing.sheets.text import Cell, plain, short, written

T = TypeVar("T")
LONGEST_NAME = 100
YES = frozenset({"是", "√", "✓", "✔", "有", "y", "yes", "1", "true"})
NO = frozenset({"否", "×", "✗", "不是", "n", "no", "0", "false"})


class RowRefused(Exception):
    """A row that cannot come in, with the field at fault and the reason; raised before the row has written anything."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.field = field
        self.reason = Words(zh, en)


class RowReader:
    """The cells of one row, and what is to be noted about a row that comes in."""

    def __init__(self, row: SheetRow) -> None:
        self.row = row
        self.bad: list[BadCell] = []
        self.notes: list[BadCell] = [*row.cells.lost]

    def read(self, field: str, reader: Callable[[Cell], T], nothing: T) -> T:
        """Return what the field's cell says, ``nothing`` when it is empty or cannot be read; the latter is kept."""
        found = self.row.cells.of(field)
        if not found:
            return nothing
        try:
            return reader(found[0].cell)
        except CellUnreadable as error:
            self.bad.append(BadCell(found[0].heading, error.reason))
            return nothing

    def text(self, field: str, *, most: int = LONGEST_NAME) -> str:
        """Return a field on one line, empty when nothing is there."""
        return self.read(field, lambda cell: short(written(cell), most=most), "")

    def names(self, field: str) -> tuple[str, ...]:
        """Return the names that the cells of a field list, each once."""
        return self.read(field, lambda _cell: tuple(dict.fromkeys(self.listed(field))), ())

    def listed(self, field: str) -> Iterable[str]:
        """Yield the names that the cells of a field list; CellUnreadable for one too long."""
        return (short(name, most=LONGEST_NAME) for name in listed(found.cell for found in self.row.cells.of(field)))

    def day(self, field: str) -> date | None:
        """Return the day of a field, or None."""
        since_1904 = self.row.top.since_1904
        return self.read(field, lambda cell: sheet_dates.day(cell, since_1904=since_1904), None)

    def yes(self, field: str, *, words: frozenset[str] = frozenset()) -> bool | None:
        """Return whether a field says yes, in one of the usual ways or by one of ``words``; None when it is empty."""
        return self.read(field, lambda cell: _yes(written(cell), words), None)

    def note(self, field: str, zh: str, en: str) -> None:
        """Keep something that somebody should look at once the row is in."""
        self.notes.append(BadCell(self.heading(field), Words(zh, en)))

    def heading(self, field: str) -> str:
        """Return what the file calls a field."""
        return self.row.cells.heading_of(field) if field else ""

    def check(self) -> None:
        """Raise RowUnreadable when a cell could not be read."""
        if self.bad:
            raise RowUnreadable(self.bad)

    def problem(self, bad: list[BadCell]) -> RowProblem:
        """Return what is wrong with the row as the report tells it."""
        first, *also = (*bad, *self.row.cells.lost)
        return RowProblem(self.row.line, first.column, first.reason, tuple(also), self.row.top.sheet)

    @property
    def place(self) -> Words:
        """Where the row stands, in words."""
        line, sheet = self.row.line, self.row.top.sheet
        if not sheet:
            return Words(f"第 {line} 行", f"row {line}")
        return Words(f"工作表“{sheet}”第 {line} 行", f"row {line} of sheet {sheet}")


class RowUnreadable(Exception):
    """A row with cells that cannot be read."""

    def __init__(self, bad: list[BadCell]) -> None:
        super().__init__()
        self.bad = bad


def _yes(text: str, words: frozenset[str]) -> bool:
    said = plain(text).casefold()
    if said in YES or said in words:
        return True
    if said in NO:
        return False
    raise CellUnreadable(f"“{text}”看不出是或否，请写 是 或 否。", f"{text!r} says neither yes nor no; write 是 or 否.")
