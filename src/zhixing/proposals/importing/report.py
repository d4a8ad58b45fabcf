"""What an import did, or in a dry run would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.proposals.ledger import LedgerRow, RowProblem, heading_of

FIELDS = {"unit": "lead_unit", "suggested_unit": "lead_unit", "ledger_letter": "reply_class", "letter": "reply_class"}
"""Where a ledger has another name for what a procedure calls by this one."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not come in: its line, the column as the file names it, and why."""

    row: int
    column: str
    reason: Words
    sheet: str = ""


@dataclass(slots=True)
class ImportReport:
    """Counts of rows read, and what became of them; ``read`` is the sum of the others.

    ``broken`` says why the file could not be read to its end.
    """

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    broken: Words | None = None

    def reject_problem(self, problem: RowProblem) -> None:
        """Count a row that could not be read, with all that is wrong with it."""
        reason = _together(problem.reason, ((bad.column, bad.reason) for bad in problem.also))
        self.rejected.append(Rejected(problem.line, problem.column, reason, problem.sheet))

    def reject_refused(self, row: LedgerRow, refused: Refused) -> None:
        """Count a row that the rules refused, with the columns at fault as the file names them."""
        faults = [(_column(row, name), _words(sentence)) for name, sentence in refused.faults]
        (column, reason), *others = faults or [("", _words(refused.sentence))]
        self.rejected.append(Rejected(row.line, column, _together(reason, others), row.sheet))

    def as_json(self, locale: str) -> dict[str, Any]:
        """Return the report in the shape that scripts rely on."""
        return {
            "read": self.read,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": [
                {"row": one.row, "column": one.column, "reason": one.reason.say(locale)}
                | ({"sheet": one.sheet} if one.sheet else {})
                for one in self.rejected
            ],
        } | ({"broken": self.broken.say(locale)} if self.broken else {})


def _column(row: LedgerRow, name: str) -> str:
    field_name = FIELDS.get(name, name)
    return heading_of(row.headings, field_name) or field_name


def _words(sentence: Sentence) -> Words:
    return Words(sentence.say("zh-hans"), sentence.say("en"))


def _together(first: Words, others: Iterable[tuple[str, Words]]) -> Words:
    """Return the first reason with the others behind it, each under its column."""
    zh, en = first.zh, first.en
    for column, reason in others:
        zh += f"“{column}”：{reason.zh}"
        en += f" {column}: {reason.en}"
    return Words(zh, en)
