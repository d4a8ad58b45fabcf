"""Automatic numbers of paragraphs, which Word counts itself and does not store, as the text a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from zhixing.assembly.numerals import to_chinese
from zhixing.proposals.word.styles import Style, Styles
from zhixing.proposals.word.xml import Element, attribute, child, children, is_on, local, value, whole

LEVELS = 9
LARGEST = 9999
"""A larger number is written in digits, however its list is counted."""
_PLACE = re.compile(r"%([1-9])")
_BULLETS = re.compile("[\ue000-\uf8ff]")
"""Letters that only a symbol font draws."""
_ENDS = ("、", "．", "）", "。", "：", "】")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Level:
    """How one level counts and what it writes."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    space: bool = True


class Numbering:
    """The lists of one file and how far each has counted; paragraphs must be asked for in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        for one in children(root) if root is not None else ():
            if local(one) == "abstractNum":
                self._read_list(one)
            elif local(one) == "num":
                self._read_use(one)

    def _read_list(self, element: Element) -> None:
        levels = {whole(attribute(one, "ilvl"), 0): _level(one) for one in children(element) if local(one) == "lvl"}
        self._levels[attribute(element, "abstractNumId") or ""] = levels

    def _read_use(self, element: Element) -> None:
        key = attribute(element, "numId") or ""
        self._lists[key] = value(element, "abstractNumId") or ""
        for one in children(element):
            if local(one) != "lvlOverride":
                continue
            level, start = whole(attribute(one, "ilvl"), 0), value(one, "startOverride")
            own = child(one, "lvl")
            if own is not None:
                self._own.setdefault(key, {})[level] = _level(own)
            if start is not None:
                self._restarts.setdefault(key, {})[level] = whole(start, 1)

    def label(self, properties: Element | None, style: Style) -> str:
        """Return the number in front of the next paragraph, with a space after it where one belongs, or nothing."""
        own = child(properties, "numPr")
        key = value(own, "numId") or style.numbered_by
        at = whole(value(own, "ilvl") or style.level, 0)
        if key not in self._lists or at >= LEVELS:
            return ""
        levels = self._levels.get(self._lists[key], {}) | self._own.get(key, {})
        level = levels.get(at)
        return self._written(key, at, levels, level) if level else ""

    def _written(self, key: str, at: int, levels: dict[int, _Level], level: _Level) -> str:
        counts = self._counts.setdefault(self._lists[key], [None] * LEVELS)
        restart = self._restarts.get(key, {}).pop(at, None)
        before = counts[at]
        counts[at] = restart if restart is not None else level.start if before is None else before + 1
        counts[at + 1 :] = [None] * (LEVELS - at - 1)
        if level.form == "bullet":
            text = _BULLETS.sub("•", level.text)
        else:
            text = _PLACE.sub(lambda place: self._number(counts, int(place[1]) - 1, levels, level), level.text)
        return text + " " if text and level.space and not text.endswith(_ENDS) else text

    @staticmethod
    def _number(counts: list[int | None], at: int, levels: dict[int, _Level], level: _Level) -> str:
        of = levels.get(at, _Level())
        count = counts[at]
        form = "decimal" if level.legal else of.form
        return written(of.start if count is None else count, form)


def _level(element: Element) -> _Level:
    return _Level(
        start=whole(value(element, "start"), 1),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=bool(is_on(element, "isLgl")),
        space=value(element, "suff") != "nothing",
    )


def written(count: int, form: str) -> str:
    """Return a number as Word's number format of that name writes it; in digits where the format is not known."""
    writer = _WRITERS.get(form)
    return writer(count) if writer and 0 < count <= LARGEST else "" if form == "none" else str(count)


def _of(letters: str) -> Callable[[int], str]:
    return lambda count: letters[(count - 1) % len(letters)]


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for size, letter in _ROMAN:
        text += letter * (count // size)
        count %= size
    return text


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if count <= 20 else str(count)  # noqa: PLR2004 - Unicode has twenty of them in a row


def _wide(count: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))


_WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "ideographDigital",
            "koreanCounting",
        ),
        to_chinese,
    ),
    "chineseLegalSimplified": lambda count: to_chinese(count).translate(_FORMAL),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda count: f"{count:02}",
    "decimalEnclosedParen": lambda count: f"（{count}）",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
}
