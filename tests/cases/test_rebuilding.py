"""Whatever happens to the rows beside the register, rebuilding finds it and puts it right from the entries."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import models

from tests.world.story import DATA, Story, told
from tests.world.tables import Contents, contents
from tests.world.town import Town
from zhixing.cases.acts import perform
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline, Notice, Reading, Todo
from zhixing.cases.rebuilding import rebuild
from zhixing.proposals.models import Handling, Proposal
from zhixing.register.log import sequence

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PROJECTED = [Deadline, Todo, CaseReader, CaseParty, Notice]
COLUMNS: dict[str, Any] = {
    "state": "withdrawn",
    "title": "另一个案由",
    "official_number": "1005999",
    "session": None,
    "year": 1999,
    "folded": {},
    "entries": 99,
    "version": 99,
    "head": "ab" * 32,
    "procedure": "ab" * 32,
    "final": True,
    "imported": True,
    "opened_on": date(1999, 1, 1),
    "closed_on": date(1999, 1, 1),
    "due_on": date(1999, 1, 1),
    "warn_on": None,
}


@pytest.fixture
def story(town: Town) -> Story:
    """Return a story with a corrected, a redacted and a hidden field, and a clock that was stopped."""
    story = told(town, "sign_reply")
    mend = {"entry": 1, "reason": "误填"}
    perform(story.proposal, "correct", actor=town.actor("chen"), data={**mend, "field": "category", "value": "economy"})
    perform(story.proposal, "redact", actor=town.actor("ding"), data={**mend, "field": "analysis"})
    perform(story.proposal, "note", actor=town.actor("chen"), data=DATA.get("note", {"text": "备注"}))
    return story


def projections() -> Contents:
    """Return what the projected tables hold, their own numbers left out."""
    return {
        table: sorted((tuple(map(read, row if table == "cases_case" else row[1:])) for row in rows), key=repr)
        for table, rows in contents().items()
        if table.startswith(("cases_", "proposals_")) and table not in {"cases_adoption", "cases_counter"}
    }


def read(value: Any) -> Any:
    """Return a value as it is read: SQLite keeps JSON as text, of which there are many forms."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


def put_right() -> list[str]:
    """Rebuild, and return what was found; nothing is found after that."""
    checked = rebuild(check=True)
    assert rebuild(check=False) == checked
    assert rebuild(check=True) == []
    return [difference.what for difference in checked]


def test_honest_rows_are_left_alone(story: Story) -> None:
    before = contents()

    assert (rebuild(check=True), rebuild(check=False)) == ([], [])
    assert contents() == before


@pytest.mark.parametrize("column", COLUMNS)
def test_altered_column_of_a_case_is_put_right(story: Story, column: str) -> None:
    before = projections()
    Case.objects.unscoped("test").filter(kind="handling").update(**{column: COLUMNS[column]})

    found = put_right()

    assert len(found) == 1
    assert projections() == before


def test_case_hung_under_another_is_found(story: Story) -> None:
    Case.objects.unscoped("test").filter(kind="handling").update(parent=None)

    assert [difference.what for difference in rebuild(check=True)] == [
        f"the case hangs under None, the entries say {story.proposal.number}"
    ]


@pytest.mark.parametrize("content", [Proposal, Handling])
def test_altered_content_is_put_right(story: Story, content: type[models.Model]) -> None:
    before = projections()
    names = [
        field.name for field in content._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
    ]
    content._default_manager.update(**dict.fromkeys(names, "别的"))

    found = put_right()

    assert len(found) == len(names)
    assert projections() == before


@pytest.mark.parametrize("content", [Proposal, Handling])
def test_missing_content_is_put_right(story: Story, content: type[models.Model]) -> None:
    before = projections()
    content._default_manager.all().delete()

    assert put_right() == ["the case has no content"]
    assert projections() == before


@pytest.mark.parametrize("model", PROJECTED)
def test_missing_rows_are_put_right(story: Story, model: type[models.Model]) -> None:
    before = projections()
    cases = model._default_manager.values("case").distinct().count()
    model._default_manager.all().delete()

    assert put_right() == [f"the rows of {model._meta.db_table} differ from the entries"] * cases
    assert projections() == before


@pytest.mark.parametrize("model", PROJECTED)
def test_added_and_altered_rows_are_put_right(story: Story, model: type[models.Model]) -> None:
    before = projections()
    name = {CaseParty: "capacity", Deadline: "clock"}.get(model, "key")
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    model._default_manager.filter(pk=row.pk).update(**{name: "x"})
    row.pk = None
    if model is CaseParty:
        row.place = 99
    row.save(force_insert=True)

    assert put_right() == [f"the rows of {model._meta.db_table} differ from the entries"]
    assert projections() == before


def test_cases_are_restored_from_their_entries(story: Story) -> None:
    """Parents come before their children; only what somebody had read is lost, which is nobody's act."""
    before = projections()
    Reading.objects.create(case=story.proposal, person=story.town.people["an"], entry=1)
    for kind in ("handling", "proposal"):
        Case.objects.unscoped("test").filter(kind=kind).delete()

    found = put_right()

    assert found == ["the register has entries of this case, but there is no case row"] * 2
    assert {table: len(rows) for table, rows in projections().items()} == {
        table: len(rows) for table, rows in before.items()
    }
    assert story.handling.parent == story.handling.root == story.proposal
    story.tell_next("release_reply")
    assert rebuild(check=True) == []


def test_case_without_entries_is_reported_and_kept(story: Story) -> None:
    Case.objects.unscoped("test").filter(kind="handling").update(number="331097-2026-000099")

    found = [(difference.case, difference.what) for difference in rebuild(check=True)]

    assert found == [
        ("331097-2026-000099", "the case row has no entries in the register"),
        ("331097-2026-000002", "the register has entries of this case, but there is no case row"),
    ]


def test_rebuilding_does_not_touch_the_register(story: Story) -> None:
    sequence()
    register = {table: rows for table, rows in contents().items() if table.startswith("register_")}
    Todo.objects.all().delete()

    rebuild(check=False)

    assert {table: rows for table, rows in contents().items() if table.startswith("register_")} == register
