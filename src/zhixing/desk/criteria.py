"""What a list of cases is narrowed by: read from the address, applied in the query, kept in every link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from zhixing.assembly.actors import Actor
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseParty, Deadline
from zhixing.cases.querysets import CaseQuerySet
from zhixing.desk.queues import with_limits
from zhixing.procedure.model import Procedure

LAMPS = ("over", "near")
LONGEST_WORD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The filters of one list. Whatever the address asks that the kind does not know is left out.

    ``reached`` and ``unreached`` name milestones, ``on_time`` and ``late`` clocks that were stopped; they come from the
    figures, whose every number opens its list.
    """

    q: str = ""
    state: str = ""
    session: int | None = None
    year: int | None = None
    lamp: str = ""
    unit: int | None = None
    coded: Mapping[str, str] = field(default_factory=dict)
    reached: str = ""
    unreached: str = ""
    on_time: str = ""
    late: str = ""
    numbered: bool = False
    imported: bool = False

    @classmethod
    def asked(cls, sent: QueryDict, kind: Kind, procedure: Procedure) -> Self:
        """Return the filters an address asks for."""
        coded = {one.name: _one_of(sent, one.name, procedure.lists.get(one.choices, {})) for one in kind.filters}
        return cls(
            q=sent.get("q", "").strip()[:LONGEST_WORD],
            state=_one_of(sent, "state", procedure.states),
            session=_number(sent, "session"),
            year=_number(sent, "year"),
            lamp=_one_of(sent, "lamp", dict.fromkeys(LAMPS)),
            unit=_number(sent, "unit"),
            coded={name: code for name, code in coded.items() if code},
            reached=_one_of(sent, "reached", procedure.milestones),
            unreached=_one_of(sent, "unreached", procedure.milestones),
            on_time=_one_of(sent, "on_time", procedure.clocks),
            late=_one_of(sent, "late", procedure.clocks),
            numbered="numbered" in sent,
            imported="imported" in sent,
        )

    @property
    def is_narrow(self) -> bool:
        """Whether anything at all is filtered."""
        return self != type(self)()

    def cases(self, kind: Kind, procedure: Procedure, *, actor: Actor, on: date) -> CaseQuerySet:
        """Return the cases of a kind the actor may see that meet every filter, with the limit each is under."""
        opens = any(act.opens for act in procedure.acts.values())
        rows = with_limits(Case.objects.visible_to(actor).filter(kind=kind.slug), actor, of_children=opens)
        late, near = Q(limit_due__lt=on), Q(limit_due__gte=on, limit_warn__lte=on)
        by_lamp = {"over": late, "near": near}.get(self.lamp, Q())
        for condition in (by_lamp, self._of_case(), self._of_milestones(procedure), self._of_others(kind)):
            rows = rows.filter(condition)
        return rows

    def _of_case(self) -> Q:
        wanted = {"state": self.state, "session": self.session, "year": self.year}
        condition = Q(**{name: value for name, value in wanted.items() if value})
        if self.q:
            in_number = Q(number__icontains=self.q) | Q(official_number__icontains=self.q)
            condition &= Q(title__icontains=self.q) | in_number
        if self.numbered:
            condition &= Q(official_number__isnull=False)
        return condition & Q(imported=True) if self.imported else condition

    def _of_milestones(self, procedure: Procedure) -> Q:
        condition = Q()
        if self.reached:
            condition &= Q(state__in=procedure.milestones[self.reached].states)
        if self.unreached:
            condition &= ~Q(state__in=procedure.milestones[self.unreached].states)
        return condition

    def _of_others(self, kind: Kind) -> Q:
        """Return the conditions on what stands beside the case row: parties, clocks, coded columns."""
        condition = Q()
        if self.unit is not None:
            parties = CaseParty.objects.filter(case=OuterRef("pk"), capacity=kind.unit, organisation=self.unit)
            condition &= Q(Exists(parties))
        for clock, on_time in ((self.on_time, True), (self.late, False)):
            if clock:
                condition &= Q(Exists(Deadline.objects.filter(case=OuterRef("pk"), clock=clock, on_time=on_time)))
        for name, code in self.coded.items():
            condition &= Q(Exists(kind.content._default_manager.filter(case=OuterRef("pk"), **{name: code})))
        return condition


def _one_of(sent: QueryDict, name: str, known: Mapping[str, object]) -> str:
    asked = sent.get(name, "")
    return asked if asked in known else ""


def _number(sent: QueryDict, name: str) -> int | None:
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**31)) else None
