"""`zhixing export`: a kind's list, written out as a sheet, as CSV or as JSON lines."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

from zhixing.assembly import clock
from zhixing.cases import exporting, kinds
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.filters import CONDITIONS, filtered, known_filters
from zhixing.cli.people import add_as, readable

Rows = Iterable[dict[str, Any]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be taken for a formula by a spreadsheet."""


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "export",
        does="Write a kind's list to a file; the ending chooses .xlsx, .csv or .jsonl.",
        example="zhixing export proposals list.xlsx --filter state=filed --filter session=十届五次 --as clerk",
    )
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("file", metavar="FILE", type=Path)
    help_text = f"{', '.join(CONDITIONS)}, or a filter of the kind such as category; may be repeated"
    parser.add_argument("--filter", metavar="k=v", action="append", default=[], type=_pair, help=help_text)
    add_as(parser)
    parser.set_defaults(wrong=parser.error)
    return parser


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise argparse.ArgumentTypeError(f"expected a name and a value such as state=filed, not “{text}”")
    return name, value


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    try:
        kind = kinds.get(arguments.kind)
    except KeyError as error:
        known = ", ".join(one.plural for one in kinds.everyone())
        raise CommandFailed(f"There is no kind {arguments.kind}. Kinds: {known}.") from error
    path: Path = arguments.file
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise CommandFailed(f"{path} must end in {', '.join(WRITERS)}.")
    cases = readable(kind, arguments.user)
    for name, value in arguments.filter:
        if name not in known_filters(kind):
            arguments.wrong(f"{kind.plural} have no filter {name}; filters: {', '.join(known_filters(kind))}")
        cases = filtered(cases, kind, name, value)
    try:
        count = write(path, exporting.column_names(kind), exporting.rows(kind, cases))
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written ({error.strerror}).") from error
    print(f"{count} rows written to {path}")
    return 0


def _write_jsonl(path: Path, _names: list[str], rows: Rows) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _write_csv(path: Path, names: list[str], rows: Rows) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        count = 0
        for row in rows:
            writer.writerow([_guarded(_cell(row[name])) for name in names])
            count += 1
    return count


def _cell(value: object) -> object:
    """Return a value as a cell can hold it: rows and other structures as JSON, none as nothing."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _write_xlsx(path: Path, names: list[str], rows: Rows) -> int:
    count = 0
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(clock.today().isoformat())
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name)
        for count, row in enumerate(rows, start=1):
            for column, name in enumerate(names):
                value = _cell(row[name])
                if isinstance(value, int | float):
                    sheet.write_number(count, column, value)
                elif value is not None:
                    # Text stays text, whatever it begins with.
                    sheet.write_string(count, column, str(value))
    return count


WRITERS: dict[str, Callable[[Path, list[str], Rows], int]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".jsonl": _write_jsonl,
}
