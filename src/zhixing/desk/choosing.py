"""Choosing other numbers for a procedure on a page: within bounds, seen beforehand, tried, and then adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases import adopting, chosen, trying
from zhixing.cases.adopting import Adopted, Own
from zhixing.cases.kinds import Kind
from zhixing.desk.speech import say
from zhixing.procedure.difference import differences


def may_choose(actor: Actor) -> bool:
    """Tell whether somebody chooses for the committee: the proposals committee's director, or the general office."""
    director = f"d{actor.body_id}.{Function.PROPOSALS_COMMITTEE}.{PostKind.DIRECTOR}"
    office = (f"d{actor.body_id}.{Function.GENERAL_OFFICE}.{post}" for post in (PostKind.DIRECTOR, PostKind.CLERK))
    return not actor.keys.isdisjoint({director, *office})


class NumbersForm(forms.Form):
    """The numbers of a procedure, each within its bounds."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, stands: Adopted) -> None:
        super().__init__(data)
        for one in chosen.numbers(stands):
            told = {"least": one.least, "most": one.most, "default": one.default, "source": one.source or "—"}
            self.fields[one.name] = forms.IntegerField(
                label=say(one.title),
                initial=one.value,
                min_value=one.least,
                max_value=one.most,
                help_text=_("%(least)d to %(most)d; by default %(default)d (%(source)s)") % told,
            )


@dataclass(frozen=True)
class Choosing:
    """One committee's choice of numbers for one kind, as sent or before anything is."""

    body: Body
    kind: Kind
    stands: Adopted
    sent: QueryDict | None

    @cached_property
    def form(self) -> NumbersForm:
        """The numbers, as they stand or as sent."""
        return NumbersForm(self.sent, stands=self.stands)

    @cached_property
    def own(self) -> Own | None:
        """What would be adopted; None as long as there is nothing sent that would do."""
        if self.sent is None or not self.form.is_valid():
            return None
        return adopting.with_numbers(self.body, self.kind.slug, self.form.cleaned_data)

    @property
    def is_outdated(self) -> bool:
        """Whether somebody has adopted something else since the numbers were shown."""
        return self.sent is not None and self.sent.get("seen", "") != self.stands.digest

    @property
    def is_confirmed(self) -> bool:
        """Whether the very numbers that were shown are to be adopted, and change something."""
        if self.sent is None or self.own is None or self.is_outdated:
            return False
        return self.sent.get("do") == "adopt" and self.own.digest == self.sent.get("shown")

    def adopt(self, actor: Actor) -> Adopted:
        """Adopt what was shown, in the actor's name."""
        if self.own is None:
            raise ValueError(self.kind.slug)
        return adopting.adopt_own(self.body, self.own, at=None, actor=actor)

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows: the form, and of numbers that would do, what they change."""
        shown: dict[str, Any] = {
            "form": self.form,
            "seen": self.stands.digest,
            "outdated": self.is_outdated,
            "shown": "",
        }
        if self.own is None:
            return shown
        changed = adopting.fitting_in(self.body, self.own)
        shown["previewed"] = True
        shown["changes"] = [say(sentence) for sentence in differences(self.stands.procedure, changed.procedure)]
        session = trying.last_completed(self.body, clock.today())
        if shown["changes"]:
            shown["shown"] = self.own.digest
        if shown["changes"] and session is not None:
            found = trying.tried(self.body, changed, session=session)
            shown["trial"] = [say(sentence) for sentence in found.sentences()]
        return shown
