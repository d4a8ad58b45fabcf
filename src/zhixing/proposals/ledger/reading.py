"""Reading a ledger: each row of the list as a proposal, or as a problem that stops nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from zhixing.proposals.ledger.headings import LEDGER
from zhixing.proposals.ledger.numbers import banner_session, banner_year
from zhixing.proposals.ledger.row import Banner, read_row
from zhixing.proposals.ledger.rows import LedgerRow
from zhixing.sheets import RowProblem, Top, read_rows


def read_ledger(path: Path) -> Iterator[LedgerRow | RowProblem]:
    """Yield each proposal of a ledger as a row, or as a problem that stops nothing else, in the ledger's order.

    What may be read, and what is passed over, is said at ``sheets.read_rows``, which also says when FileUnreadable is
    raised.
    """
    for row in read_rows(path, LEDGER):
        yield row if isinstance(row, RowProblem) else read_row(row.line, row.cells, _banner(row.top))


@lru_cache(maxsize=64)
def _banner(top: Top) -> Banner:
    return Banner(
        sheet=top.sheet,
        since_1904=top.since_1904,
        session="" if top.fields & {"session", "term"} else banner_session(top.texts),
        year=None if "year" in top.fields else banner_year(top.texts),
    )
