"""The tables read from a folded case, as plain rows: one description serves the door, the batch and the rebuilding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from django.db import models

from zhixing.cases.folding import Folded
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline, Notice, Todo
from zhixing.register.rows import Row, delete, insert


@dataclass(frozen=True, slots=True)
class Table:
    """A projected table: its model, its columns without the key, and its rows for a case."""

    model: type[models.Model]
    columns: tuple[str, ...]
    rows: Callable[[int, Folded], list[Row]]

    def of_case(self, case_id: int) -> list[Row]:
        """Return the rows that stand in the database for a case."""
        return list(self.model._default_manager.filter(case_id=case_id).values_list(*self.columns))


def moment(text: str) -> datetime:
    """Return a moment that a folded case holds as text."""
    return datetime.fromisoformat(text)


def day(text: str) -> date:
    """Return a day that a folded case holds as text."""
    return date.fromisoformat(text)


def day_if(text: str | None) -> date | None:
    """Return a day that a folded case may hold."""
    return day(text) if text else None


def case_columns(folded: Folded) -> dict[str, Any]:
    """Return the columns of the case row that follow from a folded case."""
    running = [clock for clock in folded["clocks"].values() if clock["status"] == "running"]
    nearest = min(running, key=lambda clock: str(clock["due"]), default=None)
    return {
        "state": folded["state"],
        "title": folded["title"],
        "official_number": folded["number"],
        "session_id": folded["session"],
        "year": folded["year"],
        "folded": folded,
        "entries": folded["entries"],
        "version": folded["version"],
        "final": folded["final"],
        "imported": folded["imported"],
        "opened_on": day_if(folded["opened"]),
        "closed_on": day_if(folded["closed"]),
        "moved_at": moment(folded["moved"]),
        "due_on": day(nearest["due"]) if nearest else None,
        "warn_on": day(nearest["warn_on"]) if nearest else None,
    }


def _deadlines(case_id: int, folded: Folded) -> list[Row]:
    """The clocks of the case."""
    return [
        (
            case_id,
            name,
            clock["status"],
            day(clock["started"]),
            day(clock["due"]),
            day(clock["warn_on"]),
            day_if(clock["ended"]),
            clock["on_time"],
            clock["provisional"],
        )
        for name, clock in folded["clocks"].items()
    ]


NOT_TAKEN_UP = frozenset({"import", "correct", "redact", "succeed", "recompute"})
"""Acts by which nobody takes up a case of an earlier record: its units merge, its text is mended."""


def todo_rows(case_id: int, folded: Folded) -> list[Row]:
    """Whose turn it is; an imported case that nobody took up again waits for nobody."""
    if folded["imported"] and folded["counts"].keys() <= NOT_TAKEN_UP:
        return []
    since = moment(folded["since"])
    rows = []
    for awaited in folded["todo"]:
        clock = folded["clocks"].get(awaited["clock"])
        limits = (day(clock["due"]), day(clock["warn_on"])) if clock else (None, None)
        rows += [(case_id, awaited["act"], key, since, *limits) for key in awaited["keys"]]
    return rows


def _readers(case_id: int, folded: Folded) -> list[Row]:
    """Who may see the case."""
    return [(case_id, key) for key in folded["readers"]]


def _parties(case_id: int, folded: Folded) -> list[Row]:
    """The parties, in the order they joined."""
    return [
        (case_id, place, capacity, person, organisation)
        for place, (capacity, person, organisation, _side) in enumerate(folded["parties"])
    ]


TABLES = (
    Table(
        Deadline,
        ("case_id", "clock", "status", "started_on", "due_on", "warn_on", "ended_on", "on_time", "provisional"),
        _deadlines,
    ),
    Table(Todo, ("case_id", "act", "key", "since", "due_on", "warn_on"), todo_rows),
    Table(CaseReader, ("case_id", "key"), _readers),
    Table(CaseParty, ("case_id", "place", "capacity", "person_id", "organisation_id"), _parties),
)
"""Everything that is read from a folded case beside its row and its content."""

NOTICE_COLUMNS = ("case_id", "entry", "act", "key", "at")


class Told(Protocol):
    """An entry, written or about to be, as far as a notice tells of it."""

    @property
    def number(self) -> int:
        """Its number in the case."""

    @property
    def act(self) -> str:
        """What was done."""

    @property
    def at(self) -> datetime:
        """When."""


def notice_rows(case_id: int, entry: Told, outcome: Mapping[str, Any]) -> list[Row]:
    """Return what an entry gives others to read, from when they could read it."""
    told_at = moment(outcome["late"]) if outcome.get("late") else entry.at
    return [(case_id, entry.number, entry.act, key, told_at) for key in outcome["tells"]]


def same(some: Iterable[Row], others: Iterable[Row]) -> bool:
    """Tell whether two sets of rows are the same, whatever their order and the zones of their moments."""
    return sorted(map(_comparable, some)) == sorted(map(_comparable, others))


def _comparable(row: Row) -> list[str]:
    return [str(value.astimezone(UTC)) if isinstance(value, datetime) else repr(value) for value in row]


def insert_notices(rows: Iterable[Row]) -> None:
    """Write notices."""
    insert(Notice, NOTICE_COLUMNS, rows)


def write_all(cases: Iterable[tuple[int, Folded]]) -> None:
    """Write all that is read from new cases, given by their ids."""
    listed = list(cases)
    for table in TABLES:
        insert(table.model, table.columns, [row for pk, folded in listed for row in table.rows(pk, folded)])


def write_changes(case: Case, before: Folded, after: Folded) -> None:
    """Write again those tables of a case whose rows an entry changed."""
    for table in TABLES:
        rows = table.rows(case.pk, after)
        if rows != table.rows(case.pk, before):
            delete(table.model, "case_id", case.pk)
            insert(table.model, table.columns, rows)
