"""The forms of the acts that mend the record: what is to be mended is chosen from the case's own entries, not typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from typing_extensions import override

from zhixing.cases import adopting
from zhixing.cases.adopting import Adopted
from zhixing.cases.mending import correctable
from zhixing.cases.models import Case, ProcedureText
from zhixing.cases.reading import EntryView
from zhixing.desk.forms import ActForm, form_field
from zhixing.desk.names import Names, Option
from zhixing.desk.speech import say
from zhixing.procedure.effects import DATE_FIELD
from zhixing.procedure.fields import choices_of
from zhixing.procedure.model import Act, Field

SHOWN = 24
"""So many characters of a recorded text are enough to know it by."""


class MendForm(ActForm):
    """A form that names an entry and one of its fields at once. ``codes`` turns a choice's title into its code."""

    codes: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    @override
    def _clean_fields(self) -> None:
        super()._clean_fields()
        entry, _mark, name = str(self.cleaned_data.pop("which") or "").partition(":")
        value = str(self.cleaned_data.get("value") or "").strip()
        if "value" in self.cleaned_data:
            self.cleaned_data["value"] = self.codes.get(f"{entry}:{name}", {}).get(value, value)
        self.cleaned_data |= {"entry": entry, "field": name}


def form_class(
    case: Case, adopted: Adopted, act: Act, *, timeline: Iterable[EntryView], names: Names
) -> type[ActForm] | None:
    """Return the form of a mending act that has one of its own, else None."""
    if act.name in {"correct", "redact"}:
        return _mend_form(case, adopted, act, timeline=list(timeline), names=names)
    if act.name == "migrate":
        return _migrate_form(case, act)
    return None


def _mend_form(case: Case, adopted: Adopted, act: Act, *, timeline: Sequence[EntryView], names: Names) -> type[ActForm]:
    options, codes = [("", "—")], {}
    for view in reversed(timeline):
        procedure = adopting.by_digest(case.procedure).procedure
        fields = procedure.acts[view.act].fields
        head = f"{view.number} · {say(view.title)}"
        if act.name == "correct":
            options.append((f"{view.number}:{DATE_FIELD}", f"{head} · {_('the day')}"))
        for value in view.values:
            one = fields.get(value.name)
            if value.raw is None or (act.name == "correct" and (one is None or not correctable(procedure, one))):
                continue
            options.append((f"{view.number}:{value.name}", f"{head} · {say(value.title)} · {_short(say(value.text))}"))
            if one is not None and one.type == "choice":
                codes[f"{view.number}:{value.name}"] = _codes(adopted, one)
    which = forms.CharField(label=_("What is to be mended"), widget=forms.Select(choices=options))
    rest = {
        name: form_field(adopted, one, names=names)
        for name, one in act.fields.items()
        if name not in {"entry", "field"}
    }
    if "value" in rest:
        rest["value"].help_text = _("A day as 2026-03-27; for a choice, the words of the right one.")
    return type("GeneratedMendForm", (MendForm,), {"codes": codes, "which": which, **rest})


def _codes(adopted: Adopted, one: Field) -> dict[str, str]:
    titles = choices_of(adopted.procedure, one)
    return {text: code for code, title in titles.items() for text in (title.zh, title.en) if text}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _migrate_form(case: Case, act: Act) -> type[ActForm]:
    """Return the form that offers the other procedures adopted for the kind, and the states of the one in force."""
    texts = ProcedureText.objects.filter(kind=case.kind).exclude(pk=case.procedure).values_list("pk", "version")
    procedures = [(digest, f"{version} · {digest[:12]}") for digest, version in texts]
    newest = adopting.in_force(case.body, case.kind).procedure
    states: list[Option] = [(name, say(state.title)) for name, state in newest.states.items()]
    options: dict[str, Sequence[Option]] = {"procedure": procedures, "state": states}
    fields: dict[str, Any] = {
        name: forms.CharField(
            label=say(one.title), required=one.required, widget=forms.Select(choices=[("", "—"), *options[name]])
        )
        for name, one in act.fields.items()
        if name in options
    }
    return type("GeneratedMigrateForm", (ActForm,), fields)
