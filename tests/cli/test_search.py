"""`zhixing search` and `zhixing insight reindex`: lines for programs, and what nobody named may find."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Zhixing
from tests.world.story import told
from tests.world.town import Town
from zhixing.finding.models import Passage
from zhixing.proposals.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(zhixing: Zhixing, *words: object) -> list[dict[str, Any]]:
    said = zhixing("search", *words, "--json")
    assert (said.code, said.err) == (0, "")
    return [json.loads(line) for line in said.out.splitlines()]


def test_shape_of_a_line(town: Town, zhixing: Zhixing) -> None:
    story = told(town, "assign")

    assert found(zhixing, "维保费用", "--as", "chen") == [
        {
            "number": story.proposal.number,
            "kind": "proposal",
            "title": "关于完善老旧小区加装电梯后续管护机制的建议",
            "score": 0.5,
            "snippet": "管护责任不清，维保费用没有固定来源，报修到场慢。",
        }
    ]


def test_a_number_is_nearest_and_the_limit_holds(town: Town, zhixing: Zhixing) -> None:
    story = told(town, "assign")

    assert [(line["number"], line["score"]) for line in found(zhixing, "10-5-1", "--as", "an")] == [
        (story.proposal.number, 1.0)
    ]
    assert len(found(zhixing, "电梯", "--as", "chen")) == 2
    assert len(found(zhixing, "电梯", "--as", "chen", "--limit", 1)) == 1


def test_nobody_named_is_the_office(town: Town, zhixing: Zhixing) -> None:
    told(town, "draft_reply")

    assert [line["kind"] for line in found(zhixing, "同意")] == ["proposal"]
    assert found(zhixing, "答复稿") == []
    assert [line["kind"] for line in found(zhixing, "答复稿", "--as", "han")] == ["handling"]


def test_nobody_named_is_the_public_in_production(town: Town, zhixing: Zhixing, settings: DjangoSettings) -> None:
    story = told(town, "assign")
    settings.ZHIXING_MODE = "production"

    assert found(zhixing, "电梯") == []
    Proposal.objects.filter(case=story.proposal).update(url="https://example.org/1")
    assert [line["kind"] for line in found(zhixing, "电梯")] == ["proposal"]
    assert [line["kind"] for line in found(zhixing, "维保费用")] == ["proposal"]
    assert found(zhixing, "同意") == []
    assert zhixing("search", "电梯", "--json", "--as", "chen").code == 1


def test_without_json_it_reads_well(town: Town, zhixing: Zhixing) -> None:
    story = told(town, "submit")

    assert zhixing("search", "维保费用").out == (
        f"{story.proposal.number}  关于完善老旧小区加装电梯后续管护机制的建议\n"
        "    管护责任不清，维保费用没有固定来源，报修到场慢。\n"
    )
    assert zhixing("search", "飞机").out == "Nothing was found. Try fewer words, or the number.\n"


@pytest.mark.parametrize("words", [("电梯", "--limit", "0"), ("电梯", "--limit", "x"), ()])
def test_wrong_calls(zhixing: Zhixing, words: tuple[str, ...]) -> None:
    assert zhixing("search", *words).code == 2


def test_reindex_makes_everything_anew(town: Town, zhixing: Zhixing) -> None:
    told(town, "assign")
    found(zhixing, "电梯")
    before = Passage.objects.count()

    assert zhixing("insight", "reindex") == (0, "2 cases read in\n", "")

    assert Passage.objects.count() == before > 5
    assert len(found(zhixing, "电梯", "--as", "chen")) == 2
