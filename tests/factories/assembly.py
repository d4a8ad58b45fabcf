"""Committees, organisations and people for tests."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from zhixing.assembly.models import (
    Body,
    CommitteeMembership,
    Membership,
    Organisation,
    Person,
    Post,
    Sector,
    Session,
    Term,
)
from zhixing.assembly.vocabulary import Level, OrganisationKind, Side, Status

LONG_AGO = date(2017, 1, 10)
_numbers = count(1)


def make_body(
    name: str = "",
    *,
    area_code: str | None = None,
    level: Level = Level.COUNTY,
    slug: str = "",
    parent: Body | None = None,
    status: Status = Status.CONFIRMED,
) -> Body:
    """A confirmed county committee unless told otherwise; areas count up from 330181."""
    number = next(_numbers)
    if area_code is None and status == Status.CONFIRMED:
        # Counting past a hundred, the prefecture goes up and no code ends in 00.
        area_code = f"33{number // 99 % 80 + 10:02d}{number % 99 + 1:02d}"
    return Body.objects.create(
        name=name or f"政协第{number}县委员会",
        short_name=name[:8] or f"第{number}县政协",
        area_code=area_code,
        level=level,
        slug=slug or area_code or f"x{number:04d}",
        parent=parent,
        status=status,
    )


def make_term(
    body: Body, number: int = 10, *, since: date | None = date(2022, 1, 12), until: date | None = None
) -> Term:
    """A term of a body, running."""
    return Term.objects.create(body=body, number=number, since=since, until=until)


def make_session(
    body: Body, number: int = 5, *, opens: date = date(2026, 2, 25), closes: date | None = None, term: int = 10
) -> Session:
    """A session, with its term made when the body has none of that number."""
    found = Term.objects.of_body(body).filter(number=term).first() or make_term(body, term)
    return Session.objects.create(term=found, number=number, opens=opens, closes=closes)


def make_organisation(
    body: Body,
    name: str = "",
    *,
    kind: OrganisationKind = OrganisationKind.GOVERNMENT_DEPARTMENT,
    side: Side = Side.GOVERNMENT,
    functions: Sequence[str] = (),
    since: date | None = LONG_AGO,
    until: date | None = None,
    status: Status = Status.CONFIRMED,
    official_order: int = 9999,
) -> Organisation:
    """A government department in force."""
    return Organisation.objects.create(
        body=body,
        name=name or f"第{next(_numbers)}局",
        kind=kind,
        side=side,
        functions=list(functions),
        since=since,
        until=until,
        status=status,
        official_order=official_order,
    )


def make_office(
    body: Body, name: str = "政协办公室", *, functions: Sequence[str] = ("general_office",)
) -> Organisation:
    """The committee's own office."""
    return make_organisation(body, name, kind=OrganisationKind.COMMITTEE_OFFICE, side=Side.CPPCC, functions=functions)


def make_proposals_committee(body: Body, name: str = "提案委员会") -> Organisation:
    """The special committee that has the function of proposals committee."""
    return make_organisation(
        body, name, kind=OrganisationKind.SPECIAL_COMMITTEE, side=Side.CPPCC, functions=["proposals_committee"]
    )


def make_person(name: str = "", *, phone: str = "") -> Person:
    """Somebody."""
    return Person.objects.create(name=name or f"闻第{next(_numbers)}", phone=phone)


def make_post(
    organisation: Organisation,
    kind: str,
    person: Person | None = None,
    *,
    title: str = "",
    since: date | None = LONG_AGO,
    until: date | None = None,
) -> Post:
    """A post held for a long time, by somebody new unless told by whom."""
    return Post.objects.create(
        organisation=organisation, kind=kind, person=person or make_person(), title=title, since=since, until=until
    )


def make_sector(name: str = "教育界") -> Sector:
    """A sector of the national list, made once."""
    sector, _created = Sector.objects.get_or_create(
        name=name, defaults={"code": f"sector-{next(_numbers)}", "official_order": 1}
    )
    return sector


def make_membership(
    body: Body,
    person: Person | None = None,
    *,
    term: Term | None = None,
    since: date | None = date(2022, 1, 12),
    until: date | None = None,
) -> Membership:
    """A seat in the body's latest term, made when it has none."""
    term = term or Term.objects.of_body(body).order_by("-number").first() or make_term(body)
    return Membership.objects.create(
        body=body, term=term, person=person or make_person(), sector=make_sector(), since=since, until=until
    )


def make_committee_membership(organisation: Organisation, person: Person | None = None) -> CommitteeMembership:
    """A member's place in a special committee."""
    return CommitteeMembership.objects.create(organisation=organisation, person=person or make_person(), since=LONG_AGO)
