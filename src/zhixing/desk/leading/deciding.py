"""What needs a decision: the acts that await an office, and what kinds of case declare beside them; each oldest first.

The overview shows the first of each; the queue of decisions (:mod:`zhixing.desk.leading.queue`) has all of them in one
list. The number of queries does not depend on how much there is: two for all that is awaited, three for what kinds
declare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.folding import parties_of
from zhixing.cases.kinds import Decision, Drafted, Kind
from zhixing.cases.labels import Label
from zhixing.cases.models import Case, Todo
from zhixing.cases.querysets import CaseQuerySet
from zhixing.common.parts import Lamp, Link
from zhixing.desk import queues
from zhixing.desk.inbox import who
from zhixing.desk.lamps import Lamps
from zhixing.desk.leading.who import official_keys
from zhixing.desk.queues import with_parties
from zhixing.desk.speaking_of import ABOUT, BEGINS
from zhixing.desk.speech import say
from zhixing.procedure.model import NOBODY_ROLES, Act, Procedure
from zhixing.procedure.roles import addresses, held_roles, may_open, performers

SHOWN = 5
"""So many cases of a group stand on the page; its heading leads to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case that waits for a decision: ``acts`` are the ways to decide it, each leading to its form.

    ``asked`` says which decisions, where several kinds of them stand in one list.
    """

    lamp: Lamp | None
    due: date | None
    title: str
    url: str
    number: str
    who: str
    since: datetime | None = None
    note: str = ""
    acts: Sequence[Link] = ()
    asked: Sequence[Label] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cases that wait for the same decision: how many, the oldest, where all are listed, the paper that decides it."""

    key: str
    title: Label
    n: int
    rows: Sequence[Waiting]
    url: str = ""
    draft: Link | None = None


@dataclass(frozen=True)
class Deciding:
    """What one reader has to decide on one day."""

    actor: Actor
    body: Body
    today: date

    @cached_property
    def _adopted(self) -> dict[str, Adopted]:
        """The procedures in force of all kinds; one query."""
        return adopting.each_in_force(self.body, [kind.slug for kind in kinds.everyone()])

    def groups(self) -> list[Group]:
        """Return the groups: what is awaited in the order of the time left, then what kinds declare."""
        lit = Lamps(self.today, work_calendar())
        return [*self._awaited(lit), *self._declared(lit)]

    @property
    def office(self) -> Actor:
        """The actor with the keys of their posts in the committee and its offices alone."""
        return replace(self.actor, keys=official_keys(self.actor))

    def _awaited(self, lit: Lamps) -> list[Group]:
        """Return what the acts await of the offices in which the actor holds a post."""
        office = self.office
        if not office.keys:
            return []
        counts = {(one.kind, one.act): one.n for one in queues.todos_by_act(office)}
        rows: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for todo in _first_of_each(office) if counts else ():
            rows[todo.case.kind, todo.act].append(self.todo(todo, lit))
        ordered = sorted(rows, key=lambda key: _urgency(rows[key]))
        return [self._group_of(slug, name, counts[slug, name], rows[slug, name]) for slug, name in ordered]

    def _group_of(self, slug: str, name: str, n: int, rows: Sequence[Waiting]) -> Group:
        url = f"{reverse('desk:inbox')}?{urlencode({'kind': slug, 'act': name})}"
        return Group(key=f"{slug}-{name}", title=self.title_of(slug, name), n=n, rows=rows, url=url)

    def title_of(self, slug: str, name: str) -> str:
        """Return what is decided by an act that a kind awaits, in words."""
        act = self._adopted[slug].procedure.acts.get(name)
        return _("%(kind)s: %(act)s") % {"kind": kinds.get(slug).title, "act": say(act.title) if act else name}

    def todo(self, todo: Todo, lit: Lamps) -> Waiting:
        """Return a to-do, annotated with whether its clock is held, as a row."""
        held = bool(getattr(todo, "held", False))
        ways = (todo.act, *kinds.get(todo.case.kind).instead.get(todo.act, ()))
        row = self._row(todo.case, ways, lit.short(todo.due_on, todo.warn_on, held=held), todo.due_on)
        return replace(row, since=todo.since)

    def _declared(self, lit: Lamps) -> Iterator[Group]:
        """Yield what kinds declare for the decision of those whose posts let them perform the act."""
        for kind, decision in self.decisions():
            yield from self._found(kind, decision, lit)

    def decisions(self) -> Iterator[tuple[Kind, Decision]]:
        """Yield the decisions that kinds declare and the actor's posts let them take."""
        for kind in kinds.everyone():
            for decision in kind.decisions:
                if self._may_decide(self._adopted[kind.slug].procedure, decision):
                    yield kind, decision

    def cases_of(self, kind: Kind, decision: Decision) -> CaseQuerySet:
        """Return the cases the actor sees in which a decision is to be taken."""
        return Case.objects.visible_to(self.actor).filter(decision.holds(), kind=kind.slug, final=False)

    def declared(self, case: Case, decisions: Sequence[Decision], lit: Lamps) -> Waiting:
        """Return a case in which some decisions are to be taken as a row, with the ways of each."""
        ways = tuple(way for one in decisions for way in (one.act, *one.also))
        times = case.folded["counts"].get(decisions[0].act, 0)
        note = ngettext("done %(n)d time already", "done %(n)d times already", times) % {"n": times} if times else ""
        row = self._row(case, ways, lit.short(case.due_on, case.warn_on), case.due_on)
        papers = [self.draft(one.drafts, case) for one in decisions if one.drafts and one.drafts.each]
        return replace(row, note=note, acts=[*filter(None, papers), *row.acts])

    def _may_decide(self, procedure: Procedure, decision: Decision) -> bool:
        act = procedure.acts.get(decision.act)
        return act is not None and not official_keys(self.actor).isdisjoint(_possible(procedure, act, self.body.pk))

    def _found(self, kind: Kind, decision: Decision, lit: Lamps) -> Iterator[Group]:
        cases = self.cases_of(kind, decision)
        ordered = cases.order_by(F("due_on").asc(nulls_last=True), "moved_at", "pk").prefetch_related(with_parties())
        rows = list(ordered[: SHOWN + 1])
        if not rows:
            return
        n = cases.count() if len(rows) > SHOWN else len(rows)
        url = f"{reverse('desk:deciding')}?{urlencode({'sort': f'{kind.slug}-{decision.name}'})}"
        if decision.listed:
            url = f"{reverse('desk:case_list', args=[kind.plural])}?{urlencode(decision.listed)}"
        shown = [self.declared(case, [decision], lit) for case in rows[:SHOWN]]
        yield Group(
            key=f"{kind.slug}-{decision.name}",
            title=decision.title,
            n=n,
            rows=shown,
            url=url,
            draft=self.draft_of_all(decision),
        )

    def draft_of_all(self, decision: Decision) -> Link | None:
        """Return the form of the paper by which something is decided for all its cases, for those who may open it."""
        paper = decision.drafts
        return self.draft(paper) if paper and not paper.each else None

    def draft(self, paper: Drafted, about: Case | None = None) -> Link | None:
        """Return the form of a paper, about a case if one is given, for those who may open it."""
        procedure = self._adopted[paper.kind].procedure
        act = procedure.acts.get(paper.act)
        if act is None or not may_open(procedure, act, self.actor.keys, body=self.body.pk):
            return None
        query = {BEGINS: paper.begins} | ({ABOUT: about.number} if about else {})
        address = reverse("desk:open", args=[kinds.get(paper.kind).plural, paper.act])
        return Link(title=paper.title, url=f"{address}?{urlencode(query)}")

    def _row(self, case: Case, ways: Iterable[str], lamp: Lamp | None, due: date | None) -> Waiting:
        return Waiting(
            lamp=lamp,
            due=due,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=case.called,
            who=who(case, self.actor),
            acts=list(self._acts(case, dict.fromkeys(ways))),
        )

    def _acts(self, case: Case, names: Iterable[str]) -> Iterator[Link]:
        """Yield the ways to decide a case that its state and the actor's roles allow."""
        procedure = adopting.by_digest(case.procedure).procedure
        roles = held_roles(procedure, self.actor.keys, parties=parties_of(case.folded), body=case.body_id)
        for name in names:
            act = procedure.acts.get(name)
            if act and case.state in act.start and roles.intersection(performers(procedure, act, opened=True)):
                yield Link(title=say(act.title), url=reverse("desk:case_act", args=[case.number, name]))


def _first_of_each(office: Actor) -> Iterable[Todo]:
    """Return the first to-dos of each act by the time left; one query for all acts, and one for the parties."""
    place = Window(
        RowNumber(),
        partition_by=[F("case__kind"), F("act")],
        order_by=[F("due_on").asc(nulls_last=True), F("since"), F("pk")],
    )
    rows: Any = queues.todos(office).annotate(held=queues.held_clock("case"), place_in_act=place)
    first = rows.filter(place_in_act__lte=SHOWN).select_related("case")
    return list(first.order_by("place_in_act").prefetch_related(with_parties("case__")))


def _urgency(rows: Sequence[Waiting]) -> tuple[bool, date]:
    due = rows[0].due
    return (due is None, due or date.max)


def _possible(procedure: Procedure, act: Act, body: int) -> set[str]:
    """Return the keys by which somebody may perform an act in some case, on whatever side its unit stands."""
    keys: set[str] = set()
    for name in act.by:
        role = procedure.roles.get(name)
        if name in NOBODY_ROLES or role is None:
            continue
        functions: Mapping[str, str] = role.sides if role.side_of else {}
        keys.update(f"d{body}.{function}.{post}" for function in functions.values() for post in role.posts)
        if not role.side_of:
            keys.update(addresses(role, parties=(), body=body))
    return keys
