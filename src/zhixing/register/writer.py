"""The only place that makes entries. Called by the one door in :mod:`zhixing.cases`, and by nothing else.

What is hashed and how is specified in :mod:`zhixing.register.verifier`, whose functions are used here, so that writer
and verifier cannot drift apart.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhixing.assembly.clock import ZONE
from zhixing.register.models import Entry, FieldValue
from zhixing.register.rows import insert, insert_one, new_ids
from zhixing.register.verifier import canonical, commitment, sm3_hex

SALT_BYTES = 16
ENTRY_COLUMNS = tuple(str(field.column) for field in Entry._meta.concrete_fields if not field.primary_key)
VALUE_COLUMNS = ("entry_id", "name", "salt", "value")
Value = tuple[str, str, str]
Columns = dict[str, Any]
FIRST = "0" * 64


def stamp(moment: datetime) -> str:
    """Return a moment as entries write it: Beijing time with microseconds."""
    return moment.astimezone(ZONE).isoformat(timespec="microseconds")


def as_text(value: object) -> str:
    """Return a value as the register writes it: canonical JSON."""
    return canonical(value)


def digest_of(payload: Mapping[str, Any]) -> str:
    """Return the digest by which the same payload is recognised."""
    return sm3_hex(canonical(payload).encode(errors="surrogatepass"))  # typed text is checked later than its digest


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Everything an entry records, decided already."""

    body_id: int
    body_slug: str
    case: str
    number: int
    prev: str
    kind: str
    act: str
    actor_id: int | None
    post: Mapping[str, Any] | None
    at: datetime
    recorded_at: datetime
    key: str | None
    payload: str
    procedure: str
    outcome: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)


def append(new: NewEntry) -> Entry:
    """Append an entry with its values and return it.

    Raises:
        IntegrityError: when the case has an entry of that number already, or the actor used the key before.
    """
    columns, values = built(new)
    entry = Entry(id=insert_one(Entry, columns), **columns)
    insert(FieldValue, VALUE_COLUMNS, [(entry.pk, *value) for value in values])
    return entry


def save_many(made: Sequence[tuple[Columns, list[Value]]]) -> list[int]:
    """Append built entries in the given order and return their ids; each carries the hash of its case's entry before.

    Call it inside the transaction that writes what is read from them.
    """
    ids = new_ids(Entry, len(made))
    insert(
        Entry,
        ("id", *ENTRY_COLUMNS),
        [(pk, *map(entry.get, ENTRY_COLUMNS)) for pk, (entry, _) in zip(ids, made, strict=True)],
    )
    insert(
        FieldValue, VALUE_COLUMNS, [(pk, *value) for pk, (_, values) in zip(ids, made, strict=True) for value in values]
    )
    return ids


def built(new: NewEntry) -> tuple[Columns, list[Value]]:
    """Return the columns of an entry, hashed and not saved, and its values: name, salt and canonical text."""
    values: list[Value] = []
    commitments = []
    for name in sorted(new.values):
        salt = secrets.token_bytes(SALT_BYTES)
        text = as_text(new.values[name])
        commitments.append([name, commitment(name, salt, text)])
        values.append((name, salt.hex(), text))
    post, outcome, listed = as_text(new.post), as_text(new.outcome), as_text(commitments)
    columns = {
        "body_id": new.body_id,
        "case": new.case,
        "number": new.number,
        "kind": new.kind,
        "act": new.act,
        "actor_id": new.actor_id,
        "post": post if new.post else "",
        "at": new.at,
        "recorded_at": new.recorded_at,
        "key": new.key,
        "payload": new.payload,
        "procedure": new.procedure,
        "outcome": outcome,
        "commitments": listed,
        "prev": new.prev,
        "hash": sm3_hex(_hashed_text(new, post=post, outcome=outcome, commitments=listed).encode()),
    }
    return columns, values


def _hashed_text(new: NewEntry, *, post: str, outcome: str, commitments: str) -> str:
    """Return the text an entry's hash covers: its canonical JSON, in which long parts are not written twice."""
    return (
        f'{{"act":{as_text(new.act)},"actor":{as_text(new.actor_id)},"at":"{stamp(new.at)}",'
        f'"body":{as_text(new.body_slug)},"case":{as_text(new.case)},"commitments":{commitments},'
        f'"key":{as_text(new.key)},"kind":{as_text(new.kind)},"number":{new.number},"outcome":{outcome},'
        f'"payload":{as_text(new.payload)},"post":{post},"prev":"{new.prev}",'
        f'"procedure":{as_text(new.procedure)},"recorded_at":"{stamp(new.recorded_at)}"}}'
    )


def as_entry(pk: int, columns: Mapping[str, Any]) -> Entry:
    """Return an entry that was written as plain columns, for those who follow entries."""
    return Entry(pk=pk, **columns)


def as_record(entry: Entry, slug: str) -> dict[str, Any]:
    """Return an entry as the verifier reads it."""
    return {
        "id": entry.pk,
        "body": slug,
        "case": entry.case,
        "number": entry.number,
        "kind": entry.kind,
        "act": entry.act,
        "actor": entry.actor_id,
        "post": json.loads(entry.post) if entry.post else None,
        "at": stamp(entry.at),
        "recorded_at": stamp(entry.recorded_at),
        "key": entry.key,
        "payload": entry.payload,
        "procedure": entry.procedure,
        "outcome": json.loads(entry.outcome),
        "commitments": json.loads(entry.commitments),
        "prev": entry.prev,
        "hash": entry.hash,
    }


def remove_value(*, entry_id: int, name: str) -> bool:
    """Remove a field's value and salt; its commitment stays in the chain. Return whether there was one to remove."""
    found = FieldValue.objects.filter(entry_id=entry_id, name=name, value__isnull=False)
    return found.update(value=None, salt=None) == 1
