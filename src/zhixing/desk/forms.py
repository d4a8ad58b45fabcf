"""Act forms, generated from the fields a procedure names.

A form carries what was typed and shows what is wrong with it; whether it will do is decided at the one door, by the
same check for a page, a command and a script. A kind may put a form of its own in place of a generated one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from zhixing.assembly.models import Membership, Organisation, Post
from zhixing.assembly.vocabulary import Side
from zhixing.cases.adopting import Adopted
from zhixing.desk.speech import joined, say
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import choices_of
from zhixing.procedure.model import Act, Field

MOST_RADIOS = 5
"""Up to so many choices stand open to be seen at once; more are folded into a list."""

STANDS_FOR = {"entry": "which", "field": "which"}
"""Fields of an act that a form asks for under another name."""

Option = tuple[str, str]
OptionGroup = tuple[str, Sequence[Option]]


class ActForm(forms.Form):
    """A form that takes whatever is typed. Faults are added from a refusal with :func:`show_refusal`."""

    use_required_attribute = False
    """The browser's own bubbles would speak another language than the page, and only of one field at a time."""

    def _clean_fields(self) -> None:
        self.cleaned_data = {name: self[name].data for name in self.fields}


@dataclass(frozen=True)
class Names:
    """The organisations and people of one committee on a day, as options of a form; asked for when first needed."""

    body_id: int
    on: date
    _cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> Sequence[OptionGroup]:
        """Confirmed organisations in force, in official order within each side."""
        rows = Organisation.objects.of_body(self.body_id).in_force(self.on).confirmed().order_by("official_order", "pk")
        by_side: dict[str, list[Option]] = {side.value: [] for side in Side}
        for one in rows:
            by_side[one.side].append((str(one.pk), one.name))
        return [(str(Side(side).label), options) for side, options in by_side.items() if options]

    @cached_property
    def people(self) -> Sequence[Option]:
        """People who hold a post or a seat on the day, by the sound of their names."""
        posts = Post.objects.of_body(self.body_id).held(self.on).select_related("person", "organisation")
        seats = Membership.objects.of_body(self.body_id).sitting(self.on).select_related("person")
        hats: dict[int, tuple[str, str, list[str]]] = {}
        for person, hat in [(post.person, post.organisation.called) for post in posts] + [
            (seat.person, _("Member")) for seat in seats
        ]:
            hats.setdefault(person.pk, (person.name_sort, person.name, []))[2].append(hat)
        ordered = sorted(hats.items(), key=lambda item: item[1][0])
        return [(str(pk), f"{name} · {joined(dict.fromkeys(of))}") for pk, (_sort, name, of) in ordered]


def form_class(adopted: Adopted, act: Act, *, names: Names) -> type[ActForm]:
    """Return the generated form of an act, its fields in the procedure's order."""
    fields = {name: form_field(adopted, one, names=names) for name, one in act.fields.items()}
    return type("GeneratedActForm", (ActForm,), fields)


def form_field(adopted: Adopted, one: Field, *, names: Names) -> forms.Field:
    """Return the form field for a field of an act."""
    kind, widget = _control(adopted, one, names)
    return kind(label=say(one.title), help_text=_help(adopted, one), required=one.required, widget=widget)


def _control(adopted: Adopted, one: Field, names: Names) -> tuple[type[forms.Field], forms.Widget]:
    """Return the field and the control for a type; the database is asked for names only where they are shown."""
    widget: forms.Widget = forms.TextInput()
    match one.type:
        case "prose":
            widget = forms.Textarea({"rows": 6})
        case "date":
            widget = forms.DateInput({"type": "date", **_days(one, names.on)})
        case "integer":
            widget = forms.NumberInput(_bounds(adopted, one))
        case "boolean":
            return forms.BooleanField, forms.CheckboxInput()
        case "choice":
            titles = choices_of(adopted.procedure, one)
            widget = choice_widget([(code, say(title)) for code, title in titles.items()], required=one.required)
        case "organisation" | "person":
            options = names.organisations if one.type == "organisation" else names.people
            widget = forms.Select(choices=[("", "—"), *options])
        case "organisations" | "persons":
            options = names.organisations if one.type == "organisations" else names.people
            return forms.Field, forms.SelectMultiple({"size": 10}, options)
        case _:
            pass
    return forms.CharField, widget


def choice_widget(options: Sequence[Option], *, required: bool) -> forms.Widget:
    """Return radio buttons for few options and a folded list for many; with "none" where one may leave it open."""
    if len(options) <= MOST_RADIOS:
        return forms.RadioSelect(choices=options if required else [*options, ("", _("Not stated"))])
    return forms.Select(choices=[("", "—"), *options])


def _days(one: Field, on: date) -> dict[str, str]:
    days = {"today": on.isoformat()}
    bounds = {"min": days.get(one.not_before), "max": days.get(one.not_after)}
    return {name: day for name, day in bounds.items() if day}


def _bounds(adopted: Adopted, one: Field) -> dict[str, int]:
    numbers = {"min": one.least, "max": one.most}
    return {
        name: adopted.procedure.number(number, adopted.settings)
        for name, number in numbers.items()
        if number is not None
    }


def _help(adopted: Adopted, one: Field) -> str:
    """Return the procedure's own help, how much may be written, and when an optional field is wanted after all."""
    parts = [say(one.help)] if one.help else []
    if one.type in {"text", "prose"}:
        parts.append(_length(_bounds(adopted, one)))
    if one.required_when:
        parts.append(_("Wanted when %(when)s.") % {"when": joined(_conditions(adopted, one))})
    return " ".join(part for part in parts if part)


def _length(bounds: Mapping[str, int]) -> str:
    least, most = bounds.get("min", 0), bounds.get("max")
    if most is None:
        return _("At least %(least)d characters.") % {"least": least} if least > 1 else ""
    if least > 1:
        return _("%(least)d to %(most)d characters.") % {"least": least, "most": most}
    return _("At most %(most)d characters.") % {"most": most}


def _conditions(adopted: Adopted, one: Field) -> list[str]:
    """Return what an optional field's being wanted depends on, in words: 办理结果为“B 正在解决”."""
    procedure = adopted.procedure
    spoken = []
    for name, value in one.required_when.items():
        other = next((act.fields[name] for act in procedure.acts.values() if name in act.fields), None)
        title = choices_of(procedure, other).get(value) if other and other.type == "choice" else None
        spoken.append(
            _("%(field)s is “%(value)s”")
            % {"field": say(other.title) if other else name, "value": say(title) if title else value}
        )
    return spoken


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Tie the faults of a refusal to the fields they belong to; those of no field stand at the form's head."""
    for name, sentence in refused.faults:
        shown = STANDS_FOR.get(name, name) if name not in form.fields else name
        form.add_error(shown if shown in form.fields else None, say(sentence))
