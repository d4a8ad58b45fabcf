"""What an import of a list did, or in a dry run would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhixing.procedure.words import Words
from zhixing.sheets.problems import BadCell, RowProblem


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not come in: its line, the column as the file names it, and why."""

    row: int
    column: str
    reason: Words
    sheet: str = ""

    def as_json(self, locale: str) -> dict[str, Any]:
        """Return it in the shape that scripts rely on."""
        said = {"row": self.row, "column": self.column, "reason": self.reason.say(locale)}
        return said | ({"sheet": self.sheet} if self.sheet else {})


@dataclass(slots=True)
class Report:
    """Counts of rows read, and what became of them; ``read`` is the sum of the others.

    ``broken`` says why the file could not be read to its end. ``noted`` are rows that came in, with what somebody
    should look at.
    """

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    broken: Words | None = None
    noted: list[Rejected] = field(default_factory=list)

    def reject_problem(self, problem: RowProblem) -> None:
        """Count a row that could not be taken, with all that is wrong with it."""
        self.rejected.append(Rejected(problem.line, problem.column, problem.together(), problem.sheet))

    def note(self, line: int, sheet: str, notes: Iterable[BadCell]) -> None:
        """Remember what somebody should look at in a row that came in."""
        self.noted.extend(Rejected(line, one.column, one.reason, sheet) for one in notes)

    def as_json(self, locale: str) -> dict[str, Any]:
        """Return the report in the shape that scripts rely on."""
        said: dict[str, Any] = {
            "read": self.read,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": [one.as_json(locale) for one in self.rejected],
        }
        if self.noted:
            said["noted"] = [one.as_json(locale) for one in self.noted]
        return said | ({"broken": self.broken.say(locale)} if self.broken else {})
