"""How much each unit is given this time and has in hand, in official order: a help to spread the work, no ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from zhixing.assembly.models import Body, Organisation
from zhixing.cases import adopting, kinds
from zhixing.cases.models import CaseParty
from zhixing.desk.boards.waiting import Waiting

IN_HAND = ("handling", "cohandling")
SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A unit with what it is given on the board and has in hand, and where its list is; widths in hundredths."""

    name: str
    url: str
    now: int
    in_hand: int
    now_width: int
    width: int


def loads(body: Body, units: Iterable[Organisation], waiting: Iterable[Waiting]) -> Sequence[Load]:
    """Return the units that have work or are given some, in official order; two queries at most."""
    now = Counter(unit for one in waiting for unit in set(one.units))
    in_hand = _in_hand(body)
    shown = [unit for unit in units if now[unit.pk] or in_hand[unit.pk]]
    most = max((now[unit.pk] + in_hand[unit.pk] for unit in shown), default=1)
    return [
        Load(
            name=unit.called,
            url=f"{reverse('desk:board_print')}?unit={unit.pk}",
            now=now[unit.pk],
            in_hand=in_hand[unit.pk],
            now_width=round(100 * now[unit.pk] / most),
            width=round(100 * (now[unit.pk] + in_hand[unit.pk]) / most),
        )
        for unit in shown
    ]


def _in_hand(body: Body) -> Counter[int]:
    """Count the cases each unit is at work on, as lead or co-handler."""
    counted: Counter[int] = Counter()
    for slug in IN_HAND:
        kind, milestones = kinds.get(slug), adopting.in_force(body, slug).procedure.milestones
        settled = milestones[SETTLED].states if SETTLED in milestones else ()
        rows = CaseParty.objects.filter(
            case__body=body, case__kind=slug, case__final=False, capacity=kind.unit, organisation__isnull=False
        ).exclude(case__state__in=sorted(settled))
        counted.update(dict(rows.order_by().values_list("organisation").annotate(n=Count("pk"))))
    return counted
