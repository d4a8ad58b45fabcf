"""What the engine is told about a case, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from zhixing.procedure.model import Cause, Opening
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Sentence

if TYPE_CHECKING:
    from zhixing.procedure.clocks import ClockState
    from zhixing.procedure.days import WorkCalendar

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
Data = Mapping[str, Json]
KEPT_TYPES = ("choice", "date", "integer", "boolean", "rows", "case", "cases")
"""Field types whose values a case keeps at hand for guards, targets and openings; texts stay with the register."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A person, organisation or case that a field names: its number here, its name on that day, its side.

    ``kind`` is the kind of organisation and ``functions`` what it does for the committee, ``number`` the number of a
    case and ``milestones`` what that case has reached.
    """

    id: int
    name: str
    side: str = "government"
    confirmed: bool = True
    kind: str = ""
    functions: tuple[str, ...] = ()
    number: str = ""
    milestones: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Return the reference as an entry keeps it."""
        return {"id": self.id, "name": self.name, **({"number": self.number} if self.number else {})}


@dataclass(frozen=True, slots=True)
class FileReference:
    """A stored file that a field names: the digest of its content, its name, its size in bytes, its type."""

    digest: str
    name: str
    size: int
    type: str

    @property
    def ending(self) -> str:
        """What stands behind the last dot of the name, in small letters."""
        return self.name.rpartition(".")[2].lower()

    def as_json(self) -> dict[str, Json]:
        """Return the reference as an entry records it."""
        return {"digest": self.digest, "name": self.name, "size": self.size, "type": self.type}


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An earlier entry of a case: its number, who made it, and what it says as far as that was not removed."""

    number: int
    person: int | None
    values: Mapping[str, Json]


class Directory(Protocol):
    """Finds the organisation, person, case or stored file that somebody meant by number, name, code or digest."""

    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:
        """Return the organisation, or None when it is unknown or, unless such are meant too, no longer in force."""

    def person(self, wanted: Json) -> Reference | None:
        """Return the person, or None when unknown."""

    def keys(self, person: int) -> frozenset[str]:
        """Return the address keys that a person answers to on the day."""

    def case(self, wanted: Json, kinds: tuple[str, ...]) -> Reference | None:
        """Return the case of one of these kinds that the actor may see, or None."""

    def entries(self, acts: Collection[str]) -> tuple[PastEntry, ...]:
        """Return the entries of the case that were made by these acts, oldest first."""

    def file(self, wanted: Json) -> FileReference | None:
        """Return the stored file of a digest, alone or with a name; None unless whoever acts has handed it in."""


@dataclass(frozen=True, slots=True)
class Child:
    """A case below another, as far as that one may know it: its kind and the milestones it has reached."""

    kind: str
    milestones: tuple[str, ...]
    deep: bool = False
    """Whether it is a child's child rather than a child."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A case as the engine sees it. An empty ``state`` means that it is not open yet.

    ``last`` names the entry that performed each act last, ``sources`` the entry that gave each field its value.
    ``children`` are the cases below; None when nobody looked for them.
    """

    body: int
    state: str = ""
    opened: date | None = None
    closed: date | None = None
    entries: int = 0
    parties: tuple[Party, ...] = ()
    clocks: Mapping[str, ClockState] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    content: Mapping[str, Json] = field(default_factory=dict)
    children: tuple[Child, ...] | None = None
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

    ``actor`` is for acts that make the actor a party; None when it is the clock. ``office`` is the organisation of the
    post acted under, None for the clock and for members as such. ``keys`` are the actor's address keys. ``window``
    tells whether a plenary's window is open; None when nobody has set one. ``recorded`` says that the data come from
    an entry made long ago: whom they name was accepted then.
    """

    on: date
    calendar: WorkCalendar
    directory: Directory
    guards: Mapping[str, Guard]
    actor: Reference | None = None
    office: Reference | None = None
    keys: frozenset[str] = frozenset()
    window: bool | None = None
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A child case to be opened: for an organisation, with the columns of a row, about another case, or just so."""

    opening: Opening
    unit: Reference | None = None
    row: Data = field(default_factory=dict)
    about: Reference | None = None


@dataclass(frozen=True, slots=True)
class Caused:
    """An act to follow in other cases; ``cases`` are those a field named."""

    cause: Cause
    cases: tuple[Reference, ...] = ()


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
    opens: tuple[Opened, ...] = ()
    causes: tuple[Caused, ...] = ()
    signs: int = 0
    series: str = ""
    tells: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
