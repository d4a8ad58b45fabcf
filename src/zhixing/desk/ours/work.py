"""What a unit has in hand: its cases on their way, each with its own limit, its step and whose turn it is.

A unit has some dozens of them, seldom hundreds. They are fetched together, and filtered, counted and ordered here, so
that every number on the page is exact and no filter costs a statement of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.adopting import Adopted
from zhixing.cases.folding import parties_of
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseParty
from zhixing.cases.querysets import CaseQuerySet
from zhixing.cases.unit_work import Status, Step, UnitWork, statuses
from zhixing.desk.latest import latest_of
from zhixing.procedure.clocks import ClockState
from zhixing.procedure.conditions import fields_called
from zhixing.procedure.model import Role
from zhixing.procedure.roles import performers

UNIT_POSTS = frozenset({PostKind.LIAISON.value, PostKind.HANDLER.value, PostKind.HEAD.value})
"""The posts in a unit that work on what it is given."""
MOST = 1000
"""So many cases in hand are shown; no unit has had more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A running or paused limit that the unit itself has to keep, and what it is called by name in the procedure."""

    clock: str
    state: ClockState


@dataclass(frozen=True)
class Ours:
    """One case of a unit, as one of its people sees it; ``said`` is how it was given out inside, if they may know."""

    case: Case
    said: Mapping[str, Any]

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return kinds.get(self.case.kind)

    @property
    def work(self) -> UnitWork:
        """How a unit works on such a case."""
        work = self.kind.work
        if work is None:
            raise ValueError(f"No unit works on cases of the kind {self.case.kind}.")
        return work

    @cached_property
    def adopted(self) -> Adopted:
        """The procedure the case stands under."""
        return adopting.by_digest(self.case.procedure)

    @cached_property
    def statuses(self) -> Sequence[Status]:
        """How each step of the way stands."""
        found = statuses(self.work, state=self.case.state, last=self.case.folded["last"])
        if not self.case.imported:
            return found
        # A ledger tells where a case stands and not by which acts it came there.
        ways = zip(self.work.steps, found, strict=True)
        return tuple("done" if status == "left" and step.states else status for step, status in ways)

    @property
    def step(self) -> Step | None:
        """The step it is at; none once its way is over."""
        steps = zip(self.work.steps, self.statuses, strict=True)
        return next((step for step, status in steps if status == "now"), None)

    @cached_property
    def limit(self) -> Limit | None:
        """The nearest limit that is the unit's own; a paused one only where none runs."""
        found = [
            Limit(clock=name, state=ClockState.from_json(value))
            for name, value in self.case.folded["clocks"].items()
            if value["status"] != "stopped" and self._holds(name)
        ]
        return min(found, key=lambda one: (one.state.status != "running", one.state.due), default=None)

    @property
    def last_kept(self) -> bool | None:
        """Whether the limit of the unit's own that was stopped last was kept; None where none was."""
        ended = [
            (value["ended_by"], value["on_time"])
            for name, value in self.case.folded["clocks"].items()
            if value["status"] == "stopped" and value["on_time"] is not None and self._holds(name)
        ]
        last = max((entry for entry, _kept in ended), default=0)
        return all(kept for entry, kept in ended if entry == last) if ended else None

    @property
    def due(self) -> date | None:
        """The day by which the unit has to do something; none where nothing runs."""
        return self.limit.state.due if self.limit and self.limit.state.status == "running" else None

    @cached_property
    def turn(self) -> Sequence[Role]:
        """The roles whose turn it is."""
        procedure, step = self.adopted.procedure, self.step
        if step is None:
            return ()
        acts = procedure.states[self.case.state].next if step.states else step.acts
        awaited = [procedure.acts[act] for act in acts if act in procedure.acts]
        names = dict.fromkeys(name for act in awaited for name in performers(procedure, act, opened=True))
        return [procedure.roles[name] for name in names if name in procedure.roles]

    @property
    def units(self) -> frozenset[int]:
        """The organisations that work on it."""
        parties = parties_of(self.case.folded)
        return frozenset(
            one.organisation for one in parties if one.capacity == self.kind.unit and one.organisation is not None
        )

    @property
    def section(self) -> str:
        """The section it was given to, if it was."""
        return str(self.said.get(self.work.section) or "")

    @property
    def officer(self) -> tuple[int, str] | None:
        """The officer in charge, by id and name, if one was named."""
        named = self.said.get(self.work.officer)
        return (named["id"], named["name"]) if isinstance(named, dict) else None

    def is_own(self, role: Role) -> bool:
        """Tell whether a role is that of the unit's own people."""
        return bool(role.party) and role.party == self.kind.unit

    def _holds(self, clock: str) -> bool:
        one = self.adopted.procedure.clocks.get(clock)
        roles = self.adopted.procedure.roles
        return one is not None and any(name in roles and self.is_own(roles[name]) for name in one.holder)


def units_of(actor: Actor) -> Mapping[int, str]:
    """Return the organisations for whose work on cases the actor answers by a post, by id and name."""
    return {post.organisation_id: post.organisation_name for post in actor.posts if post.kind in UNIT_POSTS}


def cases_of(actor: Actor, organisations: Iterable[int]) -> CaseQuerySet:
    """Return the cases on which these organisations work or worked, as far as the actor may see them."""
    units = sorted(organisations)
    wanted = Q(pk__in=())
    for kind in kinds.everyone():
        if kind.work is not None:
            parties = CaseParty.objects.filter(case=OuterRef("pk"), capacity=kind.unit, organisation__in=units)
            wanted |= Q(Exists(parties), kind=kind.slug)
    return Case.objects.visible_to(actor).filter(wanted)


def on_their_way(rows: CaseQuerySet) -> CaseQuerySet:
    """Keep the cases on which a unit is still at work."""
    return rows.filter(_going())


def over(rows: CaseQuerySet) -> CaseQuerySet:
    """Keep the cases on which the unit's work is over."""
    return rows.exclude(_going())


def _going() -> Q:
    wanted = Q(pk__in=())
    for kind in kinds.everyone():
        if kind.work is not None:
            wanted |= Q(kind=kind.slug, state__in=sorted(kind.work.states))
    return wanted


def in_hand(actor: Actor, organisations: Iterable[int]) -> list[Ours]:
    """Return what the actor's organisations have in hand, by the time left, what has no limit last; two queries."""
    rows = on_their_way(cases_of(actor, organisations)).select_related("root__session__term", "parent")
    cases = list(rows.order_by("due_on", "pk")[:MOST])
    found = with_said(cases, actor)
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max, one.case.pk))


def with_said(cases: Sequence[Case], actor: Actor) -> list[Ours]:
    """Return cases of units with how they were given out inside, as far as the actor may know; one query."""
    fields = {name for kind in kinds.everyone() if kind.work for name in (kind.work.section, kind.work.officer) if name}
    given = [case for case in cases if not fields.isdisjoint(case.folded["sources"])]
    said = latest_of(given, sorted(fields))
    return [Ours(case, _readable(case, said.get(case.number, {}), actor)) for case in cases]


def _readable(case: Case, said: Mapping[str, Any], actor: Actor) -> Mapping[str, Any]:
    if not said:
        return {}
    adopted = adopting.by_digest(case.procedure)
    roles = reading.roles_in(case, actor, adopted)
    return {
        name: value
        for name, value in said.items()
        if all(reading.may_read(field, adopted, roles) for field in fields_called(adopted.procedure, name))
    }
