"""Drafts in common: shared by their author with the desk of an organisation, written together, taken back at will.

Until it is shared a draft is read by its author alone. A draft in common is read and written by those who work at the
organisation's desk on the day, and by its author. Nobody else finds it; it is in no register, no search and no log.
Whoever signs for the organisation hands it in through the ordinary act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import router, transaction

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Organisation, Person
from zhixing.cases import adopting, kinds
from zhixing.desk import drafts
from zhixing.desk.drafts import Place
from zhixing.desk.models import Draft
from zhixing.desk.organisations.who import desks_of
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act
from zhixing.procedure.words import Sentence, Words

COMMON = "common"
"""In the address of an editor: the name of a draft in common."""


@dataclass(frozen=True, slots=True)
class Common:
    """A draft in common as its editor needs it: its name, its organisation and who shared it."""

    name: str
    organisation: Organisation
    author: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way to propose in an organisation's name: the kind of case, and the act that opens it."""

    kind: str
    act: Act


def own_field(act: Act) -> str:
    """Return the field of an act that names one's own organisation; empty for an act that has none."""
    return next((name for name, one in act.fields.items() if one.own), "")


def ways(body: Body) -> Iterator[Way]:
    """Yield the ways to open a case in the name of an organisation."""
    for slug, adopted in adopting.each_in_force(body, [kind.slug for kind in kinds.everyone()]).items():
        for act in adopted.procedure.opening_acts():
            if own_field(act):
                yield Way(slug, act)


def opened(name: str, actor: Actor, on: date) -> Common:
    """Return a draft in common to whoever may write it; at most two queries.

    Raises:
        Refused: as unknown, when there is none of this name, it was taken back, or the actor does not work at its desk.
    """
    row = Draft.objects.filter(common=name, beside="").first() if name else None
    if row is None:
        raise Refused("unknown", Sentence(NO_SUCH_DRAFT))
    rows = Organisation.objects.of_body(actor.body_id) if row.person_id == actor.person_id else desks_of(actor, on)
    organisation = rows.filter(pk=row.organisation_id or 0).first()
    if organisation is None:
        raise Refused("unknown", Sentence(NO_SUCH_DRAFT))
    return Common(name, organisation, row.person_id)


def of_organisation(organisation: Organisation) -> list[Draft]:
    """Return the drafts in common at a desk, the latest first."""
    rows = Draft.objects.filter(organisation_id=organisation.pk, beside="").exclude(common="")
    return list(rows.order_by("-saved_at"))


def shared_by(actor: Actor) -> list[Draft]:
    """Return the drafts in common that the actor has shared, the latest first."""
    own = Draft.objects.filter(person_id=drafts.person_of(actor), beside="").exclude(common="")
    return list(own.order_by("-saved_at"))


def shareable(actor: Actor, body: Body) -> list[Draft]:
    """Return the actor's own drafts that can be shared: those of cases to be opened in an organisation's name."""
    known = {(way.kind, way.act.name) for way in ways(body)}
    return [one.draft for one in drafts.of_actor(actor) if (one.draft.kind, one.draft.act) in known]


def begin(actor: Actor, organisation: Organisation, way: Way, *, at: datetime) -> str:
    """Begin an empty draft in common, and return its name."""
    name = drafts.new_revision()
    place = Place(way.kind, way.act.name, common=name)
    Draft.objects.create(
        **drafts.named(actor, place, ""),
        organisation_id=organisation.pk,
        data={},
        saved_at=at,
        revision=drafts.new_revision(),
    )
    return name


def share(actor: Actor, organisation: Organisation, way: Way) -> str:
    """Let the desk of an organisation read and write a draft of the actor's own, with its other texts; return its name.

    Raises:
        Refused: as unknown, when the actor has begun no such draft.
    """
    place, name = Place(way.kind, way.act.name), drafts.new_revision()
    with transaction.atomic(using=router.db_for_write(Draft)):
        rows = drafts.at_place(actor, place)
        if not rows.filter(beside="").exists():
            raise Refused("unknown", Sentence(NO_SUCH_DRAFT))
        rows.update(common=name, organisation_id=organisation.pk, saved_by=drafts.person_of(actor))
    return name


def take_back(actor: Actor, name: str) -> None:
    """Make a draft in common its author's own again: nobody else reads it from now on.

    What others typed beside it comes along. Where the author has begun another draft of that act meanwhile, this one
    stands beside it.

    Raises:
        Refused: as unknown, when there is no such draft; as not allowed, for anybody but its author.
    """
    with transaction.atomic(using=router.db_for_write(Draft)):
        rows = {row.beside: row for row in Draft.objects.select_for_update().filter(common=name)} if name else {}
        main = rows.get("")
        if main is None:
            raise Refused("unknown", Sentence(NO_SUCH_DRAFT))
        if main.person_id != drafts.person_of(actor):
            raise Refused("not_allowed", Sentence(NOT_YOURS))
        has_another = drafts.kept(actor, Place(main.kind, main.act)) is not None
        for row in rows.values():
            row.person_id, row.kind, row.act = main.person_id, main.kind, main.act
            row.common, row.organisation_id, row.saved_by = "", None, None
            row.beside = drafts.new_revision() if row.beside or has_another else ""
            # Whoever still has it open writes nothing into it any more.
            row.page, row.turn, row.revision = "", 0, drafts.new_revision()
            row.save()


def names_of(people: Iterable[int | None]) -> Mapping[int, str]:
    """Return the names of those who write in common; one query."""
    wanted = {one for one in people if one}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


NO_SUCH_DRAFT = Words(
    "没有这份共同起草的草稿，或已被收回、已提交，或您不在该单位工作台。",
    "There is no such draft in common: it was taken back or handed in, or you do not work at that desk.",
)
NOT_YOURS = Words(
    "只有发起共享的人才能收回这份草稿。请与其联系。", "Only whoever shared this draft can take it back. Speak to them."
)
