"""Stories written down as scripts: who does what on which day. Many are played at once, each in a town of its own.

A story is told once to write its acts down and to find out what it needs; then its script can be played from the same
beginning as often as wanted, in part, and with whatever happens in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from typing import Any

from django.db import transaction
from typing_extensions import override

from tests.stories.collected import Told
from tests.stories.telling import Teller
from tests.world.town import Town, build_town, moment
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.cases.acts import open_case, perform
from zhixing.procedure.facts import Refused


@dataclass(frozen=True)
class Move:
    """One act of a script; ``target`` is a kind where the act opens a case, and a case's number otherwise."""

    day: date
    opens: bool
    target: str
    act: str
    who: str
    data: Mapping[str, Any] | None


class Begun(Exception):
    """A story has come to its first act."""


@dataclass
class Writer(Teller):
    """Tells a story and writes down every act that is not refused."""

    moves: list[Move] = field(default_factory=list)

    @override
    def _opened(self, kind: str, act: str, who: str, data: Mapping[str, Any] | None) -> str:
        number = super()._opened(kind, act, who, data)
        self.moves.append(Move(self.today, True, kind, act, who, data))
        return number

    @override
    def _performed(self, number: str, act: str, who: str, data: Mapping[str, Any] | None) -> str:
        state = super()._performed(number, act, who, data)
        self.moves.append(Move(self.today, False, number, act, who, data))
        return state


@dataclass
class Beginner(Teller):
    """Prepares a town for a story and stops before its first act."""

    @override
    def _opened(self, kind: str, act: str, who: str, data: Mapping[str, Any] | None) -> str:
        raise Begun


@dataclass(frozen=True)
class Script:
    """A story's acts in the town they are played in."""

    town: Town
    moves: tuple[Move, ...]
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Return somebody of the town; their posts do not change."""
        if who not in self.actors:
            self.actors[who] = self.town.actor(who)
        return self.actors[who]

    def until(self, day: date, *, but_not: Collection[str] = ()) -> Script:
        """Return the script broken off after a day, or before the first of some acts."""
        kept = takewhile(lambda move: move.day <= day and move.act not in but_not, self.moves)
        return replace(self, moves=tuple(kept))


def written(stories: Sequence[Told]) -> list[Script]:
    """Return stories as scripts, each with a town that is ready for it."""
    return [_written(story, f"3310{place:02}", f"第{place}") for place, story in enumerate(stories, start=1)]


def _written(story: Told, slug: str, name: str) -> Script:
    town = build_town(slug, name)
    writer = Writer(_same(town))
    with transaction.atomic():
        story(writer)
        transaction.set_rollback(True)
    try:
        story(Beginner(town))
    except Begun:
        return Script(town, tuple(writer.moves))
    raise AssertionError(f"{story} has no act.")


def _same(town: Town) -> Town:
    return replace(town, organisations=dict(town.organisations), people=dict(town.people))


def play(scripts: Iterable[Script], *, before: Callable[[date], None]) -> list[tuple[date, str, str]]:
    """Play scripts at once, day by day; ``before`` is called when the play has come to a day.

    Returns what was refused: the day, the act and the code. A story goes on after a refusal as far as it can.
    """
    refused = []
    moves = [(move, script) for script in scripts for move in script.moves]
    for move, script in sorted(moves, key=lambda one: one[0].day):
        before(move.day)
        with clock.simulated(moment(move.day)):
            try:
                _do(move, script.actor(move.who))
            except Refused as refusal:
                refused.append((move.day, f"{script.town.body.slug} {move.act}", refusal.code))
    return refused


def _do(move: Move, actor: Actor) -> None:
    if move.opens:
        open_case(move.target, move.act, actor=actor, data=move.data)
    else:
        perform(move.target, move.act, actor=actor, data=move.data)
