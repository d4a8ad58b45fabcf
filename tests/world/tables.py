"""Everything the database holds, for tests that say that nothing has changed."""

from __future__ import annotations

from typing import Any

from django.db import connection

Contents = dict[str, list[tuple[Any, ...]]]


def contents() -> Contents:
    """Return the rows of every table, each table's in an order of their own."""
    found: Contents = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found
