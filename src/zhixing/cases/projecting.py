"""Read the case row and the other projections from a folded case; the only code that writes them.

The one door calls :func:`project` after each entry, rebuilding after each replayed case. Both therefore agree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Field, JSONField

from zhixing.cases import kinds, tables
from zhixing.cases.coming import rings_on
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case, Content
from zhixing.cases.querysets import BY_NUMBER
from zhixing.register.models import Entry, FieldValue
from zhixing.register.rows import update_one

Projector = Callable[[Case, Entry, Folded], None]
BulkProjector = Callable[[Sequence[Case]], None]

_in_transaction: dict[str, Projector] = {}
_after_commit: dict[str, Projector] = {}
_in_bulk: dict[str, BulkProjector] = {}


def add_projector(
    name: str, projector: Projector, *, after_commit: bool = False, in_bulk: BulkProjector | None = None
) -> None:
    """Let a higher floor follow every entry: in the act's transaction, or once it is committed.

    ``in_bulk`` is called instead with all cases that are entered together, in their transaction.
    """
    (_after_commit if after_commit else _in_transaction)[name] = projector
    if in_bulk is not None:
        _in_bulk[name] = in_bulk


def bulk_projectors() -> tuple[BulkProjector, ...]:
    """Return the projectors that follow cases entered together, in the order they were added."""
    return tuple(_in_bulk.values())


def projectors(*, after_commit: bool = False, bulk: bool = False) -> tuple[Projector, ...]:
    """Return the projectors of one time, in the order they were added; for a bulk those that do not follow it whole."""
    chosen = _after_commit if after_commit else _in_transaction
    return tuple(one for name, one in chosen.items() if not (bulk and name in _in_bulk))


def content_changes(
    kind: kinds.Kind, before: Folded | None, outcome: Mapping[str, Any], values: Mapping[str, Any], *, case: str
) -> dict[str, Any]:
    """Return the content columns an entry fills: fields that everybody who may see the case may read now."""
    columns = {field.name: field for field in kind.content._meta.concrete_fields if not field.primary_key}
    changes = {name: values.get(name) for name in outcome["shown"] if name in columns and name in outcome["records"]}
    if before:
        emptied = [name for name in outcome["reveals"] if name in before["shown"] and name not in before["sources"]]
        removed = [name for name in outcome.get("removes", ()) if name in before["shown"]]
        changes |= {name: None for name in [*outcome.get("clears", ()), *emptied, *removed] if name in columns}
        changes |= {name: value for name, value in _revealed(case, before, outcome).items() if name in columns}
        changes |= _mended(before, outcome, values, frozenset(columns))
    return {name: _as_column(columns[name], value) for name, value in changes.items()}


def derived_changes(kind: kinds.Kind, before: Folded | None, after: Folded) -> dict[str, Any]:
    """Return the content columns that follow from the case itself, where they differ from before."""
    if kind.derived is None:
        return {}
    old = kind.derived(before) if before else {}
    return {name: value for name, value in kind.derived(after).items() if old.get(name) != value}


def _mended(
    before: Folded, outcome: Mapping[str, Any], values: Mapping[str, Any], columns: frozenset[str]
) -> dict[str, Any]:
    """A correction replaces a column's text, a redaction empties it, if the column shows that very entry's value."""
    mend = outcome.get("corrects") or outcome.get("redacts")
    if not mend or mend["field"] not in columns or before["shown"].get(mend["field"]) != mend["entry"]:
        return {}
    return {mend["field"]: values.get("value") if "corrects" in outcome else None}


def _revealed(case: str, before: Folded, outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values an act opens to all readers of the case, as entered or as corrected since."""
    wanted = {}
    for name in outcome["reveals"]:
        if name in before["sources"]:
            source, correction = before["corrected"].get(name, (None, None))
            corrected = source == before["sources"][name]
            wanted[(correction, "value") if corrected else (before["sources"][name], name)] = name
    if not wanted:
        return {}
    # Entries first, then their values: a database with stale statistics may go through all values for a join.
    entries = Entry.objects.unscoped(BY_NUMBER).filter(case=case, number__in={number for number, _name in wanted})
    numbers = dict(entries.values_list("pk", "number"))
    found = FieldValue.objects.filter(entry__in=list(numbers), value__isnull=False)
    rows = [(numbers[pk], name, value) for pk, name, value in found.values_list("entry_id", "name", "value")]
    return {
        wanted[number, name]: json.loads(value or "null") for number, name, value in rows if (number, name) in wanted
    }


def _as_column(field: Field[Any, Any], value: object) -> object:
    """Return a recorded value as its column keeps it: a reference by its name, an absent text as ""."""
    if isinstance(field, JSONField):
        return field.get_default() if value is None else value
    if isinstance(value, dict):
        value = value["name"]
    elif isinstance(value, list):
        value = "、".join(one["name"] for one in value)
    if value is None and not field.null:
        return field.get_default()
    return field.to_python(value)


def case_columns(number: str, folded: Folded, procedure: str) -> dict[str, Any]:
    """Return the columns of the case row that follow from a folded case, from its procedure and from the calendar."""
    return tables.case_columns(folded) | {"rings_on": rings_on(number, folded, procedure)}


def create(case: Case, folded: Folded, content: Content) -> None:
    """Write a new case with all that is read from it."""
    for name, value in case_columns(case.number, folded, case.procedure).items():
        setattr(case, name, value)
    case.save(force_insert=True)
    content.case = case
    content.save(force_insert=True)
    tables.write_all([(case.pk, folded)])


def update(case: Case, before: Folded, after: Folded, changes: Mapping[str, Any], kind: kinds.Kind) -> None:
    """Bring a case and what is read from it from one folded form to the next, touching only what changed."""
    columns = case_columns(case.number, after, case.procedure)
    for name, value in columns.items():
        setattr(case, name, value)
    update_one(Case, case.pk, columns | {"head": case.head, "procedure": case.procedure})
    if changes:
        kind.content._default_manager.filter(case=case).update(**changes)
    tables.write_changes(case, before, after)
