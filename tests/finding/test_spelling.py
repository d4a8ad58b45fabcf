"""Names are typed in pinyin, whole or by first letters; a character with several readings is found by each."""

import pytest

from zhixing.finding.spelling import initials, readings, whole, without_area


@pytest.mark.parametrize(
    ("name", "usual", "others"),
    [
        ("单冬梅", "shandongmei", {"dandongmei", "chandongmei"}),
        ("解群", "xiequn", {"jiequn"}),
        ("曾山", "zengshan", {"cengshan"}),
        ("仇一", "qiuyi", {"chouyi"}),
        ("朴川", "piaochuan", {"puchuan"}),
        ("任行", "renxing", {"renhang"}),
    ],
)
def test_every_reading_is_kept_and_the_usual_one_is_first(name: str, usual: str, others: set[str]) -> None:
    found = [whole(reading) for reading in readings(name, family=True)]

    assert found[0] == usual
    assert others <= set(found)


def test_first_letters() -> None:
    assert {initials(reading) for reading in readings("单冬梅", family=True)} == {"sdm", "ddm", "cdm"}


def test_the_word_decides_in_the_name_of_a_unit() -> None:
    assert {whole(reading) for reading in readings("会计学会", family=False)} == {"kuaijixuehui"}
    assert "zjw" in {initials(reading) for reading in readings("住建委", family=False)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市住建局", ["市住建局", "住建局"]),
        ("安澜市住建局", ["安澜市住建局", "住建局"]),
        ("提案委员会", ["提案委员会"]),
        ("市委", ["市委"]),
    ],
)
def test_the_area_may_be_left_out(name: str, expected: list[str]) -> None:
    assert list(without_area(name)) == expected
