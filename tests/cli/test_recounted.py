"""The figures are counted again from exported files alone, in plain Python that shares nothing with counting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Zhixing
from tests.world.story import told
from tests.world.town import Town
from zhixing.assembly.models import Session
from zhixing.cases.models import Case
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

Row = dict[str, Any]
FILED = {"filed", "assigned", "answered", "tracking", "closed", "archived"}
RECEIVED = FILED | {
    "submitted", "revising", "first_reviewed", "conversion_asked", "merged", "converted", "declined", "withdrawn",
}  # fmt: skip
REPLIED = {"replied", "replied_again", "answered", "closed"}
BY = ("session", "category", "proposer_kind", "occasion", "focus", "livelihood")


@pytest.fixture
def world(town: Town, tmp_path: Path) -> Town:
    """Proposals at every step of the story in two sessions, one with a promise, one dissatisfied, and a ledger's."""
    row = {"answer": "列入计划", "letter": "B", "measures": "年内建成", "person": "胡砚", "promised_by": "2026-12-31"}
    for place, last in enumerate(
        ("submit", "first_review", "file", "assign", "draft_reply", "release_reply", "conclude")
    ):
        told(town, last, title=f"关于第{place}件事的建议") if last == "submit" else told(town, last)
    begun = told(town, "draft_reply")
    begun.tell_next("sign_reply", letter="B", answers=[row])
    begun.on_to("rate")
    told(town, "release_reply").tell_next("rate", grade="dissatisfied", again="请再办")
    earlier = told(town, "rate").proposal
    session = town.session
    last_one = Session.objects.create(term=session.term, number=session.number - 1, opens=date(2025, 1, 20))
    family = Case.objects.unscoped("test").filter(root=earlier.pk)
    family.update(session=last_one)
    Case.objects.unscoped("test").filter(pk=earlier.pk).update(session=last_one)
    ledger = tmp_path / "ledger.jsonl"
    rows = [
        {"案由": "关于甲的提案", "主办单位": "甲局", "届次": "十届三次"},
        {"案由": "关于丙的提案", "主办单位": "甲局", "办理结果": "A", "满意度": "满意"},
        {"案由": "关于丁的提案", "主办单位": "甲局", "办理结果": "B", "满意度": "满意"},
    ]
    ledger.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    import_ledger(ledger, body=town.body)
    return town


@pytest.fixture
def exported(world: Town, zhixing: Zhixing, tmp_path: Path) -> dict[str, list[Row]]:
    """Return the rows of three exported files."""
    found = {}
    for kind in ("proposals", "handlings", "promises"):
        path = tmp_path / f"{kind}.jsonl"
        assert zhixing("export", kind, str(path)).code == 0
        found[kind] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return found


def recounted(rows: dict[str, list[Row]], wanted: Callable[[Row], bool]) -> dict[str, tuple[int, int]]:
    """Return the rates of the proposals that are wanted and of what is below them."""
    proposals = [one for one in rows["proposals"] if wanted(one)]
    numbers = {one["number"] for one in proposals}
    works = [one for one in rows["handlings"] if one["parent"] in numbers]
    filed = [one for one in proposals if one["state"] in FILED]
    received = [one for one in proposals if one["state"] in RECEIVED]
    assigned = [one for one in filed if one["state"] != "filed"]
    standing = [_standing(one, rows) for one in filed]
    return {
        "filing_rate": (len(filed), len(received)),
        "assignment_rate": (len(assigned), len(filed)),
        "answered_rate": (sum("replied" in one for one in standing), len(filed)),
        "completion_rate": (sum("complete" in one for one in standing), len(filed)),
        "delivery_rate": (sum("delivered" in one for one in standing), len(filed)),
        "reply_rate": (sum(one["state"] in REPLIED for one in works), len(works)),
    }


def _standing(proposal: Row, rows: dict[str, list[Row]]) -> set[str]:
    works = [
        one
        for one in rows["handlings"]
        if one["parent"] == proposal["number"] and one["state"] not in {"moved", "stopped"}
    ]
    if not works or any(one["state"] not in REPLIED for one in works):
        return set()
    found = {"replied"}
    ends = [(one, [p for p in rows["promises"] if p["parent"] == one["number"]]) for one in works]
    if all(_over(work, promises) for work, promises in ends):
        found.add("complete")
    if all(_done(work, promises) for work, promises in ends):
        found.add("delivered")
    return found


def _over(work: Row, promises: Iterable[Row]) -> bool:
    kept = list(promises)
    unfollowed = work["letter"] == "B" and not kept
    open_now = any(one["state"] in {"open", "claimed"} for one in kept)
    return work["state"] in {"answered", "closed"} and not unfollowed and not open_now


def _done(work: Row, promises: Iterable[Row]) -> bool:
    kept = [one["state"] for one in promises]
    return work["letter"] == "A" or (work["letter"] == "B" and bool(kept) and set(kept) == {"cleared"})


def parts(rates: dict[str, Any], names: Iterable[str]) -> dict[str, tuple[int, int]]:
    return {name: (rates[name]["numerator"], rates[name]["denominator"]) for name in names}


def figures(zhixing: Zhixing, *arguments: str) -> Any:
    return json.loads(zhixing("figures", *arguments, "--json").out)


def test_the_rates_of_everything(exported: dict[str, list[Row]], zhixing: Zhixing) -> None:
    again = recounted(exported, lambda _row: True)

    assert again["completion_rate"][0] >= 2  # it would be no test if nothing were complete
    assert len(set(again.values())) > len(again) // 2
    assert parts(figures(zhixing)["rates"], again) == again


@pytest.mark.parametrize("by", BY)
def test_the_rates_of_every_value(exported: dict[str, list[Row]], zhixing: Zhixing, by: str) -> None:
    rows = figures(zhixing, "--by", by)["rows"]

    values = {one[by] or "" for one in exported["proposals"]}
    named = {("" if row[by] == "Not known" else row[by]): row["rates"] for row in rows}
    assert set(named) == values
    for value in values:
        again = recounted(exported, lambda row, value=value: (row[by] or "") == value)
        assert parts(named[value], again) == again


@pytest.mark.parametrize("by", BY[1:])
def test_a_session_with_one_value(exported: dict[str, list[Row]], zhixing: Zhixing, by: str) -> None:
    pairs = {(one["session"], one[by]) for one in exported["proposals"] if one["session"] and one[by]}
    for session, value in pairs:
        again = recounted(exported, lambda row, p=(session, value): (row["session"], row[by]) == p)
        said = figures(zhixing, "--session", session, "--where", f"{by}={value}")
        assert parts(said["rates"], again) == again
