"""Sessions that a ledger names: later ones than any known are refused, earlier ones entered and noted once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.proposals.ledgers import jsonl
from tests.world.town import Town
from zhixing.assembly.models import Session, Term
from zhixing.cases.models import Case
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def rows(*sessions: str) -> list[dict[str, str]]:
    return [{"案号": str(n), "案由": f"关于第{n}件事的提案", "届次": text} for n, text in enumerate(sessions, 1)]


@pytest.mark.parametrize("text", ["二十届九次", "十一届一次", "十届六次"])
def test_session_later_than_any_known_is_refused_and_not_entered(town: Town, tmp_path: Path, text: str) -> None:
    report = import_ledger(jsonl(tmp_path, *rows(text)), body=town.body)

    ((said, created),) = [(one, report.created) for one in report.rejected]
    assert (created, said.column) == (0, "届次")
    assert f"没有“{text}”这一届次（已登记的有 十届五次）" in said.reason.zh
    assert f"zhixing session {text} --opens" in said.reason.en
    assert [one.short_name for one in Session.objects.of_body(town.body).select_related("term")] == ["十届五次"]
    assert not Term.objects.of_body(town.body).exclude(number=10).exists()


def test_earlier_sessions_are_entered_and_noted_once(town: Town, tmp_path: Path) -> None:
    path = jsonl(tmp_path, *rows("十届三次", "十届三次", "九届二次"))

    report, again = import_ledger(path, body=town.body), import_ledger(path, body=town.body)

    assert (report.created, again.unchanged, again.noted) == (3, 3, [])
    assert [(one.row, one.column) for one in report.noted] == [(1, "届次"), (3, "届次")]
    assert "十届三次会议" in report.noted[0].reason.zh


def test_a_committee_of_which_nothing_is_known_takes_what_comes(town: Town, tmp_path: Path) -> None:
    path = jsonl(tmp_path, *[row | {"政协": "澄溪县政协"} for row in rows("九届一次", "九届三次", "十届一次")])

    report = import_ledger(path, body=town.body)

    assert (report.created, report.rejected, report.noted) == (3, [], [])
    assert Case.objects.unscoped("test").exclude(body=town.body).count() == 3


def test_session_with_its_day_is_meant_before_one_that_a_ledger_tells_of(town: Town) -> None:
    mistyped = Term.objects.create(body=town.body, number=20)
    for term, number, opens in ((town.session.term, 4, date(2025, 1, 15)), (mistyped, 9, None)):
        Session.objects.create(term=term, number=number, opens=opens)

    begun = Session.objects.of_body(town.body).begun(date(2026, 3, 1))

    assert [one.short_name for one in begun] == ["十届五次", "十届四次", "二十届九次"]
