"""Figures: what is counted of a few proposals told step by step, and of what a ledger says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.world.story import Story, told
from tests.world.town import Town, build_town
from zhixing.assembly.models import Organisation
from zhixing.cases import kinds
from zhixing.cases.conditions import condition
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.insight import counting
from zhixing.insight.counting import Group, Rate
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Part = tuple[int, int]


def everything() -> CaseQuerySet:
    return Case.objects.unscoped("test")


def of(slug: str) -> tuple[Any, CaseQuerySet, counting.Procedures]:
    kind = kinds.get(slug)
    cases = everything().filter(kind=slug)
    return kind, cases, counting.procedures_of(kind, cases)


def rates(slug: str) -> dict[str, Rate]:
    kind, cases, procedures = of(slug)
    return {rate.name: rate for rate in counting.rates(kind, counting.tallied(kind, cases, procedures))}


def parts(slug: str) -> dict[str, Part]:
    return {name: (rate.numerator, rate.denominator) for name, rate in rates(slug).items()}


def counted(groups: list[Group], *names: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(group.title.zh, tuple(group.counts[name] for name in names)) for group in groups]


def story(town: Town, last: str, title: str, *, unit: str = "市住房和城乡建设局", **changes: Any) -> Story:
    """Return a proposal of that title, told to its unit and on to an act."""
    begun = told(town, "submit", title=title)
    for act in ("first_review", "file"):
        if act not in begun.told and last != "submit":
            begun.tell_next(act)
        if act == last:
            return begun
    if last != "submit":
        begun.tell_next("assign", unit=unit)
        if last != "assign":
            begun.on_to(last, **changes)
    return begun


@pytest.fixture
def world(town: Town) -> Town:
    """One rated with A, one with B and a promise, one dissatisfied, one assigned elsewhere, one only submitted."""
    story(town, "rate", "关于完善电梯管护机制的建议")
    row = {"answer": "列入计划", "letter": "B", "measures": "年内建成", "person": "胡砚", "promised_by": "2026-12-31"}
    story(town, "sign_reply", "关于新建公共停车场的建议", letter="B", answers=[row]).on_to("rate")
    story(town, "rate", "关于治理占道经营的建议", grade="dissatisfied", again="请再办")
    story(town, "assign", "关于扩建实验小学的建议", unit="市教育局")
    story(town, "submit", "关于修缮古桥的建议")
    return town


def test_rates_of_proposals_and_handlings(world: Town) -> None:
    assert parts("proposal") == {
        "filing_rate": (4, 5),
        "assignment_rate": (4, 4),
        "completion_rate": (1, 4),
        "answered_rate": (2, 4),
        "delivery_rate": (1, 4),
    }
    assert parts("handling") == {
        "reply_rate": (2, 4),
        "on_time_rate": (2, 4),
        "overdue_rate": (2, 2),
        "contact_rate": (2, 2),
        "well_answered_rate": (2, 4),
        "feedback_rate": (2, 2),
    }
    assert rates("proposal")["filing_rate"].value == 0.8
    assert all(rate.unknown == 0 for rate in rates("handling").values())


def test_a_rate_of_nothing_is_no_number(town: Town) -> None:
    assert {rate.value for slug in ("proposal", "handling") for rate in rates(slug).values()} == {None}


def test_units_stand_in_official_order_with_their_letters(world: Town) -> None:
    groups = counting.by_unit(*of("handling"))

    assert counted(groups, "handlings", "replied", "letter_A", "letter_B", "letter_C", "waiting") == [
        ("市住房和城乡建设局", (3, 2, 1, 1, 0, 1)),
        ("市教育局", (1, 0, 0, 0, 0, 1)),
    ]
    assert [group.proposed for group in groups] == [False, False]


def test_proposals_without_a_unit_stand_last(world: Town) -> None:
    groups = counting.by_unit(*of("proposal"))

    assert counted(groups, "received", "assigned") == [
        ("市住房和城乡建设局", (3, 3)),
        ("市教育局", (1, 1)),
        ("不详", (1, 0)),
    ]


def test_units_of_a_ledger_stand_behind_the_confirmed_ones(world: Town, tmp_path: Path) -> None:
    Organisation.objects.of_body(world.body).filter(name="市教育局").update(official_order=99)
    imported(world, tmp_path, {"案由": "关于修路的提案", "主办单位": "甲局", "办理结果": "A"})

    groups = counting.by_unit(*of("handling"))

    assert [(group.title.zh, group.proposed) for group in groups] == [
        ("市住房和城乡建设局", False),
        ("市教育局", False),
        ("甲局", True),
    ]
    assert groups[-1].counts["letter_A"] == 1


def imported(town: Town, folder: Path, *rows: dict[str, Any]) -> None:
    path = folder / "ledger.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    import_ledger(path, body=town.body)


def test_what_a_ledger_does_not_say_is_said_to_be_unknown(town: Town, tmp_path: Path) -> None:
    imported(
        town,
        tmp_path,
        {"案由": "关于甲的提案", "主办单位": "甲局"},
        {"案由": "关于乙的提案", "主办单位": "甲局", "办理结果": "A"},
        {"案由": "关于丙的提案", "主办单位": "甲局", "办理结果": "A", "满意度": "满意"},
        {"案由": "关于丁的提案", "主办单位": "甲局", "办理结果": "B", "满意度": "满意"},
    )

    # A reply is known of three; that its proposer had the last word of two, and one of these promised something.
    assert parts("proposal") == {
        "filing_rate": (4, 4),
        "assignment_rate": (4, 4),
        "completion_rate": (1, 4),
        "answered_rate": (3, 4),
        "delivery_rate": (2, 4),
    }
    assert parts("handling") == {
        "reply_rate": (3, 4),
        "on_time_rate": (0, 0),
        "overdue_rate": (0, 1),
        "contact_rate": (0, 3),
        "well_answered_rate": (3, 4),
        "feedback_rate": (0, 3),
    }
    assert {
        name: rates("proposal")[name].unknown for name in ("completion_rate", "answered_rate", "delivery_rate")
    } == {
        "completion_rate": 3,
        "answered_rate": 1,
        "delivery_rate": 2,
    }
    assert {name: rate.unknown for name, rate in rates("handling").items()} == {
        "reply_rate": 1,
        "on_time_rate": 0,
        "overdue_rate": 1,
        "contact_rate": 3,
        "well_answered_rate": 1,
        "feedback_rate": 3,
    }


def test_sessions_stand_from_the_oldest_on(world: Town, tmp_path: Path) -> None:
    imported(world, tmp_path, {"案由": "关于甲的提案", "届次": "十届三次"}, {"案由": "关于乙的提案"})

    groups = counting.by_session(*of("proposal"))

    assert counted(groups, "received") == [("十届三次", (1,)), ("十届五次", (5,)), ("不详", (1,))]
    assert groups[0].body == world.body.short_name


def test_states_stand_in_the_order_of_the_procedure(world: Town) -> None:
    assert counted(counting.by_state(*of("proposal")), "received") == [
        ("已提交", (1,)),
        ("已交办", (2,)),
        ("已答复", (2,)),
    ]


def test_categories_stand_in_the_order_of_their_list_and_count_handlings_with_their_proposals(
    world: Town, tmp_path: Path
) -> None:
    imported(
        world, tmp_path, {"案由": "关于甲的提案", "类别": "经济建设", "主办单位": "甲局"}, {"案由": "关于乙的提案"}
    )

    proposals = counting.by_code(kinds.get("proposal"), "category", *of("proposal")[1:])
    handlings = counting.by_code(kinds.get("handling"), "category", *of("handling")[1:])

    assert counted(proposals, "received") == [("经济建设", (1,)), ("社会建设", (5,)), ("不详", (1,))]
    assert counted(handlings, "handlings") == [("经济建设", (1,)), ("社会建设", (4,))]


def test_a_filter_of_children_does_not_count_their_parents(world: Town) -> None:
    assert counting.filters_of(kind for kind in kinds.everyone() if kind.ratios) == [
        "category",
        "proposer_kind",
        "occasion",
        "focus",
        "livelihood",
        "letter",
    ]


def test_every_number_is_that_of_its_list(world: Town) -> None:

    for slug in ("proposal", "handling"):
        kind, cases, procedures = of(slug)
        counts = counting.tallied(kind, cases, procedures)
        for tally in kind.tallies:
            if not tally.each and not tally.told:
                assert cases.filter(condition(kind, tally.filters, procedures)).count() == counts[tally.name]


def test_bodies_are_counted_together_and_told_apart(world: Town) -> None:
    other = build_town("331098", "别处市")
    story(other, "assign", "关于修建公园的建议")

    groups = counting.by_unit(*of("handling"))

    assert [(group.title.zh, group.body) for group in groups] == [
        ("市住房和城乡建设局", "安澜市政协"),
        ("市教育局", "安澜市政协"),
        ("市住房和城乡建设局", "别处市政协"),
    ]
