"""The few fields by which a list of cases is searched."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhixing.assembly.models import Body, Organisation, Session
from zhixing.cases.kinds import Kind
from zhixing.desk.forms import ActForm
from zhixing.desk.names import Option
from zhixing.desk.speech import say
from zhixing.procedure.model import Procedure


def filter_form(asked: QueryDict, kind: Kind, procedure: Procedure, *, body: Body, on: date) -> forms.Form:
    """Return the search form of a kind's list, filled with what was asked. Two queries, for units and sessions."""
    fields: dict[str, forms.Field] = {
        "q": forms.CharField(label=_("Number or title"), widget=forms.TextInput({"type": "search"})),
        "state": _select(_("State"), [(name, say(state.title)) for name, state in procedure.states.items()]),
    }
    for one in kind.filters:
        titles = procedure.lists.get(one.choices, {})
        fields[one.name] = _select(str(one.title), [(code, say(title)) for code, title in titles.items()])
    if kind.unit:
        fields["unit"] = _select(_("Unit"), _units(body, on))
    fields["session"] = _select(_("Session"), _sessions(body, on))
    fields["year"] = forms.CharField(label=_("Year"), widget=forms.NumberInput({"min": 1949, "max": 2200}))
    form_class = type("FilterForm", (ActForm,), fields)
    form: forms.Form = form_class(asked, auto_id="filter_%s")
    for field in form.fields.values():
        field.required = True  # nothing here is marked as optional: everything is
    return form


def _select(label: str, options: list[Option]) -> forms.Field:
    return forms.CharField(label=label, widget=forms.Select(choices=[("", _("All")), *options]))


def _units(body: Body, on: date) -> list[Option]:
    """Return the units in official order, those that only a ledger names among them."""
    rows = Organisation.objects.of_body(body).in_force(on).order_by("official_order", "pk")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _sessions(body: Body, on: date) -> list[Option]:
    sessions = Session.objects.of_body(body).begun(on)
    return [(str(session.pk), session.short_name) for session in sessions]
