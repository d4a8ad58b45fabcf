"""What is found: by title, party and text, several words together, a part of them where nothing holds all."""

import pytest

from tests.finding.conftest import Finding
from zhixing.finding.asking import BY_NUMBER, BY_PARTY, BY_SOME, BY_TEXT, BY_TITLE, Question
from zhixing.finding.snippets import Piece, around, marked

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("加装电梯", [BY_TITLE, BY_TITLE]),
        ("梯", [BY_TITLE, BY_TITLE]),
        ("电梯 管护", [BY_TITLE, BY_TITLE]),
        ("维保资金", [BY_TEXT]),
        ("电梯 维保资金", [BY_TEXT]),
        ("安行", [BY_PARTY, BY_PARTY]),
        ("安行 维保资金", [BY_TEXT]),
        ("ax", [BY_PARTY, BY_PARTY]),
        ("anxing", [BY_PARTY, BY_PARTY]),
        ("住房和城乡建设局", [BY_PARTY, BY_PARTY]),
        ("廖闻", [BY_TEXT, BY_TEXT]),
        ("1005001", [BY_NUMBER]),
        ("ＧＰＳ", []),
        ("维保 飞机", []),
    ],
)
def test_what_a_clerk_finds(finding: Finding, text: str, tiers: list[int]) -> None:
    finding.desks.assigned()

    found = finding.found("chen", text)

    assert [hit.tier for hit in found.hits if not found.partly] == tiers


def test_what_a_matter_began_with_stands_first(finding: Finding) -> None:
    finding.desks.assigned()

    assert finding.kinds("chen", "加装电梯") == ["proposal", "handling"]


def test_much_of_what_was_asked_is_found_where_nothing_holds_all(finding: Finding) -> None:
    finding.desks.assigned()

    found = finding.found("chen", "老旧小区电梯管护责任")

    assert (found.partly, [hit.tier for hit in found.hits]) == (True, [BY_SOME, BY_SOME])
    assert finding.found("chen", "老旧厂房改造为文创园").hits == ()


def test_a_bare_number_is_no_part_of_a_longer_one(finding: Finding) -> None:
    finding.desks.submit(situation="全市有学生5200人，其中520人住校。")

    assert (finding.kinds("an", "520"), finding.kinds("an", "52")) == (["proposal"], [])


def test_a_question_is_cut_and_counted_once() -> None:
    assert Question.typed(" 电梯　电梯 ，。 管护 ") == Question("电梯 电梯 ，。 管护", ("电梯", "管护"))
    assert len(Question.typed(" ".join(map(str, range(100)))).terms) == 8


def test_the_words_are_marked_where_they_stand() -> None:
    assert marked("加装电梯的电梯", ["电梯"]) == (
        Piece("加装"),
        Piece("电梯", marked=True),
        Piece("的"),
        Piece("电梯", marked=True),
    )
    assert marked("ＧＰＳ定位", ["gps"]) == (Piece("ＧＰＳ", marked=True), Piece("定位"))
    assert marked("", ["电梯"]) == ()


def test_a_stretch_of_a_long_text() -> None:
    text = "前" * 100 + "\n电梯" + "后" * 100

    assert "".join(piece.text for piece in around(text, ["电梯"])) == f"…{'前' * 23} 电梯{'后' * 54}…"


def test_why_a_case_was_found(finding: Finding) -> None:
    finding.desks.rated()

    (of_text,) = finding.why("chen", "态度生硬")
    (of_party, _other) = finding.why("chen", "安行")

    assert (of_text.act, of_text.field, of_text.plain) == ("rate", "words", "联系时态度生硬，只在电话里念了一遍稿子")
    assert (of_party.capacity, of_party.plain) == ("proposer", "安行")
