"""`zhixing demo` as a newcomer meets it: in processes of their own, because it sets up the environment itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhixing.config import environment

ACCOUNTS = 23


def zhixing(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ZHIXING_", "DJANGO_")) and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, "-m", "zhixing.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
        env=clean | more,
        cwd=more.get("ZHIXING_DATA", "/"),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first(folder: Path) -> subprocess.CompletedProcess[str]:
    return zhixing("demo", "--no-serve", "--data", str(folder), "--size", "8")


@pytest.mark.slow
def test_a_fresh_folder_gets_the_city_and_the_newcomer_is_told_about_it(
    folder: Path, first: subprocess.CompletedProcess[str]
) -> None:
    assert (first.returncode, first.stderr) == (0, "")
    lines = first.stdout.splitlines()
    assert lines[0].startswith("Built the sample city as of 2026-06-17: ")
    assert any(line.startswith("How often") for line in lines)
    table = lines[next(place for place, line in enumerate(lines) if line.startswith("Sign in as")) :]
    assert table[0].split() == ["Sign", "in", "as", "To", "do", "To", "read", "To", "look", "after", "Begin", "with"]
    assert table[ACCOUNTS + 1] == ""
    assert "The password of all is zhixing-demo." in first.stdout
    assert "\n  1. As member, rate the reply to 1005" in first.stdout
    assert lines[-1] == f"For commands on this city, set ZHIXING_DATA={folder}"
    assert (folder / environment.INSTALLATION_FILE).read_text(encoding="utf-8").endswith("today = 2026-06-17\n")


@pytest.mark.slow
def test_later_commands_know_that_it_is_a_demonstration(folder: Path, first: subprocess.CompletedProcess[str]) -> None:
    shown = zhixing("case", "1005001", "--as", "clerk", "--json", ZHIXING_DATA=str(folder))
    verified = zhixing("register", "verify", ZHIXING_DATA=str(folder))
    done = zhixing("daily", ZHIXING_DATA=str(folder))

    assert (shown.returncode, shown.stderr) == (0, "")
    assert '"number": "331097-20' in shown.stdout
    assert verified.returncode == 0
    assert done.stdout == "2026-06-17: 0 reminders, 0 automatic acts\n"


@pytest.mark.slow
def test_the_city_that_is_there_is_left_as_it_is(folder: Path, first: subprocess.CompletedProcess[str]) -> None:
    before = (folder / "zhixing.sqlite3").stat().st_size

    again = zhixing("demo", "--no-serve", "--data", str(folder), "--today", "2026-07-01")
    plain = zhixing("demo", "--no-serve", ZHIXING_DATA=str(folder))

    assert again.stdout.startswith(f"{folder} holds a sample city already, which is left as it is.")
    assert plain.stdout.startswith(f"{folder} holds the sample city already; it is served as it is.\n")
    assert (
        again.stdout.partition("\n")[2]
        == plain.stdout.partition("\n")[2]
        == first.stdout[first.stdout.index("\n\n") + 1 :]
    )
    assert (folder / "zhixing.sqlite3").stat().st_size == before


@pytest.mark.slow
def test_a_real_installation_is_refused(tmp_path: Path) -> None:
    words = (
        "--body-code",
        "330185",
        "--name",
        "政协某某市委员会",
        "--short",
        "市政协",
        "--person",
        "左某",
        "--admin",
        "a",
    )
    zhixing("init", *words, ZHIXING_DATA=str(tmp_path))

    by_its_file = zhixing("demo", "--no-serve", "--data", str(tmp_path))
    (tmp_path / environment.INSTALLATION_FILE).unlink()
    by_its_database = zhixing("demo", "--no-serve", "--data", str(tmp_path))

    assert (by_its_file.returncode, by_its_database.returncode) == (1, 1)
    assert (
        by_its_file.stderr
        == f"{tmp_path} is a production installation. Give the demo a folder of its own with --data.\n"
    )
    assert by_its_database.stderr.startswith(f"The database of {tmp_path} belongs to 政协某某市委员会.")


def test_a_mode_that_is_asked_for_is_not_overruled(tmp_path: Path) -> None:
    result = zhixing("demo", "--no-serve", "--data", str(tmp_path / "new"), ZHIXING_MODE="production")

    assert result.returncode == 1
    assert "is a production installation" in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_day_outside_the_story_is_refused(tmp_path: Path) -> None:
    result = zhixing("demo", "--no-serve", "--data", str(tmp_path), "--today", "2020-01-01")

    assert result.returncode == 1
    assert result.stderr == "The sample city can stand at a day from 2025-05-11 to 2026-12-31, not at 2020-01-01.\n"
    assert not (tmp_path / environment.INSTALLATION_FILE).exists()


@pytest.mark.parametrize("words", [("--size", "huge"), ("--size", "0"), ("--port", "0"), ("--today", "soon")])
def test_wrong_usage_ends_with_2(words: tuple[str, str]) -> None:
    result = zhixing("demo", "--no-serve", *words)

    assert result.returncode == 2
    assert result.stderr.startswith("usage: zhixing demo")
