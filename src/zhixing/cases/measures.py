"""What kinds declare for figures: what is counted, what is waited for, and what rules might put cases forward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhixing.cases.labels import Label

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Q

    from zhixing.cases.querysets import CaseQuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A code that an act entered and no column holds, by which papers and lists may narrow.

    ``choices`` names a list of the procedure, ``holds`` returns the condition that a case bears a code of it. With
    ``readers``, roles of the procedure, it narrows for those alone who hold one of them in the case.
    """

    name: str
    title: Label
    choices: str
    holds: Callable[[str], Q]
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate of the figures: one tally of a kind out of another, with its formula in words.

    ``unknown`` names the tally of those below of which nobody knows whether they belong above: ledgers do not say.
    """

    name: str
    title: Label
    formula: Label
    top: str
    bottom: str
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a kind's cases meet some filters of its list (``cases.conditions``).

    ``each`` names a filter of the kind for every code of which the tally is counted apart, as ``letter_A``. ``told``
    names codes that acts entered and not everybody may know: the tally counts those without the flag ``but``, or all
    of them, and only for those who may know each (``insight.told``).
    """

    name: str
    title: Label
    filters: Mapping[str, str] = field(default_factory=dict)
    each: str = ""
    told: str = ""
    but: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """When a case of a kind is complete, and what it waits for until then.

    Of the cases that reached the milestone ``among``, those with the trait ``complete`` are, whatever their state;
    ``concluding`` is what waits in form alone. ``waits`` stand in the order in which they must happen, ``working`` are
    their names in the order in which work on them completes most. ``then`` returns the tallies of cases as the register
    had them at the end of a day.
    """

    among: str
    complete: str
    concluding: Wait
    waits: tuple[Wait, ...]
    working: tuple[str, ...]
    then: Callable[[CaseQuerySet, date], Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Something that held of a case at the end of a day, as the register has it: ``holds`` returns the condition."""

    name: str
    title: Label
    holds: Callable[[date], Q]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something that holds of a case and of those below it, by which tallies, lists and exports may narrow.

    Unlike a mark everybody who sees the case may know it. ``holds`` returns the condition; by ``name`` it is asked for,
    with ``not_`` before it what it does not hold of.
    """

    name: str
    title: Label
    holds: Callable[[], Q]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What keeps a case from being complete: the states in which it, or a case of kind ``below``, waits on somebody.

    ``on`` says on whom: in a case below on the parties in the capacity ``whose``, else on its unit. ``clocks`` limit
    it; with ``overdue`` it is told apart by whether one of them has passed.
    ``imported`` cases of which a ledger did not say how they ended wait for nothing that is known.
    """

    name: str
    title: Label
    on: Label
    states: tuple[str, ...] = ()
    below: str = ""
    whose: str = ""
    clocks: tuple[str, ...] = ()
    overdue: bool | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reason by rule for which a case might be put forward by ``act``, which opens a case of kind ``to`` about it.

    It puts nothing forward: it lists, for those who work with the kind ``to`` (its ``menu_for``) and nobody else.
    ``ground`` is the code of the reason in the act's field ``by``, the cases stand in its field ``about``. ``holds``
    returns the condition, given the number that the setting ``days`` of the procedure of ``to`` in force has (0 where
    none is named; without that code or setting the rule lists nothing). ``why`` says to those who may see the case
    what makes it one. Where an earlier one about it was turned down, ``again`` is the act to come back to it.
    """

    to: str
    act: str
    ground: str
    holds: Callable[[int], Q]
    why: Label
    by: str = "ground"
    about: str = "about"
    days: str = ""
    again: str = ""
