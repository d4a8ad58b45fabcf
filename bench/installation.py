"""A fresh installation to measure in."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def install() -> None:
    """Start Django and make the tables; on a server that measured before, begin anew."""
    django.setup()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0)
    settings.ALLOWED_HOSTS.append("testserver")


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns, the first to the left and the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = zip(row, widths, strict=True)
        print("  " + first[0].ljust(first[1]) + "".join("  " + cell.rjust(width) for cell, width in others), flush=True)
