import pytest
from django.core.exceptions import ValidationError

from zhixing.assembly import codes


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("100000", "national"),
        ("330000", "province"),
        ("330100", "prefecture"),
        ("330185", "county"),
        ("110101", "county"),
        ("429004", "county"),
        ("330001", None),
        ("990101", None),
        ("33018", None),
        ("3301850", None),
        ("33018X", None),
        ("３３０１８５", None),
        ("", None),
    ],
)
def test_area_level_follows_the_digits(code: str, level: str | None) -> None:
    assert codes.area_level(code) == level


def test_check_area_code_names_the_code_it_refuses() -> None:
    codes.check_area_code("330185")
    with pytest.raises(ValidationError, match="990101"):
        codes.check_area_code("990101")


@pytest.mark.parametrize("code", ["91350100M000100Y43", "123456781234567890"[:17]])
def test_check_character_completes_a_code(code: str) -> None:
    first = code[:17]
    codes.check_uscc(first + codes.uscc_check_character(first))


def test_check_uscc_agrees_with_the_standards_example() -> None:
    codes.check_uscc("91350100M000100Y43")


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y44",
        "91350100M000100Y4",
        "91350100I000100Y43",
        "913501O0M000100Y43",
        "91350100m000100y43",
        "",
    ],
)
def test_check_uscc_refuses(code: str) -> None:
    with pytest.raises(ValidationError, match="unified social credit code"):
        codes.check_uscc(code)


def test_check_uscc_finds_any_single_wrong_character() -> None:
    good = "91350100M000100Y43"
    for place in range(8, len(good)):
        wrong = good[:place] + ("1" if good[place] != "1" else "2") + good[place + 1 :]
        with pytest.raises(ValidationError):
            codes.check_uscc(wrong)
