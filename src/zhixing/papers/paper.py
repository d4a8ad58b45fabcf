"""A paper as a plain value: its head, title and addressee, its text in blocks, its signature and day.

A run of text may be a number that leads to the list it counts, or a gap that a person fills in. Nothing here knows
what is counted, and nothing how it is rendered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhixing.assembly import numerals


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the address of the list that shows exactly what it counts."""

    n: int
    url: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that leads to a page, such as the title of a case to the case."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What the machine does not know and a person writes: shown in brackets and marked, never invented."""

    text: str


Run = str | Figure | Reference | Gap
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first or second level, without its number; :meth:`Paper.numbered` gives those."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Note:
    """What is said in small type: how something was counted."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, the heads of its columns, and rows of cells; the first cell of a row names it.

    With ``anchor``, the name by which an address leads to it, it stands on the page alone and not in the paper: a list
    for who drafts, behind a number that has no list of cases.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    anchor: str = ""

    def counts(self, column: int) -> bool:
        """Tell whether a column holds numbers, which stand apart from text."""
        return any(isinstance(run, Figure) for row in self.rows for run in row[column])


Block = Heading | Paragraph | Note | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper after GB/T 9704: ``mark`` is the red head, ``number`` the place of the document number under it.

    ``beside`` stands on the line of the number to the right, such as the day of a brief; ``note`` in brackets below
    the day. ``copies`` says who gets a copy and ``printed`` who prints it and when: the imprint 版记 at the end, which
    a person knows unless it is given.
    """

    mark: str
    number: Runs
    title: str
    beside: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    signed: str = ""
    day: date | None = None
    note: str = ""
    copies: Runs = (Gap("抄送机关"),)
    printed: tuple[Runs, Runs] = ((Gap("印发机关"),), (Gap("印发日期"),))

    def to_send(self) -> Paper:
        """Return the paper without what is for who drafts it."""
        return replace(self, blocks=tuple(b for b in self.blocks if not (isinstance(b, Table) and b.anchor)))

    def numbered(self) -> Paper:
        """Return the paper with its headings numbered: 一、 for the first level and （一） for the second."""
        return replace(self, blocks=tuple(_numbered(self.blocks)))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    first = second = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
        elif block.level == 1:
            first, second = first + 1, 0
            yield replace(block, text=f"{numerals.to_chinese(first)}、{block.text}")
        else:
            second += 1
            yield replace(block, text=f"（{numerals.to_chinese(second)}）{block.text}")


def runs_of(block: Block) -> Iterator[Run]:
    """Yield the runs of a block, those of a table row by row."""
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell


def sentence(*parts: Run | Sequence[Run]) -> Paragraph:
    """Return a paragraph of runs and of sequences of runs, in their order."""
    found: list[Run] = []
    for part in parts:
        if isinstance(part, (str, Figure, Reference, Gap)):
            found.append(part)
        else:
            found.extend(part)
    return Paragraph(tuple(found))


def to_write(title: str, *hints: str) -> list[Block]:
    """Return a chapter that a person writes: its heading and a marked gap for each of the points."""
    return [Heading(title), *(Paragraph((Gap(hint),)) for hint in hints)]


def day_in_words(day: date) -> str:
    """Return a day as papers write it: 2026年6月15日, without padding."""
    return f"{day.year}年{day.month}月{day.day}日"
