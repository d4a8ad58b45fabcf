"""Step a case's recorded acts through a procedure in memory: what would be refused, and how the clocks would stand.

Nothing is written and nobody is asked. Acts keep their days and data; roles are those under which they were entered;
where an act would be refused, the case goes on as it did, so that one refusal is not counted again in all that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from zhixing.cases.adopting import Adopted
from zhixing.cases.folding import Folded, facts_of, fold, parties_of
from zhixing.files.naming import files_in
from zhixing.procedure.clocks import ClockState, after_act
from zhixing.procedure.days import WorkCalendar
from zhixing.procedure.engine import content_after, find_act, looks_below, step, why_not
from zhixing.procedure.facts import (
    Child,
    Facts,
    FileReference,
    Given,
    Guard,
    Json,
    Outcome,
    PastEntry,
    Reference,
    Refused,
)
from zhixing.procedure.model import SYSTEM_ROLE, Act, Procedure, Role
from zhixing.procedure.words import Sentence, Words

BY_CLOCK = ("tick", "recompute")
"""Acts that only follow the clocks; under other limits they would have come on other days."""


@dataclass(frozen=True, slots=True)
class Past:
    """An entry as it was made: its act, day and data, who acted under which post, and what was recorded of it."""

    id: int
    number: int
    act: str
    on: date
    at: str
    person: int | None
    post: Mapping[str, Any]
    outcome: Mapping[str, Any]
    values: Mapping[str, Any]
    removed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What holds around a case: its body, the calendar, the guards, its children as they were at an entry."""

    body: int
    calendar: WorkCalendar
    guards: Mapping[str, Guard]
    children: Callable[[Past], tuple[Child, ...]]


@dataclass(slots=True)
class Run:
    """What came of stepping a case through a procedure.

    ``odd`` are entries after which the case is not in the state that was recorded; ``lost`` is the entry after which
    it is in a state that the procedure does not know.
    """

    refused: dict[int, Refused] = field(default_factory=dict)
    clocks: dict[str, ClockState] = field(default_factory=dict)
    odd: set[int] = field(default_factory=set)
    lost: int = 0


class AsRecorded:
    """A directory that knows whoever and whatever an entry names, as they were named then."""

    def __init__(self, sides: Mapping[int, str]) -> None:
        self.sides = sides

    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:  # noqa: ARG002 - a Directory
        """Return the organisation that was recorded."""
        named = self.person(wanted)
        return replace(named, side=self.sides.get(named.id, named.side)) if named else None

    def person(self, wanted: Json) -> Reference | None:
        """Return the person who was recorded."""
        if not isinstance(wanted, dict) or not isinstance(wanted.get("id"), int):
            return None
        return Reference(int(str(wanted["id"])), str(wanted.get("name", "")))

    def keys(self, person: int) -> frozenset[str]:  # noqa: ARG002 - a Directory
        """Return no keys: whoever was recorded was accepted then."""
        return frozenset()

    def entries(self, acts: Collection[str]) -> tuple[PastEntry, ...]:  # noqa: ARG002 - a Directory
        """Return no entries: whichever was recorded was accepted then."""
        return ()

    def case(self, wanted: Json, kinds: tuple[str, ...]) -> Reference | None:  # noqa: ARG002 - a Directory
        """Return the case that was recorded."""
        named = self.person(wanted)
        return replace(named, number=str(wanted.get("number", ""))) if named and isinstance(wanted, dict) else None

    def file(self, wanted: Json) -> FileReference | None:
        """Return the file that was recorded."""
        one = next(iter(files_in([wanted])), None)
        return FileReference(str(one["digest"]), str(one["name"]), int(one["size"]), str(one["type"])) if one else None


def retraced(
    adopted: Adopted, entries: Sequence[Past], *, around: Around, present: Procedure, odd: Iterable[int]
) -> Run:
    """Return what comes of a case's entries under a procedure.

    ``present`` is the procedure under which they were made; ``odd`` are entries after which the state that was
    recorded is taken, because the present procedure cannot tell it either.
    """
    return _Tracing(adopted, around, present, frozenset(odd), AsRecorded(_sides(entries))).run(entries)


def _sides(entries: Iterable[Past]) -> dict[int, str]:
    rows = (row for entry in entries for row in entry.outcome.get("parties", ()))
    return {organisation: side for _capacity, _person, organisation, side in rows if organisation is not None}


@dataclass(slots=True)
class _Tracing:
    """One case on its way through a procedure."""

    adopted: Adopted
    around: Around
    present: Procedure
    odd: frozenset[int]
    directory: AsRecorded
    folded: Folded | None = None
    result: Run = field(default_factory=Run)

    def run(self, entries: Sequence[Past]) -> Run:
        for entry in entries:
            self._enter(entry)
            if self.folded is not None and self.folded["state"] not in self.adopted.procedure.states:
                self.result.lost = entry.number
                break
        return self.result

    def _facts(self, entry: Past) -> Facts:
        settings, body = self.adopted.settings, self.around.body
        if self.folded is None:
            return Facts(body=body, settings=settings, parties=parties_of({"parties": entry.outcome["parties"]}))
        act = self.adopted.procedure.acts.get(entry.act)
        asks = act and looks_below(self.adopted.procedure, act, self.folded["state"])
        children = self.around.children(entry) if asks else None
        facts = facts_of({**self.folded, "clocks": {}}, body=body, settings=settings, children=children)
        return replace(facts, clocks=self.result.clocks)

    def _given(self, entry: Past, on: date) -> Given:
        who = Reference(entry.person, "") if entry.person is not None else None
        office = entry.post.get("organisation")
        around = self.around
        return Given(
            on=on,
            calendar=around.calendar,
            directory=self.directory,
            guards=around.guards,
            actor=who,
            office=Reference(office, "") if isinstance(office, int) else None,
            recorded=True,
        )

    def _enter(self, entry: Past) -> None:
        facts, procedure = self._facts(entry), self.adopted.procedure
        act = procedure.acts.get(entry.act)
        known = {name: value for name, value in entry.values.items() if act and name in act.fields}
        outcome = self._stepped(entry, facts, known)
        if outcome is not None:
            self.result.clocks = dict(outcome.clocks)
        elif act is not None and not act.standing:
            content = content_after(facts, act, known)
            self.result.clocks = after_act(
                procedure,
                replace(facts, content=content),
                act.name,
                data=known,
                on=entry.on,
                calendar=self.around.calendar,
            )
        self._fold(entry, outcome)

    def _stepped(self, entry: Past, facts: Facts, data: Mapping[str, Any]) -> Outcome | None:
        overtaken = self._overtaken(entry, facts)
        if overtaken is not None:
            self.result.refused[entry.number] = overtaken
        try:
            return step(
                self.adopted.procedure,
                facts,
                entry.act,
                roles=granted(entry, self.present, self.adopted.procedure),
                data=data,
                given=self._given(entry, entry.on),
            )
        except Refused as refused:
            faulty = {name for name, _sentence in refused.faults}
            if entry.act not in BY_CLOCK and not (faulty and faulty <= entry.removed):
                self.result.refused.setdefault(entry.number, refused)
        return None

    def _overtaken(self, entry: Past, facts: Facts) -> Refused | None:
        """Return why an act comes too late, when the case would have gone on by itself some day before it."""
        procedure, day_before = self.adopted.procedure, entry.on - timedelta(days=1)
        for act in procedure.acts.values():
            if not act.automatic or act.when_over is None or act.name == entry.act or facts.state not in act.start:
                continue
            given = self._given(entry, day_before)
            if why_not(procedure, facts, act, roles=frozenset({SYSTEM_ROLE}), given=given) is None:
                own = find_act(self.present, entry.act).title
                return Refused("wrong_state", Sentence(OVERTAKEN, act=own, first=act.title), act.article)
        return None

    def _fold(self, entry: Past, outcome: Outcome | None) -> None:
        written: dict[str, Any] = {**entry.outcome, "clocks": {}}
        if outcome is not None and outcome.state != written["state"]:
            self.result.odd.add(entry.number)
            if entry.number not in self.odd:
                written |= {"state": outcome.state, "final": outcome.final}
        if written["final"]:
            self.result.clocks = {name: clock.ended_on(entry.on) for name, clock in self.result.clocks.items()}
        self.folded = fold(
            self.folded, number=entry.number, act=entry.act, at=entry.at, outcome=written, values=entry.values
        )


def granted(entry: Past, present: Procedure, changed: Procedure) -> frozenset[str]:
    """Return the roles an entry was made under, as far as the post acted under counts for them in a procedure.

    Roles that no post gives, such as that of the clock or of the parent case, are those of the act as it stands.
    """
    act = present.acts[entry.act]
    structural = {name for name in act.by if name not in present.roles}
    held = _held(act, present, entry)
    return frozenset(
        structural | {name for name in held if name not in changed.roles or _counts(changed.roles[name], entry)}
    )


def _held(act: Act, present: Procedure, entry: Past) -> set[str]:
    own = [name for name in act.by if name in present.roles]
    return {name for name in own if _counts(present.roles[name], entry)} or set(own)


def _counts(role: Role, entry: Past) -> bool:
    """Tell whether the post an act was done under is of the kind a role asks for."""
    kind = entry.post.get("kind")
    if kind == "member":
        return role.member or bool(role.party)
    if kind == "party":
        return bool(role.party)
    return not role.posts or kind in role.posts


OVERTAKEN = Words(
    "“{act}”来得太晚，此前已自动“{first}”。",
    "“{act}” would come too late: “{first}” would have happened by itself before.",
)
