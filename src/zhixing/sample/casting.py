"""Which proposals the sample city has: what each has come to on the demonstration's day, and whose part it is in.

The essential parts give every account something to do or to read; the others fill the lists as life does, about nine
in ten filed, most proposers satisfied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Literal

Stands = Literal[
    "submitted", "revising", "first_reviewed", "filed", "declined", "withdrawn",
    "assigned", "accepted", "drafted", "reply_review", "replied", "rework", "replied_again",
    "answered", "closed", "archived",
]  # fmt: skip
"""How far a proposal has come: a state of its own or, while a unit is at work, the state of the handling."""

Grade = Literal["", "satisfied", "basically", "dissatisfied", "silent"]
"""What the proposer says of the reply; silent when nothing until the time is over, empty when that is left open."""

BEFORE_ASSIGNMENT = frozenset({"submitted", "revising", "first_reviewed", "filed", "declined", "withdrawn"})

SIZES = {"small": 40, "city": 120, "province": 1200}
"""The named sizes of the sample city, in proposals."""

HOUSING = "市住房和城乡建设局"
MARKET = "市市场监督管理局"
_RECENT_IN = (4, 11)
"""Of so many further proposals, so many are of the current session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One proposal's part: how far it has come, whose it is, which unit has it, and what happened on the way.

    ``member`` is a sign-in name. ``ago`` bounds how many working days before the demonstration's day the last act
    lies. ``again`` is the second grade after a dissatisfied one; ``fresh`` means that it was assigned days ago.
    """

    stands: Stands
    member: str = ""
    unit: str = ""
    side: str = ""
    earlier: bool = False
    between: bool = False
    fresh: bool = False
    late: bool = False
    revised: bool = False
    returned: bool = False
    corrected: bool = False
    extension: Literal["", "asked", "granted", "refused"] = ""
    letter: Literal["", "A", "B", "C"] = ""
    grade: Grade = ""
    again: Literal["satisfied", "basically", "dissatisfied"] = "basically"
    ago: tuple[int, int] | None = None

    @property
    def is_assigned(self) -> bool:
        """Whether a unit has or had it."""
        return self.stands not in BEFORE_ASSIGNMENT


ESSENTIAL = (
    Part(stands="replied", member="member", letter="B", ago=(3, 6)),
    Part(stands="drafted", unit=HOUSING, letter="B", ago=(1, 2)),
    Part(stands="reply_review", side="government", letter="B", ago=(1, 2)),
    Part(stands="submitted", ago=(2, 3)),
    Part(stands="first_reviewed", ago=(3, 5)),
    Part(stands="assigned", unit=HOUSING, fresh=True, ago=(1, 1)),
    Part(stands="replied", member="member", letter="A", ago=(8, 12)),
    Part(stands="revising", member="member", ago=(1, 1)),
    Part(stands="replied", member="member2", ago=(12, 14)),
    Part(stands="replied_again", member="member2", ago=(2, 5)),
    Part(stands="replied", member="member3", letter="C", ago=(2, 5)),
    Part(stands="declined", member="member3", ago=(1, 4)),
    Part(stands="replied", member="convener", ago=(4, 9)),
    Part(stands="revising", member="convener", ago=(1, 2)),
    Part(stands="replied", member="minmeng", ago=(5, 10)),
    Part(stands="revising", member="minmeng", ago=(2, 2)),
    Part(stands="first_reviewed", ago=(1, 2)),
    Part(stands="first_reviewed", ago=(9, 11)),
    Part(stands="submitted", ago=(6, 7)),
    Part(stands="filed", ago=(2, 4)),
    Part(stands="filed", ago=(8, 12)),
    Part(stands="answered", grade="satisfied", ago=(1, 2)),
    Part(stands="answered", grade="silent", ago=(1, 1)),
    Part(stands="assigned", unit=HOUSING, fresh=True, ago=(4, 5)),
    Part(stands="accepted", unit=HOUSING, ago=(3, 8)),
    Part(stands="accepted", unit=HOUSING, extension="asked", ago=(1, 3)),
    Part(stands="drafted", unit=HOUSING, ago=(3, 4)),
    Part(stands="rework", unit=HOUSING, ago=(4, 8)),
    Part(stands="assigned", unit=MARKET, fresh=True, ago=(1, 2)),
    Part(stands="accepted", unit=MARKET, ago=(4, 9)),
    Part(stands="accepted", unit=MARKET, late=True, ago=(2, 4)),
    Part(stands="reply_review", side="government", returned=True, ago=(1, 3)),
    Part(stands="reply_review", side="party", letter="A", ago=(1, 2)),
    Part(stands="reply_review", side="party", ago=(2, 4)),
    Part(stands="accepted", side="party", extension="asked", ago=(1, 4)),
)

RECENT = (
    Part(stands="withdrawn", ago=(3, 50)),
    Part(stands="replied"),
    Part(stands="archived", grade="satisfied"),
    Part(stands="accepted", extension="granted"),
    Part(stands="closed"),
    Part(stands="replied", member="minmeng"),
    Part(stands="declined", ago=(40, 60)),
    Part(stands="answered"),
    Part(stands="accepted"),
    Part(stands="drafted", unit=HOUSING),
    Part(stands="archived", returned=True),
    Part(stands="submitted", ago=(1, 4)),
    Part(stands="replied", revised=True),
    Part(stands="accepted", side="government", extension="asked"),
    Part(stands="closed", corrected=True),
    Part(stands="first_reviewed"),
    Part(stands="archived"),
    Part(stands="accepted", late=True),
    Part(stands="answered", grade="dissatisfied", again="basically", ago=(1, 5)),
    Part(stands="filed"),
    Part(stands="drafted"),
    Part(stands="replied"),
    Part(stands="declined", ago=(5, 25)),
    Part(stands="closed", letter="C"),
    Part(stands="reply_review", side="government", extension="granted"),
    Part(stands="accepted", extension="refused"),
    Part(stands="archived", letter="B"),
    Part(stands="assigned", fresh=True),
    Part(stands="replied", returned=True),
    Part(stands="replied_again", ago=(1, 5)),
    Part(stands="submitted", ago=(1, 2)),
)

PAST = tuple(
    replace(part, earlier=True)
    for part in (
        Part(stands="archived", member="member", letter="B"),
        Part(stands="archived"),
        Part(stands="closed"),
        Part(stands="archived", grade="dissatisfied", again="dissatisfied"),
        Part(stands="archived", between=True),
        Part(stands="declined"),
        Part(stands="archived", member="member2"),
        Part(stands="archived", revised=True),
        Part(stands="archived", extension="granted"),
        Part(stands="archived", letter="C", grade="basically"),
        Part(stands="archived", unit=HOUSING),
        Part(stands="archived", grade="silent"),
        Part(stands="archived", returned=True),
        Part(stands="archived", between=True),
        Part(stands="archived", late=True),
        Part(stands="archived", corrected=True),
        Part(stands="withdrawn"),
        Part(stands="archived", side="party"),
        Part(stands="archived", extension="refused"),
        Part(stands="archived", member="member3"),
        Part(stands="archived", letter="C"),
        Part(stands="archived", between=True, returned=True),
        Part(stands="archived", grade="satisfied"),
        Part(stands="archived"),
        Part(stands="archived"),
        Part(stands="closed", grade="silent"),
        Part(stands="archived", letter="A"),
    )
)

COUNTY = (
    Part(stands="submitted", ago=(1, 2)),
    Part(stands="submitted", ago=(4, 4)),
    Part(stands="first_reviewed", ago=(2, 5)),
    Part(stands="filed", ago=(2, 5)),
    Part(stands="accepted", ago=(3, 8)),
    Part(stands="replied", ago=(4, 8)),
    Part(stands="answered", grade="satisfied", ago=(1, 2)),
    Part(stands="archived", earlier=True),
)


def city_parts(proposals: int) -> list[Part]:
    """Return the parts of so many proposals: the essential ones, then more of both sessions in turn."""
    some, of = _RECENT_IN
    recent, past = cycle(RECENT), cycle(PAST)

    def further() -> Iterator[Part]:
        for place in range(proposals):
            takes_recent = (place + 1) * some // of > place * some // of
            yield next(recent if takes_recent else past)

    return list(islice((*ESSENTIAL, *further()), proposals))
