"""What the page of figures shows: one rate with its fraction, and the same by unit, each number leading to its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk import counting
from zhixing.desk.counting import LETTERS, MATTER, REPLIED, REPLY_CLOCK, WORK, Counts, Rate, UnitCounts
from zhixing.desk.speech import say

ALL_SESSIONS = "all"


@dataclass(frozen=True)
class Figures:
    """One reader's figures on one day: of the session asked for, else of the current one."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """The sessions that have opened, the latest first."""
        return list(Session.objects.of_body(self.body).opened(self.today))

    @cached_property
    def session(self) -> Session | None:
        """The session counted; None for all of them."""
        asked = self.asked.get("session", "")
        if asked == ALL_SESSIONS:
            return None
        latest = self.sessions[0] if self.sessions else None
        return next((one for one in self.sessions if str(one.pk) == asked), latest)

    @cached_property
    def counts(self) -> Counts:
        """Everything counted."""
        return counting.counted(self.actor, self.body, session=self.session.pk if self.session else None)

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        rates = {rate.name: rate for rate in self.counts.rates}
        rate = rates.get(self.asked.get("rate", ""), rates[REPLIED])
        return {
            "title": rate.title,
            "about": self._about(),
            "tabs": [
                Link(title=one.title, url=self._url(rate=one.name), current=one.name == rate.name)
                for one in rates.values()
            ],
            "filters": [LinkGroup(title=_("Session"), entries=self._session_links())],
            "figure": self._figure(rate),
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

    def _list(self, kind: str, asked: Mapping[str, str]) -> str:
        """Return the address of the list behind a number."""
        of_session = {"session": str(self.session.pk)} if self.session else {}
        url = reverse("desk:case_list", args=[kinds.get(kind).plural])
        query = urlencode({**asked, **of_session})
        return f"{url}?{query}" if query else url

    def _figure(self, rate: Rate) -> Mapping[str, object]:
        return {
            "value": "" if rate.value is None else f"{rate.value * 100:.1f}",
            "unit": "%",
            "top": {"title": f"{rate.top_title} {rate.numerator}", "url": self._list(rate.kind, rate.top)},
            "bottom": {"title": f"{rate.bottom_title} {rate.denominator}", "url": self._list(rate.kind, rate.bottom)},
            "definition": rate.formula,
        }

    def _units(self) -> Mapping[str, object]:
        units = self.counts.units
        letters = adopting.in_force(self.body, WORK).procedure.lists.get(LETTERS, {})
        titles = [
            _("With the unit"),
            _("Replied"),
            _("On time"),
            *[say(letters[code])[:1] for code in self.counts.letters],
            _("Waiting"),
            _("From ledgers"),
        ]
        return {
            "title": _("By unit"),
            "note": _("In official order. This is not a ranking."),
            "columns": [{"title": title} for title in titles],
            "rows": [self._row(one, titles) for one in units],
            "total": self._total(units, titles) if units else None,
        }

    def _row(self, one: UnitCounts, titles: Sequence[str]) -> Mapping[str, object]:
        whose = {"unit": str(one.unit)}
        numbers = [
            (one.handlings, WORK, whose),
            (one.replied, WORK, whose | {"reached": REPLIED}),
            (one.on_time, WORK, whose | {"reached": REPLIED, "on_time": REPLY_CLOCK}),
            *[
                (one.letters.get(code, 0), WORK, whose | {"reached": REPLIED, "letter": code})
                for code in self.counts.letters
            ],
            (one.waiting, WORK, whose | {"unreached": REPLIED}),
            (one.imported, MATTER, whose | {"imported": "1"}),
        ]
        cells = [
            {"text": n, "label": title, "url": self._list(kind, asked) if n else ""}
            for title, (n, kind, asked) in zip(titles, numbers, strict=True)
        ]
        name = _("%(unit)s (named by a ledger, to be confirmed)") % {"unit": one.name} if one.proposed else one.name
        return {"title": name, "cells": cells, **_rate_of(one.replied, one.handlings)}

    def _total(self, units: Sequence[UnitCounts], titles: Sequence[str]) -> Mapping[str, object]:
        handlings, replied = sum(one.handlings for one in units), sum(one.replied for one in units)
        numbers = [
            handlings,
            replied,
            sum(one.on_time for one in units),
            *[sum(one.letters.get(code, 0) for one in units) for code in self.counts.letters],
            handlings - replied,
            sum(one.imported for one in units),
        ]
        cells = [{"text": n, "label": title} for title, n in zip(titles, numbers, strict=True)]
        return {"title": _("Total"), "cells": cells, **_rate_of(replied, handlings)}


def _rate_of(top: int, bottom: int) -> Mapping[str, object]:
    if not bottom:
        return {"rate": "", "percent": 0}
    return {"rate": f"{top / bottom * 100:.1f}%", "percent": round(top / bottom * 100)}
