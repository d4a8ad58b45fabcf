"""What the standing acts do beyond moving a state: mend a date, follow a succession, recompute, remind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhixing.procedure.clocks import derived, redated
from zhixing.procedure.days import WorkCalendar
from zhixing.procedure.facts import Facts, Outcome, Refused
from zhixing.procedure.fields import Checked
from zhixing.procedure.limits import Rung
from zhixing.procedure.model import Procedure
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Sentence, Words

DATE_FIELD = "at"
"""The name under which ``correct`` mends the day of an entry instead of one of its fields."""


@dataclass(frozen=True, slots=True)
class _Doing:
    procedure: Procedure
    facts: Facts
    outcome: Outcome
    checked: Checked
    on: date
    calendar: WorkCalendar


def of_standing_act(
    procedure: Procedure,
    facts: Facts,
    outcome: Outcome,
    *,
    checked: Checked,
    on: date,
    calendar: WorkCalendar,
) -> Outcome:
    """Return the outcome with a standing act's own effects; other acts have none.

    Raises:
        Refused: when the data name an entry, clock or date that is not there.
    """
    effect = _EFFECTS.get(outcome.act)
    if effect is None:
        return outcome
    return effect(_Doing(procedure, facts, outcome, checked, on, calendar))


def _correct(doing: _Doing) -> Outcome:
    number = doing.checked.values["entry"]
    if not isinstance(number, int) or number > doing.facts.entries:
        raise _invalid(doing, "entry", Sentence(NO_ENTRY, count=doing.facts.entries))
    if doing.checked.values["field"] != DATE_FIELD:
        return doing.outcome
    try:
        day = date.fromisoformat(str(doing.checked.values.get("value", "")))
    except ValueError as error:
        raise _invalid(doing, "value", Sentence(NOT_A_DAY)) from error
    if day > doing.on:
        raise _invalid(doing, "value", Sentence(IN_FUTURE, day=doing.on.isoformat()))
    clocks = {
        name: redated(clock, entry=number, day=day, calendar=doing.calendar, until=_until(doing.procedure, name))
        for name, clock in doing.outcome.clocks.items()
    }
    return replace(doing.outcome, clocks=clocks)


def _until(procedure: Procedure, clock: str) -> bool:
    known = procedure.clocks.get(clock)
    return known is not None and known.limit.unit == "until"


def _succeed(doing: _Doing) -> Outcome:
    former, successor = doing.checked.named["former"][0], doing.checked.named["successor"][0]
    if all(party.organisation != former.id for party in doing.facts.parties):
        raise _invalid(doing, "former", Sentence(NOT_A_PARTY, name=former.name))
    parties = tuple(
        Party(party.capacity, organisation=successor.id, side=successor.side)
        if party.organisation == former.id
        else party
        for party in doing.facts.parties
    )
    return replace(doing.outcome, parties=tuple(dict.fromkeys(parties)))


def _recompute(doing: _Doing) -> Outcome:
    clocks = {
        name: derived(clock, doing.calendar) if clock.status != "stopped" else clock
        for name, clock in doing.outcome.clocks.items()
    }
    return replace(doing.outcome, clocks=clocks)


def _tick(doing: _Doing) -> Outcome:
    name, rung_name = str(doing.checked.values["clock"]), str(doing.checked.values["rung"])
    state = doing.facts.clocks.get(name)
    rung = rung_of(doing.procedure, name, rung_name)
    if state is None or state.status != "running" or rung is None or rung_name in state.rungs:
        raise _invalid(doing, "rung", Sentence(NO_RUNG, clock=name, rung=rung_name))
    clocks = {**doing.outcome.clocks, name: replace(state, rungs=(*state.rungs, rung_name))}
    return replace(doing.outcome, clocks=clocks, tells=rung.tells)


def rung_of(procedure: Procedure, clock: str, rung: str) -> Rung | None:
    """Return a rung of a clock's ladder by name."""
    ladder = procedure.clocks[clock].ladder if clock in procedure.clocks else ()
    return next((one for one in ladder if one.name == rung), None)


def _invalid(doing: _Doing, field: str, sentence: Sentence) -> Refused:
    return Refused("invalid", sentence, doing.procedure.acts[doing.outcome.act].article, ((field, sentence),))


_EFFECTS: Mapping[str, Callable[[_Doing], Outcome]] = {
    "correct": _correct,
    "succeed": _succeed,
    "recompute": _recompute,
    "tick": _tick,
}

NO_ENTRY = Words(
    "案卷只有 {count} 笔记录。请核对第几笔。", "The case has {count} entries. Check the number of the entry."
)
NOT_A_DAY = Words("更正时间须写日期，如 2026-03-27。", "To correct the day, give a date such as 2026-03-27.")
IN_FUTURE = Words("更正的日期不能晚于 {day}。", "The corrected day may not be after {day}.")
NOT_A_PARTY = Words("“{name}”不是本案的当事单位。", "{name} is not a party in this case.")
NO_RUNG = Words(
    "时限“{clock}”没有运行，或提示“{rung}”已经发出。",
    "Clock {clock} does not run, or reminder {rung} was sent already.",
)
