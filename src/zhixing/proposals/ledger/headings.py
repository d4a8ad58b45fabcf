"""Headings of ledgers: what they are called, and which row of a sheet holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from zhixing.proposals.ledger.text import Cell

SYNONYMS = {
    "title": (
        "案由 标题 提案标题 提案名称 提案题目 提案案由 提案题名 题目 题名 名称 案名 主题 title subject proposaltitle"
    ),
    "official_number": "officialnumber",
    "number": "案号 提案号 提案编号 提案案号 编号 立案号 立案编号 number no proposalno proposalnumber",
    "proposers": (
        "提案者 提案人 第一提案人 第一提案者 提案委员 提案单位 提案者姓名 提案人姓名 提案单位或个人"
        " 提出人 领衔人 领衔提案人 领衔委员 proposer proposers firstproposer author authors"
    ),
    "cosigners": "联名人 联名委员 联名提案人 联名者 附议人 附议委员 附议者 cosigner cosigners",
    "session": "届次 会议届次 届次会议 提案届次 所属届次 会议 session sessiontext",
    "term": "届 届别 term",
    "session_no": "次 会次 次别 sessionno",
    "year": "年度 年份 年 提案年度 提案年份 year",
    "lead_unit": (
        "主办单位 承办单位 办理单位 牵头单位 主办 承办 牵头 主办部门 承办部门 办理部门 牵头部门 主办牵头单位"
        " 主要承办单位 承办单位主办 责任单位 答复单位 leadunit lead handlingunit unit handler department"
    ),
    "co_units": (
        "会办单位 协办单位 会办 协办 配合 配合单位 会办部门 协办部门 会协办单位 协会办单位 承办单位会办 承办单位协办"
        " counits counit cohandler cohandlers cohandlingunits"
    ),
    "category": "类别 分类 提案类别 提案分类 所属类别 category",
    "proposer_kind": "提案类型 提案形式 提案者类型 提案人类型 提案者类别 提案方式 proposerkind proposertype",
    "reply_class": (
        "办理结果 答复类别 答复类型 答复分类 办理类别 结果类别 办理结果类别 办复类别 办复结果 答复结果 办理结果分类"
        " replyclass resultclass class result"
    ),
    "filed_on": "立案日期 立案时间 filedon filed datefiled filingdate",
    "assigned_on": "交办日期 交办时间 assignedon assigned dateassigned assignmentdate",
    "replied_on": "答复日期 答复时间 办复日期 办复时间 回复日期 回复时间 repliedon replied datereplied replydate",
    "rating": (
        "满意度 评价 满意情况 满意程度 评价结果 委员评价 委员满意度 提案人评价 提案者评价 提案人满意度 提案者满意度"
        " 反馈评价 rating satisfaction"
    ),
    "status": "状态 办理状态 当前状态 办理进度 提案状态 status state",
    "body": "政协 委员会 政协委员会 所属政协 政协名称 body committee",
    "url": "链接 网址 原文链接 答复链接 网页 url link",
}
FIELDS = {name: field for field, names in SYNONYMS.items() for name in names.split()}
SERIAL = frozenset({"序号", "序", "顺序号", "行号", "id", "serial", "row"})
"""Columns that only count the rows: a row that has nothing else is a row not filled in yet."""
FREE_RESULTS = frozenset({"办理结果", "办复结果", "答复结果", "result"})
"""Headings under which some offices write a letter and others a few words."""

HEADING_ROWS = 30
"""A heading row stands among so many first rows, below titles and notes."""
_BRACKETS = re.compile(r"[(（\[【〔<《].*?[)）\]】〕>》]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(?<=[^\W\d])[\d一二三四五]$")


@lru_cache(maxsize=4096)
def field_of(heading: str) -> str | None:
    """Return the field a heading means, or None; width, spaces, punctuation and remarks in brackets do not matter."""
    whole = _letters(heading)
    bare = _letters(_BRACKETS.sub("", heading))
    for name in (whole, bare, _NUMBERED.sub("", whole), bare.removeprefix("提案")):
        if name in FIELDS:
            return FIELDS[name]
    return None


@lru_cache(maxsize=4096)
def is_serial(heading: str) -> bool:
    """Return whether a heading is that of a column that only counts rows."""
    return _letters(heading) in SERIAL


def heading_of(headings: Iterable[str], field: str) -> str | None:
    """Return the heading under which a file has a field, or None."""
    return next((heading for heading in headings if field_of(heading) == field), None)


def takes_free_results(heading: str) -> bool:
    """Return whether words may stand under the heading where others write a letter."""
    return _letters(heading) in FREE_RESULTS


def _letters(heading: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def heading_row(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return which row holds the headings: the first of those that name most fields, the title among them."""
    best, found = 0, None
    for at, cells in enumerate(rows[:HEADING_ROWS]):
        fields = {field_of(cell) for cell in cells if isinstance(cell, str)} - {None}
        if "title" in fields and len(fields) > best:
            best, found = len(fields), at
    return found


def below(headings: Sequence[str], cells: Sequence[Cell]) -> list[str] | None:
    """Return the headings refined by a second heading row (主办 and 会办 below 承办单位), or None when it is none.

    It is one when it repeats the heading of the title, being merged with it, or leaves that place empty and names
    nothing but fields.
    """
    second = [cell.strip() if isinstance(cell, str) else "" if cell is None else "?" for cell in cells]
    wide = max(len(headings), len(second))
    upper, second = _padded(headings, wide), _padded(second, wide)
    title = next(at for at, name in enumerate(upper) if field_of(name) == "title")
    named = [name for name in second if name]
    merged = second[title] == upper[title]
    if not merged and (second[title] or not named or not all(map(field_of, named))):
        return None
    return [name or above for above, name in zip(upper, second, strict=True)]


def _padded(names: Sequence[str], wide: int) -> list[str]:
    return [*names, *[""] * (wide - len(names))]
