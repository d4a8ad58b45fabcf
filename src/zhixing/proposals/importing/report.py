"""What an import did, or in a dry run would do."""

from __future__ import annotations

from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.proposals.ledger import LedgerRow, heading_of
from zhixing.sheets import BadCell, RowProblem
from zhixing.sheets.report import Report

FIELDS = {"unit": "lead_unit", "suggested_unit": "lead_unit", "ledger_letter": "reply_class", "letter": "reply_class"}
"""Where a ledger has another name for what a procedure calls by this one."""


class ImportReport(Report):
    """Counts of rows read, with rows that the rules refused among the rejected."""

    def reject_refused(self, row: LedgerRow, refused: Refused) -> None:
        """Count a row that the rules refused, with the columns at fault as the file names them."""
        faults = [BadCell(_column(row, name), _words(sentence)) for name, sentence in refused.faults]
        first, *others = faults or [BadCell("", _words(refused.sentence))]
        self.reject_problem(RowProblem(row.line, first.column, first.reason, tuple(others), row.sheet))


def _column(row: LedgerRow, name: str) -> str:
    field_name = FIELDS.get(name, name)
    return heading_of(row.headings, field_name) or field_name


def _words(sentence: Sentence) -> Words:
    return Words(sentence.say("zh-hans"), sentence.say("en"))
