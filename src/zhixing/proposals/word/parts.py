"""Telling a proposal's three parts apart by their headings. If that cannot be done for certain, it is not done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhixing.procedure.words import Words
from zhixing.proposals.word.flow import Line
from zhixing.proposals.word.headings import PARTS, Heading, heading

TITLES = {"situation": "情况", "analysis": "分析", "suggestions": "建议"}
OF_A_FORM = -1
"""The level of a heading that is a label of a form."""


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of the text; ``part`` is given where a form's label says what it heads."""

    line: Line
    part: str | None = None

    @property
    def heading(self) -> Heading | None:
        """The line as a heading."""
        if self.part:
            return Heading(self.part, OF_A_FORM, 0, self.line.text)
        return heading(self.line.text)


@dataclass(frozen=True, slots=True)
class Part:
    """One part with the heading it stands under, as written."""

    name: str
    heading: str
    text: str
    where: Words


@dataclass(frozen=True, slots=True)
class Split:
    """The three parts and what stands before the first heading; or no parts, and why."""

    parts: tuple[Part, ...] = ()
    before: tuple[Line, ...] = ()
    why: Words | None = None


Found = list[tuple[int, Heading]]


def split(lines: Sequence[BodyLine]) -> Split:
    """Return the parts of a text. Its headings count if all of them, or all numbered alike, give the parts in order."""
    headings: Found = [(at, one) for at, line in enumerate(lines) if (one := line.heading)]
    known = [(at, one) for at, one in headings if one.part]
    for found in _ways(known):
        if _in_order(found):
            return _parts(lines, found, headings)
    return Split(why=_not_told(known))


def _ways(known: Found) -> list[Found]:
    """Return the headings that may be those of the parts: all, or those of a form and one manner of numbering."""
    levels = sorted({one.level for _at, one in known} - {OF_A_FORM})
    return [known, *([(at, one) for at, one in known if one.level in {level, OF_A_FORM}] for level in levels)]


def _in_order(found: Found) -> bool:
    named = [one.part for _at, one in found]
    once = named[:1] + [after for before, after in pairwise(named) if after != before]
    return once == list(PARTS)


def _parts(lines: Sequence[BodyLine], found: Found, headings: Found) -> Split:
    unknown = _unknown_between(found, headings)
    if unknown:
        return Split(
            why=Words(
                f"不认识标题“{unknown}”，无法确定它属于哪一部分，全文放在一起。",
                f"The heading {unknown} is not known, so it is not certain which part it belongs to.",
            )
        )
    firsts = [(at, one) for place, (at, one) in enumerate(found) if not place or found[place - 1][1].part != one.part]
    ends = [*(at for at, _one in firsts[1:]), len(lines)]
    parts = []
    for (at, one), end in zip(firsts, ends, strict=True):
        texts = [one.rest, *(line.line.text for line in lines[at + 1 : end])]
        text = "\n".join(text for text in texts if text)
        if not text:
            return Split(
                why=Words(
                    f"标题“{one.label}”下面没有内容，全文放在一起。", f"Nothing stands under the heading {one.label}."
                )
            )
        parts.append(Part(one.part or "", one.label, text, lines[at].line.where))
    return Split(tuple(parts), tuple(line.line for line in lines[: firsts[0][0]]))


def _unknown_between(found: Found, headings: Found) -> str:
    """Return an unknown heading that goes on counting where the parts' own headings stopped, or nothing."""
    own = {at for at, _one in found}
    last: dict[int, int] = {}
    for at, one in headings:
        if at in own:
            last[one.level] = one.number
        elif not one.part and one.level in last and one.number == last[one.level] + 1 > 1:
            return one.label
    return ""


def _not_told(known: Found) -> Words:
    if not known:
        return Words(
            "没有找到情况、分析、建议三部分的标题，全文放在一起，请人工分开。",
            "No headings of the three parts were found; all text stands together, please divide it.",
        )
    shown = "、".join(f"“{one.label}”" for _at, one in known)
    missing = [TITLES[part] for part in PARTS if part not in {one.part for _at, one in known}]
    if missing:
        return Words(
            f"只找到标题{shown}，没有单独的{'、'.join(missing)}标题，全文放在一起，请人工分开。",
            f"Only the headings {shown} were found; all text stands together, please divide it.",
        )
    return Words(
        f"找到标题{shown}，但顺序或次数与情况、分析、建议不符，全文放在一起，请人工分开。",
        f"The headings {shown} are not one of each part in order; all text stands together, please divide it.",
    )
