"""What was complete at the end of an earlier day: read from the entries up to then, by their legal dates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from zhixing.assembly.clock import ZONE
from zhixing.cases.models import Case
from zhixing.cases.querysets import BY_NUMBER, CaseQuerySet
from zhixing.proposals.completed import BELOW, letters_with, unheard_of
from zhixing.register.models import Entry, FieldValue

UNDATED = "undated"
TALLIES = ("filed", "all_replied", "completed", "heard", "time_over", "delivered", UNDATED)


@dataclass(slots=True)
class _Work:
    """A unit's work as it stood: what it had reached, the letter of its reply, and what its promises had reached."""

    reached: frozenset[str]
    letter: str = ""
    promises: list[frozenset[str]] = field(default_factory=list)

    def delivered(self, solved: frozenset[str], promised: frozenset[str]) -> bool:
        """Tell whether its letter says it is solved, or all it promised was verified as kept."""
        kept = bool(self.promises) and all("cleared" in one for one in self.promises)
        return self.letter in solved or (self.letter in promised and kept)


@dataclass(slots=True)
class _Then:
    """A proposal as it stood: what it and its units' work had reached, and whether anything keeps it from complete.

    What it had reached is None where no entry of that day or before is known.
    """

    reached: frozenset[str] | None
    imported: bool
    works: dict[int, _Work] = field(default_factory=dict)
    lapsed: bool = False
    held: bool = False

    def names(self, solved: frozenset[str], promised: frozenset[str]) -> Iterable[str]:
        """Yield the tallies it counts in, the letters that say something is solved or promised being these."""
        if self.reached is None:
            if self.imported:
                yield UNDATED
            return
        if "filed" not in self.reached:
            return
        yield "filed"
        works = self.works.values()
        if works and all("replied" in work.reached for work in works):
            yield "all_replied"
            if all(work.delivered(solved, promised) for work in works):
                yield "delivered"
        if works and all("answered" in work.reached for work in works) and not self.held:
            yield "completed"
            yield "time_over" if self.lapsed else "heard"


def tallied_then(cases: CaseQuerySet, day: date) -> Mapping[str, int]:
    """Return the tallies of proposals at the end of a day: filed, every reply out, complete, with and without opinion.

    And put into practice. ``undated`` are those from ledgers of which no entry of that day or before is known. Two
    queries for the cases and one for the procedures, however many there are.
    """
    end = _end(day)
    proposals = cases.filter(kind="proposal").order_by()
    found = {
        pk: _Then(_milestones(stood), imported)
        for pk, stood, imported in _stood(proposals, end).values_list("pk", "stood", "imported")
    }
    below = Case.objects.unscoped(BELOW).filter(
        body__in=proposals.values("body"), root__in=proposals.values("pk"), kind__in=("handling", "promise")
    )
    _look_below(found, _stood(below.order_by(), end), end)
    solved, promised = (letters_with(flag) for flag in ("solved", "promised"))
    counts = Counter(name for one in found.values() for name in one.names(solved, promised))
    return {name: counts[name] for name in TALLIES}


def filed_on(day: date) -> Q:
    """Return the condition on a proposal that it was filed at the end of a day."""
    itself = _stood(Case.objects.unscoped(BELOW).filter(pk=OuterRef("pk")), _end(day))
    return Q(Exists(itself.filter(_had("filed"))))


def replied_on(day: date) -> Q:
    """Return the condition on a filed proposal that every unit's reply was out at the end of a day."""
    works = _works(day)
    return filed_on(day) & Q(Exists(works)) & ~Q(Exists(works.exclude(_had("replied"))))


def completed_on(day: date) -> Q:
    """Return the condition on a filed proposal that it was complete at the end of a day."""
    works = _works(day)
    answered = Q(Exists(works)) & ~Q(Exists(works.exclude(_had("answered")))) & ~Q(Exists(works.filter(unheard_of())))
    return filed_on(day) & answered & ~Q(Exists(_below(day, "promise").exclude(_had("settled"))))


def _had(milestone: str) -> Q:
    """Return the condition that a case had reached a milestone where it ``stood``: a list of names, written as JSON."""
    return Q(stood__contains=json.dumps(milestone))


def _below(day: date, kind: str) -> QuerySet[Any]:
    family = Case.objects.unscoped(BELOW).filter(body=OuterRef("body"), root=OuterRef("pk"), kind=kind)
    return _stood(family, _end(day)).filter(stood__isnull=False)


def _works(day: date) -> QuerySet[Any]:
    return _below(day, "handling").exclude(_had("settled") & ~_had("answered"))


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def _stood(cases: CaseQuerySet, end: datetime) -> QuerySet[Any]:
    """Annotate cases with the milestones at which they ``stood`` at a moment, None where they were not there yet.

    Each entry says what its case had reached by it, whatever procedure it stood under.
    """
    last = _entries(end).order_by("-number").annotate(said=Cast("outcome", JSONField()))
    return cases.annotate(stood=Subquery(last.annotate(reached=KT("said__milestones")).values("reached")[:1]))


def _milestones(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(json.loads(text))


def _entries(end: datetime) -> QuerySet[Entry]:
    return Entry.objects.unscoped(BY_NUMBER).filter(case=OuterRef("number"), at__lt=end)


def _look_below(found: Mapping[int, _Then], below: QuerySet[Any], end: datetime) -> None:
    lapsed = Exists(_entries(end).filter(act="lapse"))
    unheard = Q(kind="handling") & unheard_of()
    rows = below.annotate(lapsed=lapsed, unheard=unheard, written=Subquery(_letters(end)))
    # Handlings come before the promises of their replies.
    columns = ("root", "pk", "parent", "kind", "stood", "lapsed", "unheard", "written")
    for root, pk, parent, kind, stood, over, unknown, written in rows.order_by("pk").values_list(*columns):
        proposal = found.get(root)
        reached = _milestones(stood)
        if proposal is None or reached is None:
            continue
        if kind == "promise":
            proposal.held |= "settled" not in reached
            if parent in proposal.works:
                proposal.works[parent].promises.append(reached)
        elif "settled" not in reached or "answered" in reached:  # else the unit is rid of it
            proposal.works[pk] = _Work(reached, json.loads(written) if written else "")
            proposal.lapsed |= over
            proposal.held |= unknown


def _letters(end: datetime) -> QuerySet[FieldValue, tuple[str | None]]:
    """Return the letter that a case's last reply before a moment had."""
    said = FieldValue.objects.filter(entry__case=OuterRef("number"), entry__at__lt=end, name="letter")
    return said.order_by("-entry__number").values_list("value")[:1]
