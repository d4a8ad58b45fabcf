"""What a procedure file says, as frozen values. Reading and checking are elsewhere; this module knows no files.

A procedure names the states of a kind of matter, the acts that move it, who may perform each, the fields an act
records, the time limits, and the article of the rule behind every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as _field
from typing import Literal, get_args

from zhixing.procedure.limits import Clock, ClockCondition, Limit, Number
from zhixing.procedure.words import Words

_Plain = Literal["text", "prose", "date", "integer", "boolean", "choice"]
_Naming = Literal["organisation", "organisations", "person", "persons", "case", "cases"]
FieldType = Literal[_Plain, _Naming, "rows", "files"]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
ACTOR, ACTORS_OFFICE = "actor", "actors_office"
"""Who becomes a party without being named: whoever acts, and the organisation of the post they act under."""
SYSTEM_ROLE = "system"
"""The role of the clock itself; it needs no declaration."""
PARENT_ROLE = "parent"
"""The role of an act that only a parent's act may cause, such as the opening of a child case."""
CHILD_ROLE = "child"
"""The role of an act that only a child's act may cause, such as another assignment after an objection."""
RELATED_ROLE = "related"
"""The role of an act that only the act of a case which names this one may cause, such as taking a merged case in."""
CAUSED_ROLES = (PARENT_ROLE, CHILD_ROLE, RELATED_ROLE)
NOBODY_ROLES = frozenset({SYSTEM_ROLE, *CAUSED_ROLES})
"""The roles that no person holds; they need no declaration."""
FLAG = "#"
"""Before a value in a condition: any code that has this flag, as ``#promised`` for letter B."""
ALL_CODES = "*"
"""In ``keeps`` of an open list: every code of the list must stay."""
CASE_READERS = "case"
"""The reader class of everybody who may see the case at all."""


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
    ``member`` (any sitting member of the body) and ``holder`` (holders of ``posts`` in any organisation of the body).
    ``sides`` with ``side_of`` chooses the function by the side of a party. ``only_with`` and ``not_with`` are
    capacities: it means somebody only in cases that have a party in each of the former and none in the latter.
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
    holder: bool = False
    only_with: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field an act records: its type, bounds and the reader classes that may read it.

    ``columns`` are the fields of each row of ``rows``; ``kinds`` narrows a ``case`` to kinds of matter, an
    ``organisation`` to kinds of organisation and a ``person`` to the holders of roles, ``functions`` an organisation to
    offices that have one of them; ``apart_from`` are capacities and fields in which whoever is named may not stand too;
    ``own`` names the posts of which the actor must hold one in the organisation; ``window`` is the code that may be
    chosen only while a plenary's window is open.

    An ``integer`` with ``entry_of`` is the number of an entry made by one of these acts; ``concerns`` is the field of
    that entry which says whom it concerns, ``once`` that nobody names the same entry twice. A ``given`` column holds
    what others of its row speak of; a case named must have ``reached`` a milestone; what is ``worked_out`` the software
    fills in from the fields named.
    """

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
    columns: Mapping[str, Field] = _field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    window: str = ""
    accepts: tuple[str, ...] = ()
    """The endings that files may have, such as ``pdf``; empty where any will do that the house takes."""
    apart_from: tuple[str, ...] = ()
    entry_of: tuple[str, ...] = ()
    concerns: str = ""
    once: bool = False
    given: bool = False
    reached: str = ""
    worked_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """Child cases an act opens ``when`` a condition holds: one for each of ``each``, or just one.

    ``each`` is a field of organisations, each party in ``capacity``, of rows, whose columns go along where they meet
    ``where``, or of cases: the child bears the case's title, its field ``names`` the case, ``brings`` its parties.
    """

    kind: str
    each: str = ""
    capacity: str = ""
    carries: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    when: Mapping[str, str] = _field(default_factory=dict, hash=False)
    where: Mapping[str, str] = _field(default_factory=dict, hash=False)
    names: str = ""
    brings: Mapping[str, tuple[str, ...]] = _field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Cause:
    """An act that follows elsewhere: in the ``parent``, in the ``children`` of a kind, in the ``cases`` of a field.

    It ``carries`` fields along; ``brings`` gives the other case parties of this one, in capacities of their own;
    ``takes`` removes from the other case, in these capacities, whoever is party here. With ``same``, it is the same
    actor's own act with the same data, and needs that actor's right. ``names`` is the field of the act there that names
    this case.
    """

    act: str
    parent: bool = False
    children: str = ""
    cases: str = ""
    carries: tuple[str, ...] = ()
    brings: Mapping[str, tuple[str, ...]] = _field(default_factory=dict, hash=False)
    takes: tuple[str, ...] = ()
    names: str = ""
    same: bool = False
    when: Mapping[str, str] = _field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class NewParty:
    """Who becomes a party by an act: the actor or their office, those named in a field, or those in another capacity.

    ``moves`` takes the actor's own place in that capacity, ``all_of`` everybody's; an empty ``capacity`` drops it.
    ``leaves`` are capacities that whoever is named gives up by it.
    """

    capacity: str
    source: str = ""
    replaces: bool = False
    leaves: tuple[str, ...] = ()
    moves: str = ""
    all_of: str = ""


@dataclass(frozen=True, slots=True)
class ChildCondition:
    """A condition that all children of a kind have reached a milestone, or with ``pending`` that one has not yet.

    There must be one, unless ``if_any``; ``deep`` means all cases below, not the children alone.
    """

    kind: str
    milestone: str
    if_any: bool = False
    deep: bool = False
    pending: bool = False


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
    """One act: who may perform it, from which states, where it leads, what it records and which article says so.

    An act with ``opens_case`` and ``start`` opens a case or goes on with one (:meth:`going_on`). ``signs`` are the acts
    of which the last entry's text is meant; ``within`` is a clock that must not have run out; in ``nobody_in`` nobody
    may be party any more; ``awaits`` are acts that it asks for, each awaited until it happens; ``readers`` alone know
    of it; ``removes`` are fields whose values are removed, ``when_closed`` is how long after the case has ended.
    """

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
    nobody_in: tuple[str, ...] = ()
    when_over: ClockCondition | None = None
    parties: tuple[NewParty, ...] = ()
    opens: tuple[Opening, ...] = ()
    causes: tuple[Cause, ...] = ()
    signs: tuple[str, ...] = ()
    within: str = ""
    numbers: str = ""
    tells: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    readers: tuple[str, ...] = (CASE_READERS,)
    removes: tuple[str, ...] = ()
    when_closed: Limit | None = None
    standing: bool = False
    help: Words | None = None

    def going_on(self) -> Act:
        """Return the act as it is on an open case.

        An act that opens cases too takes nothing there and makes no parties: all it says was given before, as the text
        of a joint proposal is the one that was signed.
        """
        if not self.opens_case:
            return self
        return replace(self, fields={}, parties=tuple(one for one in self.parties if not one.source))


@dataclass(frozen=True, slots=True)
class State:
    """One state: what it is called, which acts are awaited in it, and whether the case ends here.

    ``seen_by`` are the roles that alone may see the case while it is in this state; empty: the readers of the case.
    """

    name: str
    title: Words
    next: tuple[str, ...] = ()
    final: bool = False
    help: Words | None = None
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something reached once a case is in one of these states; all that a parent may ask of its child."""

    name: str
    title: Words
    states: tuple[str, ...]


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
class OpenList:
    """A list that a committee may replace by its own; ``keeps`` are the codes that must stay, ``*`` all of them."""

    name: str
    keeps: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure, valid in itself. ``switched``: by list and code the setting that offers it unless it is 0."""

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
    flags: Mapping[str, Mapping[str, tuple[str, ...]]] = _field(default_factory=dict)
    open_lists: Mapping[str, OpenList] = _field(default_factory=dict)
    switched: Mapping[str, Mapping[str, str]] = _field(default_factory=dict)

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
        """Return the names of all fields."""
        return frozenset(name for act in self.acts.values() for name in act.fields)

    def readers_in(self, state: str) -> tuple[str, ...]:
        """Return the roles that may see a case in a state."""
        known = self.states.get(state)
        return known.seen_by if known and known.seen_by else self.readers[CASE_READERS]

    def codes_with(self, list_name: str, flag: str) -> tuple[str, ...]:
        """Return the codes of a list that have a flag."""
        return tuple(code for code, flags in self.flags.get(list_name, {}).items() if flag in flags)

    def awaited_in(self, state: str, last: Mapping[str, int]) -> tuple[str, ...]:
        """Return the acts a state awaits, and those asked for that did not follow yet; ``last`` as in ``Facts``."""
        asked = [
            name
            for act in self.acts.values()
            for name in act.awaits
            if last.get(act.name, 0) > last.get(name, 0) and state in self.acts[name].start
        ]
        return tuple(dict.fromkeys((*self.states[state].next, *asked)))

    def milestones_in(self, state: str) -> tuple[str, ...]:
        """Return the milestones reached in a state, in the file's order."""
        return tuple(m.name for m in self.milestones.values() if state in m.states)
