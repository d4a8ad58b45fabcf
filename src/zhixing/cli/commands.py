"""What subcommands share: how they are announced, with an example in their help; how they read days and sessions."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from zhixing.assembly.numerals import parse_session

if TYPE_CHECKING:
    # argparse names no public type for what `add_subparsers` returns.
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  there is no other name
else:
    Subparsers = object


def add_command(subparsers: Subparsers, name: str, *, does: str, example: str) -> argparse.ArgumentParser:
    """Announce a subcommand by one sentence and one example; return its parser for the arguments."""
    return subparsers.add_parser(
        name,
        help=does,
        description=does,
        epilog=f"Example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def day(text: str) -> date:
    """Read a day, for arguments."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("expected a day such as 2026-06-17") from error


def session_number(text: str) -> tuple[int, int]:
    """Read the numbers of a term and of a session in it, for arguments."""
    try:
        return parse_session(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
