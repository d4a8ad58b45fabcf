"""Counting what became of proposals: by unit in official order, and the rates with their numerators and denominators.

Only cases the reader may see are counted, so that every number opens exactly its list. Nothing is ranked, and no answer
is never counted as a good one (design.md 4.19).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Count, F, FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.assembly.vocabulary import Status
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, CaseParty
from zhixing.cases.querysets import CaseQuerySet

MATTER, WORK = "proposal", "handling"
"""The kind that is filed and assigned, and the kind that is one unit's work on it."""
REPLIED, ASSIGNED = "replied", "assigned"
"""Milestones of the two kinds."""
REPLY_CLOCK, LETTER, LETTERS = "reply", "letter", "letters"


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """What one unit has to handle and what became of it. ``proposed`` units are known from a ledger alone."""

    unit: int | None
    name: str
    proposed: bool = False
    handlings: int = 0
    replied: int = 0
    on_time: int = 0
    letters: Mapping[str, int] = field(default_factory=dict)
    imported: int = 0

    @property
    def waiting(self) -> int:
        """How many have no released reply yet."""
        return self.handlings - self.replied


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate with what it is made of. ``top`` and ``bottom`` are the filters of the lists behind its two numbers."""

    name: str
    title: str | Promise
    formula: str | Promise
    numerator: int
    denominator: int
    top_title: str | Promise
    bottom_title: str | Promise
    kind: str
    top: Mapping[str, str]
    bottom: Mapping[str, str]

    @property
    def value(self) -> float | None:
        """The rate between 0 and 1; None where there is nothing to count."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Counts:
    """All counts of a reader's cases, of one session or of all."""

    units: Sequence[UnitCounts]
    letters: tuple[str, ...]
    rates: Sequence[Rate]


def counted(actor: Actor, body: Body, *, session: int | None) -> Counts:
    """Count what the actor may see, in one session unless None is given. Three queries."""
    work = adopting.in_force(body, WORK).procedure
    letters = tuple(work.lists.get(LETTERS, {}))
    replied = work.milestones[REPLIED].states
    units = _units(_visible(actor, WORK, session), replied, letters)
    ledger = _imported(_visible(actor, MATTER, session))
    merged = _merged(units, ledger)
    assigned = adopting.in_force(body, MATTER).procedure.milestones[ASSIGNED].states
    matters = _visible(actor, MATTER, session).aggregate(
        submitted=Count("pk"),
        filed=Count("pk", filter=Q(official_number__isnull=False)),
        assigned=Count("pk", filter=Q(official_number__isnull=False, state__in=assigned)),
    )
    return Counts(merged, letters, _rates(matters, merged))


def _visible(actor: Actor, kind: str, session: int | None) -> CaseQuerySet:
    rows = Case.objects.visible_to(actor).filter(kind=kind)
    return rows if session is None else rows.filter(session=session)


def _units(cases: CaseQuerySet, replied: Iterable[str], letters: Iterable[str]) -> list[UnitCounts]:
    """Return the counts by unit in official order, in one query."""
    kind = kinds.get(WORK)
    out = Q(case__state__in=replied)
    rows = (
        kind.content._default_manager.filter(case__in=cases, case__parties__capacity=kind.unit)
        .annotate(
            reply_clock=FilteredRelation("case__deadlines", condition=Q(case__deadlines__clock=REPLY_CLOCK)),
            unit=F("case__parties__organisation"),
            unit_name=F("case__parties__organisation__name"),
            status=F("case__parties__organisation__status"),
            official=F("case__parties__organisation__official_order"),
        )
        .values("unit", "unit_name", "status", "official")
        .annotate(
            handlings=Count("pk"),
            done=Count("pk", filter=out),
            on_time=Count("pk", filter=out & Q(reply_clock__on_time=True)),
            **{f"letter_{code}": Count("pk", filter=out & Q(**{LETTER: code})) for code in letters},
        )
        .order_by("official", "unit")
    )
    return [
        UnitCounts(
            unit=row["unit"],
            name=row["unit_name"] or "",
            proposed=row["status"] == Status.PROPOSED,
            handlings=row["handlings"],
            replied=row["done"],
            on_time=row["on_time"],
            letters={code: counted[f"letter_{code}"] for code in letters},
        )
        for row in rows
        for counted in [cast("Mapping[str, int]", row)]
    ]


def _imported(cases: CaseQuerySet) -> list[Mapping[str, Any]]:
    """Return how many cases taken over from ledgers name each unit, in official order, in one query."""
    return list(
        CaseParty.objects.filter(
            case__in=cases.filter(imported=True), capacity=kinds.get(MATTER).unit, organisation__isnull=False
        )
        .annotate(
            unit_name=F("organisation__name"),
            status=F("organisation__status"),
            official=F("organisation__official_order"),
        )
        .values("organisation", "unit_name", "status", "official")
        .annotate(n=Count("case", distinct=True))
        .order_by("official", "organisation")
    )


def _merged(units: Sequence[UnitCounts], ledger: Iterable[Mapping[str, Any]]) -> list[UnitCounts]:
    """Return the units with what ledgers say of them; those that only a ledger names stand after the others."""
    from_ledger = {row["organisation"]: row for row in ledger}
    merged = [
        UnitCounts(
            unit=one.unit,
            name=one.name,
            proposed=one.proposed,
            handlings=one.handlings,
            replied=one.replied,
            on_time=one.on_time,
            letters=one.letters,
            imported=from_ledger.pop(one.unit, {"n": 0})["n"],
        )
        for one in units
    ]
    merged += [
        UnitCounts(unit=pk, name=row["unit_name"], proposed=row["status"] == Status.PROPOSED, imported=row["n"])
        for pk, row in from_ledger.items()
    ]
    return sorted(merged, key=lambda one: one.proposed)


def _rates(matters: Mapping[str, int], units: Sequence[UnitCounts]) -> list[Rate]:
    handlings, replied = sum(one.handlings for one in units), sum(one.replied for one in units)
    return [
        Rate(
            name="filed",
            title=_("Filing rate"),
            formula=_("Proposals with an official number, out of all that were submitted."),
            numerator=matters["filed"],
            denominator=matters["submitted"],
            top_title=_("Filed"),
            bottom_title=_("Submitted"),
            kind=MATTER,
            top={"numbered": "1"},
            bottom={},
        ),
        Rate(
            name="assigned",
            title=_("Assignment rate"),
            formula=_("Filed proposals that were assigned to a unit, out of all that were filed."),
            numerator=matters["assigned"],
            denominator=matters["filed"],
            top_title=_("Assigned"),
            bottom_title=_("Filed"),
            kind=MATTER,
            top={"numbered": "1", "reached": ASSIGNED},
            bottom={"numbered": "1"},
        ),
        Rate(
            name="replied",
            title=_("Reply rate"),
            formula=_("Handlings whose reply was released to the proposer, out of all that were assigned to units."),
            numerator=replied,
            denominator=handlings,
            top_title=_("Replied"),
            bottom_title=_("With units"),
            kind=WORK,
            top={"reached": REPLIED},
            bottom={},
        ),
        Rate(
            name="on_time",
            title=_("On-time rate"),
            formula=_("Replies signed within the limit, out of all replies released. Those still open are in neither."),
            numerator=sum(one.on_time for one in units),
            denominator=replied,
            top_title=_("On time"),
            bottom_title=_("Replied"),
            kind=WORK,
            top={"reached": REPLIED, "on_time": REPLY_CLOCK},
            bottom={"reached": REPLIED},
        ),
    ]
