"""Reading a list row by row: find the headings, pass over what is no row, and bring each cell under its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from string import ascii_uppercase

from zhixing.procedure.words import Words
from zhixing.sheets.cells import RowCells
from zhixing.sheets.headings import HEADING_ROWS, Headings
from zhixing.sheets.passed_over import is_no_row
from zhixing.sheets.problems import FileUnreadable, RowProblem
from zhixing.sheets.sources import Line, Sheet, beginning, csv_sheet, json_lines, refuse_unless_text
from zhixing.sheets.text import on_one_line
from zhixing.sheets.workbook import sheets


@dataclass(frozen=True, slots=True)
class Top:
    """What a sheet says of all its rows: its name, how its book counts days, its fields, and the texts above them."""

    sheet: str = ""
    since_1904: bool = False
    fields: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something: its line of the file or row of the sheet, its cells, and the top of its sheet."""

    line: int
    cells: RowCells
    top: Top


Read = Iterator[SheetRow | RowProblem]


def read_rows(path: Path, words: Headings) -> Read:
    """Yield each row of a list, in the list's order; a line that can be no row is a problem and stops nothing else.

    The file's ending says what it is: .xlsx, .csv (.tsv, .txt) or .jsonl (.ndjson, .json). Lines that are no rows,
    such as titles, blank lines, sums, sections and remarks, are passed over. FileUnreadable, with the first row
    asked for, when the file is not what its ending says or holds no such list.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        zh, en = words.called.zh, words.called.en
        raise FileUnreadable(
            Words(
                f"{path.name} 不是{zh}可用的文件类型；请给出 .xlsx、.csv 或 .jsonl 文件（旧版 .xls 请另存为 .xlsx）。",
                f"{path.name} is no file for {en}; give .xlsx, .csv or .jsonl (save an old .xls as .xlsx).",
            )
        )
    yield from reader(path, beginning(path), words)


def _read_workbook(path: Path, begun: bytes, words: Headings) -> Read:
    return _read_sheets(path, sheets(path, begun), words)


def _read_csv(path: Path, begun: bytes, words: Headings) -> Read:
    refuse_unless_text(path, begun)
    return _read_sheets(path, iter([csv_sheet(path, begun, words)]), words)


def _read_json(path: Path, begun: bytes, words: Headings) -> Read:
    refuse_unless_text(path, begun)
    top = Top()
    for number, fields in json_lines(path, begun):
        if fields is None:
            yield RowProblem(number, "", Words("这一行不是 JSON 对象。", "This line is no JSON object."))
        else:
            yield SheetRow(number, RowCells(words, tuple(fields), fields.values()), top)


READERS: Mapping[str, Callable[[Path, bytes, Headings], Read]] = {
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".jsonl": _read_json,
    ".ndjson": _read_json,
    ".json": _read_json,
}


def _read_sheets(path: Path, found: Iterator[Sheet], words: Headings) -> Read:
    lists = 0
    for sheet in found:
        first = list(islice(sheet.lines, HEADING_ROWS))
        at = words.row([line.cells for line in first])
        if at is not None:
            lists += 1
            yield from _read_sheet(sheet, first, at, words)
    if not lists:
        raise FileUnreadable(
            Words(
                f"在 {path.name} 中找不到标题行；{words.needs.zh}",
                f"{path.name} has no row of headings; {words.needs.en}",
            )
        )


def _read_sheet(sheet: Sheet, first: Sequence[Line], at: int, words: Headings) -> Read:
    headings = [_heading(cell) for cell in first[at].cells]
    rest = chain(first[at + 1 :], sheet.lines)
    following = next(rest, None)
    if following is not None:
        refined = words.below(headings, following.cells)
        headings = refined or headings
        rest = rest if refined else chain([following], rest)
    columns = _Columns(words, tuple(headings))
    top = Top(
        sheet=sheet.name,
        since_1904=sheet.since_1904,
        fields=frozenset(field for field in map(words.field_of, headings) if field),
        texts=tuple(cell for line in first[:at] for cell in line.cells if isinstance(cell, str)),
    )
    for line in rest:
        row = columns.row(line)
        if not is_no_row(row):
            yield SheetRow(line.number, row, top)


def _heading(cell: object) -> str:
    text = str(cell).strip() if cell is not None else ""
    return on_one_line(text) if "\n" in text else text


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a sheet by their headings; one without a heading goes by its letter."""

    words: Headings
    headings: tuple[str, ...]

    def row(self, line: Line) -> RowCells:
        """Return a line's cells under their headings."""
        missing = len(self.headings) - len(line.cells)
        cells = [*line.cells, *[None] * missing] if missing > 0 else line.cells
        names = _named(self.headings, len(cells))
        return RowCells(self.words, names, cells, merged=line.merged, unsaved=line.unsaved)


@lru_cache(maxsize=256)
def _named(headings: tuple[str, ...], wide: int) -> tuple[str, ...]:
    names = [*headings, *[""] * (wide - len(headings))]
    return tuple(name or f"{_letter(at)}列" for at, name in enumerate(names))


def _letter(at: int) -> str:
    high, low = divmod(at, len(ascii_uppercase))
    return (_letter(high - 1) if high else "") + ascii_uppercase[low]
