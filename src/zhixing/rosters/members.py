"""委员名册: who sits in a committee in a term, for which sector, and in which of its special committees."""

from __future__ import annotations

import re
from datetime import date

from zhixing.assembly import clock
from zhixing.assembly.models import Body, CommitteeMembership, Membership, Organisation, Person, Term
from zhixing.assembly.posts import appoint
from zhixing.assembly.vocabulary import OrganisationKind, PostKind
from zhixing.procedure.words import Words
from zhixing.rosters.known_units import KnownUnits
from zhixing.rosters.member_row import MEMBERS, MemberRow, read_member
from zhixing.rosters.member_words import Sectors
from zhixing.rosters.reading import RowReader, RowRefused
from zhixing.rosters.running import Outcome
from zhixing.rosters.same_person import Facts, KnownPeople, unit_key
from zhixing.rosters.terms import Terms
from zhixing.sheets.report import Report
from zhixing.sheets.text import plain

_PLACE = re.compile(r"^(.*?(?:委员会|专委会|委))(.*)$")
_MEMBERS = frozenset({"", "委员", "成员", "组成人员"})
_DIRECTORS = frozenset({"主任", "专职主任"})


class MemberRoster:
    """An import of members; ``since`` is the first day of a term that is new."""

    headings = MEMBERS

    def __init__(self, body: Body, *, since: date | None) -> None:
        self.body = body
        self.since = since
        self.today = clock.today()
        self.seen: dict[tuple[int, int], tuple[MemberRow, Words]] = {}
        self.forget()

    def forget(self) -> None:
        """Read terms, units, people and seats again."""
        self.terms = Terms(self.body, since=self.since, today=self.today)
        self.sectors = Sectors(self.body, self.today)
        self.units = KnownUnits(self.body, self.today)
        self.people = KnownPeople(self.body, self.today)
        seats = Membership.objects.of_body(self.body).order_by("pk")
        self.seats = {(seat.term_id, seat.person_id): seat for seat in seats}
        places = CommitteeMembership.objects.of_body(self.body).filter(until=None)
        self.places = set(places.values_list("organisation_id", "person_id"))

    def finish(self, report: Report) -> None:
        """Nothing waits for the other rows."""

    def take(self, row: RowReader) -> Outcome:
        """Enter a member with the seat, or bring the ones we know to what the row says."""
        read = read_member(row, self.sectors, self.today)
        wanted = self.terms.wanted(read.term)
        employer = self.units.employer_in(read.employer) if read.employer else None
        key = unit_key(employer.pk) if employer else plain(read.employer)
        facts = Facts(read.gender, read.birth_year, read.phone, frozenset({key} if key else ()))
        listed = wanted.pk if isinstance(wanted, Term) else 0
        person = self.people.find(read.name, facts, decided=read.decided, term=listed)
        if person is not None and (listed, person.pk) in self.seen:
            earlier, place = self.seen[listed, person.pk]
            if earlier == read:
                return Outcome.UNCHANGED
            raise RowRefused(
                "name",
                f"与{place.zh}是同一人，内容却不同。请核对两行；不是同一人的，请加一列“是否同一人”写明 另一人。",
                f"It is the same person as {place.en}, with other contents. Compare the two.",
            )
        term = self.terms.entered(wanted)
        created = person is None or (term.pk, person.pk) not in self.seats
        person, changed = self._person(person, read)
        changed = self._seat(person, term, read, employer) or changed
        changed = self._committee(person, term, read, row) or changed
        self.people.add(person)
        self.people.seated(person.pk, term.pk, employer.pk if employer else None, read.employer)
        self.seen[term.pk, person.pk] = (read, row.place)
        if created:
            return Outcome.CREATED
        return Outcome.CHANGED if changed else Outcome.UNCHANGED

    def _person(self, person: Person | None, read: MemberRow) -> tuple[Person, bool]:
        """Return the person with what the row says more of them, and whether that changed anything."""
        if person is None:
            person = Person(name=read.name, gender=read.gender, birth_year=read.birth_year, phone=read.phone)
            _check(person)
            person.save()
            return person, True
        wanted = {"gender": read.gender, "birth_year": read.birth_year, "phone": read.phone}
        return person, _bring(person, {name: value for name, value in wanted.items() if value})

    def _seat(self, person: Person, term: Term, read: MemberRow, employer: Organisation | None) -> bool:
        """Enter the seat, or bring it to what the row says; return whether anything changed."""
        told: dict[str, object] = {"party": read.party, "standing": read.standing, "until": read.until}
        told |= {"sector_id": read.sector.pk if read.sector else None, "since": read.since}
        if read.employer:
            told |= {"employer": read.employer, "employer_organisation_id": employer.pk if employer else None}
        seat = self.seats.get((term.pk, person.pk))
        if seat is not None:
            return _bring(
                seat,
                {name: told[name] for name in told if told[name] not in {None, ""} or name.startswith("employer")},
            )
        seat = Membership(body=self.body, term=term, person=person, since=term.since)
        for name, value in told.items():
            if value is not None:
                setattr(seat, name, value)
        _check(seat)
        seat.save()
        self.seats[term.pk, person.pk] = seat
        return True

    def _committee(self, person: Person, term: Term, read: MemberRow, row: RowReader) -> bool:
        """Enter the place in a special committee, as far as we keep posts there; the rest is noted."""
        found = _PLACE.match(read.committee)
        if not read.committee or read.until is not None:
            return False
        name, post = (found[1], found[2].strip("（）() ")) if found else (read.committee, "")
        committee = self._special(name)
        if committee is None:
            row.note(
                "committee",
                f"没有名为“{name}”的专委会，未记入；请先在单位名单中写明（类别写 专委会），再导入一次。",
                f"There is no special committee {name}; enter it among the units (类别 专委会) and import again.",
            )
            return False
        if post in _DIRECTORS:
            held = committee.posts.filter(person=person, kind=PostKind.DIRECTOR, until=None)
            if held.exists():
                return False
            since = max(filter(None, (read.since, term.since, committee.since)), default=self.today)
            appoint(person=person, organisation=committee, kind=PostKind.DIRECTOR, since=since, title=post)
            return True
        if post not in _MEMBERS:
            row.note(
                "committee",
                f"“{post}”这一职务未记入，只记为{committee.name}委员。",
                f"The post {post} is not kept; the member has a place in {committee.name}.",
            )
        if (committee.pk, person.pk) in self.places:
            return False
        CommitteeMembership.objects.create(organisation=committee, person=person, since=read.since or term.since)
        self.places.add((committee.pk, person.pk))
        return True

    def _special(self, name: str) -> Organisation | None:
        """Return the special committee of a name, in full, short (提案委) or without the committee's own."""
        said = plain(name).removesuffix("专门委员会").removesuffix("委员会").removesuffix("委")
        special = [one for one in self.units.units.values() if one.kind == OrganisationKind.SPECIAL_COMMITTEE]
        found = [
            one
            for one in special
            if plain(name) in {plain(one.name), plain(one.short_name)}
            or (said and plain(one.name).removesuffix("委员会").endswith(said))
        ]
        return found[0] if len(found) == 1 else None


def _bring(row: Person | Membership, wanted: dict[str, object]) -> bool:
    """Set what differs and save it; return whether anything did."""
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    _check(row)
    row.save(update_fields=[name.removesuffix("_id") for name in changed])
    return True


def _check(row: Person | Membership) -> None:
    """Raise ValidationError unless the row's own columns are right.

    Rows it names were read a moment ago, and asking for each of them again would take a query each.
    """
    row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.is_relation])
