"""What of a committee's ledger is in already, so that a second import changes nothing.

A row is recognised by committee, session and number; without a number by committee, normalised title, unit and year.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.assembly.models import Body, Session, Term
from zhixing.cases.models import CaseParty
from zhixing.proposals.importing.planning import normalised
from zhixing.proposals.ledger import LedgerRow
from zhixing.proposals.models import Proposal

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A proposal that is in: its number, the digest of the row it came from, and whether it was worked on since.

    ``line`` is the row of this very import it came from, 0 for an earlier one.
    """

    number: str
    ledger: str
    taken_up: bool
    has_unit: bool
    line: int = 0


def by_title(row: LedgerRow) -> Key:
    """Return the key of a row without a number."""
    return ("title", normalised(row.title), row.lead_unit, str(row.year or ""))


class KnownCases:
    """The proposals of one body by the keys rows are recognised by."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._cases: dict[Key, KnownCase] = {}
        self._sessions: dict[tuple[int, int], Session] = {}
        self._read()

    def _read(self) -> None:
        parties = CaseParty.objects.filter(case__body=self.body, case__kind="proposal", capacity="handler")
        units = dict(parties.values_list("case_id", "organisation__name"))
        rows = Proposal.objects.filter(case__body=self.body).values_list(
            "case_id",
            "ledger",
            "case__number",
            "case__official_number",
            "case__year",
            "case__title",
            "case__folded__counts",
        )
        for pk, ledger, number, official, year, title, counts in rows:
            taken_up = bool(counts.keys() - {"import"})
            known = KnownCase(number, ledger, taken_up, has_unit=pk in units)
            if official:
                self._cases["number", official] = known
            self._cases["title", normalised(title), str(units.get(pk) or ""), str(year or "")] = known

    def find(self, row: LedgerRow, official: str) -> KnownCase | None:
        """Return the proposal a row speaks of, if it is in; ``official`` is its number as ours are written, or ""."""
        return self._cases.get(("number", official) if official else by_title(row))

    def add(self, row: LedgerRow, official: str, known: KnownCase) -> None:
        """Take note of a row that has just come in."""
        if official:
            self._cases["number", official] = known
        self._cases.setdefault(by_title(row), known)

    def session(self, row: LedgerRow) -> Session | None:
        """Return the session a row names, entered when it is not known yet; None when the row names none."""
        if row.term is None or row.session_no is None:
            return None
        wanted = (row.term, row.session_no)
        if wanted not in self._sessions:
            term, _made = Term.objects.of_body(self.body).get_or_create(body=self.body, number=row.term)
            self._sessions[wanted], _made = (
                Session.objects.of_body(self.body)
                .select_related("term")
                .get_or_create(term=term, number=row.session_no)
            )
        return self._sessions[wanted]
