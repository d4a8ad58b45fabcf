"""How a unit's work was rated: sums that tell no single rating.

A sum is shown only once five cases are in it, and changes only when five more have been rated or rated anew. Whoever
compares two sums therefore never learns what one proposer said. There is nothing to filter or to choose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseParty
from zhixing.cases.unit_work import Graded
from zhixing.desk.speech import say
from zhixing.insight.grades import Event, grade_events
from zhixing.insight.small_numbers import ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A grade and how many cases have it."""

    title: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A unit's sum over all its years: of how many cases, and its cells; none while fewer than five were rated."""

    unit: str
    n: int
    cells: Sequence[Cell]


def sums_of(units: Mapping[int, str], actor: Actor) -> list[Sum]:
    """Return the sum of each unit, in the order of the units; two queries for each kind that is graded."""
    graded = [(kind, kind.work.graded) for kind in kinds.everyone() if kind.work and kind.work.graded]
    return [one for kind, how in graded for one in _of_kind(kind, how, units, actor)]


def safe_counts(events: Iterable[Event], fields: Sequence[str]) -> Counter[str]:
    """Return how many cases have which grade as it was when five cases had last been rated since the sum before.

    Where a case has several of the fields, the last of them is its grade.
    """
    grades: dict[str, dict[str, str]] = defaultdict(dict)
    touched: set[str] = set()
    shown: Counter[str] = Counter()
    for case, field, code in events:
        grades[case][field] = code
        touched.add(case)
        if len(touched) >= ENOUGH:
            shown = Counter(next(given[one] for one in reversed(fields) if one in given) for given in grades.values())
            touched.clear()
    return shown


def _of_kind(kind: Kind, how: Graded, units: Mapping[int, str], actor: Actor) -> Iterator[Sum]:
    parties = CaseParty.objects.filter(case__kind=kind.slug, capacity=kind.unit, organisation__in=units)
    rows = parties.filter(case__body=actor.body_id).order_by("case_id")
    cases = list(rows.values_list("organisation_id", "case__number", "case__procedure"))
    of_units = CaseParty.objects.filter(capacity=kind.unit, organisation__in=units).values("case")
    numbers = Case.objects.of_body(actor.body_id).filter(kind=kind.slug, pk__in=of_units).values("number")
    events = list(grade_events(how.fields, numbers)) if cases else []
    titles = adopting.by_digest(cases[-1][2]).procedure.lists.get(how.choices, {}) if cases else {}
    for unit, name in units.items():
        own = {number for organisation, number, _procedure in cases if organisation == unit}
        counts = safe_counts((one for one in events if one[0] in own), how.fields)
        cells = [Cell(title=say(title), n=counts[code]) for code, title in titles.items()]
        yield Sum(unit=name, n=counts.total(), cells=cells if counts else ())
