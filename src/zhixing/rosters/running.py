"""Run an import of a roster: one savepoint a row, every row reported, the whole rolled back in a dry run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from zhixing.assembly.models import Body
from zhixing.procedure.words import Words
from zhixing.rosters.reading import RowReader, RowRefused, RowUnreadable
from zhixing.sheets import BadCell, FileUnreadable, Headings, RowProblem, SheetRow, read_rows
from zhixing.sheets.report import Report


class Outcome(Enum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Roster(Protocol):
    """One kind of list during an import."""

    @property
    def headings(self) -> Headings:
        """The columns of the list."""

    def take(self, row: RowReader) -> Outcome:
        """Enter a row. RowRefused or RowUnreadable before anything is written, ValidationError also later."""

    def forget(self) -> None:
        """Read again what is known, because a row's writing was undone half way."""

    def finish(self, report: Report) -> None:
        """Do what waits for all rows, still within the import."""


def run_import(
    path: Path,
    body: Body,
    roster: Callable[[], Roster],
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Report:
    """Import a list for a committee and return what became of each row; ``progress`` is told how many are through.

    ``roster`` is called within the import, when no other of this committee runs.

    Raises:
        FileUnreadable: when the file holds no such list; one that breaks off later is reported as broken.
    """
    report = Report()
    with transaction.atomic():
        # Two imports at the same time would each enter what the other has not shown yet.
        Body.objects.select_for_update().get(pk=body.pk)
        taking = roster()
        for row in _rows(path, taking.headings, report):
            _take(row, taking, report)
            progress(report.read)
        taking.finish(report)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _rows(path: Path, words: Headings, report: Report) -> Iterator[SheetRow | RowProblem]:
    """Yield the rows of the file; note when it breaks off behind the first."""
    reading = read_rows(path, words)
    first = next(reading, None)
    if first is None:
        return
    rows = chain([first], reading)
    try:
        yield from rows
    except FileUnreadable as error:
        report.broken = error.sentence


def _take(row: SheetRow | RowProblem, roster: Roster, report: Report) -> None:
    report.read += 1
    if isinstance(row, RowProblem):
        report.reject_problem(row)
        return
    reader = RowReader(row)
    try:
        with transaction.atomic():
            outcome = roster.take(reader)
    except RowUnreadable as error:
        report.reject_problem(reader.problem(error.bad))
    except RowRefused as error:
        report.reject_problem(reader.problem([BadCell(reader.heading(error.field), error.reason)]))
    except ValidationError as error:
        roster.forget()
        report.reject_problem(reader.problem([BadCell("", in_words(error))]))
    else:
        setattr(report, outcome.value, getattr(report, outcome.value) + 1)
        report.note(row.line, row.top.sheet, reader.notes)


def in_words(error: ValidationError) -> Words:
    """Return the sentences of a refusal in both languages."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(" ".join(str(message) for message in error.messages))
    return Words(*said)
