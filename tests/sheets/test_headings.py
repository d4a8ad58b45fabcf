"""Headings are known by their synonyms, whatever stands around them."""

import pytest

from tests.sheets.test_reading import TREES
from zhixing.procedure.words import Words
from zhixing.sheets import Headings


@pytest.mark.parametrize(
    "heading", ["树名", " 树 名 ", "树名：", "名称（必填）", "古树名称", "TREE", "Ｔｒｅｅ", "名称1"]
)
def test_field_is_found(heading: str) -> None:
    assert TREES.field_of(heading) == "tree"


@pytest.mark.parametrize("heading", ["", "树", "树名与位置", "备注", "名" * 61])
def test_other_headings_mean_nothing(heading: str) -> None:
    assert TREES.field_of(heading) is None


def test_second_row_of_headings_refines_the_first() -> None:
    assert TREES.below(["树名", "情况", ""], ["", "树龄", "位置"]) == ["树名", "树龄", "位置"]
    assert TREES.below(["树名", "情况", ""], ["银杏", "300", "城关"]) is None


def test_second_row_names_columns_of_the_one_above_it() -> None:
    words = Headings(
        {"unit": "单位 单位名称 全称", "short": "简称", "name": "联络员 联络员姓名 姓名", "phone": "联络员电话 电话"},
        key="unit",
        called=Words("名单"),
        needs=Words("名单要有单位。"),
    )

    assert words.below(["单位名称", "", "联络员", ""], ["全称", "简称", "姓名", "电话"]) == [
        "全称",
        "简称",
        "联络员姓名",
        "联络员电话",
    ]
    assert words.below(["单位名称", "", "联络员", ""], ["市水利局", "简称", "姓名", "电话"]) is None
