"""What stands under a form's labels: names, ticked boxes, yes and no."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhixing.proposals.ledger.choices import proposer_kind
from zhixing.proposals.ledger.rows import ProposerKind
from zhixing.sheets import CellUnreadable
from zhixing.sheets.text import plain

LONGEST_NAME = 30
_TICKS, _BOXES = "☑☒✓✔√■●◉⊙▣🗹", "□☐○◯▢◻"
_MARK = re.compile(f"[{_TICKS}{_BOXES}]")
_BRACKETED = re.compile(rf"[(（\[【]\s*([{_TICKS}])?\s*[)）\]】]")
_SEPARATORS = re.compile(r"[、，,;；/／|\n]")
_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]+)?(?:余|多)?[人名位](?:委员)?$")
_HAN = re.compile(r"[\u3400-\u9fff·]+")
_YES = (
    "是",
    "可",
    "可以",
    "可以公开",
    "可公开",
    "公开",
    "全文公开",
    "同意",
    "同意公开",
    "同意全文公开",
    "同意向社会公开",
)
_NO = ("否", "不", "不可以", "不可以公开", "不可公开", "不公开", "不同意", "不同意公开", "不宜公开")


class NotClear(ValueError):
    """A value that can be read in several ways or in none; ``args`` are the sentence in Chinese and in English."""


class Names(NamedTuple):
    """Names in order, each once; ``rest`` are words that stand for people who are not named (等5人)."""

    names: tuple[str, ...]
    rest: str = ""


def names(text: str) -> Names:
    """Return the names in a value; a space within a name of two characters (王　芳) is only typesetting."""
    found: dict[str, None] = {}
    rest = ""
    for piece in _pieces(text):
        said = _OTHERS.sub("", piece)
        rest = rest or piece[len(said) :]
        if len(said) > LONGEST_NAME or "。" in said:
            raise NotClear("这里不像姓名或单位名称。", "This does not look like names of people or units.")
        if said:
            found[said] = None
    return Names(tuple(found), rest)


def _pieces(text: str) -> list[str]:
    """Split at 、 and the like outside brackets, then at spaces between whole names."""
    depth, marked = 0, ""
    for character in text:
        depth += (character in "(（") - (character in ")）" and depth > 0)
        marked += "\n" if not depth and _SEPARATORS.match(character) else character
    return [name for part in marked.split("\n") for name in _spaced(part.strip())] if text.strip() else []


def _spaced(text: str) -> list[str]:
    words = text.split()
    if not all(map(_HAN.fullmatch, words)):
        return [" ".join(words)] if words else []
    joined: list[str] = []
    half = ""
    for word in words:
        if len(word) > 1:
            joined += [half, word] if half else [word]
            half = ""
        elif half:
            joined.append(half + word)
            half = ""
        else:
            half = word
    if half:
        raise NotClear("姓名中间的空格无法判断。", "It cannot be told which names the spaces divide.")
    return joined


def chosen(text: str) -> str:
    """Return the one option that is ticked, or the text itself when it has no boxes; NotClear otherwise."""
    marked = _BRACKETED.sub(lambda box: "☑" if box[1] else "□", text).strip()
    marks = _MARK.findall(marked)
    if not marks:
        return text.strip()
    before = _MARK.match(marked) is not None
    options = _MARK.split(marked)[1:] if before else _MARK.split(marked)[:-1]
    ticked = [option for mark, option in zip(marks, options, strict=True) if mark in _TICKS]
    if len(ticked) != 1:
        if ticked:
            raise NotClear("勾选了不止一项。", "More than one box is ticked.")
        raise NotClear("没有勾选任何一项。", "No box is ticked.")
    option = ticked[0].strip(" \t\u3000、，,；;/|\n")
    if len(marks) == 1 and len(words := option.split()) > 1:
        option = words[0 if before else -1]
    return option


def kind(text: str, *, people: int) -> ProposerKind:
    """Return who proposes according to the form; NotClear when its words are no kind of proposer."""
    try:
        return proposer_kind(chosen(text), people)
    except CellUnreadable as error:
        raise NotClear(error.reason.zh, error.reason.en) from error


def consent(text: str) -> bool:
    """Return whether a proposal may be published; NotClear for anything but yes or no."""
    word = plain(chosen(text)).strip("。.")
    if word in (*_YES, *_NO):
        return word in _YES
    raise NotClear("没有写清是否同意公开。", "It does not say clearly whether it may be published.")
