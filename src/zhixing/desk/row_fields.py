"""A field of several rows, each a small form of its own; it works with no script, by a button that adds a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django import forms
from django.forms.boundfield import BoundField
from typing_extensions import override

from zhixing.desk.speech import say
from zhixing.desk.widgets import EMPTY, Given, Rows
from zhixing.procedure.fields import IN_ROW, MOST_ROWS
from zhixing.procedure.words import Sentence

FEWEST = 2
"""So many rows stand there at least, so that it is seen that there may be several."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a form: its controls, what is wrong with it, and whether the reader has just asked for it."""

    place: int
    form: forms.Form
    faults: Sequence[str]


class _Rest(TypedDict):
    label: str
    help_text: str
    required: bool


class RowsField(forms.Field):
    """A field that holds a list of rows. ``bounds`` are the least and the most rows there may be.

    What a form begins with in a column that is ``given`` is read there and not typed over; in a row that was added the
    column is typed as any other.
    """

    def __init__(
        self,
        row_form: type[forms.Form],
        bounds: Mapping[str, int],
        *,
        given: frozenset[str] = frozenset(),
        **rest: Unpack[_Rest],
    ) -> None:
        super().__init__(widget=Rows(row_form), **rest)
        self.row_form = row_form
        self.bounds = bounds
        self.given = given

    @property
    def answer(self) -> str:
        """The column that speaks of what is given: the first that is not; empty where nothing is."""
        return next((name for name in self.row_form.base_fields if name not in self.given), "") if self.given else ""

    @override
    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundRows:
        return BoundRows(form, self, field_name)


class BoundRows(BoundField):
    """The rows of a field as a form shows them: those filled, and room for more."""

    field: RowsField

    @property
    def rows(self) -> list[RowShown]:
        """Return the rows with their controls, and one or two empty ones."""
        filled: list[dict[str, Any]] = list(self.value() or [])
        asked = getattr(self.form, "asked_rows", {}).get(self.name, 0)
        said = getattr(self.form, "row_faults", {}).get(self.name, {})
        most = self.field.bounds.get("max", MOST_ROWS)
        # Where there is a row for each thing given, nobody misses an empty one.
        room = 0 if self.field.given and filled else 1
        fewest = 0 if self.field.given and filled else FEWEST
        shown = max(len(filled), min(most, max(len(filled) + room, self.field.bounds.get("min", 0), fewest, asked)))
        shown_rows = []
        for place in range(shown):
            initial = filled[place] if place < len(filled) else {}
            form = self.field.row_form(initial=initial, prefix=f"{self.html_name}-{place}")
            self._show_given(form, initial)
            if asked and place == len(filled):
                next(iter(form.fields.values())).widget.attrs["autofocus"] = True
            shown_rows.append(RowShown(place + 1, form, said.get(place + 1, ())))
        return shown_rows

    def _show_given(self, form: forms.Form, row: Mapping[str, Any]) -> None:
        for name in self.field.given:
            if row.get(name) not in EMPTY:
                form.fields[name].widget = Given()
        if any(row.get(name) not in EMPTY for name in self.field.given) and self.field.answer:
            form.fields[self.field.answer].widget.attrs["data-answer"] = ""

    @property
    def unanswered(self) -> tuple[int, int] | None:
        """Return of how many things given nothing is said yet, and how many there are; None where nothing is given."""
        rows = [row for row in self.value() or [] if any(row.get(name) not in EMPTY for name in self.field.given)]
        return (sum(row.get(self.field.answer) in EMPTY for row in rows), len(rows)) if rows else None

    @property
    def whole_faults(self) -> list[str]:
        """Return what is wrong with the field as a whole rather than with one of its rows."""
        in_rows = {
            fault for faults in getattr(self.form, "row_faults", {}).get(self.name, {}).values() for fault in faults
        }
        return [str(error) for error in self.errors if str(error) not in in_rows]


def note_fault(form: forms.Form, name: str, sentence: Sentence) -> None:
    """Keep a fault with the row it belongs to; a fault of no row is left alone."""
    if sentence.template is not IN_ROW or not isinstance(form.fields.get(name), RowsField):
        return
    faults: dict[str, dict[int, list[str]]] = form.__dict__.setdefault("row_faults", {})
    place = sentence.values["place"]
    if isinstance(place, int):
        faults.setdefault(name, {}).setdefault(place, []).append(say(sentence))


def ask_for_more(form: forms.Form, name: str, sent: Mapping[str, Any]) -> None:
    """Let a form show a row more than were sent."""
    if isinstance(form.fields.get(name), RowsField):
        form.__dict__.setdefault("asked_rows", {})[name] = len(Rows.places(sent, name)) + 1
