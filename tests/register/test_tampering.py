"""Somebody who owns the database takes the triggers away, changes the register and puts the triggers back.

Whatever is changed is found; if everything is made consistent again, by whoever noted a root before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, models

from tests.register.exports import Export, Row
from tests.world.story import Story
from zhixing.assembly.clock import true_now
from zhixing.assembly.models import Body
from zhixing.cases.rebuilding import rebuild
from zhixing.register import writer
from zhixing.register.log import records, seal, verify_database
from zhixing.register.models import Entry, FieldValue, LogItem, Seal
from zhixing.register.protection import install, lifted, missing
from zhixing.register.verifier import LOST

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@dataclass
class Register:
    """The story's register under a tamperer's hands, and the roots that others noted before."""

    story: Story
    sealed: str
    noted: str

    def entry(self, number: int = 2) -> Entry:
        """Return an entry of the proposal."""
        return Entry.objects.unscoped("test").get(case=self.story.proposal.number, number=number)

    def value(self, name: str = "title", entry: int = 1) -> FieldValue:
        """Return a value of the proposal."""
        return FieldValue.objects.get(entry=self.entry(entry), name=name)

    def remove(self, *entries: Entry) -> None:
        """Remove entries with all that hangs on them."""
        LogItem.objects.unscoped("test").filter(entry__in=entries)._raw_delete("default")
        FieldValue.objects.filter(entry__in=entries)._raw_delete("default")
        Entry.objects.unscoped("test").filter(pk__in=[entry.pk for entry in entries])._raw_delete("default")

    def whats(self, root: str | None = None) -> list[str]:
        """Return what verification finds."""
        return [fault["what"] for fault in verify_database(root).broken]


@pytest.fixture
def register(story: Story) -> Register:
    """Return an honest register and the roots of its seal and of its present."""
    sealed = Seal.objects.get().root
    noted = verify_database(sealed)
    assert noted.broken == []
    return Register(story, sealed, noted.root)


def change(row: models.Model, **columns: Any) -> None:
    """Write columns of a row past the model."""
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


# --- Entries and their values ---

ENTRY_FIELDS = {
    "kind": "handling",
    "act": "file",
    "post": '{"kind":"director"}',
    "at": true_now(),
    "recorded_at": true_now(),
    "key": "k",
    "payload": "ab" * 32,
    "procedure": "ab" * 32,
    "outcome": '{"state":"filed"}',
    "commitments": "[]",
    "prev": "ab" * 32,
    "hash": "ab" * 32,
    "actor": None,
    "number": 77,
    "case": "331097-2026-000099",
}


@pytest.mark.parametrize("name", ENTRY_FIELDS)
def test_altered_entry_is_found(register: Register, name: str) -> None:
    with lifted(connection):
        change(register.entry(), **{name: ENTRY_FIELDS[name]})

    assert register.whats()


def test_entry_given_to_another_committee_is_found(register: Register) -> None:
    other = Body.objects.create(name="澜东县政协", short_name="澜东", level="county", area_code="331098", slug="331098")

    with lifted(connection):
        change(register.entry(), body=other)

    assert register.whats()


@pytest.mark.parametrize(
    "columns", [{"value": '"另一个案由"'}, {"salt": "00" * 16}, {"salt": None}, {"name": "other"}, {"value": None}]
)
def test_altered_value_is_found(register: Register, columns: dict[str, Any]) -> None:
    value = register.value()

    with lifted(connection):
        change(value, **columns)

    assert bool(register.whats()) == (columns != {"value": None}), "a removed value needs no salt to be whole"


def test_removed_and_added_values_are_found(register: Register) -> None:
    value = register.value()

    with lifted(connection):
        change(value, name="first")
        value.pk = None
        value.save(force_insert=True)
    assert register.whats() == ["the value 'first' has no commitment or comes twice"]

    with lifted(connection):
        FieldValue.objects.filter(name__in=["first", "title"], entry=register.entry(1))._raw_delete("default")
    assert register.whats() == ["the value 'title' is missing"]


def test_removed_entry_is_found(register: Register) -> None:
    with lifted(connection):
        register.remove(register.entry(2))

    assert "the entries from 2 to 2 before it are missing" in register.whats()


def test_added_entry_is_found(register: Register) -> None:
    """An entry between others cannot be told; one at the end would need the hash of all it says."""
    entry = register.entry(5)
    entry.pk, entry.number, entry.prev = None, 6, entry.hash
    entry.save(force_insert=True)

    assert "it does not match its hash: it was altered" in register.whats()


def test_entry_that_did_not_come_through_the_door_is_found_by_rebuilding(register: Register) -> None:
    """Whoever has the writer can append what hashes well; the rows beside the register do not know of it."""
    last, proposal = register.entry(5), register.story.proposal
    told = {name: getattr(last, name) for name in ("case", "kind", "act", "actor_id", "at", "recorded_at", "procedure")}
    writer.append(
        writer.NewEntry(
            **told,
            body_id=last.body_id,
            body_slug=proposal.body.slug,
            number=6,
            prev=last.hash,
            post=None,
            key=None,
            payload="",
            outcome=json.loads(last.outcome) | {"state": "withdrawn"},
        )
    )

    assert register.whats() == []
    assert {difference.case for difference in rebuild(check=True)} == {proposal.number}


def test_reordered_entries_are_found(register: Register) -> None:
    first, second = register.entry(2), register.entry(3)

    with lifted(connection):
        change(first, number=99)
        change(second, number=2)
        change(first, number=3)

    assert register.whats()


def test_exchanged_ids_are_found(register: Register) -> None:
    first, second = register.entry(2), register.entry(3)
    columns = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]
    told = {name: getattr(first, name) for name in columns}, {name: getattr(second, name) for name in columns}

    with lifted(connection):
        change(first, case="elsewhere")
        change(second, **told[0])
        change(first, **told[1])

    assert register.whats()


def test_cut_tail_is_found(register: Register) -> None:
    """The handling loses what followed the seal, log and all: whole in itself, but not what somebody noted."""
    tail = list(Entry.objects.unscoped("test").filter(case=register.story.handling.number, number__gt=2))

    with lifted(connection):
        register.remove(*tail)

    assert register.whats() == []
    assert register.whats(register.sealed) == []
    assert register.whats(register.noted) == [LOST]


def test_tail_cut_into_what_was_sealed_is_found(register: Register) -> None:
    tail = list(Entry.objects.unscoped("test").filter(case=register.story.handling.number, number__gt=1))

    with lifted(connection):
        register.remove(*tail)

    assert register.whats(register.sealed) != []
    assert LOST in register.whats(register.noted)


def test_removed_case_is_found(register: Register) -> None:
    entries = list(Entry.objects.unscoped("test").filter(case=register.story.handling.number))

    with lifted(connection):
        register.remove(*entries)

    assert register.whats() != []
    assert LOST in register.whats(register.noted)


# --- Log and seals ---


def test_removed_log_line_is_found(register: Register) -> None:
    with lifted(connection):
        LogItem.objects.unscoped("test").filter(entry=register.entry(3))._raw_delete("default")

    assert register.whats() != []


def test_altered_log_line_is_found(register: Register) -> None:
    item = LogItem.objects.unscoped("test").get(entry=register.entry(3))

    with lifted(connection):
        change(item, leaf="ab" * 32)

    assert register.whats() != []


def test_exchanged_log_lines_are_found(register: Register) -> None:
    first, second = LogItem.objects.unscoped("test").order_by("pk")[:2]
    told = first.entry_id, first.leaf, second.entry_id, second.leaf

    with lifted(connection):
        change(first, entry=Entry.objects.unscoped("test").latest("pk").pk + 1, leaf=told[3])
        change(second, entry=told[0], leaf=told[1])
        change(first, entry=told[2])

    assert register.whats() != []


def test_log_that_is_written_anew_is_found(register: Register) -> None:
    """Without its log the register puts the entries in order again; it does so by id, as it did before."""
    with lifted(connection):
        LogItem.objects.unscoped("test")._raw_delete("default")
    assert register.whats(register.noted) == []

    with lifted(connection):
        LogItem.objects.unscoped("test")._raw_delete("default")
        register.remove(register.entry(4))
    assert LOST in register.whats(register.noted)


@pytest.mark.parametrize("columns", [{"root": "ab" * 32}, {"heads": "[]"}, {"number": 7}, {"made_at": true_now()}])
def test_altered_seal_is_found(register: Register, columns: dict[str, Any]) -> None:
    with lifted(connection):
        change(Seal.objects.get(), **columns)

    assert register.whats() != []


def test_removed_seal_is_found(register: Register) -> None:
    """The first of two is missed by the second; of the last only the root that somebody noted is left."""
    register.story.on_to("sign_reply")
    last = seal()
    with lifted(connection):
        Seal.objects.filter(number=1)._raw_delete("default")
    assert register.whats() != []

    with lifted(connection):
        Seal.objects.all()._raw_delete("default")
    assert register.whats(register.sealed) == []
    assert register.whats(last.root) == []


# --- Forged throughout ---


def exported() -> Export:
    """Read the whole register as the verifier does."""
    entries, values, log, seals = records()
    return Export(list(entries), list(values), list(log), list(seals))


def written_back(export: Export) -> None:
    """Write a whole register in place of the one there is."""
    bodies = dict(Body.objects.values_list("slug", "pk"))
    for model in (LogItem, Seal, FieldValue, Entry):
        model._base_manager.all()._raw_delete("default")
    for row in export.entries:
        texts = {name: writer.as_text(row[name]) for name in ("outcome", "commitments")}
        columns: Row = {**row, **texts, "post": writer.as_text(row["post"]) if row["post"] else ""}
        body, actor = bodies[columns.pop("body")], columns.pop("actor")
        Entry._base_manager.bulk_create([Entry(**columns, body_id=body, actor_id=actor)])
    for row in export.values:
        FieldValue.objects.create(entry_id=row["entry"], name=row["name"], salt=row["salt"], value=row["value"])
    for row in export.log:
        LogItem.objects.create(
            id=row["id"], body_id=bodies[row["body"]], position=row["position"], entry_id=row["entry"], leaf=row["leaf"]
        )
    for row in export.seals:
        Seal.objects.create(**{**row, "heads": writer.as_text(row["heads"])})


def alter_an_act(export: Export) -> None:
    next(entry for entry in export.entries if entry["act"] == "first_review")["outcome"]["state"] = "declined"


def alter_a_value(export: Export) -> None:
    next(value for value in export.values if value["name"] == "opinion")["value"] = '"不同意"'


def alter_who_acted(export: Export) -> None:
    next(entry for entry in export.entries if entry["act"] == "accept")["actor"] = None


def remove_an_entry(export: Export) -> None:
    del export.entries[3]


def remove_a_case(export: Export) -> None:
    export.entries[:] = [entry for entry in export.entries if entry["kind"] != "handling"]


def forge(change_it: Callable[[Export], None]) -> None:
    """Change the register and make every hash, commitment, log line and seal follow again."""
    export = exported()
    removed = [value for value in export.values if value["salt"] is None]
    export.values[:] = [value for value in export.values if value["salt"] is not None]
    change_it(export)
    export.seals.clear()
    export.forge()
    assert removed, "a value removed by law is left out: its commitment cannot be made again"
    with lifted(connection):
        written_back(export)


@pytest.mark.parametrize(
    "change_it",
    [alter_an_act, alter_a_value, alter_who_acted, remove_an_entry, remove_a_case],
    ids=lambda one: one.__name__,
)
def test_register_forged_throughout_is_found_by_a_root_noted_before(
    register: Register, change_it: Callable[[Export], None]
) -> None:
    forge(change_it)
    seal()

    assert register.whats() == []
    assert (register.whats(register.sealed), register.whats(register.noted)) == ([LOST], [LOST])


def test_honest_register_written_anew_is_whole(register: Register) -> None:
    """So that the forgeries above are found for what they changed, not for how they were written."""
    export = exported()

    with lifted(connection):
        written_back(export)

    assert (register.whats(register.sealed), register.whats(register.noted)) == ([], [])


# --- Tables put in the place of others ---


@pytest.mark.parametrize("restored", [False, True])
def test_table_exchanged_for_an_altered_copy_is_found(register: Register, restored: bool) -> None:  # noqa: FBT001 - drawn
    columns = "id, entry_id, name, salt, CASE WHEN name = 'opinion' THEN '\"不同意\"' ELSE value END AS value"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE altered AS SELECT {columns} FROM register_fieldvalue")
        cursor.execute("DROP TABLE register_fieldvalue")
        cursor.execute("ALTER TABLE altered RENAME TO register_fieldvalue")
    gone = [name for name in missing(connection) if "fieldvalue" in name]
    assert len(gone) == 3

    if restored:
        install(connection)

    told = [f"the database does not protect the register: trigger {name} is missing" for name in gone]
    assert register.whats(register.noted) == [
        "the value 'opinion' does not match its commitment: it was altered",
        *([] if restored else told),
    ]
