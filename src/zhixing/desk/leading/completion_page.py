"""What the page of completion shows: what of a session is complete, beside the one before, and what the rest waits for.

The figures are of the whole committee, so that all offices speak of the same one; each opens its list where the reader
may see all that it counts. The cases that wait are those the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.labels import Label
from zhixing.cases.measures import Wait
from zhixing.cases.models import Case
from zhixing.common.parts import Lamp, Link, LinkGroup
from zhixing.desk.figures_page import MATTER, Figures, session_asked
from zhixing.desk.lamps import Lamps
from zhixing.desk.paging import span
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import say
from zhixing.insight import counting, waiting
from zhixing.insight.counting import Counts, Rate
from zhixing.insight.waiting import Awaited
from zhixing.procedure.model import Procedure

RATES = ("completion_rate", "answered_rate", "delivery_rate")
"""The rate the page is about, and those that must not be taken for it."""
PARTS = ("heard", "time_over")
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """On whom a proposal waits: the unit's part in it, how far that is, and until when."""

    who: str
    state: str
    url: str
    lamp: Lamp | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A proposal that is not complete yet, with all it waits for first."""

    title: str
    url: str
    number: str
    keepers: Sequence[Keeper]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitGroup:
    """Proposals of a page that wait for the same; ``n`` is how many there are on all pages."""

    key: str
    title: Label
    on: Label
    n: int
    rows: Sequence[Open]


@dataclass(frozen=True)
class CompletionPage:
    """One reader's page on one day, of the session asked for, else the latest."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    @cached_property
    def figures(self) -> Figures:
        """The reader's figures of the same session, whose lists the numbers open."""
        return Figures(self.actor, self.body, self.today, self.asked)

    @cached_property
    def session(self) -> Session | None:
        """The session counted; None where none has begun."""
        return session_asked(self.figures.sessions, self.asked.get("session", ""))

    @cached_property
    def kind(self) -> Kind:
        """The kind that is filed."""
        return kinds.get(MATTER)

    @cached_property
    def procedures(self) -> Sequence[Procedure]:
        """The procedure in force, by which the lists are narrowed as well."""
        return [adopting.in_force(self.body, MATTER).procedure]

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows; the number of queries does not depend on how much there is."""
        if self.session is None:
            return {"title": _("Completion"), "session": None}
        everything = counting.tallied(self.kind, self._of(Case.objects.of_body(self.body)), self.procedures)
        seen = counting.tallied(self.kind, self._of(Case.objects.visible_to(self.actor)), self.procedures)
        rates = {rate.name: rate for rate in counting.rates(self.kind, everything)}
        return {
            "title": _("Completion"),
            "session": self.session,
            "today": self.today,
            "filters": [LinkGroup(title=_("Session"), entries=self._sessions())],
            "figure": self._figure(rates[RATES[0]], seen),
            "beside": [{"title": rates[name].title, **self._figure(rates[name], seen)} for name in RATES[1:]],
            "parts": self._parts(everything, seen),
            "earlier": self._earlier(everything),
            **self._waiting(),
        }

    def _of(self, cases: Any) -> Any:  # noqa: ANN401  # the queryset as it came
        return cases.filter(session=self.session)

    def _sessions(self) -> list[Link]:
        return [
            Link(title=one.short_name, url=self._url(session=str(one.pk)), current=one == self.session)
            for one in self.figures.sessions
        ]

    def _url(self, **changes: str) -> str:
        asked = {"session": str(self.session.pk)} if self.session and "session" in self.asked else {}
        query = urlencode({name: value for name, value in (asked | changes).items() if value})
        return f"{reverse('desk:completion')}?{query}" if query else reverse("desk:completion")

    def _figure(self, rate: Rate, seen: Counts) -> Mapping[str, object]:
        return {
            "value": "" if rate.value is None else f"{rate.value * 100:.1f}",
            "unit": "%",
            "top": self._number(rate.top.name, rate.numerator, seen),
            "bottom": self._number(rate.bottom.name, rate.denominator, seen),
            "definition": rate.formula,
            "unknown": rate.unknown,
        }

    def _number(self, name: str, n: int, seen: Counts) -> Mapping[str, object]:
        """Return a tally with its list, where the reader may see all that it counts."""
        tally = next(one for one in self.kind.tallies if one.name == name)
        url = self._list_url(tally.filters) if n and seen.get(name) == n else ""
        return {"title": f"{tally.title} {n}", "name": tally.title, "n": n, "url": url}

    def _list_url(self, asked: Mapping[str, str]) -> str:
        session = {"session": str(self.session.pk)} if self.session else {}
        return f"{reverse('desk:case_list', args=[self.kind.plural])}?{urlencode({**asked, **session})}"

    def _parts(self, counts: Counts, seen: Counts) -> Mapping[str, object]:
        """Return where the filed proposals stand: complete with an opinion, complete without, and not complete."""
        shown = [self._number(name, counts[name], seen) for name in PARTS]
        open_now = counts["filed"] - counts["completed"]
        shown.append({"name": _("Not complete"), "n": open_now, "url": "#h-waits" if open_now else ""})
        rows, x = [], 0
        for tone, part in enumerate(shown, 1):
            rows.append(
                {
                    "title": part["name"],
                    "count": part["n"],
                    "url": part["url"],
                    "x": x,
                    "width": part["n"],
                    "tone": tone,
                }
            )
            x += int(str(part["n"]))
        return {"title": _("Where the filed proposals stand"), "rows": rows if x else [], "total": x}

    def _earlier(self, counts: Counts) -> Mapping[str, object] | None:
        """Return the session before on the same date: as many days after it opened; None where that is not known."""
        session, last = self.session, self._session_before()
        if session is None or last is None or not session.opens or not last.opens:
            return None
        days = (self.today - session.opens).days
        same = last.opens + timedelta(days=days)
        said = waiting.completion_of(self.kind).then
        then = said(Case.objects.of_body(self.body).filter(session=last), same)
        rows = [
            {"title": title, "now": _share(counts[name], counts["filed"]), "then": _share(then[name], then["filed"])}
            for name, title in self._compared()
        ]
        now_rate, then_rate = (_rate(one["completed"], one["filed"]) for one in (counts, then))
        known = now_rate is not None and then_rate is not None
        return {
            "session": last,
            "day": same,
            "days": days,
            "rows": rows,
            "undated": then["undated"],
            "difference": f"{(now_rate or 0) - (then_rate or 0):+.1f}" if known else "",
        }

    def _compared(self) -> Iterator[tuple[str, Label]]:
        titles = {tally.name: tally.title for tally in self.kind.tallies}
        return ((name, titles[name]) for name in ("completed", "heard", "time_over", "all_replied", "delivered"))

    def _session_before(self) -> Session | None:
        listed = list(self.figures.sessions)
        return next(iter(listed[listed.index(self.session) + 1 :]), None) if self.session else None

    def _waiting(self) -> Mapping[str, object]:
        """Return what is not complete, in working order: the numbers of all, and the cases of one page."""
        seen = self._of(Case.objects.visible_to(self.actor))
        rows = waiting.waiting(self.kind, seen, self.procedures)
        counts = waiting.counted(rows)
        wait = self.asked.get("wait", "")
        chosen = wait if wait in counts else ""
        if chosen:
            rows = waiting.only(rows, chosen)
        n = counts[chosen] if chosen else sum(counts.values())
        here = span(self.asked.get("page", ""), n, ON_A_PAGE)
        found = list(rows[here.first : here.last].prefetch_related(with_parties()))
        return {
            "n": n,
            "waits": [LinkGroup(title=_("Waits for"), entries=self._wait_links(counts, chosen))],
            "groups": list(self._groups(found, counts)),
            "pager": here.pager(lambda page: f"{self._url(wait=chosen, page=page)}#h-waits"),
        }

    def _wait_links(self, counts: Mapping[str, int], chosen: str) -> list[Link]:
        links = [Link(title=_("All"), url=f"{self._url()}#h-waits", count=sum(counts.values()), current=not chosen)]
        for name, wait in self._known().items():
            if counts.get(name):
                url = f"{self._url(wait=name)}#h-waits"
                links.append(Link(title=wait.title, url=url, count=counts[name], current=name == chosen))
        return links

    def _known(self) -> Mapping[str, Wait]:
        other = Wait(name=waiting.OTHER, title=_("Something else"), on="")
        return {wait.name: wait for wait in (*waiting.waits_of(self.kind), other)}

    def _groups(self, cases: Sequence[Any], counts: Mapping[str, int]) -> Iterator[WaitGroup]:
        below, known, lit = waiting.awaited(self.kind, cases), self._known(), Lamps(self.today, work_calendar())
        for name, of_group in groupby(cases, key=lambda case: str(case.waits_for)):
            wait = known[name]
            rows = [self._open(case, wait, below[case.pk], lit) for case in of_group]
            yield WaitGroup(key=name, title=wait.title, on=wait.on, n=counts[name], rows=rows)

    def _open(self, case: Case, wait: Wait, awaited: Sequence[Awaited], lit: Lamps) -> Open:
        keepers = [self._keeper(wait, one, lit) for one in awaited]
        url = reverse("desk:case_detail", args=[case.number])
        return Open(title=case.title, url=url, number=case.called, keepers=keepers)

    def _keeper(self, wait: Wait, awaited: Awaited, lit: Lamps) -> Keeper:
        one = awaited.case
        kind = kinds.get(one.kind)
        state = adopting.by_digest(one.procedure).procedure.states[one.state]
        return Keeper(
            who=in_short(in_capacities(one.parties.all(), wait.whose or kind.unit)) if wait.below else str(wait.on),
            state=say(state.title),
            url=reverse("desk:case_detail", args=[one.number]),
            lamp=lit.short(awaited.due, awaited.warn) if awaited.due else None,
            due=awaited.due,
        )


def _rate(top: int, bottom: int) -> float | None:
    return round(top / bottom * 100, 1) if bottom else None


def _share(top: int, bottom: int) -> Mapping[str, object]:
    rate = _rate(top, bottom)
    return {"rate": "–" if rate is None else f"{rate:.1f}%", "fraction": f"{top}/{bottom}", "percent": round(rate or 0)}
