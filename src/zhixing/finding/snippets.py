"""Why a case was found: a stretch of a text around the words, or the party of that name, with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhixing.cases.models import CaseParty
from zhixing.finding import tokens, word_index
from zhixing.finding.asking import Found, Question, Reader, of_liaisons, parties_called
from zhixing.finding.models import Passage
from zhixing.finding.tokens import folded

BEFORE = 24
AFTER = 56
"""So many characters stand around the first word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, marked where it is what was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """What of a case answers: the act and the field of its text, or the capacity of a party; empty for the title."""

    pieces: tuple[Piece, ...]
    act: str = ""
    field: str = ""
    capacity: str = ""

    @property
    def plain(self) -> str:
        """The text without marks."""
        return "".join(piece.text for piece in self.pieces)


def snippets(cases: Sequence[int], question: Question, found: Found, reader: Reader) -> dict[int, Snippet]:
    """Return why each of these cases was found; a case is left out whose number alone was meant. Two queries."""
    shown = {pk: _of_party(row, question) for pk, row in _named(cases, question, reader).items()}
    best: dict[int, tuple[int, int, Passage]] = {}
    for passage in _held(cases, question, found, reader):
        plain = folded(passage.text)
        rank = sum(folded(word) in plain for word in found.words), passage.entry
        if rank[0] and (passage.case_id not in best or rank > best[passage.case_id][:2]):
            best[passage.case_id] = (*rank, passage)
    for pk, (_words, _entry, passage) in best.items():
        shown[pk] = Snippet(around(passage.text, found.words), passage.act, passage.field if passage.entry else "")
    return shown


def _held(cases: Sequence[int], question: Question, found: Found, reader: Reader) -> QuerySet[Passage]:
    held = Q(pk__in=())
    for phrase in filter(None, map(tokens.phrase_of, found.words if found.partly else question.terms)):
        held |= Q(pk__in=word_index.holding(phrase))
    return reader.passages().filter(held, case__in=cases).order_by("case", "entry", "field", "part")


def _named(cases: Sequence[int], question: Question, reader: Reader) -> Mapping[int, CaseParty]:
    """Return the first party of each case that is called as was asked, or whose liaison is."""
    called = Q(pk__in=())
    for term in {*question.terms, question.text}:
        called |= parties_called(term) | of_liaisons(term, reader)
    parties = CaseParty.objects.filter(called, case__in=cases)
    first: dict[int, CaseParty] = {}
    for party in parties.select_related("person", "organisation").order_by("case", "place"):
        first.setdefault(party.case_id, party)
    return first


def _of_party(party: CaseParty, question: Question) -> Snippet:
    who = party.person or party.organisation
    return Snippet(marked(who.name if who else "", question.terms), capacity=party.capacity)


def around(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return a stretch of a text around the first word in it, in one line."""
    line = " ".join(text.split())
    plain = folded(line)
    places = [place for place in (plain.find(folded(word)) for word in words) if place >= 0]
    first = min(places, default=0)
    # A few characters left out at the beginning are not worth the dots.
    start = first - BEFORE if first > BEFORE + BEFORE // 4 else 0
    end = min(len(line), first + AFTER)
    stretch = f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
    return marked(stretch, words)


def marked(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return a text with every occurrence of the words marked; overlapping ones are marked together."""
    plain = folded(text)
    inside = [False] * len(text)
    for word in filter(None, map(folded, words)):
        place = plain.find(word)
        while place >= 0:
            inside[place : place + len(word)] = [True] * len(word)
            place = plain.find(word, place + 1)
    pieces: list[Piece] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inside[place] != inside[start]:
            pieces.append(Piece(text[start:place], inside[start]))
            start = place
    return tuple(pieces)
