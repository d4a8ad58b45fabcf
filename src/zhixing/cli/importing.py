"""`zhixing import`: a ledger of proposals in. A dry run shows what would happen; a second import changes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhixing.assembly.models import Body
from zhixing.cli.answers import LOCALE, print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.initialise import ensure_migrated
from zhixing.proposals.importing import ImportReport, import_ledger
from zhixing.proposals.ledger import LedgerUnreadable

KINDS = ("proposal", "proposals")


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "import",
        does="Take a ledger in: XLSX, CSV (UTF-8 or GB18030) or JSON lines.",
        example="zhixing import proposals 台账.xlsx --body 331097 --dry-run",
    )
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help="proposals")
    parser.add_argument("path", metavar="PATH", type=Path)
    parser.add_argument("--body", metavar="CODE", help="the committee of rows that name none")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--json", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Import and report; 1 when the file cannot be read to its end, 0 otherwise, rejected rows or not."""
    path: Path = arguments.path
    if not path.is_file():
        raise CommandFailed(f"{path} is not a file. Check the path.")
    ensure_migrated()
    progress = _show if sys.stderr.isatty() else lambda _rows: None
    try:
        report = import_ledger(path, body=_body(arguments.body), dry_run=arguments.dry_run, progress=progress)
    except LedgerUnreadable as error:
        raise CommandFailed(error.sentence.say(LOCALE)) from error
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    if arguments.json:
        print_json(report.as_json(LOCALE))
    else:
        _print(report, would="would be " if arguments.dry_run else "")
    if report.broken:
        sys.stderr.write(f"{report.broken.say(LOCALE)} What stands before is in; mend the file and import it again.\n")
    return 1 if report.broken else 0


def _body(code: str | None) -> Body | None:
    """Return the committee of rows that name none."""
    if not code:
        return None
    body = Body.objects.filter(slug=code).first()
    if body is None:
        raise CommandFailed(f"There is no committee with code {code}. `zhixing init` enters the first one.")
    return body


def _show(rows: int) -> None:
    sys.stderr.write(f"\r\033[K{rows} rows")
    sys.stderr.flush()


def _print(report: ImportReport, *, would: str) -> None:
    print(
        f"{report.read} rows read: {report.created} {would}created, {report.changed} {would}changed, "
        f"{report.unchanged} unchanged, {len(report.rejected)} rejected"
    )
    for one in report.rejected:
        sheet = f"{one.sheet} " if one.sheet else ""
        sys.stderr.write(f"{sheet}row {one.row}, {one.column or 'whole row'}: {one.reason.say(LOCALE)}\n")
