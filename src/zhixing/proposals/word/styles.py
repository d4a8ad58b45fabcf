"""What a Word file's styles say that the text depends on: titles, hidden letters, numbered paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.proposals.word.xml import Element, attribute, child, children, is_on, local, value

LONGEST_CHAIN = 20
"""Styles rest on one another; a longer chain is a circle."""
_TITLES = ("title", "标题", "文章标题", "公文标题")


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all it takes over; None where none of them says anything."""

    title: bool = False
    hidden: bool | None = None
    numbered_by: str | None = None
    level: str | None = None


class Styles:
    """The styles of one file by their ids."""

    def __init__(self, root: Element | None) -> None:
        found = children(root) if root is not None else ()
        self._elements = {attribute(one, "styleId") or "": one for one in found if local(one) == "style"}
        self._read: dict[str, Style] = {}

    def of(self, properties: Element | None, name: str) -> Style:
        """Return the style that ``pStyle`` or ``rStyle`` among some properties names; an empty one without it."""
        key = value(properties, name) or ""
        if key not in self._read:
            self._read[key] = self._chain(key)
        return self._read[key]

    def _chain(self, key: str) -> Style:
        title, hidden, numbered_by, level = False, None, None, None
        for _ in range(LONGEST_CHAIN):
            element = self._elements.get(key)
            if element is None:
                break
            letters, paragraph = child(element, "rPr"), child(element, "pPr")
            numbering = child(paragraph, "numPr")
            title = title or (value(element, "name") or "").lower() in _TITLES
            hidden = is_on(letters, "vanish") if hidden is None else hidden
            numbered_by = value(numbering, "numId") if numbered_by is None else numbered_by
            level = value(numbering, "ilvl") if level is None else level
            key = value(element, "basedOn") or ""
        return Style(title, hidden, numbered_by, level)
