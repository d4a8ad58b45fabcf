"""Whether a row means a person we know: same name, and what else agrees or differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from zhixing.assembly.models import Body, Membership, Person, Post
from zhixing.assembly.names import masked
from zhixing.rosters.reading import RowRefused
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, plain, written


class Verdict(Enum):
    """What a comparison says."""

    SAME = "same"
    ANOTHER = "another"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person; empty or None is not known. ``units`` are where the person works, as keys."""

    gender: str = ""
    birth_year: int | None = None
    phone: str = ""
    units: frozenset[str] = frozenset()


@dataclass(slots=True)
class KnownPerson:
    """A person of this committee; ``terms`` are those with a seat."""

    person: Person
    units: set[str] = field(default_factory=set)
    terms: set[int] = field(default_factory=set)

    @property
    def facts(self) -> Facts:
        """What the comparison looks at."""
        one = self.person
        return Facts(one.gender, one.birth_year, one.phone, frozenset(self.units))


def compare(row: Facts, known: Facts, *, listed: bool) -> Verdict:
    """Compare two people of one name; ``listed`` says that the known one stands on this very roster already."""
    birth, phone = _agree(row.birth_year, known.birth_year), _agree(row.phone, known.phone)
    unit = bool(row.units & known.units) if row.units and known.units else None
    if birth is False or _agree(row.gender, known.gender) is False:
        return Verdict.UNCLEAR if phone and birth is False else Verdict.ANOTHER
    if phone or unit:
        return Verdict.SAME
    differing = (phone, unit).count(False)
    if birth:
        return Verdict.UNCLEAR if differing == 2 else Verdict.SAME  # noqa: PLR2004  # both differ
    if differing:
        return Verdict.ANOTHER if differing == 2 else Verdict.UNCLEAR  # noqa: PLR2004  # both differ
    return Verdict.SAME if listed else Verdict.UNCLEAR


def _agree(one: object, other: object) -> bool | None:
    return one == other if one and other else None


def said_same(cell: Cell) -> bool:
    """Return what the column 是否同一人 decides."""
    text = written(cell)
    said = plain(text)
    if said in {"同一人", "是", "同", "是同一人"}:
        return True
    if said in {"另一人", "否", "不是", "非同一人", "不是同一人"}:
        return False
    raise CellUnreadable(f"“{text}”不明白，请写 同一人 或 另一人。", f"{text!r} is neither 同一人 nor 另一人.")


class KnownPeople:
    """The people of a committee by name, with where they work and in which terms they have a seat."""

    def __init__(self, body: Body, on: date) -> None:
        self.by_name: dict[str, list[KnownPerson]] = {}
        self._by_pk: dict[int, KnownPerson] = {}
        for person in Person.objects.of_body(body).order_by("pk"):
            self.add(person)
        posts = Post.objects.of_body(body).in_force(on).values_list("person_id", "organisation_id")
        for pk, unit in posts:
            self._by_pk[pk].units.add(unit_key(unit))
        seats = Membership.objects.of_body(body).order_by("pk")
        for pk, term, unit, employer in seats.values_list(
            "person_id", "term_id", "employer_organisation_id", "employer"
        ):
            self.seated(pk, term, unit, employer)

    def add(self, person: Person) -> KnownPerson:
        """Let a person be found from now on."""
        known = self._by_pk.setdefault(person.pk, KnownPerson(person))
        if known not in self.by_name.setdefault(plain(person.name), []):
            self.by_name[plain(person.name)].append(known)
        return known

    def of(self, person: Person) -> KnownPerson:
        """Return what is known of a person."""
        return self._by_pk[person.pk]

    def seated(self, pk: int, term: int, unit: int | None, employer: str) -> None:
        """Remember a seat and the employer told with it."""
        known = self._by_pk[pk]
        known.terms.add(term)
        if unit or employer:
            known.units.add(unit_key(unit) if unit else plain(employer))

    def find(self, name: str, facts: Facts, *, decided: bool | None, term: int | None = None) -> Person | None:
        """Return the person a row means, None when it is somebody new.

        ``decided`` is what the column 是否同一人 says, None where it says nothing; ``term`` is the roster's.

        Raises:
            RowRefused: when it cannot be told.
        """
        people = self.by_name.get(plain(name), [])
        judged = [(one, compare(facts, one.facts, listed=term in one.terms)) for one in people]
        if decided is False:
            return next((one.person for one, _verdict in judged if _as_written(facts, one)), None)
        same = [one for one, verdict in judged if verdict is Verdict.SAME]
        if decided and not same:
            same = people
        if len(same) == 1:
            return same[0].person
        if len(same) > 1:
            raise _unclear(name, same)
        if decided:
            raise RowRefused("same", f"这里没有叫“{name}”的人，写不了“同一人”。", f"Nobody here is called {name}.")
        doubtful = [one for one, verdict in judged if verdict is Verdict.UNCLEAR]
        if doubtful:
            raise _unclear(name, doubtful)
        return _elsewhere(name, facts)


def unit_key(pk: int) -> str:
    """Return how a unit of ours is told from an employer that is only a name."""
    return f"#{pk}"


def _as_written(facts: Facts, known: KnownPerson) -> bool:
    """Return whether an earlier import of the same row entered this person."""
    one = known.facts
    return (facts.gender, facts.birth_year, facts.phone) == (one.gender, one.birth_year, one.phone) and (
        facts.units <= one.units
    )


def _elsewhere(name: str, facts: Facts) -> Person | None:
    """Return somebody of another committee who shares name and phone; less is not enough to join two people."""
    if not facts.phone:
        return None
    found = Person.objects.filter(name=name, phone=facts.phone)
    agreeing = [
        one
        for one in found
        if _agree(one.birth_year, facts.birth_year) is not False and _agree(one.gender, facts.gender) is not False
    ]
    return agreeing[0] if len(agreeing) == 1 else None


def _unclear(name: str, people: Iterable[KnownPerson]) -> RowRefused:
    known = [_described(one) for one in people]
    zh, en = "；".join(one for one, _ in known), "; ".join(other for _, other in known)
    return RowRefused(
        "name",
        f"分不清是不是已有的“{name}”（{zh}）。请补上出生年月、电话或单位，或加一列“是否同一人”，写 同一人 或 另一人。",
        f"It is not clear whether this is the {name} we know ({en}). Add birth year, phone or unit, or a column "
        "是否同一人 with 同一人 (the same) or 另一人 (another).",
    )


def _described(known: KnownPerson) -> tuple[str, str]:
    facts = known.facts
    zh = [f"{facts.birth_year}年生" if facts.birth_year else "", masked(facts.phone)]
    en = [f"born {facts.birth_year}" if facts.birth_year else "", masked(facts.phone)]
    return "，".join(filter(None, zh)) or "没有其他资料", ", ".join(filter(None, en)) or "nothing else known"
