import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.assembly import numerals


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (5, "五"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (2026, "二千零二十六"),
        (10_010, "一万零一十"),
        (15_000, "一万五千"),
        (100_000, "十万"),
    ],
)
def test_to_chinese_writes_as_people_do(number: int, words: str) -> None:
    assert numerals.to_chinese(number) == words


@given(st.integers(min_value=0, max_value=99_999_999))
def test_from_chinese_reads_what_to_chinese_wrote(number: int) -> None:
    assert numerals.from_chinese(numerals.to_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("二〇二六", 2026),
        ("两百", 200),
        ("廿三", 23),
        ("一十二", 12),
        (" 十 ", 10),
        ("零五", 5),
    ],
)
def test_from_chinese_reads_other_spellings(text: str, number: int) -> None:
    assert numerals.from_chinese(text) == number


@pytest.mark.parametrize(
    "text", ["", "届", "一百五", "一万五", "十百", "三三十", "一百零", "-5", "1二", "一亿", "一万万"]
)
def test_from_chinese_refuses_what_is_no_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="is not a Chinese numeral"):
        numerals.from_chinese(text)


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_to_chinese_refuses_what_it_cannot_write(number: int) -> None:
    with pytest.raises(ValueError, match="write it in digits"):
        numerals.to_chinese(number)


def test_session_names() -> None:
    assert numerals.session_name(term=10, session=3) == "十届三次会议"
    assert numerals.session_short_name(term=14, session=11) == "十四届十一次"


@pytest.mark.parametrize(
    "text",
    [
        "十届三次",
        "十届三次会议",
        "第十届第三次会议",
        "第十届三次全会",
        "10届3次",
        "１０届３次会议",
        "第 10 届 第 3 次",
        "政协第十届安澜市委员会提案（十届三次会议）",
        "政协安澜市第十届委员会第三次会议第52号提案",
    ],
)
def test_parse_session_reads_every_way_of_writing(text: str) -> None:
    assert numerals.parse_session(text) == (10, 3)


@pytest.mark.parametrize("text", ["", "2026年", "第三次会议", "十届", "届次"])
def test_parse_session_refuses_what_names_no_session(text: str) -> None:
    with pytest.raises(ValueError, match="names no session"):
        numerals.parse_session(text)
