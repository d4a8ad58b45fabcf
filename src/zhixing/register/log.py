"""Each body's log and the seals over all of them, as certificate transparency logs do.

A sequencer gives committed entries their positions in batches; a seal records the Merkle root of every log up to a
position. Whoever noted a root can find a cut tail, a removed case or a rewritten history afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from zhixing.assembly.clock import true_now
from zhixing.assembly.models import Body
from zhixing.register.models import Entry, FieldValue, LogItem, Seal
from zhixing.register.protection import missing
from zhixing.register.verifier import Frontier, Report, installation_root, leaf, seal_hash, verify
from zhixing.register.writer import FIRST, as_record, as_text, stamp

CHUNK = 2000
SEQUENCER_LOCK = 0x7A68_6978


def sequence() -> int:
    """Give every committed entry without a place one at the end of its body's log; return how many there were."""
    with transaction.atomic():
        _lock()
        next_position = {
            row["body_id"]: row["last"] + 1
            for row in LogItem.objects.unscoped("the sequencer serves all bodies")
            .values("body_id")
            .annotate(last=Max("position"))
        }
        waiting = Entry.objects.unscoped("the sequencer serves all bodies").filter(log_item__isnull=True).order_by("id")
        items = []
        for entry in waiting.only("id", "body_id", "hash").iterator(chunk_size=CHUNK):
            position = next_position.get(entry.body_id, 0)
            next_position[entry.body_id] = position + 1
            items.append(LogItem(body_id=entry.body_id, position=position, entry_id=entry.pk, leaf=leaf(entry.hash)))
        LogItem.objects.bulk_create(items, batch_size=CHUNK)
        return len(items)


def _lock() -> None:
    """Let one sequencer run at a time; SQLite's write transaction does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])


def heads() -> list[dict[str, Any]]:
    """Return the head of every body's log: its slug, size and Merkle root."""
    slugs = _slugs()
    frontiers: dict[int, Frontier] = {}
    items = LogItem.objects.unscoped("a seal covers all bodies").order_by("body_id", "position")
    for body_id, leaf_hash in items.values_list("body_id", "leaf").iterator(chunk_size=CHUNK):
        frontiers.setdefault(body_id, Frontier()).append(leaf_hash)
    return sorted(
        ({"body": slugs[body], "size": one.size, "root": one.root()} for body, one in frontiers.items()),
        key=lambda head: str(head["body"]),
    )


def _slugs() -> dict[int, str]:
    return dict(Body.objects.values_list("pk", "slug"))


def seal() -> Seal:
    """Bring the log up to date and seal it; when nothing is new, the last seal is returned again."""
    with transaction.atomic():
        sequence()
        now = heads()
        root = installation_root(now)
        last = Seal.objects.order_by("-number").first()
        if last is not None and last.root == root:
            return last
        made = Seal(
            number=last.number + 1 if last else 1,
            made_at=true_now(),
            heads=as_text(now),
            root=root,
            prev=last.hash if last else FIRST,
        )
        made.hash = seal_hash(_seal_fields(made))
        made.save(force_insert=True)
        return made


def _seal_fields(row: Seal) -> dict[str, Any]:
    return {
        "number": row.number,
        "made_at": stamp(row.made_at),
        "heads": json.loads(row.heads),
        "root": row.root,
        "prev": row.prev,
    }


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything read within be of one moment, whatever others go on writing, and keep nobody from writing.

    Within a transaction that is open already, that transaction's own view is left as it is.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        # Django would begin as a writer on SQLite, and see each statement's own moment on PostgreSQL.
        cursor.execute("BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def records(body: Body | None = None) -> tuple[Iterator[dict[str, Any]], ...]:
    """Return entries, values, log and seals as the verifier reads them; of one body, without seals, when given."""
    return _entries(body), _values(body), _log(body), _seals() if body is None else iter(())


def _entries(body: Body | None) -> Iterator[dict[str, Any]]:
    slugs = _slugs()
    rows = Entry.objects.unscoped("verification reads all bodies").order_by("id")
    for entry in (rows.of_body(body) if body else rows).iterator(chunk_size=CHUNK):
        yield as_record(entry, slugs[entry.body_id])


def _values(body: Body | None) -> Iterator[dict[str, Any]]:
    rows = FieldValue.objects.order_by("entry_id", "name")
    rows = rows.filter(entry__body=body) if body else rows
    yield from (
        {"entry": entry, "name": name, "salt": salt, "value": value}
        for entry, name, salt, value in rows.values_list("entry_id", "name", "salt", "value").iterator(chunk_size=CHUNK)
    )


def _log(body: Body | None) -> Iterator[dict[str, Any]]:
    slugs = _slugs()
    rows = LogItem.objects.unscoped("verification reads all bodies").order_by("id")
    rows = rows.of_body(body) if body else rows
    found = rows.values_list("id", "body_id", "position", "entry_id", "leaf").iterator(chunk_size=CHUNK)
    for pk, body_id, position, entry, leaf_hash in found:
        yield {"id": pk, "body": slugs[body_id], "position": position, "entry": entry, "leaf": leaf_hash}


def _seals() -> Iterator[dict[str, Any]]:
    for row in Seal.objects.order_by("number").iterator(chunk_size=CHUNK):
        yield {**_seal_fields(row), "hash": row.hash}


def verify_database(root: str | None = None) -> Report:
    """Verify the whole register, against an earlier root when one is given.

    The log is brought up to date first, so that the root printed covers every committed entry.
    """
    unprotected = [
        {"case": "", "entry": 0, "what": f"the database does not protect the register: trigger {name} is missing"}
        for name in missing(connection)
    ]
    sequence()
    with one_moment():
        entries, values, log, seals = records()
        report = verify(entries, values, log, seals, root)
    report.broken.extend(unprotected)
    return report
