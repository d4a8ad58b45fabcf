"""What a procedure file says, as frozen values. Reading and checking are elsewhere; this module knows no files.

A procedure names the states of a kind of matter, the acts that move it, who may perform each, the fields an act
records, the time limits, and the article of the rule behind every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from typing import Literal

from zhixing.procedure.days import Span
from zhixing.procedure.words import Words

FieldType = Literal[
    "text",
    "prose",
    "date",
    "integer",
    "boolean",
    "choice",
    "organisation",
    "organisations",
    "person",
    "persons",
]
FIELD_TYPES: tuple[FieldType, ...] = (
    "text",
    "prose",
    "date",
    "integer",
    "boolean",
    "choice",
    "organisation",
    "organisations",
    "person",
    "persons",
)
SYSTEM_ROLE = "system"
"""The role of the clock itself; it needs no declaration."""
PARENT_ROLE = "parent"
"""The role of an act that only a parent's act may cause, such as the opening of a child case."""
CASE_READERS = "case"
"""The reader class of everybody who may see the case at all."""

Number = int | str
"""A number, or the name of the setting that holds it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that a committee may choose, with its bounds and where the default comes from."""

    name: str
    value: int
    title: Words
    least: int = 0
    most: int = 100_000
    source: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Who a role means, relative to the case.

    Exactly one of ``party`` (a capacity in the case; for organisations the ``posts`` in them), ``function`` (holders
    of ``posts`` in the body's office with that function), ``leadership`` (holders of ``posts`` in the body itself) and
    ``member`` (any sitting member of the body). ``sides`` with ``side_of`` chooses the function by the side of a party.
    """

    name: str
    title: Words
    party: str = ""
    function: str = ""
    side_of: str = ""
    sides: Mapping[str, str] = _field(default_factory=dict)
    posts: tuple[str, ...] = ()
    leadership: bool = False
    member: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field an act records: its type, bounds and the reader classes that may read it."""

    name: str
    title: Words
    type: FieldType
    required: bool = False
    required_when: Mapping[str, str] = _field(default_factory=dict)
    least: Number | None = None
    most: Number | None = None
    choices: str = ""
    readers: tuple[str, ...] = (CASE_READERS,)
    help: Words | None = None
    not_before: str = ""
    not_after: str = ""
    ended_too: bool = False
    """Whether an organisation that is no longer in force may be named."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Child cases an act opens: one for each organisation in ``each``, which becomes party in ``capacity``."""

    kind: str
    each: str
    capacity: str
    carries: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewParty:
    """Who becomes a party by an act: the actor, or those named in a field."""

    capacity: str
    source: str
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class ChildCondition:
    """A condition that all children of a kind have reached a milestone."""

    kind: str
    milestone: str


@dataclass(frozen=True, slots=True)
class ClockCondition:
    """A condition that a clock has run out, and some grace with it."""

    clock: str
    grace: Span | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The state an act leads to: one, or one chosen by the value of a field, entered now or earlier."""

    state: str = ""
    field: str = ""
    by_value: Mapping[str, str] = _field(default_factory=dict)

    def states(self) -> tuple[str, ...]:
        """Return every state this target can lead to; empty when the act leaves the state as it is."""
        found = ([self.state] if self.state else []) + list(self.by_value.values())
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Act:
    """One act: who may perform it, from which states, where it leads, what it records and which article says so."""

    name: str
    title: Words
    by: tuple[str, ...]
    start: tuple[str, ...]
    target: Target
    article: str
    fields: Mapping[str, Field] = _field(default_factory=dict)
    guards: tuple[str, ...] = ()
    commutes: bool = False
    opens_case: bool = False
    automatic: bool = False
    at_most: Number | None = None
    after: tuple[str, ...] = ()
    children: tuple[ChildCondition, ...] = ()
    when_over: ClockCondition | None = None
    parties: tuple[NewParty, ...] = ()
    opens: tuple[Opening, ...] = ()
    numbers: str = ""
    tells: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
    standing: bool = False
    help: Words | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One state: what it is called, which acts are awaited in it, and whether the case ends here."""

    name: str
    title: Words
    next: tuple[str, ...] = ()
    final: bool = False
    help: Words | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something reached once a case is in one of these states; all that a parent may ask of its child."""

    name: str
    title: Words
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a clock's ladder: so long before or after the due date, and whom to tell."""

    name: str
    title: Words
    offset: Span
    before: bool
    tells: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time in one unit: a number, or the setting that holds it."""

    unit: Literal["months", "days", "working_days"]
    amount: Number


@dataclass(frozen=True, slots=True)
class Latest:
    """The day of the year a limit never passes, for cases whose content meets the condition."""

    month: int
    day: int
    when: Mapping[str, str] = _field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extension:
    """Which act lengthens a clock: by as many units as a field says, when another field has a given value."""

    act: str
    field: str
    unit: Literal["months", "days", "working_days"]
    when: Mapping[str, str] = _field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: the acts that start, stop, pause, resume and extend it, its length and its article."""

    name: str
    title: Words
    article: str
    limit: Limit
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    starts_when: Mapping[str, str] = _field(default_factory=dict)
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: Extension | None = None
    latest: Latest | None = None
    warn: Limit | None = None
    holder: tuple[str, ...] = ()
    ladder: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbering:
    """A series of official numbers: counted per session, year or body, written after a pattern."""

    name: str
    title: Words
    per: Literal["session", "year", "body"]
    pattern: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper an act produces, by name; rendering is the papers floor's."""

    name: str
    title: Words
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuardText:
    """What a guard refuses with: a sentence, and an article when it is another than the act's."""

    name: str
    sentence: Words
    article: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure, as read from one file and valid in itself."""

    kind: str
    version: str
    title: Words
    article: str
    roles: Mapping[str, Role]
    states: Mapping[str, State]
    acts: Mapping[str, Act]
    clocks: Mapping[str, Clock] = _field(default_factory=dict)
    readers: Mapping[str, tuple[str, ...]] = _field(default_factory=dict)
    settings: Mapping[str, Setting] = _field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Words]] = _field(default_factory=dict)
    milestones: Mapping[str, Milestone] = _field(default_factory=dict)
    numbering: Mapping[str, Numbering] = _field(default_factory=dict)
    papers: Mapping[str, Paper] = _field(default_factory=dict)
    guards: Mapping[str, GuardText] = _field(default_factory=dict)

    def opening_acts(self) -> tuple[Act, ...]:
        """Return the acts that open a case of this kind, in the file's order."""
        return tuple(act for act in self.acts.values() if act.opens_case)

    def number(self, value: Number, chosen: Mapping[str, int]) -> int:
        """Return a number, looking a setting's name up in what the committee chose, else its default."""
        if isinstance(value, int):
            return value
        return chosen.get(value, self.settings[value].value)

    def articles(self) -> tuple[str, ...]:
        """Return every article this procedure cites, sorted, each once."""
        cited = {self.article}
        cited |= {act.article for act in self.acts.values()}
        cited |= {clock.article for clock in self.clocks.values()}
        cited |= {rung.article for clock in self.clocks.values() for rung in clock.ladder}
        cited |= {guard.article for guard in self.guards.values()}
        return tuple(sorted(cited - {""}))

    def field_names(self) -> frozenset[str]:
        """Return the names of all fields that any act records."""
        return frozenset(name for act in self.acts.values() for name in act.fields)

    def milestones_in(self, state: str) -> tuple[str, ...]:
        """Return the milestones reached in a state, in the file's order."""
        return tuple(m.name for m in self.milestones.values() if state in m.states)
