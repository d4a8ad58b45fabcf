"""A city large enough for everything: every act of every procedure is taken, or named here with the reason why not."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.standing import NAMES
from zhixing.proposals.models import Proposal
from zhixing.register.log import verify_database
from zhixing.register.models import Entry, FieldValue
from zhixing.sample.build import build_city
from zhixing.sample.casting import ESSENTIAL
from zhixing.sample.measuring import measured
from zhixing.sample.reading import read_content

pytestmark = pytest.mark.database

NOT_TAKEN = {
    ("proposal", "abandon"): "what is never submitted is shown by a text that still waits for signatures",
    ("proposal", "conversion_unanswered"): "proposers of the sample city answer within the days they have",
    ("promise", "void"): "nobody of the sample city withdraws a proposal whose reply promised something",
    ("handling", "supervise"): "in so small a city no reply is late when the offices write or look",
    ("assessment", "cancel"): "what is assessed in the sample city is reported, or still at work",
    ("scoring", "drop"): "follows when an assessment is cancelled",
    ("suggestion", "reassign"): "what is moved to another unit is shown with proposals, by the same handling",
    ("suggestion", "resume"): "what a leader reopens is shown with proposals; leaders read no deputies' suggestions",
}
SUPERVISED = ("problem", "topic", "letter", "check", "jointplan")
"""Kinds of which the sample shows what its late cases call for; every act of theirs is told in the stories."""
STANDING_TAKEN = {
    ("proposal", "direct"),
    ("proposal", "tick"),
    ("handling", "correct"),
    ("handling", "redact"),
    ("handling", "tick"),
    ("cohandling", "tick"),
    ("call", "tick"),
    ("promise", "tick"),
    ("keyproposal", "tick"),
    ("commendation", "tick"),
}
"""What every case knows is shown where it usually happens. Nothing comes from a ledger (import), no procedure has a
second version (migrate), no unit is reorganised (succeed) and every year's arrangement is known (recompute)."""


@pytest.fixture(scope="module")
def city(db: None) -> Body:
    build_city(size=len(ESSENTIAL) + 24)
    return Body.objects.get(slug=read_content().city.slug)


def taken(city: Body) -> Iterator[tuple[str, str]]:
    yield from Entry.objects.of_body(city).exclude(kind="body").values_list("kind", "act").distinct()


def test_every_act_of_every_procedure_is_taken(city: Body) -> None:
    shown = [kind for kind in kinds.everyone() if kind.slug not in SUPERVISED]
    known = {(kind.slug, act) for kind in shown for act in adopting.in_force(city, kind.slug).procedure.acts}
    plain = {(kind, act) for kind, act in known if act not in NAMES}

    found = {(kind, act) for kind, act in taken(city) if kind not in SUPERVISED}
    assert plain - found == NOT_TAKEN.keys()
    assert found - plain <= STANDING_TAKEN


def test_every_state_is_reached(city: Body) -> None:
    for kind in ("proposal", "handling", "cohandling", "promise", "lead", "call", "suggestion"):
        procedure = adopting.in_force(city, kind).procedure
        outcomes = Entry.objects.of_body(city).filter(kind=kind)
        reached = {state for outcome in outcomes.values_list("outcome", flat=True) for state in [_state(outcome)]}
        assert reached == procedure.states.keys() - {"abandoned", "void"}, kind


def _state(outcome: str) -> str:
    found: str = json.loads(outcome)["state"]
    return found


def test_all_forms_of_proposals_are_there(city: Body) -> None:
    forms = Counter(Proposal.objects.filter(case__body=city).values_list("proposer_kind", flat=True))

    assert forms.keys() - {""} == {"individual", "joint", "collective"}


def test_what_is_merged_asks_for_the_same_as_what_it_is_merged_into(city: Body) -> None:
    merges = Entry.objects.of_body(city).filter(kind="proposal", act="merge").values_list("pk", "case")
    pairs = [(Case.objects.of_body(city).get(number=case), _main(entry)) for entry, case in merges]

    suggestions = {row.case_id: row.suggestions for row in Proposal.objects.filter(case__body=city)}
    alike = [suggestions[one.pk] == suggestions[main] for one, main in pairs]
    assert len(alike) >= 3
    assert sum(alike) >= len(alike) - 1  # a title may be too long for another trial


def _main(entry: int) -> int:
    value = FieldValue.objects.get(entry=entry, name="main").value
    found: int = json.loads(value or "{}")["id"]
    return found


def test_figures_are_counted_with_what_they_are_out_of(city: Body) -> None:
    figures = {one.real.name: one for one in measured(city, read_content().today)}

    assert (
        figures["filed"].top == Case.objects.of_body(city).filter(kind="proposal").exclude(official_number=None).count()
    )
    assert figures["letter_AB"].per_mille >= figures["letter_A"].per_mille > 400
    assert figures["satisfied"].top + figures["dissatisfied"].top == figures["satisfied"].bottom > 20


def test_the_register_holds_and_explains_every_row(city: Body) -> None:
    assert verify_database().broken == []
    assert rebuild(check=True) == []
