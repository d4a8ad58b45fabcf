"""Key proposals, which leaders follow, and commendations of good proposals and units, declared to the shared floors."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.actors import Actor
from zhixing.cases.folding import Folded, parties_of
from zhixing.cases.kinds import Column, Filter, Kind, Section
from zhixing.cases.measures import Tally
from zhixing.cases.models import Case, CaseParty
from zhixing.cases.querysets import CaseQuerySet
from zhixing.supervision.key_models import Commendation, KeyProposal
from zhixing.supervision.key_shares import commended_share, key_share
from zhixing.supervision.places import PROCEDURES

CAPACITIES = {
    "leader": _("Leader in charge"),
    "committee": _("Responsible committee"),
    "handler": _("Handling unit"),
    "proposer": _("First proposer"),
    "cosigner": _("Co-signers"),
    "merged_proposer": _("Proposers of merged proposals"),
    "nominator": _("Nominated by"),
    "consulted": _("Asked for comments"),
    "objector": _("Objected"),
}
"""What parties are called, in the order in which a page names them."""


def units_of_the_proposals(case: Case | None, actor: Actor) -> list[int] | None:
    """Return the units that handle the proposals a key proposal is about, as far as the actor may see those."""
    named = case.folded["values"].get("proposals", []) if case else []
    seen = Case.objects.visible_to(actor).filter(pk__in=[one["id"] for one in named])
    handling = CaseParty.objects.filter(case__in=seen, capacity="handler").order_by("case", "place")
    return list(dict.fromkeys(unit for unit in handling.values_list("organisation", flat=True) if unit)) or None


def subject_of(folded: Folded) -> Mapping[str, str]:
    """Return whether a unit or a proposal is commended: a unit is party to it (Rules on proposals, art. 44)."""
    unit = any(party.capacity == "handler" for party in parties_of(folded))
    return {"subject": "unit" if unit else "proposal"}


def published(cases: CaseQuerySet) -> CaseQuerySet:
    """Narrow commendations to those made public (Rules on proposals, art. 44)."""
    return cases.filter(state="published")


KEY_PROPOSAL = Kind(
    slug="keyproposal",
    title=_("Key proposal"),
    plural_title=_("Key proposals"),
    procedure=PROCEDURES / "keyproposal.toml",
    content=KeyProposal,
    columns=(
        Column("handler", _("Handling unit"), capacity="handler"),
        Column("leader", _("Leader in charge"), capacity="leader"),
        Column("committee", _("Responsible committee"), capacity="committee"),
    ),
    filters=(Filter("level", _("Level"), "levels"), Filter("result", _("Result"), "results")),
    sections=(
        Section("measures", _("Measures")),
        Section("progress", _("Progress")),
        Section("findings", _("Findings")),
        Section("report", _("Report")),
        Section("outcome", _("What came of it")),
    ),
    mine=("handler", "leader", "committee", "proposer", "cosigner", "merged_proposer", "nominator", "consulted"),
    capacities=CAPACITIES,
    unit="handler",
    limits=("plan", "progress", "finish"),
    tallies=(
        Tally("confirmed", _("Confirmed"), {"reached": "confirmed"}),
        Tally("supervised", _("Supervised"), {"reached": "supervised"}),
        Tally("closed", _("Closed"), {"reached": "closed"}),
    ),
    notices={"decide": key_share},
    instead={"shortlist": ("set_aside",), "close": ("return_report",)},
    begins_with={
        "shortlist": {"title": "title", "proposals": "proposals"},
        "decide": {"units": units_of_the_proposals},
        "amend_plan": {"measures": "measures", "finish_by": "finish_by"},
    },
)

COMMENDATION = Kind(
    slug="commendation",
    title=_("Commendation"),
    plural_title=_("Good proposals and units"),
    procedure=PROCEDURES / "commendation.toml",
    content=Commendation,
    columns=(Column("year", _("Year")), Column("handler", _("Unit"), capacity="handler")),
    filters=(Filter("subject", _("Good proposal or unit"), "subjects"),),
    sections=(Section("citation", _("Citation")),),
    derived=subject_of,
    mine=("handler", "proposer", "cosigner", "merged_proposer", "consulted", "objector"),
    capacities=CAPACITIES,
    public=published,
    notices={"decide": commended_share},
    instead={"decide": ("withdraw",)},
)

KINDS = (KEY_PROPOSAL, COMMENDATION)
