"""The beginning and the end of a proposal's text, where printed head, title, names and date stand under no form."""

from __future__ import annotations

from zhixing.procedure.words import Words
from zhixing.proposals.word.flow import Line
from zhixing.proposals.word.gathering import Gathering
from zhixing.proposals.word.headings import heading
from zhixing.proposals.word.labels import AT_THE_END
from zhixing.proposals.word.parts import BodyLine
from zhixing.proposals.word.pieces import CONTENT, Piece, in_line
from zhixing.proposals.word.titles import is_banner, is_title, is_title_begun
from zhixing.sheets import CellUnreadable, dates

LONGEST_HEAD = 60
"""A longer line is text already."""
LONGEST_SIGNATURE = 24
_SENTENCE = tuple("。；;！!？?：:")


def take_head(gathering: Gathering, lines: list[BodyLine]) -> list[BodyLine]:
    """Take head, title and labels from a text's beginning, and return the lines that are left."""
    left: list[BodyLine] = []
    text: list[BodyLine] = []
    at = 0
    while at < len(lines) and _is_head(lines[at]):
        line = lines[at].line
        following = lines[at + 1].line if at + 1 < len(lines) and not lines[at + 1].part else None
        labels = in_line(line)
        at += 1
        if labels:
            last = labels[-1]
            if last.field == "title" and following and _continues(last.text, following.text):
                joined = Line(last.text + following.text, line.where)
                labels[-1] = Piece("title", last.label, (joined,), last.where)
                at += 1
            text = _take_labels(gathering, labels)
            if any(piece.field == CONTENT for piece in labels):
                break
        elif is_banner(line.text):
            gathering.take("banner", "", line.text, line.where)
        elif is_title(line.text):
            gathering.take("title", "", line.text, line.where)
        elif following and is_title_begun(line.text) and is_title(line.text + following.text):
            gathering.take("title", "", line.text + following.text, line.where)
            at += 1
        elif line.styled and "title" not in gathering.texts:
            gathering.take("title", "", line.text, line.where)
        else:
            left.append(lines[at - 1])
    return left + text + lines[at:]


def _take_labels(gathering: Gathering, labels: list[Piece]) -> list[BodyLine]:
    """Take the labels of one line; what follows the label of the text itself is returned, being its first line."""
    text: list[BodyLine] = []
    for piece in labels:
        if piece.field == CONTENT:
            gathering.take(CONTENT, piece.label, "", piece.where)
            text += map(BodyLine, piece.lines)
        else:
            gathering.take_piece(piece)
    return text


def _is_head(line: BodyLine) -> bool:
    text = line.line.text
    if line.part:
        return False
    if in_line(line.line) or is_title(text) or line.line.styled:
        return True
    return len(text) <= LONGEST_HEAD and not text.endswith("。") and heading(text) is None


def _continues(value: str, following: str) -> bool:
    """Return whether the next line ends a title that its label's line begins, or is all of it."""
    return is_title(value + following) and (not value or is_title_begun(value))


def take_end(gathering: Gathering, lines: list[BodyLine]) -> list[BodyLine]:
    """Take labels, date and signature from a text's end, and return the lines that are left."""
    end, signed = len(lines), False
    while end and not lines[end - 1].part:
        line = lines[end - 1].line
        labels = in_line(line)
        if labels and all(piece.field in AT_THE_END for piece in labels) and len(line.text) <= 2 * LONGEST_HEAD:
            for piece in labels:
                gathering.take_piece(piece)
        elif not signed and is_date(line.text):
            signed = True
            gathering.take("dated", "", line.text, line.where)
        elif signed and len(line.text) <= LONGEST_SIGNATURE and _is_name(line.text):
            signed = False
            what = Words(
                "落款没有写明身份，没有当作提案人。",
                "The signature does not say who signs, so it is no proposer.",
            )
            gathering.wonder("proposers", what, line.where, line.text)
        else:
            break
        end -= 1
    return lines[:end]


def _is_name(text: str) -> bool:
    return not text.endswith(_SENTENCE) and heading(text) is None


def is_date(text: str) -> bool:
    """Return whether a line is a day and nothing else."""
    try:
        dates.day(text)
    except CellUnreadable:
        return False
    return True
