"""Rebuild the projections from the entries, or compare them: what the rows say is what the register says.

Replay folds recorded outcomes and decides nothing again. Readings are left alone: they are nobody's acts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhixing.cases import founding, kinds, projecting, tables
from zhixing.cases.entering import folded_with
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case, Content, Notice
from zhixing.register.models import Entry, FieldValue
from zhixing.register.rows import Row


@dataclass(frozen=True, slots=True)
class Difference:
    """A projection that does not say what the register says."""

    case: str
    what: str


@dataclass(frozen=True, slots=True)
class _Rebuilt:
    """A case as its entries make it."""

    folded: Folded
    columns: dict[str, Any]
    head: str
    procedure: str
    notices: list[Row]
    parent: str | None


def rebuild(*, check: bool) -> list[Difference]:
    """Compare every case's projections with its entries; unless only checking, put right what differs.

    Returns the differences found, whether or not they were put right.
    """
    numbers = Case.objects.unscoped("rebuilding serves all bodies").order_by("pk").values_list("number", flat=True)
    found: list[Difference] = []
    for number in list(numbers):
        with transaction.atomic():
            found += _rebuild_case(number, check=check)
    entries = Entry.objects.unscoped("rebuilding serves all bodies").exclude(kind=founding.KIND)
    entered = entries.values_list("case", flat=True).distinct()
    known = set(numbers)
    found += [
        Difference(number, "the register has entries of this case, but there is no case row")
        for number in entered
        if number not in known
    ]
    return found


def _rebuild_case(number: str, *, check: bool) -> list[Difference]:
    case = Case.objects.unscoped("rebuilding serves all bodies").select_related("body", "parent").get(number=number)
    kind = kinds.get(case.kind)
    content = kind.content._default_manager.get(case=case)
    rebuilt = _replayed(case, kind)
    if rebuilt is None:
        return [Difference(number, "the case row has no entries in the register")]
    found = [Difference(number, what) for what in _differences(case, content, rebuilt)]
    if found and not check:
        _put_right(case, content, rebuilt)
    return found


def _replayed(case: Case, kind: kinds.Kind) -> _Rebuilt | None:
    folded: Folded | None = None
    columns = {field.name: field.get_default() for field in kind.content._meta.concrete_fields if not field.primary_key}
    notices: list[Row] = []
    entry: Entry | None = None
    parent: str | None = None
    for entry, outcome, values in _entries(case):
        columns |= projecting.content_changes(kind, folded, outcome, values, case=case.number)
        folded = folded_with(folded, entry, outcome, values)
        notices += tables.notice_rows(case.pk, entry, outcome)
        parent = outcome.get("parent", parent)
    if entry is None or folded is None:
        return None
    return _Rebuilt(folded, columns, entry.hash, entry.procedure, notices, parent)


def _entries(case: Case) -> Iterator[tuple[Entry, dict[str, Any], dict[str, Any]]]:
    entries = Entry.objects.of_body(case.body_id).filter(case=case.number).order_by("number")
    rows = FieldValue.objects.filter(entry__case=case.number, value__isnull=False)
    values: dict[int, dict[str, Any]] = {}
    for entry_id, name, value in rows.values_list("entry_id", "name", "value"):
        values.setdefault(entry_id, {})[name] = json.loads(value or "null")
    for entry in entries:
        yield entry, json.loads(entry.outcome), values.get(entry.pk, {})


def _differences(case: Case, content: Content, rebuilt: _Rebuilt) -> Iterator[str]:
    expected = tables.case_columns(rebuilt.folded) | {"head": rebuilt.head, "procedure": rebuilt.procedure}
    for name, value in expected.items():
        if getattr(case, name) != value:
            yield f"column {name} of the case is {getattr(case, name)!r}, the entries say {value!r}"
    if (case.parent.number if case.parent else None) != rebuilt.parent:
        yield f"the case hangs under {case.parent}, the entries say {rebuilt.parent}"
    for name, value in rebuilt.columns.items():
        if getattr(content, name) != value:
            yield f"column {name} of the content differs from the entries"
    for table in tables.TABLES:
        if not tables.same(table.of_case(case.pk), table.rows(case.pk, rebuilt.folded)):
            yield f"the rows of {table.model._meta.db_table} differ from the entries"
    told = Notice.objects.filter(case=case).values_list(*tables.NOTICE_COLUMNS)
    if not tables.same(told, rebuilt.notices):
        yield f"the rows of {Notice._meta.db_table} differ from the entries"


def _put_right(case: Case, content: Content, rebuilt: _Rebuilt) -> None:
    for name, value in tables.case_columns(rebuilt.folded).items():
        setattr(case, name, value)
    case.head, case.procedure = rebuilt.head, rebuilt.procedure
    case.save(force_update=True)
    for name, value in rebuilt.columns.items():
        setattr(content, name, value)
    content.save(force_update=True)
    for table in tables.TABLES:
        table.model._default_manager.filter(case=case).delete()
    Notice.objects.filter(case=case).delete()
    tables.write_all([(case.pk, rebuilt.folded)])
    tables.insert_notices(rebuilt.notices)
