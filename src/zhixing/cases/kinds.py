"""The kinds of matter. A room declares its kind here; the desk, figures and exports work from the declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhixing.cases.bringing_in import FileSort
from zhixing.cases.labels import Label
from zhixing.cases.measures import Candidate, Completion, Entered, Past, Ratio, Tally, Trait
from zhixing.cases.unit_work import UnitWork
from zhixing.procedure.facts import Guard
from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Words

if TYPE_CHECKING:
    from django import forms
    from django.db.models import Q

    from zhixing.assembly.actors import Actor
    from zhixing.assembly.models import Body
    from zhixing.cases.models import Case, Content
    from zhixing.cases.panels import Panel
    from zhixing.cases.querysets import CaseQuerySet

Beginning = Callable[["Case | None", "Actor"], Any]
"""What a field of a form begins with, worked out from a case (None where one is to be opened) for who fills it in.

It returns only what that person may read, and None for nothing.
"""
Source = str | Beginning
WorkingOut = Callable[["Body", "Case | None", Mapping[str, Any]], Mapping[str, Any]]
"""What the software fills in beside what was entered: for a body, a case (None where the act opens one), the data.

It refuses, as the door does, what it can work nothing out from.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind's list: a column of the content model, or a party's capacity.

    ``also`` are capacities whose parties count with those of ``capacity``, who stand first.
    """

    name: str
    title: Label
    capacity: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a kind's list over a coded column of its content model; ``choices`` names a list of the procedure."""

    name: str
    title: Label
    choices: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text a person wrote: the content column and its heading."""

    name: str
    title: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Where earlier cases on the same matter stand beside a case: at the forms of ``acts``.

    Whoever may perform one of them that opens no case sees them on the case's page too, as long as its state admits it.
    ``grades`` are the fields of child cases that grade what became of an earlier case, for those who may read them.
    """

    title: Label
    acts: tuple[str, ...]
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to look at in a case, which refuses nothing: ``sentence`` is told to ``roles`` of the procedure alone.

    ``holds`` returns the condition under which a case bears it; by ``name`` it filters the lists of those roles, and
    tallies and exports may count by it (:mod:`zhixing.cases.conditions`).
    """

    name: str
    title: Label
    sentence: Label
    roles: tuple[str, ...]
    holds: Callable[[], Q]


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to think of while a field is written, which refuses nothing.

    ``sentence`` is shown while the text does not match ``pattern``, or, with ``when`` set, while it does. The pattern
    is read by the browser too: it keeps to what both languages of patterns know.
    """

    pattern: str
    sentence: Label
    when: bool = False

    def speaks(self, text: str) -> bool:
        """Tell whether the hint has something to say of a text."""
        return (re.search(self.pattern, text) is not None) == self.when

    def as_json(self) -> dict[str, Any]:
        """Return the hint for the page."""
        return {"pattern": self.pattern, "sentence": str(self.sentence), "when": self.when}


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not taken from a file, or has to be looked at: why, where, and all that stands there."""

    what: Words
    where: Words | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, as fields of an act, and what has to be looked at."""

    data: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How files are read into the forms of ``acts``: ``read`` takes a file's name, its content and the procedure.

    It returns what the file says, or the sentence for its reader where it cannot be read. ``accepts`` are endings.
    """

    title: Label
    acts: tuple[str, ...]
    accepts: tuple[str, ...]
    read: Callable[[str, bytes, Procedure], Reading | Words]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A form that opens a case of a kind and begins with what a function of that kind's ``begun`` works out.

    ``each``: it is opened about one case, rather than about all that meet the condition.
    """

    kind: str
    act: str
    begins: str
    title: Label
    each: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that whoever may perform ``act`` is to decide in cases that meet a condition, though nobody awaits it.

    ``also`` are other acts by which it may be decided. ``holds`` returns the condition, ``listed`` are the filters of
    the list that shows the same cases, where there are such. ``drafts`` is the paper that decides it for all of them,
    or for each.
    """

    name: str
    title: Label
    act: str
    holds: Callable[[], Q]
    also: tuple[str, ...] = ()
    listed: Mapping[str, str] = field(default_factory=dict)
    drafts: Drafted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of matter, as its room declares it.

    What each field says, in a line:

    - ``procedure`` the procedure file.
    - ``content`` the model that keeps the fields.
    - ``guards`` the functions behind the procedure's guards.
    - ``forms`` act forms that replace the generated ones.
    - ``mine`` the capacities in which a case counts as one's own.
    - ``capacities`` what parties in each capacity are called, in the order in which a case names them.
    - ``unit`` the capacity by which cases are counted per unit.
    - ``author`` the one whose first party they are counted by, by the sector of their seat.
    - ``above`` the kind of the cases above, below which alone these are counted and whose codes narrow them.
    - ``begins_with``, by act and field, what a form begins with: the text of an earlier field, or what a function works
      out, or the first of several of these that gives anything; by several fields, a function that gives a mapping.
    - ``tallies`` and ``ratios`` what figures count of it.
    - ``derived`` gives content columns that follow from the case itself, such as from who is party to it.
    - ``public`` narrows cases to those the public may know, None for a kind that stays inside.
    - ``beside`` says where earlier cases on the same matter are shown.
    - ``marks`` what to look at in a case.
    - ``notices``, by act, a sentence to whoever is about to perform it, worked out from the case, empty for nothing.
    - ``gist`` the content column that says in a line what a case is about which has its parent's title, as a promise
      has.
    - ``hints``, by field, what to think of while it is written.
    - ``reads`` how a file is read into a form.
    - ``brought_in`` what an office has of it from before.
    - ``work`` how a unit works on it, if units do.
    - ``limits`` the clocks by which a case counts as overdue or near.
    - ``decisions`` what there is to decide in cases beside the acts they await.
    - ``candidates`` by what rules its cases might be put forward.
    - ``begun``, by act and name, what a form begins with where its address says so, worked out for whoever fills it in
      and from the numbers of the cases that the address names.
    - ``entered`` the codes by which a list may be narrowed beside its filters.
    - ``instead``, by an act that is awaited, the other acts by which whoever it awaits may decide.
    - ``works_out``, by act, what the software fills in of it.
    - ``panel`` what a room shows of a case on its page beside what every case shows.
    - ``beside_forms``, by act, what a room shows of a case above the form of that act.
    - ``stands_for`` the field that names the case of which others speak in its place.
    - ``traits`` what figures count beside states, ``past`` what held of a case on a day, and ``completion`` when a case
      is complete.
    - ``menu_for`` the functions of the offices that alone find it in their menu, empty for everybody.
    - ``closed`` that it is internal: the common search does not find it, and nobody gets it as the public or by the
      way.
    """

    slug: str
    title: Label
    plural_title: Label
    procedure: Path
    content: type[Content]
    guards: Mapping[str, Guard] = field(default_factory=dict)
    forms: Mapping[str, type[forms.Form]] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    sections: tuple[Section, ...] = ()
    mine: tuple[str, ...] = ()
    capacities: Mapping[str, Label] = field(default_factory=dict)
    unit: str = ""
    author: str = ""
    above: str = ""
    begins_with: Mapping[str, Mapping[str | tuple[str, ...], Source | tuple[Source, ...]]] = field(default_factory=dict)
    begun: Mapping[str, Mapping[str, Callable[[Actor, Sequence[str]], Mapping[str, Any]]]] = field(default_factory=dict)
    tallies: tuple[Tally, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    derived: Callable[[dict[str, Any]], Mapping[str, Any]] | None = None
    public: Callable[[CaseQuerySet], CaseQuerySet] | None = None
    beside: Beside | None = None
    marks: tuple[Mark, ...] = ()
    gist: str = ""
    notices: Mapping[str, Callable[[Case], str]] = field(default_factory=dict)
    hints: Mapping[str, tuple[Hint, ...]] = field(default_factory=dict)
    reads: Reader | None = None
    brought_in: tuple[FileSort, ...] = ()
    work: UnitWork | None = None
    limits: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    traits: tuple[Trait, ...] = ()
    past: tuple[Past, ...] = ()
    entered: tuple[Entered, ...] = ()
    completion: Completion | None = None
    candidates: tuple[Candidate, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    works_out: Mapping[str, WorkingOut] = field(default_factory=dict)
    panel: Callable[[Case, Actor], Panel | None] | None = None
    beside_forms: Mapping[str, Callable[[Case, Actor], Panel]] = field(default_factory=dict)
    stands_for: str = ""
    in_menu: bool = True
    menu_for: tuple[str, ...] = ()
    closed: bool = False

    @property
    def plural(self) -> str:
        """The slug of the kind's list: the slug and an s."""
        return f"{self.slug}s"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind. Declaring the same slug again replaces it, so that tests may bring their own."""
    _kinds[kind.slug] = kind


def forget(slug: str) -> None:
    """Take a kind out again; for tests that brought their own."""
    _kinds.pop(slug, None)


def get(slug: str) -> Kind:
    """Return the kind of that slug or plural. KeyError when no room declares it."""
    if slug in _kinds:
        return _kinds[slug]
    return _kinds[slug.removesuffix("s")]


def everyone() -> Iterator[Kind]:
    """Yield all kinds in the order of their declaration."""
    yield from _kinds.values()
