"""What a list of cases is narrowed by: read from the address, applied in the query, kept in every link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.db.models import Q
from django.http import QueryDict

from zhixing.assembly.actors import Actor
from zhixing.cases import kinds
from zhixing.cases.conditions import NOT, Days, condition, told
from zhixing.cases.kinds import Filter, Kind, Mark
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.desk.queues import with_limits
from zhixing.procedure.model import CASE_READERS, Procedure

LAMPS = ("over", "near")
NAMED = (
    *("above", "state", "session", "year", "unit", "sector", "numbered", "imported"),
    *("reached", "unreached", "on_time", "late", "settled", "acted", "overdue", "nearing"),
    *("during", "falls", "overdue_on", "author"),
)
"""The filters of every kind, as ``cases.conditions`` names them."""
LONGEST_WORD = 100
CODE = re.compile(r"[-\w]{1,40}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The filters of one list. Whatever the address asks that the kind does not know is left out.

    ``reached`` and ``unreached`` name milestones, ``on_time``, ``late`` and ``settled`` clocks that were stopped,
    ``acted`` an act; they come from the figures, whose every number opens its list, as do ``overdue`` and ``nearing``.
    ``during`` and ``falls`` say of days, ``overdue_on`` of one; they come from papers. ``coded`` are the kind's own,
    ``not_…`` their contraries, and what acts entered.
    """

    q: str = ""
    above: str = ""
    state: str = ""
    session: int | None = None
    year: int | None = None
    lamp: str = ""
    unit: int | None = None
    sector: int | None = None
    coded: Mapping[str, str] = field(default_factory=dict)
    reached: str = ""
    unreached: str = ""
    on_time: str = ""
    late: str = ""
    settled: str = ""
    acted: str = ""
    during: str = ""
    falls: str = ""
    overdue_on: str = ""
    author: int | None = None
    overdue: bool = False
    nearing: bool = False
    numbered: bool = False
    imported: bool = False

    @classmethod
    def asked(
        cls,
        sent: QueryDict,
        kind: Kind,
        procedure: Procedure,
        *,
        marks: Iterable[Mark] = (),
        actor: Actor | None = None,
    ) -> Self:
        """Return the filters an address asks for; of the kind's marks, those the reader may filter by.

        What acts entered for some readers alone narrows for an ``actor`` who may be among them.
        """
        coded = {
            name: _one_of(sent, name, procedure.lists.get(one.choices, {}))
            for one in kind.filters
            for name in (one.name, f"{NOT}{one.name}")
        }
        return cls(
            q=sent.get("q", "").strip()[:LONGEST_WORD],
            above=_one_of(sent, "above", dict.fromkeys([kind.above] if kind.above else [])),
            state=_one_of(sent, "state", procedure.states),
            session=_number(sent, "session"),
            year=_number(sent, "year"),
            lamp=_one_of(sent, "lamp", dict.fromkeys(LAMPS)),
            unit=_number(sent, "unit"),
            sector=_number(sent, "sector") if kind.author else None,
            coded={name: code for name, code in coded.items() if code}
            | {mark.name: "1" for mark in marks if mark.name in sent}
            | {name: "1" for name in trait_names(kind) if name in sent}
            | {one.name: sent.get(one.name, "") for one in filters_above(kind) if CODE.match(sent.get(one.name, ""))}
            | {one.name: _day(sent, one.name) for one in kind.past if _day(sent, one.name)}
            | dict(_entered(sent, kind, procedure, actor)),
            reached=_one_of(sent, "reached", procedure.milestones),
            unreached=_one_of(sent, "unreached", procedure.milestones),
            on_time=_one_of(sent, "on_time", procedure.clocks),
            late=_one_of(sent, "late", procedure.clocks),
            settled=_one_of(sent, "settled", procedure.clocks),
            acted=_one_of(sent, "acted", _told_to_all(procedure)),
            during=_during(sent, procedure),
            falls=_falls(sent, procedure),
            overdue_on=_day(sent, "overdue_on"),
            author=_number(sent, "author") if kind.author else None,
            overdue="overdue" in sent,
            nearing="nearing" in sent,
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
        known = told(kind, self.coded, procedure, actor.keys, actor.body_id)
        rows = rows.filter(
            by_lamp, condition(kind, self._filters(), [procedure]), Q(pk__in=()) if known is None else known
        )
        if not self.q:
            return rows
        in_number = Q(number__icontains=self.q) | Q(official_number__icontains=self.q)
        return rows.filter(Q(title__icontains=self.q) | in_number)

    def _filters(self) -> dict[str, str]:
        """Return the filters by the names that all faces give them."""
        named = {name: getattr(self, name) for name in NAMED}
        return {name: str(value) for name, value in named.items() if value} | dict(self.coded)


def filters_above(kind: Kind) -> tuple[Filter, ...]:
    """Return the filters by which the cases above a kind's narrow these: none that the kind has itself."""
    own = {one.name for one in kind.filters}
    return tuple(one for one in kinds.get(kind.above).filters if one.name not in own) if kind.above else ()


def trait_names(kind: Kind) -> Iterator[str]:
    """Yield the names by which a kind's traits are asked for, and by which what they do not hold of."""
    for trait in kind.traits:
        yield trait.name
        yield f"{NOT}{trait.name}"


def _one_of(sent: QueryDict, name: str, known: Mapping[str, object]) -> str:
    asked = sent.get(name, "")
    return asked if asked in known else ""


def _told_to_all(procedure: Procedure) -> Mapping[str, object]:
    """Return the acts by which a list may be narrowed: those that everybody who may see a case may know of."""
    return {name: act for name, act in procedure.acts.items() if act.readers == (CASE_READERS,)}


def _entered(sent: QueryDict, kind: Kind, procedure: Procedure, actor: Actor | None) -> Iterator[tuple[str, str]]:
    """Yield what is asked of codes that acts entered: such as the reader may know somewhere."""
    keys, body = (actor.keys, actor.body_id) if actor else ((), 0)
    for one in kind.entered:
        known = procedure.lists.get(one.choices, {})
        code = ",".join(code for code in sent.get(one.name, "").split(",") if code in known)
        if code and told(kind, [one.name], procedure, keys, body) is not None:
            yield one.name, code


def _during(sent: QueryDict, procedure: Procedure) -> str:
    """Return the acts and days asked for; of the acts, those that everybody who may see a case may know of."""
    days = _days(sent, "during")
    names = tuple(name for name in days.names if name in _told_to_all(procedure)) if days else ()
    return replace(days, names=names).said() if days and names else ""


def _falls(sent: QueryDict, procedure: Procedure) -> str:
    days = _days(sent, "falls")
    return days.said() if days and all(name in procedure.clocks for name in days.names) else ""


def _days(sent: QueryDict, name: str) -> Days | None:
    try:
        return Days.read(sent.get(name, ""))
    except ValueError:
        return None


def _day(sent: QueryDict, name: str) -> str:
    try:
        return date.fromisoformat(sent.get(name, "")).isoformat()
    except ValueError:
        return ""


def _number(sent: QueryDict, name: str) -> int | None:
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**31)) else None
