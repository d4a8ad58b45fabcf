"""People by the strokes of their family names, as the committee's printed lists have them."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
from pathlib import Path

import pytest

from zhixing.assembly.strokes import in_strokes, key_of

ORDERED = (
    *("丁来", "丁学东", "丁薛山", "于伟国", "于忠福", "万立", "马飚", "马兴瑞", "马晓伟"),
    *("王勇", "王晨", "王毅", "王小洪", "王玉普", "王正伟", "王东明", "王东峰", "王尔乘", "王志民"),
    *("卢山", "刘安", "江一", "安行", "李四", "欧阳文", "欧阳修远", "祝山"),
)


def test_the_order_of_official_lists() -> None:
    shuffled = random.Random(7).sample(ORDERED, len(ORDERED))

    assert in_strokes(shuffled, str) == list(ORDERED)


def test_fewer_strokes_stand_first_and_then_the_kinds_of_strokes() -> None:
    assert in_strokes(["万一", "于一", "丁一", "王一", "一一"], str) == ["一一", "丁一", "于一", "万一", "王一"]


@pytest.mark.parametrize("name", ["䶮明", "𫖯山", "〇三"])
def test_rare_characters_stand_after_the_known_ones(name: str) -> None:
    assert in_strokes([name, "齉山", "王五"], str) == ["王五", "齉山", name]


def test_other_letters_stand_last_and_nothing_is_refused() -> None:
    names = ["Ann Lee", "", "阿依古丽·买买提", "阿依古丽买买提", "王五", "  "]

    ordered = in_strokes(names, str)

    assert ordered[0] == "王五"
    assert sorted(ordered) == sorted(names)
    assert key_of("阿依古丽·买买提") == key_of("阿依古丽买买提")
    assert key_of("王　芳") == key_of("王芳")


def test_equal_names_stay_as_they_came() -> None:
    people = [("王芳", 2), ("王芳", 1), ("丁一", 3)]

    assert in_strokes(people, lambda one: one[0]) == [("丁一", 3), ("王芳", 2), ("王芳", 1)]


def test_reading_the_table_leaves_logging_and_the_folder_alone(tmp_path: Path) -> None:
    code = (
        "import logging, sys; before = (logging.root.level, list(logging.root.handlers));"
        "from zhixing.assembly.strokes import in_strokes; assert in_strokes(['万', '丁'], str) == ['丁', '万'];"
        "assert (logging.root.level, list(logging.root.handlers)) == before;"
        "assert 'cn_sort' not in sys.modules and 'numpy' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)

    assert list(tmp_path.iterdir()) == []
    assert logging.getLogger("all").handlers == []
