"""Reading a ledger row by row: find the headings, pass over what is no row, and read each cell by its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from string import ascii_uppercase

from zhixing.procedure.words import Words
from zhixing.proposals.ledger import passed_over
from zhixing.proposals.ledger.cells import RowCells
from zhixing.proposals.ledger.headings import HEADING_ROWS, below, field_of, heading_row
from zhixing.proposals.ledger.numbers import banner_session, banner_year
from zhixing.proposals.ledger.row import Banner, read_row
from zhixing.proposals.ledger.rows import LedgerRow, LedgerUnreadable, RowProblem
from zhixing.proposals.ledger.sources import Line, Sheet, beginning, csv_sheet, json_lines, refuse_unless_text
from zhixing.proposals.ledger.workbook import sheets

Read = Iterator[LedgerRow | RowProblem]


def read_ledger(path: Path) -> Read:
    """Yield each proposal of a ledger as a row, or as a problem that stops nothing else, in the ledger's order.

    The file's ending says what it is: .xlsx, .csv (.tsv, .txt) or .jsonl (.ndjson, .json). Lines without a proposal,
    such as titles, blank lines, sums, sections and remarks, are passed over. LedgerUnreadable, with the first row
    asked for, when the file is not what its ending says or holds no ledger.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise LedgerUnreadable(
            Words(
                f"{path.name} 不是台账可用的文件类型；请给出 .xlsx、.csv 或 .jsonl 文件（旧版 .xls 请另存为 .xlsx）。",
                f"{path.name} is no file for a ledger; give .xlsx, .csv or .jsonl (save an old .xls as .xlsx).",
            )
        )
    yield from reader(path, beginning(path))


def _read_workbook(path: Path, begun: bytes) -> Read:
    return _read_sheets(path, sheets(path, begun))


def _read_csv(path: Path, begun: bytes) -> Read:
    refuse_unless_text(path, begun)
    return _read_sheets(path, iter([csv_sheet(path, begun)]))


def _read_json(path: Path, begun: bytes) -> Read:
    refuse_unless_text(path, begun)
    banner = Banner()
    for number, fields in json_lines(path, begun):
        if fields is None:
            yield RowProblem(number, "", Words("这一行不是 JSON 对象。", "This line is no JSON object."))
        else:
            yield read_row(number, RowCells(tuple(fields), fields.values()), banner)


READERS: Mapping[str, Callable[[Path, bytes], Read]] = {
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".jsonl": _read_json,
    ".ndjson": _read_json,
    ".json": _read_json,
}


def _read_sheets(path: Path, found: Iterator[Sheet]) -> Read:
    ledgers = 0
    for sheet in found:
        first = list(islice(sheet.lines, HEADING_ROWS))
        at = heading_row([line.cells for line in first])
        if at is not None:
            ledgers += 1
            yield from _read_sheet(sheet, first, at)
    if not ledgers:
        raise LedgerUnreadable(
            Words(
                f"在 {path.name} 中找不到标题行；台账至少要有“案由”（或“标题”“提案名称”）一列。",
                f"{path.name} has no row of headings; a ledger needs at least a column 案由 (title).",
            )
        )


def _read_sheet(sheet: Sheet, first: Sequence[Line], at: int) -> Read:
    headings = [_heading(cell) for cell in first[at].cells]
    rest = chain(first[at + 1 :], sheet.lines)
    following = next(rest, None)
    if following is not None:
        refined = below(headings, following.cells)
        headings = refined or headings
        rest = rest if refined else chain([following], rest)
    columns = Columns(tuple(headings))
    banner = _banner(sheet, first[:at], columns.fields)
    for line in rest:
        row = columns.row(line)
        if not passed_over.is_no_proposal(row):
            yield read_row(line.number, row, banner)


def _heading(cell: object) -> str:
    return str(cell).strip() if cell is not None else ""


def _banner(sheet: Sheet, above: Sequence[Line], fields: frozenset[str]) -> Banner:
    texts = tuple(cell for line in above for cell in line.cells if isinstance(cell, str))
    return Banner(
        sheet=sheet.name,
        since_1904=sheet.since_1904,
        session="" if fields & {"session", "term"} else banner_session(texts),
        year=None if "year" in fields else banner_year(texts),
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet by their headings; one without a heading goes by its letter."""

    headings: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the sheet has columns for."""
        return frozenset(field for field in map(field_of, self.headings) if field)

    def row(self, line: Line) -> RowCells:
        """Return a line's cells under their headings."""
        missing = len(self.headings) - len(line.cells)
        cells = [*line.cells, *[None] * missing] if missing > 0 else line.cells
        return RowCells(_named(self.headings, len(cells)), cells, merged=line.merged)


@lru_cache(maxsize=256)
def _named(headings: tuple[str, ...], wide: int) -> tuple[str, ...]:
    names = [*headings, *[""] * (wide - len(headings))]
    return tuple(name or f"{_letter(at)}列" for at, name in enumerate(names))


def _letter(at: int) -> str:
    high, low = divmod(at, len(ascii_uppercase))
    return (_letter(high - 1) if high else "") + ascii_uppercase[low]
