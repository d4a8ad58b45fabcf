"""Which lines are a proposal's title 案由, and which are the printed head of its paper."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from zhixing.sheets.text import plain

LONGEST = 100
_ENDS = r"(?:提案|建议|建议案|意见建议|意见和建议|对策建议|议案)"
_TITLE = re.compile(rf"^[《“]?关于[^。；;：:]{{2,}}{_ENDS}[》”]?$")
_BEGINS = re.compile(r"^[《“]?关于[^。；;：:]{2,}$")
_WITHIN = re.compile(rf"关于[^。；;：:，,、\n]{{2,60}}?的{_ENDS}")
_BANNER = re.compile(
    r"[^关]{0,12}(?:中国人民政治协商会议|中国人民政协|政协).{0,60}(?:提案|提案[表纸]|提案用纸|会议|委员会)"
    r"|(?:[^关]{0,30}(?:会议|委员会))?(?:政协)?(?:委员|集体|个人|联名|党派|团体|大会)?提案(?:表|纸|用纸|稿纸|登记表|征集表|建议表|书|专用纸)?"
    r"|[（(]?第?[一二三四五六七八九十\d]{1,3}届.{0,12}?[一二三四五六七八九十\d]{1,3}次(?:全体)?(?:会议)?(?:提案[表纸]?)?[）)]?"
    r"|[（(]?(?:编号|案号|提案)?[:：]?第?[_\d\s]*号[）)]?"
)


@lru_cache(maxsize=256)
def is_title(text: str) -> bool:
    """Return whether a whole line is a title as the rules want it: 关于……的提案 or 建议."""
    return len(text) <= LONGEST and _TITLE.match(plain(text)) is not None


def is_title_begun(text: str) -> bool:
    """Return whether a line begins such a title without ending it."""
    return len(text) <= LONGEST and not is_title(text) and _BEGINS.match(plain(text)) is not None


def title_in(text: str) -> str:
    """Return the first title inside a text, or nothing."""
    found = _WITHIN.search(text)
    return found[0] if found else ""


def title_of_file(name: str) -> str:
    """Return the title in a file's name, without numbers and names around it; the bare name where there is none."""
    stem = PurePosixPath(name).stem.strip()
    found = _WITHIN.search(stem)
    return found[0] if found else stem


def is_banner(text: str) -> bool:
    """Return whether a line is the printed head of a proposal paper, such as 政协某某市第十届委员会第五次会议提案."""
    words = plain(text)
    return "关于" not in words and _BANNER.fullmatch(words) is not None
