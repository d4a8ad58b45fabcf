"""`zhixing procedure`: the rules checked, shown, compared and drawn; a broken file is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Zhixing
from tests.procedure.texts import SMALL
from tests.throwaway.kinds import CHAIN
from tests.world.story import told
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
    versions = {
        "proposal": "2026-3",
        "handling": "2026-5",
        "cohandling": "2026-2",
        "promise": "2026-2",
        "letter": "2026-2",
    }
    versions |= dict.fromkeys(("jointplan", "problem", "scoring", "suggestion"), "2026-2")
    assert said.out.splitlines() == [
        f"{kind.procedure}: {kind.slug} {versions.get(kind.slug, '2026-1')} holds" for kind in kinds.everyone()
    ]


def test_broken_file_is_named_with_line_and_remedy(zhixing: Zhixing, own: Path, tmp_path: Path) -> None:
    lines = own.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith('to = "filed"'))
    lines[at - 1] = 'to = "filled"'
    broken = tmp_path / "broken.toml"
    broken.write_text("\n".join(lines), encoding="utf-8")

    said = zhixing("procedure", "check", broken, own)

    assert (said.code, said.out) == (1, f"{own}: proposal 2026-3 holds\n")
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

    assert lines[0] == "Handling (handling 2026-5, proposal-handling-measures/1)"
    assert "  assigned → accept (unit_office, unit_head) → accepted  [proposal-handling-measures/15]" in lines
    assert "  clock accept: 3 working_days, open to accept/object/stop  [proposal-handling-measures/15]" in lines


def test_what_a_procedure_reaches_is_shown(zhixing: Zhixing) -> None:
    folder = Path(__file__).parents[1] / "throwaway"
    petition = zhixing("procedure", "show", folder / "petition.toml").out.splitlines()
    errand = zhixing("procedure", "show", folder / "errand.toml").out.splitlines()

    at = petition.index("  open → merge (office) → merged  [petitions/5]")
    assert petition[at + 1 : at + 3] == [
        "      → causes take_in in into",
        "      → causes stop in its errand children when how = #strict",
    ]
    assert "      → opens errand for each of units" in petition
    assert "      → causes hasten in together (the same person's act)" in petition
    assert "      → opens leg" in errand
    assert "      → causes hear in its parent" in errand


def test_rows_that_open_and_a_limit_until_a_day_are_shown(zhixing: Zhixing, tmp_path: Path) -> None:
    small = tmp_path / "small.toml"
    small.write_text(SMALL, encoding="utf-8")

    shown = zhixing("procedure", "show", small)

    assert (shown.code, shown.err) == (0, "")
    assert "      → opens errand for each of items with sort = #urgent when occasion = between" in shown.out
    assert "  clock promise: until done_by, draft to sign  [rules/6]" in shown.out


def test_procedures_that_do_not_fit_each_other_are_said(zhixing: Zhixing) -> None:
    petition, errand, _leg = CHAIN
    try:
        kinds.register(petition)
        kinds.register(errand)
        said = zhixing("procedure", "check")
        known = ", ".join(sorted(kind.slug for kind in kinds.everyone()))
    finally:
        kinds.forget("petition")
        kinds.forget("errand")

    assert said.code == 1
    assert f"{errand.procedure}: errand 1 holds" in said.out
    assert said.err.splitlines() == [
        f"{act} names the kind leg, which does not exist. Use one of: {known}."
        for act in ("all_home of petition", "give of errand")
    ]


def test_a_file_by_itself_is_not_held_to_others(zhixing: Zhixing) -> None:
    errand = CHAIN[1].procedure

    assert zhixing("procedure", "check", errand) == (0, f"{errand}: errand 1 holds\n", "")


def test_procedure_is_shown_to_programs(zhixing: Zhixing) -> None:
    shown = json.loads(zhixing("procedure", "show", "proposal", "--json").out)

    assert (shown["kind"], shown["version"], shown["title"]["zh-hans"]) == ("proposal", "2026-3", "提案")
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
            "opera is neither a file nor a kind. "
            "Kinds: proposal, handling, cohandling, lead, call, suggestion, promise, "
            "problem, topic, letter, check, jointplan, keyproposal, commendation, assessment, scoring.\n"
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
    assert unknown == (
        1,
        "",
        (
            "opera is no kind. Kinds: proposal, handling, cohandling, lead, call, suggestion, promise, "
            "problem, topic, letter, check, jointplan, keyproposal, commendation, assessment, scoring.\n"
        ),
    )
    assert done.out.splitlines()[0] == "安澜市政协: proposal 2026-3 is in force for new cases."
    after = adopting.in_force(town.body, "proposal")
    assert (before.procedure.number("first_review_days", {}), after.procedure.number("first_review_days", {})) == (5, 8)


# --- What a committee chooses ---

CHOICES = '[settings]\nreply_months = 1\n\n[lists.letters]\nA = "甲"\nB = "乙"\nC = "丙"\nD = "丁"\n'


@pytest.fixture
def choices(tmp_path: Path) -> Path:
    """A committee's choices for handling, in a file named for the kind."""
    path = tmp_path / "handling.toml"
    path.write_text(CHOICES, encoding="utf-8")
    return path


def test_choices_are_checked_and_compared_by_their_file(zhixing: Zhixing, choices: Path) -> None:
    checked = zhixing("procedure", "check", choices)
    compared = zhixing("procedure", "diff", "handling", choices)
    choices.write_text("[settings]\nreply_months = 9\n", encoding="utf-8")
    refused = zhixing("procedure", "check", choices)
    nameless = choices.rename(choices.parent / "mine.toml")

    assert checked == (0, f"{choices}: handling 2026-5 holds\n", "")
    assert compared.out.splitlines()[0] == "Setting “Reply, months”: value was 3; is now 1."
    assert refused.err == (f"{choices}:2: settings.reply_months: Reply, months must be a whole number from 1 to 6.\n")
    assert "Name it for its kind: proposal.toml, handling.toml," in zhixing("procedure", "check", nameless).err


@pytest.mark.database
def test_office_is_told_what_it_changed(town: Town, zhixing: Zhixing, choices: Path) -> None:
    unchanged = zhixing("procedure", "diff", "handling")
    adopted = zhixing("procedure", "adopt", "handling", choices)

    alone = zhixing("procedure", "diff", "handling")
    spelled_out = zhixing("procedure", "diff", "shipped", "handling", "--body", "331097")

    assert unchanged.out == "The two say the same.\n"
    assert adopted.code == 0
    assert alone == spelled_out
    number, *lists = alone.out.splitlines()
    assert number == (
        "Setting “Reply, months”: by default 3 (source: provincial and city rules); the committee chose 1, from 1 to 6."
    )
    assert lists == [
        "List “letters”, choice “A”: title was “A solved or adopted”; is now “甲”.",
        "List “letters”, choice “B”: title was “B under way or planned”; is now “乙”.",
        "List “letters”, choice “C”: title was “C for reference”; is now “丙”.",
        "List “letters”: choices, added: “丁”.",
        "List “letters”: the source of the default list is trade default; letters differ from city to city.",
    ]
    assert zhixing("procedure", "diff", "shipped").code == 1


@pytest.mark.database
def test_settings_are_listed_with_default_bounds_and_source(town: Town, zhixing: Zhixing, choices: Path) -> None:
    zhixing("procedure", "adopt", "handling", choices)

    lines = zhixing("procedure", "settings", "handling").out.splitlines()
    data = json.loads(zhixing("procedure", "settings", "handlings", "--json").out)

    assert "accept_days: 3  (1 to 30)  Receipt, working days  [trade default]" in lines
    assert "reply_months: 1  (default 3, 1 to 6)  Reply, months  [provincial and city rules]" in lines
    assert "letters: A, B, C, D  (the committee's own)  [trade default; letters differ from city to city]" in lines
    assert "ways: visit, meeting, telephone, writing  (as shipped)  [trade default]" in lines
    assert next(one for one in data["settings"] if one["name"] == "reply_months") == {
        "name": "reply_months",
        "title": "Reply, months",
        "value": 1,
        "default": 3,
        "least": 1,
        "most": 6,
        "source": "provincial and city rules",
        "changed": True,
    }
    assert [one["name"] for one in data["lists"]] == ["ways", "stages", "reply_faults", "letters", "grades"]


@pytest.mark.database
def test_changed_rule_is_tried_on_a_session(town: Town, zhixing: Zhixing, choices: Path) -> None:
    number = told(town, "archive").handling.official_number

    said = zhixing("procedure", "try", choices, "--session", "十届五次")
    data = json.loads(zhixing("procedure", "try", choices, "--json").out)

    assert said.out.splitlines() == [
        "1 cases (Handling, 十届五次) were taken through the procedure tried; nothing was written:",
        f"  Reply: another due date in 1 cases: {number}.",
        f"  Reply: 1 cases would be late instead of on time: {number}.",
    ]
    assert data["clocks"]["reply"]["became_late"] == [number]
    assert "十届五次“办理”1 件" in zhixing("procedure", "try", choices, "--language", "zh-hans").out


@pytest.mark.database
def test_trial_that_cannot_be_made_is_said(town: Town, zhixing: Zhixing, own: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('kind = "handling"\nversion =\n', encoding="utf-8")

    assert zhixing("procedure", "try", broken).err.startswith(f"{broken}:2: -: This is not valid TOML")
    assert zhixing("procedure", "try", own, "--session", "九届一次").err == (
        "There is no session 九届一次. Sessions: 十届五次.\n"
    )
    assert zhixing("procedure", "try", own).out.startswith("0 cases (Proposal, 十届五次)")


@pytest.mark.parametrize("words", [[], ["dance"], ["show"], ["diff"], ["draw", "proposal", "--language", "fr"]])
def test_wrong_calls(zhixing: Zhixing, words: list[str]) -> None:
    said = zhixing("procedure", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: zhixing procedure")
