"""`zhixing init`: a real installation's first committee and its administrator. Run once; it refuses to run again."""

from __future__ import annotations

import argparse
import secrets
import sys
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from zhixing.accounts.enrolment import open_account
from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.assembly.calendars import seed_arrangements
from zhixing.assembly.codes import area_level
from zhixing.assembly.models import Body, Organisation, Person, Session, Term
from zhixing.assembly.posts import appoint
from zhixing.assembly.proposed import confirm_body
from zhixing.assembly.sector_list import seed_sectors
from zhixing.assembly.vocabulary import Function, Level, OrganisationKind, PostKind, Side, Status
from zhixing.cases import adopting, kinds
from zhixing.cli.commands import Subparsers, add_command, day, session_number
from zhixing.cli.failure import CommandFailed
from zhixing.config.environment import remember_installation
from zhixing.config.health import not_ready

_WANTED = {
    "body_code": "Area code of the committee, six digits of GB/T 2260",
    "name": "Full name of the committee",
    "short": "Short name, as lists show it",
    "person": "Name of the system administrator",
    "admin": "Sign-in name of the system administrator",
}
"""What must be known, by option, and how it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What an installation begins with; ``session`` is the current plenary and its first day, when told."""

    code: str
    name: str
    short: str
    person: str
    sign_in: str
    session: tuple[int, int, date] | None = None


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "init",
        does="Set up a real installation: first committee and administrator. Asks for what is not given.",
        example="zhixing init --body-code 330185 --name 政协某某市委员会 --short 市政协 --person 某某 --admin admin",
    )
    parser.add_argument("--body-code", metavar="CODE", help="the committee's area code, six digits of GB/T 2260")
    parser.add_argument("--name", metavar="NAME", help="the committee's full name")
    parser.add_argument("--short", metavar="NAME", help="the committee's short name")
    parser.add_argument("--person", metavar="NAME", help="the system administrator's name")
    parser.add_argument("--admin", metavar="SIGNIN", help="the system administrator's sign-in name")
    parser.add_argument("--session", metavar="S", type=session_number, help="the current session, such as 十届五次")
    parser.add_argument("--opens", metavar="D", type=day, help="the first day of that session, such as 2026-02-25")
    parser.set_defaults(wrong=parser.error)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Set up, and print the administrator's one-time password."""
    if settings.ZHIXING_MODE == "demo":
        raise CommandFailed(f"{settings.ZHIXING_DATA} holds the sample city. Set ZHIXING_DATA to another folder.")
    ensure_migrated()
    known = Body.objects.confirmed().first()
    if known is not None:
        raise CommandFailed(f"This installation is set up already, for {known.name}. `zhixing doctor` looks at it.")
    first = _first(arguments)
    try:
        account, password = initialise(first)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    remember_installation(settings.ZHIXING_DATA, mode=settings.ZHIXING_MODE, today=None)
    print(f"{first.name} is set up. Sign in as {account.sign_in} with the one-time password {password}")
    print("It is shown this once and must be changed at the first sign-in. Next: `zhixing serve`.")
    return 0


def ensure_migrated() -> None:
    """Make the tables that are missing, and enter the known working days and the national list of sectors."""
    if not_ready():
        for alias in settings.DATABASES:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
    seed_arrangements()
    seed_sectors()


def _first(arguments: argparse.Namespace) -> First:
    """Return what was given, asking a person at the terminal for the rest."""
    given = {name: getattr(arguments, name) or "" for name in _WANTED}
    missing = [name for name, value in given.items() if not value]
    if missing and not sys.stdin.isatty():
        arguments.wrong("give " + ", ".join(f"--{name.replace('_', '-')}" for name in missing))
    for name in missing:
        given[name] = input(f"{_WANTED[name]}: ").strip()
    if bool(arguments.session) != bool(arguments.opens):
        arguments.wrong("--session and --opens go together")
    return First(
        code=given["body_code"],
        name=given["name"],
        short=given["short"],
        person=given["person"],
        sign_in=given["admin"],
        session=(*arguments.session, arguments.opens) if arguments.session else None,
    )


@transaction.atomic
def initialise(first: First) -> tuple[Account, str]:
    """Enter the first committee with its own offices, its procedures and its administrator, whose password is returned.

    Raises:
        ValidationError: with a sentence for each thing that is wrong; nothing is entered then.
    """
    today = clock.today()
    body = _body(first)
    if first.session:
        term, number, opens = first.session
        row = Term.objects.create(body=body, number=term, since=opens)
        Session.objects.create(term=row, number=number, opens=opens)
    office = _organisations(body, since=today)
    for kind in kinds.everyone():
        adopting.adopt(body, kind.slug, at=None, actor=None)
    person = Person(name=first.person)
    person.full_clean()
    person.save()
    appoint(person=person, organisation=office, kind=PostKind.SYSADMIN, since=today)
    password = secrets.token_urlsafe(12)
    return open_account(person=person, sign_in=first.sign_in, password=password), password


def _body(first: First) -> Body:
    """Enter the committee, or confirm it when an import has proposed it."""
    level = area_level(first.code)
    if level is None:
        raise ValidationError(f"“{first.code}” is no area code. Give the six digits of GB/T 2260, such as 330185.")
    proposed = Body.objects.filter(name=first.name, status=Status.PROPOSED).first()
    if proposed is not None:
        proposed.short_name = first.short
        return confirm_body(body=proposed, area_code=first.code, level=Level(level))
    body = Body(name=first.name, short_name=first.short, level=level, area_code=first.code, slug=first.code)
    body.full_clean()
    body.save()
    return body


def _organisations(body: Body, *, since: date) -> Organisation:
    """Enter the committee's leadership, office and proposals committee; return the office."""
    office, special = OrganisationKind.COMMITTEE_OFFICE, OrganisationKind.SPECIAL_COMMITTEE
    rows: tuple[tuple[str, OrganisationKind, list[str]], ...] = (
        (body.name, office, []),
        (f"{body.short_name}办公室", office, [Function.GENERAL_OFFICE]),
        (f"{body.short_name}提案委员会", special, [Function.PROPOSALS_COMMITTEE]),
    )
    made = [
        Organisation.objects.create(
            body=body, name=name, kind=kind, side=Side.CPPCC, functions=functions, official_order=order, since=since
        )
        for order, (name, kind, functions) in enumerate(rows, start=1)
    ]
    return made[1]
