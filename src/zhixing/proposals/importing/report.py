"""What an import did, or in a dry run would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhixing.procedure.words import Words


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that did not come in: its line, the column as the file names it, and why."""

    row: int
    column: str
    reason: Words
    sheet: str = ""


@dataclass(slots=True)
class ImportReport:
    """Counts of rows read, and what became of them; ``read`` is the sum of the others."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, row: int, column: str, reason: Words, sheet: str = "") -> None:
        """Count a row as rejected."""
        self.rejected.append(Rejected(row, column, reason, sheet))

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
        }
