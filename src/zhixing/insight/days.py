"""How long a limit took that was stopped: its days as quantiles and a histogram, since a mean hides the slow ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhixing.cases.models import Deadline
from zhixing.cases.querysets import CaseQuerySet
from zhixing.insight.small_numbers import ENOUGH

STEP = 15
LONGEST = 180
"""So many days are told apart by steps; whatever took longer stands together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """So many took from ``first`` to ``last`` days; ``last`` is None for all that took longer."""

    first: int
    last: int | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the days are spread; the quantiles are days that some took, the nearest in rank."""

    n: int
    quarter: int
    median: int
    three_quarters: int
    nine_tenths: int
    bins: Sequence[Bin]


def days_taken(cases: CaseQuerySet, clock: str) -> list[int]:
    """Return the days from the start of a clock to its stop, shortest first, of the cases where it stopped; one query.

    These are days of the calendar from the entries' legal dates, pauses and all.
    """
    stopped = Deadline.objects.filter(case__in=cases.order_by().values("pk"), clock=clock, ended_on__isnull=False)
    ends = stopped.filter(on_time__isnull=False).values_list("started_on", "ended_on")
    return sorted((end - start).days for start, end in ends if end)


def spread(days: Sequence[int]) -> Spread | None:
    """Return how sorted days are spread; None of fewer than ``ENOUGH``."""
    if len(days) < ENOUGH:
        return None
    firsts = range(0, LONGEST, STEP)
    bins = [Bin(first=at, last=at + STEP - 1, n=sum(at <= one < at + STEP for one in days)) for at in firsts]
    bins.append(Bin(first=LONGEST, last=None, n=sum(one >= LONGEST for one in days)))
    return Spread(
        n=len(days),
        quarter=_ranked(days, 25),
        median=_ranked(days, 50),
        three_quarters=_ranked(days, 75),
        nine_tenths=_ranked(days, 90),
        bins=bins,
    )


def _ranked(days: Sequence[int], percent: int) -> int:
    """Return the value of nearest rank: at least so many per cent took no longer."""
    return days[max(-(-len(days) * percent // 100) - 1, 0)]
