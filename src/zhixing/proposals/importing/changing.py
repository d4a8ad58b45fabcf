"""Enter what a later ledger knows more of a proposal that came from a ledger and that nobody has worked on since.

Only what is new is entered. A later ledger that knows less takes nothing away and moves no case back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhixing.assembly.clock import ZONE
from zhixing.cases.acts import open_by_clock, perform_by_clock
from zhixing.cases.calls import Earlier
from zhixing.cases.folding import parties_of
from zhixing.cases.models import Case
from zhixing.procedure.facts import Reference
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Words
from zhixing.proposals.importing.known import refused
from zhixing.proposals.importing.planning import Plan, Step
from zhixing.proposals.ledger.standings import ENDS, NEVER_HANDLED
from zhixing.register.models import Entry

HANDLER = "handler"
BOOKKEEPING = ("unknown", "ledger", "source")
"""What an entry says of itself; a change of these alone is no news of the matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a row tells of a case that is in: its plan, its unit, and session, year and number as far as known."""

    plan: Plan
    unit: Reference | None
    facts: Mapping[str, Any]
    states: Mapping[str, Sequence[str]]
    now: datetime


@transaction.atomic
def change(case: Case, news: News) -> None:
    """Enter what is new about a proposal and its handling, all of it or nothing.

    Raises:
        Refused: when somebody has worked on the proposal or its handling here.
    """
    handlings = list(Case.objects.of_body(case.body_id).filter(parent=case, kind="handling").select_related("body"))
    if any(one.folded["counts"].keys() - {"import"} for one in (case, *handlings)):
        raise refused("number", TAKEN_UP, number=case.number)
    if handlings and news.plan.proposal[-1].state in NEVER_HANDLED:
        raise refused("status", WITH_A_UNIT, number=case.number)
    _bring_up(case, news.plan.proposal, news)
    number = news.facts.get("number")
    own = {**news.facts, "number": f"{number}-1"} if number else news.facts
    if handlings:
        _bring_up(handlings[0], news.plan.handling, replace(news, facts=own))
    elif news.plan.handling:
        _open_handling(case, news.plan.handling, replace(news, facts=own))


def _open_handling(parent: Case, steps: Sequence[Step], news: News) -> None:
    first, *others = steps
    unit = news.unit
    parties = (Party(HANDLER, organisation=unit.id, side=unit.side),) if unit else ()
    done = open_by_clock(
        "handling",
        "import",
        body=parent.body,
        data={"state": first.state, **first.data},
        at=first.moment(news.now),
        key=f"import:{parent.number}:{parent.entries}:handling",
        earlier=Earlier(facts={**news.facts, **first.facts}, parties=parties, parent=parent),
    )
    for step in others:
        _enter(done.case, step, Earlier(facts=step.facts), news.now)


def _bring_up(case: Case, steps: Sequence[Step], news: News) -> None:
    """Enter what the steps say that the entries of a case do not."""
    learned = {name: value for name, value in news.facts.items() if value and case.folded[name] != value}
    parties = _parties(case, news.unit)
    new = new_steps(steps, _entered(case), state=case.state, states=news.states[case.kind])
    if not new and (learned or parties is not None or _is_a_ledger_s(steps)):
        new = [Step(case.state, None)]
    if new and _is_a_ledger_s(steps):
        new[-1].data |= {name: steps[0].data[name] for name in ("ledger", "source") if name in steps[0].data}
    for place, step in enumerate(new):
        facts = {**(learned if place == 0 else {}), **step.facts}
        _enter(case, step, Earlier(facts=facts, parties=parties if place == 0 else None), news.now)


def _is_a_ledger_s(steps: Sequence[Step]) -> bool:
    """Tell whether the steps are a proposal's, whose last entry carries the digest of the row it is from."""
    return bool(steps) and "ledger" in steps[0].data


def _parties(case: Case, unit: Reference | None) -> tuple[Party, ...] | None:
    """Return a case's parties with the unit of the row, None when there is nothing to change."""
    now = parties_of(case.folded)
    if unit is None or any(one.capacity == HANDLER and one.organisation == unit.id for one in now):
        return None
    others = tuple(one for one in now if one.capacity != HANDLER)
    return (Party(HANDLER, organisation=unit.id, side=unit.side), *others)


def _enter(case: Case, step: Step, earlier: Earlier, now: datetime) -> None:
    done = perform_by_clock(
        case.number,
        "import",
        body=case.body,
        data={"state": step.state, **step.data},
        at=step.moment(now),
        key=f"import:{case.number}:{case.entries}",
        earlier=earlier,
    )
    case.entries = done.entry


@dataclass(slots=True)
class Entered:
    """What a case's entries say so far: the latest value of each field, and on which days it came to which state."""

    values: dict[str, Any] = field(default_factory=dict)
    days: set[tuple[str, date]] = field(default_factory=set)


def _entered(case: Case) -> Entered:
    found = Entered()
    entries = Entry.objects.of_body(case.body_id).filter(case=case.number, act="import").order_by("number")
    for entry in entries.prefetch_related("values"):
        outcome = json.loads(entry.outcome)
        if not outcome.get("undated"):
            found.days.add((outcome["state"], entry.at.astimezone(ZONE).date()))
        found.values |= {one.name: json.loads(one.value) for one in entry.values.all() if one.value is not None}
    return found


def new_steps(steps: Sequence[Step], entered: Entered, *, state: str, states: Sequence[str]) -> list[Step]:
    """Return what a row's steps add to what was entered: values first, then all steps from the first new one on.

    ``state`` is the case's, one of ``states`` in the order of its procedure; the last step leaves it there or beyond.
    """
    first = next((at for at, step in enumerate(steps) if _is_new(step, entered, state, states)), len(steps))
    values = {name: value for step in steps[:first] for name, value in _new_values(step, entered).items()}
    new = [Step(state, None, values)] if values else []
    for step in steps[first:]:
        kept = {name: step.data[name] for name in BOOKKEEPING if name in step.data and name != "ledger"}
        new.append(Step(step.state, step.on, {**kept, **_new_values(step, entered)}))
    if new and _order(new[-1].state, states) < _order(state, states):
        new.append(Step(state, None))
    return new


def _is_new(step: Step, entered: Entered, state: str, states: Sequence[str]) -> bool:
    if step.on is not None:
        return (step.state, step.on) not in entered.days
    return _order(step.state, states) > _order(state, states)


def _order(state: str, states: Sequence[str]) -> tuple[bool, int]:
    """Return by what a state comes behind others: the ends of a proposal come last, wherever they are written."""
    return state in ENDS, states.index(state)


def _new_values(step: Step, entered: Entered) -> dict[str, Any]:
    return {
        name: value
        for name, value in step.data.items()
        if name not in BOOKKEEPING and not _same(entered.values.get(name), value)
    }


def _same(old: Any, new: Any) -> bool:  # noqa: ANN401 - any value of a field
    """Tell whether a recorded value is the one a row brings; a unit is recorded with its name and brought by number."""
    return bool((old.get("id") if isinstance(old, dict) else old) == new)


WITH_A_UNIT = Words(
    "表中写明这件提案没有立案、并入了另一件或转为意见建议，案件 {number} 却已记有承办单位。"
    "请打开这个案件核对，在案件里更正；表中写错的，改正后再导入。",
    "The row says that the proposal was declined, merged or converted, but case {number} has a handling unit. "
    "Compare the two: correct the case itself, or mend the row and import again.",
)
TAKEN_UP = Words(
    "案件 {number} 已在系统中办理，台账不再改写它。请在案件里更正。",
    "Case {number} is being worked on here; a ledger no longer changes it. Correct it in the case.",
)
