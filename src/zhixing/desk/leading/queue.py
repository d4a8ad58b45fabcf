"""The queue of decisions: all that waits for one reader's decision in one list by day, and what comes after the last.

It is what the overview shows the beginnings of (:mod:`zhixing.desk.leading.deciding`). Few columns of everything are
read, and the cases of one page; the number of queries does not depend on how much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases.kinds import Decision
from zhixing.cases.labels import Label
from zhixing.cases.models import Case, Todo
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk import queues
from zhixing.desk.lamps import Lamps
from zhixing.desk.leading.deciding import Deciding, Waiting
from zhixing.desk.leading.who import sees_overview
from zhixing.desk.paging import span
from zhixing.desk.queues import with_parties

QUEUE, AFTER = "queue", "after"
"""In the address of a form opened from the queue: the sort of decision that was asked for, and where it stood."""
ALL = "all"
ON_A_PAGE = 50
Place = tuple[str, int, str]
"""Where something stands in the queue: its day, the case and the awaited act."""
NO_DAY = date.max.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to decide, before its case is read: ``act`` is awaited, or else ``sorts`` name what kinds declare."""

    case: int
    due: date | None
    sorts: tuple[str, ...]
    act: str = ""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.due.isoformat() if self.due else NO_DAY, self.case, self.act)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What is offered after an act that was done from the queue: the next to decide, and the whole queue."""

    row: Waiting | None
    n: int
    url: str


@dataclass(frozen=True)
class DecisionQueue:
    """One reader's queue on one day, as the address asks for it."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    @cached_property
    def deciding(self) -> Deciding:
        """What the reader has to decide."""
        return Deciding(self.actor, self.body, self.today)

    @cached_property
    def _decisions(self) -> Mapping[str, Decision]:
        return {f"{kind.slug}-{one.name}": one for kind, one in self.deciding.decisions()}

    @cached_property
    def _awaited(self) -> Sequence[tuple[int, str, str, date | None]]:
        """The case, kind, act and day of everything that acts await of the reader's offices; one query.

        What is under no limit of its own, as a request for more time, is to be decided by the day of its case.
        """
        office, day = self.deciding.office, Coalesce("due_on", "case__due_on")
        rows = queues.todos(office).order_by().values_list("case_id", "case__kind", "act", day)
        return list(rows) if office.keys else []

    @cached_property
    def titles(self) -> Mapping[str, Label]:
        """What is to decide, by sort: what is awaited in the order of days, then what kinds declare."""
        awaited = sorted(self._awaited, key=lambda row: row[3] or date.max)
        found: dict[str, Label] = {
            f"{slug}-{act}": self.deciding.title_of(slug, act) for _case, slug, act, _due in awaited
        }
        there = {sort for item in self.items for sort in item.sorts}
        return found | {sort: one.title for sort, one in self._decisions.items() if sort in there}

    @cached_property
    def items(self) -> Sequence[Item]:
        """Everything that is to decide, by day; a case in which kinds declare several decisions stands there once."""
        sorts: dict[int, list[str]] = defaultdict(list)
        days: dict[int, date | None] = {}
        for kind, one in self.deciding.decisions():
            for pk, due in self.deciding.cases_of(kind, one).order_by().values_list("pk", "due_on"):
                sorts[pk].append(f"{kind.slug}-{one.name}")
                days[pk] = due
        declared = [Item(case=pk, due=days[pk], sorts=tuple(several)) for pk, several in sorts.items()]
        awaited = [Item(case=pk, due=due, sorts=(f"{slug}-{act}",), act=act) for pk, slug, act, due in self._awaited]
        return sorted([*awaited, *declared], key=lambda item: item.place)

    @property
    def sort(self) -> str:
        """The sort of decision asked for; empty for all, and for one of which there is nothing."""
        wanted = self.asked.get("sort", self.asked.get(QUEUE, ""))
        return wanted if wanted in self.titles else ""

    def _of_sort(self, sort: str) -> Sequence[Item]:
        return [item for item in self.items if not sort or sort in item.sorts]

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        sort = self.sort
        wanted = self._of_sort(sort)
        here = span(self.asked.get("page", ""), len(wanted), ON_A_PAGE)
        shown = wanted[here.first : here.last]
        return {
            "title": _("To decide"),
            "today": self.today,
            "n": len(wanted),
            "filters": [LinkGroup(title=_("Sort of decision"), entries=self._links(sort))],
            "rows": list(self._rows(shown, sort)),
            "draft": self.deciding.draft_of_all(self._decisions[sort]) if sort in self._decisions else None,
            "pager": here.pager(lambda page: self.url(sort, page=page)),
        }

    def following(self) -> Following:
        """Return what comes after the place in the address, or is first where nothing does."""
        wanted, place = self._of_sort(self.sort), _place(self.asked.get(AFTER, ""))
        later = [item for item in wanted if item.place > place] or wanted
        return Following(row=next(self._rows(later[:1], self.sort), None), n=len(wanted), url=self.url(self.sort))

    def _rows(self, items: Sequence[Item], sort: str) -> Iterator[Waiting]:
        """Yield items with their cases; four queries."""
        lit = Lamps(self.today, work_calendar())
        todos = queues.todos(self.deciding.office).filter(case__in=[one.case for one in items if one.act])
        found: Any = todos.annotate(held=queues.held_clock("case")).select_related("case")
        awaited = {(one.case_id, one.act): one for one in found.prefetch_related(with_parties("case__"))}
        keys = [one.case for one in items if not one.act]
        cases = Case.objects.visible_to(self.actor).prefetch_related(with_parties()).in_bulk(keys)
        for item in items:
            if item.act and (item.case, item.act) in awaited:
                row = self._todo(awaited[item.case, item.act], lit)
            elif not item.act and item.case in cases:
                row = self.deciding.declared(cases[item.case], [self._decisions[one] for one in item.sorts], lit)
            else:
                continue  # it was decided a moment ago
            yield replace(
                row,
                asked=[self.titles[one] for one in item.sorts],
                acts=[replace(way, url=self._from_here(way.url, item, sort)) for way in row.acts],
            )

    def _todo(self, todo: Todo, lit: Lamps) -> Waiting:
        row, case = self.deciding.todo(todo, lit), todo.case
        if todo.due_on or not case.due_on:
            return row
        return replace(row, due=case.due_on, lamp=lit.short(case.due_on, case.warn_on))

    def _from_here(self, url: str, item: Item, sort: str) -> str:
        day, case, act = item.place
        mark = "&" if "?" in url else "?"
        return f"{url}{mark}{urlencode({QUEUE: sort or ALL, AFTER: f'{day}.{case}.{act}'})}"

    def _links(self, sort: str) -> list[Link]:
        links = [Link(title=_("All"), url=self.url(), count=len(self.items), current=not sort)]
        for name, title in self.titles.items():
            links.append(Link(title=title, url=self.url(name), count=len(self._of_sort(name)), current=name == sort))
        return links

    def url(self, sort: str = "", **more: str) -> str:
        """Return the address of the queue, of one sort of decision if one is given."""
        query = urlencode({**({"sort": sort} if sort else {}), **more})
        return f"{reverse('desk:deciding')}?{query}" if query else reverse("desk:deciding")


def asks_for_more(asked: QueryDict, actor: Actor) -> bool:
    """Tell whether an address was opened from the queue, by somebody who has one."""
    return QUEUE in asked and sees_overview(actor)


def carried(asked: QueryDict) -> str:
    """Return what an address says of the queue, to be said by the next one."""
    return urlencode({name: asked[name] for name in (QUEUE, AFTER) if name in asked})


def _place(text: str) -> Place:
    """Return the place that an address names; the beginning where it names none."""
    day, _dot, rest = text.partition(".")
    case, _dot, act = rest.partition(".")
    known = case.isascii() and case.isdecimal() and len(case) <= len(str(2**63))
    return (day, int(case), act) if known else ("", 0, "")
