"""The common table of the offices that supervise: by unit in official order, the reader's own side first, and all.

Numbers are of the whole committee, so that the offices speak of the same ones; each opens its list where the reader may
see all that it counts. Nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhixing.assembly.models import Organisation
from zhixing.assembly.vocabulary import Side
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.measures import Tally
from zhixing.cases.models import Case
from zhixing.desk.figures_page import WORK, Figures
from zhixing.desk.leading.who import own_sides
from zhixing.desk.speech import say
from zhixing.insight import counting
from zhixing.insight.counting import Counts, Group

COLUMNS = ("handlings", "replied", "overdue", "near", "objected", "more_time", "sent_back")
"""The tallies of a unit's work that stand in the table, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number, what it counts, and the list behind it where the reader may see the whole of it."""

    text: int
    label: object
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit, or the sum of some units, with a number for each column."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideOfTable:
    """The units of one side with their sum."""

    title: str
    lines: Sequence[Line]
    total: Line


@dataclass(frozen=True)
class CommonTable:
    """The table of one session, as one reader may open its numbers; four queries."""

    figures: Figures

    @property
    def kind(self) -> Kind:
        """The kind that is one unit's work."""
        return kinds.get(WORK)

    @property
    def tallies(self) -> Sequence[Tally]:
        """The tallies of the columns."""
        known = {tally.name: tally for tally in self.kind.tallies}
        return [known[name] for name in COLUMNS]

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows of it."""
        body = self.figures.body
        procedures = [adopting.in_force(body, WORK).procedure]
        everything = self.figures.of_session(Case.objects.of_body(body))
        groups = counting.by_unit(self.kind, everything, procedures)
        seen = {group.key: group.counts for group in self.figures.works[1]}
        sides = self._sides(groups)
        lines = [
            self._side(side, [group for group in groups if sides.get(group.key) == side], seen)
            for side in self._order(sides.values())
        ]
        return {
            "columns": [tally.title for tally in self.tallies],
            "sides": lines,
            "total": self._line(_("All units"), _summed(groups), _summed_counts(seen.values()), "") if lines else None,
        }

    def _sides(self, groups: Iterable[Group]) -> Mapping[object, str]:
        """Return the side of each unit; one query. Whatever has none stands with the others."""
        keys = [group.key for group in groups]
        rows = Organisation.objects.of_body(self.figures.body).filter(pk__in=[key for key in keys if key])
        known = dict(rows.values_list("pk", "side"))
        return {key: known.get(key, Side.OTHER) for key in keys}

    def _order(self, sides: Iterable[str]) -> list[Side]:
        """Return the sides there are, the reader's own first."""
        own, there = own_sides(self.figures.actor), set(sides)
        return sorted((side for side in Side if side in there), key=lambda side: side not in own)

    def _side(self, side: Side, groups: Sequence[Group], seen: Mapping[object, Counts]) -> SideOfTable:
        lines = [
            self._line(_called(group), group.counts, seen.get(group.key, {}), str(group.key or "")) for group in groups
        ]
        total = self._line(_("Together"), _summed(groups), {}, "")
        return SideOfTable(title=str(side.label), lines=lines, total=total)

    def _line(self, title: str, counts: Counts, seen: Counts, unit: str) -> Line:
        return Line(title=title, cells=[self._cell(tally, counts, seen, unit) for tally in self.tallies])

    def _cell(self, tally: Tally, counts: Counts, seen: Counts, unit: str) -> Cell:
        n = counts.get(tally.name, 0)
        url = ""
        if n and seen.get(tally.name) == n:
            url = self.figures.list_url(self.kind, {**({"unit": unit} if unit else {}), **tally.filters})
        return Cell(text=n, label=tally.title, url=url)


def _called(group: Group) -> str:
    name = say(group.title)
    return _("%(unit)s (named by a ledger, to be confirmed)") % {"unit": name} if group.proposed else name


def _summed(groups: Iterable[Group]) -> Counts:
    return _summed_counts(group.counts for group in groups)


def _summed_counts(found: Iterable[Counts]) -> Counts:
    sums = dict.fromkeys(COLUMNS, 0)
    for counts in found:
        for name in COLUMNS:
            sums[name] += counts.get(name, 0)
    return sums
