"""What a procedure file says of its time limits, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from typing import Literal

from zhixing.procedure.days import Span
from zhixing.procedure.words import Words

Number = int | str
"""A number, or the name of the setting that holds it."""


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
    """A length of time in one unit: a number, or the setting that holds it; or ``until`` the day in a field."""

    unit: Literal["months", "days", "working_days", "until"]
    amount: Number


@dataclass(frozen=True, slots=True)
class ClockCondition:
    """A condition that a clock has run out, and some grace with it."""

    clock: str
    grace: Span | None = None


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
