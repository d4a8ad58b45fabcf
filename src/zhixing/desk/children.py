"""The cases that stand below a case, in its page's table: its children, and below each of them its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import Truncator

from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.common.parts import Lamp
from zhixing.desk import lamps
from zhixing.desk.family import Family, unit_of
from zhixing.desk.lamps import Lamps
from zhixing.desk.speech import joined, say

GIST = 60
"""So many characters of a line that says what a case is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRow:
    """A child case in its parent's table; ``sub`` for a child's own child, which stands below it."""

    role: str
    title: str
    url: str
    number: str
    state: str
    now: bool
    lamp: Lamp | None
    day: date | None
    gist: str
    sub: bool


def children_title(family: Family) -> str:
    """Return what stands below a case, by the names of its kinds."""
    slugs = dict.fromkeys(child.kind for child in (*family.children, *family.below))
    return joined(str(kinds.get(slug).title) for slug in slugs)


def child_rows(family: Family, lit: Lamps) -> list[ChildRow]:
    """Return the children, below each of them its own; below the last what hangs under one closed to the reader."""
    gists = _gists([*family.children, *family.below])
    hanging: dict[int | None, list[Case]] = defaultdict(list)
    shown = {child.pk for child in family.children}
    for one in family.below:
        hanging[one.parent_id if one.parent_id in shown else None].append(one)
    ordered = [
        (one, sub)
        for head in (*family.children, None)
        for one, sub in (
            *([(head, False)] if head else ()),
            *((own, True) for own in hanging[head.pk if head else None]),
        )
    ]
    return [_child(child, family, lit, gist=gists.get(child.pk, ""), sub=sub) for child, sub in ordered]


def _gists(cases: Sequence[Case]) -> Mapping[int, str]:
    """Return what cases are about in a line, where their kind has such a line: one query for each such kind."""
    found: dict[int, str] = {}
    for kind in {case.kind: kinds.get(case.kind) for case in cases}.values():
        if kind.gist:
            rows = kind.content._default_manager.filter(pk__in=[case.pk for case in cases if case.kind == kind.slug])
            found |= dict(rows.values_list("pk", kind.gist))
    return found


def _child(child: Case, family: Family, lit: Lamps, *, gist: str, sub: bool) -> ChildRow:
    state = adopting.by_digest(child.procedure).procedure.states[child.state]
    return ChildRow(
        role=str(kinds.get(child.kind).title),
        title=unit_of(child, family.parties.get(child.pk, ())),
        url=reverse("desk:case_detail", args=[child.number]),
        number=child.called,
        state=say(state.title),
        now=not child.final,
        lamp=_child_lamp(child, lit),
        day=child.due_on if not child.final else child.closed_on,
        gist=Truncator(gist).chars(GIST),
        sub=sub,
    )


def _child_lamp(child: Case, lit: Lamps) -> Lamp | None:
    """Return how a child stands against its limits; at its end, whether it kept all of them."""
    clocks = list(child.folded["clocks"].values())
    if not child.final:
        return lit.short(child.due_on, child.warn_on, held=any(one["status"] == "held" for one in clocks))
    settled = [one["on_time"] for one in clocks if one["on_time"] is not None]
    return lamps.stopped(on_time=all(settled)) if settled else None
