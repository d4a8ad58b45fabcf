"""The database refuses every change to the register but one, and says so when it is not able to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, models, transaction

from tests.world.story import DATA, Story
from tests.world.tables import Contents, contents
from zhixing.cases.acts import perform
from zhixing.register.checks import check_protection
from zhixing.register.log import verify_database
from zhixing.register.models import Entry, FieldValue, LogItem, Seal
from zhixing.register.protection import PROTECTED, grant_application_role, install, lifted, missing
from zhixing.register.writer import remove_value

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MODELS: list[type[models.Model]] = [Entry, FieldValue, LogItem, Seal]
COLUMNS = [(model, str(field.column)) for model in MODELS for field in model._meta.concrete_fields]
ON_POSTGRESQL = connection.vendor == "postgresql"


def register() -> Contents:
    """Return the register's tables as they are."""
    return {table: rows for table, rows in contents().items() if table in PROTECTED}


def execute(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def refused(*acts: Callable[[], object]) -> None:
    """Make sure that the database refuses each act, and says why, and keeps everything as it is."""
    before = register()
    for act in acts:
        with pytest.raises(DatabaseError, match="the register is append-only"), transaction.atomic():
            act()
    assert register() == before


def refused_by_hand(*statements: str) -> None:
    """Make sure that the database refuses each statement, and says why, and keeps everything as it is."""
    before = register()
    for statement in statements:
        try:
            with transaction.atomic():
                execute(statement)
        except DatabaseError as error:
            said = str(error)
        else:
            said = "nothing"
        assert (statement, "the register is append-only" in said) == (statement, True), said
    assert register() == before


def one(model: type[models.Model]) -> models.Model:
    """Return some row of a table, its value not removed."""
    row = model._base_manager.order_by("-pk").first()
    assert row is not None
    return row


# --- By Django's own means ---


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("story")
def test_instance_is_neither_saved_again_nor_deleted(model: type[models.Model]) -> None:
    refused(
        one(model).save,
        lambda: one(model).save(force_update=True),
        lambda: model._base_manager.filter(pk=one(model).pk)._raw_delete("default"),
    )


@pytest.mark.usefixtures("story")
def test_instance_with_an_old_id_is_not_inserted() -> None:
    """On PostgreSQL the keys refuse what on SQLite a trigger must."""
    rows = [one(model) for model in MODELS]

    for row in rows:
        before = register()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)
        assert register() == before


@pytest.mark.usefixtures("story")
def test_instances_that_nothing_hangs_on_are_not_deleted() -> None:
    refused(one(LogItem).delete, one(Seal).delete, one(FieldValue).delete)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("story")
def test_queryset_updates_no_column(model: type[models.Model]) -> None:
    names = [field.name for field in model._meta.concrete_fields]

    refused(*(partial(model._base_manager.update, **{name: models.F(name)}) for name in names))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("story")
def test_bulk_update_and_update_or_create_are_refused(model: type[models.Model]) -> None:
    row = one(model)
    name = next(field.name for field in model._meta.concrete_fields if not field.primary_key)

    refused(
        lambda: model._base_manager.bulk_update([row], [name]),
        lambda: model._base_manager.update_or_create(pk=row.pk, defaults={name: getattr(row, name)}),
    )


# --- By hand ---


@pytest.mark.usefixtures("story")
def test_no_column_is_updated() -> None:
    refused_by_hand(*(f'UPDATE "{model._meta.db_table}" SET "{column}" = "{column}"' for model, column in COLUMNS))


@pytest.mark.usefixtures("story")
def test_no_row_is_deleted() -> None:
    refused_by_hand(
        *(f'DELETE FROM "{table}"' for table in PROTECTED),
        *(f'DELETE FROM "{table}" WHERE id = (SELECT max(id) FROM "{table}")' for table in PROTECTED),
    )


def columns_of(table: str) -> list[str]:
    return [column for model, column in COLUMNS if model._meta.db_table == table]


def copied(table: str, *, but: dict[str, str]) -> str:
    """Return a selection of the table's first row with some columns replaced."""
    columns = ", ".join(but.get(column, f'"{column}"') for column in columns_of(table))
    return f'SELECT {columns} FROM "{table}" WHERE id = (SELECT min(id) FROM "{table}")'


def overwriting(table: str, keys: tuple[str, ...]) -> str:
    """Return a selection that meets an existing row under some columns, and under no others."""
    fresh = {"id": "9999", "case": "'x'", "number": "9999", "name": "'x'", "position": "9999", "entry_id": "0"}
    return copied(table, but={name: value for name, value in fresh.items() if name not in keys})


def overwrites(verb: str, ending: str = "") -> list[str]:
    """Return a statement for every table and every way in which a row of it exists once."""
    statements = []
    for model in MODELS:
        table = model._meta.db_table
        names = ", ".join(f'"{column}"' for column in columns_of(table))
        for keys in unique_columns(model):
            conflict = ", ".join(f'"{column}"' for column in keys)
            end = ending.format(conflict=conflict)
            statements.append(f'{verb} INTO "{table}" ({names}) {overwriting(table, keys)} {end}')
    return statements


def unique_columns(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """Yield the columns under which a row exists once, whatever else it holds."""
    yield from ((str(field.column),) for field in model._meta.concrete_fields if field.unique)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            yield tuple(str(model._meta.get_field(name).column) for name in constraint.fields)


@pytest.mark.usefixtures("story")
def test_no_row_is_written_over() -> None:
    refused_by_hand(*overwrites("INSERT", 'ON CONFLICT ({conflict}) DO UPDATE SET "id" = excluded."id" + 1'))


if not ON_POSTGRESQL:

    @pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
    @pytest.mark.usefixtures("story")
    def test_sqlite_replaces_no_row(verb: str) -> None:
        refused_by_hand(*overwrites(verb))

    @pytest.mark.parametrize("who", ["han", ""])
    def test_sqlite_replaces_no_row_that_used_a_key(story: Story, who: str) -> None:
        """A row in the way under the actor's key would be deleted without any trigger being asked."""
        names = ", ".join(f'"{column}"' for column in columns_of("register_entry"))
        actor = story.town.people[who].pk if who else None
        used = {"key": "'k-1'", "actor_id": str(actor) if actor else "NULL"}
        execute(f"INSERT INTO register_entry ({names}) {copied('register_entry', but=used | FRESH)}")
        again = copied("register_entry", but=used | FRESH | {"id": "9998", "number": "9998"})

        refused_by_hand(f"INSERT OR REPLACE INTO register_entry ({names}) {again}")

    @pytest.mark.usefixtures("story")
    def test_sqlite_updates_over_no_row() -> None:
        refused_by_hand(
            *(f'UPDATE OR REPLACE "{table}" SET id = (SELECT max(id) FROM "{table}")' for table in PROTECTED)
        )

else:

    @pytest.mark.usefixtures("story")
    def test_postgresql_truncates_no_table() -> None:
        refused_by_hand(*(f'TRUNCATE "{table}" CASCADE' for table in PROTECTED))


FRESH = {"id": "9999", "case": "'x'", "number": "9999"}


def test_people_may_use_each_others_keys_and_the_clocks(story: Story) -> None:
    names = ", ".join(f'"{column}"' for column in columns_of("register_entry"))
    actors = [str(story.town.people["han"].pk), str(story.town.people["ye"].pk), "NULL"]

    for number, actor in enumerate(actors):
        fresh = {"id": f"999{number}", "case": "'x'", "number": f"{number}", "key": "'k'", "actor_id": actor}
        execute(f"INSERT INTO register_entry ({names}) {copied('register_entry', but=fresh)}")

    assert Entry.objects.unscoped("test").filter(key="k").count() == 3


# --- The one change allowed ---


def test_value_and_salt_are_removed_together(story: Story) -> None:
    value = FieldValue.objects.get(entry__case=story.proposal.number, entry__number=1, name="title")

    assert remove_value(entry_id=value.entry_id, name="title") is True
    value.refresh_from_db()
    assert (value.value, value.salt, value.name) == (None, None, "title")
    assert remove_value(entry_id=value.entry_id, name="title") is False


@pytest.mark.usefixtures("story")
def test_nothing_else_goes_with_a_removal() -> None:
    changes = [
        "value = NULL",
        "salt = NULL",
        "value = NULL, salt = NULL, name = 'other'",
        "value = NULL, salt = NULL, id = id + 100000",
        "value = NULL, salt = NULL, entry_id = (SELECT max(id) FROM register_entry)",
        "value = '1', salt = NULL",
    ]

    refused_by_hand(*(f"UPDATE register_fieldvalue SET {change} WHERE value IS NOT NULL" for change in changes))


@pytest.mark.usefixtures("story")
def test_removed_value_is_not_put_back() -> None:
    refused_by_hand(
        "UPDATE register_fieldvalue SET value = '1', salt = '00' WHERE value IS NULL",
        "DELETE FROM register_fieldvalue WHERE value IS NULL",
    )


# --- Protection that is gone ---

TRIGGER = "register_entry_no_update"


def drop(name: str = TRIGGER) -> None:
    table = name.rsplit("_no_", 1)[0]
    execute(f"DROP TRIGGER {name}" + (f" ON {table}" if ON_POSTGRESQL else ""))


def disable(mode: str) -> Callable[[], None]:
    return lambda: execute(f"ALTER TABLE register_entry {mode} TRIGGER {TRIGGER}")


def weaken(statement: str) -> Callable[[], None]:
    def act() -> None:
        drop()
        execute(statement)

    return act


if ON_POSTGRESQL:
    REFUSE = "FOR EACH ROW {when} EXECUTE FUNCTION register_refuse()"
    WEAKENED = {
        "dropped": (drop, [TRIGGER]),
        "disabled": (disable("DISABLE"), [TRIGGER]),
        "for replicas only": (disable("ENABLE REPLICA"), [TRIGGER]),
        "never": (
            weaken(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON register_entry {REFUSE.format(when='WHEN (false)')}"),
            [TRIGGER],
        ),
        "for one column": (
            weaken(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF kind ON register_entry {REFUSE.format(when='')}"),
            [TRIGGER],
        ),
        "elsewhere": (
            weaken(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON cases_case {REFUSE.format(when='')}"),
            [TRIGGER],
        ),
        "hollow": (
            lambda: execute(
                "CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            ),
            ["register_refuse"],
        ),
    }
else:
    WEAKENED = {
        "dropped": (drop, [TRIGGER]),
        "hollow": (
            weaken(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON register_entry BEGIN SELECT 1; END"),
            [TRIGGER],
        ),
        "elsewhere": (
            weaken(
                f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON cases_case "
                "BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END"
            ),
            [TRIGGER],
        ),
        "moved away": (
            lambda: execute("ALTER TABLE register_seal RENAME TO seal_of_old"),
            [f"register_seal_no_{change}" for change in ("update", "delete", "overwrite")],
        ),
    }


@pytest.mark.parametrize("way", WEAKENED)
@pytest.mark.usefixtures("story")
def test_missing_protection_is_reported(way: str) -> None:
    act, names = WEAKENED[way]
    root = verify_database().root

    act()

    assert missing(connection) == names
    assert [(found.id, found.msg) for found in check_protection(databases=["default"])] == [
        ("zhixing.E001", f"The register is not protected: trigger {name} is missing on database 'default'.")
        for name in names
    ]
    if way != "moved away":
        assert [fault["what"] for fault in verify_database(root).broken] == [
            f"the database does not protect the register: trigger {name} is missing" for name in names
        ]


@pytest.mark.parametrize("way", [way for way in WEAKENED if way not in {"elsewhere", "moved away"}])
@pytest.mark.usefixtures("story")
def test_protection_is_put_back(way: str) -> None:
    WEAKENED[way][0]()

    install(connection)

    assert missing(connection) == []
    refused(lambda: execute("UPDATE register_entry SET act = 'x'"))


@pytest.mark.usefixtures("story")
def test_migration_puts_protection_back() -> None:
    drop()

    call_command("migrate", verbosity=0)

    assert missing(connection) == []


@pytest.mark.usefixtures("story")
def test_check_is_part_of_djangos_checks() -> None:
    assert [found for found in run_checks(databases=["default"]) if found.id == "zhixing.E001"] == []
    drop()

    assert [found.id for found in run_checks(databases=["default"])] == ["zhixing.E001"]


@pytest.mark.usefixtures("story")
def test_protection_is_lifted_for_a_while_only() -> None:
    with lifted(connection):
        execute("UPDATE register_entry SET act = act")

    refused(lambda: execute("UPDATE register_entry SET act = act"))


# --- The role of the application ---

if ON_POSTGRESQL:

    @pytest.fixture
    def as_application(story: Story) -> Iterator[Story]:
        """Act as the role that the application has in production."""
        execute("CREATE ROLE zhixing_app")
        grant_application_role(connection, "zhixing_app")
        execute("SET LOCAL ROLE zhixing_app")
        yield story
        execute("RESET ROLE")

    def test_application_may_act(as_application: Story) -> None:
        town = as_application.town
        handling = as_application.handling

        perform(handling, "contact", actor=town.actor("han"), data=DATA["contact"], key="k-1")
        as_application.on_to("rate")
        redacted = {"entry": 1, "field": "title", "reason": "涉及个人隐私"}
        perform(as_application.proposal, "redact", actor=town.actor("ding"), data=redacted)

        assert as_application.handling.title == "（已遮盖）"

    FORBIDDEN = [
        *(
            f'UPDATE {model._meta.db_table} SET "{column}" = "{column}"'
            for model, column in COLUMNS
            if column not in {"salt", "value"}
        ),
        *(f"DELETE FROM {table}" for table in PROTECTED),
        *(f"TRUNCATE {table} CASCADE" for table in PROTECTED),
        *(f"DROP TABLE {table} CASCADE" for table in PROTECTED),
        *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in PROTECTED),
        *(f"ALTER TABLE {table} RENAME TO gone" for table in PROTECTED),
        *(f"DROP TRIGGER {table}_no_delete ON {table}" for table in PROTECTED),
        "CREATE OR REPLACE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
    ]

    @pytest.mark.usefixtures("as_application")
    def test_application_may_do_nothing_else() -> None:
        for statement in FORBIDDEN:
            said = ""
            try:
                with transaction.atomic():
                    execute(statement)
            except ProgrammingError as error:
                said = str(error)
            assert (statement, bool(re.search("permission denied|must be owner", said))) == (statement, True)
