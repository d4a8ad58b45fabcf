"""`zhixing insight`: what is read out of the cases beside the register, made anew."""

from __future__ import annotations

import argparse
import sys

from zhixing.cli.commands import Subparsers, add_command
from zhixing.finding import name_index, reading_in


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "insight",
        does="Make the search index anew.",
        example="zhixing insight reindex",
    )
    which = parser.add_subparsers(dest="which", metavar="WHAT", required=True)
    add_command(
        which,
        "reindex",
        does="Read every case and every name in anew; people may go on working meanwhile.",
        example="zhixing insight reindex",
    )
    return parser


def run(_arguments: argparse.Namespace) -> int:
    """Forget what is found and read it in again."""
    name_index.write_people()
    name_index.write_organisations()
    waiting = reading_in.await_all()
    counted = _Counted(waiting)
    complete = reading_in.catch_up(progress=counted.more)
    counted.end()
    left = "" if complete else "; cases that were worked on meanwhile are read in before the next search"
    print(f"{counted.done} cases read in{left}")
    return 0


class _Counted:
    """How many cases are through, shown on a terminal and nowhere else."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.shows = sys.stderr.isatty()

    def more(self, cases: int) -> None:
        """Count some more."""
        self.done += cases
        if self.shows:
            print(f"\r{self.done} of {self.total} cases", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self.shows:
            print(file=sys.stderr)
