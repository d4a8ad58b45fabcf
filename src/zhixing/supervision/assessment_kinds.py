"""Assessments by a third party, and the handlings drawn for them, declared to the shared floors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import Function
from zhixing.cases.kinds import Column, Filter, Kind, Section
from zhixing.supervision import sampling, scored
from zhixing.supervision.assessment_models import Assessment, Scoring
from zhixing.supervision.comparing import panel
from zhixing.supervision.places import PROCEDURES

ASSESSMENT = Kind(
    slug="assessment",
    title=_("Third-party assessment"),
    plural_title=_("Third-party assessments"),
    procedure=PROCEDURES / "assessment.toml",
    content=Assessment,
    columns=(
        Column("of_session", _("Session")),
        Column("assessor", _("Who assesses")),
        Column("how_many", _("Drawn")),
        Column("frame_size", _("Out of")),
    ),
    filters=(Filter("seed_source", _("How the seed comes about"), "seed_sources"),),
    sections=(Section("report", _("Conclusions")),),
    mine=("assessor",),
    capacities={"assessor": _("Assessors")},
    limits=("scores",),
    works_out={"open": sampling.frame_of, "draw": sampling.draw_of},
    begins_with={
        "open": {
            "title": sampling.title_begins,
            "of_session": sampling.session_begins,
            "how_many": sampling.count_begins,
        },
        "draw": {"seed": sampling.seed_begins},
    },
    notices={"draw": sampling.what_to_enter},
    panel=panel,
    menu_for=(Function.PROPOSALS_COMMITTEE, Function.PARTY_SUPERVISION, Function.GOVERNMENT_SUPERVISION),
    closed=True,
)

SCORING = Kind(
    slug="scoring",
    title=_("Assessed handling"),
    plural_title=_("Assessed handlings"),
    procedure=PROCEDURES / "scoring.toml",
    content=Scoring,
    columns=(Column("unit", _("Handling unit"), capacity="unit"), Column("points", _("Points"))),
    filters=(Filter("found", _("Finding"), "findings"),),
    sections=(Section("found_words", _("What was found")),),
    derived=scored.points_of,
    mine=("unit", "assessor"),
    capacities={"unit": _("Handling unit"), "assessor": _("Assessors")},
    unit="unit",
    gist="about",
    panel=scored.panel,
    stands_for="about",
    menu_for=(Function.PROPOSALS_COMMITTEE, Function.PARTY_SUPERVISION, Function.GOVERNMENT_SUPERVISION),
    closed=True,
)

KINDS = (ASSESSMENT, SCORING)
