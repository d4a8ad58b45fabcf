"""`zhixing register`: verify, rebuild, seal and export, and the verifier that needs nothing but Python."""

from __future__ import annotations

import json
import subprocess
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cases.test_throwaway_kind import asked
from tests.cli.conftest import Zhixing
from tests.files.contents import PDF
from tests.throwaway.kinds import PERMIT
from tests.world.story import LATER, told
from tests.world.town import Town, build_town
from zhixing.cases import kinds
from zhixing.cases.models import Case, Todo
from zhixing.files import blobs
from zhixing.files.handing_in import hand_in
from zhixing.register.models import Entry
from zhixing.register.protection import lifted

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PYTHON = "/usr/bin/python3"


@pytest.fixture
def world(town: Town) -> Town:
    """One proposal as far as filing."""
    told(town, "file")
    return town


def entries() -> int:
    return Entry.objects.unscoped("test").count()


def test_whole_register_verifies(world: Town, zhixing: Zhixing) -> None:
    said = zhixing("register", "verify", "--json")

    answer = json.loads(said.out)
    assert (said.code, answer["entries"], answer["broken"], answer["redacted"]) == (0, entries(), [], 0)
    assert zhixing("register", "verify").out == f"{entries()} entries, root {answer['root']}\n"
    assert zhixing("register", "verify", "--root", answer["root"].upper()).code == 0


def test_root_of_another_register_is_not_found(world: Town, zhixing: Zhixing) -> None:
    said = zhixing("register", "verify", "--root", "0" * 64, "--json")

    (fault,) = json.loads(said.out)["broken"]
    assert (said.code, fault["what"]) == (
        1,
        "the given root is not in this register's history: something was cut, removed or rewritten since it was noted",
    )
    assert fault["what"] in said.err


def test_changed_entry_is_found(world: Town, zhixing: Zhixing) -> None:
    number = Case.objects.unscoped("test").get(kind="proposal").number
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE register_entry SET act = 'decline' WHERE \"case\" = %s AND number = 3", [number])

    said = zhixing("register", "verify", "--json")

    assert said.code == 1
    assert {(fault["case"], fault["entry"]) for fault in json.loads(said.out)["broken"]} == {(number, 3)}


def test_lost_file_is_found(
    town: Town, zhixing: Zhixing, settings: DjangoSettings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    kinds.register(PERMIT)
    request.addfinalizer(partial(kinds.forget, "permit"))
    scan = hand_in("扫描件.pdf", [PDF], person=town.people["an"].pk, at=LATER)
    case = asked(town, scan=[scan.digest])
    whole = zhixing("register", "verify", "--json")
    blobs.place(scan.digest).unlink()

    said = zhixing("register", "verify", "--json")

    assert (whole.code, json.loads(whole.out)["broken"]) == (0, [])
    what = "the file '扫描件.pdf' of 'scan' is missing from the store"
    assert (said.code, json.loads(said.out)["broken"]) == (1, [{"case": case.number, "entry": 1, "what": what}])
    assert said.err == f"{case.number} entry 1: {what}\n"


def test_rebuilding_finds_and_puts_right_what_differs(world: Town, zhixing: Zhixing) -> None:
    case = Case.objects.unscoped("test").get(kind="proposal")
    Todo.objects.all().delete()
    Case.objects.unscoped("test").filter(pk=case.pk).update(title="别的")

    found = zhixing("register", "rebuild", "--check", "--json")
    mended = zhixing("register", "rebuild")
    after = zhixing("register", "rebuild", "--check")

    assert found.code == 1
    assert [one["case"] for one in json.loads(found.out)["differences"]] == [case.number] * 2
    assert mended.code == 0
    assert after == (0, "Everything read from the register agrees with it.\n", "")
    assert Case.objects.unscoped("test").get(pk=case.pk).title == case.title


def test_seal(world: Town, zhixing: Zhixing) -> None:
    first = json.loads(zhixing("register", "seal", "--json").out)

    assert list(first) == ["number", "root", "made_at", "heads"]
    assert (first["number"], [head["body"] for head in first["heads"]]) == (1, ["331097"])
    assert zhixing("register", "seal").out == f"Seal 1: {first['root']}\n"
    told(world, "submit", title="关于修缮古桥的建议")
    second = json.loads(zhixing("register", "seal", "--json").out)
    assert second["number"] == 2
    assert zhixing("register", "verify", "--root", first["root"]).code == 0


def test_protection_is_put_back(world: Town, zhixing: Zhixing) -> None:
    table = ' ON "register_entry"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "register_entry_no_delete"{table}')

    broken, mended, whole = (zhixing("register", doing) for doing in ("verify", "protect", "verify"))

    assert broken.code == 1
    assert "register_entry_no_delete is missing" in broken.err
    assert mended == (0, "put back: register_entry_no_delete\nThe register is protected.\n", "")
    assert whole.code == 0


def verified(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the exported verifier with the system's Python and none of ours."""
    return subprocess.run(
        [PYTHON, "-I", str(folder / "verify_register.py"), str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={},
    )


def test_exported_register_verifies_anywhere(world: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    root = json.loads(zhixing("register", "seal", "--json").out)["root"]
    folder = tmp_path / "out"

    said = zhixing("register", "export", folder)

    assert said.out == (
        f"Written to {folder}. Check it anywhere with: python3 {folder / 'verify_register.py'} {folder}\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        *["entries.jsonl", "log.jsonl", "seals.jsonl", "values.jsonl", "verify_register.py"]
    ]
    whole = verified(folder, "--root", root, "--json")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert (json.loads(whole.stdout)["entries"], json.loads(whole.stdout)["broken"]) == (entries(), [])
    text = (folder / "values.jsonl").read_text(encoding="utf-8")
    (folder / "values.jsonl").write_text(text.replace("同意", "反对"), encoding="utf-8")
    forged = verified(folder)
    assert forged.returncode == 1
    assert "entry 2" in forged.stdout + forged.stderr
    assert verified(tmp_path).returncode == 2


def test_export_of_one_committee(world: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    told(build_town("331098", "别处市"), "submit")

    assert zhixing("register", "export", tmp_path, "--body", "331098").code == 0

    lines = [json.loads(line) for line in (tmp_path / "entries.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["body"] for line in lines} == {"331098"}
    assert verified(tmp_path).returncode == 0
    assert zhixing("register", "export", tmp_path, "--body", "1").err == "There is no committee with code 1.\n"


@pytest.mark.parametrize("words", [[], ["burn"], ["verify", "--root", "abc"], ["export"]])
def test_wrong_calls(world: Town, zhixing: Zhixing, words: list[str]) -> None:
    said = zhixing("register", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: zhixing register")
