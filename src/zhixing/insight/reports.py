"""Reports that an office owes by name: what there is of them, and how one is drafted from what can be counted.

A room declares a report, and any room adds chapters to it; each writes of what it counts. Everything is counted as the
reader who asks for the draft, and every number is an answer to the same question that its list asks.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import NamedTuple, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Session
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import Days, Filters, condition, told
from zhixing.cases.duties import holds
from zhixing.cases.kinds import Kind
from zhixing.cases.labels import Label
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.insight import counting
from zhixing.insight.counting import Group
from zhixing.papers.paper import Block, Figure, Paper, Run
from zhixing.procedure.model import Procedure

OFFICE = (PostKind.CLERK, PostKind.DIRECTOR)
LEADERS = (PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.SECRETARY_GENERAL)
Figures = Mapping[str, Figure]
Asked = Mapping[str, Filters]


class Period(Enum):
    """What a report is about: a session's proposals, or a month."""

    SESSION = "session"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the month written as 2026-06. ValueError for anything else."""
        return cls.of(date.fromisoformat(f"{text}-01"))

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def before(self) -> Self:
        """Return the month before."""
        return type(self).of(self.first - timedelta(days=1))

    def after(self) -> Self:
        """Return the month after."""
        return type(self).of(self.last + timedelta(days=1))

    def said(self) -> str:
        """Return the month as addresses have it."""
        return f"{self.year}-{self.month:02}"


class Row(NamedTuple):
    """A row of cases counted together: its name, and a number for each column."""

    title: str
    figures: Figures


@dataclass(frozen=True)
class Drafting:
    """A report being drafted: for whom, on which day, of which session or month.

    ``session`` is the session of the report, or the one a month falls into; ``earlier`` the one before it.
    """

    actor: Actor
    body: Body
    today: date
    session: Session | None = None
    earlier: Session | None = None
    month: Month | None = None
    url: str = ""

    @cached_property
    def until(self) -> date:
        """The day as of which is counted: the last of the month, and today at the latest."""
        return min(self.month.last, self.today) if self.month else self.today

    def figures(self, kind: str, asked: Asked) -> Figures:
        """Return the numbers of what is asked of a kind, by name, each with its list; one statement for all."""
        found, procedure = kinds.get(kind), self.procedure(kind)
        meant = {name: self._meant(found, filters, procedure) for name, filters in asked.items()}
        counts = counting.tallied(found, self._cases(), [procedure], meant)
        return {name: Figure(counts[name], list_url(found, filters)) for name, filters in asked.items()}

    def rows(self, kind: str, by: str, of: Filters, columns: Asked) -> list[Row]:
        """Return the numbers of the columns for each unit, sector or code of a filter, in official order.

        ``of`` narrows all columns. Cases of which that is not known have no row. At most three statements.
        """
        found, procedure = kinds.get(kind), self.procedure(kind)
        asked = {name: {**of, **filters} for name, filters in columns.items()}
        meant = {name: self._meant(found, filters, procedure) for name, filters in asked.items()}
        rows = []
        for group in self._groups(found, by, procedure, meant):
            if group.key and any(group.counts.values()):
                own = {by: str(group.key)}
                figures = {
                    name: Figure(group.counts[name], list_url(found, {**filters, **own}))
                    for name, filters in asked.items()
                }
                rows.append(Row(group.title.zh, figures))
        return rows

    def _groups(self, kind: Kind, by: str, procedure: Procedure, meant: Mapping[str, Q]) -> list[Group]:
        if by == "unit":
            return counting.by_unit(kind, self._cases(), [procedure], meant)
        if by == "sector":
            return counting.by_sector(kind, self._cases(), [procedure], meant)
        if by == "author":
            return counting.by_author(kind, self._cases(), [procedure], meant)
        return counting.by_code(kind, by, self._cases(), [procedure], meant)

    def cases(self, kind: str, filters: Filters) -> CaseQuerySet:
        """Return the cases behind a number, as the reader may see them."""
        found = kinds.get(kind)
        return counting.belonging(found, self._cases().filter(self._meant(found, filters, self.procedure(kind))))

    def codes(self, kind: str, choices: str) -> Mapping[str, str]:
        """Return the codes of a list of the procedure in force, with their Chinese titles."""
        return {code: title.zh for code, title in self.procedure(kind).lists.get(choices, {}).items()}

    def knows(self, kind: str, name: str) -> bool:
        """Tell whether the reader may know a code that acts entered, in some case or other."""
        found = kinds.get(kind)
        return told(found, [name], self.procedure(kind), self.actor.keys, self.actor.body_id) is not None

    def works_in(self, *functions: str) -> bool:
        """Tell whether the reader works in an office of one of these functions."""
        return any(holds(self.actor, *OFFICE, function=function) for function in functions)

    def procedure(self, kind: str) -> Procedure:
        """Return the procedure in force, by which lists are narrowed as well."""
        return adopting.in_force(self.body, kind).procedure

    @property
    def in_session(self) -> dict[str, str]:
        """The filter by which cases of the report's session are counted; none where it is of no session."""
        return {"session": str(self.session.pk)} if self.session else {}

    def within(self, asked: Asked) -> Asked:
        """Return what is asked, of the report's session alone."""
        return {name: {**filters, **self.in_session} for name, filters in asked.items()}

    def month_before(self) -> Drafting:
        """Return the same report of the month before."""
        return replace(self, month=self.month.before() if self.month else None)

    def during(self, *acts: str) -> str:
        """Return what ``during`` asks: one of these acts, performed in the month up to the day that counts."""
        return Days(acts, self.month.first if self.month else None, self.until).said()

    def by_then(self, *acts: str) -> str:
        """Return what ``during`` asks: one of these acts, performed up to the day that counts."""
        return Days(acts, None, self.until).said()

    def _cases(self) -> CaseQuerySet:
        return Case.objects.visible_to(self.actor)

    def _meant(self, kind: Kind, filters: Filters, procedure: Procedure) -> Q:
        known = told(kind, filters, procedure, self.actor.keys, self.actor.body_id)
        return condition(kind, filters, [procedure]) & (Q(pk__in=()) if known is None else known)


Chapter = Callable[[Drafting], Iterable[Block]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that offices of the ``functions`` owe, and that leaders may read with ``for_leaders``.

    ``frame`` returns the paper without its chapters: head, title, addressee, opening and signature.
    """

    slug: str
    title: Label
    about: Label
    period: Period
    functions: tuple[str, ...]
    frame: Callable[[Drafting], Paper]
    for_leaders: bool = False

    def is_for(self, actor: Actor) -> bool:
        """Tell whether somebody may draft it."""
        if self.for_leaders and holds(actor, *LEADERS):
            return True
        return any(holds(actor, *OFFICE, function=function) for function in self.functions)

    def draft(self, drafting: Drafting) -> Paper:
        """Return the paper with the chapters that rooms have added, in their places, its headings numbered."""
        chapters = sorted(_chapters.get(self.slug, {}).values(), key=lambda one: one[0])
        frame = self.frame(drafting)
        blocks = [block for _place, chapter in chapters for block in chapter(drafting)]
        return replace(frame, blocks=(*frame.blocks, *blocks)).numbered()


_reports: dict[str, Report] = {}
_chapters: dict[str, dict[str, tuple[int, Chapter]]] = {}


def register(report: Report) -> None:
    """Declare a report; the same slug again replaces it."""
    _reports[report.slug] = report


def add_chapter(report: str, name: str, place: int, chapter: Chapter) -> None:
    """Add a chapter to a report at a place among the others; the same name again replaces it."""
    _chapters.setdefault(report, {})[name] = (place, chapter)


def everyone() -> list[Report]:
    """Return the reports there are, in the order of their declaration."""
    return list(_reports.values())


def get(slug: str) -> Report:
    """Return a report. KeyError when no room declares it."""
    return _reports[slug]


def list_url(kind: Kind, filters: Filters) -> str:
    """Return the address of the list of the cases that are counted as a kind, narrowed so."""
    url = reverse("desk:case_list", args=[kind.plural])
    asked = {**({"above": kind.above} if kind.above else {}), **filters}
    return f"{url}?{urlencode(asked)}" if asked else url


def rate(top: Figure, bottom: Figure) -> Sequence[Run]:
    """Return a rate as papers write it, with both its numbers; a dash where there is nothing to divide by."""
    value = f"{top.n / bottom.n * 100:.1f}%" if bottom.n else "—"
    return (f"{value}（", top, "/", bottom, "）")


def points(now: tuple[Figure, Figure], then: tuple[Figure, Figure]) -> str:
    """Return by how many points a rate rose or fell against another; empty where one of them says nothing."""
    if not now[1].n or not then[1].n:
        return ""
    difference = round(now[0].n / now[1].n * 100, 1) - round(then[0].n / then[1].n * 100, 1)
    if not round(difference, 1):
        return "持平"
    return f"{'提高' if difference > 0 else '下降'}{abs(difference):.1f}个百分点"
