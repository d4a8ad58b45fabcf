"""What a form offers: organisations, people and cases, as one person sees them on a day, and the files they keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Membership, Organisation, Post, Session
from zhixing.assembly.vocabulary import Side
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.desk.speech import joined
from zhixing.files.handing_in import sizes_of
from zhixing.procedure.model import Act, Field

MOST_CASES = 200
"""So many cases are offered, the newest; the number of any other may be typed."""

Option = tuple[str, str]
OptionGroup = tuple[str, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Window:
    """The plenary's window: whether it is open, None when nobody has set one; when it closed last and opens next."""

    open: bool | None
    closed: date | None = None
    opens: date | None = None


@dataclass(frozen=True)
class Names:
    """What one committee's forms offer on a day, asked for when first needed.

    ``actor`` is who fills the form in: cases are offered as far as they may see them, files as far as they handed them
    in; ``case`` is not offered itself.
    """

    body_id: int
    on: date
    actor: Actor | None = None
    case: int | None = None
    _cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> Sequence[Organisation]:
        """Confirmed organisations in force, in official order."""
        rows = Organisation.objects.of_body(self.body_id).in_force(self.on).confirmed()
        return list(rows.order_by("official_order", "pk"))

    def organisations_for(self, one: Field) -> Sequence[OptionGroup]:
        """Return the organisations that may stand in a field, grouped by side."""
        keys = self.actor.keys if self.actor else frozenset()
        by_side: dict[str, list[Option]] = {side.value: [] for side in Side}
        for unit in self.organisations:
            own = not one.own or any(f"o{unit.pk}.{post}" in keys for post in one.own)
            if own and (not one.kinds or unit.kind in one.kinds):
                by_side[unit.side].append((str(unit.pk), unit.name))
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

    @cached_property
    def window(self) -> Window:
        """The plenary's window on the day."""
        is_open = Session.window_open(self.body_id, self.on)
        if is_open is not False:
            return Window(is_open)
        days = Session.objects.of_body(self.body_id).exclude(window_opens=None)
        pairs = list(days.values_list("window_opens", "window_closes"))
        return Window(
            open=False,
            closed=max((closes for _opens, closes in pairs if closes and closes < self.on), default=None),
            opens=min((opens for opens, _closes in pairs if opens and opens > self.on), default=None),
        )

    def cases(self, one: Field, act: Act | None) -> Sequence[Option]:
        """Return the newest cases that a field may name, as number and title.

        Where the act causes something in the cases named, they stand where that may happen; else they are not over.
        """
        if self.actor is None:
            return []
        rows = Case.objects.visible_to(self.actor).exclude(pk=self.case or 0).filter(self._possible(one, act))
        found = rows.order_by("-pk").values_list("number", "official_number", "title")[:MOST_CASES]
        return [(official or number, title) for number, official, title in found]

    def sizes(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Return the sizes of those files that the actor has handed in and that are still kept."""
        return sizes_of(digests, person=self.actor.person_id if self.actor else None)

    def _possible(self, one: Field, act: Act | None) -> Q:
        causes = [cause.act for cause in act.causes if cause.cases == one.name] if act else []
        wanted = Q(pk__in=())
        for slug in one.kinds or [kind.slug for kind in kinds.everyone()]:
            there = Q(kind=slug)
            acts = adopting.in_force(self._body, slug).procedure.acts if causes else {}
            starts = {state for name in causes if name in acts for state in acts[name].start}
            if starts and "*" not in starts:
                there &= Q(state__in=sorted(starts))
            elif not starts:
                there &= Q(final=False)
            wanted |= there
        return wanted

    @cached_property
    def _body(self) -> Body:
        return Body.objects.get(pk=self.body_id)
