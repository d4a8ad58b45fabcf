"""What the page of figures shows: one rate with its fraction, and the same by unit, each number leading to its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Sector, Session
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import condition
from zhixing.cases.kinds import Kind
from zhixing.cases.labels import Label
from zhixing.cases.measures import Tally
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk.criteria import Criteria
from zhixing.desk.speech import say
from zhixing.insight import counting, days
from zhixing.insight.counting import Counts, Group, Rate
from zhixing.insight.small_numbers import ENOUGH
from zhixing.insight.told import told_rates

SECTOR = "sector"
ALL_SESSIONS = "all"
MATTER, WORK = "proposal", "handling"
"""The kind that is filed and assigned, and the kind that is one unit's work on it."""
FIRST = "reply_rate"
"""The rate that is shown unless another is asked for."""
SHOWN = ("handlings", "replied", "on_time", "letter", "waiting")
"""The tallies of a unit's work in the table, in this order."""
DONE, ALL = "replied", "handlings"
"""The tallies behind the rate of a row."""


def session_asked(sessions: Sequence[Session], asked: str) -> Session | None:
    """Return the session that an address asks for by its id, else the first of them; None where there is none."""
    return next((one for one in sessions if str(one.pk) == asked), sessions[0] if sessions else None)


@dataclass(frozen=True)
class Figures:
    """One reader's figures on one day: of the session asked for, else of the current one."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """The sessions that have begun, the latest first."""
        return list(Session.objects.of_body(self.body).begun(self.today))

    @cached_property
    def session(self) -> Session | None:
        """The session counted; None for all of them."""
        asked = self.asked.get("session", "")
        if asked == ALL_SESSIONS:
            return None
        return session_asked(self.sessions, asked)

    def of_session(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Keep the cases of the session counted; all of them where none is asked for."""
        return cases if self.session is None else cases.filter(session=self.session)

    @cached_property
    def dimensions(self) -> Mapping[str, Label]:
        """What proposals can be counted by beside the unit: the filters of their list, and the proposer's sector."""
        return {**{one.name: one.title for one in kinds.get(MATTER).filters}, SECTOR: _("Sector")}

    @cached_property
    def only(self) -> Mapping[str, str]:
        """The value of each dimension that is counted alone, by the filter of its list; empty for all."""
        wanted = Criteria.asked(self.asked, kinds.get(MATTER), adopting.in_force(self.body, MATTER).procedure)
        values = {**wanted.coded, **({SECTOR: str(wanted.sector)} if wanted.sector else {})}
        return {name: values[name] for name in self.dimensions if name in values}

    def narrowed(self, kind: Kind, cases: CaseQuerySet) -> CaseQuerySet:
        """Keep the cases of the values counted alone."""
        return cases.filter(condition(kind, self.only, ())) if self.only else cases

    def _counted(self, slug: str) -> tuple[Counts, list[Group]]:
        """Return the tallies of a kind, of all cases the reader may see and by unit; two queries."""
        kind = kinds.get(slug)
        procedures = [adopting.in_force(self.body, slug).procedure]
        cases = self.narrowed(kind, self.of_session(Case.objects.visible_to(self.actor)))
        return counting.tallied(kind, cases, procedures), counting.by_unit(kind, cases, procedures)

    @cached_property
    def matters(self) -> tuple[Counts, list[Group]]:
        """What is counted of the kind that is filed and assigned."""
        return self._counted(MATTER)

    @cached_property
    def works(self) -> tuple[Counts, list[Group]]:
        """What is counted of units' work."""
        return self._counted(WORK)

    @cached_property
    def rates(self) -> Mapping[str, Rate]:
        """The rates by name."""
        kinds_counted = ((MATTER, self.matters), (WORK, self.works))
        found = [rate for slug, (counts, _units) in kinds_counted for rate in counting.rates(kinds.get(slug), counts)]
        return {rate.name: rate for rate in [*found, *self._told()]}

    def _told(self) -> Iterator[Rate]:
        """Yield the rates of what proposers said of replies, for those who may know it."""
        kind, procedure = kinds.get(WORK), adopting.in_force(self.body, WORK).procedure
        cases = self.narrowed(kind, self.of_session(Case.objects.visible_to(self.actor)))
        yield from told_rates(kind, cases, procedure, self.actor)

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        rates = self.rates
        rate = rates.get(self.asked.get("rate", ""), rates[FIRST])
        by = Breakdown(self)
        return {
            "title": rate.title,
            "about": self._about(),
            "tabs": [
                Link(title=one.title, url=self.url(rate=one.name), current=one.name == rate.name)
                for one in rates.values()
            ],
            "filters": [LinkGroup(title=_("Session"), entries=self._session_links()), *by.links()],
            "figure": self.figure(rate),
            "units": by.table() if by.name else self._units(),
            "spread": by.spread(),
        }

    def _about(self) -> str:
        of = self.session.name if self.session else _("All sessions")
        return _("%(session)s; of the cases you may see, as of %(day)s") % {
            "session": of,
            "day": self.today.isoformat(),
        }

    def _session_links(self) -> list[Link]:
        links = [
            Link(title=one.short_name, url=self.url(session=str(one.pk)), current=one == self.session)
            for one in self.sessions
        ]
        everything = Link(title=_("All"), url=self.url(session=ALL_SESSIONS), current=self.session is None)
        return [*links, everything]

    def url(self, **changes: str) -> str:
        """Return the address of the page with some of what it asks changed; an empty value takes it off."""
        known = {name: self.asked[name] for name in ("rate", "session", "by") if name in self.asked} | dict(self.only)
        asked = {name: value for name, value in (known | changes).items() if value}
        return f"{reverse('desk:figures')}?{urlencode(asked)}"

    def list_url(self, kind: Kind, asked: Mapping[str, str]) -> str:
        """Return the address of the list behind a number."""
        of_session = {"session": str(self.session.pk)} if self.session else {}
        url = reverse("desk:case_list", args=[kind.plural])
        query = urlencode({**self.only, **asked, **of_session})
        return f"{url}?{query}" if query else url

    def figure(self, rate: Rate) -> Mapping[str, object]:
        """Return a rate as a page shows it: its value, and its two parts with the lists behind them."""
        return {
            "value": "" if rate.value is None else f"{rate.value * 100:.1f}",
            "unit": "%",
            "top": {"title": f"{rate.top.title} {rate.numerator}", "url": self.list_url(rate.kind, rate.top.filters)},
            "bottom": {
                "title": f"{rate.bottom.title} {rate.denominator}",
                "url": self.list_url(rate.kind, rate.bottom.filters),
            },
            "definition": rate.formula,
        }

    def _columns(self) -> list[Column]:
        """Return the columns of the table by unit."""
        work, matter = kinds.get(WORK), kinds.get(MATTER)
        tallies = {tally.name: tally for tally in work.tallies}
        columns = [one for name in SHOWN for one in self._spelled_out(work, tallies[name])]
        imported = next(tally for tally in matter.tallies if tally.name == "imported")
        return [*columns, *self._spelled_out(matter, imported)]

    def _spelled_out(self, kind: Kind, tally: Tally) -> list[Column]:
        """Return a tally's column, or one for each code it is counted by."""
        if not tally.each:
            return [Column(kind, tally.name, tally.title, tally.filters)]
        chosen = next(one for one in kind.filters if one.name == tally.each)
        titles = adopting.in_force(self.body, kind.slug).procedure.lists.get(chosen.choices, {})
        return [
            Column(kind, f"{tally.name}_{code}", say(title)[:1], {**tally.filters, tally.each: code})
            for code, title in titles.items()
        ]

    def _units(self) -> Mapping[str, object]:
        columns = self._columns()
        works, matters = ({group.key: group for group in groups} for _counts, groups in (self.works, self.matters))
        named = {key: group for key, group in matters.items() if group.counts["imported"]}
        together = sorted({**named, **works}.values(), key=lambda group: group.order)
        rows = [Counted(group, _of(works, group.key) | _imported(matters, group.key)) for group in together]
        return {
            "title": _("By unit"),
            "note": _("In official order. This is not a ranking."),
            "columns": [{"title": column.title} for column in columns],
            "rows": [self._row(row, columns) for row in rows],
            "total": _total(rows, columns) if rows else None,
        }

    def _row(self, row: Counted, columns: Sequence[Column]) -> Mapping[str, object]:
        group, counts = row
        name = say(group.title)
        cells = []
        for column in columns:
            n = counts.get(column.name, 0)
            url = self.list_url(column.kind, {"unit": str(group.key), **column.filters}) if n and group.key else ""
            cells.append({"text": n, "label": column.title, "url": url})
        title = _("%(unit)s (named by a ledger, to be confirmed)") % {"unit": name} if group.proposed else name
        return {"title": title, "cells": cells, **_rate_of(counts.get(DONE, 0), counts.get(ALL, 0))}


class Column(NamedTuple):
    """A column of the table by unit: a tally of a kind, and the filters of the list behind its numbers."""

    kind: Kind
    name: str
    title: object
    filters: Mapping[str, str]


class Counted(NamedTuple):
    """A row of the table by unit: the unit, and its tallies of both kinds."""

    group: Group
    counts: Mapping[str, int]


def _of(groups: Mapping[Any, Group], key: object) -> dict[str, int]:
    return dict(groups[key].counts) if key in groups else {}


def _imported(groups: Mapping[Any, Group], key: object) -> dict[str, int]:
    return {"imported": _of(groups, key).get("imported", 0)}


def _total(rows: Sequence[Counted], columns: Sequence[Column]) -> Mapping[str, object]:
    sums = {column.name: sum(row.counts.get(column.name, 0) for row in rows) for column in columns}
    cells = [{"text": sums[column.name], "label": column.title} for column in columns]
    return {"title": _("Total"), "cells": cells, **_rate_of(sums[DONE], sums[ALL])}


def _rate_of(top: int, bottom: int) -> Mapping[str, object]:
    if not bottom:
        return {"rate": "", "percent": 0}
    return {"rate": f"{top / bottom * 100:.1f}%", "percent": round(top / bottom * 100)}


MATTER_COLUMNS = ("received", "filed", "assigned", "all_replied", "completed", "delivered")
"""The tallies of proposals in the table by anything but the unit, in this order; the rate is of those complete."""


@dataclass(frozen=True)
class Breakdown:
    """Proposals counted by what the page asks: the rows, the ways to ask, and how long replies took."""

    figures: Figures

    @property
    def name(self) -> str:
        """The dimension asked for; empty for the unit."""
        by = self.figures.asked.get("by", "")
        return by if by in self.figures.dimensions else ""

    def links(self) -> list[LinkGroup]:
        """Return the ways to count, and the values counted alone, each of which can be taken off."""
        figures = self.figures
        entries = [Link(title=_("Unit"), url=figures.url(by=""), current=not self.name)]
        for name, title in figures.dimensions.items():
            entries.append(Link(title=title, url=figures.url(by=name), current=name == self.name))
        groups = [LinkGroup(title=_("Count by"), entries=entries)]
        alone = [
            Link(
                title=f"{figures.dimensions[name]}: {self._called(name, value)}",
                url=figures.url(**{name: ""}),
                current=True,
            )
            for name, value in figures.only.items()
        ]
        if alone:
            groups.append(LinkGroup(title=_("Only (choose to take off)"), entries=alone))
        return groups

    def _called(self, name: str, value: str) -> str:
        if name == SECTOR:
            return Sector.objects.filter(pk=int(value)).values_list("name", flat=True).first() or _("Not known")
        matter = kinds.get(MATTER)
        choices = next(one.choices for one in matter.filters if one.name == name)
        title = adopting.in_force(self.figures.body, MATTER).procedure.lists.get(choices, {}).get(value)
        return say(title) if title else value

    def table(self) -> Mapping[str, object]:
        """Return the rows of the dimension, in the order of its list."""
        figures, matter = self.figures, kinds.get(MATTER)
        procedures = [adopting.in_force(figures.body, MATTER).procedure]
        cases = figures.narrowed(matter, figures.of_session(Case.objects.visible_to(figures.actor)))
        count = counting.by_sector if self.name == SECTOR else partial(_by_code, self.name)
        tallies = {tally.name: tally for tally in matter.tallies}
        columns = [Column(matter, name, tallies[name].title, tallies[name].filters) for name in MATTER_COLUMNS]
        rows = [self._row(group, columns) for group in count(matter, cases, procedures)]
        return {
            "title": self.figures.dimensions[self.name],
            "head": self.figures.dimensions[self.name],
            "rate": _("Completion rate"),
            "note": _("In the order of the list. This is not a ranking."),
            "columns": [{"title": column.title} for column in columns],
            "rows": rows,
            "total": None,
        }

    def _row(self, group: Group, columns: Sequence[Column]) -> Mapping[str, object]:
        own = {self.name: str(group.key)} if group.key else {}
        cells = []
        for column in columns:
            n = group.counts[column.name]
            url = self.figures.list_url(column.kind, {**own, **column.filters}) if n and own else ""
            cells.append({"text": n, "label": column.title, "url": url})
        url = self.figures.url(**own, by="") if own and self.name not in self.figures.only else ""
        rate = _rate_of(group.counts["completed"], group.counts["filed"])
        return {"title": say(group.title), "url": url, "cells": cells, **rate}

    def spread(self) -> Mapping[str, object]:
        """Return how long replies took that are out: quantiles and a histogram, or how few there are."""
        figures, work = self.figures, kinds.get(WORK)
        procedures = [adopting.in_force(figures.body, WORK).procedure]
        cases = figures.narrowed(work, figures.of_session(Case.objects.visible_to(figures.actor)))
        released = cases.filter(condition(work, {"reached": "replied"}, procedures))
        taken = days.days_taken(counting.belonging(work, released), "reply")
        found = days.spread(taken)
        if found is None:
            return {"n": len(taken), "enough": ENOUGH}
        most = max(one.n for one in found.bins)
        bars = [
            {
                "title": _("%(first)d and more") % {"first": one.first}
                if one.last is None
                else f"{one.first}–{one.last}",
                "n": one.n,
                "x": place * BAR + 1,
                "y": HIGH - round(one.n / most * HIGH),
                "height": round(one.n / most * HIGH),
            }
            for place, one in enumerate(found.bins)
        ]
        return {"n": found.n, "found": found, "bars": bars, "width": len(bars) * BAR, "high": HIGH, "bar": BAR - 2}


BAR, HIGH = 24, 120
"""The measures of the histogram: the width of a bar with its gap, and the height of the highest."""


def _by_code(name: str, kind: Kind, cases: CaseQuerySet, procedures: counting.Procedures) -> list[Group]:
    return counting.by_code(kind, name, cases, procedures)
