"""Which procedure holds for whom: shipped, a committee's own, or the shipped one with a committee's own numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.throwaway.kinds import CHAIN, PERMIT
from tests.world.story import LATER, told
from tests.world.town import Town, build_town
from zhixing.cases import adopting, kinds
from zhixing.cases.acts import perform
from zhixing.cases.checks import check_kinds
from zhixing.cases.models import Adoption, ProcedureText
from zhixing.procedure.source import ProcedureError
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BOUNDS = "settings.assign_days: Assignment, days must be a whole number from 1 to 90."
SHIPPED = kinds.get("proposal").procedure.read_text(encoding="utf-8")


@pytest.fixture
def own(town: Town, settings: Settings, tmp_path: Path) -> Path:
    """Return the file that holds the committee's own procedure, once it is written."""
    settings.ZHIXING_PROCEDURES = tmp_path
    folder = tmp_path / town.body.slug
    folder.mkdir()
    return folder / "proposal.toml"


def faults(refused: pytest.ExceptionInfo[ProcedureError]) -> list[tuple[str, int, str]]:
    """Return where the faults are and what they say, in English."""
    problems = refused.value.problems
    return [(Path(one.file).name, one.line, f"{one.key}: {one.what.say('en')}") for one in problems]


def test_shipped_procedure_is_adopted_when_it_is_first_needed(town: Town) -> None:
    first = adopting.in_force(town.body, "proposal")
    again = adopting.in_force(town.body, "proposal")

    assert again is first
    assert (first.procedure.version, first.settings) == ("2026-3", {})
    assert Adoption.objects.filter(body=town.body, kind="proposal").count() == 1
    found = Entry.objects.of_body(town.body).order_by("number").values_list("act", "case")
    assert list(found) == [("found", "331097-0"), ("adopt", "331097-0")]


def test_committee_chooses_its_own_numbers(town: Town, own: Path) -> None:
    own.write_text("[settings]\nassign_days = 20\n", encoding="utf-8")

    adopted = adopting.in_force(town.body, "proposal")

    assert adopted.settings == {"assign_days": 20}
    story = told(town, "file")
    assert story.proposal.folded["clocks"]["assign"]["span"] == {"days": 20}


def test_committee_has_a_procedure_of_its_own(town: Town, own: Path) -> None:
    own.write_text(SHIPPED.replace('version = "2026-3"', 'version = "安澜-1"'), encoding="utf-8")

    adopted = adopting.in_force(town.body, "proposal")
    other = adopting.in_force(build_town("331098", "澜东县").body, "proposal")

    assert (adopted.procedure.version, other.procedure.version) == ("安澜-1", "2026-3")


def test_one_committees_broken_file_stops_nobody_else(town: Town, own: Path) -> None:
    own.write_text("kind = \n", encoding="utf-8")
    neighbours = build_town("331098", "澜东县")

    with pytest.raises(ProcedureError) as refused:
        adopting.in_force(town.body, "proposal")

    assert [(file, line) for file, line, _said in faults(refused)] == [("proposal.toml", 1)]
    assert not Adoption.objects.filter(body=town.body).exists()
    assert told(neighbours, "first_review").proposal.state == "first_reviewed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("assign_days = 91", BOUNDS),
        ("assign_days = true", BOUNDS),
        ('assign_days = "20"', BOUNDS),
        (
            "patience = 3",
            (
                "settings.patience: There is no setting patience. Settings here: title_limit, part_limit, "
                "first_review_days, decide_days, assign_days, signatures_least, moves_most, sides_must_agree, "
                "withdrawal_days, conversion_days, revise_days."
            ),
        ),
    ],
)
def test_numbers_out_of_bounds_are_not_adopted(town: Town, own: Path, text: str, said: str) -> None:
    own.write_text(f"[settings]\n{text}\n", encoding="utf-8")

    with pytest.raises(ProcedureError) as refused:
        adopting.in_force(town.body, "proposal")

    assert [fault for _file, _line, fault in faults(refused)] == [said]


@pytest.mark.parametrize("text", ["settings = 5\n", "", "# 空\n"])
def test_file_that_says_next_to_nothing_is_not_adopted(town: Town, own: Path, text: str) -> None:
    own.write_text(text, encoding="utf-8")

    with pytest.raises(ProcedureError):
        adopting.in_force(town.body, "proposal")


def test_file_in_another_encoding_is_not_adopted(town: Town, own: Path) -> None:
    own.write_bytes(SHIPPED.encode("gb18030"))

    with pytest.raises(ProcedureError):
        adopting.in_force(town.body, "proposal")


def test_procedure_of_another_kind_is_not_adopted(town: Town, own: Path) -> None:
    own.write_text(kinds.get("handling").procedure.read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(ProcedureError) as refused:
        adopting.in_force(town.body, "proposal")

    assert faults(refused) == [
        ("proposal.toml", 2, "kind: This procedure is for handling, not for proposal. Check its kind.")
    ]


def test_procedure_with_a_fault_of_sense_is_not_adopted(town: Town) -> None:
    endless = SHIPPED.replace("archived = { final = true,", "archived = {")

    with pytest.raises(ProcedureError):
        adopting.adopt(town.body, "proposal", at=LATER, actor=None, source=endless)

    assert not ProcedureText.objects.filter(source=endless).exists()


def test_case_stays_under_the_procedure_it_was_opened_under(town: Town) -> None:
    story = told(town, "first_review")
    newer = SHIPPED.replace('version = "2026-3"', 'version = "2027-1"')
    adopted = adopting.adopt(town.body, "proposal", at=LATER, actor=town.actor("ding"), source=newer)

    perform(story.proposal, "file", actor=town.actor("ding"))

    assert story.proposal.procedure != adopted.digest
    assert told(town, "submit").proposal.procedure == adopted.digest
    last = Adoption.objects.latest("pk")
    assert (last.adopted_by, last.adopted_at) == (town.people["ding"], LATER)


def test_same_text_is_kept_once(town: Town) -> None:
    neighbours = build_town("331098", "澜东县")

    digests = {adopting.in_force(body, "proposal").digest for body in (town.body, neighbours.body)}

    assert len(digests) == 1
    assert ProcedureText.objects.count() == 1


# --- The system's checks ---


def test_kinds_with_broken_procedures_are_reported(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("kind = ", encoding="utf-8")
    declared = [
        replace(PERMIT, slug="broken", procedure=broken),
        replace(PERMIT, slug="gone", procedure=tmp_path / "gone.toml"),
        replace(PERMIT, slug="misnamed"),
    ]
    for kind in declared:
        kinds.register(kind)

    try:
        assert [found.id for found in check_kinds()] == ["zhixing.E010", "zhixing.E010", "zhixing.E011"]
    finally:
        for kind in declared:
            kinds.forget(kind.slug)


def test_kinds_whose_procedures_do_not_fit_each_other_are_reported() -> None:
    petition, errand, leg = CHAIN
    try:
        for kind in (petition, errand):
            kinds.register(kind)
        remedy = f"Use one of: {', '.join(sorted(kind.slug for kind in kinds.everyone()))}."
        assert [(found.id, found.msg) for found in check_kinds()] == [
            ("zhixing.E012", f"{act} names the kind leg, which does not exist. {remedy}")
            for act in ("all_home of petition", "give of errand")
        ]
        kinds.register(leg)
        assert check_kinds() == []
    finally:
        for kind in CHAIN:
            kinds.forget(kind.slug)
