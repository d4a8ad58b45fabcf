"""New activation slips 账号启用单 for accounts that nobody has used: a one-time code each, shown once, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhixing.accounts.access_log import note_access
from zhixing.accounts.enrolment import give_password
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.assembly.names import aligned
from zhixing.desk import looking
from zhixing.rosters.codes import one_time_code
from zhixing.rosters.slips import Slip

MOST = 200
"""So many slips are made at once."""


@transaction.atomic
def renewed(body: Body, accounts: Sequence[int], *, actor: Actor) -> list[Slip]:
    """Give accounts of the committee's people new one-time codes, and return a slip each.

    An account with which somebody has signed in is left alone, whatever was asked: its password is its owner's. Each
    slip is noted among the accesses that the auditor looks over.
    """
    wanted = looking.unused(looking.accounts_of(body)).filter(pk__in=accounts[:MOST]).select_related("person")
    rows = list(wanted.select_for_update(of=("self",)))
    posts = looking.posts_by_person(body, [row.person_id for row in rows], clock.today())
    slips = []
    for account in rows:
        code = one_time_code()
        give_password(account=account, password=code, must_change_password=True)
        note_access(actor=actor, what="activation_slip", subject=account.sign_in, at=clock.now())
        where = "、".join(posts.get(account.person_id, ()))
        slips.append(Slip(aligned(account.person.name), where, account.sign_in, code))
    return slips
