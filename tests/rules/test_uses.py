"""What rests on each article is read from the procedures."""

from collections.abc import Iterable

import pytest

from tests.procedure.texts import procedure
from zhixing.assembly.models import Body
from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Words
from zhixing.rules import uses


@pytest.fixture
def _own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uses, "_sources", [])


def source(_body: Body) -> Iterable[Procedure]:
    return [procedure()]


def test_acts_limits_and_reminders_are_named_under_their_article() -> None:
    found = uses.uses([procedure()])

    assert found["rules/2"] == [Words("申请 · 申请", "Request · Ask")]
    assert found["rules/3"][-2] == Words("申请 · 答复期限：提醒", "Request · Answer (time limit): Remind")
    assert [words.en for words in found["rules/3"]] == [
        "Request · Answer",
        "Request · Note",
        "Request · Rate",
        "Request · Time over",
        "Request · Give more time",
        "Request · Redact",
        "Request · Answer (time limit)",
        "Request · Answer (time limit): Remind",
        "Request · Rating (time limit)",
    ]


@pytest.mark.usefixtures("_own_sources")
def test_a_committees_procedures_come_from_the_declared_source() -> None:
    uses.procedures_from(source)
    uses.procedures_from(source)

    assert uses.uses_in_body(Body()) == uses.uses([procedure()])
    assert uses.uses_in_body(None) == {}
