from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhixing.config import environment

DAY = date(2026, 6, 17)


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ZHIXING_MODE", "ZHIXING_TODAY", "X", "Y"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False), ("off", False)]
)
def test_flag(value: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  a parametrised value
    monkeypatch.setenv("X", value)

    assert environment.flag("X") is expected


def test_unset_variables_have_their_default() -> None:
    assert environment.flag("X", default=True) is True
    assert environment.number("X", 7) == 7
    assert environment.words("X", ["a"]) == ["a"]
    assert environment.day("X") is None
    assert environment.choice("X", ["a", "b"], "b") == "b"
    assert environment.folder("X", Path("/var")) == Path("/var")


def test_words_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", " a.example, ,b.example")

    assert environment.words("X") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("read", "complaint"),
    [
        (lambda: environment.flag("X"), "X must be 1 or 0, not “maybe”"),
        (lambda: environment.number("X", 1), "X must be a whole number, not “maybe”"),
        (lambda: environment.day("X"), "X must be a date such as 2026-06-17, not “maybe”"),
        (lambda: environment.choice("X", ["a", "b"], "a"), "X must be one of a, b, not “maybe”"),
    ],
)
def test_wrong_values_are_refused_by_name(read: object, complaint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "maybe")
    assert callable(read)

    with pytest.raises(ImproperlyConfigured, match=complaint):
        read()


def test_env_file_fills_what_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "outer")
    # Set and removed again, so that the test's end removes what the file brings.
    monkeypatch.setenv("Y", "")
    monkeypatch.delenv("Y")
    file = tmp_path / ".env"
    file.write_text("# a comment\n\nX=inner\nexport Y = 'a = b'\n", encoding="utf-8")

    environment.load_env_file(file)
    environment.load_env_file(tmp_path / "missing")

    assert environment.text("X") == "outer"
    assert environment.text("Y") == "a = b"


def test_env_file_with_a_wrong_line_is_refused_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# fine\nnot a setting\n", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match="line 2: expected NAME=value"):
        environment.load_env_file(file)


def test_a_new_installation_is_in_production_with_the_true_clock(tmp_path: Path) -> None:
    assert environment.installation(tmp_path) == ("production", None)


def test_an_installation_remembers_its_mode_and_day(tmp_path: Path) -> None:
    environment.remember_installation(tmp_path / "new", mode="demo", today=DAY)

    assert environment.installation(tmp_path / "new") == ("demo", DAY)


def test_the_environment_wins_over_what_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.remember_installation(tmp_path, mode="demo", today=DAY)

    monkeypatch.setenv("ZHIXING_TODAY", "2026-07-01")
    assert environment.installation(tmp_path) == ("demo", date(2026, 7, 1))
    monkeypatch.delenv("ZHIXING_TODAY")
    monkeypatch.setenv("ZHIXING_MODE", "production")
    assert environment.installation(tmp_path) == ("production", None)


@pytest.mark.parametrize("mode", ["production", None])
def test_the_clock_cannot_be_moved_in_production(
    mode: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mode:
        monkeypatch.setenv("ZHIXING_MODE", mode)
    monkeypatch.setenv("ZHIXING_TODAY", "2026-07-01")

    with pytest.raises(ImproperlyConfigured, match="refused outside a demo or test installation"):
        environment.installation(tmp_path)


def test_a_broken_installation_file_is_named(tmp_path: Path) -> None:
    (tmp_path / environment.INSTALLATION_FILE).write_text("mode = demo\n", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match=r"installation\.toml cannot be read"):
        environment.installation(tmp_path)


def test_an_unknown_mode_is_not_remembered(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="not “play”"):
        environment.remember_installation(tmp_path, mode="play", today=None)
