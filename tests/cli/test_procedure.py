"""`zhixing procedure`: the rules checked, shown, compared and drawn; a broken file is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Zhixing
from tests.world.town import Town
from zhixing.cases import adopting, kinds

SHIPPED = kinds.get("proposal").procedure


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A committee's own proposal procedure, with a longer first review."""
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(
        text.replace("first_review_days = { value = 5", "first_review_days = { value = 8"), encoding="utf-8"
    )
    return path


def test_all_that_are_shipped_hold(zhixing: Zhixing) -> None:
    said = zhixing("procedure", "check")

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [f"{kind.procedure}: {kind.slug} 2026-1 holds" for kind in kinds.everyone()]


def test_broken_file_is_named_with_line_and_remedy(zhixing: Zhixing, own: Path, tmp_path: Path) -> None:
    lines = own.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith('to = "filed"'))
    lines[at - 1] = 'to = "filled"'
    broken = tmp_path / "broken.toml"
    broken.write_text("\n".join(lines), encoding="utf-8")

    said = zhixing("procedure", "check", broken, own)

    assert (said.code, said.out) == (1, f"{own}: proposal 2026-1 holds\n")
    assert said.err.startswith(f"{broken}:{at}: acts.file.to: There is no state filled")


def test_file_that_is_no_toml_is_named_with_its_line(zhixing: Zhixing, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('kind = "proposal"\nversion =\n', encoding="utf-8")

    said = zhixing("procedure", "check", path)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{path}:2: ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read (No such file or directory). Check the path.\n"), (b"\xff", "is not text in UTF-8.")],
)
def test_file_that_cannot_be_read(zhixing: Zhixing, tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "a.toml"
    if content:
        path.write_bytes(content)

    said = zhixing("procedure", "check", path)

    assert said.code == 1
    assert said.err.startswith(f"{path} {sentence}")


def test_procedure_is_shown(zhixing: Zhixing) -> None:
    lines = zhixing("procedure", "show", "handlings").out.splitlines()

    assert lines[0] == "Handling (handling 2026-1, proposal-handling-measures/1)"
    assert "  assigned → accept (unit_office, unit_head) → accepted  [proposal-handling-measures/15]" in lines
    assert "  clock accept: 3 working_days, open to accept  [proposal-handling-measures/15]" in lines


def test_procedure_is_shown_to_programs(zhixing: Zhixing) -> None:
    shown = json.loads(zhixing("procedure", "show", "proposal", "--json").out)

    assert (shown["kind"], shown["version"], shown["title"]["zh-hans"]) == ("proposal", "2026-1", "提案")
    assert shown["acts"]["file"]["by"] == ["proposals_director"]
    assert shown["acts"]["file"]["target"]["state"] == "filed"


def test_differences_are_said_in_words(zhixing: Zhixing, own: Path) -> None:
    chinese = zhixing("procedure", "diff", "proposal", own, "--language", "zh-hans")
    english = zhixing("procedure", "diff", "proposal", own)

    assert (chinese.code, english.code) == (0, 0)
    assert "5" in english.out
    assert "8" in english.out
    assert english.out.count("\n") == chinese.out.count("\n") == 1
    assert english.out != chinese.out
    assert zhixing("procedure", "diff", own, own).out == "The two say the same.\n"


def test_procedure_is_drawn(zhixing: Zhixing, tmp_path: Path) -> None:
    picture = tmp_path / "p.svg"

    assert zhixing("procedure", "draw", "proposal", "-o", picture) == (0, "", "")
    said = zhixing("procedure", "draw", "proposal", "--language", "en")

    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert "已立案" in picture.read_text(encoding="utf-8")
    assert "Filed" in said.out


def test_unknown_kind_and_broken_file_are_said(zhixing: Zhixing, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("kind = 1", encoding="utf-8")

    for doing in ("show", "draw"):
        assert zhixing("procedure", doing, "opera").err == (
            "opera is neither a file nor a kind. Kinds: proposal, handling.\n"
        )
        assert zhixing("procedure", doing, broken).code == 1
    assert str(broken) in zhixing("procedure", "diff", "proposal", broken).err


def test_picture_that_cannot_be_written(zhixing: Zhixing, tmp_path: Path) -> None:
    said = zhixing("procedure", "draw", "proposal", "-o", tmp_path / "none" / "p.svg")

    assert (said.code, said.out) == (1, "")
    assert "No such file or directory" in said.err


@pytest.mark.database
def test_committee_adopts_its_own(town: Town, zhixing: Zhixing, own: Path, tmp_path: Path) -> None:
    before = adopting.in_force(town.body, "proposal")
    broken = tmp_path / "broken.toml"
    broken.write_text("kind = 1", encoding="utf-8")

    refused = zhixing("procedure", "adopt", "proposal", broken)
    unknown = zhixing("procedure", "adopt", "opera")
    done = zhixing("procedure", "adopt", "proposals", own, "--body", "331097")

    assert (refused.code, refused.out) == (1, "")
    assert str(broken) in refused.err
    assert unknown == (1, "", "opera is no kind. Kinds: proposal, handling.\n")
    assert done.out.splitlines()[0] == "安澜市政协: proposal 2026-1 is in force for new cases."
    after = adopting.in_force(town.body, "proposal")
    assert (before.procedure.number("first_review_days", {}), after.procedure.number("first_review_days", {})) == (5, 8)


@pytest.mark.parametrize("words", [[], ["dance"], ["show"], ["diff", "a"], ["draw", "proposal", "--language", "fr"]])
def test_wrong_calls(zhixing: Zhixing, words: list[str]) -> None:
    said = zhixing("procedure", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: zhixing procedure")
