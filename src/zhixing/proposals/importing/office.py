"""What an import needs of one committee: what is in already, its units, and how it writes its numbers."""

from __future__ import annotations

from datetime import datetime

from zhixing.assembly.models import Body, Session
from zhixing.assembly.proposed import propose_organisation
from zhixing.cases import numbers
from zhixing.cases.bulk import Batch
from zhixing.procedure.facts import Reference
from zhixing.proposals.importing.known import KnownCases
from zhixing.proposals.importing.planning import Categories, has_number, year_of
from zhixing.proposals.ledger import LedgerRow


class Office:
    """One committee during an import, with the batch of cases about to be written."""

    def __init__(self, body: Body, *, now: datetime) -> None:
        self.body = body
        self.batch = Batch(body, now=now)
        self.known = KnownCases(body)
        procedure = self.batch.adopted("proposal").procedure
        self.numbering = procedure.numbering["official"]
        self.states = {kind: tuple(self.batch.adopted(kind).procedure.states) for kind in ("proposal", "handling")}
        self.categories: Categories = {
            title.say("zh-hans"): code for code, title in procedure.lists.get("categories", {}).items()
        }
        self._units: dict[str, Reference | None] = {}
        self._highest: dict[str, int] = {}

    def official(self, row: LedgerRow, session: Session | None) -> str:
        """Return a row's number as ours are written; "" when it has none, was never filed, or names no year."""
        year = year_of(row)
        if row.number is None or not has_number(row) or (session is None and year is None):
            return ""
        return numbers.official(self.numbering, session, year, row.number)

    def took(self, row: LedgerRow, session: Session | None) -> None:
        """Let the numbers given here go on behind one that a row brought."""
        if row.number is not None and has_number(row):
            series = numbers.official_series("proposal", self.numbering, session, year_of(row))
            self._highest[series] = max(self._highest.get(series, 0), row.number)

    def unit(self, name: str) -> Reference | None:
        """Return the unit a row names, one that has ended since if no other bears the name; None if nobody knows it."""
        if name not in self._units:
            directory = self.batch.directory
            wanted = None if name.isdecimal() else name  # a number in a ledger is no number of ours
            self._units[name] = directory.organisation(wanted) or directory.organisation(wanted, ended_too=True)
        return self._units[name]

    def entered_unit(self, name: str) -> Reference | None:
        """Return the unit a row names, entered as proposed if nobody knows it; None when the row names none."""
        if not name:
            return None
        unit = self.unit(name)
        if unit is None:
            made = propose_organisation(body=self.body, name=name)
            unit = self._units[name] = Reference(made.pk, made.name, side=made.side, confirmed=False)
        self.batch.directory.remember(unit)
        return unit

    def write_counters(self) -> None:
        """Write down how far the ledger's numbers go."""
        for series, number in self._highest.items():
            numbers.raise_to(self.body.pk, series, number)
        self._highest = {}
