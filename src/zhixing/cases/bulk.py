"""Many acts at once: a second caller of the same pure ``step()``, writing in batches what the door writes one by one.

Used to enter what is known of the past. Entries, values and projections are made by the same functions as the door's,
and a test proves on thousands of cases that the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from zhixing.assembly import clock
from zhixing.assembly.actors import system_actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds, numbers, projecting, tables
from zhixing.cases.adopting import Adopted
from zhixing.cases.directory import RememberingDirectory
from zhixing.cases.folding import Folded, facts_of, fold
from zhixing.cases.models import Case
from zhixing.cases.recording import recorded
from zhixing.procedure.engine import find_act, step
from zhixing.procedure.facts import Facts, Given
from zhixing.procedure.model import SYSTEM_ROLE
from zhixing.procedure.roles import Party
from zhixing.register import writer
from zhixing.register.models import Entry
from zhixing.register.rows import insert


@dataclass(slots=True)
class BulkCase:
    """A case being made in memory; it has no row yet."""

    number: str
    adopted: Adopted
    parent: BulkCase | None
    parties: tuple[Party, ...] = ()
    folded: Folded | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    entries: list[tuple[Entry, list[writer.Value], dict[str, Any]]] = field(default_factory=list)
    head: str = writer.FIRST
    row: Case | None = None


RESERVE = 50
"""Permanent numbers drawn at once; those left over become gaps, which are harmless."""


class Batch:
    """Cases of one body entered together by the clock itself; ``flush`` writes them all or none."""

    def __init__(self, body: Body, *, now: datetime) -> None:
        self.body = body
        self.now = now
        self.recorded_at = clock.true_now()
        self.actor = system_actor(body)
        self.calendar = work_calendar()
        self.directory = RememberingDirectory(body.pk, now.astimezone(clock.ZONE).date())
        self.cases: list[BulkCase] = []
        self._adopted: dict[str, Adopted] = {}
        self._numbers: list[int] = []

    def reserve(self, many: int) -> None:
        """Draw as many permanent numbers at once as will be needed."""
        first = numbers.draw(self.body.pk, f"case:{self.now.year}", many)
        self._numbers = list(range(first, first + many))[::-1]

    def adopted(self, kind: str) -> Adopted:
        """Return the procedure in force for a kind."""
        if kind not in self._adopted:
            self._adopted[kind] = adopting.in_force(self.body, kind)
        return self._adopted[kind]

    def case(self, kind: str, *, parent: BulkCase | None = None, parties: tuple[Party, ...] = ()) -> BulkCase:
        """Begin a case of a kind; ``add`` it when nothing was refused."""
        adopted = self.adopted(kind)
        if not self._numbers:
            self.reserve(RESERVE)
        number = numbers.permanent(self.body.slug, self.now.year, self._numbers.pop())
        return BulkCase(number, adopted, parent, parties)

    def add(self, *cases: BulkCase) -> None:
        """Take finished cases into the batch, parents before their children."""
        self.cases += cases

    def enter(
        self,
        case: BulkCase,
        act: str,
        data: Mapping[str, Any],
        *,
        at: datetime,
        also: Mapping[str, Any] | None = None,
    ) -> None:
        """Enter an act of the system on a case being made; ``also`` are outcome facts only the caller knows.

        Raises:
            Refused: with code, sentence and article.
        """
        procedure = case.adopted.procedure
        facts = (
            facts_of(case.folded, body=self.body.pk, settings=case.adopted.settings)
            if case.folded
            else Facts(body=self.body.pk, settings=case.adopted.settings, parties=case.parties)
        )
        given = Given(
            on=at.astimezone(clock.ZONE).date(),
            calendar=self.calendar,
            directory=self.directory,
            guards=kinds.get(procedure.kind).guards,
        )
        find_act(procedure, act)
        outcome = step(procedure, facts, act, roles=frozenset({SYSTEM_ROLE}), data=data, given=given)
        written = recorded(procedure, facts, outcome, body=self.body.pk) | dict(also or {})
        if case.parent is not None and case.folded is None:
            written["parent"] = case.parent.number
        entry, values = writer.built(self._new_entry(case, act, written, outcome.data, at))
        kind = kinds.get(procedure.kind)
        case.columns |= projecting.content_changes(kind, case.folded, written, outcome.data, case=case.number)
        case.folded = fold(
            case.folded, number=entry.number, act=act, at=writer.stamp(at), outcome=written, values=outcome.data
        )
        case.entries.append((entry, values, written))
        case.head = entry.hash

    def _new_entry(
        self, case: BulkCase, act: str, written: dict[str, Any], values: Mapping[str, Any], at: datetime
    ) -> writer.NewEntry:
        return writer.NewEntry(
            body_id=self.body.pk,
            body_slug=self.body.slug,
            case=case.number,
            number=len(case.entries) + 1,
            prev=case.head,
            kind=case.adopted.procedure.kind,
            act=act,
            actor_id=None,
            post=None,
            at=at,
            recorded_at=self.recorded_at,
            key=None,
            payload="",
            procedure=case.adopted.digest,
            outcome=written,
            values=values,
        )

    @transaction.atomic
    def flush(self) -> None:
        """Write all cases of the batch with their entries and projections, and begin anew."""
        writer.save_many([(entry, values) for case in self.cases for entry, values, _written in case.entries])
        roots = [case for case in self.cases if case.parent is None]
        children = [case for case in self.cases if case.parent is not None]
        for some in (roots, children):
            Case.objects.bulk_create([self._row(case) for case in some], batch_size=500)
        self._write_contents()
        tables.write_all([(case.row, case.folded) for case in self.cases if case.row and case.folded])
        tables.insert_notices(
            notice
            for case in self.cases
            if case.row
            for entry, _values, written in case.entries
            for notice in tables.notice_rows(case.row.pk, entry, written)
        )
        self.cases = []

    def _row(self, case: BulkCase) -> Case:
        parent = case.parent.row if case.parent else None
        case.row = Case(
            number=case.number,
            body=self.body,
            kind=case.adopted.procedure.kind,
            procedure=case.adopted.digest,
            head=case.head,
            parent=parent,
            root=(parent.root or parent) if parent else None,
            **tables.case_columns(case.folded or {}),
        )
        return case.row

    def _write_contents(self) -> None:
        by_kind: dict[str, list[BulkCase]] = {}
        for case in self.cases:
            by_kind.setdefault(case.adopted.procedure.kind, []).append(case)
        for slug, cases in by_kind.items():
            model = kinds.get(slug).content
            blank = {str(field.column): field.get_default() for field in model._meta.concrete_fields}
            rows = [blank | case.columns | {"case_id": case.row.pk} for case in cases if case.row]
            insert(model, tuple(blank), [tuple(row.values()) for row in rows])


def session_facts(session: Session | None, year: int | None) -> dict[str, Any]:
    """Return the session and year of a case, as the outcome of its first entry records them."""
    return {"session": session.pk if session else None, "year": year}
