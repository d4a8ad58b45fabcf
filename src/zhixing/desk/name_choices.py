"""The people or units that a field of a form may name and that somebody means by what they typed so far.

The field's own list is the bound: nobody is offered here who does not stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django import forms

from zhixing.desk.acting import Task
from zhixing.desk.names import Option
from zhixing.desk.row_fields import RowsField
from zhixing.finding import name_index
from zhixing.finding.models import NameForm
from zhixing.finding.tokens import folded, typed_line
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Field
from zhixing.procedure.words import Sentence, Words

MOST = 20
"""So many are offered at once; a letter more narrows them."""
PEOPLE, UNITS = frozenset({"person", "persons"}), frozenset({"organisation", "organisations"})
_IN_ROW = re.compile(r"(?P<rows>\w+)-\d{1,3}-(?P<column>\w+)")
"""How a form calls a control in a row."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who may be named: the value to send, the name, and what they hold."""

    value: str
    name: str
    about: str


def choices(task: Task, control: str, typed: str) -> list[Choice]:
    """Return whom a control of an act's form may name and what was typed means, in the order of the form.

    Raises:
        Refused: as unknown, when the form has no such control for names; as not allowed and the like, when the actor
            may not perform the act.
    """
    refused = task.refusal() if task.common is None else None
    if refused is not None:
        raise refused
    field, options = _options(task, control)
    return [Choice(value, *_parted(label)) for value, label in _meant(field, options, typed)][:MOST]


def _options(task: Task, control: str) -> tuple[Field, list[Option]]:
    in_row = _IN_ROW.fullmatch(control)
    name, column = (in_row["rows"], in_row["column"]) if in_row else (control, "")
    field, shown = task.act.fields.get(name), task.form().fields.get(name)
    if column:
        field = field.columns.get(column) if field is not None else None
        shown = shown.row_form.base_fields.get(column) if isinstance(shown, RowsField) else None
    if field is None or shown is None or field.type not in PEOPLE | UNITS or not isinstance(shown.widget, forms.Select):
        raise Refused("unknown", Sentence(NO_SUCH_FIELD))
    return field, list(_flat(shown.widget.choices))


def _flat(listed: Iterable[tuple[object, object]]) -> Iterator[Option]:
    """Yield the options of a control, those of its groups one after another."""
    for value, label in listed:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        elif value:
            yield str(value), str(label)


def _meant(field: Field, options: Sequence[Option], typed: str) -> list[Option]:
    typed = typed_line(typed)
    plain = folded(typed)
    if not plain:
        return list(options)
    owner = "person_id" if field.type in PEOPLE else "organisation_id"
    forms_of = NameForm.objects.filter(name_index.called(typed), **{f"{owner}__isnull": False})
    sorts: dict[str, set[str]] = {}
    for pk, sort in forms_of.values_list(owner, "sort"):
        sorts.setdefault(str(pk), set()).add(sort)
    meant = [(value, label) for value, label in options if value in sorts or plain in folded(label)]
    # 董 is read zhong elsewhere; whoever types z means others first.
    return sorted(meant, key=lambda option: sorts.get(option[0]) == {NameForm.Sort.OTHER})


def _parted(label: str) -> tuple[str, str]:
    name, _between, about = label.partition(" · ")
    return name, about


NO_SUCH_FIELD = Words(
    "这里没有可以填写姓名或单位的栏目。请重新打开表单。",
    "There is no field for names here. Open the form again.",
)
