"""Splitting what a proposal suggests: however it is numbered, nothing is lost and the order stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.proposals.suggestions import Suggestion, suggestions_of


def texts(text: str) -> list[str]:
    """Return the texts of the single suggestions."""
    return [one.text for one in suggestions_of(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("（一）明确主体。\n（二）设立账户。", ["（一）明确主体。", "（二）设立账户。"]),
        ("(一)明确主体。\n(二)设立账户。", ["(一)明确主体。", "(二)设立账户。"]),
        ("一、明确主体\n二、设立账户\n三、公开", ["一、明确主体", "二、设立账户", "三、公开"]),
        ("1. 明确主体\n2. 设立账户", ["1. 明确主体", "2. 设立账户"]),
        ("1、明确主体\n2、设立账户", ["1、明确主体", "2、设立账户"]),
        ("1．明确主体\n2．设立账户", ["1．明确主体", "2．设立账户"]),
        ("１．明确主体\n　２．设立账户", ["１．明确主体", "２．设立账户"]),
        ("建议：①明确主体\n②设立账户", ["建议：①明确主体", "②设立账户"]),
        ("（1）明确主体\n（2）设立账户", ["（1）明确主体", "（2）设立账户"]),
        ("一是明确主体；二是设立账户；三是公开。", ["一是明确主体；", "二是设立账户；", "三是公开。"]),
        ("一要明确主体。二要设立账户。", ["一要明确主体。", "二要设立账户。"]),
        ("①明确主体；②设立账户。", ["①明确主体；", "②设立账户。"]),
        ("明确主体。\n\n设立账户。\n", ["明确主体。", "设立账户。"]),
        ("只有一条建议。", ["只有一条建议。"]),
    ],
)
def test_each_way_of_numbering(text: str, parts: list[str]) -> None:
    assert texts(text) == parts


def test_words_before_the_first_number_belong_to_the_first() -> None:
    assert texts("为此建议：\n1. 甲\n2. 乙") == ["为此建议：\n1. 甲", "2. 乙"]


def test_the_outermost_numbers_divide() -> None:
    text = "（一）甲。一是子；二是丑。\n1. 寅\n2. 卯\n（二）乙。"

    assert texts(text) == ["（一）甲。一是子；二是丑。\n1. 寅\n2. 卯", "（二）乙。"]


def test_a_number_out_of_turn_belongs_to_what_stands_before() -> None:
    assert texts("1. 甲\n3. 丙\n2. 乙") == ["1. 甲\n3. 丙", "2. 乙"]
    assert texts("一、甲\n一、又甲\n二、乙") == ["一、甲\n一、又甲", "二、乙"]


def test_more_than_ten() -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]

    assert texts("\n".join(f"{one}、做" for one in numbers)) == [f"{one}、做" for one in numbers]


def test_decimals_and_a_single_number_do_not_divide() -> None:
    assert texts("1.5 万元用于维保\n2.5 万元用于检测") == ["1.5 万元用于维保", "2.5 万元用于检测"]
    assert texts("这是一是非之地，二人同去。") == ["这是一是非之地，二人同去。"]


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_nothing_is_no_suggestion(text: str) -> None:
    assert suggestions_of(text) == []


def test_in_short() -> None:
    assert Suggestion(1, "（一）明确\n\n　主体。").shown() == "（一）明确\n主体。"
    assert Suggestion(1, "字" * 1001).shown() == "字" * 999 + "…"


PIECES = [
    "（一）",
    "（二）",
    "（三）",
    "一、",
    "二、",
    "1. ",
    "2. ",
    "一是",
    "二是",
    "①",
    "②",
    "甲",
    "。",
    "；",
    "\n",
    " ",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_nothing_is_lost_and_the_order_stays(text: str) -> None:
    found = suggestions_of(text)

    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())
    assert [one.place for one in found] == list(range(1, len(found) + 1))
    assert all(one.text for one in found)
