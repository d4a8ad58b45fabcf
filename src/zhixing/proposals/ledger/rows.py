"""What reading a ledger gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhixing.sheets import BadCell

ProposerKind = Literal["individual", "joint", "collective"]
ReplyClass = Literal["A", "B", "C", "D"]
Rating = Literal["satisfied", "basically", "dissatisfied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One proposal as a ledger tells it. What the ledger does not say is empty or None.

    ``line`` is the line of the file, or the row of the sheet named ``sheet``. The first of ``proposers`` stands first
    in the ledger. ``extra`` keeps, under their headings, the columns nobody asked for and the wording of those cells
    whose reading leaves something out ("张三等5人"). ``status`` is what the row says of where the proposal stands, and
    ``standing`` the state that this means, "" when it is words of the ledger's own. ``notes`` say what somebody should
    look at. ``headings`` are those of the row's file.
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
    standing: str = ""
    url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[BadCell, ...] = field(default=(), compare=False, repr=False)
    headings: tuple[str, ...] = field(default=(), compare=False, repr=False)
