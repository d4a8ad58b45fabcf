"""`zhixing daily`: the day's clocks. Run it once a day from a scheduled task; twice or late does no harm."""

from __future__ import annotations

import argparse
import sys

from zhixing.assembly import clock
from zhixing.cases.daily import run_day
from zhixing.cli.commands import Subparsers, add_command, day
from zhixing.cli.failure import CommandFailed
from zhixing.finding import reading_in


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "daily",
        does="Remind, let time limits run out, seal the log, and remove files that no act named.",
        example="zhixing daily",
    )
    parser.add_argument("--on", metavar="D", type=day, help="the day to act for; default today, never later")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Do what the day brings and print what was done."""
    on = arguments.on or clock.today()
    if on > clock.today():
        raise CommandFailed(f"{on} has not come yet (today is {clock.today()}). Give an earlier day.")
    report = run_day(on)
    reading_in.catch_up()
    print(f"{report.on}: {report.reminders} reminders, {report.automatic} automatic acts")
    if report.files:
        print(f"{report.files} files that no act named were removed")
    for sentence in report.refused:
        sys.stderr.write(sentence + "\n")
    return 1 if report.refused else 0
