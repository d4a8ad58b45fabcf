"""Files made in a test, as offices keep them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

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
