"""By what rules a unit's work may be nominated for the problem bank (domain, 4.3). A person nominates."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhixing.assembly import clock
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import due_between, names_open, reached
from zhixing.cases.measures import Candidate
from zhixing.proposals.completed import with_letter

OF_A_PROPOSAL = Q(root__kind="proposal")
"""The bank is of proposals; deputies' suggestions are followed by the people's congress."""


def solved_but_found_wanting(_days: int) -> Q:
    """Return the condition that a reply says it is solved, and a check on the spot found that it is not."""
    return OF_A_PROPOSAL & reached("handling", "replied") & with_letter("solved") & names_open("by_check")


def dissatisfied_again(_days: int) -> Q:
    """Return the condition that the second reply left the proposer dissatisfied, and no other is to come."""
    codes = {code for procedure in adopting.every("handling") for code in procedure.codes_with("grades", "again")}
    return OF_A_PROPOSAL & reached("handling", "answered") & Q(folded__values__second_grade__in=sorted(codes))


def long_overdue(days: int) -> Q:
    """Return the condition that a reply is late by as many days as the bank's setting says."""
    last = clock.today() - timedelta(days=days)
    return OF_A_PROPOSAL & due_between(kinds.get("handling"), date.min, last)


_nominated = partial(Candidate, to="problem", act="nominate", again="nominate_again")
OF_HANDLINGS = (
    _nominated(
        ground="not_as_replied",
        holds=solved_but_found_wanting,
        why=_("Replied as solved; the joint check made demands that are not met"),
    ),
    _nominated(
        ground="dissatisfied_twice",
        holds=dissatisfied_again,
        why=_("The second reply left the proposer dissatisfied as well"),
    ),
    _nominated(
        ground="long_overdue",
        days="candidate_overdue_days",
        holds=long_overdue,
        why=_("The reply is overdue"),
    ),
)
