"""Read a proposals ledger 提案台账 as offices keep it, in Excel, CSV or JSON lines, whatever its headings and habits.

Pure reading: nothing is guessed and nothing is lost. A row is either read or reported with line, column and reason.
"""

from zhixing.proposals.ledger.headings import heading_of
from zhixing.proposals.ledger.reading import read_ledger
from zhixing.proposals.ledger.rows import LedgerRow, ProposerKind, Rating, ReplyClass
from zhixing.sheets import BadCell, RowProblem
from zhixing.sheets import FileUnreadable as LedgerUnreadable

__all__ = [
    "BadCell",
    "LedgerRow",
    "LedgerUnreadable",
    "ProposerKind",
    "Rating",
    "ReplyClass",
    "RowProblem",
    "heading_of",
    "read_ledger",
]
