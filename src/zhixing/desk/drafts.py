"""Keeping what somebody types until it is submitted. Only its writer ever gets it back, and nothing logs it.

A second tab or device never overwrites the first: what was typed on an older text than the one kept is kept beside it
(:mod:`zhixing.desk.two_texts`), and its writer chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import router, transaction
from django.db.models import QuerySet

from zhixing.assembly.actors import Actor
from zhixing.desk.models import Draft
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words

MOST_CHARACTERS = 200_000
"""More than all fields of any act may hold together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft belongs: to an act of a case, or to one that opens a case when ``case`` is empty.

    ``common`` names one that is written in common, whatever way to open the case its writers choose in the end. Whether
    somebody may write there is asked before (:mod:`zhixing.desk.organisations.common`).
    """

    kind: str
    act: str
    case: str = ""
    common: str = ""

    def name(self, actor: Actor) -> str:
        """Return the name under which the actor's own device keeps what was not saved yet."""
        return f"{actor.person_id}-{self.kind}-{self.case or self.common or 'new'}-{self.act}"


@dataclass(frozen=True, slots=True)
class Typing:
    """Where and on what a text was typed: the showing of the form, its how-manieth saving, the revision it began with.

    Without a page, as where no script runs, only the revision counts; a revision of None says nothing of what was
    there before, and lays the text over it.
    """

    page: str = ""
    turn: int = 0
    revision: str | None = None

    def later_than(self, draft: Draft) -> bool:
        """Tell whether this text was typed after what is kept, not before it on the same page."""
        return not self.page or draft.page != self.page or self.turn > draft.turn

    def goes_on_from(self, draft: Draft) -> bool:
        """Tell whether this text was typed on top of the one kept, so that it may take its place."""
        return self.revision in (None, draft.revision) or (bool(self.page) and self.page == draft.page)


UNSAID = Typing()


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a text: the row that holds it (None where nothing was typed), and whether that stands beside.

    ``too_long`` tells that it is more than any act may hold, and was not kept.
    """

    draft: Draft | None
    beside: bool = False
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """What stands in the list of drafts for one act: a text, and how many there are of it."""

    draft: Draft
    texts: int


def kept(actor: Actor, place: Place) -> Draft | None:
    """Return the actor's own draft for an act, if there is one."""
    return at_place(actor, place).filter(beside="").first()


def texts(actor: Actor, place: Place) -> list[Draft]:
    """Return all the actor's texts for an act: the draft itself first, if there is one."""
    return list(at_place(actor, place).order_by("beside", "saved_at"))


def of_actor(actor: Actor) -> list[Begun]:
    """Return everything the actor has begun, the latest first; of each act the draft itself, if it is there."""
    found: dict[Place, list[Draft]] = {}
    for draft in _own(actor).order_by("beside", "-saved_at"):
        found.setdefault(Place(draft.kind, draft.act, draft.case), []).append(draft)
    begun = [Begun(texts[0], len(texts)) for texts in found.values()]
    return sorted(begun, key=lambda one: one.draft.saved_at, reverse=True)


def openings(actor: Actor, kind: str) -> list[Draft]:
    """Return what the actor has begun for a case of a kind that is not opened yet, the latest first."""
    return list(_own(actor).filter(kind=kind, case="", beside="").order_by("-saved_at"))


def count(actor: Actor) -> int:
    """Return for how many acts the actor has begun something."""
    return _own(actor).values("kind", "case", "act").distinct().count()


def keep(actor: Actor, place: Place, data: Mapping[str, Any], *, at: datetime, typing: Typing = UNSAID) -> Kept:
    """Keep what was typed: in place of what was kept before, or beside it where it was typed on an older text.

    Nothing typed is nothing kept. What a page saved earlier never takes the place of what it saved later, in whatever
    order the two arrive. More than any act may hold is not kept.

    Raises:
        Refused: as unknown, when a draft in common has been taken back or handed in.
    """
    typed = filled(data)
    if sum(len(str(value)) for value in typed.values()) > MOST_CHARACTERS:
        return Kept(None, too_long=True)
    with transaction.atomic(using=router.db_for_write(Draft)):
        draft = _locked(actor, place)
        if draft is None and place.common:
            raise Refused("unknown", Sentence(TAKEN_BACK))
        if draft is None:
            return _first(actor, place, typed, at=at, typing=typing) if typed else Kept(None)
        if not typing.later_than(draft):
            return Kept(draft)
        if typing.goes_on_from(draft):
            _no_longer_beside(actor, place, typing)
            return Kept(_over(actor, draft, typed, at=at, typing=typing))
        if draft.data == typed:
            return Kept(draft)
        return Kept(_beside(actor, place, typed, at=at, typing=typing) if typed else None, beside=True)


def filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, without the fields that were left empty."""
    return {name: value for name, value in data.items() if value not in ("", None, [], False)}


def drop(actor: Actor, place: Place) -> None:
    """Throw all the actor's texts for an act away, because one was entered or none is wanted."""
    at_place(actor, place).delete()


def person_of(actor: Actor) -> int:
    """Return the person at the desk. The software itself has none: ValueError."""
    if actor.person_id is None:
        raise ValueError("The system performs acts, but it writes no drafts and reads no cases.")
    return actor.person_id


def at_place(actor: Actor, place: Place) -> QuerySet[Draft]:
    """Return all the actor's texts for an act, or all texts of a draft in common."""
    if place.common:
        return Draft.objects.filter(common=place.common)
    return _own(actor).filter(kind=place.kind, case=place.case, act=place.act)


def new_revision() -> str:
    """Return a name for a text that no other has."""
    return uuid4().hex


def _own(actor: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=person_of(actor), common="")


def _locked(actor: Actor, place: Place) -> Draft | None:
    return at_place(actor, place).filter(beside="").select_for_update().first()


def _first(actor: Actor, place: Place, typed: dict[str, Any], *, at: datetime, typing: Typing) -> Kept:
    """Begin a draft. Of two tabs that begin at the same moment, the second finds the first one's and stands beside."""
    values = {"data": typed, "saved_at": at, "revision": new_revision(), "page": typing.page, "turn": typing.turn}
    draft, begun = Draft.objects.get_or_create(**named(actor, place, ""), defaults=values)
    if not begun and draft.data != typed:
        return Kept(_beside(actor, place, typed, at=at, typing=typing), beside=True)
    _no_longer_beside(actor, place, typing)
    return Kept(draft)


def _over(actor: Actor, draft: Draft, typed: dict[str, Any], *, at: datetime, typing: Typing) -> Draft | None:
    """Put a text in the place of the draft; nothing typed takes it away, unless others write on it too."""
    if not typed and not draft.common:
        draft.delete()
        return None
    draft.data, draft.saved_at, draft.revision = typed, at, new_revision()
    draft.page, draft.turn = typing.page, typing.turn
    draft.saved_by = actor.person_id if draft.common else None
    draft.save()
    return draft


def _beside(actor: Actor, place: Place, typed: dict[str, Any], *, at: datetime, typing: Typing) -> Draft:
    """Keep a text beside the draft, under the name of the page on which it is typed."""
    name = typing.page or new_revision()
    row = at_place(actor, place).filter(beside=name).select_for_update().first()
    if row is not None and not typing.later_than(row):
        return row
    values = {"data": typed, "saved_at": at, "revision": new_revision(), "page": typing.page, "turn": typing.turn}
    row, _begun = Draft.objects.update_or_create(**named(actor, place, name), defaults=values)
    return row


def _no_longer_beside(actor: Actor, place: Place, typing: Typing) -> None:
    """Forget what a page kept beside the draft, now that its text is the draft."""
    if typing.page:
        at_place(actor, place).filter(beside=typing.page).delete()


def named(actor: Actor, place: Place, beside: str) -> dict[str, Any]:
    """Return what names the row of a text: its writer, its place, and the name under which it stands there."""
    one = {
        "person_id": person_of(actor),
        "kind": place.kind,
        "case": place.case,
        "act": place.act,
        "common": place.common,
        "beside": beside,
    }
    return {**one, "saved_by": person_of(actor)} if place.common else one


TAKEN_BACK = Words(
    "这份共同起草的草稿已被收回或已提交，不能再写。您写的内容还在本页，请先复制留存。",
    "This draft in common was taken back or handed in. What you wrote still stands on this page; copy it first.",
)
