"""A paper as a Word file after GB/T 9704, every number in it a link to its list.

The faces are those the standard names. Where a computer has none of them, Word takes another; the measures stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import urljoin

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run as Letters

from zhixing.assembly import clock
from zhixing.papers.docx_styles import END, IMPRINT, WIDE, lay_out
from zhixing.papers.paper import Block, Figure, Gap, Heading, Note, Paper, Paragraph, Run, Runs, Table, day_in_words

NAMED = 44
"""The width in millimetres of a table's first column, which names its rows."""
LEAST, MOST = 6, 24
"""The breadth of a column in letters: a head of two lines needs no more than half of itself."""
EMPTY = ""
BEFORE_TITLE = 2
"""Empty lines between the red line and the title."""


def docx_of(paper: Paper, *, base: str) -> bytes:
    """Return a paper as a Word file. ``base`` is the address of the house, by which its links are absolute."""
    document = docx.Document()
    lay_out(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, paper.signed, ""
    properties.last_modified_by = paper.signed
    properties.created = properties.modified = clock.now().astimezone(UTC)
    writer = _Writer(document, base)
    writer.head(paper)
    for block in paper.to_send().blocks:
        writer.write(block)
    writer.end(paper)
    writer.imprint(paper)
    _number_pages(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Writer:
    """Writes the parts of one paper into a document."""

    def __init__(self, document: Document, base: str) -> None:
        self.document = document
        self.base = base

    def line(self, style: str, *runs: Run) -> Line:
        """Add a paragraph of runs."""
        line = self.document.add_paragraph(style=style)
        self.fill(line, runs)
        return line

    def fill(self, line: Line, runs: Runs) -> None:
        """Write runs into a paragraph."""
        for run in runs:
            if isinstance(run, str):
                line.add_run(run)
            elif isinstance(run, Gap):
                line.add_run(_said(run)).font.highlight_color = WD_COLOR_INDEX.YELLOW
            else:
                self.link(line, _said(run), run.url)

    def link(self, line: Line, text: str, url: str) -> None:
        """Write a text that leads to an address: dotted below, in the colour of the text, so that it prints quietly."""
        element = OxmlElement("w:hyperlink")
        address = urljoin(self.base, url)
        relation = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element.set(qn("r:id"), relation)
        letters: Any = OxmlElement("w:r")
        element.append(letters)
        line._p.append(element)  # noqa: SLF001  # the library writes no links of its own
        run = Letters(letters, line)
        run.text = text
        below = OxmlElement("w:u")
        below.set(qn("w:val"), "dotted")
        run._r.get_or_add_rPr().append(below)  # noqa: SLF001  # the library knows no dotted line in grey

    def head(self, paper: Paper) -> None:
        """Write what stands above the text."""
        self.line("Paper mark", paper.mark)
        number = self.line("Paper number", *paper.number)
        if paper.beside:
            number.paragraph_format.alignment = None
            number.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE), WD_TAB_ALIGNMENT.RIGHT)
            number.add_run(f"\t{paper.beside}")
        _rules(number, bottom=RED_LINE)
        for _ in range(BEFORE_TITLE):
            self.line("Paper addressee", EMPTY)
        self.line("Paper title", paper.title)
        self.line("Paper addressee", EMPTY)
        if paper.addressee:
            self.line("Paper addressee", f"{paper.addressee}：")

    def write(self, block: Block) -> None:
        """Write a block of the text."""
        _WRITE[type(block)](self, block)

    def heading(self, block: Heading) -> None:
        """Write a heading; outlines and screen readers know its level."""
        line = self.line(f"Paper heading {block.level}", block.text)
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(block.level - 1))
        line._p.get_or_add_pPr().append(level)  # noqa: SLF001  # the library sets it by names of its own styles alone

    def table(self, block: Table) -> None:
        """Write a table; its head is repeated on every page."""
        self.line("Paper caption", block.title)
        table = self.document.add_table(rows=0, cols=len(block.heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [Mm(width) for width in _widths(block)]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        head = table.add_row()
        repeated = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  # the library knows no repeated heads
        for cell, text, width in zip(head.cells, block.heads, widths, strict=True):
            self.cell(cell, "Paper cell head", (text,), width)
        for row in block.rows:
            added = table.add_row()
            whole = OxmlElement("w:cantSplit")
            added._tr.get_or_add_trPr().append(whole)  # noqa: SLF001  # the library cannot keep rows whole
            cells = list(zip(added.cells, row, widths, strict=True))
            for place, (cell, runs, width) in enumerate(cells):
                self.cell(cell, "Paper cell" if block.counts(place) else "Paper cell title", runs, width)
        self.line("Paper note", EMPTY)

    def cell(self, cell: _Cell, style: str, runs: Runs, width: Mm) -> None:
        """Write a cell."""
        cell.width = width
        line = cell.paragraphs[0]
        line.style = self.document.styles[style]
        self.fill(line, runs)

    def end(self, paper: Paper) -> None:
        """Write the signature and the day, and the note below."""
        if paper.signed or paper.day:
            self.line("Paper text", EMPTY)
        if paper.signed:
            self.line("Paper signature", paper.signed)
        if paper.day:
            self.line("Paper signature", day_in_words(paper.day))
        if paper.note:
            self.line("Paper text", f"（{paper.note}）")

    def imprint(self, paper: Paper) -> None:
        """Write who gets a copy and who prints it between rules, the outer ones stronger; it is kept on one page."""
        self.line("Paper text", EMPTY)
        copies = self.line("Paper imprint", "抄送：", *paper.copies, "。")
        copies.paragraph_format.keep_with_next = True
        _rules(copies, top=STRONG, bottom=THIN)
        who, when = paper.printed
        printed = self.line("Paper imprint", *who, "\t", *when, "印发")
        printed.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE) - Pt(IMPRINT), WD_TAB_ALIGNMENT.RIGHT)
        _rules(printed, bottom=STRONG)


def _widths(block: Table) -> list[float]:
    """Return the widths of a table's columns in millimetres: beside the first, as much as their longest cells need."""
    needs = [
        min(max(_breadth((block.heads[place],)) / 2, *(_breadth(row[place]) for row in block.rows), LEAST), MOST)
        for place in range(1, len(block.heads))
    ]
    return [NAMED, *((WIDE - NAMED) * need / sum(needs) for need in needs)]


def _breadth(runs: Runs) -> int:
    """Return how broad runs are, a Chinese character counting for two letters."""
    letters = (letter for run in runs for letter in _said(run))
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in letters)


def _said(run: Run) -> str:
    """Return a run as it reads."""
    if isinstance(run, str):
        return run
    if isinstance(run, Figure):
        return str(run.n)
    return f"【{run.text}】" if isinstance(run, Gap) else run.text


_WRITE: Mapping[type, Callable[[_Writer, Any], object]] = {
    Heading: _Writer.heading,
    Paragraph: lambda writer, block: writer.line("Paper text", *block.runs),
    Note: lambda writer, block: writer.line("Paper note", block.text),
    Table: _Writer.table,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A line above or below a paragraph: its weight in eighths of a point, its distance in points, its colour."""

    weight: int
    space: int
    colour: str = "000000"


RED_LINE = Rule(12, 11, "E60012")
STRONG, THIN = Rule(8, 1), Rule(6, 1)
"""The rules of the imprint: 0.35 mm outside and 0.25 mm between, as near as Word comes."""


def _rules(line: Line, *, top: Rule | None = None, bottom: Rule | None = None) -> None:
    """Draw lines above and below a paragraph, as wide as the type area."""
    borders: Any = OxmlElement("w:pBdr")
    for place, rule in (("w:top", top), ("w:bottom", bottom)):
        if rule is None:
            continue
        drawn = OxmlElement(place)
        said = {"val": "single", "sz": str(rule.weight), "space": str(rule.space), "color": rule.colour}
        for name, value in said.items():
            drawn.set(qn(f"w:{name}"), value)
        borders.append(drawn)
    properties = line._p.get_or_add_pPr()  # noqa: SLF001  # the library draws no borders
    # The schema wants borders before spacing, indents and alignment.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _number_pages(document: Document) -> None:
    """Number the pages outside: to the right on odd ones and to the left on even ones, a dash on each side."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        line = footer.paragraphs[0]
        line.style = document.styles["Paper page"]
        if right:
            line.paragraph_format.alignment = END
        for instruction in ("— ", None, " —"):
            if instruction:
                line.add_run(instruction)
            else:
                _page_field(line)


def _page_field(line: Line) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    letters: Any = OxmlElement("w:r")
    field.append(letters)
    line._p.append(field)  # noqa: SLF001  # the library writes no fields
    Letters(letters, line).text = "1"
