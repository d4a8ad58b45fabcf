"""Many acts at once: a second caller of the same pure ``step()``, writing in batches what the door writes one by one.

Used to enter what is known of the past. Entries, values and projections are made by the same functions as the door's,
and a test proves on thousands of cases that the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhixing.assembly import clock
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds, numbers, projecting, tables
from zhixing.cases.adopting import Adopted
from zhixing.cases.directory import RememberingDirectory
from zhixing.cases.folding import Folded, facts_of, fold
from zhixing.cases.models import Case, Content
from zhixing.cases.recording import recorded
from zhixing.files.naming import note_named
from zhixing.procedure.engine import step
from zhixing.procedure.facts import Facts, Given
from zhixing.procedure.model import SYSTEM_ROLE
from zhixing.procedure.roles import Party
from zhixing.register import writer
from zhixing.register.rows import insert, new_ids


@dataclass(slots=True)
class BulkEntry:
    """An entry being made: what it records, its columns and values, and what the case amounts to with it."""

    new: writer.NewEntry
    columns: writer.Columns
    values: list[writer.Value]
    folded: Folded


@dataclass(slots=True)
class BulkCase:
    """A case being made in memory; it has no row, and no ``pk``, until it is written."""

    number: str
    body: Body
    adopted: Adopted
    parent: BulkCase | None
    parties: tuple[Party, ...] = ()
    folded: Folded | None = None
    content: dict[str, Any] = field(default_factory=dict)
    entries: list[BulkEntry] = field(default_factory=list)
    pk: int = 0

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self.entries[-1].columns["hash"] if self.entries else writer.FIRST

    @property
    def kind(self) -> kinds.Kind:
        """The kind of matter."""
        return kinds.get(self.adopted.procedure.kind)

    def columns(self) -> dict[str, Any]:
        """Return the columns of the case's row; its parent has its id by then."""
        root = self.parent
        while root is not None and root.parent is not None:
            root = root.parent
        return {
            "id": self.pk,
            "number": self.number,
            "body_id": self.body.pk,
            "kind": self.adopted.procedure.kind,
            "procedure": self.adopted.digest,
            "head": self.head,
            "parent_id": self.parent.pk if self.parent else None,
            "root_id": root.pk if root else None,
            **projecting.case_columns(self.number, self.folded or {}, self.adopted.digest),
        }


RESERVE = 50
"""Permanent numbers drawn at once; those left over become gaps, which are harmless."""


class Batch:
    """Cases of one body entered together by the system itself; ``write`` what it has ``taken()``."""

    def __init__(self, body: Body, *, now: datetime) -> None:
        self.body = body
        self.now = now
        self.year = now.astimezone(clock.ZONE).year
        self.recorded_at = clock.true_now()
        self.calendar = work_calendar()
        self.directory = RememberingDirectory(body.pk, now.astimezone(clock.ZONE).date())
        self._cases: list[BulkCase] = []
        self._adopted: dict[str, Adopted] = {}
        self._numbers: Iterator[int] = iter(())

    def adopted(self, kind: str) -> Adopted:
        """Return the procedure in force for a kind."""
        if kind not in self._adopted:
            self._adopted[kind] = adopting.in_force(self.body, kind)
        return self._adopted[kind]

    def case(self, kind: str, *, parent: BulkCase | None = None, parties: tuple[Party, ...] = ()) -> BulkCase:
        """Begin a case of a kind; ``add`` it when nothing was refused."""
        adopted = self.adopted(kind)
        number = numbers.permanent(self.body.slug, self.year, self._next_number())
        return BulkCase(number, self.body, adopted, parent, parties)

    def _next_number(self) -> int:
        number = next(self._numbers, None)
        if number is None:
            number = numbers.draw(self.body.pk, f"case:{self.year}", RESERVE)
            self._numbers = iter(range(number + 1, number + RESERVE))
        return number

    def add(self, *cases: BulkCase) -> None:
        """Take finished cases into the batch, parents before their children."""
        self._cases += cases

    def taken(self) -> list[BulkCase]:
        """Return the cases added so far, to be written in the transaction they were made in, and begin anew."""
        cases, self._cases = self._cases, []
        self.recorded_at = clock.true_now()
        return cases

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
        procedure, settings = case.adopted.procedure, case.adopted.settings
        facts = Facts(body=self.body.pk, settings=settings, parties=case.parties)
        if case.folded is not None:
            # Cases below are made after it: while it is made, there are none.
            facts = facts_of(case.folded, body=self.body.pk, settings=settings, children=())
        given = Given(
            on=at.astimezone(clock.ZONE).date(),
            calendar=self.calendar,
            directory=self.directory,
            guards=case.kind.guards,
        )
        outcome = step(procedure, facts, act, roles=frozenset({SYSTEM_ROLE}), data=data, given=given)
        written = recorded(procedure, facts, outcome, body=self.body.pk) | dict(also or {})
        if case.parent is not None and case.folded is None:
            written["parent"] = case.parent.number
        self._append(case, self._new_entry(case, act, written, outcome.data, at))

    def _append(self, case: BulkCase, new: writer.NewEntry) -> None:
        columns, values = writer.built(new)
        case.content |= projecting.content_changes(case.kind, case.folded, new.outcome, new.values, case=case.number)
        before = case.folded
        case.folded = fold(
            before,
            number=new.number,
            act=new.act,
            at=writer.stamp(new.at),
            outcome=new.outcome,
            values=new.values,
        )
        case.content |= projecting.derived_changes(case.kind, before, case.folded)
        case.entries.append(BulkEntry(new, columns, values, case.folded))

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
def write(cases: Iterable[BulkCase]) -> None:
    """Write cases, of several bodies if need be, with their entries and all that is read from them: all or none."""
    listed = list(cases)
    if not listed:
        return
    entries = [entry for case in listed for entry in case.entries]
    note_named(value for entry in entries for value in entry.new.values.values())
    ids = writer.save_many([(entry.columns, entry.values) for entry in entries])
    for case, pk in zip(listed, new_ids(Case, len(listed)), strict=True):
        case.pk = pk
    rows = [case.columns() for case in listed]
    insert(Case, tuple(rows[0]), [tuple(row.values()) for row in rows])
    _write_contents(listed)
    tables.write_all((case.pk, case.folded) for case in listed if case.folded)
    tables.insert_notices(
        notice
        for case in listed
        for entry in case.entries
        for notice in tables.notice_rows(case.pk, entry.new, entry.new.outcome)
    )
    _tell(listed, dict(zip(map(id, entries), ids, strict=True)))


def _write_contents(cases: Iterable[BulkCase]) -> None:
    by_model: dict[type[Content], list[BulkCase]] = {}
    for case in cases:
        by_model.setdefault(case.kind.content, []).append(case)
    for model, some in by_model.items():
        blank = {str(column.column): column.get_default() for column in model._meta.concrete_fields}
        rows = [blank | case.content | {"case_id": case.pk} for case in some]
        insert(model, tuple(blank), [tuple(row.values()) for row in rows])


def _tell(cases: Iterable[BulkCase], ids: Mapping[int, int]) -> None:
    """Let higher floors follow every entry, as the door does, or the cases as a whole."""
    listed = [(case, Case(**case.columns())) for case in cases]
    for follow in projecting.bulk_projectors():
        follow([row for _case, row in listed])
    now, later = projecting.projectors(bulk=True), projecting.projectors(after_commit=True, bulk=True)
    if not now and not later:
        return
    for case, row in listed:
        for entry in case.entries:
            told = writer.as_entry(ids[id(entry)], entry.columns)
            for projector in now:
                projector(row, told, entry.folded)
            for projector in later:
                transaction.on_commit(partial(projector, row, told, entry.folded))


def session_facts(session: Session | None, year: int | None) -> dict[str, Any]:
    """Return the session and year of a case, as the outcome of its first entry records them."""
    return {"session": session.pk if session else None, "year": year}
