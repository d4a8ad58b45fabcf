"""What one person may read of a case: its entries with the fields open to them, its clocks, and the acts.

Whoever shows a case (page, command, export) asks here. A field that its reader classes close is not there at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.clock import ZONE
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.entering import children_of
from zhixing.cases.folding import facts_of
from zhixing.cases.models import Case
from zhixing.procedure.clocks import ClockState
from zhixing.procedure.days import WorkCalendar
from zhixing.procedure.effects import DATE_FIELD, rung_of
from zhixing.procedure.engine import awaited, why_not
from zhixing.procedure.facts import Child, Facts, Given, Refused
from zhixing.procedure.fields import choices_of
from zhixing.procedure.limits import Clock
from zhixing.procedure.model import CASE_READERS, NOBODY_ROLES, SYSTEM_ROLE, Act, Field
from zhixing.procedure.roles import held_roles, performers
from zhixing.procedure.words import Words
from zhixing.register.models import Entry

Recorded = dict[int, tuple[Adopted, Act]]
"""Under which procedure each entry of a case was recorded, and as which act."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A field of an entry, worded for reading. ``raw`` is the value as recorded; None when it was removed.

    ``rows`` are the cells of a field of rows, each row as far as it is filled.
    """

    name: str
    title: Words
    text: Words
    raw: Any
    long: bool
    rows: tuple[tuple[ShownValue, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """A clock that an entry stopped: whether that was in time, and after how many days of the clock's unit."""

    title: Words
    on_time: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as one person may read it. ``late`` is when it was made up for, its day having been missed."""

    number: int
    act: str
    title: Words
    article: str
    who: str
    office: str
    by_clock: bool
    at: datetime
    recorded_at: datetime
    state: str
    values: tuple[ShownValue, ...]
    days_used: int | None
    stopped: tuple[StoppedClock, ...]
    imported: bool
    undated: bool
    late: datetime | None
    hash: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock of a case with what the procedure calls it."""

    name: str
    clock: Clock
    state: ClockState


@dataclass(frozen=True, slots=True)
class Offer:
    """An act the actor may perform now."""

    act: Act
    awaited: bool


@dataclass(frozen=True, slots=True)
class NotNow:
    """An act that cannot be performed now, and why."""

    act: Act
    refused: Refused


@dataclass(frozen=True, slots=True)
class ActsView:
    """What the actor can do, what not and why, and whose turn it is."""

    can: tuple[Offer, ...]
    cannot: tuple[NotNow, ...]
    waiting: tuple[tuple[Words, tuple[Words, ...]], ...]


def roles_in(case: Case, actor: Actor, adopted: Adopted | None = None) -> frozenset[str]:
    """Return the roles somebody has in a case."""
    if actor.person_id is None:
        return frozenset({SYSTEM_ROLE})
    procedure = (adopted or adopting.by_digest(case.procedure)).procedure
    facts = facts_of(case.folded, body=case.body_id, settings={})
    return held_roles(procedure, actor.keys, parties=facts.parties, body=case.body_id)


def may_read(field: Field, adopted: Adopted, roles: frozenset[str]) -> bool:
    """Tell whether somebody with these roles is in one of a field's reader classes."""
    return _among(field.readers, adopted, roles)


def _among(classes: Iterable[str], adopted: Adopted, roles: frozenset[str]) -> bool:
    readers = adopted.procedure.readers
    return any(name == CASE_READERS or roles.intersection(readers[name]) for name in classes)


def timeline(
    case: Case, actor: Actor, *, entries: Iterable[Entry] | None = None, calendar: WorkCalendar | None = None
) -> list[EntryView]:
    """Return the entries of a case that this actor may know of, oldest first, with the fields they may read.

    Three queries; whoever has the case's entries with actor and values, or the calendar, at hand passes them on.
    """
    if entries is None:
        entries = (
            Entry.objects.of_body(case.body_id)
            .filter(case=case.number)
            .select_related("actor")
            .prefetch_related("values")
            .order_by("number")
        )
    roles = roles_in(case, actor)
    calendar = calendar or work_calendar()
    views: list[EntryView] = []
    since: date | None = None
    state = ""
    recorded: Recorded = {}
    for entry in entries:
        adopted = adopting.by_digest(entry.procedure)
        recorded[entry.number] = adopted, adopted.procedure.acts[entry.act]
        outcome = json.loads(entry.outcome)
        day = None if outcome.get("undated") else entry.at.astimezone(ZONE).date()
        moved = outcome["state"] != state
        used = calendar.working_between(since, day) if moved and since is not None and day is not None else None
        if _among(recorded[entry.number][1].readers, adopted, roles):
            views.append(_view(case, entry, outcome, roles=roles, used=used, recorded=recorded))
        if moved:
            state, since = outcome["state"], day
    return views


def _view(
    case: Case,
    entry: Entry,
    outcome: Mapping[str, Any],
    *,
    roles: frozenset[str],
    used: int | None,
    recorded: Recorded,
) -> EntryView:
    adopted, act = recorded[entry.number]
    post = json.loads(entry.post) if entry.post else {}
    stopped = tuple(
        StoppedClock(adopted.procedure.clocks[name].title, clock["on_time"])
        for name, clock in outcome["clocks"].items()
        if clock["ended_by"] == entry.number and name in adopted.procedure.clocks
    )
    return EntryView(
        number=entry.number,
        act=entry.act,
        title=act.title,
        article=act.article,
        who=entry.actor.name if entry.actor else "",
        office=post.get("name", ""),
        by_clock=entry.actor is None,
        at=entry.at,
        recorded_at=entry.recorded_at,
        state=outcome["state"],
        values=tuple(_shown(case, entry, outcome, roles, recorded)),
        days_used=used,
        stopped=stopped,
        imported=bool(outcome.get("imported")),
        undated=bool(outcome.get("undated")),
        late=datetime.fromisoformat(outcome["late"]) if outcome.get("late") else None,
        hash=entry.hash,
    )


def _shown(
    case: Case, entry: Entry, outcome: Mapping[str, Any], roles: frozenset[str], recorded: Recorded
) -> Iterable[ShownValue]:
    found = {value.name: value.value for value in entry.values.all()}
    adopted, act = recorded[entry.number]
    for name, field in act.fields.items():
        # What is said of a mended field, and that there was one, is as confidential as the field.
        mends = outcome.get("corrects") or outcome.get("redacts")
        origin = (mends["entry"], mends["field"]) if mends else (entry.number, name)
        if name not in found or not _open_to(case, origin, roles, recorded):
            continue
        text = found[name]
        raw = json.loads(text) if text is not None else None
        words = _named_by(entry, name, found, recorded) or worded(adopted, field, raw)
        cells = rows_of(adopted, field, raw)
        yield ShownValue(name, field.title, words, raw, long=field.type in {"prose", "rows"}, rows=cells)


def _named_by(entry: Entry, name: str, found: Mapping[str, str | None], recorded: Recorded) -> Words | None:
    """Return the title of a clock, reminder or field that a standing act's value names; None for other values."""
    act, procedure = entry.act, recorded[entry.number][0].procedure
    raw = json.loads(found[name] or "null")
    if act == "tick" and name == "clock":
        clock = procedure.clocks.get(raw)
        return clock.title if clock else None
    if act == "tick" and name == "rung":
        rung = rung_of(procedure, json.loads(found.get("clock") or "null"), raw)
        return rung.title if rung else None
    if act in {"correct", "redact"} and name == "field":
        return _title_of_mended(json.loads(found.get("entry") or "null"), raw, recorded)
    return None


def _title_of_mended(number: int | None, name: str | None, recorded: Recorded) -> Words | None:
    """Return what the act of a mended entry calls the field; other acts may have one of the same name."""
    if name == DATE_FIELD:
        return THE_DAY
    if number not in recorded:
        return None
    field = recorded[number][1].fields.get(name or "")
    return field.title if field else None


def _open_to(case: Case, origin: tuple[int, str], roles: frozenset[str], recorded: Recorded) -> bool:
    """A field is read by its reader classes until it is revealed; what mends it by those who may read its origin."""
    entry, name = origin
    if name == DATE_FIELD or entry in case.folded["revealed"].get(name, []):
        return True
    adopted, act = recorded[entry]
    return may_read(act.fields[name], adopted, roles)


def worded(adopted: Adopted, field: Field, raw: object) -> Words:
    """Return a recorded value in words: a code by its title, a unit by its name, a removed value as such."""
    if raw is None:
        return REMOVED
    if field.type == "choice":
        return choices_of(adopted.procedure, field).get(str(raw), Words(str(raw)))
    if isinstance(raw, list) and field.type == "rows":
        return _rows_worded(adopted, field, raw)
    if isinstance(raw, dict | list):
        called = [_called(one) for one in (raw if isinstance(raw, list) else [raw])]
        return Words("、".join(called), ", ".join(called))
    if isinstance(raw, bool):
        return YES if raw else NO
    return Words(str(raw))


def _called(reference: Mapping[str, Any]) -> str:
    """Return a unit or person by name, a case by its number and title."""
    return f"{reference['number']} {reference['name']}" if reference.get("number") else str(reference["name"])


def rows_of(adopted: Adopted, field: Field, raw: object) -> tuple[tuple[ShownValue, ...], ...]:
    """Return the cells of a field of rows, worded; nothing for other fields and for what was removed."""
    if field.type != "rows" or not isinstance(raw, list):
        return ()
    return tuple(
        tuple(
            ShownValue(name, column.title, worded(adopted, column, row[name]), row[name], long=column.type == "prose")
            for name, column in field.columns.items()
            if name in row
        )
        for row in raw
    )


def _rows_worded(adopted: Adopted, field: Field, rows: Sequence[Mapping[str, Any]]) -> Words:
    """Return rows as numbered paragraphs, each column behind its title."""

    def said(locale: str) -> str:
        colon, semicolon = ("：", "；") if locale == "zh-hans" else (": ", "; ")
        return "\n".join(
            f"{place}. "
            + semicolon.join(
                f"{column.title.say(locale)}{colon}{worded(adopted, column, row[name]).say(locale)}"
                for name, column in field.columns.items()
                if name in row
            )
            for place, row in enumerate(rows, start=1)
        )

    return Words(said("zh-hans"), said("en"))


def clocks(case: Case) -> list[ClockView]:
    """Return the clocks of a case: running ones by due date, then the others."""
    procedure = adopting.by_digest(case.procedure).procedure
    views = [
        ClockView(name, procedure.clocks[name], ClockState.from_json(value))
        for name, value in case.folded["clocks"].items()
        if name in procedure.clocks
    ]
    return sorted(views, key=lambda view: (view.state.status == "stopped", view.state.due))


def acts(
    case: Case,
    actor: Actor,
    *,
    on: date,
    with_refusals: bool,
    children: tuple[Child, ...] | None = None,
    calendar: WorkCalendar | None = None,
) -> ActsView:
    """Return what an actor may do with a case on a day; why not the rest only when asked for.

    Whoever has the case's children, all of them, or the calendar at hand passes them on.
    """
    adopted = adopting.by_digest(case.procedure)
    procedure = adopted.procedure
    if children is None:
        children = children_of(case) if any(act.children for act in procedure.acts.values()) else None
    calendar = calendar or work_calendar()
    facts = facts_of(case.folded, body=case.body_id, settings=adopted.settings, children=children)
    roles = roles_in(case, actor, adopted)
    can, cannot, now_awaited = [], [], awaited(procedure, case.state, facts)
    for act in procedure.acts.values():
        if set(act.by) <= NOBODY_ROLES or (act.opens_case and not act.start):
            continue
        refused = _refusal(adopted, facts, act, roles, on=on, calendar=calendar)
        if refused is None:
            can.append(Offer(act, awaited=act.name in now_awaited))
        elif with_refusals and not act.standing and _among(act.readers, adopted, roles):
            cannot.append(NotNow(act, refused))
    can.sort(key=lambda offer: (offer.act.standing, not offer.awaited))
    waiting = tuple(
        (
            procedure.acts[name].title,
            tuple(
                procedure.roles[role].title
                for role in performers(procedure, procedure.acts[name], opened=True)
                if role in procedure.roles
            ),
        )
        for name in now_awaited
    )
    return ActsView(tuple(can), tuple(cannot), waiting)


def _refusal(
    adopted: Adopted, facts: Facts, act: Act, roles: frozenset[str], *, on: date, calendar: WorkCalendar
) -> Refused | None:
    given = Given(
        on=on,
        calendar=calendar,
        directory=BodyDirectory(facts.body, on),
        guards=kinds.get(adopted.procedure.kind).guards,
    )
    return why_not(adopted.procedure, facts, act, roles=roles, given=given)


REMOVED = Words("（已依规遮盖）", "(removed under the rules)")
THE_DAY = Words("办理日期", "Day of the act")
YES = Words("是", "Yes")
NO = Words("否", "No")
