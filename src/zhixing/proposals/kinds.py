"""The kinds of this room, declared to the shared floors."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhixing.cases.kinds import Column, Filter, Kind, Ratio, Section, Tally
from zhixing.cases.querysets import CaseQuerySet
from zhixing.proposals import guards
from zhixing.proposals.models import Handling, Proposal

PROCEDURES = Path(__file__).parent / "procedures"


def published(cases: CaseQuerySet) -> CaseQuerySet:
    """Narrow proposals to what the public may know: taken from a published page (Rules on proposals, art. 38).

    Publication here, with the consent of both sides, comes with the portal.
    """
    return cases.filter(pk__in=Proposal.objects.exclude(url="").values("pk"))


PROPOSAL = Kind(
    slug="proposal",
    title=_("Proposal"),
    plural_title=_("Proposals"),
    procedure=PROCEDURES / "proposal.toml",
    content=Proposal,
    columns=(
        Column("proposer", _("Proposer"), capacity="proposer"),
        Column("handler", _("Handling unit"), capacity="handler"),
    ),
    filters=(Filter("category", _("Category"), "categories"), Filter("occasion", _("Occasion"), "occasions")),
    sections=(
        Section("situation", _("Situation")),
        Section("analysis", _("Analysis")),
        Section("suggestions", _("Suggestions")),
    ),
    mine=("proposer",),
    unit="handler",
    tallies=(
        Tally("received", _("Submitted")),
        Tally("filed", _("Filed"), {"reached": "filed"}),
        Tally("assigned", _("Assigned"), {"reached": "assigned"}),
        Tally("imported", _("From ledgers"), {"imported": "1"}),
    ),
    ratios=(
        Ratio(
            "filing_rate",
            _("Filing rate"),
            _("Proposals that were filed, out of all that were submitted."),
            top="filed",
            bottom="received",
        ),
        Ratio(
            "assignment_rate",
            _("Assignment rate"),
            _("Filed proposals that were assigned to a unit, out of all that were filed."),
            top="assigned",
            bottom="filed",
        ),
    ),
    public=published,
    begins_with={"resubmit": {name: name for name in ("title", "situation", "analysis", "suggestions")}},
)

HANDLING = Kind(
    slug="handling",
    title=_("Handling"),
    plural_title=_("Handlings"),
    procedure=PROCEDURES / "handling.toml",
    content=Handling,
    guards={"extension_is_asked": guards.extension_is_asked},
    columns=(
        Column("handler", _("Handling unit"), capacity="handler"),
        Column("proposer", _("Proposer"), capacity="proposer"),
    ),
    filters=(Filter("letter", _("Result letter"), "letters"),),
    sections=(Section("reply", _("Reply")), Section("promise", _("Promise"))),
    mine=("handler", "proposer"),
    unit="handler",
    tallies=(
        Tally("handlings", _("With the unit")),
        Tally("replied", _("Replied"), {"reached": "replied"}),
        Tally("limited", _("Replied under a time limit"), {"reached": "replied", "settled": "reply"}),
        Tally("on_time", _("On time"), {"reached": "replied", "on_time": "reply"}),
        Tally("letter", _("Result letter"), {"reached": "replied"}, each="letter"),
        Tally("waiting", _("Waiting"), {"unreached": "replied"}),
        Tally("completed", _("Completed"), {"reached": "answered", "not_letter": "B"}),
        Tally("reply_unknown", _("Reply not known"), {"imported": "1", "unreached": "replied"}),
        Tally("end_unknown", _("End not known"), {"imported": "1", "unreached": "answered"}),
    ),
    ratios=(
        Ratio(
            "reply_rate",
            _("Reply rate"),
            _("Handlings whose reply was released and not sent back, out of all that were assigned to units."),
            top="replied",
            bottom="handlings",
            unknown="reply_unknown",
        ),
        Ratio(
            "on_time_rate",
            _("On-time rate"),
            _("Replies signed within the limit, out of those released that ran under one; ledgers know no limits."),
            top="on_time",
            bottom="limited",
        ),
        Ratio(
            "completion_rate",
            _("Completion rate"),
            _(
                "Handlings whose reply is out, whose proposer has answered or let the time pass, and that promise "
                "nothing more (not letter B), out of all that were assigned to units."
            ),
            top="completed",
            bottom="handlings",
            unknown="end_unknown",
        ),
    ),
    begins_with={
        "draft_reply": {"draft": "draft"},
        "sign_reply": {"reply": "draft"},
    },
)
