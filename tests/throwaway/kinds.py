"""A parking permit at the committee's office, declared as a room declares its kinds."""

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
