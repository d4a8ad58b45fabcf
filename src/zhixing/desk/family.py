"""A case with those it belongs to: its parent and children as far as the reader may see them, parties and entries.

Everything a case page shows is fetched here, each sort of thing once, however many children there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.clock import ZONE
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseParty, Content
from zhixing.cases.tables import todo_rows
from zhixing.desk.parties import in_capacities, in_short, name_of
from zhixing.procedure.days import WorkCalendar
from zhixing.procedure.facts import Child
from zhixing.procedure.model import Procedure, State
from zhixing.register.models import Entry, FieldValue


@dataclass(frozen=True, slots=True)
class Passage:
    """A state a case came into: on which day, if known, and which cases were opened by the act that led there."""

    state: str
    on: date | None
    opened: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """One case as one reader sees it, with its nearest.

    ``all_children`` and ``all_below`` them, their own children, include those closed to the reader.
    """

    case: Case
    actor: Actor
    today: date
    all_children: Sequence[Case]
    all_below: Sequence[Case]
    parties: Mapping[int, Sequence[CaseParty]]
    entries: Mapping[str, Sequence[Entry]]
    content: Content | None

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days, asked for once."""
        return work_calendar()

    @cached_property
    def adopted(self) -> Adopted:
        """The procedure the case stands under."""
        return adopting.by_digest(self.case.procedure)

    @property
    def procedure(self) -> Procedure:
        """The procedure's own text."""
        return self.adopted.procedure

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return kinds.get(self.case.kind)

    @cached_property
    def section_names(self) -> frozenset[str]:
        """The content columns that the page shows as text."""
        return frozenset(section.name for section in self.kind.sections)

    @property
    def state(self) -> State:
        """The state the case is in."""
        return self.procedure.states[self.case.state]

    @cached_property
    def children(self) -> Sequence[Case]:
        """The children the reader may see, the first opened first."""
        return [child for child in self.all_children if may_see(child, self.actor)]

    @cached_property
    def below(self) -> Sequence[Case]:
        """The children's own children that the reader may see, as the promises of a unit's reply."""
        return [one for one in self.all_below if may_see(one, self.actor)]

    @property
    def parent(self) -> Case | None:
        """The parent, if there is one and the reader may see it."""
        parent = self.case.parent
        return parent if parent is not None and may_see(parent, self.actor) else None

    def as_children(self) -> tuple[Child, ...]:
        """Return the children as the procedure may know them: all of them and theirs, by milestones alone."""
        deep = [(child, False) for child in self.all_children] + [(child, True) for child in self.all_below]
        return tuple(Child(child.kind, tuple(child.folded["milestones"]), deep=below) for child, below in deep)

    def own_entries(self) -> Sequence[Entry]:
        """Return the entries of the case itself, oldest first, with actors and values."""
        return self.entries.get(self.case.number, ())

    def passages(self, case: Case) -> list[Passage]:
        """Return the states a case of the family came into, oldest first."""
        found: list[Passage] = []
        for entry in self.entries.get(case.number, ()):
            outcome = json.loads(entry.outcome)
            opened = tuple(outcome.get("opened", ()))
            if not found or found[-1].state != outcome["state"]:
                day = None if outcome.get("undated") else entry.at.astimezone(ZONE).date()
                found.append(Passage(outcome["state"], day, opened))
        return found


def may_see(case: Case, actor: Actor) -> bool:
    """Tell whether the actor may see a case that is at hand already, by the same keys the queries use."""
    return not actor.keys.isdisjoint(case.folded["readers"])


def family_of(case: Case, actor: Actor, today: date) -> Family:
    """Return a visible case with its family. Four queries, and two for entries."""
    opens = any(act.opens for act in adopting.by_digest(case.procedure).procedure.acts.values())
    found = list(Case.objects.of_body(case.body_id).below(case).order_by("pk")) if opens else []
    family = Family(
        case=case,
        actor=actor,
        today=today,
        all_children=[one for one in found if one.parent_id == case.pk],
        all_below=[one for one in found if one.parent_id != case.pk],
        parties={},
        entries={},
        content=kinds.get(case.kind).content._default_manager.filter(pk=case.pk).first(),
    )
    shown = [one for one in (case, family.parent, *family.children) if one is not None]
    return replace(
        family,
        parties=_parties([one.pk for one in (*shown, *family.below)]),
        entries=_entries(case, [one.number for one in shown]),
    )


def _parties(cases: Sequence[int]) -> Mapping[int, Sequence[CaseParty]]:
    grouped: dict[int, list[CaseParty]] = defaultdict(list)
    rows = CaseParty.objects.filter(case__in=cases).select_related("person", "organisation").order_by("case", "place")
    for row in rows:
        grouped[row.case_id].append(row)
    return grouped


def _entries(case: Case, numbers: Sequence[str]) -> Mapping[str, Sequence[Entry]]:
    """Return the entries of the family by case; the values of the case itself alone, since no others are shown."""
    grouped: dict[str, list[Entry]] = defaultdict(list)
    own = Prefetch("values", queryset=FieldValue.objects.filter(entry__case=case.number))
    rows = (
        Entry.objects.of_body(case.body_id)
        .filter(case__in=numbers)
        .select_related("actor")
        .prefetch_related(own)
        .order_by("case", "number")
    )
    for row in rows:
        grouped[row.case].append(row)
    return grouped


def awaits(case: Case) -> bool:
    """Tell whether anybody is waited for: not at an end, nor in a case of a ledger that nobody took up again."""
    return bool(todo_rows(case.pk, case.folded))


def proposer_of(case: Case, parties: Sequence[CaseParty]) -> str:
    """Return those whose case it is first of all, in short; empty when a ledger did not say."""
    return in_short(in_capacities(parties, next(iter(kinds.get(case.kind).mine), "")))


def unit_of(case: Case, parties: Sequence[CaseParty]) -> str:
    """Return the units a case is counted under, in short; its first party where the kind has none."""
    named = in_short(in_capacities(parties, kinds.get(case.kind).unit))
    return named or (name_of(parties[0]) if parties else "")
