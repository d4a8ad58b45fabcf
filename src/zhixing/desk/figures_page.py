"""What the page of figures shows: one rate with its fraction, and the same by unit, each number leading to its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind, Tally
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk.speech import say
from zhixing.insight import counting
from zhixing.insight.counting import Counts, Group, Rate

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

    def _counted(self, slug: str) -> tuple[Counts, list[Group]]:
        """Return the tallies of a kind, of all cases the reader may see and by unit; two queries."""
        kind = kinds.get(slug)
        cases = self.of_session(Case.objects.visible_to(self.actor))
        procedures = [adopting.in_force(self.body, slug).procedure]
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
        return {rate.name: rate for rate in found}

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        rates = self.rates
        rate = rates.get(self.asked.get("rate", ""), rates[FIRST])
        return {
            "title": rate.title,
            "about": self._about(),
            "tabs": [
                Link(title=one.title, url=self._url(rate=one.name), current=one.name == rate.name)
                for one in rates.values()
            ],
            "filters": [LinkGroup(title=_("Session"), entries=self._session_links())],
            "figure": self.figure(rate),
            "units": self._units(),
        }

    def _about(self) -> str:
        of = self.session.name if self.session else _("All sessions")
        return _("%(session)s; of the cases you may see, as of %(day)s") % {
            "session": of,
            "day": self.today.isoformat(),
        }

    def _session_links(self) -> list[Link]:
        links = [
            Link(title=one.short_name, url=self._url(session=str(one.pk)), current=one == self.session)
            for one in self.sessions
        ]
        everything = Link(title=_("All"), url=self._url(session=ALL_SESSIONS), current=self.session is None)
        return [*links, everything]

    def _url(self, **changes: str) -> str:
        known = {name: self.asked[name] for name in ("rate", "session") if name in self.asked}
        return f"{reverse('desk:figures')}?{urlencode(known | changes)}"

    def list_url(self, kind: Kind, asked: Mapping[str, str]) -> str:
        """Return the address of the list behind a number."""
        of_session = {"session": str(self.session.pk)} if self.session else {}
        url = reverse("desk:case_list", args=[kind.plural])
        query = urlencode({**asked, **of_session})
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
