"""A committee's own lists: frozen with a case, counted on by figures, taken over by child cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.world.story import LATER, told
from tests.world.town import Town, build_town
from zhixing.cases import adopting
from zhixing.cases.acts import perform
from zhixing.cases.models import Adoption, ProcedureText
from zhixing.procedure.source import ProcedureError

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FOUR = '[lists.letters]\nA = "A 已解决"\nB = "B 列入计划"\nC = "C 留作参考"\nD = "D 难以解决"\n'


@pytest.fixture
def folder(town: Town, settings: Settings, tmp_path: Path) -> Path:
    """Return the folder of the committee's own files."""
    settings.ZHIXING_PROCEDURES = tmp_path
    folder = tmp_path / town.body.slug
    folder.mkdir()
    return folder


def refused(town: Town, kind: str, text: str) -> list[str]:
    with pytest.raises(ProcedureError) as caught:
        adopting.adopt(town.body, kind, at=None, actor=None, source=text, file="own.toml")
    return [problem.say("en") for problem in caught.value.problems]


def test_committee_has_letters_of_its_own(town: Town, folder: Path) -> None:
    (folder / "handling.toml").write_text(FOUR, encoding="utf-8")

    story = told(town, "sign_reply", letter="D")

    assert story.handling.folded["values"]["letter"] == "D"
    kept = ProcedureText.objects.get(pk=story.handling.procedure)
    assert (kept.settings, [row[0] for row in kept.overlay["lists"]["letters"]]) == ({}, ["A", "B", "C", "D"])
    neighbours = build_town("331098", "澜东县")
    assert list(adopting.in_force(neighbours.body, "handling").procedure.lists["letters"]) == ["A", "B", "C"]


def test_case_keeps_the_letters_it_was_opened_under(town: Town) -> None:
    story = told(town, "draft_reply")

    after = adopting.adopt(town.body, "handling", at=LATER, actor=None, source=FOUR)

    assert list(after.base.lists["letters"]) == ["A", "B", "C"]
    assert list(after.procedure.lists["letters"]) == ["A", "B", "C", "D"]
    assert list(adopting.by_digest(story.handling.procedure).procedure.lists["letters"]) == ["A", "B", "C"]


def test_lists_are_kept_apart_from_numbers_alone(town: Town) -> None:
    numbers = adopting.adopt(town.body, "handling", at=None, actor=None, source="[settings]\nreply_months = 2\n")
    lists = adopting.adopt(town.body, "handling", at=None, actor=None, source=FOUR)
    adopting.by_digest.cache_clear()

    assert numbers.digest != lists.digest
    assert adopting.by_digest(lists.digest) == lists
    assert adopting.by_digest(numbers.digest).settings == {"reply_months": 2}


def test_what_would_be_adopted_is_shown_without_adopting_it(town: Town, folder: Path) -> None:
    (folder / "handling.toml").write_text(FOUR, encoding="utf-8")

    assert "D" in adopting.standing(town.body, "handling").procedure.lists["letters"]
    assert not Adoption.objects.exists()


def test_code_that_figures_count_stays(town: Town) -> None:
    assert refused(town, "handling", '[lists.letters]\nA = "甲"\n')[0].startswith(
        "own.toml:1: lists.letters: The procedure or its figures ask for a choice of letters with the flag promised"
    )


def test_code_longer_than_its_column_is_not_adopted(town: Town) -> None:
    (said,) = refused(town, "handling", FOUR + 'solved = "已解决"\n')

    assert said == (
        "own.toml:1: lists.letters: The code solved of the list letters is too long; it may have 4 characters. Shorten "
        "it; the title is yours."
    )


def test_list_that_child_cases_take_over_is_replaced_in_both(town: Town, folder: Path) -> None:
    more = '[lists.occasions]\nextra = { zh-hans = "专题", en = "Topical" }\n'
    whole = {
        kind: adopting.shipped(kind).replace("[lists.occasions]\n", more, 1)
        for kind in ("cohandling", "handling", "proposal")
    }
    (said,) = refused(town, "proposal", whole["proposal"])

    assert said.endswith(
        "lists.occasions: The list occasions has choices that the child cases (handling) lack: extra. "
        "Give handling the same list."
    )
    for kind, text in whole.items():
        (folder / f"{kind}.toml").write_text(text, encoding="utf-8")
    assert told(town, "assign").handling.folded["values"]["occasion"] == "plenary"


def test_older_case_is_still_assigned_when_children_know_its_code_no_longer(town: Town, folder: Path) -> None:
    story = told(town, "file")
    sole = 'sole = { zh-hans = "单独承办", en = "Sole handler" }\n'
    for kind in ("suggestion", "proposal", "handling"):
        text = adopting.shipped(kind)
        assert sole in text
        (folder / f"{kind}.toml").write_text(text.replace(sole, ""), encoding="utf-8")
    for kind in ("suggestion", "proposal", "handling"):
        adopting.adopt(town.body, kind, at=None, actor=None)

    data = {"mode": "sole", "unit": "市住房和城乡建设局"}
    perform(story.proposal, "assign", actor=town.actor("chen"), data=data)

    assert story.proposal.folded["values"]["mode"] == "sole"
    assert story.handling.folded["values"] == {"occasion": "plenary"}


def test_broken_overlay_names_its_own_file_and_line(town: Town, folder: Path) -> None:
    path = folder / "proposal.toml"
    path.write_text("[settings]\n\nassign_days = 91\n", encoding="utf-8")

    with pytest.raises(ProcedureError) as caught:
        adopting.in_force(town.body, "proposal")

    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.key) == (str(path), 3, "settings.assign_days")
    assert told(build_town("331098", "澜东县"), "first_review").proposal.state == "first_reviewed"
