"""Act forms, generated from the fields a procedure names.

A form carries what was typed and shows what is wrong with it; whether it will do is decided at the one door, by the
same check for a page, a command and a script. A kind may put a form of its own in place of a generated one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhixing.cases.adopting import Adopted
from zhixing.desk.field_help import bounds_of, help_of
from zhixing.desk.name_widget import finding_attributes
from zhixing.desk.names import Names, Option
from zhixing.desk.row_fields import RowsField, note_fault
from zhixing.desk.speech import say
from zhixing.desk.uploads import files_widget
from zhixing.desk.widgets import CaseInput, CasesInput, Rows
from zhixing.procedure import fields as procedure_fields
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act, Field
from zhixing.procedure.words import Sentence

MOST_RADIOS = 5
"""Up to so many choices stand open to be seen at once; more are folded into a list."""

STANDS_FOR = {"entry": "which", "field": "which"}
"""Fields of an act that a form asks for under another name."""

SEVERAL = {"organisations", "persons", "files"}
"""Field types that are sent as several values of one name."""


class ActForm(forms.Form):
    """A form that takes whatever is typed. Faults are added from a refusal with :func:`show_refusal`."""

    use_required_attribute = False
    """The browser's own bubbles would speak another language than the page, and only of one field at a time."""

    def _clean_fields(self) -> None:
        self.cleaned_data = {name: self[name].data for name in self.fields}


def typed(form: forms.Form, act: Act, sent: QueryDict) -> dict[str, Any]:
    """Return what was typed into an act's fields, as a draft keeps it."""
    found: dict[str, Any] = {}
    for name, one in act.fields.items():
        widget = form.fields[name].widget if name in form.fields else None
        if isinstance(widget, Rows | CasesInput):
            found[name] = widget.value_from_datadict(sent, {}, name)
        elif name in sent:
            found[name] = sent.getlist(name) if one.type in SEVERAL else sent[name]
    return found


def form_class(adopted: Adopted, act: Act, *, names: Names) -> type[ActForm]:
    """Return the generated form of an act, its fields in the procedure's order."""
    fields = {
        name: form_field(adopted, one, names=names, act=act, beside=act.fields)
        for name, one in act.fields.items()
        if not one.worked_out
    }
    return type("GeneratedActForm", (ActForm,), fields)


def form_field(
    adopted: Adopted, one: Field, *, names: Names, act: Act | None = None, beside: Mapping[str, Field] | None = None
) -> forms.Field:
    """Return the form field for a field of an act; the act tells in which states a case may be named.

    ``beside`` are the fields of the same act, or the columns of the same row, as its help may name them.
    """
    label, help_text = say(one.title), help_of(adopted, one, names, beside=beside)
    if one.type == "rows":
        columns = {
            name: form_field(adopted, column, names=names, beside=one.columns) for name, column in one.columns.items()
        }
        row_form = type("RowForm", (ActForm,), columns)
        given = frozenset(name for name, column in one.columns.items() if column.given)
        bounds = bounds_of(adopted, one)
        return RowsField(row_form, bounds, given=given, label=label, help_text=help_text, required=one.required)
    kind, widget = _control(adopted, one, names, act)
    if one.type in {"text", "prose"}:
        bounds = bounds_of(adopted, one)
        widget.attrs |= {"data-count": one.type, **{f"data-{name}": bound for name, bound in bounds.items()}}
    initial = None
    if one.own:
        fitting = [option for _side, options in names.organisations_for(one, adopted, act) for option in options]
        initial = fitting[0][0] if len(fitting) == 1 else None
    return kind(label=label, help_text=help_text, required=one.required, widget=widget, initial=initial)


def _control(adopted: Adopted, one: Field, names: Names, act: Act | None) -> tuple[type[forms.Field], forms.Widget]:
    """Return the field and the control for a type; the database is asked for names only where they are shown."""
    widget: forms.Widget = forms.TextInput()
    match one.type:
        case "prose":
            widget = forms.Textarea({"rows": 6})
        case "date":
            widget = forms.DateInput({"type": "date", **_days(one, names.on)})
        case "integer" if one.entry_of:
            widget = forms.Select(choices=[("", "—"), *names.entries_for(one, adopted)])
        case "integer":
            widget = forms.NumberInput(bounds_of(adopted, one))
        case "boolean":
            return forms.BooleanField, forms.CheckboxInput()
        case "choice":
            titles = procedure_fields.offered(adopted.procedure, one, adopted.settings)
            closed = one.window if one.window and names.window.open is False else ""
            options = [(code, say(title)) for code, title in titles.items() if code != closed]
            widget = choice_widget(options, required=one.required)
        case "organisation" | "person":
            offered = names.organisations_for if one.type == "organisation" else names.people_for
            named = offered(one, adopted, act)
            widget = forms.Select(finding_attributes(one), choices=[("", "—"), *named])
        case "case":
            widget = CaseInput(names.cases(one, act))
        case "organisations" | "persons" | "cases" | "files":
            return forms.Field, _several(adopted, one, names, act)
        case _:
            pass
    return forms.CharField, widget


def _several(adopted: Adopted, one: Field, names: Names, act: Act | None) -> forms.Widget:
    """Return the control for a type that takes more than one value."""
    match one.type:
        case "cases":
            return CasesInput(names.cases(one, act))
        case "files":
            return files_widget(one, sizes=names.sizes)
        case "organisations":
            named = names.organisations_for(one, adopted, act)
            return forms.SelectMultiple({"size": 10, **finding_attributes(one)}, named)
        case _:
            return forms.SelectMultiple({"size": 10, **finding_attributes(one)}, names.people_for(one, adopted, act))


def choice_widget(options: Sequence[Option], *, required: bool) -> forms.Widget:
    """Return radio buttons for few options and a folded list for many; with "none" where one may leave it open."""
    if len(options) <= MOST_RADIOS:
        return forms.RadioSelect(choices=options if required else [*options, ("", _("Not stated"))])
    return forms.Select(choices=[("", "—"), *options])


def _days(one: Field, on: date) -> dict[str, str]:
    days = {"today": on.isoformat()}
    bounds = {"min": days.get(one.not_before), "max": days.get(one.not_after)}
    return {name: day for name, day in bounds.items() if day}


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Show the faults of a refusal at the fields they belong to."""
    show_faults(form, refused.faults)


def show_faults(form: forms.Form, faults: Iterable[tuple[str, Sentence]]) -> None:
    """Tie faults to the fields they belong to; those of no field stand at the form's head."""
    for name, sentence in faults:
        shown = STANDS_FOR.get(name, name) if name not in form.fields else name
        note_fault(form, shown, sentence)
        form.add_error(shown if shown in form.fields else None, say(sentence))
