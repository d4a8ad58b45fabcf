"""The people of an organisation, in official order or by strokes of the name, with their proposals of a session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, CommitteeMembership, Membership, Organisation, Person, Post, Session
from zhixing.assembly.names import aligned
from zhixing.assembly.strokes import in_strokes
from zhixing.assembly.vocabulary import SEPARATED_POSTS, OrganisationKind, PartyAffiliation, PostKind
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, CaseParty
from zhixing.common.parts import Link
from zhixing.desk.figures_page import MATTER
from zhixing.desk.speech import joined

FILED = "filed"
"""The milestone from which a proposal counts."""
STROKES = "strokes"
"""In the address: the people by the strokes of their names, and not in official order."""
AUTHORS = ("proposer", "cosigner", "merged_proposer")
_RANK = {kind: rank for rank, kind in enumerate(PostKind.values)}
_PARTIES: Mapping[str, tuple[str, ...]] = {
    PartyAffiliation.MINGE: ("民革", "中国国民党革命委员会"),
    PartyAffiliation.MINMENG: ("民盟", "中国民主同盟"),
    PartyAffiliation.MINJIAN: ("民建", "中国民主建国会"),
    PartyAffiliation.MINJIN: ("民进", "中国民主促进会"),
    PartyAffiliation.NONGGONG: ("农工党", "农工民主党", "中国农工民主党"),
    PartyAffiliation.ZHIGONG: ("致公党", "中国致公党"),
    PartyAffiliation.JIUSAN: ("九三学社",),
    PartyAffiliation.TAIMENG: ("台盟", "台湾民主自治同盟"),
}
"""By what the names of the organisations of each of the eight parties begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One of an organisation's people: the name as lists set it, what they hold, their proposals of the session."""

    name: str
    holds: str
    proposals: Sequence[Link]


def members_of(organisation: Organisation, on: date) -> list[tuple[Person, str]]:
    """Return an organisation's people with what they hold there, in official order; three queries at most.

    They are the holders of its posts, those with a place in a special committee, and the committee's members who belong
    to a democratic party.
    """
    posts = Post.objects.of_body(organisation.body_id).held(on).filter(organisation=organisation)
    held = posts.exclude(kind__in=SEPARATED_POSTS).select_related("person")
    found: dict[int, tuple[Person, list[str]]] = {}
    for post in sorted(held, key=lambda post: (_RANK.get(post.kind, len(_RANK)), post.pk)):
        found.setdefault(post.person_id, (post.person, []))[1].append(post.title or post.get_kind_display())
    for person in _without_posts(organisation, on):
        found.setdefault(person.pk, (person, [str(_("Member"))]))
    return [(person, joined(dict.fromkeys(titles))) for person, titles in found.values()]


def _without_posts(organisation: Organisation, on: date) -> Iterable[Person]:
    """Yield the members of a special committee, or of a democratic party, in the order in which they were entered."""
    if organisation.kind == OrganisationKind.SPECIAL_COMMITTEE:
        places = CommitteeMembership.objects.of_body(organisation.body_id).in_force(on)
        for place in places.filter(organisation=organisation).select_related("person").order_by("pk"):
            yield place.person
    elif organisation.kind == OrganisationKind.DEMOCRATIC_PARTY:
        codes = [code for code, names in _PARTIES.items() if organisation.name.startswith(names)]
        seats = Membership.objects.of_body(organisation.body_id).sitting(on).filter(party__in=codes)
        for seat in seats.select_related("person").order_by("pk"):
            yield seat.person


def rows(
    organisation: Organisation, actor: Actor, on: date, *, session: Session | None, by_strokes: bool
) -> list[MemberRow]:
    """Return the list of an organisation's people; of their proposals those filed that the reader may know."""
    members = members_of(organisation, on)
    if by_strokes:
        members = in_strokes(members, lambda one: one[0].name)
    proposals = _proposals([person.pk for person, _holds in members], actor, organisation.body, session)
    return [
        MemberRow(name=aligned(person.name), holds=holds, proposals=proposals.get(person.pk, ()))
        for person, holds in members
    ]


def _proposals(
    people: Sequence[int], actor: Actor, body: Body, session: Session | None
) -> Mapping[int, Sequence[Link]]:
    """Return the filed proposals of some people in a session, by person: what the reader may see, or the public may."""
    if session is None or not people:
        return {}
    kind = kinds.get(MATTER)
    states = adopting.in_force(body, MATTER).procedure.milestones[FILED].states
    filed = Case.objects.of_body(body).filter(kind=kind.slug, session=session, state__in=states)
    seen = filed.visible_to(actor)
    known = Q(case__in=seen.values("pk"))
    if kind.public:
        known |= Q(case__in=kind.public(filed).values("pk"))
    parties = CaseParty.objects.filter(known, capacity__in=AUTHORS, person__in=people)
    rows = parties.annotate(seen=Exists(seen.filter(pk=OuterRef("case")))).select_related("case")
    found: dict[int, list[Link]] = defaultdict(list)
    for party in rows.defer("case__folded").order_by("case__official_number", "place"):
        url = reverse("desk:case_detail", args=[party.case.number]) if party.seen else ""
        found[party.person_id or 0].append(Link(title=f"{party.case.called} {party.case.title}", url=url))
    return found
