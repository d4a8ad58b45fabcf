"""The part of `zhixing import` that takes rosters in: units, liaisons, members and accounts."""

from __future__ import annotations

import argparse
import sys

from zhixing.cli.answers import LOCALE, print_json
from zhixing.cli.people import one_body
from zhixing.rosters.importing import import_accounts, import_liaisons, import_members, import_units
from zhixing.sheets.report import Rejected, Report

KINDS = {"unit": import_units, "liaison": import_liaisons, "member": import_members}
KINDS |= {f"{one}s": imports for one, imports in KINDS.items()}
ACCOUNTS = ("account", "accounts")
KINDS_SAID = (*KINDS, *ACCOUNTS)
"""The rosters by what they are called, one or many."""


def import_roster(arguments: argparse.Namespace) -> Report:
    """Import the roster that was asked for.

    Raises:
        CommandFailed: when it is not clear whose it is.
        FileUnreadable: when the file holds no such list.
    """
    body = one_body(arguments.body)
    if arguments.kind in ACCOUNTS:
        return import_accounts(
            arguments.path,
            body=body,
            since=arguments.since,
            slips=arguments.slips,
            renew=arguments.renew,
            dry_run=arguments.dry_run,
            progress=arguments.progress,
        )
    return KINDS[arguments.kind](
        arguments.path, body=body, since=arguments.since, dry_run=arguments.dry_run, progress=arguments.progress
    )


def say(report: Report, *, as_json: bool, dry_run: bool) -> None:
    """Print what became of the rows."""
    if as_json:
        print_json(report.as_json(LOCALE))
        return
    would = "would be " if dry_run else ""
    print(
        f"{report.read} rows read: {report.created} {would}created, {report.changed} {would}changed, "
        f"{report.unchanged} unchanged, {len(report.rejected)} rejected"
    )
    for one in report.rejected:
        _tell(one)
    for one in report.noted:
        _tell(one, "taken in, but ")


def _tell(one: Rejected, how: str = "") -> None:
    sheet = f"{one.sheet} " if one.sheet else ""
    sys.stderr.write(f"{sheet}row {one.row}, {how}{one.column or 'whole row'}: {one.reason.say(LOCALE)}\n")
