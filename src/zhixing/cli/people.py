"""Who acts from the command line: an account, without its password in a demo or test installation alone."""

from __future__ import annotations

import argparse

from django.conf import settings

from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, standing_of
from zhixing.assembly.models import Body
from zhixing.cli.failure import CommandFailed


def add_as(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add ``--as USER`` to a command."""
    parser.add_argument(
        "--as", dest="user", metavar="USER", required=required, help="the sign-in name of who acts or looks"
    )


def actor_called(sign_in: str) -> tuple[Actor, Body]:
    """Return the person of an account, acting in the committee of their highest post or their seat.

    Raises:
        CommandFailed: when there is no such account, it is closed, or this installation is in production.
    """
    if settings.ZHIXING_MODE == "production":
        raise CommandFailed(
            "In production nobody acts from the command line without signing in. Use the pages, or a demo installation."
        )
    account = Account.objects.select_related("person").filter(sign_in=sign_in, is_active=True).first()
    if account is None:
        raise CommandFailed(f"There is no account {sign_in}. Check the sign-in name.")
    standing = standing_of(account.person, on=clock.today())
    if not standing.bodies:
        raise CommandFailed(f"{sign_in} holds no post and no seat today, so there is nothing to act as.")
    body = standing.bodies[0]
    return standing.actor(body), body


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
