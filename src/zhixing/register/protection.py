"""The database itself refuses to change the register.

Triggers stop update and delete on every table, and on SQLite also an insert over an existing row, which ``INSERT OR
REPLACE`` would slip past the others. The one change allowed is removing a field's value and salt together. On
PostgreSQL the application's role also lacks the rights (:func:`grant_application_role`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PROTECTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "register_entry": (("id",), ("case", "number")),
    "register_fieldvalue": (("id",), ("entry_id", "name")),
    "register_logitem": (("id",), ("body_id", "position"), ("entry_id",)),
    "register_seal": (("id",), ("number",)),
}
"""The protected tables, with the columns under which a row may exist once."""

REMOVABLE = "register_fieldvalue"
_KEPT = ("id", "entry_id", "name")
MESSAGE = "the register is append-only"


def _quoted(columns: tuple[str, ...], template: str) -> str:
    return " AND ".join(template.format(column=f'"{column}"') for column in columns)


def _sqlite() -> dict[str, str]:
    statements = {}
    for table, keys in PROTECTED.items():
        over = " OR ".join(f"({_quoted(columns, '{column} = NEW.{column}')})" for columns in keys)
        when = ""
        if table == REMOVABLE:
            kept = _quoted(_KEPT, "NEW.{column} IS OLD.{column}")
            when = f"WHEN NOT (NEW.salt IS NULL AND NEW.value IS NULL AND {kept}) "
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        statements[f"{table}_no_update"] = (
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when}{refuse}'
        )
        statements[f"{table}_no_delete"] = f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}'
        statements[f"{table}_no_overwrite"] = (
            f'CREATE TRIGGER "{table}_no_overwrite" BEFORE INSERT ON "{table}" '  # noqa: S608  # names from above alone
            f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {over}) {refuse}'
        )
    return statements


_REFUSE = f"""CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"""


def _postgresql() -> dict[str, str]:
    statements = {}
    for table in PROTECTED:
        when = ""
        if table == REMOVABLE:
            kept = _quoted(_KEPT, "NEW.{column} IS NOT DISTINCT FROM OLD.{column}")
            when = f"WHEN (NOT (NEW.salt IS NULL AND NEW.value IS NULL AND {kept})) "
        for change, condition in (("update", when), ("delete", "")):
            statements[f"{table}_no_{change}"] = (
                f'CREATE TRIGGER "{table}_no_{change}" BEFORE {change.upper()} ON "{table}" '
                f"FOR EACH ROW {condition}EXECUTE FUNCTION register_refuse()"
            )
    return statements


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the triggers there are, with their text where the database keeps it word for word."""
    query = (
        "SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {str(name): str(sql) for name, sql in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are absent, switched off or, on SQLite, not worded as they should be."""
    present = _present(connection)
    return [
        name
        for name, statement in _statements(connection).items()
        if name not in present or (present[name] and present[name] != statement)
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing."""
    statements = _statements(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for name in missing(connection):
            cursor.execute(_drop(connection, name))
            cursor.execute(statements[name])


def _drop(connection: BaseDatabaseWrapper, name: str) -> str:
    table = name.rsplit("_no_", 1)[0]
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{on}'


def install_after_migration(using: str, **_kwargs: object) -> None:
    """Install the triggers on the database that was just migrated, if it holds the register."""
    connection = connections[using]
    if "register_entry" in connection.introspection.table_names():
        install(connection)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers away for a while; for emptying test databases only, and refused by nothing but its name."""
    with connection.cursor() as cursor:
        for name in _statements(connection):
            cursor.execute(_drop(connection, name))
    try:
        yield
    finally:
        install(connection)


def grant_application_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give a PostgreSQL role what the application needs and no more; run as the owner of the tables.

    The role may read and add to the register, may remove values, and may neither change, delete nor truncate it.
    """
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in PROTECTED:
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {name}')
        cursor.execute(f'GRANT UPDATE (salt, value) ON "{REMOVABLE}" TO {name}')
