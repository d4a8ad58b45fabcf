"""What needs a decision: the acts that await an office, and what kinds of case declare beside them; each oldest first.

The number of queries does not depend on how much there is: two for all that is awaited, three for what kinds declare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from zhixing.cases.kinds import Decision, Drafted, Kind, Label
from zhixing.cases.models import Case, Todo
from zhixing.common.parts import Lamp, Link
from zhixing.desk import queues
from zhixing.desk.case_head import called
from zhixing.desk.inbox import who
from zhixing.desk.lamps import Lamps
from zhixing.desk.leading.who import official_keys
from zhixing.desk.queues import with_parties
from zhixing.desk.speaking_of import BEGINS
from zhixing.desk.speech import say
from zhixing.procedure.model import NOBODY_ROLES, Act, Procedure
from zhixing.procedure.roles import addresses, held_roles, performers

SHOWN = 5
"""So many cases of a group stand on the page; its heading leads to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case that waits for a decision: ``acts`` are the ways to decide it, each leading to its form."""

    lamp: Lamp | None
    due: date | None
    title: str
    url: str
    number: str
    who: str
    since: datetime | None = None
    note: str = ""
    acts: Sequence[Link] = ()


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
    _beside: dict[tuple[str, str], Sequence[str]] = field(default_factory=dict)

    @cached_property
    def _adopted(self) -> dict[str, Adopted]:
        """The procedures in force of all kinds; one query."""
        return adopting.each_in_force(self.body, [kind.slug for kind in kinds.everyone()])

    def groups(self) -> list[Group]:
        """Return the groups: what is awaited in the order of the time left, then what kinds declare."""
        lit = Lamps(self.today, work_calendar())
        return [*self._awaited(lit), *self._declared(lit)]

    def _awaited(self, lit: Lamps) -> list[Group]:
        """Return what the acts await of the offices in which the actor holds a post."""
        office = replace(self.actor, keys=official_keys(self.actor))
        if not office.keys:
            return []
        counts = {(one.kind, one.act): one.n for one in queues.todos_by_act(office)}
        rows: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for todo in _first_of_each(office) if counts else ():
            rows[todo.case.kind, todo.act].append(self._todo(todo, lit))
        ordered = sorted(rows, key=lambda key: _urgency(rows[key]))
        return [self._group_of(slug, name, counts[slug, name], rows[slug, name]) for slug, name in ordered]

    def _group_of(self, slug: str, name: str, n: int, rows: Sequence[Waiting]) -> Group:
        kind, act = kinds.get(slug), self._adopted[slug].procedure.acts.get(name)
        titles = {"kind": kind.title, "act": say(act.title) if act else name}
        url = f"{reverse('desk:inbox')}?{urlencode({'kind': slug, 'act': name})}"
        return Group(key=f"{slug}-{name}", title=_("%(kind)s: %(act)s") % titles, n=n, rows=rows, url=url)

    def _todo(self, todo: Todo, lit: Lamps) -> Waiting:
        held = bool(getattr(todo, "held", False))
        row = self._row(todo.case, todo.act, lit.short(todo.due_on, todo.warn_on, held=held), todo.due_on)
        return replace(row, since=todo.since)

    def _declared(self, lit: Lamps) -> Iterator[Group]:
        """Yield what kinds declare for the decision of those whose posts let them perform the act."""
        for kind in kinds.everyone():
            for decision in kind.decisions:
                if self._may_decide(self._adopted[kind.slug].procedure, decision):
                    yield from self._found(kind, decision, lit)

    def _may_decide(self, procedure: Procedure, decision: Decision) -> bool:
        act = procedure.acts.get(decision.act)
        return act is not None and not official_keys(self.actor).isdisjoint(_possible(procedure, act, self.body.pk))

    def _found(self, kind: Kind, decision: Decision, lit: Lamps) -> Iterator[Group]:
        cases = Case.objects.visible_to(self.actor).filter(decision.holds(), kind=kind.slug, final=False)
        ordered = cases.order_by(F("due_on").asc(nulls_last=True), "moved_at", "pk").prefetch_related(with_parties())
        rows = list(ordered[: SHOWN + 1])
        if not rows:
            return
        n = cases.count() if len(rows) > SHOWN else len(rows)
        url = f"{reverse('desk:case_list', args=[kind.plural])}?{urlencode(decision.listed)}" if decision.listed else ""
        shown = [self._row(case, decision.act, _lamp(case, lit), case.due_on, decision) for case in rows[:SHOWN]]
        yield Group(
            key=f"{kind.slug}-{decision.name}",
            title=decision.title,
            n=n,
            rows=shown,
            url=url,
            draft=self._draft(decision.drafts),
        )

    def _draft(self, paper: Drafted | None) -> Link | None:
        """Return the form of the paper by which something is decided, for those who may open it."""
        procedure = self._adopted[paper.kind].procedure if paper else None
        act = procedure.acts.get(paper.act) if procedure and paper else None
        if paper is None or procedure is None or act is None:
            return None
        held = held_roles(procedure, self.actor.keys, parties=(), body=self.body.pk)
        if held.isdisjoint(act.by):
            return None
        kind = kinds.get(paper.kind)
        address = f"{reverse('desk:open', args=[kind.plural, paper.act])}?{urlencode({BEGINS: paper.begins})}"
        return Link(title=_("%(kind)s: %(act)s") % {"kind": kind.title, "act": say(act.title)}, url=address)

    def _row(
        self, case: Case, name: str, lamp: Lamp | None, due: date | None, decision: Decision | None = None
    ) -> Waiting:
        also = decision.also if decision else kinds.get(case.kind).instead.get(name, ())
        times = case.folded["counts"].get(name, 0) if decision else 0
        return Waiting(
            lamp=lamp,
            due=due,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=called(case),
            who=who(case, self.actor),
            note=ngettext("done %(n)d time already", "done %(n)d times already", times) % {"n": times} if times else "",
            acts=list(self._acts(case, (name, *also))),
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


def _lamp(case: Case, lit: Lamps) -> Lamp:
    return lit.short(case.due_on, case.warn_on)


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
