"""The picture of where a case stands: a row per case, the states it passed, the current one, and the likely next.

What is to come is read from the procedure: the awaited act of each state, and where it usually leads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.common.dates import short_day
from zhixing.common.parts import FlowRow, FlowStep
from zhixing.desk.family import Family, Passage, proposer_of, unit_of
from zhixing.desk.speech import say
from zhixing.procedure.model import Act, Procedure

FARTHEST = 8
"""So many steps ahead are enough to see where a case is going."""
EMPTY = FlowStep()
MOST_BELOW = 12
"""More children than these make no picture any more: then the case has its row alone, and they their table."""


def rows_of(family: Family, *, locale: str) -> list[FlowRow]:
    """Return the rows of a case's flow: its parent or itself first, its children below the step that opened them."""
    head = family.parent or family.case
    below = [family.case] if family.parent else list(family.children)
    if len(below) > MOST_BELOW:
        below = []
    passed = {case.number: walked(family.passages(case)) for case in (head, *below)}
    rows = [_row(family, head, passed[head.number], indent=0, locale=locale)]
    for case in below:
        indent = _opened_at(passed[head.number], case.number)
        rows.append(_row(family, case, passed[case.number], indent=indent, locale=locale))
    longest = max(len(row.steps) for row in rows)
    return [
        FlowRow(role=row.role, who=row.who, url=row.url, steps=[*row.steps, *[EMPTY] * (longest - len(row.steps))])
        for row in rows
    ]


def walked(passages: Sequence[Passage]) -> list[Passage]:
    """Return the way a case came, without the loops: what it went back on and did again counts once."""
    way: list[Passage] = []
    for passage in passages:
        again = next((place for place, one in enumerate(way) if one.state == passage.state), None)
        if again is not None:
            opened = way[again].opened
            way = [*way[:again], Passage(passage.state, passage.on, passage.opened or opened)]
        else:
            way.append(passage)
    return way


def to_come(procedure: Procedure, state: str) -> list[str]:
    """Return the states that usually follow, up to an end."""
    seen = [state]
    while len(seen) <= FARTHEST:
        following = next(_targets(procedure, seen[-1]), None)
        if following is None or following in seen:
            break
        seen.append(following)
    return seen[1:]


def _targets(procedure: Procedure, state: str) -> Iterator[str]:
    """Yield where a case usually goes from a state: by the awaited acts, the clock's own, to an end, by any other."""
    here = procedure.states[state]
    if here.final:
        return
    awaited = [procedure.acts[name] for name in here.next]
    others = [act for act in procedure.acts.values() if state in act.start and act.name not in here.next]

    def unusual(act: Act) -> tuple[bool, bool]:
        return not act.automatic, not any(procedure.states[name].final for name in act.target.states())

    for act in [*awaited, *sorted(others, key=unusual)]:
        target = _usual(act)
        if target and target != state:
            yield target


def _usual(act: Act) -> str:
    return act.target.state or next(iter(act.target.states()), "")


def _opened_at(way: Sequence[Passage], number: str) -> int:
    """Return the place of the state in which a child was opened; the last one where that is not known."""
    places = [place for place, passage in enumerate(way) if number in passage.opened]
    return places[0] if places else max(0, len(way) - 1)


def _row(family: Family, case: Case, way: Sequence[Passage], *, indent: int, locale: str) -> FlowRow:
    procedure = adopting.by_digest(case.procedure).procedure
    states = procedure.states
    steps = [
        FlowStep(title=say(states[passage.state].title), note=passage.on or "", status="done")
        for passage in way[:-1]
        if passage.state in states
    ]
    steps.append(_now(family, case, procedure, way, locale))
    steps += [FlowStep(title=say(states[name].title), status="todo") for name in to_come(procedure, case.state)]
    own, parties = case.pk == family.case.pk, family.parties.get(case.pk, ())
    return FlowRow(
        role=str(kinds.get(case.kind).title),
        who=proposer_of(case, parties) if case.parent_id is None else unit_of(case, parties),
        steps=[*[EMPTY] * indent, *steps],
        url="" if own else reverse("desk:case_detail", args=[case.number]),
    )


def _now(family: Family, case: Case, procedure: Procedure, way: Sequence[Passage], locale: str) -> FlowStep:
    title = say(procedure.states[case.state].title)
    if case.final:
        return FlowStep(title=title, note=(way[-1].on or "") if way else "", status="done")
    note = ""
    if case.due_on:
        note = _("by %(day)s") % {"day": short_day(case.due_on, locale=locale, beside=family.today)}
    return FlowStep(title=title, note=note, status="now")
