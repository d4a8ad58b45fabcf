"""`zhixing export`: a list in three formats, filtered, for whoever may see it, and harmless to spreadsheets."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Said, Zhixing
from tests.proposals.ledgers import jsonl
from tests.world.story import told
from tests.world.town import Town
from zhixing.accounts.models import Account
from zhixing.cases import exporting
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FORMULAS = ["=1+1的提案", "+甲的提案", "-乙的提案", "@丙的提案", "{=丁}", "https://zx.example/提案"]


@pytest.fixture
def world(town: Town, tmp_path: Path) -> Town:
    """One proposal told to its end, one of a ledger that stood on a public page, one that did not."""
    told(town, "archive")
    rows = [
        {"案号": "7", "届次": "十届三次", "年度": "2024", "案由": "关于修路的提案", "类别": "经济建设"}
        | {"主办单位": "市交通局", "办理结果": "A", "链接": "https://zx.example/7"},
        {"案由": "关于修桥的提案", "提案者": "岑知微"},
    ]
    import_ledger(jsonl(tmp_path, *rows), body=town.body)
    return town


@pytest.fixture
def export(zhixing: Zhixing, tmp_path: Path) -> Any:
    """Return a function that exports and returns the lines."""

    def run(*words: str, kind: str = "proposals") -> list[dict[str, Any]]:
        path = tmp_path / "list.jsonl"
        said = zhixing("export", kind, path, *words)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert said == (0, f"{len(lines)} rows written to {path}\n", "")
        return lines

    return run


def titles(lines: list[dict[str, Any]]) -> list[str]:
    return [line["title"].removeprefix("关于").removesuffix("提案") for line in lines]


LIFT, ROAD, BRIDGE = "完善老旧小区加装电梯后续管护机制的建议", "修路的", "修桥的"


def test_line_of_a_proposal(world: Town, export: Any) -> None:
    line = export("--as", "chen")[0]

    assert list(line) == [
        *["number", "official_number", "kind", "title", "state", "session", "year", "opened", "closed", "due"],
        *["body", "parent", "proposer", "handler", "category", "situation", "analysis", "suggestions"],
        *["subcategory", "focus", "livelihood", "suggested_unit", "occasion", "publishable"],
        *["proposers", "proposer_kind", "co_units", "url", "ledger"],
        *["proposer_names", "whole", "not_understood", "remarks", "original", "original_digest"],
    ]
    assert (line["official_number"], line["state"], line["session"]) == ("1005001", "archived", "十届五次")
    assert (line["opened"], line["closed"], line["handler"]) == ("2026-01-21", "2026-05-07", "市住房和城乡建设局")
    assert line["suggestions"].startswith("（一）明确每部电梯")


def test_long_lists_are_written_chunk_by_chunk(world: Town, export: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = export()
    monkeypatch.setattr(exporting, "CHUNK", 2)

    assert export() == whole


def test_line_of_a_handling_names_its_proposal(world: Town, export: Any) -> None:
    told_, imported = export(kind="handlings")

    assert (told_["parent"], told_["letter"], told_["reply"][:4]) == ("331097-2026-000001", "A", "答复正文")
    assert (imported["official_number"], imported["letter"], imported["ledger_letter"]) == ("1003007-1", "A", "A")


def test_answers_to_each_suggestion_stand_in_every_file(
    town: Town, zhixing: Zhixing, export: Any, tmp_path: Path
) -> None:
    row = {"answer": "已经办结", "letter": "A"}
    told(town, "sign_reply", answers=[row]).on_to("release_reply")
    for ending in (".xlsx", ".csv"):
        assert zhixing("export", "handling", tmp_path / f"list{ending}").code == 0

    (line,) = export(kind="handlings")
    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        names, text = csv.reader(file)
    assert line["answers"] == [row]
    assert json.loads(text[names.index("answers")]) == [row]
    assert json.loads(sheet.cell(2, names.index("answers") + 1).value) == [row]


def test_workbook_and_text_say_the_same(world: Town, zhixing: Zhixing, export: Any, tmp_path: Path) -> None:
    lines = export()
    for ending in (".xlsx", ".csv"):
        assert zhixing("export", "proposal", tmp_path / f"list{ending}").code == 0

    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        text = list(csv.reader(file))
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert text == [list(lines[0]), *[["" if cell is None else str(cell) for cell in line.values()] for line in lines]]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        list(lines[0]),
        *[list(line.values()) for line in lines],
    ]


def test_no_cell_is_taken_for_a_formula(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    import_ledger(jsonl(tmp_path, *[{"案由": title} for title in FORMULAS]), body=town.body)
    for ending in (".xlsx", ".csv", ".jsonl"):
        assert zhixing("export", "proposals", tmp_path / f"list{ending}").code == 0

    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    cells = [row[3] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(one, "s", None) for one in FORMULAS]
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == [f"'{one}" for one in FORMULAS[:4]] + FORMULAS[4:]
    lines = (tmp_path / "list.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["title"] for line in lines] == FORMULAS


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], [LIFT, ROAD, BRIDGE]),
        (["state=archived"], [LIFT]),
        (["state=已交办"], [ROAD]),
        (["state=Assigned"], [ROAD]),
        (["state=nowhere"], []),
        (["session=十届三次"], [ROAD]),
        (["session=十届五次会议"], [LIFT]),
        (["session=九届一次"], []),
        (["year=2024"], [ROAD]),
        (["number=1003007"], [ROAD]),
        (["unit=市交通局"], [ROAD]),
        (["unit=市住房和城乡建设局", "imported=no"], [LIFT]),
        (["imported=yes"], [ROAD, BRIDGE]),
        (["category=economy"], [ROAD]),
        (["category=社会建设"], [LIFT]),
        (["body=331097", "body=安澜市政协"], [LIFT, ROAD, BRIDGE]),
        (["body=331098"], []),
    ],
)
def test_filters(world: Town, export: Any, filters: list[str], found: list[str]) -> None:
    assert titles(export(*[word for one in filters for word in ("--filter", one)])) == found


def test_filter_of_handlings(world: Town, export: Any) -> None:
    assert len(export("--filter", "letter=A", kind="handlings")) == 2
    assert export("--filter", "letter=B", kind="handlings") == []


@pytest.mark.parametrize(
    ("who", "found"), [("chen", [LIFT, ROAD, BRIDGE]), ("an", [LIFT]), ("liao", [LIFT]), ("bo", []), ("ye", [])]
)
def test_everybody_exports_what_they_may_see(world: Town, export: Any, who: str, found: list[str]) -> None:
    assert titles(export("--as", who)) == found


def test_restricted_fields_are_in_nobody_s_export(town: Town, export: Any) -> None:
    told(town, "sign_reply")

    for words in ([], ["--as", "chen"], ["--as", "an"], ["--as", "hu"]):
        (line,) = export(*words, kind="handlings")
        assert (line["letter"], line["reply"], line["publishable"]) == ("", "", "")


def test_production_gives_what_the_public_may_know(world: Town, export: Any, settings: DjangoSettings) -> None:
    settings.ZHIXING_MODE = "production"

    assert titles(export()) == [ROAD]
    assert export(kind="handlings") == []


def test_production_before_the_first_account_gives_what_the_office_may_know(
    world: Town, export: Any, settings: DjangoSettings
) -> None:
    Account.objects.all().delete()
    settings.ZHIXING_MODE = "production"

    assert titles(export()) == [LIFT, ROAD, BRIDGE]


@pytest.mark.parametrize(
    ("kind", "name", "words", "sentence"),
    [
        (
            "operas",
            "a.csv",
            [],
            (
                "There is no kind operas. Kinds: proposals, handlings, cohandlings, leads, calls, suggestions, "
                "promises, problems, topics, letters, checks, jointplans, keyproposals, commendations, assessments, "
                "scorings.\n"
            ),
        ),
        ("proposals", "a.pdf", [], "a.pdf must end in .xlsx, .csv, .jsonl.\n"),
        ("proposals", "none/a.csv", [], "none/a.csv cannot be written (No such file or directory).\n"),
        ("proposals", "none/a.xlsx", [], "none/a.xlsx cannot be written (No such file or directory).\n"),
        (
            "proposals",
            "a.csv",
            ["--filter", "year=soon"],
            "year=soon is no year. Give it in digits, such as year=2024.\n",
        ),
        (
            "proposals",
            "a.csv",
            ["--filter", "imported=maybe"],
            "imported=maybe is not understood. Give imported=yes or imported=no.\n",
        ),
        ("proposals", "a.csv", ["--as", "nobody"], "There is no account nobody. Check the sign-in name.\n"),
    ],
)
def test_what_cannot_be_exported(
    world: Town,
    zhixing: Zhixing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    name: str,
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert zhixing("export", kind, name, *words) == Said(1, "", sentence)


@pytest.mark.parametrize("words", [[], ["--filter", "state"], ["--filter", "colour=red"]])
def test_wrong_calls(town: Town, zhixing: Zhixing, tmp_path: Path, words: list[str]) -> None:
    said = zhixing("export", "proposals", *([tmp_path / "a.csv", *words] if words else []))

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: zhixing export")
