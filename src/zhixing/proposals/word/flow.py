"""The text of a Word file in reading order: lines and tables, with what python libraries commonly leave out.

Tables, text boxes, content controls, foot- and endnotes, automatic numbers and form check boxes are read. Tracked
changes count as accepted: what was inserted is read, what was deleted is not, and both are counted. Everything that
is not known is looked into, so that no text is lost by being wrapped in something new.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from zhixing.procedure.words import Words
from zhixing.proposals.word.numbering import Numbering
from zhixing.proposals.word.package import Package
from zhixing.proposals.word.styles import Style, Styles
from zhixing.proposals.word.xml import Element, attribute, child, children, is_on, local, value, whole

_WITHOUT_TEXT = (
    "pPr rPr sdtPr sdtEndPr tblPr tblPrEx tblGrid trPr tcPr sectPr rPrChange pPrChange bookmarkStart bookmarkEnd"
    " proofErr instrText delText delInstrText fldData del moveFrom lastRenderedPageBreak commentReference"
)
_PROPERTIES = frozenset(_WITHOUT_TEXT.split())
"""Elements without text of their own that stays."""
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LAST = 0x10FFFF
"""Where Unicode ends."""
_HEX = re.compile("[0-9A-Fa-f]{1,6}")
_TICKED = frozenset({0xF052, 0xF053, 0xF0FC, 0xF0FE, 0xF0FD, 0xF050, 0xF051})
"""Ticks and ticked boxes of the Wingdings fonts; their other signs that forms use are empty boxes."""
_SYMBOL_FONTS = frozenset({"wingdings", "wingdings 2"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the author ended it, with its number; ``where`` says where it stands, ``styled`` if like a title."""

    text: str
    where: Words
    styled: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: where it begins, how many columns it is wide, and its lines."""

    column: int
    wide: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table; a cell that only continues the one above is empty."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Line | Table


@dataclass(slots=True)
class Flow:
    """Everything that a file shows, and counts of what is told in words: insertions, deletions, comments and so on."""

    blocks: list[Block]
    counted: Counter[str] = field(default_factory=Counter)


def flow_of(package: Package) -> Flow:
    """Return the text of a file in reading order."""
    styles = Styles(package.part("styles"))
    reader = _Reader(package, styles)
    body = child(package.document, "body")
    return Flow(reader.blocks(body) if body is not None else [], reader.counted)


@dataclass(slots=True)
class _Run:
    """The text of a paragraph as it is being put together; what stands in boxes comes after it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)


class _Reader:
    """Walks through the elements of one file."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self.styles = styles
        self.numbering = Numbering(package.part("numbering"), styles)
        self.notes = {kind: _notes(package.part(f"{kind}s")) for kind in ("footnote", "endnote")}
        self.counted: Counter[str] = Counter()
        self.paragraphs = self.tables = 0
        self.places: list[Words] = []
        self.open = _Run()

    # Blocks

    def blocks(self, parent: Element) -> list[Block]:
        """Return the lines and tables inside an element, in order."""
        found: list[Block] = []
        for one in children(parent):
            name = local(one)
            if name == "p":
                found += self._paragraph(one)
            elif name == "tbl":
                found += [*self._left_open(), self._table(one)]
            elif name == "altChunk":
                self.counted["embedded files"] += 1
            elif name == "AlternateContent":
                found += self.blocks(_chosen(one))
            elif name in {"del", "moveFrom"}:
                self.counted["deletions"] += 1
            elif name not in _PROPERTIES:
                self.counted["insertions"] += name in {"ins", "moveTo"}
                found += self.blocks(one)
        return [*found, *self._left_open()]

    def _paragraph(self, element: Element) -> list[Block]:
        properties = child(element, "pPr")
        style = self.styles.of(properties, "pStyle")
        run, self.open = self.open, _Run()
        if not self.places:
            self.paragraphs += 1
        self._inline(element, run, style)
        marks = child(properties, "rPr")
        if child(marks, "del") is not None or child(marks, "moveFrom") is not None:
            self.counted["deletions"] += 1
            self.open = run
            return []
        self.counted["insertions"] += child(marks, "ins") is not None
        return self._lines(run, self.numbering.label(properties, style), styled=style.title)

    def _lines(self, run: _Run, number: str = "", *, styled: bool = False) -> list[Block]:
        text = "".join(run.text)
        if text.strip():
            text = number + text.lstrip()
        where = self.places[-1] if self.places else Words(f"第{self.paragraphs}段", f"paragraph {self.paragraphs}")
        lines = (_clean(line) for line in text.split("\n"))
        return [*(Line(line, where, styled) for line in lines if line), *run.boxes]

    def _left_open(self) -> list[Block]:
        """Return the lines of a paragraph whose end was deleted and after which no other comes."""
        run, self.open = self.open, _Run()
        return self._lines(run)

    def _table(self, element: Element) -> Table:
        self.tables += not self.places
        rows = []
        for number, row in enumerate(_inside(element, "tr"), 1):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self.counted["deletions"] += 1
                continue
            self.counted["insertions"] += child(properties, "ins") is not None
            nested = bool(self.places)
            if not nested:
                at = f"表格{self.tables}第{number}行", f"table {self.tables}, row {number}"
                self.places.append(Words(*at))
            rows.append(self._row(row))
            if not nested:
                self.places.pop()
        return Table(tuple(rows))

    def _row(self, row: Element) -> tuple[Cell, ...]:
        cells, column = [], 0
        for cell in _inside(row, "tc"):
            wide = whole(value(child(cell, "tcPr"), "gridSpan"), 1)
            cells.append(Cell(column, wide, tuple(flat(self.blocks(cell)))))
            column += wide
        return tuple(cells)

    # Inside a paragraph

    def _inline(self, parent: Element, run: _Run, style: Style) -> None:
        for one in children(parent):
            name = local(one)
            if name == "r":
                self._letters(one, run, style)
            elif name in {"ins", "moveTo"}:
                self.counted["insertions"] += 1
                self._inline(one, run, style)
            elif name in {"del", "moveFrom"}:
                self.counted["deletions"] += 1
            elif name == "t":
                run.text.append(one.text or "")
            elif name == "AlternateContent":
                self._inline(_chosen(one), run, style)
            elif name == "txbxContent":
                run.boxes += self._box(one)
            elif name not in _PROPERTIES:
                self._inline(one, run, style)

    def _letters(self, element: Element, run: _Run, style: Style) -> None:
        properties = child(element, "rPr")
        letters = self.styles.of(properties, "rStyle")
        if _first(is_on(properties, "vanish"), letters.hidden, style.hidden):
            self.counted["hidden"] += any(local(one) == "t" and (one.text or "").strip() for one in children(element))
            return
        for one in children(element):
            text = self._sign(one)
            if text is None:
                self._drawn(one, run, style)
            else:
                run.text.append(text)

    def _sign(self, element: Element) -> str | None:
        """Return the text that an element of a run stands for; None when it has to be looked into."""
        name = local(element)
        self.counted["comments"] += name == "commentReference"
        if name == "t":
            return element.text or ""
        if name == "sym":
            return _symbol(element)
        if name == "fldChar":
            return _check_box(element)
        if name in {"footnoteReference", "endnoteReference"}:
            return self._note(name.removesuffix("Reference"), attribute(element, "id") or "")
        return "" if name in _PROPERTIES else _SIGNS.get(name)

    def _drawn(self, element: Element, run: _Run, style: Style) -> None:
        """Look for text boxes and pictures."""
        name = local(element)
        if name == "AlternateContent":
            element = _chosen(element)
        if name == "object":
            self.counted["objects"] += 1
        elif name not in _PROPERTIES:
            self.counted["images"] += sum(local(one) in {"blip", "imagedata"} for one in _shown(element))
        self._inline(element, run, style)

    def _note(self, kind: str, key: str) -> str:
        note = self.notes[kind].pop(key, None)
        if note is None:
            return ""
        self.counted["notes"] += 1
        outer, self.open = self.open, _Run()
        self.places.append(Words("脚注", "footnote") if kind == "footnote" else Words("尾注", "endnote"))
        text = " ".join(line.text for line in flat(self.blocks(note)))
        self.places.pop()
        self.open = outer
        return f"（{'脚注' if kind == 'footnote' else '尾注'}：{text}）" if text else ""

    def _box(self, element: Element) -> list[Block]:
        outer, self.open = self.open, _Run()
        near = self.places[-1] if self.places else Words(f"第{self.paragraphs}段旁", f"by paragraph {self.paragraphs}")
        self.places.append(Words(f"{near.zh}文本框", f"text box {near.en}"))
        found = self.blocks(element)
        self.places.pop()
        self.open = outer
        return found


def flat(blocks: list[Block]) -> list[Line]:
    """Return blocks as lines, the cells of a row beside one another."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        else:
            lines += (line for row in block.rows if (line := row_line(row)))
    return lines


def row_line(row: tuple[Cell, ...]) -> Line | None:
    """Return a row of a table as one line, or None when nothing stands in it."""
    filled = [cell.lines for cell in row if cell.lines]
    if not filled:
        return None
    text = " | ".join(" ".join(line.text for line in lines) for lines in filled)
    return Line(text, filled[0][0].where)


def _notes(root: Element | None) -> dict[str, Element]:
    found = children(root) if root is not None else ()
    return {attribute(one, "id") or "": one for one in found if attribute(one, "type") in {None, "normal"}}


def _chosen(element: Element) -> Element:
    """Return the one of several forms of the same content that has text: the newest, otherwise the oldest."""
    forms = [one for one in children(element) if local(one) in {"Choice", "Fallback"}]
    filled = [one for one in forms if any(local(inner) in {"t", "blip", "imagedata"} for inner in one.iter())]
    return (filled or forms or [element])[0]


def _shown(element: Element) -> list[Element]:
    """Return what stands inside a drawing, without its text boxes and without second forms of the same."""
    found, left = [], [element]
    while left:
        one = left.pop()
        found.append(one)
        name = local(one)
        if name == "AlternateContent":
            left.append(_chosen(one))
        elif name != "txbxContent":
            left += children(one)
    return found


def _inside(parent: Element, name: str) -> list[Element]:
    """Return the rows of a table or the cells of a row, also those within content controls and changes."""
    found = []
    for one in children(parent):
        if local(one) == name:
            found.append(one)
        elif local(one) not in _PROPERTIES:
            found += _inside(one, name)
    return found


def _symbol(element: Element) -> str:
    char = attribute(element, "char") or ""
    code = int(char, 16) if _HEX.fullmatch(char) else 0
    if (attribute(element, "font") or "").lower() in _SYMBOL_FONTS:
        return "☑" if code in _TICKED else "□"
    sign = chr(min(code, _LAST))
    return sign if sign.isprintable() else "□"


def _check_box(element: Element) -> str:
    """Return the box of an old form's field, which only its properties tell of."""
    box = child(child(element, "ffData"), "checkBox")
    if box is None:
        return ""
    ticked = is_on(box, "checked")
    return "☑" if (is_on(box, "default") if ticked is None else ticked) else "□"


def _first(*said: bool | None) -> bool:
    return next((one for one in said if one is not None), False)


def _clean(text: str) -> str:
    return text.replace("\xad", "").replace("\u200b", "").replace("\ufeff", "").strip()
