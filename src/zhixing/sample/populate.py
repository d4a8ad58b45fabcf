"""Enter who exists in the sample installation: two committees, their offices, units, members and accounts.

Rows that nothing is derived from are entered in bulk; their constraints are the database's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import cycle

from django.contrib.auth.hashers import make_password

from zhixing.accounts.models import Account
from zhixing.assembly import clock, names
from zhixing.assembly.calendars import seed_arrangements
from zhixing.assembly.models import (
    Body,
    BodySector,
    CommitteeMembership,
    Membership,
    Organisation,
    Person,
    Post,
    Sector,
    Session,
    Term,
)
from zhixing.assembly.sector_list import seed_sectors
from zhixing.assembly.vocabulary import Gender, OrganisationKind, PostKind, Side
from zhixing.cases import kinds
from zhixing.cases.adopting import adopt
from zhixing.rules.loading import load_rules
from zhixing.sample.reading import RULES, AccountText, Content, PlaceText, PostText

PASSWORD = "zhixing-demo"  # noqa: S105 - the demo's, and public
"""The password of every account of the sample city."""

_SECTORS = {
    "中共": "cpc", "民革": "minge", "民盟": "minmeng", "民建": "minjian", "民进": "minjin", "农工党": "nonggong",
    "致公党": "zhigong", "九三学社": "jiusan", "无党派人士": "nonparty", "共青团和青联": "youth",
    "总工会": "trade-unions", "妇联": "women", "工商联": "industry-commerce", "侨联": "returned-overseas",
    "社会福利和社会保障": "welfare", "文化艺术": "arts", "科学技术": "science", "经济": "economy",
    "农业": "agriculture", "教育": "education", "医药卫生": "health", "特别邀请人士": "specially-invited",
}  # fmt: skip
"""The sectors as local people call them, by their codes in the national list."""

_COUNTY_RULES = (
    ("安澜市", "澄溪县"), ("安协发", "澄协发"), ("安委办发", "澄委办发"), ("市政协", "县政协"),
    ("市委", "县委"), ("市政府", "县政府"), ("本市", "本县"), ("Anlan City", "Chengxi County"),
)  # fmt: skip
"""What the rules of the other committee say otherwise."""

Holders = Mapping[tuple[str, str], tuple[Person, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A committee as entered. ``holders`` are found by the name of an organisation and the kind of post."""

    text: PlaceText
    body: Body
    sessions: tuple[Session, ...]
    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]
    members: tuple[Person, ...]
    holders: Holders

    def holder(self, organisation: str, *posts: str) -> tuple[Person, ...]:
        """Return who holds the first of these posts that is filled in an organisation."""
        return next(found for post in posts if (found := self.holders.get((organisation, post), ())))

    def seats(self, name: str) -> bool:
        """Tell whether somebody of that name is a member."""
        return any(one.name == name for one in self.text.members)

    def office(self, function: str) -> str:
        """Return the name of the office that has a function."""
        return next(one.name for one in self.text.offices if function in one.functions)


def populate(content: Content) -> tuple[Town, Town]:
    """Enter both committees with their rules and procedures; the city comes first."""
    seed_arrangements()
    seed_sectors()
    towns = (_enter(content.city, _of(content, content.city)), _enter(content.county, _of(content, content.county)))
    load_rules(towns[0].body, RULES)
    load_rules(towns[1].body, _county_rules())
    _open_accounts(content, {town.text.slug: town for town in towns})
    return towns


def _of(content: Content, place: PlaceText) -> list[AccountText]:
    """Return the accounts of a place; where an account names none, the city is meant."""
    return [one for one in content.accounts if (one.body or content.city.slug) == place.slug]


def _county_rules() -> bytes:
    text = RULES.read_text(encoding="utf-8")
    for ours, theirs in _COUNTY_RULES:
        text = text.replace(ours, theirs)
    return text.encode()


def _enter(place: PlaceText, accounts: Iterable[AccountText]) -> Town:
    body = Body.objects.create(
        name=place.name,
        short_name=place.short_name,
        level=place.level,
        area_code=place.area_code,
        slug=place.slug,
        demo_clock=True,
    )
    terms, sessions = _enter_sessions(place, body)
    organisations = _enter_organisations(place, body)
    posts = [*_posts_of_roles(place), *place.posts, *_posts_of_accounts(accounts)]
    since = place.terms[-1].opens
    people = _enter_people(place, posts)
    members = _enter_members(place, body, terms[-1], people, organisations)
    _enter_committees(place, organisations, people, since=since)
    town = Town(
        text=place,
        body=body,
        sessions=sessions,
        organisations=organisations,
        people=people,
        members=members,
        holders=_enter_posts(posts, organisations, people, since=since),
    )
    for kind in kinds.everyone():
        adopt(body, kind.slug, at=datetime.combine(since, time(9), clock.ZONE), actor=None)
    return town


def _enter_sessions(place: PlaceText, body: Body) -> tuple[list[Term], tuple[Session, ...]]:
    terms = [
        Term.objects.create(body=body, number=text.number, since=text.opens, until=text.closes) for text in place.terms
    ]
    of_number = {term.number: term for term in terms}
    return terms, tuple(
        Session.objects.create(term=of_number[text.term], number=text.number, opens=text.opens, closes=text.closes)
        for text in place.sessions
    )


def _enter_organisations(place: PlaceText, body: Body) -> dict[str, Organisation]:
    """Enter offices, special committees, parties, units and sector groups, in the order in which lists name them."""
    government, cppcc, other = Side.GOVERNMENT, Side.CPPCC, Side.OTHER
    rows: list[tuple[str, str, str, str, list[str]]] = [
        *((one.name, one.short_name, one.kind, one.side, one.functions) for one in place.offices),
        *((one.name, one.short_name, one.kind, str(cppcc), []) for one in place.special_committees),
        *((one.name, one.short_name, one.kind, str(other), []) for one in place.democratic_parties),
        *((one.name, one.short_name, one.kind, one.side or str(government), []) for one in place.units),
        *((one.group, "", str(OrganisationKind.SECTOR_GROUP), str(cppcc), []) for one in place.sectors),
    ]
    made = Organisation.objects.bulk_create(
        Organisation(
            body=body,
            name=name,
            short_name="" if short_name == name else short_name,
            kind=kind,
            side=side,
            functions=functions,
            official_order=order,
        )
        for order, (name, short_name, kind, side, functions) in enumerate(rows, start=1)
    )
    return {one.name: one for one in made}


def _posts_of_roles(place: PlaceText) -> list[PostText]:
    """Return the posts that the content gives by their role: heads, liaisons, signers, drafters, conveners."""
    found = [
        post
        for unit in place.units
        for post in (
            PostText(person=unit.head, organisation=unit.name, post=PostKind.HEAD, title="主要负责人"),
            PostText(
                person=unit.liaison,
                organisation=unit.name,
                post=PostKind.LIAISON,
                title="提案联络员",
                extension=unit.extension,
            ),
        )
    ]
    for one in (*place.special_committees, *place.democratic_parties):
        title = "主委" if one.party else "主任"
        found.append(PostText(person=one.signer, organisation=one.name, post=PostKind.SIGNER, title=title))
        if one.drafter:
            found.append(PostText(person=one.drafter, organisation=one.name, post=PostKind.CLERK, title="联系人"))
    found += [
        PostText(person=one.convener, organisation=one.group, post=PostKind.CONVENER, title="召集人")
        for one in place.sectors
    ]
    return found


def _posts_of_accounts(accounts: Iterable[AccountText]) -> list[PostText]:
    return [
        PostText(
            person=one.person,
            organisation=one.organisation,
            post=one.post,
            title=one.title,
            extension=one.extension,
        )
        for one in accounts
        if one.post
    ]


_FIRST_MEMBER = 801
"""Members are reached through a switchboard that has no number."""


def _enter_people(place: PlaceText, posts: Iterable[PostText]) -> dict[str, Person]:
    """Enter everybody once; within a committee a name is one person."""
    phones = {one.name: f"总机转{number}" for number, one in enumerate(place.members, _FIRST_MEMBER)}
    phones |= {post.person: f"内线{post.extension}" for post in posts if post.extension}
    genders = {one.name: Gender.FEMALE if one.gender == "female" else Gender.MALE for one in place.members}
    rows = []
    for name in dict.fromkeys([*genders, *(post.person for post in posts)]):
        sort, initials = names.spelled(name)
        rows.append(
            Person(
                name=name,
                name_sort=sort,
                initials=initials,
                gender=genders.get(name, ""),
                phone=phones.get(name, ""),
            )
        )
    return {one.name: one for one in Person.objects.bulk_create(rows)}


_EMPLOYING = {
    "机关": OrganisationKind.GOVERNMENT_DEPARTMENT,
    "事业单位": OrganisationKind.GOVERNMENT_DEPARTMENT,
    "乡镇": OrganisationKind.TOWNSHIP,
}
"""Which units of the city employ members, by the kind of employer; of the others only the kind is known."""


def _employers(place: PlaceText, organisations: Mapping[str, Organisation]) -> Iterator[Organisation | None]:
    """Yield the unit where each member works, one after the other in official order; None when it is none of these."""
    of_kind = {
        kind: cycle([organisations[unit.name] for unit in place.units if unit.kind == kind])
        for kind in set(_EMPLOYING.values())
    }
    for one in place.members:
        kind = _EMPLOYING.get(one.employer)
        yield next(of_kind[kind], None) if kind else None


def _enter_members(
    place: PlaceText, body: Body, term: Term, people: Mapping[str, Person], organisations: Mapping[str, Organisation]
) -> tuple[Person, ...]:
    national = {one.code: one for one in Sector.objects.filter(code__in=_SECTORS.values())}
    for text in place.sectors:
        sector = national[_SECTORS[text.name]]
        local = "" if sector.name.removesuffix("界") == text.name else text.name
        BodySector.objects.create(body=body, sector=sector, local_name=local, since=term.since)
    Membership.objects.bulk_create(
        Membership(
            body=body,
            term=term,
            person=people[one.name],
            sector=national[_SECTORS[one.sector]],
            party=one.party,
            standing=one.standing,
            since=term.since,
            employer=unit.name if unit else one.employer,
            employer_organisation=unit,
        )
        for one, unit in zip(place.members, _employers(place, organisations), strict=True)
    )
    return tuple(people[one.name] for one in place.members)


def _enter_committees(
    place: PlaceText, organisations: Mapping[str, Organisation], people: Mapping[str, Person], *, since: date
) -> None:
    """Seat members on the special committees, which the content names by their short names."""
    named = {one.short_name: one.name for one in place.offices}
    named |= {one.short_name: one.name for one in place.special_committees}
    CommitteeMembership.objects.bulk_create(
        CommitteeMembership(organisation=organisations[named[one.committee]], person=people[one.name], since=since)
        for one in place.members
        if one.committee
    )


def _enter_posts(
    posts: Iterable[PostText], organisations: Mapping[str, Organisation], people: Mapping[str, Person], *, since: date
) -> Holders:
    """Enter each post once; an account's title goes before the general one of its role."""
    wanted = {(one.organisation, one.post, one.person): one for one in posts}
    Post.objects.bulk_create(
        Post(
            organisation=organisations[one.organisation],
            person=people[one.person],
            kind=one.post,
            title=one.title,
            since=since,
        )
        for one in wanted.values()
    )
    holders: defaultdict[tuple[str, str], tuple[Person, ...]] = defaultdict(tuple)
    for organisation, post, person in wanted:
        holders[organisation, post] += (people[person],)
    return dict(holders)


def _open_accounts(content: Content, towns: Mapping[str, Town]) -> None:
    """Open all accounts under one password, hashed once: hashing takes longer than everything else here."""
    encoded = make_password(PASSWORD)
    for text in content.accounts:
        town = towns[text.body or content.city.slug]
        account = Account(person=town.people[text.person], sign_in=text.sign_in, password=encoded)
        account.full_clean()
        account.save()
