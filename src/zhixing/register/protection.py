"""The database itself refuses to change the register.

Triggers stop update and delete on every table, on SQLite also an insert over an existing row, which ``INSERT OR
REPLACE`` would slip past the others, and on PostgreSQL truncation. The one change allowed is removing a field's value
and salt together. On PostgreSQL the application's role also lacks the rights (:func:`grant_application_role`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

PROTECTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "register_entry": (("id",), ("case", "number"), ("actor_id", "key"), ("body_id", "key")),
    "register_fieldvalue": (("id",), ("entry_id", "name")),
    "register_logitem": (("id",), ("body_id", "position"), ("entry_id",)),
    "register_seal": (("id",), ("number",)),
}
"""The protected tables, with the columns under which a row may exist once."""
BY_CLOCK = ("body_id", "key")
"""These columns exist once among the clock's own entries only: people may use each other's keys."""

REMOVABLE = "register_fieldvalue"
_KEPT = ("id", "entry_id", "name")
MESSAGE = "the register is append-only"


def _quoted(columns: tuple[str, ...], template: str) -> str:
    return " AND ".join(template.format(column=f'"{column}"') for column in columns)


def _sqlite() -> dict[str, str]:
    statements = {}
    for table, keys in PROTECTED.items():
        when = ""
        if table == REMOVABLE:
            kept = _quoted(_KEPT, "NEW.{column} IS OLD.{column}")
            when = f"WHEN NOT (NEW.salt IS NULL AND NEW.value IS NULL AND {kept}) "
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        statements[f"{table}_no_update"] = (
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when}{refuse}'
        )
        statements[f"{table}_no_delete"] = f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}'
        over = " OR ".join(_exists(table, columns) for columns in keys)
        statements[f"{table}_no_overwrite"] = (
            f'CREATE TRIGGER "{table}_no_overwrite" BEFORE INSERT ON "{table}" WHEN {over} {refuse}'
        )
    return statements


def _exists(table: str, columns: tuple[str, ...]) -> str:
    same = _quoted(columns, "{column} = NEW.{column}")
    if columns == BY_CLOCK:
        same = f'NEW."actor_id" IS NULL AND "actor_id" IS NULL AND {same}'
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608  # names from above alone


FUNCTION = "register_refuse"
_FUNCTION_HEAD = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$"
_FUNCTION_BODY = f"""
BEGIN
    IF TG_TABLE_NAME = '{REMOVABLE}' AND TG_OP = 'UPDATE' THEN
        IF NEW.salt IS NULL AND NEW.value IS NULL AND {_quoted(_KEPT, "NEW.{column} = OLD.{column}")} THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';
END
"""


def _postgresql() -> dict[str, str]:
    """Return the statements word for word as PostgreSQL tells them again, so that any other wording is noticed."""
    statements = {FUNCTION: f"{_FUNCTION_HEAD}{_FUNCTION_BODY}$$"}
    for table in PROTECTED:
        for change, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            name = f"{table}_no_{change}"
            statements[name] = (
                f"CREATE TRIGGER {name} BEFORE {change.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {FUNCTION}()"
            )
    return statements


_PRESENT_ON_POSTGRESQL = """
SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
UNION ALL SELECT proname, %s || prosrc || '$$' FROM pg_proc WHERE proname = %s"""
_PRESENT_ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the text of every trigger that works."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PRESENT_ON_POSTGRESQL, [_FUNCTION_HEAD, FUNCTION])
        else:
            cursor.execute(_PRESENT_ON_SQLITE)
        return {str(name): str(sql) for name, sql in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are absent, switched off or not worded as they should be."""
    present = _present(connection)
    return [name for name, statement in _statements(connection).items() if present.get(name) != statement]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing."""
    statements = _statements(connection)
    with connection.cursor() as cursor:
        for name in missing(connection):
            _drop(connection, cursor, name)
            cursor.execute(statements[name])


def _drop(connection: BaseDatabaseWrapper, cursor: CursorWrapper, name: str) -> None:
    """Drop a trigger if it is there; the function behind PostgreSQL's triggers is replaced and never dropped."""
    if name == FUNCTION:
        return
    table = name.rsplit("_no_", 1)[0]
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def install_after_migration(using: str, **_kwargs: object) -> None:
    """Install the triggers on the database that was just migrated, if it holds the register."""
    connection = connections[using]
    if "register_entry" in connection.introspection.table_names():
        install(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; for emptying test databases only, and found out by every check."""
    with connection.cursor() as cursor:
        for name in _statements(connection):
            _drop(connection, cursor, name)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers away for a while; as :func:`drop`, for tests only."""
    drop(connection)
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
