"""The kinds of this room, declared to the shared floors."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhixing.cases.kinds import Column, Filter, Kind, Section
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
    begins_with={
        "draft_reply": {"draft": "draft"},
        "sign_reply": {"reply": "draft"},
    },
)
