"""What the reports of this room have in common: heads, signatures, tables by code, and what a person is to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zhixing.cases.conditions import Filters
from zhixing.insight.reports import Asked, Drafting, Row
from zhixing.papers.paper import Block, Figure, Gap, Run, Runs, Table

PROPOSAL, HANDLING = "proposal", "handling"
COLUMNS: Mapping[str, tuple[str, Filters]] = {
    "received": ("收到", {"reached": "received"}),
    "filed": ("立案", {"reached": "filed"}),
    "merged": ("并案", {"reached": "merged"}),
    "converted": ("转意见建议", {"state": "converted"}),
    "declined": ("不予立案", {"state": "declined"}),
}
"""What becomes of proposals in the review, as columns of tables."""
ASKED: Asked = {name: filters for name, (_title, filters) in COLUMNS.items()}


def session_of(of: Drafting) -> str:
    """Return the name of the session of a report."""
    return of.session.name if of.session else ""


def committee_of(of: Drafting) -> str:
    """Return the name by which the proposals committee signs."""
    return f"{of.body.short_name}提案委员会"


def number_place(of: Drafting) -> Runs:
    """Return the place of a document's number: the year is known, code and number are given when it is issued."""
    return (Gap("发文机关代字"), f"〔{of.today.year}〕", Gap("序号"), "号")


def by_result(title: str, head: str, rows: Sequence[Row], total: Mapping[str, Figure] | None = None) -> Iterable[Block]:
    """Yield a table of what became of proposals, group by group; nothing where there is no group."""
    if not rows:
        return
    lines = [(row.title, row.figures) for row in rows]
    if total is not None:
        lines.append(("合计", total))
    yield Table(
        title=title,
        heads=(head, *(one for one, _filters in COLUMNS.values())),
        rows=tuple(((name,), *((figures[column],) for column in COLUMNS)) for name, figures in lines),
    )


def enumerated(parts: Iterable[Sequence[Run]], *, last: str = "。") -> list[Run]:
    """Return parts as one enumeration of a sentence, with commas between and a stop at its end."""
    found: list[Run] = []
    for place, part in enumerate(parts):
        found += ["，", *part] if place else list(part)
    return [*found, last]
