"""What waits for somebody: to-dos and notices addressed to the keys they hold, and the cases that are theirs.

Every query is narrowed to the actor's committee and to cases the actor may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zhixing.assembly import numerals
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Session
from zhixing.cases import kinds
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline, Notice, Reading, Todo
from zhixing.cases.querysets import CaseQuerySet
from zhixing.desk.organisations.who import places_in_committees
from zhixing.procedure.roles import DEFAULT_SIDE, Party
from zhixing.register.models import Entry

MOST_COUNTED = 1000
"""A tab counts up to so many; nobody reads further, and counting all of a long life would cost more than the page."""


def todos(actor: Actor) -> QuerySet[Todo]:
    """Return what the actor is awaited to do: one row for a case and act, however many keys address it."""
    keys = sorted(actor.keys)
    same = Todo.objects.filter(case=OuterRef("case"), act=OuterRef("act"), key__in=keys, pk__lt=OuterRef("pk"))
    rows = Todo.objects.filter(key__in=keys, case__body_id=actor.body_id)
    return rows.filter(~Exists(same), _may_see(actor))


def unread(actor: Actor) -> QuerySet[Notice]:
    """Return the newest thing told to the actor of each case they have not opened since."""
    keys = sorted(actor.keys)
    told = Notice.objects.filter(case=OuterRef("case"), key__in=keys)
    newer = told.filter(Q(entry__gt=OuterRef("entry")) | Q(entry=OuterRef("entry"), pk__lt=OuterRef("pk")))
    read = Reading.objects.filter(case=OuterRef("case"), person=actor.person_id, entry__gte=OuterRef("entry"))
    rows = Notice.objects.filter(key__in=keys, case__body_id=actor.body_id)
    # What was read leaves little for the other questions, each of which costs more.
    return rows.filter(~Exists(read)).filter(~Exists(newer), _may_see(actor))


def done(actor: Actor) -> QuerySet[Case]:
    """Return the cases in which the actor has performed an act."""
    # By the actor alone: the cases are the committee's, and SQLite would go through all its entries instead.
    own = Entry.objects.unscoped("narrowed by the cases").filter(actor=actor.person_id).values("case")
    return Case.objects.visible_to(actor).filter(number__in=own)


def mine(actor: Actor) -> QuerySet[Case]:
    """Return the cases in which the actor, or an organisation of theirs, has a capacity that makes a case one's own."""
    organisations = sorted({post.organisation_id for post in actor.posts})
    own = Q(person=actor.person_id) | Q(organisation__in=organisations)
    wanted = Q(pk__in=())
    for kind in kinds.everyone():
        parties = CaseParty.objects.filter(own, capacity__in=kind.mine)
        wanted |= Q(pk__in=parties.values("case"), kind=kind.slug)
    return Case.objects.visible_to(actor).filter(wanted)


def _may_see(actor: Actor, path: str = "case") -> Exists:
    return Exists(CaseReader.objects.filter(case=OuterRef(path), key__in=sorted(actor.keys)))


def with_parties(path: str = "") -> Prefetch[str, QuerySet[CaseParty], str]:
    """Return the prefetch of a case's parties with their names, in the order they joined."""
    parties = CaseParty.objects.select_related("person", "organisation").order_by("place")
    return Prefetch(f"{path}parties", queryset=parties)


def parties_of(case: Case) -> tuple[Party, ...]:
    """Return the parties of a case, prefetched with :func:`with_parties`, as the rules see them."""
    return tuple(
        Party(
            party.capacity,
            party.person_id,
            party.organisation_id,
            party.organisation.side if party.organisation else DEFAULT_SIDE,
        )
        for party in case.parties.all()
    )


def with_limits(rows: CaseQuerySet, actor: Actor, *, of_children: bool) -> CaseQuerySet:
    """Add the limit a case is under, ``limit_due`` and ``limit_warn``: its own, or else the nearest of its children.

    A proposal waits for its units, so their limits are what a list of proposals is about.
    """
    if not of_children:
        return rows.annotate(limit_due=F("due_on"), limit_warn=F("warn_on"))
    # Without the committee, which is the parent's: with it SQLite may go through all its limits for every row.
    children = Case.objects.unscoped("children of cases of the actor's body").filter(_may_see(actor, "pk"))
    nearest = children.filter(parent=OuterRef("pk"), due_on__isnull=False).order_by("due_on", "pk")
    return rows.annotate(
        limit_due=Coalesce(F("due_on"), Subquery(nearest.values("due_on")[:1])),
        limit_warn=Coalesce(F("warn_on"), Subquery(nearest.values("warn_on")[:1])),
    )


def held_clock(path: str = "pk") -> Exists:
    """Return whether a clock of the case stands still, for rows without a running one."""
    return Exists(Deadline.objects.filter(case=OuterRef(path), status="held"))


def read_to(actor: Actor, path: str = "pk") -> Subquery:
    """Return up to which entry the actor has read the case."""
    return Subquery(Reading.objects.filter(case=OuterRef(path), person=actor.person_id).values("entry")[:1])


@dataclass(frozen=True, slots=True)
class ByLamp:
    """How many to-dos of a kind there are, how many of them are overdue and how many near."""

    kind: str
    n: int
    over: int
    near: int


def todos_by_kind(actor: Actor, on: date) -> list[ByLamp]:
    """Count the to-dos by kind, in one query."""
    near = Q(due_on__gte=on, warn_on__lte=on)
    rows = (
        todos(actor)
        .order_by()
        .values_list(F("case__kind"))
        .annotate(n=Count("pk"), over=Count("pk", filter=Q(due_on__lt=on)), near=Count("pk", filter=near))
    )
    order = [kind.slug for kind in kinds.everyone()]
    return sorted((ByLamp(*row) for row in rows), key=lambda row: order.index(row.kind))


@dataclass(frozen=True, slots=True)
class ByAct:
    """How many to-dos of a kind await an act."""

    kind: str
    act: str
    n: int


def todos_by_act(actor: Actor) -> list[ByAct]:
    """Count the to-dos by kind and act, in one query."""
    rows = todos(actor).order_by().values_list(F("case__kind"), "act").annotate(n=Count("pk"))
    return [ByAct(*row) for row in rows]


def counted(rows: QuerySet[Case]) -> int | str:
    """Return how many rows there are, as far as anybody counts."""
    n = rows.order_by()[: MOST_COUNTED + 1].count()
    return n if n <= MOST_COUNTED else f"{MOST_COUNTED}+"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the menu of every page says: how much is to do and to read, and in which session we are.

    ``in_committee`` tells whether the reader has a place in a special committee, and so a desk there.
    """

    todo: int
    unread: int
    session: str
    in_committee: bool


def waiting_for(actor: Actor, on: date) -> Waiting:
    """Count what waits for the actor, in one query."""
    session = Session.objects.filter(term__body=OuterRef("pk")).unscoped("of this body").opened(on)
    row = (
        Body.objects.filter(pk=actor.body_id)
        .annotate(
            todo=_count_of(todos(actor)),
            unread=_count_of(unread(actor)),
            term=Subquery(session.values("term__number")[:1]),
            session=Subquery(session.values("number")[:1]),
            in_committee=Exists(places_in_committees(actor, on)),
        )
        .values_list("todo", "unread", "term", "session", "in_committee")
        .get()
    )
    todo, unread_, term, number, in_committee = row
    session_name = numerals.session_name(term=term, session=number) if term else ""
    return Waiting(todo, unread_, session_name, in_committee)


def _count_of(rows: QuerySet[Todo] | QuerySet[Notice]) -> Coalesce:
    """Return the number of rows as a subquery; grouping by a constant makes one row of them."""
    counted_rows = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted_rows, output_field=IntegerField()), 0)
