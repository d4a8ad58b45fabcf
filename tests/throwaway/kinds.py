"""Kinds declared as a room declares them: a parking permit, and petitions that reach each other and cases below."""

from pathlib import Path

from tests.throwaway.models import Permit
from zhixing.cases.kinds import Column, Filter, Kind, Section
from zhixing.procedure.facts import Data, Facts


def places_are_left(facts: Facts, _data: Data) -> bool:
    """Allow a grant while the asked number of places is small."""
    return int(str(facts.content.get("places") or 1)) <= 3


PERMIT = Kind(
    slug="permit",
    title="Permit",
    plural_title="Permits",
    procedure=Path(__file__).parent / "permit.toml",
    content=Permit,
    guards={"places_are_left": places_are_left},
    columns=(Column("street", "Street"), Column("holder", "Holder", capacity="holder")),
    filters=(Filter("decision", "Decision", "decisions"),),
    sections=(Section("purpose", "Purpose"), Section("reason", "Reason")),
    mine=("holder",),
    unit="keeper",
)


def _chained(slug: str, title: str) -> Kind:
    """Return a kind that keeps nothing of its own."""
    return Kind(
        slug=slug,
        title=title,
        plural_title=f"{title}s",
        procedure=Path(__file__).parent / f"{slug}.toml",
        content=Permit,
        in_menu=False,
    )


CHAIN = (_chained("petition", "Petition"), _chained("errand", "Errand"), _chained("leg", "Leg"))
"""A petition, its errands and their legs."""
