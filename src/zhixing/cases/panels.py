"""What a room shows of a case on its page beside what every case shows: facts, tables and texts, already worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; ``case`` is the number of a case that it leads to, which its reader may see."""

    text: Text
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its headings, and a cell for each in every row."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """A text to be opened when it is wanted, as it is to be copied; ``note`` says what it is for.

    One that must be seen is ``opened`` from the beginning.
    """

    title: Text
    text: str
    note: Text = ""
    opened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section of the page: a heading, a line beside it, facts by name, a table, texts, and a line below."""

    title: Text
    note: Text = ""
    facts: Sequence[tuple[Text, Text]] = ()
    table: Table | None = None
    texts: Sequence[LongText] = ()
    below: Text = ""


Panel = Sequence[Part]
