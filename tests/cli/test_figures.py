"""`zhixing figures`: rates with their parts, rows in official order, for whoever may see what is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Zhixing
from tests.proposals.ledgers import jsonl
from tests.world.story import Story, told
from tests.world.town import Town
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def world(town: Town, tmp_path: Path) -> Town:
    """One proposal rated, one assigned to the school bureau, and two of an earlier ledger."""
    told(town, "rate")
    story = Story(town)
    story.on_to("submit", title="关于扩建实验小学的建议")
    for act in ("first_review", "file"):
        story.tell_next(act)
    story.tell_next("assign", unit="市教育局")
    rows = [
        {"案由": "关于修路的提案", "届次": "十届三次", "类别": "经济建设", "主办单位": "市交通局", "办理结果": "A"}
        | {"链接": "https://zx.example/7"},
        {"案由": "关于修桥的提案", "主办单位": "市交通局"},
    ]
    import_ledger(jsonl(tmp_path, *rows), body=town.body)
    return town


def figures(zhixing: Zhixing, *words: str) -> Any:
    said = zhixing("figures", *words, "--json")
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


def parts(rates: Any) -> dict[str, tuple[int, int]]:
    return {name: (rate["numerator"], rate["denominator"]) for name, rate in rates.items()}


def test_rates_with_numerator_denominator_value_and_formula(world: Town, zhixing: Zhixing) -> None:
    answer = figures(zhixing, "--as", "chen")

    assert (answer["session"], answer["rows"]) == (None, [])
    assert answer["rates"]["reply_rate"] == {
        "numerator": 2,
        "denominator": 4,
        "value": 0.5,
        "unknown": 1,
        "formula": "Handlings whose reply was released and not sent back, out of all that are with units.",
    }
    assert parts(answer["rates"]) == {
        "filing_rate": (4, 4),
        "assignment_rate": (4, 4),
        "completion_rate": (1, 4),
        "answered_rate": (2, 4),
        "delivery_rate": (2, 4),
        "reply_rate": (2, 4),
        "on_time_rate": (1, 2),
        "overdue_rate": (1, 2),
        "contact_rate": (1, 2),
        "well_answered_rate": (2, 4),
        "feedback_rate": (1, 2),
    }


def test_rows_by_unit_in_official_order(world: Town, zhixing: Zhixing) -> None:
    rows = figures(zhixing, "--by", "unit")["rows"]

    assert [(row["unit"], row["body"], row["proposed"]) for row in rows] == [
        ("市住房和城乡建设局", "安澜市政协", False),
        ("市教育局", "安澜市政协", False),
        ("市交通局", "安澜市政协", True),
    ]
    assert parts(rows[2]["rates"]) == {
        "filing_rate": (2, 2),
        "assignment_rate": (2, 2),
        "completion_rate": (0, 2),
        "answered_rate": (1, 2),
        "delivery_rate": (1, 2),
        "reply_rate": (1, 2),
        "on_time_rate": (0, 0),
        "overdue_rate": (0, 1),
        "contact_rate": (0, 1),
        "well_answered_rate": (1, 2),
        "feedback_rate": (0, 1),
    }
    assert {name: rows[2]["counts"][name] for name in ("received", "imported", "handlings", "letter_A", "waiting")} == {
        "received": 2,
        "imported": 2,
        "handlings": 2,
        "letter_A": 1,
        "waiting": 1,
    }


def test_rows_by_category_session_and_state(world: Town, zhixing: Zhixing) -> None:
    categories = figures(zhixing, "--by", "category")["rows"]
    sessions = figures(zhixing, "--by", "session")["rows"]
    states = figures(zhixing, "--by", "state")["rows"]

    assert [(row["category"], row["title"], row["counts"]["received"]) for row in categories] == [
        ("economy", "Economy", 1),
        ("society", "Society", 2),
        ("", "Not known", 1),
    ]
    assert [row["counts"]["handlings"] for row in categories] == [1, 2, 1]
    assert [(row["session"], row["counts"]["handlings"]) for row in sessions] == [
        ("十届三次", 1),
        ("十届五次", 2),
        ("Not known", 1),
    ]
    assert [(row["kind"], row["state"], row["title"]) for row in states] == [
        ("proposal", "assigned", "Assigned"),
        ("proposal", "answered", "Answered"),
        ("handling", "assigned", "To be received"),
        ("handling", "replied", "Replied"),
        ("handling", "answered", "Answered"),
    ]


def test_figures_of_one_session(world: Town, zhixing: Zhixing) -> None:
    answer = figures(zhixing, "--session", "十届三次会议")

    assert parts(answer["rates"])["reply_rate"] == (1, 1)
    said = zhixing("figures", "--session", "九届一次")
    assert (said.code, said.err) == (1, "There is no session 九届一次. Sessions with cases: 十届三次, 十届五次.\n")


def test_everybody_counts_what_they_may_see(world: Town, zhixing: Zhixing) -> None:
    assert parts(figures(zhixing, "--as", "liao")["rates"])["reply_rate"] == (1, 1)
    assert parts(figures(zhixing, "--as", "bo")["rates"])["reply_rate"] == (0, 0)
    assert figures(zhixing, "--as", "bo", "--by", "unit")["rows"] == []


def test_production_counts_what_the_public_may_know(world: Town, zhixing: Zhixing, settings: DjangoSettings) -> None:
    settings.ZHIXING_MODE = "production"

    assert parts(figures(zhixing)["rates"]) == {
        "filing_rate": (1, 1),
        "assignment_rate": (1, 1),
        "completion_rate": (0, 1),
        "answered_rate": (1, 1),
        "delivery_rate": (1, 1),
        "reply_rate": (0, 0),
        "on_time_rate": (0, 0),
        "overdue_rate": (0, 0),
        "contact_rate": (0, 0),
        "well_answered_rate": (0, 0),
        "feedback_rate": (0, 0),
    }


def test_figures_in_lines(world: Town, zhixing: Zhixing) -> None:
    lines = zhixing("figures", "--by", "unit").out.splitlines()

    assert next(line for line in lines if line.startswith("reply_rate:")) == (
        "reply_rate: 50.0 % = 2/4, not known 1  "
        "Handlings whose reply was released and not sent back, out of all that are with units."
    )
    assert lines[-1] == (
        "市交通局: filing_rate 100.0 % (2/2), assignment_rate 100.0 % (2/2), completion_rate 0.0 % (0/2), "
        "answered_rate 50.0 % (1/2), delivery_rate 50.0 % (1/2), reply_rate 50.0 % (1/2), "
        "on_time_rate nothing to count (0/0), contact_rate 0.0 % (0/1), well_answered_rate 50.0 % (1/2), "
        "feedback_rate 0.0 % (0/1), overdue_rate 0.0 % (0/1)"
    )


def test_empty_installation(town: Town, zhixing: Zhixing) -> None:
    assert {rate["value"] for rate in figures(zhixing, "--by", "category")["rates"].values()} == {None}


def test_wrong_calls(town: Town, zhixing: Zhixing) -> None:
    said = zhixing("figures", "--by", "beauty")

    assert (said.code, said.out) == (2, "")
    assert "invalid choice: 'beauty'" in said.err
