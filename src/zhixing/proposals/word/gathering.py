"""What has been taken from one file, what was not understood, and what a person should know besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from zhixing.procedure.words import Words
from zhixing.proposals.word import values
from zhixing.proposals.word.found import NotUnderstood, Taken
from zhixing.proposals.word.labels import bare
from zhixing.proposals.word.pieces import STRAY, Piece
from zhixing.proposals.word.titles import title_of_file
from zhixing.proposals.word.values import NotClear
from zhixing.sheets import CellUnreadable

T = TypeVar("T")

FIRST = frozenset({"第一提案人", "第一提案者", "第一提案委员", "领衔人", "领衔委员", "领衔提案人"})
NAMES = ("proposers", "cosigners")
NOT_THERE = Words("文中没有写明", "not in the file")


class Gathering:
    """Collects the fields of one file; every piece given to it ends among ``taken`` or ``not_understood``."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.not_understood: list[NotUnderstood] = []
        self.texts: dict[str, list[str]] = {}
        self.others: list[tuple[str, str]] = []
        self._first = 0

    def take(self, field: str, label: str, text: str, where: Words) -> None:
        """Note where a field comes from; an empty text only uses up the label."""
        self.taken.append(Taken(field, label, text, where))
        if text:
            self.texts.setdefault(field, []).append(text)

    def wonder(self, field: str, what: Words, where: Words, text: str = "") -> None:
        """Note what a person has to look at."""
        self.not_understood.append(NotUnderstood(field, what, where, text))

    def take_piece(self, piece: Piece) -> None:
        """Take what stands under a label of a form."""
        if piece.field == STRAY:
            self.wonder(
                "", Words("表格中这一格的意思不清楚。", "What this cell says is not known."), piece.where, piece.text
            )
        elif piece.field == "others":
            self.taken.append(Taken(piece.field, piece.label, piece.text, piece.where))
            if piece.text:
                self.others.append((bare(piece.label), piece.text))
        else:
            self.take(piece.field, piece.label, piece.text, piece.where)
            if bare(piece.label) in FIRST and piece.text:
                said = self.texts[piece.field]
                said.insert(self._first, said.pop())
                self._first += 1

    def title(self) -> str:
        """Return the title; where the file names several different ones none is chosen."""
        said = list(dict.fromkeys("".join(text.split("\n")) for text in self.texts.get("title", ())))
        if len(said) <= 1:
            return said[0] if said else ""
        self.wonder(
            "title",
            Words("写了不止一个案由，请选定一个。", "More than one title is given; choose one."),
            self._where("title"),
            "\n".join(said),
        )
        return ""

    def suggest_title(self, within: str, file: str) -> str:
        """Return what might be the title of a file that names none, told to be nothing more."""
        if self.texts.get("title"):
            return ""
        suggestion = within or title_of_file(file)
        what = Words(
            f"没有找到案由；“{suggestion}”只是参考，请确认或改写。",
            f"No title was found; {suggestion} is only a suggestion, confirm or change it.",
        )
        self.wonder("title", what, NOT_THERE)
        return suggestion

    def names(self, field: str) -> tuple[str, ...]:
        """Return the names under a field's labels."""
        found: dict[str, None] = {}
        for text in self.texts.get(field, ()):
            read = self._clear(field, text, values.names)
            if read is not None:
                found |= dict.fromkeys(read.names)
                if read.rest:
                    what = Words("没有写全所有人的姓名。", "Not everybody's name is given.")
                    self.wonder(field, what, self._where(field), text)
        return tuple(found)

    def word(self, field: str) -> str:
        """Return a value as written; several different ones beside one another."""
        return "、".join(dict.fromkeys(" ".join(text.split()) for text in self.texts.get(field, ())))

    def one(self, field: str, read: Callable[[str], T]) -> T | None:
        """Return what a field's value means; None where it says nothing, or nothing certain."""
        said = [self._clear(field, text, read) for text in dict.fromkeys(self.texts.get(field, ()))]
        if len(said) > 1 and any(one != said[0] for one in said[1:]):
            what = Words("前后写得不一致，请核对。", "It is said differently in two places; look which is right.")
            self.wonder(field, what, self._where(field), "\n".join(self.texts[field]))
            return None
        return said[0] if said else None

    def _clear(self, field: str, text: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(text)
        except NotClear as error:
            zh, en = error.args
            what = Words(zh, en)
        except CellUnreadable as error:
            what = error.reason
        self.wonder(field, what, self._where(field), text)
        return None

    def _where(self, field: str) -> Words:
        return next((one.where for one in self.taken if one.field == field and one.text), NOT_THERE)


COUNTED: Mapping[str, Words] = {
    "insertions": Words(
        "有修订痕迹：插入的 {n} 处已按接受修订读入。", "Tracked changes: {n} insertions were taken as accepted."
    ),
    "deletions": Words(
        "有修订痕迹：删除的 {n} 处没有读入。", "Tracked changes: {n} deletions were taken as accepted and left out."
    ),
    "comments": Words("有 {n} 条批注，没有读入。", "{n} comments were not read."),
    "notes": Words("有 {n} 条脚注或尾注，已用括号写入正文。", "{n} footnotes were put into the text in brackets."),
    "hidden": Words("有 {n} 处隐藏文字，没有读入。", "{n} hidden passages were not read."),
    "objects": Words(
        "文中嵌入了 {n} 个对象（如表格、附件），没有读入。", "{n} embedded objects, such as sheets, were not read."
    ),
    "embedded files": Words("文中插入了 {n} 个外部文件，没有读入。", "{n} files inserted into it were not read."),
    "images": Words("文中有 {n} 张图片，图片中的文字没有读入。", "{n} pictures; text inside them was not read."),
}
"""What is told of a file besides its text, by what the reader of the file counts."""
