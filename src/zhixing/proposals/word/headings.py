"""Headings of a proposal's three parts 情况、分析、建议: by which words they are known, and how they are numbered."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from zhixing.assembly.numerals import from_chinese

PARTS = ("situation", "analysis", "suggestions")
SEVERAL = "several"
"""What a heading is called that covers more than one part (现状及存在问题)."""
WORDS = {
    "situation": (
        "情况 基本情况 背景情况 背景 现状 状况 基本现状 概况 基本概况 情况说明 情况反映 情况介绍 背景介绍 发展现状"
        " 工作现状 现状情况 提案背景 现实情况 实际情况 现状概述 情况概述"
    ),
    "analysis": (
        "问题 存在问题 存在的问题 主要问题 突出问题 存在主要问题 存在的主要问题 存在突出问题 存在的突出问题 问题分析"
        " 原因 原因分析 成因 成因分析 问题原因 问题原因分析 产生的原因 问题产生的原因 困难 存在困难 存在的困难 面临困难"
        " 面临的困难 面临问题 面临的问题 不足 存在不足 存在的不足 短板 存在短板 存在的短板 问题短板 困难问题 分析"
        " 制约因素 问题所在 主要原因 主要困难 主要不足"
    ),
    "suggestions": (
        "建议 对策 对策建议 意见建议 建议意见 措施 办法 建议措施 对策措施 措施建议 工作建议 改进建议 改进措施 改进意见"
        " 整改建议 思路建议 解决办法 解决建议 解决措施 解决对策 建议办法 办法建议 解决问题的建议 建议对策"
    ),
    SEVERAL: "现状分析 情况分析 理由 提案理由 现状问题 背景分析 案由理由 事由",
}
_PARTS = {word: part for part, words in WORDS.items() for word in words.split()}
_PIECES = _PARTS | {"意见": "suggestions"}
"""Words joined by 及 or 和; an opinion alone may also be that of an office on the proposal."""
_QUALIFIER = re.compile(
    r"^(?:提案的?|关于|当前|目前|现阶段|我[国省市县区州]|全[省市县区州]|本[市县区]|主要的?|相关的?|有关的?|具体的?|几点|几条"
    r"|工作的?|下一步的?|本案)"
)
_AFTER = re.compile(r"(?:如下|方面|部分)+$")
_AND = re.compile(r"以及|及其|[及与和、并/]")
_NUMBER = re.compile(
    r"""
    (?P<part>第\s*[一二三四五六七八九十\d]+\s*部分[、:：.．\s]*) |
    (?P<one>[一二三四五六七八九十]{1,3}\s*[、.．,，:：]\s*) |
    (?P<two>[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]\s*[、.．]?\s*) |
    (?P<three>\d{1,2}\s*[、.．)）]\s*(?!\d)) |
    (?P<four>[(（]\s*\d{1,2}\s*[)）]\s*[、.．]?\s* | [①-⑳]\s*)
    """,
    re.VERBOSE,
)
_WRAPPED = re.compile(r"^[【\[〔<《](.*)[】\]〕>》]\s*[:：]?$")
_BRACKETED = re.compile(r"^[【\[〔<《]([^】\]〕>》]{1,20})[】\]〕>》][:：]?\s*(\S.*)$", re.DOTALL)
_CUE = re.compile(
    r"(?:为此|因此|鉴于此|对此|综上所述|综上|据此|基于此)?[,，]?(?:我们?|特|现)?(?:提出)?(?:以下|如下)?(?:几点|几条)?(?:意见和)?"
    r"建议(?:如下)?[:：]"
)
"""A line that announces the suggestions and says nothing else: 为此，提出如下建议："""
_RUN_IN = re.compile(r"^([^:：。]{1,20})([:：。])\s*(\S.*)$", re.DOTALL)
LONGEST = 24
LONGEST_UNKNOWN = 30
_ENDS = tuple("。；;，,")


class Heading(NamedTuple):
    """A heading: its part, or None for one that is not known; its number; and text that follows in the same line."""

    part: str | None
    level: int
    number: int
    label: str
    rest: str = ""


@lru_cache(maxsize=1024)
def part_of(text: str) -> str | None:
    """Return the part that a heading's words name, ``several`` for more than one, None when they are not known."""
    words = "".join(unicodedata.normalize("NFKC", text).split()).strip(":。.【】[]<>《》")
    while (shorter := _QUALIFIER.sub("", words)) not in {"", words} and words not in _PARTS:
        words = shorter
    words = _AFTER.sub("", words)
    if words in _PARTS:
        return _PARTS[words]
    parts = {_PIECES.get(piece.removeprefix("存在的").removeprefix("存在")) for piece in _AND.split(words)}
    if not words or None in parts or not _AND.search(words):
        return None
    return parts.pop() if len(parts) == 1 else SEVERAL


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading | None:
    """Return a line as the heading of a part or as a numbered heading that is not known; None when it is neither."""
    level, number, words = numbered(text)
    label = text[: len(text) - len(words)]
    wrapped = _WRAPPED.match(words)
    bare = wrapped[1] if wrapped else words
    if len(bare) <= LONGEST:
        part = part_of(bare)
        if part or _CUE.fullmatch(bare):
            return Heading(part or "suggestions", level, number, text)
    bracketed = _BRACKETED.match(words)
    if bracketed and (part := part_of(bracketed[1])):
        return Heading(part, level, number, text[: len(text) - len(bracketed[2])].strip(), bracketed[2])
    run_in = _RUN_IN.match(words)
    if run_in and (run_in[2] != "。" or level):
        part = part_of(run_in[1])
        if part:
            return Heading(part, level, number, label + run_in[1] + run_in[2], run_in[3])
    if level and len(words) <= LONGEST_UNKNOWN and not words.endswith(_ENDS):
        return Heading(None, level, number, text)
    return None


def numbered(text: str) -> tuple[int, int, str]:
    """Return how deep a line's number stands (0 for none), the number itself, and the words behind it."""
    found = _NUMBER.match(text)
    if found is None:
        return 0, 0, text
    level = ("part", "one", "two", "three", "four").index(found.lastgroup or "part")
    digits = re.search(r"[一二三四五六七八九十\d]+", unicodedata.normalize("NFKC", found[0]))
    try:
        number = from_chinese(digits[0]) if digits else 0
    except ValueError:
        number = 0
    return max(level, 1), number, text[found.end() :]
