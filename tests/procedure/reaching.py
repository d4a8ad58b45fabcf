"""Search whether a case can still be brought to an end, by performing acts and not by looking at arrows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from tests.procedure.calendars import PUBLISHED
from tests.procedure.entering import CASES, FILES, HOLDER, KINDS, UNITS, Names
from zhixing.procedure.conditions import met
from zhixing.procedure.engine import step
from zhixing.procedure.facts import Child, Facts, Given, Guard, Outcome, Refused
from zhixing.procedure.fields import offered
from zhixing.procedure.model import Act, Field, Procedure

LONG = timedelta(days=400)
"""Every clock has run out after so many days."""


def end_is_ahead(procedure: Procedure, facts: Facts, *, guards: Mapping[str, Guard], on: date, directed: bool) -> bool:
    """Tell whether ordinary acts lead to a final state, once time has passed and the child cases have done their part.

    A case that was ``directed`` to where it stands may also be directed to its end.
    """
    milestones = {child.kind: _asked_of(procedure, child.kind) for child in facts.children}
    children = tuple(Child(child.kind, milestones[child.kind]) for child in facts.children)
    waiting, seen = [(replace(facts, children=children), on)], set()
    while waiting:
        now, day = waiting.pop()
        if procedure.states[now.state].final:
            return True
        place = (now.state, frozenset(now.counts), str(_deciding(procedure, now)))
        if place in seen:
            continue
        seen.add(place)
        waiting += [(after, day + LONG) for after in _next(procedure, now, day + LONG, guards, directed=directed)]
    return False


def _deciding(procedure: Procedure, facts: Facts) -> list[tuple[str, Any]]:
    """Return what was entered, without days: they pass as the search goes on, and decide nothing."""
    days = {name for act in procedure.acts.values() for name, one in act.fields.items() if one.type == "date"}
    return sorted((name, value) for name, value in facts.content.items() if name not in days)


def _done(procedure: Procedure, kind: str) -> Child:
    return Child(kind, _asked_of(procedure, kind))


def _asked_of(procedure: Procedure, kind: str) -> tuple[str, ...]:
    return tuple({one.milestone for act in procedure.acts.values() for one in act.children if one.kind == kind})


def _next(
    procedure: Procedure, facts: Facts, on: date, guards: Mapping[str, Guard], *, directed: bool
) -> Iterator[Facts]:
    given = Given(on=on, calendar=PUBLISHED, directory=Names(), guards=guards)
    for act in procedure.acts.values():
        if act.standing and not (directed and act.name == "direct"):
            continue
        for data in least_data(procedure, act, on):
            try:
                outcome = step(procedure, facts, act.name, roles=frozenset(act.by), data=data, given=given)
            except Refused:
                continue
            yield _after(procedure, facts, outcome)


def _after(procedure: Procedure, facts: Facts, outcome: Outcome) -> Facts:
    number = facts.entries + 1
    return replace(
        facts,
        state=outcome.state,
        entries=number,
        parties=outcome.parties,
        clocks=outcome.clocks,
        counts={**facts.counts, outcome.act: facts.counts.get(outcome.act, 0) + 1},
        last={**facts.last, outcome.act: number},
        content={**facts.content, **outcome.data},
        children=facts.children + tuple(_done(procedure, opened.opening.kind) for opened in outcome.opens),
    )


def least_data(procedure: Procedure, act: Act, on: date) -> Iterator[dict[str, Any]]:
    """Yield the shortest data that an act takes, once for each choice that decides where it leads."""
    deciding = {act.target.field for act in procedure.acts.values()}
    needed = [field for field in act.fields.values() if field.required]
    options = [_options(procedure, field, on, each=field.name in deciding) for field in needed]
    for values in product(*options):
        data = dict(zip([field.name for field in needed], values, strict=True))
        for field in act.fields.values():
            if field.required_when and met(procedure, field.required_when, data):
                data[field.name] = _options(procedure, field, on, each=False)[0]
        yield data


def _options(procedure: Procedure, field: Field, on: date, *, each: bool) -> list[Any]:  # noqa: PLR0911 - one a type
    least = procedure.number(field.least, {}) if field.least is not None else 1
    match field.type:
        case "choice":
            codes = list(offered(procedure, field, {}))
            return codes if each else codes[:1]
        case "date":
            return [on.isoformat()]
        case "integer":
            return [least]
        case "boolean":
            return [True]
        case "organisation" | "organisations":
            return [next(one for one in UNITS if not field.kinds or KINDS[one] in field.kinds)]
        case "person" | "persons":
            return [HOLDER if field.kinds else 1]
        case "case" | "cases":
            return [CASES[0]]
        case "files":
            return [list(FILES)[: max(least, 1)]]
        case "rows":
            return [[_least_row(procedure, field, on)]]
    return ["字" * max(least, 1)]


def _least_row(procedure: Procedure, field: Field, on: date) -> dict[str, Any]:
    columns = field.columns.items()
    row = {name: _options(procedure, one, on, each=False)[0] for name, one in columns if one.required}
    for name, one in columns:
        if one.required_when and met(procedure, one.required_when, row):
            row[name] = _options(procedure, one, on, each=False)[0]
    return row or {name: _options(procedure, one, on, each=False)[0] for name, one in list(columns)[:1]}
