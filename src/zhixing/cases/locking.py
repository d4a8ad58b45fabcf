"""Lock the cases an act may touch: first all roots in the order of their ids, then the case itself.

An act may cause acts in its own family, whose root is locked, and in cases that its data name, whose roots are
locked with it; so two acts that name each other's cases cannot wait for one another. Asked at every act, so in plain
statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connection

from zhixing.cases.models import Case

NUMBER = re.compile(r"(?=.*\d)\S{2,40}")
"""What a permanent or an official number may look like, for patterns are the procedures' own; a date is locked for
nothing."""
DEEPEST = 3


def named_cases(data: object, depth: int = 0) -> Iterator[str]:
    """Yield every text in an act's data that may be the number of a case."""
    if isinstance(data, str):
        if NUMBER.fullmatch(data.strip()):
            yield data.strip()
    elif depth < DEEPEST and isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from named_cases(one, depth + 1)


def lock_named(data: object, *, body: int) -> None:
    """Lock the families of the cases that the data of an opening act name; the new case itself nobody knows yet."""
    named = list(named_cases(data))
    if named and connection.vendor != "sqlite":
        _lock_roots(["", *named], body)


def locked(number: str, *, body: int, beside: Iterable[str] = ()) -> Case | None:
    """Return a case locked for the transaction, or None when the body has no such case.

    SQLite needs no row locks: its write transaction began before the first read.
    """
    for_update = ""
    if connection.vendor != "sqlite":
        for_update = " FOR UPDATE"
        _lock_roots([number, *beside], body)
    statement = f"SELECT * FROM cases_case WHERE number = %s AND body_id = %s{for_update}"  # noqa: S608  # our own words
    found = Case.objects.unscoped("the statement names the body").raw(statement, [number, body])
    return next(iter(found), None)


def _lock_roots(numbers: list[str], body: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT COALESCE(root_id, id) FROM cases_case"
            " WHERE body_id = %s AND (number = ANY(%s) OR official_number = ANY(%s))",
            [body, numbers, numbers[1:]],
        )
        roots = sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT id FROM cases_case WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [roots])
