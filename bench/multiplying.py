"""Many open cases from few: copies of the sample city's open families, row by row, under new numbers.

Acting a hundred thousand cases through the door would take hours, and what is measured here is how much is looked
through. The copies have the shape of the real ones in every table that the day's clocks and the desk read: cases,
contents, limits, to-dos, readers, parties, notices, what was read, entries and their values. They are no valid
register: their hashes are those of what they were copied from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

LEFT_OUT = frozenset({"finding", "notices"})
"""Apps whose rows neither the day's clocks nor the pages measured here read."""


class Multiplying:
    """Copies the families in which a case is open; the copies are numbered on from call to call."""

    def __init__(self) -> None:
        from zhixing.cases.models import Case
        from zhixing.register.models import Entry

        self._case, self._entry = Case, Entry
        every = Case.objects.unscoped("all are multiplied")
        self._cases = _highest(Case) + 1
        self._entries = _highest(Entry) + 1
        opened = every.filter(final=False)
        roots = {root or pk for pk, root in opened.values_list("pk", "root_id")}
        self._chosen = sorted(pk for pk, root in every.values_list("pk", "root_id") if (root or pk) in roots)
        self.open = opened.count()
        self._open_at_first = self.open
        self._copies = 0

    def until(self, many: int) -> None:
        """Copy until so many cases are open."""
        while self.open < many:
            self._copies += 1
            with transaction.atomic():
                self._copy(self._copies)
            self.open += self._open_at_first
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for model in (self._case, self._entry):
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608  # our own
                    )

    def _copy(self, place: int) -> None:
        with connection.cursor() as cursor:
            for model, columns in self._tables(place):
                names = ", ".join(f'"{name}"' for name in columns)
                taken = ", ".join(columns.values())
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({names}) SELECT {taken} FROM {model._meta.db_table} "  # noqa: S608  # our own
                    f"WHERE {self._where(model)}"
                )

    def _where(self, model: type[models.Model]) -> str:
        chosen = ", ".join(map(str, self._chosen))
        numbers = f"SELECT number FROM cases_case WHERE id IN ({chosen})"  # noqa: S608  # our own names
        if model is self._case:
            return f"id IN ({chosen})"
        if model is self._entry:
            return f'"case" IN ({numbers})'
        if any(field.column == "entry_id" for field in model._meta.concrete_fields):
            return f'entry_id IN (SELECT id FROM register_entry WHERE "case" IN ({numbers}))'  # noqa: S608  # our own names
        return f"case_id IN ({chosen})"

    def _tables(self, place: int) -> Iterator[tuple[type[models.Model], dict[str, str]]]:
        """Yield the tables, cases and entries first, each with what stands in its columns for a copy."""
        pointing = [one for one in apps.get_models() if one._meta.app_label not in LEFT_OUT and self._points(one)]
        for model in dict.fromkeys((self._case, self._entry, *pointing)):
            yield (
                model,
                {
                    field.column: self._copied(model, field, place)
                    for field in model._meta.concrete_fields
                    if model in (self._case, self._entry) or not isinstance(field, models.AutoField)
                },
            )

    def _points(self, model: type[models.Model]) -> bool:
        return model._meta.label != "register.LogItem" and any(
            field.remote_field and field.remote_field.model in (self._case, self._entry)
            for field in model._meta.concrete_fields
        )

    def _copied(self, model: type[models.Model], field: models.Field[Any, Any], place: int) -> str:
        remote = field.remote_field.model if field.remote_field else None
        name = f'"{field.column}"'
        if remote is self._case or (model is self._case and field.primary_key):
            return f"{name} + {place * self._cases}"
        if remote is self._entry or (model is self._entry and field.primary_key):
            return f"{name} + {place * self._entries}"
        if (model, field.column) in ((self._case, "number"), (self._entry, "case")):
            return f"substr({name}, 1, length({name}) - 6) || '{place:04}' || substr({name}, length({name}) - 5)"
        if (model, field.column) in ((self._case, "official_number"), (self._entry, "key")):
            return f"{name} || '~{place}'"
        if (model, field.column) == (self._case, "folded"):
            return _renumbered(place)
        return name


def _renumbered(place: int) -> str:
    """Return a folded case with the official number of a copy."""
    if connection.vendor == "postgresql":
        return (
            "CASE WHEN official_number IS NULL THEN folded"
            f" ELSE jsonb_set(folded, '{{number}}', to_jsonb(official_number || '~{place}')) END"
        )
    return (
        "CASE WHEN official_number IS NULL THEN folded"
        f" ELSE json_set(folded, '$.number', official_number || '~{place}') END"
    )


def _highest(model: type[models.Model]) -> int:
    highest: int = model._base_manager.aggregate(highest=models.Max("pk"))["highest"]
    return highest
