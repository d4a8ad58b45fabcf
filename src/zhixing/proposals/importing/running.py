"""Run an import: read row by row, recognise what is in, enter the rest in batches, and report every row."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction

from zhixing.assembly import clock
from zhixing.assembly.models import Body, Session
from zhixing.assembly.proposed import propose_body, propose_organisation
from zhixing.cases import numbers
from zhixing.cases.acts import perform_by_clock
from zhixing.cases.bulk import Batch, BulkCase, session_facts
from zhixing.cases.models import Case
from zhixing.procedure.facts import Reference, Refused
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Sentence, Words
from zhixing.proposals.importing.known import KnownCase, KnownCases
from zhixing.proposals.importing.planning import Plan, Step, plan
from zhixing.proposals.importing.report import ImportReport
from zhixing.proposals.ledger import LedgerRow, RowProblem, read_ledger

BATCH = 500
"""Cases written at once: enough to be quick, few enough to begin anew after a fault."""


def import_ledger(path: Path, *, body: Body | None, dry_run: bool = False) -> ImportReport:
    """Import a ledger; ``body`` is the committee of rows that name none. A dry run reports and changes nothing.

    Raises:
        LedgerUnreadable: when the file is no ledger at all.
    """
    with transaction.atomic():
        report = _Import(body).run(path)
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Import:
    """One run over one file."""

    def __init__(self, body: Body | None) -> None:
        self.default = body
        self.now = clock.now()
        self.report = ImportReport()
        self.bodies: dict[str, Body] = {}
        self.batches: dict[int, Batch] = {}
        self.known: dict[int, KnownCases] = {}
        self.highest: dict[tuple[int, str], int] = {}

    def run(self, path: Path) -> ImportReport:
        for row in read_ledger(path):
            self.report.read += 1
            if isinstance(row, RowProblem):
                self.report.reject(row.line, row.column, row.reason, row.sheet)
                continue
            body = self._body(row)
            if body is None:
                self.report.reject(row.line, "body", NO_BODY, row.sheet)
            else:
                self._take(row, body)
        self._flush()
        return self.report

    def _body(self, row: LedgerRow) -> Body | None:
        """Return the row's committee; one that nobody entered yet is entered as proposed."""
        if not row.body:
            return self.default
        if row.body not in self.bodies:
            known = Body.objects.filter(name=row.body).first() or Body.objects.filter(short_name=row.body).first()
            self.bodies[row.body] = known or propose_body(name=row.body)
        return self.bodies[row.body]

    def _take(self, row: LedgerRow, body: Body) -> None:
        if body.pk not in self.known:
            self.known[body.pk] = KnownCases(body)
            self.batches[body.pk] = Batch(body, now=self.now)
        known = self.known[body.pk]
        session = known.session(row)
        official = self._official(row, self.batches[body.pk], session)
        planned = plan(row)
        earlier = known.find(row, official)
        try:
            if earlier is None:
                number = self._create(row, planned, self.batches[body.pk], session, official)
                known.add(row, official, KnownCase(number, planned.digest, False, bool(row.lead_unit), row.line))
                self.report.created += 1
            elif earlier.ledger == planned.digest:
                self.report.unchanged += 1
            else:
                self._change(row, planned, earlier, body)
        except Refused as refused:
            column = refused.faults[0][0] if refused.faults else ""
            reason = refused.faults[0][1] if refused.faults else refused.sentence
            self.report.reject(row.line, column, Words(reason.say("zh-hans"), reason.say("en")), row.sheet)
        if len(self.batches[body.pk].cases) >= BATCH:
            self.batches[body.pk].flush()

    def _create(self, row: LedgerRow, planned: Plan, batch: Batch, session: Session | None, official: str) -> str:
        facts: dict[str, Any] = session_facts(session, row.year or _year_of(row))
        also = facts | ({"number": official} if official else {})
        if row.lead_unit:
            self._unit(row.lead_unit, batch)
        proposal = batch.case("proposal")
        self._enter(batch, proposal, planned.proposal, also)
        made = [proposal]
        if planned.handling:
            unit = batch.directory.organisation(row.lead_unit)
            parties = (Party("handler", organisation=unit.id, side=unit.side),) if unit else ()
            handling = batch.case("handling", parent=proposal, parties=parties)
            own = facts | ({"number": f"{official}-1"} if official else {})
            self._enter(batch, handling, planned.handling, own)
            made.append(handling)
        batch.add(*made)
        return proposal.number

    def _official(self, row: LedgerRow, batch: Batch, session: Session | None) -> str:
        """Return the official number as ours are written, "" without one, and let the series go on behind it."""
        number = row.number
        if number is None:
            return ""
        numbering = batch.adopted("proposal").procedure.numbering["official"]
        series = numbers.official_series("proposal", numbering, session, row.year)
        place = (batch.body.pk, series)
        self.highest[place] = max(self.highest.get(place, 0), number)
        return numbers.official(numbering, session, row.year, number)

    def _unit(self, name: str, batch: Batch) -> None:
        if batch.directory.organisation(name) is None:
            unit = propose_organisation(body=batch.body, name=name)
            batch.directory.remember(name, Reference(unit.pk, unit.name, side=unit.side, confirmed=False))

    def _enter(self, batch: Batch, case: BulkCase, steps: list[Step], also: dict[str, Any]) -> None:
        for place, step in enumerate(steps):
            facts = (also if place == 0 else {}) | ({} if step.on else {"undated": True})
            batch.enter(case, "import", {"state": step.state, **step.data}, at=self._moment(step.on), also=facts)

    def _moment(self, on: date | None) -> datetime:
        """A known day counts from its office hours; what has no day is entered as of now."""
        return min(datetime.combine(on, time(9), clock.ZONE), self.now) if on else self.now

    def _change(self, row: LedgerRow, planned: Plan, earlier: KnownCase, body: Body) -> None:
        """Enter what a later ledger knows more of a proposal that nobody has taken up since."""
        if earlier.line:
            raise _refused("number", TWICE, line=earlier.line)
        if earlier.taken_up:
            raise _refused("number", TAKEN_UP, number=earlier.number)
        self.batches[body.pk].flush()
        case = Case.objects.of_body(body).get(number=earlier.number)
        handling = Case.objects.of_body(body).filter(parent=case, kind="handling").first()
        if bool(handling) != bool(planned.handling) or (handling and not _same_unit(handling, row.lead_unit)):
            raise _refused("lead_unit", OTHER_UNIT, number=earlier.number)
        for target, steps in ((case, planned.proposal), (handling, planned.handling)):
            for place, step in enumerate(steps if target else []):
                data = {"state": step.state, **step.data}
                key = f"import:{planned.digest}:{place}"
                if target:
                    perform_by_clock(
                        target.number,
                        "import",
                        body=body,
                        data=data,
                        at=self._moment(step.on),
                        key=f"{key}:{target.kind}",
                    )
        self.report.changed += 1

    def _flush(self) -> None:
        for batch in self.batches.values():
            batch.flush()
        for (body_id, series), number in self.highest.items():
            numbers.raise_to(body_id, series, number)


def _same_unit(handling: Case, name: str) -> bool:
    return handling.parties.filter(capacity="handler", organisation__name=name).exists()


def _year_of(row: LedgerRow) -> int | None:
    days = [day for day in (row.filed_on, row.assigned_on, row.replied_on) if day]
    return min(days).year if days else None


def _refused(column: str, words: Words, **values: str | int) -> Refused:
    sentence = Sentence(words, **values)
    return Refused("conflict", sentence, faults=((column, sentence),))


NO_BODY = Words(
    "没有写明是哪个政协。请在表中加“政协”一栏，或用 --body 指定。",
    "No committee is named. Add a column 政协 to the file, or give --body.",
)
TWICE = Words(
    "与第 {line} 行是同一件提案，内容却不同。请核对两行。",
    "Row {line} is the same proposal with other contents. Compare the two.",
)
TAKEN_UP = Words(
    "案件 {number} 已在系统中办理，台账不再改写它。请在案件里更正。",
    "Case {number} is being worked on here; a ledger no longer changes it. Correct it in the case.",
)
OTHER_UNIT = Words(
    "案件 {number} 的承办单位与台账不同。请在案件里办理改办或承接。",
    "The handling unit of case {number} differs from the ledger. Reassign it in the case.",
)
