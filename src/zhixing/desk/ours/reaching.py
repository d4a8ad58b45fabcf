"""How the people whose matter a case is can be reached: for the unit that has to speak with them, and for nobody else.

The numbers stand with the people and in no entry; who may read them is asked here, each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import CommitteeMembership, Membership, Post
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.models import Case, CaseParty
from zhixing.desk.parties import in_capacities, name_of
from zhixing.desk.speech import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """Somebody to speak with: the part they have, name, sector, where they work, and a number if one is known."""

    part: str
    name: str
    sector: str
    about: str
    phone: str


def may_reach(case: Case, actor: Actor) -> bool:
    """Tell whether the actor is told how to reach the people of a case."""
    work = kinds.get(case.kind).work
    adopted = adopting.by_digest(case.procedure)
    return work is not None and not reading.roles_in(case, actor, adopted).isdisjoint(work.reached)


def people_of(case: Case, parties: Sequence[CaseParty], actor: Actor, on: date) -> list[Reachable]:
    """Return those to speak with, the first proposer first; nobody for whoever may not know. Three queries."""
    work = kinds.get(case.kind).work
    if work is None or not may_reach(case, actor):
        return []
    named = in_capacities(parties, *work.people)
    people = [party.person_id for party in named if party.person_id is not None]
    units = [party.organisation_id for party in named if party.organisation_id is not None]
    seats, committees = _seats(case.body_id, people), _committees(case.body_id, people, on)
    speakers = _speakers(case, units, on)
    found: list[Reachable] = []
    for party in named:
        part = str(kinds.get(case.kind).capacities.get(party.capacity, party.capacity))
        if party.person is None:
            found += _of_unit(part, party, speakers.get(party.organisation_id or 0, ()))
            continue
        seat = seats.get(party.person.pk)
        works = [seat.employer] if seat and seat.employer else []
        found.append(
            Reachable(
                part=part,
                name=party.person.name,
                sector=seat.sector.name if seat and seat.sector else "",
                about=joined([*works, *committees.get(party.person.pk, ())]),
                phone=party.person.phone,
            )
        )
    return found


def _of_unit(part: str, party: CaseParty, speakers: Iterable[Post]) -> list[Reachable]:
    """Return an organisation with those of its people who answer for what it proposes."""
    name = name_of(party)
    rows = [
        Reachable(
            part=part,
            name=post.person.name,
            sector="",
            about=f"{name} {post.title or post.get_kind_display()}",
            phone=post.person.phone,
        )
        for post in speakers
    ]
    return rows or [Reachable(part=part, name=name, sector="", about="", phone="")]


def _seats(body: int, people: Sequence[int]) -> Mapping[int, Membership]:
    """Return the latest seat of each."""
    rows = Membership.objects.of_body(body).filter(person__in=people).select_related("sector").order_by("since", "pk")
    return {seat.person_id: seat for seat in rows} if people else {}


def _committees(body: int, people: Sequence[int], on: date) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if people:
        rows = CommitteeMembership.objects.of_body(body).in_force(on).filter(person__in=people)
        for place in rows.select_related("organisation").order_by("pk"):
            found[place.person_id].append(place.organisation.called)
    return found


def _speakers(case: Case, units: Sequence[int], on: date) -> Mapping[int, Sequence[Post]]:
    """Return, of each organisation, the posts by which it acts as proposer."""
    roles = adopting.by_digest(case.procedure).procedure.roles
    work = kinds.get(case.kind).work
    kinds_of = {post for role in roles.values() if work and role.party in work.people for post in role.posts}
    found: dict[int, list[Post]] = defaultdict(list)
    if units:
        rows = Post.objects.of_body(case.body_id).held(on).filter(organisation__in=units, kind__in=kinds_of)
        for post in rows.select_related("person").order_by("pk"):
            found[post.organisation_id].append(post)
    return found
