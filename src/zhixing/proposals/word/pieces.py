"""A file's lines and tables as pieces: what stands under which label, and what stands under none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zhixing.procedure.words import Words
from zhixing.proposals.word.flow import Block, Cell, Line, Table, row_line
from zhixing.proposals.word.headings import LONGEST, heading, part_of
from zhixing.proposals.word.labels import bare, label_of, labelled

FREE, STRAY = "", "stray"
"""The field of a line under no label, and of what stands in a form's cell without one."""
CONTENT = "content"
_OF_A_FORM = frozenset({"title", "proposers", CONTENT})
"""One label of these in a table makes it a form; of others it takes two."""
_NAMES = frozenset({"proposers", "cosigners"})

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines under a label, or one line under none."""

    field: str
    label: str
    lines: tuple[Line, ...]
    where: Words
    in_form: bool = False

    @property
    def text(self) -> str:
        """The lines' text."""
        return "\n".join(line.text for line in self.lines)


def pieces_of(blocks: Sequence[Block]) -> list[Piece]:
    """Return a file's pieces in reading order."""
    found: list[Piece] = []
    for block in blocks:
        if isinstance(block, Line):
            found.append(Piece(FREE, "", (block,), block.where))
        elif _is_form(block):
            found += _Form(block).pieces()
        else:
            found += (Piece(FREE, "", (line,), line.where) for line in _plain(block))
    return found


def _plain(table: Table) -> Iterator[Line]:
    """Yield the lines of a table that is no form; a row of one cell keeps its lines."""
    for row in table.rows:
        filled = [cell for cell in row if cell.lines]
        line = row_line(row)
        if len(filled) == 1:
            yield from filled[0].lines
        elif line is not None:
            yield line


def _label(cell: Cell) -> str | None:
    """Return the field whose label fills a cell, or the part that its words name."""
    text = "".join(line.text for line in cell.lines)
    if not text or len(text) > LONGEST:
        return None
    return label_of(text) or part_of(bare(text))


def _is_form(table: Table) -> bool:
    found = [field for row in table.rows for cell in row if (field := _label(cell) or _first_line(cell))]
    return len(found) > 1 or bool(_OF_A_FORM & set(found))


def _first_line(cell: Cell) -> str | None:
    """Return the field whose label is the first line of a cell that goes on below it."""
    if len(cell.lines) < 2:  # noqa: PLR2004 - a label and what it labels
        return None
    return label_of(cell.lines[0].text) if cell.lines[0].text.endswith((":", "：")) else None


class _Form:
    """Reads a table of labels and values."""

    def __init__(self, table: Table) -> None:
        self.rows = [row for row in table.rows if any(cell.lines for cell in row)]

    def pieces(self) -> Iterator[Piece]:
        """Yield what stands under each label; labels with nothing under them too."""
        at = 0
        while at < len(self.rows):
            under = self._under_headings(at)
            if under:
                yield from self._columns(self.rows[at], self.rows[at + 1 : at + 1 + under])
                at += under
            else:
                yield from _row(self.rows[at])
            at += 1

    def _under_headings(self, at: int) -> int:
        """Return how many rows stand under a row that holds nothing but labels."""
        row = self.rows[at]
        if len(row) < 2 or not all(_label(cell) for cell in row[1:]) or (row[0].lines and not _label(row[0])):  # noqa: PLR2004 - a heading row has columns
            return 0
        many = 0
        for below in self.rows[at + 1 :]:
            if len(below) != len(row) or any(_label(cell) or _first_line(cell) for cell in below):
                break
            many += 1
        return many

    @staticmethod
    def _columns(heads: Row, rows: Sequence[Row]) -> Iterator[Piece]:
        fields = {cell.column: _label(cell) or STRAY for cell in heads}
        whose = fields[heads[0].column]
        if whose in _NAMES and not any(row[0].lines for row in rows):
            fields = {column: whose if field == "proposers" else field for column, field in fields.items()}
        for cell in heads:
            if cell.lines:
                yield _piece(fields[cell.column], cell, ())
        for row in rows:
            for cell in row:
                if cell.lines:
                    yield _piece(fields.get(cell.column, STRAY), None, cell.lines)


def _row(row: Row) -> Iterator[Piece]:
    """Yield a row's values under the labels before them."""
    filled = [cell for cell in row if cell.lines]
    if len(filled) == 1 and not _label(filled[0]):
        yield from _lone(filled[0])
        return
    waiting: Cell | None = None
    stray: list[Cell] = []
    for cell in filled:
        if _label(cell):
            if waiting:
                yield _piece(_label(waiting) or STRAY, waiting, ())
            waiting = cell
        elif waiting and not labelled(cell.lines[0].text):
            yield _piece(_label(waiting) or STRAY, waiting, cell.lines)
            waiting = None
        elif _first_line(cell) or labelled(cell.lines[0].text):
            yield from _lone(cell)
        else:
            stray.append(cell)
    if waiting:
        yield _piece(_label(waiting) or STRAY, waiting, ())
    line = row_line(tuple(stray))
    if line:
        yield Piece(STRAY, "", (line,), line.where, in_form=True)


def _lone(cell: Cell) -> Iterator[Piece]:
    """Yield a cell that holds its own labels: above its text, or in its lines."""
    first, *rest = cell.lines
    field, head = _first_line(cell), heading(first.text)
    if field:
        yield Piece(field, first.text, tuple(rest), first.where, in_form=True)
    elif head and head.part and (head.rest or rest) and not any(map(_heads_part, rest)):
        lines = (*((Line(head.rest, first.where),) if head.rest else ()), *rest)
        yield Piece(head.part, head.label, lines, first.where, in_form=True)
    else:
        yield from _by_lines(cell.lines)


def _by_lines(lines: Sequence[Line]) -> Iterator[Piece]:
    """Yield the labels in a cell's lines; behind that of the text, all the rest is text."""
    for at, line in enumerate(lines):
        labels = in_line(line, in_form=True)
        if labels and labels[-1].field == CONTENT:
            yield from labels[:-1]
            yield replace(labels[-1], lines=(*labels[-1].lines, *lines[at + 1 :]))
            return
        yield from labels or (Piece(FREE, "", (line,), line.where),)


def _heads_part(line: Line) -> bool:
    found = heading(line.text)
    return found is not None and found.part is not None


def in_line(line: Line, *, in_form: bool = False) -> list[Piece]:
    """Return the labels in a line with what follows each; nothing for a line that begins with none."""
    return [
        Piece(one.field, one.label, (Line(one.text, line.where),) if one.text else (), line.where, in_form)
        for one in labelled(line.text)
    ]


def _piece(field: str, label: Cell | None, lines: tuple[Line, ...]) -> Piece:
    words = "".join(line.text for line in label.lines) if label else ""
    where = label.lines[0].where if label else lines[0].where
    return Piece(field, words, lines, where, in_form=True)
