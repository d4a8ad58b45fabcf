"""A committee's own numbers, lists and flags over a procedure: they fit, or every fault has its line and remedy."""

from dataclasses import replace

import pytest

from tests.procedure.texts import SMALL, shipped
from tests.procedure.texts import procedure as small
from zhixing.procedure.difference import differences
from zhixing.procedure.overlay import NOTHING_CHOSEN, Overlay, overlaid
from zhixing.procedure.read_overlay import is_overlay, read_overlay
from zhixing.procedure.source import ProcedureError
from zhixing.procedure.words import Words

HANDLING = shipped("handling")
LETTERS = """\
[settings]
reply_months = 2

[lists.letters]
A = { zh-hans = "A 已解决", en = "A solved" }
B = "B 列入计划"
D = "D 难以解决"
"""
FLAGS = '[flags.letters]\nB = "promised"\nD = "solved"\n'
FLAGGED = replace(HANDLING, flags={"letters": {"A": ("solved",), "B": ("promised",)}})


def faults(text: str, *, over: object = HANDLING, also: dict[str, tuple[str, ...]] | None = None) -> list[str]:
    assert isinstance(over, type(HANDLING))
    with pytest.raises(ProcedureError) as refused:
        read_overlay(text, file="own.toml", over=over, also=also)
    return [problem.say("en") for problem in refused.value.problems]


def test_overlay_takes_the_place_of_what_it_names_and_of_nothing_else() -> None:
    overlay = read_overlay(LETTERS, file="own.toml", over=HANDLING)
    result = overlaid(HANDLING, overlay)

    assert overlay.settings == {"reply_months": 2}
    assert result.settings["reply_months"].value == 2
    assert list(result.lists["letters"].items()) == [
        ("A", Words("A 已解决", "A solved")),
        ("B", Words("B 列入计划")),
        ("D", Words("D 难以解决")),
    ]
    assert result.flags["letters"] == {"A": ("solved",), "B": ("promised",)}
    assert replace(result, settings=HANDLING.settings, lists=HANDLING.lists, flags=HANDLING.flags) == HANDLING
    assert [sentence.say("zh-hans") for sentence in differences(HANDLING, result)] == [
        (
            "规程：选项标记原为“A 已解决或采纳”为“solved”、“B 正在解决或列入计划”为“promised”、"
            "“C 留作参考”为“reference”、“满意”为“satisfied”、“基本满意”为“satisfied”、“不满意”为“again”；"
            "现为“A 已解决”为“solved”、“B 列入计划”为“promised”、"
            "“满意”为“satisfied”、“基本满意”为“satisfied”、“不满意”为“again”。"
        ),
        "设置“答复月数”：数值原为3；现为2。",
        "列表“letters”的选项“A”：名称原为“A 已解决或采纳”；现为“A 已解决”。",
        "列表“letters”的选项“B”：名称原为“B 正在解决或列入计划”；现为“B 列入计划”。",
        "列表“letters”：选项去掉“C 留作参考”。",
        "列表“letters”：选项增加“D 难以解决”。",
    ]


def test_nothing_chosen_changes_nothing() -> None:
    assert overlaid(HANDLING, NOTHING_CHOSEN) == HANDLING


def test_overlay_is_kept_as_plain_values_in_its_order() -> None:
    overlay = read_overlay(LETTERS + '[flags.letters]\nD = ["solved"]\nA = ["promised"]\n', file="f", over=FLAGGED)

    again = Overlay.from_json(overlay.settings, overlay.lists_as_json())

    assert again == overlay
    assert list(again.lists["letters"]) == ["A", "B", "D"]


def test_flags_stay_with_the_codes_that_stay_unless_others_are_given() -> None:
    plain = overlaid(FLAGGED, read_overlay(LETTERS, file="f", over=FLAGGED))
    given = overlaid(FLAGGED, read_overlay(LETTERS + FLAGS, file="f", over=FLAGGED))

    assert plain.flags == FLAGGED.flags
    assert given.flags == {"letters": {"B": ("promised",), "D": ("solved",)}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[settings]\nreply_months = 9\n", "own.toml:2: settings.reply_months: Reply, months must be a whole number"),
        ('[settings]\nreply_months = "2"\n', "own.toml:2: settings.reply_months: Reply, months must be a whole number"),
        ("[settings]\nreply_years = 1\n", "own.toml:2: settings.reply_years: There is no setting reply_years."),
        ("[lists.letters]\n", "own.toml:1: lists.letters: The list letters has no choices."),
        ('[lists.decisions]\nyes = "准"\n', "own.toml:1: lists.decisions: The list decisions is not open"),
        ('[lists.operas]\na = "甲"\n', "own.toml:1: lists.operas: The list operas is not open"),
        (
            '[lists.letters]\nB = "乙"\n"甲 1" = "甲"\n',
            "own.toml:1: lists.letters.甲 1: The code 甲 1 may hold letters",
        ),
        ("[lists.letters]\nB = 5\n", "own.toml:2: lists.letters.B: A title is missing."),
        ('[lists.letters]\nA = "甲"\n', "own.toml:1: lists.letters: The procedure or its figures ask for a choice"),
        ('[lists.grades]\ndissatisfied = "差"\n', "own.toml:1: lists.grades: The list grades must keep these choices"),
        ('[flags.letters]\nE = ["solved"]\n', "own.toml:2: flags.letters.E: The list has no choice E."),
        ('[flags.letters]\nA = ["sold"]\n', "own.toml:2: flags.letters.A: There is no flag sold."),
        ('[flags.grades]\nA = ["solved"]\n', "own.toml:2: flags.grades.A: The list has no choice A."),
        ("[settings]\n[colour]\n", "own.toml:2: colour: This key is not known. Known keys: settings, lists, flags."),
        ("[settings]\n[lists]\nletters = 5\n", "own.toml:3: lists.letters: A table is expected."),
    ],
)
def test_fault_is_said_with_its_line_and_remedy(text: str, said: str) -> None:
    assert faults(text, over=FLAGGED)[0].startswith(said)


def test_flags_that_are_used_must_still_be_borne() -> None:
    text = '[lists.letters]\nX = "甲"\n'

    (said,) = faults(text, over=FLAGGED)
    assert said == (
        "own.toml:1: lists.letters: The procedure or its figures ask for a choice of letters with the flag promised, "
        "and none bears it. Give it to at least one in [flags.letters]."
    )
    assert read_overlay(text + '[flags.letters]\nX = ["promised"]\n', file="f", over=FLAGGED).flags == {
        "letters": {"X": ("promised",)}
    }
    assert len(faults(text + '[flags.letters]\nX = ["promised"]\n', over=FLAGGED, also={"letters": ("#solved",)})) == 1


def test_every_code_may_have_to_stay() -> None:
    adding = small('keeps = ["good"]', 'keeps = ["*"]')

    assert faults('[lists.grades]\nbad = "差"\nso = "行"\n', over=adding)[0].startswith(
        "own.toml:1: lists.grades: The list grades must keep these choices: good."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [(LETTERS, True), ("[settings]\n", True), (SMALL, False), ("", False), ("settings = 5", False), ("[a", False)],
)
def test_overlay_is_told_from_a_whole_procedure(text: str, *, expected: bool) -> None:
    assert is_overlay(text) is expected
