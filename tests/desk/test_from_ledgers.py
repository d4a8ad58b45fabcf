"""Cases of an earlier ledger at the desk: list, filters, page and counts work as for any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.desk.people import Desks
from zhixing.assembly.models import Organisation, Session
from zhixing.cases.models import Case
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

LIST = "/desk/proposals/"
ROWS: list[dict[str, Any]] = [
    {
        "案号": "7",
        "届次": "十届三次",
        "年度": "2024",
        "案由": "关于修路的提案",
        "类别": "经济建设",
        "主办单位": "市交通局",
    }
    | {"交办日期": "2024-03-27", "办理结果": "A", "提案者": "岑知微", "备注": "现场办理"},
    {"案由": "关于修桥的提案", "主办单位": "市水务局", "办理结果": "D"},
    {"案由": "关于种树的提案"},
]


@pytest.fixture
def ledger(desks: Desks, tmp_path: Path) -> Desks:
    path = tmp_path / "台账.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    import_ledger(path, body=desks.town.body)
    return desks


def titles(desks: Desks, query: str = "", *, of: str = LIST) -> list[str]:
    page = desks.of("chen").get(f"{of}?{query}")
    assert page.status_code == 200
    return [row.title.removeprefix("关于").removesuffix("的提案") for row in page.context["rows"]]


def test_filters_find_them(ledger: Desks) -> None:
    session = Session.objects.of_body(ledger.town.body).get(number=3)
    unit = Organisation.objects.of_body(ledger.town.body).get(name="市水务局")

    assert titles(ledger) == ["种树", "修桥", "修路"]
    assert titles(ledger, f"session={session.pk}") == ["修路"]
    assert titles(ledger, f"unit={unit.pk}") == ["修桥"]
    assert titles(ledger, "category=economy&year=2024") == ["修路"]
    assert titles(ledger, "state=submitted") == ["种树"]
    assert titles(ledger, "q=1003007") == ["修路"]
    assert titles(ledger, "reached=filed&imported=1") == ["修桥", "修路"]
    assert titles(ledger, "letter=A", of="/desk/handlings/") == ["修路"]
    assert titles(ledger, "not_letter=A", of="/desk/handlings/") == ["修桥"]


def test_filters_offer_what_only_a_ledger_named(ledger: Desks) -> None:
    form = ledger.of("chen").get(LIST).context["form"]

    assert "十届三次" in [title for _value, title in form.fields["session"].widget.choices]
    assert "市交通局" in [title for _value, title in form.fields["unit"].widget.choices]


def test_page_says_what_is_known_and_what_is_not(ledger: Desks) -> None:
    case = Case.objects.unscoped("test").get(official_number="1003007", kind="proposal")

    page = ledger.of("chen").get(f"/cases/{case.number}/")

    text = page.content.decode()
    assert page.status_code == 200
    for said in (
        "岑知微",
        "市交通局",
        "备注：现场办理",
        "台账.jsonl，第 1 行",
        "提案正文、提案形式、立案日期",
        "1003007-1",
    ):
        assert said in text


def test_figures_count_them(ledger: Desks) -> None:
    page = ledger.of("chen").get("/desk/figures/?session=all&rate=reply_rate")

    figure, units = page.context["figure"], page.context["units"]
    assert (figure["top"]["title"], figure["bottom"]["title"]) == ("Replied 2", "With the unit 2")
    assert [(row["title"], [cell["text"] for cell in row["cells"]]) for row in units["rows"]] == [
        ("市交通局 (named by a ledger, to be confirmed)", [1, 1, 0, 1, 0, 0, 0, 1]),
        ("市水务局 (named by a ledger, to be confirmed)", [1, 1, 0, 0, 0, 0, 0, 1]),
        ("Not known", [0, 0, 0, 0, 0, 0, 0, 1]),
    ]


def test_nobody_is_waited_for(ledger: Desks) -> None:
    inbox = ledger.of("chen").get("/desk/")

    assert inbox.status_code == 200
    assert "关于修路" not in inbox.content.decode()
