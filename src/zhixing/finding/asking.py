"""What is asked for, by whom, and which cases answer: by number, by parties, by words of what the asker may read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import kinds
from zhixing.cases.models import Case, CaseParty
from zhixing.cases.querysets import CaseQuerySet
from zhixing.finding import name_index, reading_in, tokens, typed_numbers, word_index
from zhixing.finding.models import AudienceKey, Passage, Waiting
from zhixing.finding.tokens import folded

MOST_TERMS = 8
LONGEST_TERM = 60
MOST_FOUND = 2000
"""So many cases are found, the nearest; nobody reads on, and counting more would cost a second."""
MOST_READ_IN = 200
"""So many cases at most are read in before a search."""
BY_NUMBER, BY_TITLE, BY_PARTY, BY_TEXT, BY_SOME = 4, 3, 2, 1, 0
SCORES = {BY_NUMBER: 1.0, BY_TITLE: 0.9, BY_PARTY: 0.7, BY_TEXT: 0.5, BY_SOME: 0.3}
"""How near a case is, by what it was found by."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, and its terms: what stands between spaces."""

    text: str
    terms: tuple[str, ...]

    @classmethod
    def typed(cls, text: str) -> Question:
        """Return the question that somebody typed; a term without a letter or digit is left out."""
        plain = tokens.typed_line(text)
        terms = [one[:LONGEST_TERM] for one in plain.split(" ") if tokens.phrase_of(one[:LONGEST_TERM])]
        return cls(plain, tuple(dict.fromkeys(terms))[:MOST_TERMS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks: the cases they may see, the keys by which they read closed fields, and their committees.

    ``fields`` are the only ones that count, as for the public; None for all that the keys open.
    """

    cases: CaseQuerySet
    keys: frozenset[str]
    bodies: Sequence[Body]
    on: date
    fields: frozenset[str] | None = None

    @classmethod
    def acting(cls, actor: Actor, body: Body, *, on: date) -> Reader:
        """Return somebody acting in a committee on a day; of closed kinds the common search finds nothing."""
        closed = [kind.slug for kind in kinds.everyone() if kind.closed]
        cases = Case.objects.visible_to(actor).exclude(kind__in=closed)
        return cls(cases=cases, keys=actor.keys, bodies=(body,), on=on)

    def passages(self) -> QuerySet[Passage]:
        """Return the texts that count for the reader, of whatever case; those of cases are narrowed by ``cases``."""
        mine = AudienceKey.objects.filter(audience=OuterRef("audience"), key__in=sorted(self.keys))
        rows = Passage.objects.filter(Q(audience=None) | Exists(mine))
        if Waiting.objects.exists():
            rows = rows.exclude(Exists(Waiting.objects.filter(case=OuterRef("case"))))
        return rows if self.fields is None else rows.filter(audience=None, field__in=self.fields)


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found: its row's id, its kind, and by what."""

    pk: int
    kind: str
    tier: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the nearest first; ``partly`` where nothing held all that was asked, only some of it.

    ``complete`` tells whether every case was read in.
    """

    hits: tuple[Hit, ...] = ()
    partly: bool = False
    complete: bool = True
    words: tuple[str, ...] = field(default=())


def search(question: Question, reader: Reader, *, read_in: int | None = MOST_READ_IN) -> Found:
    """Return the cases that answer a question, as far as the reader may know; so many cases are read in before."""
    complete = reading_in.catch_up(most=read_in)
    number = typed_numbers.read(question.text)
    conditions = []
    if number is not None:
        conditions.append(typed_numbers.meant(number, reader.bodies))
    if not question.terms and not conditions:
        return Found(complete=complete)
    passages = reader.passages()
    by_number = conditions[0] if conditions else Q(pk__in=())
    hits = _hits(reader.cases, by_number, _all_terms(question, passages, reader), question)
    if hits:
        return Found(hits, complete=complete, words=question.terms)
    return replace(_partly(question, reader, passages), complete=complete)


def by_number(question: Question, reader: Reader) -> list[Case]:
    """Return the cases that bear what was typed as their number, two at most: of one alone nobody need choose."""
    number = typed_numbers.read(question.text)
    if number is None:
        return []
    return list(reader.cases.filter(typed_numbers.meant(number, reader.bodies)).order_by("pk")[:2])


def _hits(cases: CaseQuerySet, by_number: Q, by_terms: Q, question: Question) -> tuple[Hit, ...]:
    in_title = Q(*(Q(title__icontains=term) for term in question.terms)) if question.terms else Q(pk__in=())
    parties = Q(pk__in=_of_parties([parties_called(question.text)]))
    tier = Choice(
        When(by_number, then=Value(BY_NUMBER)),
        When(in_title, then=Value(BY_TITLE)),
        When(parties, then=Value(BY_PARTY)),
        default=Value(BY_TEXT),
        output_field=IntegerField(),
    )
    rows = cases.filter(by_number | by_terms).annotate(tier=tier)
    # What a matter began with stands before what it led to, and the newest first.
    rows = rows.annotate(below=Q(parent__isnull=False)).order_by("-tier", "below", "-pk")
    return tuple(Hit(*row) for row in rows.values_list("pk", "kind", "tier")[:MOST_FOUND])


def _all_terms(question: Question, passages: QuerySet[Passage], reader: Reader) -> Q:
    """Return the condition that every term is met: by a text, or by the name of somebody who has a part."""
    if not question.terms:
        return Q(pk__in=())
    met = Q()
    for term in question.terms:
        phrase = tokens.phrase_of(term)
        if phrase is not None:
            held = passages.filter(pk__in=word_index.holding(phrase)).values("case")
            met &= Q(pk__in=held) | Q(pk__in=_of_parties([parties_called(term), of_liaisons(term, reader)]))
    return met


def parties_called(typed: str) -> Q:
    """Return the condition that a party is called so."""
    called = name_index.exactly_called(typed)
    return Q(person__in=name_index.people_called(called)) | Q(organisation__in=name_index.organisations_called(called))


def of_liaisons(typed: str, reader: Reader) -> Q:
    """Return the condition that a party is a unit whose liaison is called so today."""
    people = name_index.people_called(name_index.exactly_called(typed))
    posts = Post.objects.unscoped("the units of the cases are the reader's own").held(reader.on)
    return Q(organisation__in=posts.filter(kind=PostKind.LIAISON, person__in=people).values("organisation"))


def _of_parties(conditions: Iterable[Q]) -> QuerySet[CaseParty, Any]:
    either = Q(pk__in=())
    for condition in conditions:
        either |= condition
    return CaseParty.objects.filter(either).values("case")


MOST_NEAR = 300
ENOUGH = 0.5
"""A case is near what was asked when its texts hold half of the pairs of characters, or more."""


def _partly(question: Question, reader: Reader, passages: QuerySet[Passage]) -> Found:
    """Return the cases that hold much of what was asked, those that hold most of it first."""
    wanted = tuple(dict.fromkeys(word for term in question.terms for word in tokens.pairs_of(term)))
    if not wanted:
        return Found()
    near = passages.filter(pk__in=word_index.nearest(wanted, MOST_NEAR), case__in=reader.cases.values("pk"))
    held: dict[tuple[int, str], set[str]] = {}
    for pk, kind, text in near.values_list("case", "case__kind", "text"):
        held.setdefault((pk, kind), set()).update(set(wanted).intersection(tokens.words_of(text).split()))
    good = [(len(words), *case) for case, words in held.items() if len(words) >= ENOUGH * len(wanted)]
    good.sort(key=lambda one: (-one[0], -one[1]))
    return Found(
        tuple(Hit(pk, kind, BY_SOME) for _held, pk, kind in good),
        partly=True,
        words=tuple(pair for term in question.terms for pair in _pairs(folded(term))),
    )


def _pairs(plain: str) -> list[str]:
    """Return what is marked of a term in a text that holds a part of it."""
    if plain.isascii():
        return [plain]
    return [a + b for a, b in pairwise(plain) if (a + b).isalnum()] or [plain]
