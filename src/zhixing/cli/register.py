"""`zhixing register`: verify, rebuild, seal and export the register."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from zhixing.assembly.models import Body
from zhixing.cases.rebuilding import rebuild
from zhixing.cli.answers import print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.files import verifying
from zhixing.register import protection, verifier
from zhixing.register.log import one_moment, records, seal, sequence, verify_database

_ROOT = re.compile(r"[0-9a-f]{64}")


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers, "register", does="Verify, rebuild, seal or export the register.", example="zhixing register verify"
    )
    doing = parser.add_subparsers(dest="doing", metavar="verify|rebuild|seal|protect|export", required=True)
    verify = add_command(
        doing,
        "verify",
        does="Check every entry, the log, the seals and the files.",
        example="zhixing register verify --root 3f…",
    )
    verify.add_argument("--root", metavar="HEX", type=_root, help="a root noted earlier, from outside")
    verify.add_argument("--json", action="store_true")
    rebuilding = add_command(
        doing, "rebuild", does="Rebuild what is read from the entries.", example="zhixing register rebuild --check"
    )
    rebuilding.add_argument("--check", action="store_true", help="compare only; change nothing")
    rebuilding.add_argument("--json", action="store_true")
    sealing = add_command(doing, "seal", does="Seal the log and print its root.", example="zhixing register seal")
    sealing.add_argument("--json", action="store_true")
    protect = add_command(
        doing,
        "protect",
        does="Put the database's own protection back; on PostgreSQL, grant the application's role its rights.",
        example="zhixing register protect --role zhixing_app",
    )
    protect.add_argument("--role", metavar="NAME", help="PostgreSQL: run this as the owner of the tables")
    export = add_command(
        doing, "export", does="Write the register out with its verifier.", example="zhixing register export out/"
    )
    export.add_argument("folder", metavar="DIR", type=Path)
    export.add_argument("--body", metavar="CODE", help="one committee alone")
    return parser


def _root(text: str) -> str:
    if not _ROOT.fullmatch(text.lower()):
        raise argparse.ArgumentTypeError("a root is 64 hexadecimal digits")
    return text.lower()


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 1 when something is broken or differs."""
    doing = {"verify": _verify, "rebuild": _rebuild, "seal": _seal, "protect": _protect, "export": _export}[
        arguments.doing
    ]
    return doing(arguments)


def _verify(arguments: argparse.Namespace) -> int:
    report = verify_database(arguments.root)
    report.broken += verifying.faults()
    if arguments.json:
        print_json(
            {"entries": report.entries, "root": report.root, "broken": report.broken, "redacted": report.redacted}
        )
    else:
        print(f"{report.entries} entries, root {report.root}")
    for fault in report.broken:
        sys.stderr.write(f"{fault['case']} entry {fault['entry']}: {fault['what']}\n")
    return 1 if report.broken else 0


def _rebuild(arguments: argparse.Namespace) -> int:
    found = rebuild(check=arguments.check)
    if arguments.json:
        print_json({"differences": [{"case": one.case, "what": one.what} for one in found]})
    for one in found:
        sys.stderr.write(f"{one.case}: {one.what}\n")
    if not found and not arguments.json:
        print("Everything read from the register agrees with it.")
    return 1 if found and arguments.check else 0


def _seal(arguments: argparse.Namespace) -> int:
    made = seal()
    if arguments.json:
        print_json({"number": made.number, "root": made.root, "made_at": made.made_at, "heads": json.loads(made.heads)})
    else:
        print(f"Seal {made.number}: {made.root}")
    return 0


def _protect(arguments: argparse.Namespace) -> int:
    if arguments.role and connection.vendor != "postgresql":
        raise CommandFailed("Only PostgreSQL has roles; on SQLite the file's owner is the only one.")
    absent = protection.missing(connection)
    protection.install(connection)
    for name in absent:
        print(f"put back: {name}")
    if arguments.role:
        protection.grant_application_role(connection, arguments.role)
        print(f"{arguments.role} may read and add to the register, and not change it.")
    print("The register is protected.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    body = None
    if arguments.body:
        body = Body.objects.filter(slug=arguments.body).first()
        if body is None:
            raise CommandFailed(f"There is no committee with code {arguments.body}.")
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    sequence()
    with one_moment():
        for name, rows in zip(("entries", "values", "log", "seals"), records(body), strict=True):
            _write(folder / f"{name}.jsonl", rows)
    shutil.copyfile(verifier.__file__, folder / "verify_register.py")
    print(f"Written to {folder}. Check it anywhere with: python3 {folder / 'verify_register.py'} {folder}")
    return 0


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(verifier.canonical(dict(row)) + "\n")
