"""`zhixing import`: its answers and exit codes, also in a folder where nothing is yet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Zhixing
from tests.proposals.ledgers import csv, jsonl, xlsx
from tests.world.town import Town
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

REAL = Path(__file__).parents[1] / "data" / "proposals-dev.jsonl"
ROWS = [
    ["案号", "届次", "案由", "主办单位"],
    [1, "十届五次", "关于修路的提案", "市交通局"],
    [2, "十届五次", "", "甲局"],
]
REJECTED = [{"row": 3, "column": "案由", "reason": "There is no title."}]


def answer(created: int = 0, changed: int = 0, unchanged: int = 0) -> dict[str, Any]:
    counts = {"read": 2, "created": created, "changed": changed, "unchanged": unchanged}
    return counts | {"rejected": REJECTED}


def test_answer_for_programs(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    path = csv(tmp_path, "\n".join(",".join(map(str, row)) for row in ROWS), encoding="gb18030")
    words = ["import", "proposals", path, "--body", "331097", "--json"]

    dry, first, again = zhixing(*words, "--dry-run"), zhixing(*words), zhixing(*words)

    assert [(said.code, json.loads(said.out), said.err) for said in (dry, first, again)] == [
        (0, answer(created=1), ""),
        (0, answer(created=1), ""),
        (0, answer(unchanged=1), ""),
    ]
    assert Case.objects.unscoped("test").filter(kind="proposal").count() == 1


def test_answer_in_words(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    words = ["import", "proposal", xlsx(tmp_path, ROWS, sheet="2024"), "--body", "331097"]

    dry, first = zhixing(*words, "--dry-run"), zhixing(*words)

    rejected = "2024 row 3, 案由: There is no title.\n"
    assert dry == (0, "2 rows read: 1 would be created, 0 would be changed, 0 unchanged, 1 rejected\n", rejected)
    assert first == (0, "2 rows read: 1 created, 0 changed, 0 unchanged, 1 rejected\n", rejected)


def test_progress_is_shown_at_a_terminal_alone(
    town: Town, zhixing: Zhixing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    said = zhixing("import", "proposals", jsonl(tmp_path, {"案由": "关于修路的提案"}), "--body", "331097")

    assert said == (0, "1 rows read: 1 created, 0 changed, 0 unchanged, 0 rejected\n", "\r\033[K1 rows\r\033[K")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"%PDF-1.7", "a.xlsx does not hold what .xlsx says; it looks like a PDF file."),
        ("a.csv", b"PK\x03\x04", "a.csv does not hold what .csv says; it looks like an Office document or an archive."),
        ("a.xls", b"\xd0\xcf\x11\xe0", "a.xls is no file for a ledger;"),
        ("a.csv", b"", "a.csv is empty."),
        ("a.csv", b"x,y\n1,2\n", "a.csv has no row of headings;"),
    ],
)
def test_file_that_is_no_ledger(
    town: Town, zhixing: Zhixing, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)

    said = zhixing("import", "proposals", tmp_path / name)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)


def test_file_that_breaks_off(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    titles = [f"关于第{n}件事的提案" for n in range(40)]
    path = csv(tmp_path, "\n".join(["案由", *titles, '"关于乙' + "很长" * 70_000]))

    said = zhixing("import", "proposals", path, "--body", "331097")

    assert (said.code, said.out) == (1, "40 rows read: 40 created, 0 changed, 0 unchanged, 0 rejected\n")
    assert said.err.endswith("What stands before is in; mend the file and import it again.\n")


def test_what_is_not_there(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"案由": "关于修路的提案"})

    assert zhixing("import", "proposals", tmp_path / "x.csv").err == (
        f"{tmp_path / 'x.csv'} is neither a file nor a folder. Check the path.\n"
    )
    folder = zhixing("import", "proposals", tmp_path)
    assert (folder.code, folder.out) == (0, "1 rows read: 0 created, 0 changed, 0 unchanged, 1 rejected\n")
    assert "save it as .docx" in folder.err
    assert zhixing("import", "proposals", path, "--body", "1").err == (
        "There is no committee with code 1. `zhixing init` enters the first one.\n"
    )


@pytest.mark.parametrize("words", [["proposals"], ["operas", "x.csv"], ["proposals", "x.csv", "--body"]])
def test_wrong_calls(town: Town, zhixing: Zhixing, words: list[str]) -> None:
    assert zhixing("import", *words).code == 2


@pytest.mark.slow
def test_real_ledger_into_an_empty_folder(tmp_path: Path) -> None:
    """A folder where nothing is yet needs no other step; its list, filters, case pages and counts work."""
    folder = tmp_path / "data"

    taken = json.loads(command(folder, "import", "proposals", REAL, "--json"))
    again = json.loads(command(folder, "import", "proposals", REAL, "--json"))

    counts = {name: taken[name] for name in ("read", "created", "changed", "unchanged")}
    assert counts == {"read": 196, "created": 194, "changed": 0, "unchanged": 0}
    assert [rejected["row"] for rejected in taken["rejected"]] == [12, 13]
    assert (again["created"], again["unchanged"]) == (0, 194)
    assert exported(folder) == 194
    assert exported(folder, "session=十届三次") == 11
    assert exported(folder, "unit=平顺县教育局", "state=已交办", "imported=yes") == 1
    lines = (tmp_path / "list.jsonl").read_text(encoding="utf-8").splitlines()
    case = json.loads(command(folder, "case", json.loads(lines[0])["number"], "--json"))
    assert (case["parties"][0]["name"], case["entries"][0]["undated"]) == ("平顺县教育局", True)
    figures = json.loads(command(folder, "figures", "--by", "unit", "--json"))
    units = [(row["unit"], row["proposed"]) for row in figures["rows"]]
    assert len(units) == len({(row["unit"], row["body"]) for row in figures["rows"]}) == 183
    assert ("平顺县教育局", True) in units
    assert sum(row["counts"]["handlings"] for row in figures["rows"]) == 194
    assert "0 entries" not in command(folder, "register", "verify")
    command(folder, "register", "rebuild", "--check")


def command(folder: Path, *words: object) -> str:
    """Run a command on an installation of its own and return what it said; it must succeed."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ZHIXING_", "DJANGO_")) and name != "DATABASE_URL"
    }
    result = subprocess.run(
        [sys.executable, "-m", "zhixing.cli.main", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=clean | {"ZHIXING_DATA": str(folder)},
        cwd=folder.parent,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def exported(folder: Path, *filters: str) -> int:
    """Return how many proposals an export gives."""
    path = folder.parent / "list.jsonl"
    chosen = [word for one in filters for word in ("--filter", one)]
    command(folder, "export", "proposals", path, *chosen)
    return len(path.read_text(encoding="utf-8").splitlines())


def test_roster_answers_as_a_ledger_does(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    path = csv(tmp_path, "单位名称,类别\n市水利局,政府部门\n市气象局,\n,乡镇\n")
    words = ["import", "units", path, "--json"]

    dry, first, again = zhixing(*words, "--dry-run"), zhixing(*words), zhixing(*words)

    said = [json.loads(one.out) for one in (dry, first, again)]
    assert [(one["created"], one["unchanged"], one["rejected"]) for one in said] == [
        (2, 0, [{"row": 4, "column": "单位名称", "reason": "There is no name of a unit."}]),
        (2, 0, [{"row": 4, "column": "单位名称", "reason": "There is no name of a unit."}]),
        (0, 2, [{"row": 4, "column": "单位名称", "reason": "There is no name of a unit."}]),
    ]
    assert [one["noted"][0]["row"] for one in said] == [3, 3, 3]


def test_accounts_from_the_command_line(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    path = csv(tmp_path, "姓名,单位,角色\n甄新,政协办公室,工作人员\n")
    words = ["import", "accounts", path]

    without, made = zhixing(*words), zhixing(*words, "--slips", tmp_path / "s.html")

    sentence = "The slips need a new file in a folder that exists; name it with --slips, as in --slips 启用单.html."
    assert without == (1, "", f"{sentence}\n")
    assert made == (0, "1 rows read: 1 created, 0 changed, 0 unchanged, 0 rejected\n", "")
    assert (tmp_path / "s.html").exists()


def test_roster_needs_a_committee(db: None, zhixing: Zhixing, tmp_path: Path) -> None:
    said = zhixing("import", "members", csv(tmp_path, "姓名\n安行\n"))

    assert said == (1, "", "There is no committee. `zhixing init` enters the first.\n")
