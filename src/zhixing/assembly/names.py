"""People's names spelled in pinyin, for sorting and quick typing, and phone numbers hidden in the middle."""

from __future__ import annotations

import re

# Characters that are read otherwise as a family name; the rest of a name is read as usual.
_FAMILY_NAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "任": "ren", "查": "zha", "区": "ou", "朴": "piao",
    "尹": "yin", "盖": "ge", "缪": "miao", "乐": "yue", "种": "chong", "秘": "bi", "召": "shao", "覃": "qin",
    "翟": "zhai", "瞿": "qu", "纪": "ji", "洗": "xian", "冼": "xian", "繁": "po", "折": "she", "黑": "he",
    "员": "yun", "牟": "mu", "卜": "bu", "宓": "mi", "臧": "zang", "郗": "xi", "华": "hua", "应": "ying",
}  # fmt: skip
_DOUBLE_FAMILY_NAMES = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai")}
_SHOWN_DIGITS = 7
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|0\d{2,3}-\d{7,8})(?!\d)")
"""A mobile number, an identity number, a telephone number with its area."""


def spelled(name: str) -> tuple[str, str]:
    """Return the name's pinyin with a space between characters, and its first letters: 单冬梅 → shan dong mei, sdm.

    A character without a known reading stands for itself, so that no name is left out of a list.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # loads large tables, needed only where a person is entered

    double = _DOUBLE_FAMILY_NAMES.get(name[:2])
    if double:
        syllables = [*double, *lazy_pinyin(name[2:])]
    elif name[:1] in _FAMILY_NAMES:
        syllables = [_FAMILY_NAMES[name[:1]], *lazy_pinyin(name[1:])]
    else:
        syllables = lazy_pinyin(name)
    whole = [syllable.strip().lower() for syllable in syllables if syllable.strip()]
    return " ".join(whole), "".join(syllable[0] for syllable in whole)


def aligned(name: str) -> str:
    """Return a name as lists of people set it: one of two characters with a full-width space between, 王　芳."""
    return "　".join(name) if len(name) == len("王芳") and not name.isascii() else name


def without_numbers(text: str) -> str:
    """Return a text in which the telephone and identity numbers of people are masked; dates and codes stay."""
    return _PERSONAL.sub(lambda found: masked(found[0]), text)


def masked(phone: str) -> str:
    """Return a number with its middle hidden; a short one shows its last two characters alone."""
    if len(phone) <= _SHOWN_DIGITS:
        return "*" * (len(phone) - 2) + phone[-2:] if phone else ""
    return phone[:3] + "*" * (len(phone) - _SHOWN_DIGITS) + phone[-4:]
