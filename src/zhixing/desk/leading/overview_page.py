"""What the overview shows: what needs a decision, what comes due this week, and few figures of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, Deadline
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk.figures_page import Figures
from zhixing.desk.inbox import who
from zhixing.desk.lamps import Lamps
from zhixing.desk.leading.deciding import Deciding, Waiting
from zhixing.desk.leading.units import CommonTable
from zhixing.desk.leading.who import supervises
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import say

FIGURES = ("filing_rate", "assignment_rate", "reply_rate", "completion_rate", "overdue_rate")
"""The rates that stand on the page; the page of figures has the others."""
WEEK = timedelta(days=7)
MOST_DUE = 8
"""So many limits of the week stand on the page by name; of more it says how many."""


@dataclass(frozen=True)
class Overview:
    """One reader's overview on one day, of the session asked for."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows; the number of queries is bounded, however much there is."""
        figures = Figures(self.actor, self.body, self.today, self.asked)
        groups = Deciding(self.actor, self.body, self.today).groups()
        due, n_due = self._this_week()
        return {
            "title": _("Overview"),
            "groups": groups,
            "n": sum(group.n for group in groups),
            "due": due,
            "more_due": n_due - len(due),
            "week_ends": self.today + WEEK,
            "figures": [self._figure(figures, name) for name in FIGURES],
            "session": figures.session.name if figures.session else _("All sessions"),
            "sessions": [LinkGroup(title=_("Session"), entries=self._sessions(figures))],
            "table": CommonTable(figures).context() if supervises(self.actor) else None,
            "to_figures": reverse("desk:figures"),
            "to_queue": reverse("desk:deciding"),
        }

    def _figure(self, figures: Figures, name: str) -> Mapping[str, object]:
        rate = figures.rates[name]
        return {"title": rate.title, "definition": rate.formula, **figures.figure(rate)}

    def _sessions(self, figures: Figures) -> Sequence[Link]:
        path = reverse("desk:overview")
        return [
            Link(title=one.short_name, url=f"{path}?session={one.pk}#h-figures", current=one == figures.session)
            for one in figures.sessions
        ]

    def _this_week(self) -> tuple[list[Waiting], int]:
        """Return what the kinds' own limits let fall due within a week, the nearest first, and how much that is."""
        own = Q(pk__in=())
        for kind in kinds.everyone():
            own |= Q(case__kind=kind.slug, clock__in=kind.limits)
        seen = Case.objects.visible_to(self.actor).filter(final=False)
        days = (self.today, self.today + WEEK)
        found = Deadline.objects.filter(own, status="running", due_on__range=days, case__in=seen.values("pk"))
        rows = found.order_by("due_on", "pk").select_related("case").defer("case__folded")
        shown = list(rows.prefetch_related(with_parties("case__"))[: MOST_DUE + 1])
        lit = Lamps(self.today, work_calendar())
        n = found.count() if len(shown) > MOST_DUE else len(shown)
        return [self._due(row, lit) for row in shown[:MOST_DUE]], n

    def _due(self, deadline: Deadline, lit: Lamps) -> Waiting:
        case = deadline.case
        clock = adopting.by_digest(case.procedure).procedure.clocks.get(deadline.clock)
        return Waiting(
            lamp=lit.short(deadline.due_on, deadline.warn_on),
            due=deadline.due_on,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=case.called,
            who=who(case, self.actor),
            note=say(clock.title) if clock else "",
        )
