"""Lock a case for an act, its root before it, always in that order. Asked at every act, so in plain statements."""

from __future__ import annotations

from django.db import connection

from zhixing.cases.models import Case


def locked(number: str, *, body: int) -> Case | None:
    """Return a case locked for the transaction, or None when the body has no such case.

    SQLite needs no row locks: its write transaction began before the first read.
    """
    for_update = ""
    if connection.vendor != "sqlite":
        for_update = " FOR UPDATE"
        _lock_root(number)
    statement = f"SELECT * FROM cases_case WHERE number = %s AND body_id = %s{for_update}"  # noqa: S608  # our own words
    found = Case.objects.unscoped("the statement names the body").raw(statement, [number, body])
    return next(iter(found), None)


def _lock_root(number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT root_id FROM cases_case WHERE number = %s AND root_id IS NOT NULL", [number])
        row = cursor.fetchone()
        if row:
            cursor.execute("SELECT id FROM cases_case WHERE id = %s FOR UPDATE", [row[0]])
