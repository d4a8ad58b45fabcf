"""Let everybody of the sample city have opened what is long done, so that an inbox shows what is new.

Having read something is nobody's act: nothing follows from it, and it is not in the register.
"""

from __future__ import annotations

from datetime import date

from zhixing.accounts.models import Account
from zhixing.assembly.actors import standing_of
from zhixing.cases.models import Reading
from zhixing.desk.queues import unread

LEFT = 8
"""So many of the newest things are left to read."""


def catch_up(on: date) -> None:
    """Note for every account that all but the newest notices have been read."""
    for account in Account.objects.order_by("pk"):
        standing = standing_of(account.person, on=on)
        for body in standing.bodies:
            told = unread(standing.actor(body)).order_by("-at", "-pk").values_list("case_id", "entry")
            rows = [Reading(case_id=case, person=account.person, entry=entry) for case, entry in told[LEFT:]]
            Reading.objects.bulk_create(rows)
