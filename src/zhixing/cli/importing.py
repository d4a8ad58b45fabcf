"""`zhixing import`: ledgers and rosters in. A dry run shows what would happen; a second import changes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhixing.assembly.models import Body
from zhixing.cli import rosters
from zhixing.cli.answers import LOCALE
from zhixing.cli.commands import Subparsers, add_command, day
from zhixing.cli.failure import CommandFailed
from zhixing.cli.initialise import ensure_migrated
from zhixing.cli.people import one_body
from zhixing.proposals.importing import import_ledger
from zhixing.proposals.importing.words import import_words
from zhixing.sheets import FileUnreadable
from zhixing.sheets.report import Report

PROPOSALS = ("proposal", "proposals")
KINDS = (*PROPOSALS, *rosters.KINDS_SAID)
WORD = {".zip", ".docx", ".doc", ".wps"}


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "import",
        does="Take in a ledger or roster (XLSX, CSV, JSON lines), or proposals in Word (.docx, a folder, a ZIP).",
        example="zhixing import proposals 台账.xlsx --body 331097 --dry-run",
    )
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help="proposals, units, liaisons, members or accounts")
    parser.add_argument("path", metavar="PATH", type=Path)
    parser.add_argument("--body", metavar="CODE", help="the committee, of a ledger's rows that name none")
    parser.add_argument("--since", metavar="D", type=day, help="rosters: the day from which they hold")
    parser.add_argument("--slips", metavar="OUT", type=Path, help="accounts: the new HTML file of slips to print")
    parser.add_argument("--renew", action="store_true", help="accounts: new codes for those who never signed in")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--json", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Import and report; 1 when the file cannot be read to its end, 0 otherwise, rejected rows or not."""
    path: Path = arguments.path
    if not (path.is_file() or path.is_dir()):
        raise CommandFailed(f"{path} is neither a file nor a folder. Check the path.")
    ensure_migrated()
    arguments.progress = _show if sys.stderr.isatty() else lambda _rows: None
    try:
        report = _taken(arguments)
    except FileUnreadable as error:
        raise CommandFailed(error.sentence.say(LOCALE)) from error
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    rosters.say(report, as_json=arguments.json, dry_run=arguments.dry_run)
    if report.broken:
        sys.stderr.write(f"{report.broken.say(LOCALE)} What stands before is in; mend the file and import it again.\n")
    return 1 if report.broken else 0


def _taken(arguments: argparse.Namespace) -> Report:
    """Import what the kind says."""
    if arguments.kind in rosters.KINDS_SAID:
        return rosters.import_roster(arguments)
    path, dry_run, progress = arguments.path, arguments.dry_run, arguments.progress
    if path.is_dir() or path.suffix.lower() in WORD:
        return import_words(path, body=one_body(arguments.body), dry_run=dry_run, progress=progress)
    return import_ledger(path, body=_body(arguments.body), dry_run=dry_run, progress=progress)


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
