"""By what rules a promise may be nominated for the problem bank (domain, 4.3). A person nominates."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhixing.assembly import clock
from zhixing.cases import kinds
from zhixing.cases.conditions import came_after, due_between, names_open, reached
from zhixing.cases.measures import Candidate


def open_of_a_proposal() -> Q:
    """Return the condition that a promise of a proposal's reply is not settled; the bank is of proposals."""
    return Q(root__kind="proposal") & ~reached("promise", "settled")


def past_its_day(days: int) -> Q:
    """Return the condition that a promise passed its day, by as many days as the bank's setting says, unclaimed."""
    last = clock.today() - timedelta(days=days)
    return open_of_a_proposal() & due_between(kinds.get("promise"), date.min, last)


def verified_as_not_kept(_days: int) -> Q:
    """Return the condition that the unit claimed it done, and the last verification found that it is not."""
    return open_of_a_proposal() & came_after("verify", "claim_done")


def denied_by_the_proposer(_days: int) -> Q:
    """Return the condition that the unit claims it done, and the proposer says that it is not."""
    denied = Q(folded__values__done="no") & came_after("say_if_done", "claim_done", "verify")
    return open_of_a_proposal() & denied


def checked_and_wanting(_days: int) -> Q:
    """Return the condition that the last joint check of a promise made demands which are not met yet."""
    return open_of_a_proposal() & names_open("by_check")


_nominated = partial(Candidate, to="problem", act="nominate", again="nominate_again")
OF_PROMISES = (
    _nominated(
        ground="promise_overdue",
        days="candidate_promise_days",
        holds=past_its_day,
        why=_("The day promised has passed without evidence"),
    ),
    _nominated(
        ground="not_as_replied",
        holds=verified_as_not_kept,
        why=_("Claimed done; the verification found that it is not"),
    ),
    _nominated(
        ground="not_as_replied",
        holds=denied_by_the_proposer,
        why=_("Claimed done; the proposer says that it is not"),
    ),
    _nominated(
        ground="not_as_replied",
        holds=checked_and_wanting,
        why=_("The joint check made demands that are not met"),
    ),
)
