"""What a room shows of a case on its page, in the parts that the page's components take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case
from zhixing.cases.panels import Cell, LongText, Panel, Table, Text
from zhixing.common.parts import Field, Link, RowTable


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPart:
    """One section: its heading and note, facts, a table, texts to be opened, a line below."""

    title: Text
    note: Text
    facts: Sequence[Field]
    table: RowTable | None
    texts: Sequence[LongText]
    below: Text


def room_parts(case: Case, kind: Kind, actor: Actor) -> list[RoomPart]:
    """Return the parts that the kind's room shows of a case to one reader; none where it shows nothing of its own."""
    return _worded(kind.panel(case, actor) or ()) if kind.panel is not None else []


def parts_beside_form(case: Case, kind: Kind, act: str, actor: Actor) -> list[RoomPart]:
    """Return the parts that the kind's room shows above the form of an act; none where it shows nothing there."""
    shown = kind.beside_forms.get(act)
    return _worded(shown(case, actor)) if shown is not None else []


def _worded(panel: Panel) -> list[RoomPart]:
    return [
        RoomPart(
            title=part.title,
            note=part.note,
            facts=[Field(label=label, value=value) for label, value in part.facts],
            table=_table(part.table) if part.table else None,
            texts=part.texts,
            below=part.below,
        )
        for part in panel
    ]


def _table(table: Table) -> RowTable:
    rows = [[_field(title, cell) for title, cell in zip(table.columns, row, strict=True)] for row in table.rows]
    return RowTable(columns=table.columns, rows=rows)


def _field(title: Text, cell: Cell) -> Field:
    if not cell.case:
        return Field(label=title, value=cell.text)
    return Field(
        label=title, value="", links=[Link(title=cell.text, url=reverse("desk:case_detail", args=[cell.case]))]
    )
