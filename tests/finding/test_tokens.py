"""Text becomes words that stand in a row where the text does, whatever the width and size of its letters."""

import pytest

from zhixing.finding.tokens import Phrase, folded, pairs_of, phrase_of, words_of


def spelled(*texts: str) -> list[str]:
    return ["x" + "".join(f"{ord(one):05x}" for one in text) for text in texts]


def test_chinese_is_read_in_pairs_and_latin_in_words() -> None:
    assert words_of("加装电梯，共52部GPS").split() == [
        *spelled("加装", "装电", "电梯", "梯", "共"),
        "w52",
        *spelled("部"),
        "wgps",
    ]


def test_width_and_size_make_no_difference_and_move_nothing() -> None:
    assert folded("ＧＰＳ５２部㎏") == "gps52部㎏"
    assert words_of("ＧＰＳ") == words_of("gps") == "wgps"


def test_rare_characters_are_words_too() -> None:
    assert words_of("𬱖𠮷").split() == spelled("𬱖𠮷", "𠮷")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("电梯", Phrase(tuple(spelled("电梯")), open=False)),
        ("梯", Phrase(tuple(spelled("梯")))),
        ("加装电梯", Phrase(tuple(spelled("加装", "装电", "电梯")), open=False)),
        ("gps", Phrase(("wgps",))),
        ("52", Phrase(("w52",), open=False)),
        ("5次", Phrase(("w5", *spelled("次")))),
        ("届5次", Phrase((*spelled("届"), "w5", *spelled("次")))),
        ("，。", None),
        ("", None),
    ],
)
def test_what_is_typed_may_go_on(typed: str, expected: Phrase | None) -> None:
    assert phrase_of(typed) == expected


def test_pairs_are_what_a_text_may_hold_in_part() -> None:
    assert pairs_of("电梯管护") == tuple(spelled("电梯", "梯管", "管护"))
    assert pairs_of("梯") == tuple(spelled("梯"))
