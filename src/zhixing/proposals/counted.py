"""What papers count of proposals and of units' work beside states and milestones."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from zhixing.cases import kinds
from zhixing.cases.conditions import overdue, reached
from zhixing.cases.measures import Entered, Past, Trait
from zhixing.cases.models import CaseParty, Deadline
from zhixing.proposals import completed_then
from zhixing.proposals.completed import with_letter
from zhixing.proposals.models import Proposal

IN_REVIEW = ("submitted", "revising", "first_reviewed", "conversion_asked")
"""The states between receipt and the result of the review."""


def in_review() -> Q:
    """Return the condition on a proposal that the review has not ended."""
    return Q(state__in=IN_REVIEW)


def in_focus() -> Q:
    """Return the condition on a proposal that it is on a focus policy."""
    return Q(Exists(Proposal.objects.filter(case=OuterRef("pk")).exclude(focus="")))


def on_livelihood() -> Q:
    """Return the condition on a proposal that it is on a livelihood field."""
    return Q(Exists(Proposal.objects.filter(case=OuterRef("pk")).exclude(livelihood="")))


def first_time() -> Q:
    """Return the condition on a proposal that its first proposer, a person, is first proposer of none earlier.

    Earlier are those of sessions before, as far as they are known here.
    """
    first = CaseParty.objects.filter(case=OuterRef(OuterRef("pk")), capacity="proposer").order_by("place")
    before = Q(case__session__term__number__lt=OuterRef("session__term__number")) | Q(
        case__session__term__number=OuterRef("session__term__number"),
        case__session__number__lt=OuterRef("session__number"),
    )
    earlier = CaseParty.objects.filter(
        before,
        case__body=OuterRef("body"),
        case__kind="proposal",
        capacity="proposer",
        person=Subquery(first.values("person")[:1]),
    )
    by_a_person = CaseParty.objects.filter(case=OuterRef("pk"), capacity="proposer", person__isnull=False)
    return Q(Exists(by_a_person)) & ~Q(Exists(earlier))


def last_grade(code: str) -> Q:
    """Return the condition on a unit's work that the proposer's last opinion is this one."""
    first_alone = ~Q(folded__values__has_key="second_grade")
    return Q(folded__values__second_grade=code) | (first_alone & Q(folded__values__grade=code))


def reply_due() -> Q:
    """Return the condition on a unit's work that its reply was due by today: it is out, or its limit is over.

    Ledgers know no limits, so that what they brought is not among them.
    """
    settled = Deadline.objects.filter(case=OuterRef("pk"), clock="reply", on_time__isnull=False)
    out = reached("handling", "replied") & Q(Exists(settled))
    return out | (~reached("handling", "off_desk") & overdue(kinds.get("handling")))


def solved_or_promised() -> Q:
    """Return the condition on a unit's work that its reply is out and more than for reference: A or B."""
    return reached("handling", "replied") & (with_letter("solved") | with_letter("promised"))


def silent() -> Q:
    """Return the condition on a unit's work that no opinion was ever given and the time for one is over.

    Who rated the first reply and let the second one's time pass has said what they think.
    """
    rated = Q(folded__values__has_key="grade") | Q(folded__values__has_key="second_grade")
    return Q(folded__counts__has_key="lapse") & ~rated


FOLLOW_UP = ("supervision_office", "proposals_office")
"""Who may know how a reply was rated, beside its proposer (Measures on handling, art. 29)."""

PROPOSAL_TRAITS = (
    Trait(name="in_review", title=_("Under review"), holds=in_review),
    Trait(name="in_focus", title=_("On a focus policy"), holds=in_focus),
    Trait(name="on_livelihood", title=_("On a livelihood field"), holds=on_livelihood),
    Trait(name="first_time", title=_("First proposer proposes for the first time"), holds=first_time),
)
PROPOSAL_PAST = (
    Past(name="was_filed", title=_("Filed"), holds=completed_then.filed_on),
    Past(name="was_replied", title=_("Every reply is out"), holds=completed_then.replied_on),
    Past(name="was_completed", title=_("Complete"), holds=completed_then.completed_on),
)
PROPOSAL_ENTERED = (
    Entered(
        name="decline_reason",
        title=_("Declined because"),
        choices="decline_reasons",
        holds=lambda code: Q(state="declined", folded__values__reason=code),
        readers=("proposals_office", "leaders"),
    ),
    Entered(
        name="converted_into",
        title=_("Converted into"),
        choices="conversions",
        holds=lambda code: Q(state="converted", folded__values__into=code),
    ),
)
HANDLING_TRAITS = (
    Trait(name="reply_due", title=_("Reply due by today"), holds=reply_due),
    Trait(name="solved_or_promised", title=_("Solved or under way"), holds=solved_or_promised),
    Trait(name="silent", title=_("No opinion in time"), holds=silent),
)
HANDLING_ENTERED = (
    Entered(
        name="first_opinion",
        title=_("First opinion"),
        choices="grades",
        holds=lambda code: Q(folded__values__grade=code),
        readers=FOLLOW_UP,
    ),
    Entered(name="opinion", title=_("Opinion"), choices="grades", holds=last_grade, readers=FOLLOW_UP),
    Entered(
        name="second_opinion",
        title=_("Opinion on the second reply"),
        choices="grades",
        holds=lambda code: Q(folded__values__second_grade=code),
        readers=FOLLOW_UP,
    ),
)
