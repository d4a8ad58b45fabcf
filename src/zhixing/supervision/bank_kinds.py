"""The problem bank's kinds: problems, and the topics under which they are studied together. Internal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import Function
from zhixing.cases.kinds import Column, Filter, Kind, Section
from zhixing.supervision.beginnings import special_report
from zhixing.supervision.models import Problem, Topic
from zhixing.supervision.places import PROCEDURES

BANK = (
    Function.POLICY_RESEARCH,
    Function.PROPOSALS_COMMITTEE,
    Function.PARTY_SUPERVISION,
    Function.GOVERNMENT_SUPERVISION,
)
"""The offices that work with the bank."""

PROBLEM = Kind(
    slug="problem",
    title=_("Problem of the bank"),
    plural_title=_("Problem bank"),
    procedure=PROCEDURES / "problem.toml",
    content=Problem,
    columns=(Column("unit", _("Unit responsible"), capacity="unit"), Column("until", _("To be done by"))),
    filters=(
        Filter("cause", _("Cause"), "causes"),
        Filter("ground", _("Ground"), "grounds"),
        Filter("origin", _("Where it comes from"), "origins"),
    ),
    sections=(
        Section("facts", _("Facts")),
        Section("task", _("What is asked")),
        Section("progress", _("Progress")),
        Section("evidence", _("Evidence")),
    ),
    mine=("unit",),
    capacities={"unit": _("Unit responsible")},
    unit="unit",
    limits=("solve",),
    instead={"admit": ("refuse",)},
    menu_for=BANK,
    closed=True,
)

TOPIC = Kind(
    slug="topic",
    title=_("Research topic"),
    plural_title=_("Research topics"),
    procedure=PROCEDURES / "topic.toml",
    content=Topic,
    columns=(Column("due", _("To be done by")),),
    filters=(Filter("cause", _("Cause"), "causes"),),
    sections=(
        Section("note", _("Why they belong together")),
        Section("plan", _("Plan")),
        Section("result", _("Result")),
    ),
    limits=("research",),
    begins_with={"draft_report": {"report": ("report", special_report)}},
    menu_for=BANK,
    closed=True,
)
