"""How often what happens in the sample city, read from its content, and by which real figures that is measured."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from zhixing.procedure.words import Words
from zhixing.sample.reading import CONTENT

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Real:
    """A figure of real committees, with where it was published, and how near the city must come, in a thousand."""

    name: str
    title: Words
    figures: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Frequencies:
    """The weights of each choice and the chances of single turns, in a thousand."""

    draws: Mapping[str, Mapping[str, int]]
    chances: Mapping[str, int]
    real: tuple[Real, ...]

    def draw(self, name: str, random: Random) -> str:
        """Return one of a choice's values. KeyError when there is no such choice."""
        weights = self.draws[name]
        return random.choices([*weights], [*weights.values()])[0]

    def happens(self, name: str, random: Random) -> bool:
        """Tell whether a turn happens this time. KeyError when there is no such turn."""
        return random.randrange(THOUSAND) < self.chances[name]


@cache
def read_frequencies() -> Frequencies:
    """Return the frequencies of the sample city."""
    table = tomllib.loads((CONTENT / "frequencies.toml").read_text(encoding="utf-8"))
    return Frequencies(
        draws={name: one["weights"] for name, one in table["draw"].items()},
        chances=table["chance"],
        real=tuple(
            Real(one["name"], Words(one["title"]["zh-hans"], one["title"]["en"]), one["figures"], *one["within"])
            for one in table["real"]
        ),
    )
