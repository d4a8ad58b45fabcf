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

ALL = "rebuilding serves all bodies"


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
    numbers = list(Case.objects.unscoped(ALL).order_by("pk").values_list("number", flat=True))
    found: list[Difference] = []
    for number in numbers:
        with transaction.atomic():
            found += _rebuild_case(number, check=check)
    first = Entry.objects.unscoped(ALL).exclude(kind=founding.KIND).filter(number=1).order_by("pk")
    for entry in first.exclude(case__in=Case.objects.unscoped(ALL).values("number")).select_related("body"):
        found.append(Difference(entry.case, "the register has entries of this case, but there is no case row"))
        if not check:
            with transaction.atomic():
                _restore(entry)
    return found


def _rebuild_case(number: str, *, check: bool) -> list[Difference]:
    # Locked, so that nobody enters anything between what is compared with what.
    cases = Case.objects.unscoped(ALL).select_related("body", "parent").select_for_update(of=("self",))
    case = cases.get(number=number)
    kind = kinds.get(case.kind)
    content = kind.content._default_manager.filter(case=case).first()
    rebuilt = _replayed(case, kind)
    if rebuilt is None:
        return [Difference(number, "the case row has no entries in the register")]
    found = [Difference(number, what) for what in _differences(case, content, rebuilt)]
    if found and not check:
        _put_right(case, content or kind.content(case=case), rebuilt)
    return found


def _restore(first: Entry) -> None:
    """Make the row of a case anew, and all that is read from it; parents come before their children."""
    parent_number = json.loads(first.outcome).get("parent")
    parent = Case.objects.of_body(first.body_id).get(number=parent_number) if parent_number else None
    root = (parent.root or parent) if parent else None
    case = Case(number=first.case, body=first.body, kind=first.kind, parent=parent, root=root)
    rebuilt = _replayed(case, kinds.get(case.kind))
    if rebuilt is not None:
        case.head, case.procedure = rebuilt.head, rebuilt.procedure
        projecting.create(case, rebuilt.folded, kinds.get(case.kind).content(**rebuilt.columns))
        _rebuild_case(first.case, check=False)  # the notices, which could not name the row before there was one


def _replayed(case: Case, kind: kinds.Kind) -> _Rebuilt | None:
    folded: Folded | None = None
    columns = {field.name: field.get_default() for field in kind.content._meta.concrete_fields if not field.primary_key}
    notices: list[Row] = []
    entry: Entry | None = None
    parent: str | None = None
    for entry, outcome, values in _entries(case):
        columns |= projecting.content_changes(kind, folded, outcome, values, case=case.number)
        before, folded = folded, folded_with(folded, entry, outcome, values)
        columns |= projecting.derived_changes(kind, before, folded)
        notices += tables.notice_rows(case.pk, entry, outcome)
        parent = outcome.get("parent", parent)
    if entry is None or folded is None:
        return None
    return _Rebuilt(folded, columns, entry.hash, entry.procedure, notices, parent)


def _entries(case: Case) -> Iterator[tuple[Entry, dict[str, Any], dict[str, Any]]]:
    entries = list(Entry.objects.of_body(case.body_id).filter(case=case.number).order_by("number"))
    rows = FieldValue.objects.filter(entry__in=[entry.pk for entry in entries], value__isnull=False)
    values: dict[int, dict[str, Any]] = {}
    for entry_id, name, value in rows.values_list("entry_id", "name", "value"):
        values.setdefault(entry_id, {})[name] = json.loads(value or "null")
    for entry in entries:
        yield entry, json.loads(entry.outcome), values.get(entry.pk, {})


def _differences(case: Case, content: Content | None, rebuilt: _Rebuilt) -> Iterator[str]:
    columns = projecting.case_columns(case.number, rebuilt.folded, rebuilt.procedure)
    expected = columns | {"head": rebuilt.head, "procedure": rebuilt.procedure}
    for name, value in expected.items():
        if getattr(case, name) != value:
            yield f"column {name} of the case is {getattr(case, name)!r}, the entries say {value!r}"
    if (case.parent.number if case.parent else None) != rebuilt.parent:
        yield f"the case hangs under {case.parent}, the entries say {rebuilt.parent}"
    if content is None:
        yield "the case has no content"
    for name, value in rebuilt.columns.items() if content else ():
        if getattr(content, name) != value:
            yield f"column {name} of the content differs from the entries"
    for table in tables.TABLES:
        if not tables.same(table.of_case(case.pk), table.rows(case.pk, rebuilt.folded)):
            yield f"the rows of {table.model._meta.db_table} differ from the entries"
    told = Notice.objects.filter(case=case).values_list(*tables.NOTICE_COLUMNS)
    if not tables.same(told, rebuilt.notices):
        yield f"the rows of {Notice._meta.db_table} differ from the entries"


def _put_right(case: Case, content: Content, rebuilt: _Rebuilt) -> None:
    for name, value in projecting.case_columns(case.number, rebuilt.folded, rebuilt.procedure).items():
        setattr(case, name, value)
    case.head, case.procedure = rebuilt.head, rebuilt.procedure
    case.save(force_update=True)
    for name, value in rebuilt.columns.items():
        setattr(content, name, value)
    content.save()
    for table in tables.TABLES:
        table.model._default_manager.filter(case=case).delete()
    Notice.objects.filter(case=case).delete()
    tables.write_all([(case.pk, rebuilt.folded)])
    tables.insert_notices(rebuilt.notices)
