"""What the engine is told about a case, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from zhixing.procedure.model import Opening
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Sentence

if TYPE_CHECKING:
    from zhixing.procedure.clocks import ClockState
    from zhixing.procedure.days import WorkCalendar

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
Data = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Reference:
    """A person or organisation that a field names: its number here, its name on that day, its side."""

    id: int
    name: str
    side: str = "government"
    confirmed: bool = True


class Directory(Protocol):
    """Finds the organisation or person that somebody meant by a number, a name or a code."""

    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:
        """Return the organisation, or None when it is unknown or, unless such are meant too, no longer in force."""

    def person(self, wanted: Json) -> Reference | None:
        """Return the person, or None when unknown."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child case as far as its parent may know it: its kind and the milestones it has reached."""

    kind: str
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A case as the engine sees it. An empty ``state`` means that it is not open yet.

    ``last`` names the entry that performed each act last, ``sources`` the entry that gave each field its value.
    """

    body: int
    state: str = ""
    opened: date | None = None
    entries: int = 0
    parties: tuple[Party, ...] = ()
    clocks: Mapping[str, ClockState] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    content: Mapping[str, Json] = field(default_factory=dict)
    children: tuple[Child, ...] = ()
    settings: Mapping[str, int] = field(default_factory=dict)


Guard = Callable[[Facts, Data], bool]
"""A condition that needs logic: true lets the act pass. The data are the act's own, empty while only asking."""


class Refused(Exception):
    """An act that may not happen: a code, a sentence that says what to do, and the article behind it.

    ``code`` is one of ``not_allowed wrong_state invalid conflict unknown``; ``faults`` names the fields at fault.
    """

    def __init__(
        self,
        code: str,
        sentence: Sentence,
        article: str = "",
        faults: tuple[tuple[str, Sentence], ...] = (),
    ) -> None:
        super().__init__(sentence.say("en"))
        self.code = code
        self.sentence = sentence
        self.article = article
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What holds on the day of an act: the calendar, who can be named, the guards' functions, and who acts.

    ``actor`` is for acts that make the actor a party; None when it is the clock.
    """

    on: date
    calendar: WorkCalendar
    directory: Directory
    guards: Mapping[str, Guard]
    actor: Reference | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from an act: everything that replay needs, decided once."""

    act: str
    state: str
    data: Mapping[str, Json]
    clocks: Mapping[str, ClockState]
    parties: tuple[Party, ...]
    milestones: tuple[str, ...]
    next: tuple[str, ...]
    final: bool
    opens: tuple[tuple[Opening, Reference], ...] = ()
    series: str = ""
    tells: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
