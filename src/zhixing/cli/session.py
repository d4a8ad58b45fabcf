"""`zhixing session`: enter a plenary session with its days, or the days of one that is known from a ledger alone."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError
from django.db import transaction

from zhixing.assembly.models import Body, Session, Term
from zhixing.cli.commands import Subparsers, add_command, day, session_number
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import one_body


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "session",
        does="Enter a plenary session with its days, with its term when that is new, or mend the days of a known one.",
        example="zhixing session 十届六次 --opens 2027-01-20 --closes 2027-01-24",
    )
    parser.add_argument("session", metavar="S", type=session_number, help="the session, such as 十届六次 or 11届1次")
    parser.add_argument("--opens", metavar="D", type=day, required=True, help="its first day, such as 2027-01-20")
    parser.add_argument("--closes", metavar="D", type=day, help="its last day")
    parser.add_argument("--body", metavar="CODE", help="the committee, where there are several")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Enter the session or its days, and say which of the two it was."""
    body = one_body(arguments.body)
    try:
        session, is_new = _entered(body, arguments)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    print(f"{session.short_name} of {body.name} {'is entered' if is_new else 'has its days'}.")
    return 0


@transaction.atomic
def _entered(body: Body, arguments: argparse.Namespace) -> tuple[Session, bool]:
    number_of_term, number = arguments.session
    term, _made = Term.objects.of_body(body).get_or_create(
        body=body, number=number_of_term, defaults={"since": arguments.opens}
    )
    session = Session.objects.of_body(body).filter(term=term, number=number).first()
    is_new = session is None
    session = session or Session(term=term, number=number)
    session.opens = arguments.opens
    session.closes = arguments.closes or session.closes
    session.full_clean()
    session.save()
    return session, is_new
