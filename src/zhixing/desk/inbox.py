"""The inbox: what is to do, to read, done and one's own, over all kinds, in the order of the time left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.duties import duties_of
from zhixing.cases.models import Case, CaseParty, Notice, Todo
from zhixing.common.parts import Lamp, Link, LinkGroup
from zhixing.desk import drafts, keyset, queues
from zhixing.desk.boards.bulk_bar import BulkBar, bar_for, fits_of
from zhixing.desk.keyset import Page
from zhixing.desk.lamps import Lamps
from zhixing.desk.parties import in_short, name_of
from zhixing.desk.queues import ByLamp, held_clock, read_to, with_parties
from zhixing.desk.speech import joined, say
from zhixing.desk.state_key import state_key

TODO, READ, DONE, MINE = "todo", "read", "done", "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the inbox."""

    id: int
    lamp: Lamp | None
    due: date | None
    kind: str | Promise
    title: str
    url: str
    number: str
    who: str
    step: str
    arrived: datetime
    unread: bool
    acts: Sequence[str] = ()


class _Shown(TypedDict):
    """What differs between the tabs."""

    lamp: Lamp | None
    due: date | None
    step: str
    arrived: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """One reader's inbox on one day, as asked for by the address."""

    actor: Actor
    today: date
    asked: QueryDict

    @property
    def tab(self) -> str:
        """The tab asked for, or what is to do."""
        tab = self.asked.get("tab", TODO)
        return tab if tab in {TODO, READ, DONE, MINE} else TODO

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        counts = queues.todos_by_kind(self.actor, self.today)
        page = self._page()
        lit = Lamps(self.today, work_calendar())
        ways: dict[str, Callable[[Any, Lamps], Row]] = {TODO: self._todo, READ: self._notice}
        shown = ways.get(self.tab, self._case)
        tabs = self._tabs(sum(count.n for count in counts))
        bulk, fits = self._bulk(page)
        rows = [replace(one, acts=fits.get(one.id, ())) for one in (shown(row, lit) for row in page.rows)]
        here = next(tab for tab in tabs if tab.current)
        return {
            "title": here.title,
            "total": here.count if isinstance(here.count, int) else queues.MOST_COUNTED,
            "more": not isinstance(here.count, int),
            "lamps": _lamps(counts) if self.tab == TODO else [],
            "tabs": tabs,
            "filters": self._filters(counts) if self.tab == TODO else [],
            "rows": rows,
            "states": state_key(page.rows) if self.tab in {DONE, MINE} else [],
            "bulk": bulk,
            "pager": keyset.pager(page, reverse("desk:inbox"), self.asked, text=_shown(rows)),
            "empty": self._empty(),
            "by_time": self.tab == TODO,
            "duties": duties_of(self.actor, self.today) if self.tab == TODO else [],
        }

    def _bulk(self, page: Page[Any]) -> tuple[BulkBar | None, Mapping[int, Sequence[str]]]:
        """Return the bulk bar of what is to do, and which acts fit each case shown."""
        if self.tab != TODO:
            return None, {}
        cases = [todo.case for todo in page.rows]
        fits = fits_of(cases, self.actor)
        path = reverse("desk:inbox")
        return bar_for(cases, fits, page=page, path=path, source="inbox", asked=self.asked), fits

    def _page(self) -> Page[Any]:
        match self.tab:
            case "read":
                rows = queues.unread(self.actor).select_related("case").defer("case__folded")
                return keyset.newest_first(rows.prefetch_related(with_parties("case__")), self.asked)
            case "done" | "mine" as tab:
                found = queues.done(self.actor) if tab == DONE else queues.mine(self.actor)
                return keyset.newest_first(self._with_marks(found, "").prefetch_related(with_parties()), self.asked)
            case _:
                todos = self.narrowed(queues.todos(self.actor)).select_related("case").defer("case__folded")
                marked = self._with_marks(todos, "case").prefetch_related(with_parties("case__"))
                return keyset.by_due(marked, self.asked)

    def _with_marks(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        key = path or "pk"
        marked: QuerySet[Any] = rows.annotate(held=held_clock(key), read_to=read_to(self.actor, key))
        return marked if path else marked.defer("folded")

    def narrowed(self, rows: QuerySet[Todo]) -> QuerySet[Todo]:
        """Return the to-dos that the filters leave."""
        near = Q(due_on__gte=self.today, warn_on__lte=self.today)
        by_lamp = {"over": Q(due_on__lt=self.today), "near": near}.get(self.asked.get("lamp", ""), Q())
        kind, act = self.asked.get("kind", ""), self.asked.get("act", "")
        return rows.filter(by_lamp, Q(case__kind=kind) if kind else Q(), Q(act=act) if act else Q())

    def _todo(self, todo: Todo, lit: Lamps) -> Row:
        held = bool(getattr(todo, "held", False))
        acts = adopting.by_digest(todo.case.procedure).procedure.acts
        return self._row(
            todo.case,
            lamp=lit.short(todo.due_on, todo.warn_on, held=held),
            due=todo.due_on,
            step=say(acts[todo.act].title),
            arrived=todo.since,
            unread=_is_unread(todo, todo.case),
        )

    def _notice(self, notice: Notice, lit: Lamps) -> Row:
        acts = adopting.by_digest(notice.case.procedure).procedure.acts
        act = acts.get(notice.act)
        return self._row(
            notice.case,
            lamp=_case_lamp(notice.case, lit),
            due=notice.case.due_on,
            step=say(act.title) if act else notice.act,
            arrived=notice.at,
            unread=True,
        )

    def _case(self, case: Case, lit: Lamps) -> Row:
        state = adopting.by_digest(case.procedure).procedure.states[case.state]
        return self._row(
            case,
            lamp=_case_lamp(case, lit, held=bool(getattr(case, "held", False))),
            due=case.due_on,
            step=say(state.title),
            arrived=case.moved_at,
            unread=_is_unread(case, case),
        )

    def _row(self, case: Case, **shown: Unpack[_Shown]) -> Row:
        return Row(
            id=case.pk,
            kind=kinds.get(case.kind).title,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=case.called,
            who=who(case, self.actor),
            **shown,
        )

    def _tabs(self, todo: int) -> list[Link]:
        url, tab = reverse("desk:inbox"), self.tab
        parts = [
            (TODO, _("To do"), url, lambda: todo),
            (READ, _("To read"), f"{url}?tab=read", lambda: queues.unread(self.actor).count()),
            (DONE, _("Done"), f"{url}?tab=done", lambda: queues.counted(queues.done(self.actor))),
            (MINE, _("Mine"), f"{url}?tab=mine", lambda: queues.counted(queues.mine(self.actor))),
            ("", _("Drafts"), reverse("desk:draft_list"), lambda: drafts.count(self.actor)),
        ]
        return [_tab(title, url, count, current=name == tab) for name, title, url, count in parts]

    def _filters(self, counts: Sequence[ByLamp]) -> list[LinkGroup]:
        lamp_options: list[tuple[str, str, int | str]] = [
            ("", _("All"), ""),
            ("over", _("Overdue"), sum(count.over for count in counts)),
            ("near", _("Near"), sum(count.near for count in counts)),
        ]
        kind_options: list[tuple[str, str, int | str]] = [("", _("All"), "")]
        kind_options += [(one.kind, str(kinds.get(one.kind).title), one.n) for one in counts]
        groups = [LinkGroup(title=_("Time limit"), entries=self._links("lamp", lamp_options))]
        if len(counts) > 1:
            groups.append(LinkGroup(title=_("Kind"), entries=self._links("kind", kind_options)))
        step = self._step()
        if step:
            groups.append(LinkGroup(title=_("Step"), entries=self._links("act", [("", _("All"), ""), step])))
        return groups

    def _step(self) -> tuple[str, str, str] | None:
        """Return the one step that the overview asked for, in words; None where none was, or none such is known."""
        kind, name = self.asked.get("kind", ""), self.asked.get("act", "")
        if kind not in {one.slug for one in kinds.everyone()}:
            return None
        act = adopting.in_force(Body.objects.get(pk=self.actor.body_id), kind).procedure.acts.get(name)
        return (name, say(act.title), "") if act else None

    def _links(self, name: str, options: Sequence[tuple[str, str, int | str]]) -> list[Link]:
        asked = self.asked.get(name, "")
        rest = {key: value for key, value in keyset.without_place(self.asked).items() if key != name}
        links = []
        for value, title, count in options:
            query = urlencode(rest | ({name: value} if value else {}))
            url = reverse("desk:inbox") + (f"?{query}" if query else "")
            links.append(Link(title=title, url=url, count=count, current=value == asked))
        return links

    def _empty(self) -> Mapping[str, str]:
        if self.tab == TODO and any(self.asked.get(name) for name in ("lamp", "kind", "act")):
            url = reverse("desk:inbox")
            return {"text": _("Nothing of this sort waits for you."), "url": url, "action": _("Show all")}
        texts = {
            TODO: (_("Nothing waits for you."), _("What becomes yours to do appears here by itself.")),
            READ: (_("There is nothing new to read."), _("What others enter in your cases appears here.")),
            DONE: (_("You have entered nothing yet."), _("Cases in which you acted appear here.")),
            MINE: (_("No case is yours yet."), _("Cases you or your organisation proposed or handle appear here.")),
        }
        text, hint = texts[self.tab]
        return {"text": text, "hint": hint, "url": reverse("help:own"), "action": _("What my role does")}


def _tab(title: str, url: str, count: Callable[[], int | str], *, current: bool) -> Link:
    return Link(title=title, url=url, count=count(), current=current)


def _lamps(counts: Sequence[ByLamp]) -> list[Lamp]:
    over, near = sum(count.over for count in counts), sum(count.near for count in counts)
    found = [Lamp(kind="over", word=_("Overdue"), number=over), Lamp(kind="near", word=_("Near"), number=near)]
    return [lamp for lamp in found if lamp.number]


def _case_lamp(case: Case, lit: Lamps, *, held: bool = False) -> Lamp | None:
    return None if case.final else lit.short(case.due_on, case.warn_on, held=held)


def _is_unread(row: Todo | Case, case: Case) -> bool:
    read = getattr(row, "read_to", None)
    return read is None or read < case.entries


def _shown(rows: Sequence[Row]) -> str:
    return ngettext("%(n)d on this page", "%(n)d on this page", len(rows)) % {"n": len(rows)} if rows else ""


def who(case: Case, actor: Actor) -> str:
    """Return the other side of a case: its unit, or the proposer where the reader belongs to the unit itself."""
    kind = kinds.get(case.kind)
    parties = list(case.parties.all())
    own = {post.organisation_id for post in actor.posts}
    for capacity in dict.fromkeys([kind.unit, *kind.mine]):
        named = [party for party in parties if party.capacity == capacity and not _is_own(party, actor, own)]
        if named:
            return in_short(named)
    return joined(name_of(party) for party in parties[:1])


def _is_own(party: CaseParty, actor: Actor, organisations: set[int]) -> bool:
    return party.person_id == actor.person_id if party.person_id else party.organisation_id in organisations
