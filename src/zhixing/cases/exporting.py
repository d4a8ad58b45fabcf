"""A list of cases as plain rows, for files and programs: the case's own columns, its parties, its kind's content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseParty, Content
from zhixing.cases.querysets import CaseQuerySet

CHUNK = 500
OWN = ("number", "official_number", "kind", "title", "state", "session", "year", "opened", "closed", "due")
"""The columns every kind has, first in every file."""


def column_names(kind: Kind) -> list[str]:
    """Return the names of a kind's columns in an exported file, in order."""
    content = [field.name for field in kind.content._meta.concrete_fields if not field.primary_key]
    return [*OWN, "body", "parent", *(column.capacity for column in kind.columns if column.capacity), *content]


def rows(kind: Kind, cases: CaseQuerySet) -> Iterator[dict[str, Any]]:
    """Yield the cases of a query as rows, oldest first; the query must already be narrowed to what the reader may see.

    Content columns hold only what everybody who may see the case may read.
    """
    parties = Prefetch("parties", CaseParty.objects.select_related("person", "organisation").order_by("place"))
    found = (
        cases.filter(kind=kind.slug)
        .select_related("session__term", "body", "parent")
        .prefetch_related(parties)
        .order_by("pk")
    )
    chunk: list[Case] = []
    for case in found.iterator(chunk_size=CHUNK):
        chunk.append(case)
        if len(chunk) == CHUNK:
            yield from _as_rows(kind, chunk)
            chunk = []
    yield from _as_rows(kind, chunk)


def _as_rows(kind: Kind, cases: list[Case]) -> Iterator[dict[str, Any]]:
    contents = kind.content._default_manager.in_bulk([case.pk for case in cases])
    for case in cases:
        yield _row(kind, case, contents[case.pk])


def _row(kind: Kind, case: Case, content: Content) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": case.number,
        "official_number": case.official_number,
        "kind": case.kind,
        "title": case.title,
        "state": case.state,
        "session": case.session.short_name if case.session else None,
        "year": case.year,
        "opened": _plain(case.opened_on),
        "closed": _plain(case.closed_on),
        "due": _plain(case.due_on),
        "body": case.body.name,
        "parent": case.parent.number if case.parent else None,
    }
    for column in kind.columns:
        if column.capacity:
            names = [_name(party) for party in case.parties.all() if party.capacity == column.capacity]
            row[column.capacity] = "、".join(names)
    for field in content._meta.concrete_fields:
        if not field.primary_key:
            row[field.name] = _plain(getattr(content, field.name))
    return row


def _name(party: CaseParty) -> str:
    who = party.person or party.organisation
    return who.name if who else ""


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
