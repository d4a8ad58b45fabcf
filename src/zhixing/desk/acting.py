"""An act somebody is about to perform: what it is, whether they may, its form, and performing it at the one door."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import acts, adopting, kinds, reading
from zhixing.cases.access import visible_case
from zhixing.cases.adopting import Adopted
from zhixing.cases.calls import Done
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.entering import children_of
from zhixing.cases.folding import facts_of, parties_of
from zhixing.cases.models import Case
from zhixing.cases.reading import EntryView
from zhixing.desk import drafts, mending_forms, uploads
from zhixing.desk import forms as desk_forms
from zhixing.desk.bringing_in import entering
from zhixing.desk.drafts import UNSAID, Kept, Place, Typing
from zhixing.desk.names import Names
from zhixing.desk.organisations.common import Common, opened, own_field
from zhixing.desk.uploads import Sent
from zhixing.procedure.engine import find_act, why_not
from zhixing.procedure.facts import Facts, Given, Refused
from zhixing.procedure.model import Act
from zhixing.procedure.roles import held_roles
from zhixing.procedure.words import Sentence, Words


@dataclass(frozen=True)
class Task:
    """One act, one person and, unless the act opens it, one case; ``common`` where others write on it too."""

    actor: Actor
    body: Body
    on: date
    adopted: Adopted
    act: Act
    case: Case | None = None
    common: Common | None = None

    @property
    def kind(self) -> kinds.Kind:
        """The kind of the case, or of the one to be opened."""
        return kinds.get(self.adopted.procedure.kind)

    @property
    def place(self) -> Place:
        """Where what is typed is kept until it is entered."""
        common = self.common.name if self.common else ""
        return Place(self.kind.slug, self.act.name, self.case.number if self.case else "", common)

    @property
    def has_prose(self) -> bool:
        """Whether there is something to write or to hand in, so that a draft is worth keeping."""
        return any(field.type in {"prose", "rows", "files"} for field in self.act.fields.values())

    @property
    def reads(self) -> kinds.Reader | None:
        """How a file is read into the form, where its kind says one can be."""
        reader = self.kind.reads
        return reader if reader is not None and self.act.name in reader.acts else None

    @property
    def has_long(self) -> bool:
        """Whether there is a text to write, into which common phrases can be put."""
        return any(field.type == "prose" for field in self.act.fields.values())

    @cached_property
    def timeline(self) -> list[EntryView]:
        """The entries of the case as the actor may read them, oldest first."""
        return reading.timeline(self.case, self.actor) if self.case else []

    def refusal(self) -> Refused | None:
        """Return why the actor may not perform the act now, whatever they would enter; None when they may."""
        procedure = self.adopted.procedure
        if self.case is None:
            facts = Facts(body=self.body.pk, settings=self.adopted.settings)
            roles = held_roles(procedure, self.actor.keys, parties=(), body=self.body.pk)
        else:
            children = children_of(self.case) if self.act.children else ()
            facts = facts_of(self.case.folded, body=self.body.pk, settings=self.adopted.settings, children=children)
            roles = reading.roles_in(self.case, self.actor, self.adopted)
        given = Given(
            on=self.on,
            calendar=work_calendar(),
            directory=BodyDirectory(self.body.pk, self.on, seeing=self.actor.keys, person=self.actor.person_id),
            guards=self.kind.guards,
            keys=self.actor.keys,
        )
        return why_not(procedure, facts, self.act, roles=roles, given=given)

    def form(self, data: QueryDict | None = None, *, draft: Mapping[str, Any] | None = None) -> forms.Form:
        """Return the form of the act: with what was sent, or else with the draft, or with what is known already."""
        made = self._form_class()
        form = made(data) if data is not None else made(initial=self._begins(draft))
        for name in self._left_out:
            form.fields.pop(name, None)
        for name, hints in self.kind.hints.items():
            if name in form.fields:
                form.fields[name].widget.attrs["data-hints"] = json.dumps([one.as_json() for one in hints])
        return form

    def _begins(self, draft: Mapping[str, Any] | None) -> dict[str, Any]:
        return dict(draft) if draft is not None else self._known()

    def _form_class(self) -> type[forms.Form]:
        own = self.kind.forms.get(self.act.name)
        if own is not None:
            return own
        names = Names(self.body.pk, self.on, actor=self.actor)
        if self.case is not None:
            parties = parties_of(self.case.folded)
            names = replace(names, case=self.case.pk, number=self.case.number, parties=parties)
        if self.case is not None and self.act.standing:
            mending = mending_forms.form_class(self.case, self.adopted, self.act, timeline=self.timeline, names=names)
            if mending is not None:
                return mending
        return desk_forms.form_class(self.adopted, self.act, names=names)

    def _known(self) -> dict[str, Any]:
        """Return the texts an act begins with: earlier ones the kind says it takes up, as far as the actor may read."""
        wanted = self.kind.begins_with.get(self.act.name, {})
        if not wanted:
            return {}
        latest = {value.name: value.raw for view in self.timeline for value in view.values}
        known: dict[str, Any] = {}
        for name, begins in wanted.items():
            if isinstance(name, str) and name not in self.act.fields:
                continue
            sources = begins if isinstance(begins, tuple) else (begins,)
            found = self._beginning(sources, latest)
            known |= {name: found} if isinstance(name, str) else dict(found or {})
        return {name: value for name, value in known.items() if name in self.act.fields and value is not None}

    def _beginning(self, sources: Iterable[kinds.Source], latest: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as the field is
        """Return what the first source that has anything gives."""
        found = (latest.get(one) if isinstance(one, str) else one(self.case, self.actor) for one in sources)
        return next((value for value in found if value not in (None, [])), None)

    def with_files(self, sent: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]]) -> Sent:
        """Return a form as sent, its files stored for the actor if they may perform the act now."""
        storing = bool(files) and self.refusal() is None
        return uploads.taken(self.act, sent, files, actor=self.actor, storing=storing)

    def typed(self, sent: QueryDict) -> dict[str, Any]:
        """Return what was typed into the act's fields, for a draft."""
        typed = desk_forms.typed(self._form_class()(sent), self.act, sent)
        return {**self._unseen, **typed}

    @property
    def may_hand_in(self) -> bool:
        """Whether the actor may perform the act; of a draft in common others only write."""
        return self.common is None or self.refusal() is None

    @cached_property
    def _left_out(self) -> Sequence[str]:
        """The fields that the form of a draft in common has not.

        The organisation is settled; and files are handed in by whoever performs the act, for the door takes no others.
        """
        if self.common is None:
            return ()
        files = [] if self.may_hand_in else [name for name, one in self.act.fields.items() if one.type == "files"]
        return [own_field(self.act), *files]

    @cached_property
    def _unseen(self) -> Mapping[str, Any]:
        """What a draft in common holds beyond this form: of another way to hand it in, or for others to fill in."""
        draft = drafts.kept(self.actor, self.place) if self.common else None
        shown = self.act.fields.keys() - set(self._left_out)
        return {name: value for name, value in draft.data.items() if name not in shown} if draft else {}

    def perform(self, data: Mapping[str, Any], *, key: str, seen: int) -> Done:
        """Perform the act and forget the draft.

        Raises:
            Refused: with code, sentence and article; nothing has changed then.
        """
        if self.case is None:
            own = {own_field(self.act): str(self.common.organisation.pk)} if self.common else {}
            done = acts.open_case(self.kind.slug, self.act.name, actor=self.actor, data={**data, **own}, key=key)
        else:
            done = acts.perform(self.case, self.act.name, actor=self.actor, data=data, key=key, seen=seen)
        drafts.drop(self.actor, self.place)
        return done

    def keep(self, sent: QueryDict, typing: Typing = UNSAID) -> Kept:
        """Keep what was typed as the actor's draft, or beside it where that was changed elsewhere meanwhile."""
        return drafts.keep(self.actor, self.place, self.typed(sent), at=clock.now(), typing=typing)


def on_case(number: str, act: str, *, actor: Actor, body: Body) -> Task:
    """Return an act on a case the actor may see.

    Raises:
        Refused: as unknown, when there is no such case for the actor or no such act.
    """
    case = visible_case(number, actor)
    adopted = adopting.by_digest(case.procedure)
    return Task(actor, body, clock.today(), adopted, find_act(adopted.procedure, act).going_on(), case)


def opening(kind: str, act: str, *, actor: Actor, body: Body, common: str = "") -> Task:
    """Return an act that opens a case of a kind, written in common where a draft of that name is meant.

    Raises:
        Refused: as unknown, when the kind has no such act, or the actor may not write on such a draft.
    """
    adopted, today = adopting.in_force(body, kind), clock.today()
    one = find_act(adopted.procedure, act)
    if not common:
        return Task(actor, body, today, adopted, one)
    if not own_field(one):
        raise Refused("unknown", Sentence(NOT_IN_COMMON, act=one.title), one.article)
    return Task(actor, body, today, adopted, one, common=opened(common, actor, today))


def openings(slugs: Iterable[str], *, actor: Actor, body: Body) -> list[Task]:
    """Return the acts by which the actor may open a case of these kinds today. One query for all kinds.

    What comes about only by bringing a file in is not among them.
    """
    found = []
    for adopted in adopting.each_in_force(body, slugs).values():
        roles = held_roles(adopted.procedure, actor.keys, parties=(), body=body.pk)
        found += [
            Task(actor, body, clock.today(), adopted, act)
            for act in adopted.procedure.opening_acts()
            if roles.intersection(act.by) and _has_an_own(actor, act) and not _comes_by_file(adopted, act)
        ]
    return found


def _comes_by_file(adopted: Adopted, act: Act) -> bool:
    """Tell whether an act opens cases only from files that are brought in, so that nobody fills it in."""
    return entering(kinds.get(adopted.procedure.kind), act.name) is not None


def _has_an_own(actor: Actor, act: Act) -> bool:
    """Tell whether the actor holds a post in an organisation such as an act has to be performed for."""
    return all(
        any(
            post.kind in field.own and post.organisation_kind in (field.kinds or [post.organisation_kind])
            for post in actor.posts
        )
        for field in act.fields.values()
        if field.own and field.required
    )


NOT_IN_COMMON = Words(
    "“{act}”不能共同起草。请从本单位工作台打开这份草稿。",
    "“{act}” is not written in common. Open the draft from the desk of your organisation.",
)
