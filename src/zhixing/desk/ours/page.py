"""What the page of a unit shows: what is in hand by the time left, and what its work is over with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases.models import Case, CaseParty
from zhixing.common.parts import FlowStep, Lamp, Link, Pager
from zhixing.desk import keyset, lamps
from zhixing.desk.boards.bulk_bar import bar_for, fits_of
from zhixing.desk.keyset import Page
from zhixing.desk.lamps import Lamps
from zhixing.desk.ours import work
from zhixing.desk.ours.filters import NEAR, OVER, Filters
from zhixing.desk.ours.sums import sums_of
from zhixing.desk.ours.work import Ours
from zhixing.desk.paging import span
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import joined, say
from zhixing.insight.small_numbers import ENOUGH
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words

HAND, DONE = "hand", "done"
PAGE = keyset.PAGE
SOURCE = "ours"
"""What the bulk bar calls this list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case of the unit: how long there is still and for what, whose it is, where it stands, whose turn it is."""

    id: int
    lamp: Lamp | None
    limit: str
    due: date | None
    number: str
    title: str
    url: str
    proposer: str
    part: str
    unit: str
    notes: Sequence[str]
    chain: Sequence[FlowStep]
    state: str
    turn: str
    given: str
    ours: bool
    acts: Sequence[str] = ()


@dataclass(frozen=True)
class OurPage:
    """One reader's page of their units on a day, as the address asks for it.

    Raises:
        Refused: as not allowed, for whoever holds no post by which a unit works.
    """

    actor: Actor
    today: date
    asked: QueryDict

    def __post_init__(self) -> None:
        if not self.units:
            raise Refused("not_allowed", Sentence(NOT_A_UNIT))

    @cached_property
    def units(self) -> Mapping[int, str]:
        """The organisations whose page it is, by id and name."""
        return work.units_of(self.actor)

    @property
    def path(self) -> str:
        """The address without filters."""
        return reverse("desk:ours")

    @property
    def tab(self) -> str:
        """The tab asked for, or what is in hand."""
        return DONE if self.asked.get("tab") == DONE else HAND

    @cached_property
    def filters(self) -> Filters:
        """The filters with all that is in hand; two queries."""
        return Filters(
            asked=self.asked,
            everything=work.in_hand(self.actor, self.units),
            today=self.today,
            person=self.actor.person_id,
            units=self.units,
            path=self.path,
        )

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows: ten queries, however many cases there are."""
        shown = self._in_hand() if self.tab == HAND else self._over()
        return {
            "title": _("Our unit"),
            "unit": joined(self.units.values()),
            "tabs": self._tabs(),
            "several": len(self.units) > 1,
            "in_hand": self.tab == HAND,
            "sums": sums_of(self.units, self.actor) if self.tab == DONE else [],
            "fewest": ENOUGH,
            **shown,
        }

    def _tabs(self) -> list[Link]:
        n = len(self.filters.everything)
        return [
            Link(title=_("In hand"), url=self.path, count=n, current=self.tab == HAND),
            Link(title=_("Over"), url=f"{self.path}?tab={DONE}", current=self.tab == DONE),
        ]

    def _in_hand(self) -> Mapping[str, Any]:
        left = self.filters.left
        here = span(self.asked.get("page", ""), len(left), PAGE)
        shown = left[here.first : here.last]
        cases = [one.case for one in shown]
        prefetch_related_objects(cases, with_parties())
        fits = fits_of(cases, self.actor)
        page: Page[Case] = Page(cases, on="more" if len(left) > PAGE else "")
        return {
            "total": len(left),
            "lamps": self._lamps(),
            "filters": self.filters.groups(),
            "rows": self._rows(shown, fits),
            "bulk": bar_for(cases, fits, page=page, path=self.path, source=SOURCE, asked=self.asked),
            "pager": self._pager(len(left), here.first, len(shown)),
            "empty": self._empty(),
        }

    def _over(self) -> Mapping[str, Any]:
        rows = work.over(work.cases_of(self.actor, self.units)).select_related("root__session__term", "parent")
        page = keyset.newest_first(rows.prefetch_related(with_parties()), self.asked)
        found = self._rows(work.with_said(page.rows, self.actor), {})
        text = ngettext("%(n)d on this page", "%(n)d on this page", len(found)) % {"n": len(found)} if found else ""
        return {
            "rows": found,
            "pager": keyset.pager(page, self.path, self.asked, text=text),
            "empty": {
                "text": _("Your unit has finished nothing yet."),
                "hint": _("A case comes here once its reply is out and rated, or its time is over."),
            },
        }

    def _lamps(self) -> list[Lamp]:
        found = [
            Lamp(kind="over", word=_("Overdue"), number=self.filters.count("lamp", OVER)),
            Lamp(kind="near", word=_("Near"), number=self.filters.count("lamp", NEAR)),
        ]
        return [lamp for lamp in found if lamp.number]

    def _pager(self, total: int, first: int, shown: int) -> Pager:
        if not shown:
            return Pager()
        place = first // PAGE + 1
        words = {"first": first + 1, "last": first + shown, "total": total}
        return Pager(
            text=_("%(first)d-%(last)d of %(total)d") % words,
            prev_url=self.filters.url(page=str(place - 1)) if place > 1 else "",
            next_url=self.filters.url(page=str(place + 1)) if first + shown < total else "",
        )

    def _empty(self) -> Mapping[str, str]:
        if self.filters.chosen:
            return {"text": _("Nothing of this sort is in hand."), "url": self.path, "action": _("Show all")}
        return {
            "text": _("Your unit has nothing in hand."),
            "hint": _("What is assigned to your unit, as lead, alone or as co-handler, appears here by itself."),
        }

    def _rows(self, found: Sequence[Ours], fits: Mapping[int, Sequence[str]]) -> list[Row]:
        lit = Lamps(self.today, work_calendar())
        helping = self._helping(found)
        return [self._row(one, lit, helping.get(one.case.pk, ()), fits.get(one.case.pk, ())) for one in found]

    def _row(self, one: Ours, lit: Lamps, helping: Sequence[Case], acts: Sequence[str]) -> Row:
        case, parties = one.case, list(one.case.parties.all())
        root, procedure = case.root or case, one.adopted.procedure
        names = [name for pk, name in self.units.items() if pk in one.units]
        return Row(
            id=case.pk,
            lamp=_lamp(one, lit),
            limit=say(procedure.clocks[one.limit.clock].title) if one.limit else "",
            due=one.due,
            number=root.called,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            proposer=in_short(in_capacities(parties, *one.work.people)),
            part=str(one.work.part) if self.filters.has_parts else "",
            unit=joined(names) if len(self.units) > 1 else "",
            notes=list(self._notes(one, parties, helping)),
            chain=chain(one),
            state=_state(one),
            turn=joined(_turn(one)),
            given=" · ".join(filter(None, (one.section, one.officer[1] if one.officer else ""))),
            ours=any(one.is_own(role) for role in one.turn),
            acts=acts,
        )

    def _notes(self, one: Ours, parties: Iterable[CaseParty], helping: Sequence[Case]) -> Iterable[str]:
        """Yield what the other side does: how many opinions are in, or what the unit that leads does."""
        if helping:
            given = sum(one.work.opinion in case.folded["milestones"] for case in helping)
            yield _("Co-handlers: %(given)d of %(all)d opinions in") % {"given": given, "all": len(helping)}
        if one.work.lead:
            yield _("Lead: %(unit)s") % {"unit": in_short(in_capacities(parties, one.work.lead))}
            received = one.work.received in one.case.folded["last"]
            yield _("its draft is here") if received else _("no draft from it yet")

    def _helping(self, found: Sequence[Ours]) -> Mapping[int, Sequence[Case]]:
        """Return the cases in which other units help with these, as far as the actor may see them; one query."""
        below = {one.case.pk: one.work.below for one in found if one.work.below}
        grouped: dict[int, list[Case]] = defaultdict(list)
        rows = Case.objects.visible_to(self.actor).filter(parent__in=below, kind__in=set(below.values()))
        for case in rows.order_by("pk"):
            if case.parent_id is not None:
                grouped[case.parent_id].append(case)
        return grouped


def chain(one: Ours) -> list[FlowStep]:
    """Return the steps of a case's way and how each stands."""
    return [
        FlowStep(title=step.title, status=status) for step, status in zip(one.work.steps, one.statuses, strict=True)
    ]


def _lamp(one: Ours, lit: Lamps) -> Lamp | None:
    """Return how the unit stands against its own limits; once all are stopped, whether it kept the last."""
    if one.limit is not None:
        held = one.limit.state.status == "held"
        return lit.short(one.due, one.limit.state.warn_on, held=held)
    kept = one.last_kept
    return lamps.stopped(on_time=kept) if kept is not None else None


def _state(one: Ours) -> str:
    """Return the state where the step alone does not tell it."""
    usual = one.step.states[:1] if one.step else ()
    aside = one.step is not None and not one.step.states and one.case.state in one.step.during[:1]
    return "" if one.case.state in usual or aside else say(one.adopted.procedure.states[one.case.state].title)


def _turn(one: Ours) -> list[str]:
    """Return whose turn it is: in the unit the officer in charge or the posts, elsewhere the role."""
    found: dict[str, None] = {}
    for role in one.turn:
        if not one.is_own(role):
            found[say(role.title)] = None
        elif one.officer and PostKind.HANDLER in role.posts:
            found[one.officer[1]] = None
        else:
            found |= dict.fromkeys(str(PostKind(post).label) for post in role.posts)
    return list(found)


NOT_A_UNIT = Words(
    "本页供承办单位的联络员、经办人和负责人使用。您的待办在“待办”里。",
    "This page is for the liaison, handlers and head of a unit that handles proposals. Your own work is under To do.",
)
