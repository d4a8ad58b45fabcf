"""Which proposals both sides let publish (Rules on proposals, art. 38): the proposer, and every unit that replied."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from zhixing.assembly.models import Body
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.proposals.models import Handling, Proposal

WAYS = ("full", "summary")
"""How a unit lets its reply be published: word for word, or in short."""


def publishable(body: Body | int, way: str) -> CaseQuerySet:
    """Return a committee's proposals that may be published this way and are not yet, the newest first.

    With several units the narrower wish counts: in full only what all give in full; nothing that one keeps closed or
    has not answered.
    """
    consented = Proposal.objects.filter(publishable="yes", url="")
    replies = Handling.objects.filter(case__parent=OuterRef("pk")).exclude(case__state__in=("moved", "stopped"))
    cases = Case.objects.of_body(body).filter(Exists(replies), kind="proposal", pk__in=consented.values("pk"))
    cases = cases.exclude(Exists(replies.exclude(publishable__in=WAYS)))
    in_short = Exists(replies.filter(publishable="summary"))
    return (cases.filter(in_short) if way == "summary" else cases.exclude(in_short)).order_by("-pk")
