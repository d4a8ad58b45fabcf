"""Who acts and looks from the command line: an account without its password, in a demo or test installation alone.

Without a name it is the office that looks: there, and before anybody has an account in an installation just set up.
"""

from __future__ import annotations

import argparse

from django.conf import settings

from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, standing_of
from zhixing.assembly.models import Body
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.cli.failure import CommandFailed

NOBODY = 0
"""The id of no person: the office looks as a whole."""
SIGN_IN = "In production nobody is known at the command line without signing in. Use the pages, or a demo installation."


def add_as(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add ``--as USER`` to a command."""
    parser.add_argument(
        "--as", dest="user", metavar="USER", required=required, help="the sign-in name of who acts or looks"
    )


def is_guarded() -> bool:
    """Tell whether people must sign in to be known: in production, from the first account on."""
    return bool(settings.ZHIXING_MODE == "production" and Account.objects.exists())


def actor_called(sign_in: str) -> tuple[Actor, Body]:
    """Return the person of an account, acting in the committee of their highest post or their seat.

    Raises:
        CommandFailed: when there is no such account, it is closed, or this installation is in production.
    """
    if is_guarded():
        raise CommandFailed(SIGN_IN)
    account = Account.objects.select_related("person").filter(sign_in=sign_in, is_active=True).first()
    if account is None:
        raise CommandFailed(f"There is no account {sign_in}. Check the sign-in name.")
    standing = standing_of(account.person, on=clock.today())
    if not standing.bodies:
        raise CommandFailed(f"{sign_in} holds no post and no seat today, so there is nothing to act as.")
    body = standing.bodies[0]
    return standing.actor(body), body


def office_of(body: Body) -> Actor:
    """Return whoever reads everything a committee's own offices may read; for looking, never for acting."""
    posts = (PostKind.CLERK, PostKind.DIRECTOR)
    functions = (Function.PROPOSALS_COMMITTEE, Function.GENERAL_OFFICE)
    leaders = (PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.SECRETARY_GENERAL)
    keys = {f"d{body.pk}.{function}.{post}" for function in functions for post in posts}
    keys |= {f"b{body.pk}.{post}" for post in leaders}
    return Actor(person_id=NOBODY, name="", body_id=body.pk, posts=(), member_of=frozenset(), keys=frozenset(keys))


def who_looks(number: str, user: str | None) -> tuple[Actor, Body]:
    """Return who looks at a case: the person of an account, else the office of the committee whose case it is.

    Raises:
        CommandFailed: when nobody may look without signing in, or when several committees have a case of that number.
    """
    if user:
        return actor_called(user)
    if is_guarded():
        raise CommandFailed(SIGN_IN)
    found = Case.objects.unscoped("which committee's case a number is").numbered(number).select_related("body")
    cases = {case.body_id: case for case in found.order_by("-pk")}
    if not cases:
        raise CommandFailed(f"There is no case {number}. Check the number.")
    if len(cases) > 1:
        numbers = ", ".join(sorted(case.number for case in cases.values()))
        raise CommandFailed(f"Several committees have a case {number}. Give the permanent number, one of {numbers}.")
    (case,) = cases.values()
    return office_of(case.body), case.body


def readable(kind: Kind, user: str | None) -> CaseQuerySet:
    """Return the cases of a kind that a named person may see; with no name, the office's of all committees.

    In production, once somebody has an account, no name is the public's.

    Raises:
        CommandFailed: as ``actor_called``.
    """
    if user:
        actor, _body = actor_called(user)
        return Case.objects.visible_to(actor).filter(kind=kind.slug)
    everything = Case.objects.unscoped("the office of this installation, or the public, of all bodies")
    of_kind = everything.filter(kind=kind.slug)
    if not is_guarded():
        return of_kind
    return kind.public(of_kind) if kind.public else of_kind.none()


def one_body(code: str | None) -> Body:
    """Return the committee of a code, or the only one there is. CommandFailed when it is not clear which is meant."""
    found = list(Body.objects.filter(slug=code) if code else Body.objects.all()[:2])
    if not found:
        raise CommandFailed(
            f"There is no committee{f' with code {code}' if code else ''}. `zhixing init` enters the first."
        )
    if len(found) > 1:
        raise CommandFailed("There are several committees here. Say which one with --body CODE.")
    return found[0]
