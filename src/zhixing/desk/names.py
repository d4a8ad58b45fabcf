"""What a form offers: organisations, people and cases, as one person sees them on a day, and the files they keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor, held_post
from zhixing.assembly.models import Body, Membership, Organisation, Person, Post, Session
from zhixing.assembly.vocabulary import Side
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.models import Case
from zhixing.desk.speech import joined, say
from zhixing.files.handing_in import sizes_of
from zhixing.procedure.facts import Facts
from zhixing.procedure.model import Act, Field
from zhixing.procedure.nameable import taken
from zhixing.procedure.roles import Party, keys_of_roles

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
    in; ``case`` is not offered itself, ``number`` is its own and ``parties`` are those it has.
    """

    body_id: int
    on: date
    actor: Actor | None = None
    case: int | None = None
    number: str = ""
    parties: tuple[Party, ...] = ()
    _cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> Sequence[Organisation]:
        """Confirmed organisations in force, in official order."""
        rows = Organisation.objects.of_body(self.body_id).in_force(self.on).confirmed()
        return list(rows.order_by("official_order", "pk"))

    def organisations_for(self, one: Field, adopted: Adopted, act: Act | None) -> Sequence[OptionGroup]:
        """Return the organisations that may stand in a field, grouped by side."""
        keys = self.actor.keys if self.actor else frozenset()
        standing = self._standing(one, adopted, act)
        by_side: dict[str, list[Option]] = {side.value: [] for side in Side}
        for unit in self.organisations:
            own = not one.own or any(f"o{unit.pk}.{post}" in keys for post in one.own)
            fit = not one.functions or not set(one.functions).isdisjoint(unit.functions)
            if own and fit and (not one.kinds or unit.kind in one.kinds) and (False, unit.pk) not in standing:
                by_side[unit.side].append((str(unit.pk), unit.name))
        return [(str(Side(side).label), options) for side, options in by_side.items() if options]

    def people_for(self, one: Field, adopted: Adopted, act: Act | None) -> Sequence[Option]:
        """Return the people who may stand in a field, by the sound of their names; for one of all, colleagues first."""
        wanted = set(keys_of_roles(adopted.procedure, one.kinds, parties=self.parties, body=self.body_id))
        standing = self._standing(one, adopted, act)
        found = [
            (pk, called, keys)
            for pk, called, keys in self._people
            if (True, pk) not in standing and (not one.kinds or not wanted.isdisjoint(keys))
        ]
        if one.type == "person" and not one.kinds:
            # Whoever is put in charge is mostly somebody of one's own office.
            found.sort(key=lambda person: not self._is_colleague(person[2]))
        return [(str(pk), called) for pk, called, _keys in found]

    def _is_colleague(self, keys: frozenset[str]) -> bool:
        offices = {f"o{post.organisation_id}" for post in self.actor.posts} if self.actor else set()
        return any(key.partition(".")[0] in offices for key in keys)

    def entries_for(self, one: Field, adopted: Adopted) -> Sequence[Option]:
        """Return the entries of the case that a field may name, oldest first."""
        titles = joined(say(adopted.procedure.acts[name].title) for name in one.entry_of)
        entries = BodyDirectory(self.body_id, self.on, number=self.number).entries(one.entry_of)
        return [
            (str(entry.number), _("Entry %(number)d: %(act)s") % {"number": entry.number, "act": titles})
            for entry in entries
        ]

    def _standing(self, one: Field, adopted: Adopted, act: Act | None) -> set[tuple[bool, int]]:
        """Return who may not be named in a field because they stand in the case already, or will by the act."""
        if act is None or not one.apart_from:
            return set()
        facts = Facts(body=self.body_id, parties=self.parties)
        actor = self.actor.person_id if self.actor else None
        return {(gone.person, gone.id) for gone in taken(adopted.procedure, act, one, facts=facts, actor=actor)}

    @cached_property
    def _people(self) -> Sequence[tuple[int, str, frozenset[str]]]:
        """People who hold a post or a seat on the day, by the sound of their names, with the keys they answer to."""
        posts = Post.objects.of_body(self.body_id).held(self.on).select_related("person", "organisation")
        seats = Membership.objects.of_body(self.body_id).sitting(self.on).select_related("person")
        hats: dict[int, tuple[Person, list[str], set[str]]] = {}
        for person, hat, keys in [
            *((post.person, post.organisation.called, set(held_post(post).keys())) for post in posts),
            *((seat.person, _("Member"), {f"m{self.body_id}"}) for seat in seats),
        ]:
            worn = hats.setdefault(person.pk, (person, [], {f"p{person.pk}"}))
            worn[1].append(hat)
            worn[2].update(keys)
        ordered = sorted(hats.values(), key=lambda worn: worn[0].name_sort)
        return [
            (person.pk, f"{person.name} · {joined(dict.fromkeys(of))}", frozenset(keys)) for person, of, keys in ordered
        ]

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

        Where the act causes something in the cases named, they stand where that may happen; else they have come as
        far as the field asks, or are not over.
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
            if one.reached:
                milestone = adopting.in_force(self._body, slug).procedure.milestones[one.reached]
                wanted |= there & Q(state__in=milestone.states)
                continue
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
