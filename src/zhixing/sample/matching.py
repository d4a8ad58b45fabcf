"""Give each part its proposal, its units and its proposers. No written text serves twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from zhixing.assembly.vocabulary import Side
from zhixing.sample.casting import Part
from zhixing.sample.frequencies import Frequencies
from zhixing.sample.reading import PlaceText, ProposalText
from zhixing.sample.scheduling import Schedule, Scheduler
from zhixing.sample.variety import emptied, like
from zhixing.sample.ways import SIGNERS
from zhixing.sample.wording import Deck, Wording

EMPTY = "empty"
"""The reason of a proposal that only wishes."""

Wanted = Callable[[ProposalText], bool]


class TooFewTexts(Exception):
    """More proposals are wanted than can be told apart by their titles."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """Somebody who proposes or signs: a person, for themselves or for an organisation."""

    person: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A part with everything that is decided before the first act.

    ``unit`` answers it in the end, ``wrong_unit`` objected before; ``main`` is the place of the plan it is merged into.
    """

    part: Part
    text: ProposalText
    unit: str
    wrong_unit: str
    co_unit: str
    other_unit: str
    proposer: Proposing
    asked: tuple[Proposing, ...]
    schedule: Schedule
    main: int | None = None


class Matcher:
    """Matches the parts of one committee with texts, units and people; ``named`` are the members parts ask for."""

    def __init__(
        self,
        place: PlaceText,
        *,
        named: Mapping[str, str],
        wording: Wording,
        random: Random,
        frequencies: Frequencies,
    ) -> None:
        self._place = place
        self._sides = {unit.name: unit.side for unit in place.units}
        self._named = named
        self._wording = wording
        self._random = random
        self._frequencies = frequencies
        self._members = Deck((one.name for one in place.members if one.name not in named.values()), random)
        self._signers = _signers(place)
        self._organisations = Deck(self._signers, random)
        self._texts: list[ProposalText] = []
        self._declined: list[ProposalText] = []
        self._empty: ProposalText | None = None
        self._titles: set[str] = set()

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
        self._titles = {text.title for text in self._texts}
        self._declined = self._random.sample(declined, len(declined))
        self._empty = next((text for text in declined if text.reason == EMPTY), None)
        if len(self._texts) < len(parts) - len(declined):
            raise TooFewTexts(f"The sample city has words for {len(self._texts)} proposals, not for {len(parts)}.")
        settled = [self._settled(part) for part in parts]
        choosing = sorted(enumerate(settled), key=lambda one: (not one[1].unit, not one[1].side, one[0]))
        chosen = {place: self._text_for(part) for place, part in choosing}
        plans: dict[int, Plan] = {}
        for place in sorted(chosen, key=lambda one: (_needs_another(settled[one]), one)):
            plans[place] = self._plan(settled[place], chosen[place], scheduler, plans)
        return [plans[place] for place in range(len(parts))]

    def _plan(self, part: Part, text: ProposalText, scheduler: Scheduler, plans: Mapping[int, Plan]) -> Plan:
        main = self._main(part, scheduler, plans)
        if main is None and _needs_another(part):
            part = replace(part, stands="converted") if part.stands == "merged" else part
            part = replace(part, turns=part.turns - {"unmerged", "put_away"})
        elif main is not None:
            text = self._like(plans[main].text, text)
        proposer = self._proposer(part)
        return Plan(
            part=part,
            text=text,
            proposer=proposer,
            asked=self._asked(part, proposer),
            schedule=scheduler.schedule(part, plans[main].schedule if main is not None else None),
            main=main,
            **self._units(part, text),
        )

    def _settled(self, part: Part) -> Part:
        """Decide the letter and the grade where the part leaves them open."""
        letter = part.letter or self._frequencies.draw("letter", self._random)
        grade = part.grade or self._frequencies.draw("grade", self._random)
        return replace(part, letter=letter, grade=grade)

    def _main(self, part: Part, scheduler: Scheduler, plans: Mapping[int, Plan]) -> int | None:
        """Return the place of a proposal of the same plenary, filed and assigned at its meeting, to be merged into."""
        if not _needs_another(part):
            return None
        year = scheduler.year_of(part)
        fitting = [
            place
            for place, plan in plans.items()
            if plan.schedule.year is year
            and plan.schedule.day_of("assign") == year.text.assigned_on
            and plan.schedule.day_of("file")
            and plan.main is None
        ]
        return self._random.choice(fitting) if fitting else None

    def _like(self, main: ProposalText, unused: ProposalText) -> ProposalText:
        """Return a text that asks for the same as the main one, under a title of its own."""
        self._texts.append(unused)
        for text in like(self._place, main, wording=self._wording, random=self._random):
            if text.title not in self._titles:
                self._titles.add(text.title)
                return text
        return self._texts.pop()

    # --- people ---

    def _proposer(self, part: Part) -> Proposing:
        if part.member in self._named:
            return Proposing(self._named[part.member])
        if part.member:
            return Proposing(self._signers[part.member], part.member)
        if part.form in {"collective", "together"}:
            return self._organisation("")
        return Proposing(self._members.draw())

    def _asked(self, part: Part, proposer: Proposing) -> tuple[Proposing, ...]:
        """Return who is asked to sign: those the part names, else others of the proposer's sort, some to spare."""
        if part.invited:
            return tuple(
                Proposing(self._named[one]) if one in self._named else Proposing(self._signers[one], one)
                for one in part.invited
            )
        if not part.is_joint:
            return ()
        many = range(SIGNERS + 2)
        if part.form == "joint":
            return tuple(Proposing(self._members.draw(lambda name: name != proposer.person)) for _one in many)
        found: list[Proposing] = []
        for _one in many:
            found.append(self._organisation(proposer.organisation, *(one.organisation for one in found)))
        return tuple(found)

    def _organisation(self, *without: str) -> Proposing:
        name = self._organisations.draw(lambda one: one not in without)
        return Proposing(self._signers[name], name)

    # --- units ---

    def _units(self, part: Part, text: ProposalText) -> dict[str, str]:
        """Return which unit answers, and which others have to do with it."""
        unit = part.unit or text.unit
        others = [one for one in text.co_units if one != unit and self._sides[one] == self._sides[unit]]
        near = others or [
            one for one, side in self._sides.items() if side == self._sides[unit] and one not in {unit, part.co_unit}
        ]
        first = near[0] if others else self._random.choice(near or [unit])
        return {
            "unit": unit,
            "wrong_unit": first if part.takes("moved") else unit,
            "co_unit": part.co_unit or first,
            "other_unit": first,
        }

    def _text_for(self, part: Part) -> ProposalText:
        if part.stands == "declined" and self._empty:
            return self._declined.pop() if self._declined else emptied(self._texts.pop(0), self._empty)
        if part.unit:
            return self._taken(lambda text: text.unit == part.unit, lambda text: part.unit in text.co_units)
        replied = part.is_assigned and part.stands not in {"assigned", "accepted", "return_requested"}

        def of_side(text: ProposalText) -> bool:
            return not part.side or self._sides[text.unit] == part.side

        def with_reply(text: ProposalText) -> bool:
            own = self._wording.own_replies.get(text.title)
            return replied and own is not None and own.letter == part.letter and of_side(text)

        return self._taken(with_reply, of_side)

    def _taken(self, *ways: Wanted) -> ProposalText:
        """Take the first text that is wanted in one of these ways, or the first of all."""
        found = (place for wanted in ways for place, text in enumerate(self._texts) if wanted(text))
        return self._texts.pop(next(found, 0))


def _needs_another(part: Part) -> bool:
    """Tell whether a part is that of a proposal merged into another."""
    return part.stands == "merged" or part.takes("unmerged")


def _signers(place: PlaceText) -> dict[str, str]:
    """Return who signs for each organisation that proposes in its own name."""
    signing = {one.name: one.signer for one in (*place.democratic_parties, *place.special_committees)}
    return signing | {one.group: one.convener for one in place.sectors}
