"""`zhixing procedure try`: a changed procedure or overlay, tried on the cases of a past session."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhixing.assembly import clock
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, trying
from zhixing.cli.answers import LOCALE, print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import one_body
from zhixing.cli.procedure_files import kind_called, kind_of_overlay, text_of
from zhixing.procedure.read_overlay import is_overlay
from zhixing.procedure.source import ProcedureError, Source


def describe(doing: Subparsers) -> None:
    """Describe the subcommand and its arguments."""
    command = add_command(
        doing,
        "try",
        does="Try a changed procedure on the cases of a past session. Nothing is written.",
        example="zhixing procedure try handling.toml --session 十届五次",
    )
    command.add_argument(
        "file", metavar="FILE", type=Path, help="a whole procedure, or choices in a file named KIND.toml"
    )
    command.add_argument("--session", metavar="S", help="the session, such as 十届五次; default the last completed")
    command.add_argument("--body", metavar="CODE", help="the committee; needed when there are several")
    command.add_argument("--language", choices=("en", "zh-hans"), default=LOCALE)
    command.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Try the file, and say what it would have changed."""
    body, file = one_body(arguments.body), arguments.file
    text = text_of(file)
    try:
        _own, changed = adopting.proposed(body, _kind(file, text), source=text, file=str(file))
        found = trying.tried(body, changed, session=_session(body, arguments.session))
    except ProcedureError as error:
        raise CommandFailed(str(error)) from error
    if arguments.json:
        print_json(found.as_json(arguments.language))
        return 0
    for number, sentence in enumerate(found.sentences()):
        print(("  " if number else "") + sentence.say(arguments.language))
    return 0


def _kind(file: Path, text: str) -> str:
    """Return the kind a procedure says it is for; of choices alone, the one the file is named for.

    Raises:
        ProcedureError: when the text is not valid TOML.
    """
    if is_overlay(text):
        return kind_of_overlay(file).slug
    source = Source(text, file=str(file))
    return kind_called(str(source.values.get("kind") or file.stem)).slug


def _session(body: Body, text: str | None) -> Session:
    """Return the session that is meant. CommandFailed when there is none of that name, or none at all."""
    sessions = Session.objects.of_body(body)
    found = sessions.named(text).first() if text else trying.last_completed(body, clock.today())
    if found is None:
        known = ", ".join(one.short_name for one in sessions.begun(clock.today()))
        raise CommandFailed(f"There is no session {text or 'yet'}. Sessions: {known or 'none'}.")
    return found
