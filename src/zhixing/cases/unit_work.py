"""How a unit works on a case: the steps of its way in order, who in it does what, and whom it asks.

A kind that units handle declares it; the page of a unit and the page of a case are drawn from the declaration. Where a
case stands on its way is read from its state and from which acts were performed last. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Label = str | Promise
Status = Literal["done", "now", "todo", "left"]
"""``left`` is a step that was passed without being done: left out, or its time was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a unit's way.

    With ``states`` the case is at this step while it is in one of them, and past it in those of later steps; where
    ``acts`` are named, one of them has done it. Without, the step is taken beside the way: one of ``acts`` does it,
    after the last ``since`` where that is named, and it is awaited in the states ``during``.
    """

    name: str
    title: Label
    states: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    since: str = ""
    during: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """How a unit's contacts with the people whose matter it is are entered: the act, and which fields say what of it.

    ``confirms`` is the act by which those people say whether it was so: ``entry`` names the contact, ``so`` says it.
    """

    act: str
    stage: str
    way: str
    day: str
    people: str
    said: str
    confirms: str
    entry: str
    so: str
    yes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Where a unit's earlier answers stand: the content columns of the text and its code, once a milestone is reached.

    ``code`` names the filter of the kind that words it; ``into``, by act, the field that may take such a text over.
    """

    text: str
    code: str
    milestone: str
    into: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """By which fields a unit's work on a case is graded, the last that was given counting, and their list of codes."""

    fields: tuple[str, ...]
    choices: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWork:
    """What the pages of a unit know of a kind.

    ``part`` is what the unit's part is called; ``people`` are the capacities of those whose matter it is, the first of
    them first; ``section`` and ``officer`` are the fields by which work is given out inside the unit; ``below`` is the
    kind of the cases in which other units help, ``opinion`` their milestone that says they have done so; ``lead`` is
    the capacity of the unit that this one helps, ``received`` the act by which it learns of that unit's draft.
    ``reached`` are the roles that are told how to reach the people; ``inside`` the steps that people of the unit take
    among themselves, ``words`` the field in which one of them says what is wanted; ``opinion_said`` what helpers say;
    ``answers`` where the unit's earlier answers to the same question are found; ``graded`` how its work is graded.
    """

    part: Label
    steps: tuple[Step, ...]
    people: tuple[str, ...]
    section: str = ""
    officer: str = ""
    below: str = ""
    opinion: str = ""
    lead: str = ""
    received: str = ""
    reached: tuple[str, ...] = ()
    contacts: Contacts | None = None
    inside: tuple[str, ...] = ()
    words: str = ""
    opinion_said: str = ""
    answers: Answers | None = None
    graded: Graded | None = None

    @property
    def states(self) -> frozenset[str]:
        """The states in which a case is on its way; in all others the unit's work is over."""
        return frozenset(state for step in self.steps for state in step.states)


def statuses(work: UnitWork, *, state: str, last: Mapping[str, int]) -> tuple[Status, ...]:
    """Return how each step stands; ``last`` gives the latest entry of each act performed. One at most is ``now``."""
    place = next((n for n, step in enumerate(work.steps) if state in step.states), len(work.steps))
    found: list[Status] = []
    for n, step in enumerate(work.steps):
        status = _status(step, n - place, state=state, last=last)
        found.append("todo" if status == "now" and "now" in found else status)
    return tuple(found)


def _status(step: Step, ahead: int, *, state: str, last: Mapping[str, int]) -> Status:
    if ahead > 0:
        return "todo"
    performed = any(last.get(act, 0) > last.get(step.since, 0) for act in step.acts)
    if step.states:
        if ahead == 0:
            return "now"
        return "done" if performed or not step.acts else "left"
    if performed:
        return "done"
    return "now" if state in step.during else "left"
