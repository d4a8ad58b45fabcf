"""Excel workbooks as rows of cells, merged cells filled downwards."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from zhixing.procedure.words import Words
from zhixing.sheets.problems import FileUnreadable
from zhixing.sheets.sources import CHUNK, OLD_OFFICE, WORKBOOK, Line, Sheet, refuse_unless_text
from zhixing.sheets.text import Cell

LARGEST = 1 << 30
"""Bytes of a workbook when unpacked; a small file that swells beyond this is not a list."""
LONGEST_MERGE = 2000
"""Rows of one merged cell that are filled; nobody merges more of them in earnest."""
END_OF_ROWS = b"</sheetData>"
_MERGED = re.compile(rb'mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
BEGIN_OF_CELL = b"<c "
LONGEST_CELL = 200_000
"""Bytes of one cell's XML, far more than Excel allows."""
_FORMULA = re.compile(rb"<c ([^<>]*)>\s*(?:<f(?:\s[^<>]*)?/>|<f(?:\s[^<>]*)?>[^<]*</f>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)
"""What openpyxl raises for damaged files, in different places of different ones."""


def sheets(path: Path, begun: bytes) -> Iterator[Sheet]:
    """Yield the visible sheets of an .xlsx file; FileUnreadable for anything else under that name."""
    if begun.startswith(OLD_OFFICE):
        raise FileUnreadable(
            Words(
                f"{path.name} 不是 .xlsx：它是旧版 Excel（.xls）文件，或者加了密码；请另存为不加密的 .xlsx。",
                f"{path.name} is no .xlsx but an old Excel file, or has a password; save it as .xlsx without one.",
            )
        )
    if not begun.startswith(WORKBOOK):
        refuse_unless_text(path, begun)
        raise _not_a_workbook(path)
    with _damage_told(path):
        _refuse_swelling(path)
        book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Sheet(_lines(path, book, sheet), str(sheet.title), book.epoch == CALENDAR_MAC_1904)
    finally:
        book.close()


def _refuse_swelling(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise _not_a_workbook(path)
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            raise FileUnreadable(
                Words(
                    f"{path.name} 解压后超过 1 GB，请分成几个文件。",
                    f"{path.name} is larger than 1 GB when unpacked; split it.",
                )
            )


def _lines(path: Path, book: Workbook, sheet: ReadOnlyWorksheet) -> Iterator[Line]:
    with _damage_told(path):
        merged_cells, unsaved = _beside_the_values(book, sheet)
        covered = _covered(merged_cells)
        tops: dict[tuple[int, int], Cell] = {top: None for places in covered.values() for top in places}
        sheet.reset_dimensions()  # some programs write a wrong size, and cells outside it would be lost
        rows: Iterator[tuple[Cell, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[misc]  # the stub's self
        for number, row in enumerate(rows, 1):
            cells = list(row)
            merged = _fill(number, cells, covered.get(number, []), tops) if covered else frozenset()
            yield Line(number, cells, merged, unsaved.get(number, frozenset()))


def _fill(
    number: int, cells: list[Cell], from_: list[tuple[int, int]], tops: dict[tuple[int, int], Cell]
) -> frozenset[int]:
    for column, cell in enumerate(cells):
        if (number, column) in tops:
            tops[number, column] = cell
    filled = set()
    for top in from_:
        column = top[1]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = tops[top]
        filled.add(column)
    return frozenset(filled)


def _covered(merged: list[str]) -> dict[int, list[tuple[int, int]]]:
    """Return for each row the merged cells that reach down to it, by the row and column in which they begin."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for reference in merged:
        left, top, _right, bottom = range_boundaries(reference)
        if left and top and bottom and bottom - top <= LONGEST_MERGE:
            for row in range(top + 1, bottom + 1):
                covered.setdefault(row, []).append((top, left - 1))
    return covered


def _beside_the_values(book: Workbook, sheet: ReadOnlyWorksheet) -> tuple[list[str], dict[int, frozenset[int]]]:
    """Return the merged cells, and for each row the columns that hold a formula whose value the file does not keep."""
    # openpyxl tells of merged cells only when it loads a whole book, which takes minutes for a large one, and of
    # formulas only in place of the values.
    archive, part = book._archive, sheet._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 - see above
    rest, unsaved = b"", dict[int, set[int]]()
    with archive.open(part) as xml:
        while chunk := xml.read(CHUNK):
            rest += chunk
            end = rest.find(END_OF_ROWS)
            _note_unsaved(rest[:end] if end >= 0 else rest, unsaved)
            rest = rest[end:] if end >= 0 else rest[-max(len(END_OF_ROWS), len(rest) - _last_cell(rest)) :]
    merged = [reference.decode() for reference in _MERGED.findall(rest)]
    return merged, {row: frozenset(columns) for row, columns in unsaved.items()}


def _last_cell(xml: bytes) -> int:
    """Return where the last cell begins, which may go on in the next piece; the end when it would be too long."""
    at = xml.rfind(BEGIN_OF_CELL)
    return at if at >= 0 and len(xml) - at < LONGEST_CELL else len(xml)


def _note_unsaved(xml: bytes, unsaved: dict[int, set[int]]) -> None:
    if b"<f" not in xml:
        return
    for attributes, value in _FORMULA.findall(xml):
        place = _PLACE.search(attributes)
        # A formula that gave an empty text is kept as a text without letters.
        if place and not (value and b't="str"' in attributes):
            unsaved.setdefault(int(place[2]), set()).add(column_index_from_string(place[1].decode()) - 1)


def _not_a_workbook(path: Path) -> FileUnreadable:
    return FileUnreadable(
        Words(
            f"{path.name} 的内容不是 Excel 工作簿；请用表格软件打开后另存为 .xlsx。",
            f"{path.name} does not hold an Excel workbook; open it in a spreadsheet program and save it as .xlsx.",
        )
    )


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise FileUnreadable(
            Words(
                f"{path.name} 已损坏，无法读取；请用表格软件打开后另存一份再试。",
                f"{path.name} is damaged and cannot be read; open it in a spreadsheet program and save it again.",
            )
        ) from error
