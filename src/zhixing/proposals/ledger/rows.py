"""What reading a ledger gives: rows, problems of rows, and the refusal of a whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhixing.procedure.words import Words

ProposerKind = Literal["individual", "joint", "collective"]
ReplyClass = Literal["A", "B", "C", "D"]
Rating = Literal["satisfied", "basically", "dissatisfied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One proposal as a ledger tells it. What the ledger does not say is empty or None.

    ``line`` is the line of the file, or the row of the sheet named ``sheet``. The first of ``proposers`` stands first
    in the ledger. ``extra`` keeps, under their headings, the columns nobody asked for and the wording of those cells
    whose reading leaves something out ("张三等5人"). ``headings`` are those of the row's file.
    """

    line: int
    title: str
    sheet: str = ""
    body: str = ""
    session_text: str = ""
    term: int | None = None
    session_no: int | None = None
    year: int | None = None
    number: int | None = None
    number_text: str = ""
    proposers: tuple[str, ...] = ()
    proposer_kind: ProposerKind | None = None
    lead_unit: str = ""
    co_units: tuple[str, ...] = ()
    category: str = ""
    reply_class: ReplyClass | None = None
    filed_on: date | None = None
    assigned_on: date | None = None
    replied_on: date | None = None
    rating: Rating | None = None
    status: str = ""
    url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong with one cell; the column is named as the file names it."""

    column: str
    reason: Words


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be taken: its first bad cell, and the others of the same row in ``also``."""

    line: int
    column: str
    reason: Words
    also: tuple[BadCell, ...] = ()
    sheet: str = ""


class LedgerUnreadable(Exception):
    """A file that is no ledger at all; ``sentence`` says so and what to do."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class CellUnreadable(ValueError):
    """A cell that cannot be read, with the reason in words; for use within this package."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Words(zh, en)
