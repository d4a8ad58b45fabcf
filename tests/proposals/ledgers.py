"""Ledgers made in a test, as offices keep them."""

from pathlib import Path

from tests.sheets.files import csv, jsonl, xlsx
from zhixing.proposals.ledger import LedgerRow, RowProblem, read_ledger

__all__ = ["csv", "jsonl", "problem_of", "problems", "read", "row_of", "rows", "xlsx"]


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
