"""Whatever lines and cells a file holds, in whatever order: no character of them is lost."""

import io
from collections import Counter

from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from zhixing.proposals.word import Unreadable, read_file

SAID = (
    *(
        "关于完善停车管理的提案",
        "关于完善停车",
        "的建议",
        "案由：",
        "案由：关于修路的建议",
        "案 由",
        "标题：甲",
        "提案纸",
    ),
    *(
        "提案人：张三、李 四",
        "提案人",
        "提案人：",
        "张三",
        "张三等5人",
        "；联名人：王五",
        "附议人",
        "姓名",
        "界别：经济；",
        "界别",
    ),
    *(
        "电话：139，手机：138。",
        "内容",
        "内容：甲。电话：1",
        "类别：丁 内容：甲 电话：2",
        "正文：",
        "类别",
        "☑个人 □联名",
        "提案形式",
    ),
    *(
        "是否公开",
        "是",
        "2026年1月8日",
        "日期：昨天",
        "情况",
        "一、情况",
        "一、现状。甲。",
        "二、问题：乙。",
        "【建议】丙。",
        "建议",
    ),
    *(
        "三、建议",
        "为此，提出以下建议：",
        "（一）加人。",
        "理由",
        "现状及问题",
        "三、外地经验",
        "近年来，车多位少。",
        "注：一事一案",
        "邮编",
    ),
    *("安澜市政协", "政协安澜市十届五次会议提案", "第12号", "a | b", "：", "、", "关于甲；关于乙的提案"),
)
SAYING = st.sampled_from(SAID)
CELL = st.lists(SAYING, max_size=3)
TABLE = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(CELL, min_size=wide, max_size=wide), min_size=1, max_size=4)
)
FILE = st.lists(SAYING | TABLE, min_size=1, max_size=14)


def made(blocks: list[str | list[list[list[str]]]]) -> bytes:
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, lines in zip(row.cells, cells, strict=True):
                for line in lines:
                    cell.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def characters(blocks: object) -> Counter[str]:
    if isinstance(blocks, str):
        return Counter("".join(blocks.split()))
    return sum((characters(one) for one in blocks), Counter())


@given(blocks=FILE)
def test_no_character_is_lost_and_none_is_made_up(blocks: list[str | list[list[list[str]]]]) -> None:
    found = read_file("甲.docx", made(blocks))

    if isinstance(found, Unreadable):
        assert any(word in found.sentence.zh for word in ("不止一件", "没有文字"))
        return
    taken = sum((characters(one.label) + characters(one.text) for one in found.taken), Counter())
    # A value that is taken and yet not clear stands in both; it counts once.
    twice = {(one.field, one.text) for one in found.taken}
    shown = [one.text for one in found.not_understood if (one.field, one.text) not in twice]
    kept = taken + sum(map(characters, shown), Counter())
    assert characters(blocks) - kept == Counter()
    assert set(kept) - set(characters(blocks)) <= {"|"}
