"""Give each part its proposal, its unit and its proposer. No written text serves twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from zhixing.assembly.vocabulary import Side
from zhixing.sample.casting import Grade, Part
from zhixing.sample.reading import PlaceText, ProposalText
from zhixing.sample.scheduling import Schedule, Scheduler
from zhixing.sample.variety import emptied
from zhixing.sample.wording import Deck, Wording

_GRADES: dict[Grade, int] = {"satisfied": 76, "basically": 18, "dissatisfied": 2, "silent": 4}
"""How often proposers say what, in a hundred."""

EMPTY = "empty"
"""The reason of a proposal that only wishes."""

Wanted = Callable[[ProposalText], bool]


class TooFewTexts(Exception):
    """More proposals are wanted than can be told apart by their titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A part with everything that is decided before the first act."""

    part: Part
    text: ProposalText
    unit: str
    proposer: str
    schedule: Schedule


class Matcher:
    """Matches the parts of one committee with texts and members; ``named`` are the members parts ask for."""

    def __init__(self, place: PlaceText, *, named: Mapping[str, str], wording: Wording, random: Random) -> None:
        self._sides = {unit.name: unit.side for unit in place.units}
        self._named = named
        self._own_replies = wording.own_replies
        self._random = random
        self._members = Deck((one.name for one in place.members if one.name not in named.values()), random)
        self._texts: list[ProposalText] = []
        self._declined: list[ProposalText] = []
        self._empty: ProposalText | None = None

    def usable(self, texts: Sequence[ProposalText]) -> list[ProposalText]:
        """Return the texts in a random order, without those that a court or procuratorate would answer.

        No supervision office releases what these answer.
        """
        kept = [text for text in texts if self._sides[text.unit] != Side.COURT]
        return self._random.sample(kept, len(kept))

    def plans(
        self,
        parts: Sequence[Part],
        scheduler: Scheduler,
        *,
        texts: Sequence[ProposalText],
        more: Iterator[ProposalText],
        declined: Sequence[ProposalText],
    ) -> list[Plan]:
        """Return a plan for each part, in their order; parts that ask for a unit or a side choose their texts first.

        Raises:
            TooFewTexts: when the texts and ``more`` do not suffice.
        """
        self._texts = [*texts, *islice(more, max(0, len(parts) - len(texts)))]
        self._declined = self._random.sample(declined, len(declined))
        self._empty = next((text for text in declined if text.reason == EMPTY), None)
        if len(self._texts) < len(parts) - len(declined):
            raise TooFewTexts(f"The sample city has words for {len(self._texts)} proposals, not for {len(parts)}.")
        settled = [self._settled(part) for part in parts]
        choosing = sorted(enumerate(settled), key=lambda one: (not one[1].unit, not one[1].side, one[0]))
        chosen = {place: self._text_for(part) for place, part in choosing}
        return [
            Plan(
                part=part,
                text=chosen[place],
                unit=part.unit or chosen[place].unit,
                proposer=self._named[part.member] if part.member else self._members.draw(),
                schedule=scheduler.schedule(part),
            )
            for place, part in enumerate(settled)
        ]

    def _settled(self, part: Part) -> Part:
        """Decide the grade where the part leaves it open."""
        if part.stands in {"rework", "replied_again"}:
            return replace(part, grade="dissatisfied")
        if part.grade:
            return part
        return replace(part, grade=self._random.choices([*_GRADES], [*_GRADES.values()])[0])

    def _text_for(self, part: Part) -> ProposalText:
        if part.stands == "declined" and self._empty:
            return self._declined.pop() if self._declined else emptied(self._texts.pop(0), self._empty)
        if part.unit:
            return self._taken(lambda text: text.unit == part.unit, lambda text: part.unit in text.co_units)
        replied = part.is_assigned and part.stands not in {"assigned", "accepted"}

        def of_side(text: ProposalText) -> bool:
            return not part.side or self._sides[text.unit] == part.side

        def with_reply(text: ProposalText) -> bool:
            own = self._own_replies.get(text.title)
            return replied and own is not None and part.letter in {"", own.letter} and of_side(text)

        return self._taken(with_reply, of_side)

    def _taken(self, *ways: Wanted) -> ProposalText:
        """Take the first text that is wanted in one of these ways, or the first of all."""
        found = (place for wanted in ways for place, text in enumerate(self._texts) if wanted(text))
        return self._texts.pop(next(found, 0))
