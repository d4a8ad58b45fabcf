"""The kinds by which three offices supervise together: a yearly plan, letters that each signs, checks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import Function
from zhixing.cases.kinds import Column, Filter, Kind, Section
from zhixing.supervision import guards
from zhixing.supervision.beginnings import late_cases
from zhixing.supervision.circulars import circular
from zhixing.supervision.letters import check, letter
from zhixing.supervision.models import Check, JointPlan, Letter
from zhixing.supervision.places import PROCEDURES

OFFICES = (Function.PROPOSALS_COMMITTEE, Function.PARTY_SUPERVISION, Function.GOVERNMENT_SUPERVISION)
"""The offices that supervise together (Rules on proposals, art. 36)."""

SIGNING = {"to_sign": _("Still to sign"), "signed": _("Signed by")}
"""The offices of a paper that several sign."""

LETTER = Kind(
    slug="letter",
    title=_("Supervision letter"),
    plural_title=_("Supervision letters"),
    procedure=PROCEDURES / "letter.toml",
    content=Letter,
    guards={"cards_are_on": guards.cards_are_on, "all_have_signed": guards.all_have_signed},
    columns=(
        Column("receiver", _("Sent to"), capacity="receiver"),
        Column("signed", _("Signed by"), capacity="signed"),
    ),
    filters=(Filter("sort", _("Sort"), "sorts"),),
    sections=(Section("text", _("Text")), Section("answer", _("Answer")), Section("result", _("Result"))),
    mine=("receiver",),
    capacities={**SIGNING, "receiver": _("Sent to"), "drafter": _("Drafted by")},
    unit="receiver",
    limits=("answer",),
    begins_with={"redraft": {"text": "text"}},
    begun={"draft": {"circular": circular, "letter": letter}},
    menu_for=OFFICES,
)

CHECK = Kind(
    slug="check",
    title=_("Joint check"),
    plural_title=_("Joint checks"),
    procedure=PROCEDURES / "check.toml",
    content=Check,
    columns=(Column("unit", _("Unit checked"), capacity="unit"), Column("held_on", _("Day"))),
    filters=(Filter("outcome", _("Outcome"), "outcomes"),),
    sections=(
        Section("purpose", _("What is looked into")),
        Section("findings", _("Findings")),
        Section("demands", _("Demands")),
        Section("answer", _("Answer")),
    ),
    mine=("unit", "team_member"),
    capacities={"unit": _("Unit checked"), "team_member": _("Team")},
    unit="unit",
    begun={"plan": {"check": check}},
    limits=("visit", "answer"),
    menu_for=OFFICES,
)

JOINT_PLAN = Kind(
    slug="jointplan",
    title=_("Joint plan"),
    plural_title=_("Joint plans"),
    procedure=PROCEDURES / "jointplan.toml",
    content=JointPlan,
    guards={"all_have_signed": guards.all_have_signed},
    columns=(Column("until", _("To be summed up by")), Column("meets_on", _("Next meeting"))),
    sections=(
        Section("aims", _("Aims")),
        Section("division", _("Division of labour")),
        Section("minutes", _("Minutes")),
        Section("summary", _("Summary")),
    ),
    capacities={**SIGNING, "drafter": _("Drafted by")},
    limits=("year",),
    begins_with={
        "redraft": {"aims": "aims", "division": "division"},
        "call_meeting": {"agenda": late_cases},
    },
    menu_for=OFFICES,
)
