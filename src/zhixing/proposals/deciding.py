"""What there is to decide in handlings beside the acts they await: late replies, and proposers dissatisfied twice."""

from __future__ import annotations

import json
from datetime import date, timedelta

from django.db.models import IntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from zhixing.assembly import clock
from zhixing.cases import kinds
from zhixing.cases.conditions import due_between, late_on, overdue, reached
from zhixing.cases.kinds import Decision, Drafted
from zhixing.cases.models import Case
from zhixing.proposals.models import Proposal
from zhixing.proposals.ratings import asks_for_a_call


def overdue_replies() -> Q:
    """Return the condition that a unit's reply, or its second reply, is late."""
    return overdue(kinds.get("handling"))


def overdue_in_focus() -> Q:
    """Return the condition that a late reply is to a proposal on a focus policy or a livelihood field."""
    in_focus = Proposal.objects.exclude(focus="", livelihood="")
    return overdue_replies() & Q(parent__in=in_focus.values("pk"))


def dissatisfied_twice() -> Q:
    """Return the condition that the second reply left the proposer dissatisfied and no leader has dealt with it since.

    It is dealt with when the unit has to handle it again, or when a leader has written an instruction.
    """
    keys = ("folded__sources__second_grade", "folded__last__instruct")
    rated, instructed = (Cast(KT(key), IntegerField()) for key in keys)
    dealt_with = Q(folded__last__has_key="reopen") | (
        Q(folded__last__has_key="instruct") & Q(GreaterThan(instructed, rated))
    )
    twice = Q(state="answered", folded__values__second_grade="dissatisfied")
    return twice & ~dealt_with


def overdue_by(days: int, *, paper: str) -> Q:
    """Return the condition that a reply is late by so many days and no paper of a kind names it yet.

    One that is being written names it as well, until it is dropped: two letters would ask for the same. Once it is
    sent, or the visit was made, the case itself says so.
    """
    late = due_between(kinds.get("handling"), date.min, clock.today() - timedelta(days=days))
    return late & ~Q(folded__values__has_key=f"by_{paper}") & ~Q(pk__in=_named_in(Q(kind=paper, final=False)))


def letter_due() -> Q:
    """Return the condition that a supervision letter is due: late by fifteen days (Measures on handling, art. 34)."""
    return overdue_by(LETTER_AFTER, paper="letter")


def check_due() -> Q:
    """Return the condition that a joint check is due: late by thirty days (Measures on handling, art. 34)."""
    return overdue_by(CHECK_AFTER, paper="check")


def circular_due() -> Q:
    """Return the condition that a reply was late when the last quarter ended, and no circular since names it.

    Whoever replied meanwhile is named as well, with the day: it was late then (Measures on handling, art. 34).
    """
    ended = clock.quarter_end(clock.today())
    late = Q(root__kind="proposal") & late_on(kinds.get("handling"), ended)
    dropped = Q(final=True) & ~reached("letter", "sent")
    circulars = Q(kind="letter", opened_on__gt=ended, folded__values__sort="circular") & ~dropped
    return late & ~Q(pk__in=_named_in(circulars))


def _named_in(papers: Q) -> set[int]:
    """Return the cases that some papers are about: a handful of papers at a time. One query."""
    found = Case.objects.unscoped("cases named by papers of their own body").filter(papers)
    listed = found.values_list(KT("folded__values__about"), flat=True)
    return {one["id"] for text in listed if text for one in json.loads(text)}


LETTER_AFTER, CHECK_AFTER = 15, 30
"""Days after which an overdue reply calls for a letter, and for a check on the spot."""

IN_HANDLINGS = (
    Decision(
        name="dissatisfied_twice",
        title=_("Dissatisfied a second time"),
        act="reopen",
        also=("instruct",),
        holds=dissatisfied_twice,
    ),
    Decision(
        name="to_call",
        title=_("Proposers who ask for a call"),
        act="called",
        holds=asks_for_a_call,
        listed={"to_call": "1"},
    ),
    Decision(
        name="focus_overdue",
        title=_("Overdue in a focus policy or livelihood field"),
        act="instruct",
        holds=overdue_in_focus,
    ),
    Decision(
        name="letter_due",
        title=_("Late by fifteen days: a supervision letter is due"),
        act="urge",
        holds=letter_due,
        drafts=Drafted("letter", "draft", "letter", _("Draft a letter"), each=True),
    ),
    Decision(
        name="check_due",
        title=_("Late by thirty days: a joint check is due"),
        act="urge",
        holds=check_due,
        drafts=Drafted("check", "plan", "check", _("Plan a joint check"), each=True),
    ),
    Decision(
        name="circular_due",
        title=_("Late at the end of the last quarter: a circular is due"),
        act="urge",
        holds=circular_due,
        drafts=Drafted("letter", "draft", "circular", _("Draft the circular")),
    ),
    Decision(
        name="overdue",
        title=_("Overdue replies to urge"),
        act="urge",
        holds=overdue_replies,
        listed={"overdue": "1"},
    ),
)
