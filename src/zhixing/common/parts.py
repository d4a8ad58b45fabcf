"""What the shared components show: frozen values that a view fills and a template reads.

Each class is named after its component in ``templates/common/components``; a plain dict with the same keys does too.
Texts arrive worded and translated. Days may be `date` values, which the templates write in the reader's language, or
text for what is not a day ("waiting for completion").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
LampKind = Literal["over", "near", "fine", "held", "done", "none"]
StepStatus = Literal["done", "now", "todo", "left", "lapsed", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """Time, as icon, word and number: "near 2" under a heading that names the unit."""

    kind: LampKind
    word: Text
    number: int | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateHelp:
    """A state and the sentence that explains it, below the list in which it stands."""

    title: Text
    help: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """An article of a rule and the page where it can be read."""

    title: Text
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tab, a filter, a crumb or any other link that may carry a count and may be the current one."""

    title: Text
    url: str = ""
    count: int | str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links under one word: a group of the menu, or one line of filters."""

    title: Text
    entries: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nav:
    """The name bar, the menu and the foot of every page of one signed-in person; ``nav`` in the context."""

    groups: Sequence[LinkGroup] = ()
    body_name: Text = ""
    session_name: Text = ""
    who: Text = ""
    home_url: str = "/"
    search_url: str = ""
    sign_out_url: str = ""
    help_url: str = ""
    foot: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where the reader is in a list that is paged by key: text such as "1-50 of 212", and the two ways on."""

    text: Text = ""
    prev_url: str = ""
    next_url: str = ""
    export_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One line of the slip that tells how a date was reached."""

    step: Text
    note: Text
    day: date | Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time limit: its name, its lamp in words, its day, and the slip behind "how it was counted"."""

    key: str
    name: Text
    lamp: Lamp
    day: date | Text = ""
    lines: Sequence[SlipLine] = ()
    cites: Sequence[Cite] = ()
    note: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One step in a row of the flow; `empty` keeps its column free."""

    title: Text = ""
    note: date | Text = ""
    status: StepStatus = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One case in the flow: its role (proposal, lead, co-handler), whose it is, and its steps by column."""

    role: Text
    who: Text
    steps: Sequence[FlowStep]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTable:
    """Rows that were recorded: the headings, and in every row a cell for each, empty where nothing was said."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Field]]
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that an act recorded, or one fact of a case; `url` where it can be opened, `folded` when it is long.

    `links` stand in place of the value where it names several things that can be opened; `table` where it is rows.
    """

    label: Text
    value: Text
    url: str = ""
    folded: bool = False
    links: Sequence[Link] = ()
    table: RowTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One entry of the register: when, who under which post, which act, what was written, time used, in time or not."""

    number: int
    when: datetime | Text
    who: Text
    act: Text
    post: Text = ""
    fields: Sequence[Field] = ()
    time_used: Text = ""
    lamp: Lamp | None = None
    note: Text = ""
    cite: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CanDo:
    """An act that the reader may perform now; exactly one on a page is `main`."""

    title: Text
    url: str
    article: Cite | None = None
    main: bool = False
    note: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotDo:
    """An act that cannot be performed now, and every reason why."""

    title: Text
    reasons: Sequence[Text]
    article: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whose turn it is, and for which act."""

    who: Text
    act: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The acts panel: what the reader can do, what cannot be done now, and who is waited for."""

    can: Sequence[CanDo] = ()
    cannot: Sequence[CannotDo] = ()
    waiting: Sequence[Waiting] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a text as a person wrote it: a heading and paragraphs, or rows."""

    heading: Text
    paragraphs: Sequence[str] = ()
    table: RowTable | None = None
