"""What the sample city came to, measured by the figures of real committees."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zhixing.assembly.models import Body, Session
from zhixing.cases.models import Case
from zhixing.proposals.models import Handling
from zhixing.register.models import FieldValue
from zhixing.sample.frequencies import THOUSAND, Real, read_frequencies


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of the city beside a real one."""

    real: Real
    top: int
    bottom: int

    @property
    def per_mille(self) -> int:
        """The figure in a thousand; nothing of nothing is nothing."""
        return round(self.top * THOUSAND / self.bottom) if self.bottom else 0

    @property
    def is_near(self) -> bool:
        """Whether it lies as near the real ones as it should."""
        return self.real.least <= self.per_mille <= self.real.most


def measured(body: Body, on: date) -> Iterator[Measured]:
    """Yield each figure of a committee on a day beside the real ones, in the order of the content."""
    counted = {**_decided(body), **_replied(body, on), **_letters(body), **_grades(body)}
    for real in read_frequencies().real:
        yield Measured(real, *counted[real.name])


Counts = Mapping[str, tuple[int, int]]


def _decided(body: Body) -> Counts:
    """Count how reviews ended. What has a number was filed; what was put away without one had been merged."""
    proposals = Case.objects.of_body(body).filter(kind="proposal")
    filed = proposals.exclude(official_number=None).count()
    ended = Counter(proposals.filter(official_number=None).values_list("state", flat=True))
    merged = ended["merged"] + ended["merged_archived"]
    every = filed + merged + ended["converted"] + ended["declined"]
    counts = {"filed": filed, "merged": merged, "converted": ended["converted"], "declined": ended["declined"]}
    return {name: (count, every) for name, count in counts.items()}


def _replied(body: Body, on: date) -> Counts:
    """Count the replies to proposals of sessions before the current one."""
    current = Session.current(body, on)
    handlings = Case.objects.of_body(body).filter(kind="handling").exclude(state__in=("moved", "stopped"))
    states = Counter(handlings.exclude(session=current).values_list("state", flat=True))
    replied = sum(states[state] for state in ("replied", "replied_again", "answered", "closed"))
    return {"replied": (replied, states.total())}


def _letters(body: Body) -> Counts:
    released = Handling.objects.filter(case__body=body).exclude(letter="")
    letters = Counter(released.values_list("letter", flat=True))
    every = letters.total()
    return {"letter_A": (letters["A"], every), "letter_AB": (letters["A"] + letters["B"], every)}


def _grades(body: Body) -> Counts:
    found = FieldValue.objects.filter(entry__body=body, name="grade", value__isnull=False)
    grades = Counter(json.loads(value) for value in found.values_list("value", flat=True) if value)
    every, dissatisfied = grades.total(), grades["dissatisfied"]
    return {"satisfied": (every - dissatisfied, every), "dissatisfied": (dissatisfied, every)}
