"""`zhixing export`: a kind's list, written out as a sheet, as CSV or as JSON lines."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings
from django.core.exceptions import FieldError

from zhixing.assembly import clock
from zhixing.cases import exporting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import actor_called, add_as

Rows = Iterable[dict[str, Any]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be taken for a formula by a spreadsheet."""
FILTERS = {"state": "state", "session": "session", "year": "year", "body": "body__name", "number": "official_number"}


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "export",
        does="Write a kind's list to a file; the ending chooses .xlsx, .csv or .jsonl.",
        example="zhixing export proposals list.xlsx --filter state=filed --as clerk",
    )
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--filter", metavar="k=v", action="append", default=[], type=_pair, help="may be repeated")
    add_as(parser)
    return parser


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or name not in FILTERS:
        raise argparse.ArgumentTypeError(f"expected one of {', '.join(FILTERS)} and a value, such as state=filed")
    return name, value


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    try:
        kind = kinds.get(arguments.kind)
    except KeyError as error:
        known = ", ".join(one.plural for one in kinds.everyone())
        raise CommandFailed(f"There is no kind {arguments.kind}. Kinds: {known}.") from error
    write = WRITERS.get(arguments.file.suffix.lower())
    if write is None:
        raise CommandFailed(f"{arguments.file} must end in {', '.join(WRITERS)}.")
    cases = _readable(arguments.user, kind)
    for name, value in arguments.filter:
        cases = _filtered(cases, name, value)
    try:
        count = write(arguments.file, exporting.column_names(kind), exporting.rows(kind, cases))
    except OSError as error:
        raise CommandFailed(f"{arguments.file} cannot be written ({error.strerror}).") from error
    print(f"{count} rows written to {arguments.file}")
    return 0


def _readable(user: str | None, kind: Kind) -> CaseQuerySet:
    """Return the cases a named person may see; with no name, the office's in a demo, the public's in production."""
    if user:
        actor, _body = actor_called(user)
        return Case.objects.visible_to(actor).filter(kind=kind.slug)
    everything = Case.objects.unscoped("the office of this installation, or the public, of all bodies")
    if settings.ZHIXING_MODE != "production":
        return everything.filter(kind=kind.slug)
    return kind.public(everything.filter(kind=kind.slug)) if kind.public else everything.none()


def _filtered(cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
    if name == "session":
        found = [one.pk for one in cases.sessions() if value in {one.name, one.short_name, str(one.pk)}]
        return cases.filter(session__in=found)
    try:
        return cases.filter(**{FILTERS[name]: value})
    except (FieldError, ValueError) as error:
        raise CommandFailed(f"{name}={value} cannot be looked for: {error}") from error


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
            writer.writerow([_guarded(row[name]) for name in names])
            count += 1
    return count


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _write_xlsx(path: Path, names: list[str], rows: Rows) -> int:
    count = 0
    with xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(clock.today().isoformat())
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name)
        for count, row in enumerate(rows, start=1):
            for column, name in enumerate(names):
                value = row[name]
                if value is not None:
                    sheet.write(count, column, value)
    return count


WRITERS: dict[str, Callable[[Path, list[str], Rows], int]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".jsonl": _write_jsonl,
}
