"""Assessments by a third party, and the handlings drawn for them, declared to the shared floors."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import Function
from zhixing.cases.folding import Folded
from zhixing.cases.kinds import Column, Filter, Kind, Section
from zhixing.supervision import sampling
from zhixing.supervision.assessment_models import Assessment, Scoring
from zhixing.supervision.comparing import panel
from zhixing.supervision.places import PROCEDURES

ASPECTS = ("contact_points", "answer_points", "measures_points", "effect_points")
"""What the third party scores; the sum is shown."""


def points_of(folded: Folded) -> Mapping[str, int | None]:
    """Return the points of a drawn handling: none while it is not scored."""
    given = [folded["values"].get(name) for name in ASPECTS]
    return {"points": sum(given) if None not in given else None}


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
    sections=(Section("seen", _("What was found")),),
    derived=points_of,
    mine=("unit", "assessor"),
    capacities={"unit": _("Handling unit"), "assessor": _("Assessors")},
    unit="unit",
    stands_for="about",
    menu_for=(Function.PROPOSALS_COMMITTEE, Function.PARTY_SUPERVISION, Function.GOVERNMENT_SUPERVISION),
    closed=True,
)

KINDS = (ASSESSMENT, SCORING)
