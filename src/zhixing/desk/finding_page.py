"""What one person finds for what they typed: cases by kind, people and units, each group with its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly import names
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Membership, Organisation, Person, Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, CaseParty
from zhixing.common.parts import Link, Pager
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import joined, say
from zhixing.finding import asking
from zhixing.finding.asking import BY_NUMBER, Found, Hit, Question, Reader
from zhixing.finding.people import MOST, Met
from zhixing.finding.snippets import Piece, Snippet, marked, snippets

FEW = 5
"""So many of a group stand on the page where there are several groups."""
PAGE = 50
LONGEST_QUESTION = 200
PEOPLE, UNITS = "people", "units"


@dataclass(frozen=True, slots=True)
class Row:
    """A case that was found, and why."""

    number: str
    title: Sequence[Piece]
    url: str
    state: str
    whose: str
    why: str
    snippet: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class NameRow:
    """A person or unit that was found: the name, what they hold, and the cases they have a part in."""

    name: Sequence[Piece]
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of what was found, as far as it is shown; ``all`` leads to the whole of it."""

    key: str
    title: object
    count: str
    rows: Sequence[Row]
    names: Sequence[NameRow]
    all: Link | None
    pager: Pager | None = None


@dataclass(frozen=True)
class FindingPage:
    """One reader's finding on one day. ``only`` narrows it to a group, ``who`` and ``unit`` to one party."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    @cached_property
    def question(self) -> Question:
        """What was typed."""
        return Question.typed(self.asked.get("q", "")[:LONGEST_QUESTION])

    @cached_property
    def reader(self) -> Reader:
        """Who asks."""
        return Reader.acting(self.actor, self.body, on=self.today)

    @cached_property
    def met(self) -> Met:
        """Whom the reader meets."""
        return Met(self.actor, self.reader)

    @property
    def only(self) -> str:
        """The group that is asked for alone, if there is one of that name."""
        known = {PEOPLE, UNITS, *(kind.slug for kind in kinds.everyone())}
        return self.asked.get("only", "") if self.asked.get("only") in known else ""

    def only_case(self) -> Case | None:
        """Return the case whose number was typed, if it is the only one."""
        found = asking.by_number(self.question, self.reader) if not self.only else []
        return found[0] if len(found) == 1 else None

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        party = self._party()
        found = self._of_party(party) if party else asking.search(self.question, self.reader)
        groups = list(self._groups(found)) if party or self.question.text else []
        return {
            "title": _("Find"),
            "asked_for": self.question.text,
            "party": party,
            "groups": groups,
            "partly": found.partly and bool(found.hits),
            "complete": found.complete,
            "back": Link(title=_("All that was found"), url=self._url()) if self.only else None,
            "nothing": bool(self.question.text) and not groups,
            "sum": self._sum(groups),
        }

    def _sum(self, groups: Sequence[Group]) -> str:
        return joined(f"{group.title} {group.count}" for group in groups)

    def _groups(self, found: Found) -> Iterator[Group]:
        by_kind: dict[str, list[Hit]] = {}
        for hit in found.hits:
            by_kind.setdefault(hit.kind, []).append(hit)
        slugs = [kind.slug for kind in kinds.everyone() if kind.slug in by_kind]
        # A number that was meant stands before everything that only mentions it.
        slugs.sort(key=lambda slug: by_kind[slug][0].tier != BY_NUMBER)
        for slug in slugs:
            if self.only in {"", slug}:
                yield self._cases(slug, by_kind[slug], found, capped=len(found.hits) >= asking.MOST_FOUND)
        if self.question.text and not self._party():
            yield from self._names()

    def _cases(self, slug: str, hits: list[Hit], found: Found, *, capped: bool) -> Group:
        first = self._first() if self.only else 0
        shown = hits[first : first + (PAGE if self.only else FEW)]
        return Group(
            key=slug,
            title=kinds.get(slug).plural_title,
            count=f"{len(hits)}+" if capped else str(len(hits)),
            rows=list(self._rows(shown, found)),
            names=(),
            all=self._all(slug, len(hits), len(shown)),
            pager=self._pager(first, len(shown), len(hits)) if self.only else None,
        )

    def _rows(self, hits: Sequence[Hit], found: Found) -> Iterator[Row]:
        pks = [hit.pk for hit in hits]
        cases = self.reader.cases.filter(pk__in=pks).defer("folded").prefetch_related(with_parties()).in_bulk()
        why = snippets(pks, self.question, found, self.reader) if self.question.terms else {}
        for hit in hits:
            case = cases[hit.pk]
            procedure = adopting.by_digest(case.procedure).procedure
            snippet = why.get(hit.pk)
            if snippet is not None and not (snippet.field or snippet.capacity):
                snippet = None  # the title itself, which is marked
            yield Row(
                number=case.called,
                title=marked(case.title, found.words),
                url=reverse("desk:case_detail", args=[case.number]),
                state=say(procedure.states[case.state].title),
                whose=_whose(case),
                why=_why(case, snippet) if snippet else "",
                snippet=snippet.pieces if snippet else (),
            )

    def _names(self) -> Iterator[Group]:
        if self.only in {"", PEOPLE}:
            people = self.met.people(self.question)
            if people:
                yield self._name_group(PEOPLE, _("People"), len(people), self._people(people[: self._most_names]))
        if self.only in {"", UNITS}:
            units = self.met.units(self.question)
            if units:
                yield self._name_group(UNITS, _("Units"), len(units), self._units(units[: self._most_names]))

    @property
    def _most_names(self) -> int:
        return MOST if self.only else FEW

    def _name_group(self, key: str, title: str, count: int, names: Iterator[NameRow]) -> Group:
        listed = list(names)
        return Group(key, title, str(count), (), listed, self._all(key, count, len(listed)))

    def _people(self, people: list[Person]) -> Iterator[NameRow]:
        hats: dict[int, list[str]] = {}
        for pk, hat in self.met.hats(people):
            hats.setdefault(pk, []).append(_hat(hat))
        for person in people:
            about = joined(dict.fromkeys(hats.get(person.pk, [])))
            yield NameRow(
                _aligned(marked(person.name, self.question.terms)), about, self._url(q="", who=str(person.pk))
            )

    def _units(self, units: list[Organisation]) -> Iterator[NameRow]:
        for unit in units:
            about = unit.short_name if unit.short_name != unit.name else ""
            yield NameRow(marked(unit.name, self.question.terms), about, self._url(q="", unit=str(unit.pk)))

    # --- the cases of one person or unit ---

    def _party(self) -> str:
        """Return the name of the person or unit whose cases are asked for, if the reader meets them in a case."""
        party = self._parties_asked().select_related("person", "organisation").first() if self._who() else None
        who = (party.person or party.organisation) if party else None
        return who.name if who else ""

    def _who(self) -> dict[str, int]:
        names = {"who": "person", "unit": "organisation"}
        given = {column: self.asked.get(name, "") for name, column in names.items()}
        return {
            column: int(text)
            for column, text in given.items()
            if text.isascii() and text.isdecimal() and len(text) < len(str(2**31))
        }

    def _parties_asked(self) -> Any:  # noqa: ANN401  # a query of parties
        return CaseParty.objects.filter(case__in=self.reader.cases.values("pk"), **self._who())

    def _of_party(self, _name: str) -> Found:
        cases = self.reader.cases.filter(pk__in=self._parties_asked().values("case")).order_by("-pk")
        rows = cases.values_list("pk", "kind")[: asking.MOST_FOUND]
        return Found(tuple(Hit(pk, kind, asking.BY_PARTY) for pk, kind in rows))

    # --- addresses ---

    def _url(self, **changes: str) -> str:
        kept = {name: self.asked.get(name, "") for name in ("q", "who", "unit")} | changes
        return f"{reverse('desk:find')}?{urlencode({name: value for name, value in kept.items() if value})}"

    def _all(self, key: str, count: int, shown: int) -> Link | None:
        if self.only or shown >= count:
            return None
        return Link(title=_("All %(n)d") % {"n": count}, url=self._url(only=key))

    def _first(self) -> int:
        text = self.asked.get("from", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(asking.MOST_FOUND)) else 0

    def _pager(self, first: int, shown: int, count: int) -> Pager:
        before, after = max(0, first - PAGE), first + PAGE
        words = {"first": first + 1, "last": first + shown, "n": count}
        return Pager(
            text=_("%(first)d to %(last)d of %(n)d") % words if shown else "",
            prev_url=self._url(only=self.only, **{"from": str(before)}) if first else "",
            next_url=self._url(only=self.only, **{"from": str(after)}) if after < count else "",
        )


def _whose(case: Case) -> str:
    """Return who handles a case, else who brought it."""
    kind = kinds.get(case.kind)
    parties = list(case.parties.all())
    for capacity in (kind.unit, *kind.mine):
        named = in_short(in_capacities(parties, capacity)) if capacity else ""
        if named:
            return named
    return ""


def _why(case: Case, snippet: Snippet) -> str:
    """Return what the snippet is taken from: a field by its title, or a party by its capacity."""
    if snippet.capacity:
        return str(kinds.get(case.kind).capacities.get(snippet.capacity, _("Party")))
    act = adopting.by_digest(case.procedure).procedure.acts.get(snippet.act)
    field = act.fields.get(snippet.field) if act else None
    return say(field.title) if field else ""


def _aligned(name: Sequence[Piece]) -> Sequence[Piece]:
    """Return the name of a person as lists set it: one of two characters as wide as one of three."""
    whole = "".join(piece.text for piece in name)
    wide = names.aligned(whole)
    if wide == whole:
        return name
    if len(name) == 1:
        return (Piece(wide, name[0].marked),)
    return (name[0], Piece(wide[1:-1]), *name[1:])


def _hat(hat: Post | Membership) -> str:
    if isinstance(hat, Membership):
        return _("Member")
    return f"{hat.organisation.called} {hat.title or PostKind(hat.kind).label}"
