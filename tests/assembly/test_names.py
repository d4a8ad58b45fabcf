import pytest

from zhixing.assembly.names import masked, spelled, without_numbers


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("李冬梅", "li dong mei", "ldm"),
        ("单行简", "shan xing jian", "sxj"),
        ("曾一凡", "zeng yi fan", "zyf"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("Anna Li", "anna li", "a"),
    ],
)
def test_spelled(name: str, pinyin: str, initials: str) -> None:
    assert spelled(name) == (pinyin, initials)


@pytest.mark.parametrize("name", ["\U000312b8某", "张𬭎", "某〇"])
def test_spelled_leaves_no_rare_name_out(name: str) -> None:
    pinyin, initials = spelled(name)
    assert len(pinyin.split()) == 2
    assert len(initials) == 2


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800138000", "138****8000"), ("内线 6021", "*****21"), ("12", "12"), ("", "")],
)
def test_masked(phone: str, shown: str) -> None:
    assert masked(phone) == shown


def test_numbers_of_people_are_masked_in_a_text_and_others_stay() -> None:
    text = "电话：13800138000、0371-8881234；身份证：33109719800101001X；日期：2024-03-05；案号：1005001"

    assert without_numbers(text) == (
        "电话：138****8000、037*****1234；身份证：331***********001X；日期：2024-03-05；案号：1005001"
    )
