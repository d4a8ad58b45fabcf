"""The list of a kind's cases: its filters, its columns, its rows, and what of it is exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Organisation, Sector
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import NOT, Days
from zhixing.cases.kinds import Column, Kind, Mark
from zhixing.cases.marks import marks_for
from zhixing.cases.measures import Entered
from zhixing.cases.models import Case, CaseParty, Content
from zhixing.cases.querysets import CaseQuerySet
from zhixing.common.parts import Lamp, Link, LinkGroup
from zhixing.desk import keyset
from zhixing.desk.boards import slips
from zhixing.desk.boards.bulk_bar import bar_for, fits_of
from zhixing.desk.criteria import Criteria, filters_above
from zhixing.desk.lamps import Lamps
from zhixing.desk.listing_form import filter_form
from zhixing.desk.parties import in_capacities, in_short, name_of
from zhixing.desk.queues import held_clock, with_parties
from zhixing.desk.speech import joined, say
from zhixing.desk.state_key import state_key
from zhixing.procedure.model import Procedure

MOST_COUNTED = 10_000
"""A list says how long it is up to so many; beyond, nobody reads the number and counting would cost a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the kind's own columns; ``whole`` is what a file says where the page says it in short."""

    text: str
    label: object = ""
    whole: str = ""
    num: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in its kind's list."""

    lamp: Lamp | None
    due: date | None
    title: str
    url: str
    number: str
    state: str
    cells: Sequence[Cell]
    id: int = 0
    acts: Sequence[str] = ()


@dataclass(frozen=True)
class Listing:
    """One reader's list of one kind on one day, narrowed as the address asks."""

    kind: Kind
    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    @cached_property
    def procedure(self) -> Procedure:
        """The procedure in force for the kind, whose states and lists the filters offer."""
        return adopting.in_force(self.body, self.kind.slug).procedure

    @cached_property
    def criteria(self) -> Criteria:
        """The filters asked for."""
        return Criteria.asked(self.asked, self.kind, self.procedure, marks=self.marks, actor=self.actor)

    @cached_property
    def marks(self) -> Sequence[Mark]:
        """The marks of the kind by which this reader may filter."""
        return marks_for(self.kind, self.procedure, self.actor)

    @property
    def path(self) -> str:
        """The address of the list without filters."""
        return reverse("desk:case_list", args=[self.kind.plural])

    def cases(self) -> CaseQuerySet:
        """Return the cases that are seen, with what a row shows."""
        rows = self.criteria.cases(self.kind, self.procedure, actor=self.actor, on=self.today)
        return rows.defer("folded").annotate(held=held_clock()).prefetch_related(with_parties())

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        page = keyset.newest_first(self.cases(), self.asked)
        fits = fits_of(page.rows, self.actor)
        rows = [replace(row, acts=fits[row.id]) for row in self.rows(page.rows)]
        counts = self._counts()
        return {
            "title": self.kind.plural_title,
            "total": min(counts["total"], MOST_COUNTED),
            "more": counts["total"] > MOST_COUNTED,
            "lamps": [lamp for lamp in _lamps(counts) if lamp.number],
            "columns": [{"title": column.title} for column in self.kind.columns],
            "rows": rows,
            "states": state_key(page.rows),
            "bulk": bar_for(
                page.rows,
                fits,
                page=page,
                path=self.path,
                source=self.kind.plural,
                asked=self.asked,
                slips=slips.offered(self.kind, self.actor),
            ),
            "form": filter_form(self.asked, self.kind, self.procedure, body=self.body, on=self.today),
            "kept": [{"name": name, "value": value} for name, value in self._unseen_filters().items()],
            "filters": self._quick_filters(counts),
            "pager": keyset.pager(
                page, self.path, self.asked, text=_shown(len(rows)), export_url=self._export_url() if rows else ""
            ),
            "empty": self._empty(),
        }

    def rows(self, cases: Iterable[Case]) -> Iterator[Row]:
        """Yield cases as rows; what the content holds of them is fetched together."""
        found = list(cases)
        lit = Lamps(self.today, work_calendar())
        contents = self.kind.content._default_manager.in_bulk([case.pk for case in found])
        for case in found:
            yield self._row(case, contents.get(case.pk), lit)

    def _row(self, case: Case, content: Content | None, lit: Lamps) -> Row:
        procedure = adopting.by_digest(case.procedure).procedure
        held, due = bool(getattr(case, "held", False)), getattr(case, "limit_due", None)
        return Row(
            lamp=None if case.final else lit.short(due, getattr(case, "limit_warn", None), held=held),
            due=due,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=case.called,
            id=case.pk,
            state=say(procedure.states[case.state].title),
            cells=[
                Cell(
                    text=cell_text(column, case, content, procedure),
                    label=column.title,
                    whole=joined(map(name_of, _named(column, case))),
                )
                for column in self.kind.columns
            ],
        )

    def _counts(self) -> Mapping[str, int]:
        """Count the seen cases and those of them that are late or near, in one query and only so far."""
        near = Q(limit_due__gte=self.today, limit_warn__lte=self.today)
        rows = self.criteria.cases(self.kind, self.procedure, actor=self.actor, on=self.today).order_by()
        counted: Mapping[str, int] = rows.only("pk")[: MOST_COUNTED + 1].aggregate(
            total=Count("pk"), over=Count("pk", filter=Q(limit_due__lt=self.today)), near=Count("pk", filter=near)
        )
        return counted

    def _quick_filters(self, counts: Mapping[str, int]) -> list[LinkGroup]:
        lamp = self.criteria.lamp
        shown = {"over": counts["over"], "near": counts["near"]} if not lamp else {lamp: counts[lamp]}
        entries = [Link(title=_("All"), url=self._url(lamp=""), current=not lamp)]
        for name, title in (("over", _("Overdue")), ("near", _("Near"))):
            entries.append(Link(title=title, url=self._url(lamp=name), count=shown.get(name, ""), current=lamp == name))
        groups = [LinkGroup(title=_("Time limit"), entries=entries)]
        marks = [
            Link(title=mark.title, url=self._url(**{mark.name: "1"}))
            for mark in self.marks
            if mark.name not in self.criteria.coded
        ]
        if marks:
            groups.append(LinkGroup(title=_("To look at"), entries=marks))
        only = [Link(title=title, url=self._url(**{name: ""}), current=True) for name, title in self._without_a_field()]
        return [*groups, LinkGroup(title=_("Only (choose to take off)"), entries=only)] if only else groups

    def _without_a_field(self) -> Iterator[tuple[str, str]]:
        """Yield the filters that the form does not show, in words."""
        yield from ((mark.name, str(mark.title)) for mark in self.marks if mark.name in self.criteria.coded)
        if self.criteria.above:
            yield "above", _("on: %(kind)s") % {"kind": kinds.get(self.kind.above).plural_title}
        yield from self._from_figures()

    def _from_figures(self) -> Iterator[tuple[str, str]]:
        """Yield the filters that came with a number of the figures, in words."""
        wanted, procedure = self.criteria, self.procedure
        named: Sequence[tuple[str, str, Mapping[str, Any]]] = (
            ("reached", "%(title)s", procedure.milestones),
            ("unreached", _("not yet: %(title)s"), procedure.milestones),
            ("on_time", _("%(title)s on time"), procedure.clocks),
            ("late", _("%(title)s late"), procedure.clocks),
            ("settled", _("%(title)s settled"), procedure.clocks),
            ("acted", _("with the act: %(title)s"), procedure.acts),
        )
        for name, words, known in named:
            value = getattr(wanted, name)
            if value:
                yield name, words % {"title": say(known[value].title)}
        limits = joined(say(procedure.clocks[one].title) for one in self.kind.limits)
        if wanted.overdue:
            yield "overdue", _("%(title)s overdue") % {"title": limits}
        if wanted.nearing:
            yield "nearing", _("%(title)s near") % {"title": limits}
        yield from self._of_days()
        yield from self._own_from_figures()
        if wanted.numbered:
            yield "numbered", _("with an official number")
        if wanted.imported:
            yield "imported", _("from an earlier ledger")

    def _of_days(self) -> Iterator[tuple[str, str]]:
        """Yield what is asked of days, in words: it came with a number of a paper."""
        wanted, procedure = self.criteria, self.procedure
        if wanted.during:
            days = Days.read(wanted.during)
            acts = joined(say(procedure.acts[name].title) for name in days.names)
            yield "during", f"{acts}: {_span(days)}"
        if wanted.falls:
            days = Days.read(wanted.falls)
            limits = joined(say(procedure.clocks[name].title) for name in days.names or self.kind.limits)
            yield "falls", _("%(title)s ends: %(days)s") % {"title": limits, "days": _span(days)}
        if wanted.overdue_on:
            limits = joined(say(procedure.clocks[one].title) for one in self.kind.limits)
            yield "overdue_on", _("%(title)s overdue on %(day)s") % {"title": limits, "day": wanted.overdue_on}
        for one in self.kind.past:
            if one.name in wanted.coded:
                yield one.name, _("%(title)s on %(day)s") % {"title": one.title, "day": wanted.coded[one.name]}

    def _own_from_figures(self) -> Iterator[tuple[str, str]]:
        """Yield what the kind itself is narrowed by and the form does not show: traits, and contraries."""
        coded = self.criteria.coded
        if self.criteria.sector:
            sector = Sector.objects.filter(pk=self.criteria.sector).values_list("name", flat=True).first()
            yield "sector", _("first proposer’s sector: %(sector)s") % {"sector": sector or _("Not known")}
        if self.criteria.author:
            name = (
                Organisation.objects.of_body(self.body).filter(pk=self.criteria.author).values_list("name", flat=True)
            )
            yield "author", f"{self.kind.capacities[self.kind.author]}: {name.first() or _('Not known')}"
        yield from ((one.name, f"{one.title}: {self._code_title(one)}") for one in self._entered())
        for one in filters_above(self.kind):
            if one.name in coded:
                lists = adopting.in_force(self.body, self.kind.above).procedure.lists
                known = lists.get(one.choices, {}).get(coded[one.name])
                yield one.name, f"{one.title}: {say(known) if known else coded[one.name]}"
        for trait in self.kind.traits:
            if trait.name in coded:
                yield trait.name, str(trait.title)
            if f"{NOT}{trait.name}" in coded:
                yield f"{NOT}{trait.name}", _("not: %(choice)s") % {"choice": trait.title}
        for one in self.kind.filters:
            code = coded.get(f"{NOT}{one.name}")
            if code:
                title = say(self.procedure.lists[one.choices][code])
                yield f"{NOT}{one.name}", _("not: %(choice)s") % {"choice": title}

    def _entered(self) -> list[Entered]:
        return [one for one in self.kind.entered if one.name in self.criteria.coded]

    def _code_title(self, one: Entered) -> str:
        """Return the titles of the codes asked for."""
        titles = self.procedure.lists[one.choices]
        return joined(say(titles[code]) for code in self.criteria.coded[one.name].split(","))

    def _unseen_filters(self) -> Mapping[str, str]:
        """Return the filters that the form does not show but must not lose."""
        names = {"lamp", *(name for name, _title in self._without_a_field())}
        return {name: value for name, value in keyset.without_place(self.asked).items() if name in names}

    def _url(self, **changes: str) -> str:
        asked = {name: value for name, value in (keyset.without_place(self.asked) | changes).items() if value}
        return f"{self.path}?{urlencode(asked)}" if asked else self.path

    def _export_url(self) -> str:
        asked = {name: value for name, value in keyset.without_place(self.asked).items() if value}
        url = reverse("desk:export", args=[self.kind.plural, "xlsx"])
        return f"{url}?{urlencode(asked)}" if asked else url

    def _empty(self) -> Mapping[str, str]:
        if self.criteria.is_narrow:
            return {
                "text": _("No case meets these filters."),
                "hint": _("Take a filter off, or look for a part of the title."),
                "url": self.path,
                "action": _("Show all"),
            }
        return {
            "text": _("There is no case here that you may see."),
            "hint": _("A case appears once you or your office have a part in it."),
        }


def cell_text(column: Column, case: Case, content: Content | None, procedure: Procedure) -> str:
    """Return a cell of the kind's own columns: the parties in a capacity, or a column of the content in words."""
    if column.capacity:
        named = in_short(_named(column, case))
        # A ledger names who is nobody's account here: the content keeps the names.
        return named or str(getattr(content, f"{column.name}s", "") or "")
    value = getattr(content, column.name, "")
    choices = next(
        (f.choices for act in procedure.acts.values() for f in act.fields.values() if f.name == column.name), ""
    )
    title = procedure.lists.get(choices, {}).get(value)
    return say(title) if title else str(value or "")


def _span(days: Days) -> str:
    """Return days in words, either of which may be open."""
    return f"{days.first or ''}–{days.last or ''}"


def _named(column: Column, case: Case) -> list[CaseParty]:
    """Return the parties a column names; none where it is a column of the content."""
    return in_capacities(case.parties.all(), column.capacity, *column.also) if column.capacity else []


def _lamps(counts: Mapping[str, int]) -> list[Lamp]:
    return [
        Lamp(kind="over", word=_("Overdue"), number=counts["over"]),
        Lamp(kind="near", word=_("Near"), number=counts["near"]),
    ]


def _shown(n: int) -> str:
    return ngettext("%(n)d on this page", "%(n)d on this page", n) % {"n": n} if n else ""
