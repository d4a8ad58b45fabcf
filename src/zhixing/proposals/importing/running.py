"""Run an import: read row by row, recognise what is in, enter the rest in batches, and report every row.

A batch of rows is entered whole or not at all, so that importing again after a fault completes what it began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from zhixing.assembly import clock
from zhixing.assembly.models import Body, Session
from zhixing.cases.bulk import Batch, BulkCase, session_facts, write
from zhixing.cases.models import Case
from zhixing.procedure.facts import Reference, Refused
from zhixing.procedure.roles import Party
from zhixing.procedure.source import ProcedureError
from zhixing.procedure.words import Words
from zhixing.proposals.importing.changing import News, change
from zhixing.proposals.importing.committees import Committees
from zhixing.proposals.importing.known import KnownCase, refused, title_of
from zhixing.proposals.importing.office import Office
from zhixing.proposals.importing.planning import Plan, Step, plan, year_of
from zhixing.proposals.importing.report import ImportReport
from zhixing.proposals.ledger import BadCell, LedgerRow, LedgerUnreadable, RowProblem, heading_of, read_ledger
from zhixing.proposals.ledger.headings import is_unknown

CHUNK = 500
"""Rows entered in one transaction: enough to be quick, few enough that nobody else waits long."""
ONE_AT_A_TIME = 0x7A68_6979
"""The lock by which two imports wait for each other on PostgreSQL; SQLite lets one writer in anyway."""
UNITS = ("unit", "suggested_unit")
"""The fields of a step that name a unit."""
Read = LedgerRow | RowProblem


def import_ledger(
    path: Path,
    *,
    body: Body | None,
    alone: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ImportReport:
    """Import a ledger; ``body`` is the committee of rows that name none. A dry run reports and changes nothing.

    ``alone`` refuses the rows of every other committee: an office brings in what is its own. ``progress`` is told how
    many rows are through.

    Raises:
        LedgerUnreadable: when the file is no ledger at all; one that breaks off later is reported as broken.
    """
    if not dry_run:
        return _Import(path, body, alone=alone).run(progress)
    with transaction.atomic():
        report = _Import(path, body, alone=alone).run(progress)
        transaction.set_rollback(True)
    return report


class _Import:
    """One run over one file."""

    def __init__(self, path: Path, body: Body | None, *, alone: bool) -> None:
        self.path = path
        self.default = body
        self.alone = alone
        self.now = clock.now()
        self.report = ImportReport()
        self.committees = Committees(body, alone=alone)
        self.offices: dict[int, Office] = {}
        self.closed: dict[int, Words] = {}
        self.columns: set[str] = set()
        self.latest: int | None = None

    def run(self, progress: Callable[[int], None]) -> ImportReport:
        for rows in self._chunks():
            with transaction.atomic():
                self._wait_for_others()
                for row in rows:
                    self._take(row)
                self._write()
            progress(self.report.read)
        return self.report

    def _chunks(self) -> Iterator[list[Read]]:
        """Yield the rows of the file by and by; note when it breaks off."""
        reading = read_ledger(self.path)
        rows: list[Read] = list(islice(reading, 1))
        try:
            for row in reading:
                if len(rows) == CHUNK:
                    yield rows
                    rows = []
                rows.append(row)
        except LedgerUnreadable as error:
            self.report.broken = error.sentence
        yield rows

    def _wait_for_others(self) -> None:
        """Let one import run at a time, and forget what is known if others opened cases since the last chunk."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if self.offices and self._latest() != self.latest:
            self.offices = {}
            self.committees = Committees(self.default, alone=self.alone)

    def _latest(self) -> int | None:
        cases = Case.objects.unscoped("the import asks whether anybody opened a case meanwhile")
        latest: int | None = cases.filter(kind="proposal").aggregate(latest=Max("pk"))["latest"]
        return latest

    def _write(self) -> None:
        write(chain.from_iterable(office.batch.taken() for office in self.offices.values()))
        for office in self.offices.values():
            office.write_counters()
        self.latest = self._latest()

    def _take(self, row: Read) -> None:
        self.report.read += 1
        if isinstance(row, RowProblem):
            self.report.reject_problem(row)
            return
        try:
            self._enter(row)
        except Refused as refusal:
            self.report.reject_refused(row, refusal)
        else:
            self.report.note(row.line, row.sheet, row.notes)
            self._note_columns(row)

    def _note_columns(self, row: LedgerRow) -> None:
        """Note, at the first row that fills them, the columns whose headings were not understood."""
        new = [name for name in row.extra if name not in self.columns and is_unknown(name)]
        self.columns.update(new)
        self.report.note(row.line, row.sheet, [BadCell(name, UNKNOWN_COLUMN) for name in new])

    def _office(self, row: LedgerRow) -> Office:
        body = self.committees.named(row.body)
        if body is None:
            raise refused("body", OTHER_BODY if self.alone else NO_BODY)
        if body.pk in self.closed:
            raise refused("body", NO_PROCEDURE, fault=self.closed[body.pk])
        if body.pk not in self.offices:
            try:
                self.offices[body.pk] = Office(body, now=self.now)
            except ProcedureError as error:
                fault = error.problems[0]
                self.closed[body.pk] = Words(fault.say("zh-hans"), fault.say("en"))
                raise refused("body", NO_PROCEDURE, fault=self.closed[body.pk]) from error
        return self.offices[body.pk]

    def _enter(self, row: LedgerRow) -> None:
        """Enter a row, or leave it when it is in already."""
        _check_days(row, clock.today())
        office = self._office(row)
        session, is_new = office.known.session(row)
        if is_new:
            self.report.note(row.line, row.sheet, [_of_new_session(row, session)])
        official = office.official(row, session)
        unit = office.unit(row.lead_unit) if row.lead_unit else None
        title = title_of(row, unit.name if unit else row.lead_unit)
        planned = plan(row, office.categories)
        earlier = office.known.find(title, official, planned.digest)
        if earlier is not None and earlier.ledger == planned.digest:
            self.report.unchanged += 1
            return
        if earlier is not None and earlier.place is not None:
            raise refused("number" if official else "title", TWICE, place=earlier.place)
        unit = office.entered_unit(row.lead_unit)
        self._prepare(row, planned, unit)
        facts = session_facts(session, year_of(row)) | ({"number": official} if official else {})
        place = _place(row)
        if earlier is None:
            number = _create(office.batch, planned, unit, facts)
            office.known.add(KnownCase(number, title, official, planned.digest, place))
            self.report.created += 1
        else:
            case = Case.objects.of_body(office.body).select_related("body").get(number=earlier.number)
            change(case, News(plan=planned, unit=unit, facts=facts, states=office.states, now=self.now))
            known = KnownCase(earlier.number, title, official or earlier.official, planned.digest, place)
            office.known.replace(earlier, known)
            self.report.changed += 1
        office.took(row, session)

    def _prepare(self, row: LedgerRow, planned: Plan, unit: Reference | None) -> None:
        """Say in a plan where it is from, and name units by our numbers."""
        planned.proposal[0].data["source"] = _source(self.path, row)
        for step in planned.proposal:
            step.data |= {name: unit.id for name in UNITS if unit and name in step.data}


def _create(batch: Batch, planned: Plan, unit: Reference | None, facts: dict[str, Any]) -> str:
    """Make the cases of a row and return the proposal's number."""
    proposal = batch.case("proposal")
    _enter_steps(batch, proposal, planned.proposal, facts)
    made = [proposal]
    if planned.handling:
        parties = (Party("handler", organisation=unit.id, side=unit.side),) if unit else ()
        handling = batch.case("handling", parent=proposal, parties=parties)
        official = facts.get("number")
        own = facts | ({"number": f"{official}-1"} if official else {})
        _enter_steps(batch, handling, planned.handling, own)
        made.append(handling)
    batch.add(*made)
    return proposal.number


def _enter_steps(batch: Batch, case: BulkCase, steps: list[Step], facts: dict[str, Any]) -> None:
    for place, step in enumerate(steps):
        also = (facts if place == 0 else {}) | step.facts
        batch.enter(case, "import", {"state": step.state, **step.data}, at=step.moment(batch.now), also=also)


def _check_days(row: LedgerRow, today: date) -> None:
    """Refuse a row that tells of days to come."""
    for name in ("filed_on", "assigned_on", "replied_on"):
        day: date | None = getattr(row, name)
        if day is not None and day > today:
            raise refused(name, TO_COME, day=day.isoformat(), today=today.isoformat())


def _of_new_session(row: LedgerRow, session: Session | None) -> BadCell:
    zh = f"原来没有登记{session}，已按台账补入，起止日期不详。届次写错了的，请更正后重新导入。"
    en = f"{session} was not known; it was entered as the ledger names it, without its days. Check that it is meant."
    return BadCell(heading_of(row.headings, "session") or "session", Words(zh, en))


def _place(row: LedgerRow) -> Words:
    if not row.sheet:
        return Words(f"第 {row.line} 行", f"row {row.line}")
    return Words(f"工作表“{row.sheet}”第 {row.line} 行", f"row {row.line} of sheet {row.sheet}")


def _source(path: Path, row: LedgerRow) -> str:
    return f"{path.name[-100:]}，{_place(row).zh}"


UNKNOWN_COLUMN = Words(
    "没有看懂这一栏是什么，自这一行起各行的内容原样记在“台账其他栏目”中。应作为提案者、单位、日期等读入的，请改栏目名后再导入。",
    "The heading of this column was not understood; from this row on its contents stand among the remarks. If they are "
    "proposers, units, days or the like, name the column so and import again.",
)
NO_BODY = Words(
    "没有写明是哪个政协。请在表中加“政协”一栏，或用 --body 指定。",
    "No committee is named. Add a column 政协 to the file, or give --body.",
)
OTHER_BODY = Words(
    "这一行写的是另一个政协。请由该政协自行导入，或改正“政协”一栏。",
    "This row is another committee's. That committee brings it in itself, or mend the column 政协.",
)
NO_PROCEDURE = Words(
    "该政协的规程文件有误，不能采用：{fault} 请改正后再导入。",
    "The committee's procedure file has a fault and cannot be adopted: {fault} Mend it and import again.",
)
TWICE = Words(
    "与{place}是同一件提案，内容却不同。请核对两行。",
    "It is the same proposal as {place}, with other contents. Compare the two.",
)
TO_COME = Words(
    "{day} 还没有到（今天是 {today}）。请核对日期。", "{day} is still to come (today is {today}). Check it."
)
