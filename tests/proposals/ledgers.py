"""Ledgers made in a test, as offices keep them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from zhixing.proposals.ledger import LedgerRow, RowProblem, read_ledger

Cells = Sequence[Sequence[Any]]


def xlsx(
    folder: Path, rows: Cells, *, merged: Sequence[str] = (), name: str = "台账.xlsx", sheet: str = "Sheet"
) -> Path:
    """Write a workbook of one sheet, with these cells merged."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    book.save(folder / name)
    return folder / name


def csv(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "ledger.csv") -> Path:
    """Write a text as a CSV file."""
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def jsonl(folder: Path, *rows: object, name: str = "ledger.jsonl") -> Path:
    """Write one object a line."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def read(path: Path) -> list[LedgerRow | RowProblem]:
    """Return everything that reading gives."""
    return list(read_ledger(path))


def rows(path: Path) -> list[LedgerRow]:
    """Return the rows of a ledger that has no problems."""
    found = read(path)
    assert [one for one in found if isinstance(one, RowProblem)] == []
    return [one for one in found if isinstance(one, LedgerRow)]


def problems(path: Path) -> list[tuple[int, str, str]]:
    """Return the problems of a ledger: line, column, reason."""
    return [(one.line, one.column, one.reason.zh) for one in read(path) if isinstance(one, RowProblem)]


def row_of(folder: Path, **cells: object) -> LedgerRow:
    """Return the one row that these cells make, under these headings, beside a title."""
    (row,) = rows(jsonl(folder, {"案由": "关于修路的提案", **cells}))
    return row


def problem_of(folder: Path, **cells: object) -> RowProblem:
    """Return the problem that these cells make, beside a title."""
    (problem,) = read(jsonl(folder, {"案由": "关于修路的提案", **cells}))
    assert isinstance(problem, RowProblem)
    return problem
