"""Split the suggestions of a proposal into the single ones, so that a reply can answer each of them.

People number in many ways: 一、 （一） 1. 1、 ① 一是. The outermost way that a text uses at least twice, counting from
one, divides it; where there is none, its paragraphs do. Nothing is lost and nothing changes places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.assembly.actors import Actor
from zhixing.assembly.numerals import to_chinese
from zhixing.cases.models import Case
from zhixing.proposals.models import Proposal

LONGEST = 1000
"""So many characters of a suggestion stand beside its answer, as the procedure allows."""
MOST = 30
"""So many suggestions are answered one by one; a text that falls into more parts is one that no number divides."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HAN = "[一二三四五六七八九十]{1,3}"
BEGINNING = r"(?m)^[ \t\u3000]*"
INSIDE = r"(?m)(?:^[ \t\u3000]*|(?<=[。；;：:，,]))"
WAYS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"{BEGINNING}(?P<n>{HAN})、"),
    re.compile(rf"{BEGINNING}[（(](?P<n>{HAN})[）)]"),
    re.compile(rf"{BEGINNING}(?P<n>\d{{1,2}})(?:[.．](?!\d)|、)"),
    re.compile(rf"{BEGINNING}[（(](?P<n>\d{{1,2}})[）)]"),
    re.compile(rf"{INSIDE}第?(?P<n>{HAN})(?:是|要)"),
    re.compile(rf"{INSIDE}(?P<n>[{CIRCLED}])"),
)
"""The ways of numbering, the outermost first; those of clauses may stand within a paragraph."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion: its place, counted from one, and its text as written, its own number included."""

    place: int
    text: str

    def shown(self, most: int = LONGEST) -> str:
        """Return the suggestion without empty lines, cut where it is longer than ``most``."""
        lines = "\n".join(line.strip() for line in self.text.splitlines() if line.strip())
        return lines if len(lines) <= most else f"{lines[: most - 1]}…"


def suggestions_of(text: str) -> list[Suggestion]:
    """Return the single suggestions of a text, in its order; words before the first number belong to the first."""
    for way in WAYS:
        starts = _counted(list(way.finditer(text)))
        if len(starts) > 1:
            return _parts(text, [0, *starts[1:]])
    lines = [found.start() for found in re.finditer(r"(?m)^.*\S.*$", text)]
    return _parts(text, lines)


def answers_begin(case: Case | None, actor: Actor) -> list[dict[str, str]] | None:
    """Return a row for each suggestion of the proposal that a handling belongs to; None when it may not be read."""
    proposal = case.parent if case is not None else None
    if proposal is None or actor.keys.isdisjoint(proposal.folded["readers"]):
        return None
    content = Proposal.objects.filter(pk=proposal.pk).first()
    found = suggestions_of(content.suggestions) if content else []
    if len(found) > MOST:
        found = suggestions_of(content.suggestions.replace("\n", " ")) if content else []
    return [{"suggestion": one.shown()} for one in found[:MOST]] or None


def _counted(found: Sequence[re.Match[str]]) -> list[int]:
    """Return where one, two, three … stand; a number out of turn belongs to the suggestion before it."""
    starts: list[int] = []
    for match in found:
        if _value(match["n"]) == len(starts) + 1:
            starts.append(match.start())
    return starts


def _value(number: str) -> int:
    if number in CIRCLED:
        return CIRCLED.index(number) + 1
    if number.isdecimal():
        return int(number)
    return _HAN_VALUES.get(number, 0)


def _parts(text: str, starts: Sequence[int]) -> list[Suggestion]:
    ends = [*starts[1:], len(text)][: len(starts)]
    parts = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [Suggestion(place, part) for place, part in enumerate((one for one in parts if one), start=1)]


_HAN_VALUES = {to_chinese(number): number for number in range(1, 100)}
