"""Decide an act: what follows from it, or why it may not happen, with the article and a sentence.

``step()`` is pure. It knows no database, no clock and no calendar but the one it is given, and it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from zhixing.procedure import effects
from zhixing.procedure.clocks import ClockState, after_act, run_out_on, span_of
from zhixing.procedure.conditions import has, met
from zhixing.procedure.facts import Caused, Data, Facts, Given, Json, Opened, Outcome, Reference, Refused
from zhixing.procedure.fields import Checked, check_data
from zhixing.procedure.model import (
    CHILD_ROLE,
    PARENT_ROLE,
    RELATED_ROLE,
    SYSTEM_ROLE,
    Act,
    ChildCondition,
    Opening,
    Procedure,
)
from zhixing.procedure.roles import Party, meant, parties_after, performers
from zhixing.procedure.standing import ANY_STATE
from zhixing.procedure.words import Sentence, Words


def step(
    procedure: Procedure,
    facts: Facts,
    act_name: str,
    *,
    roles: frozenset[str],
    data: Data,
    given: Given,
) -> Outcome:
    """Return what follows if somebody with these roles performs an act on a day.

    Raises:
        Refused: with code, sentence and article; checked in the order state, role, guards, data.
    """
    act = find_act(procedure, act_name)
    if facts.state:
        act = act.going_on()
    barred = _barred(procedure, facts, act, roles)
    if barred is not None:
        raise barred
    checked = check_data(procedure, act, data, facts=facts, given=given)
    # Guards compare whom the data name, so that they are given what was meant rather than how it was typed.
    faulty = {name for name, _sentence in checked.faults}
    meant = {name: value for name, value in checked.values.items() if name not in faulty}
    unmet = _unmet(procedure, facts, act, given, {**data, **meant})
    if unmet is not None:
        raise unmet
    if checked.faults:
        raise Refused("invalid", Sentence(FAULTS, count=len(checked.faults)), act.article, checked.faults)
    return _outcome(procedure, facts, act, checked, given)


def find_act(procedure: Procedure, name: str) -> Act:
    """Return the act of that name, or refuse it as unknown."""
    if name not in procedure.acts:
        known = _joined(Words(act.name) for act in procedure.acts.values() if not act.standing)
        raise Refused("unknown", Sentence(UNKNOWN_ACT, act=name, known=known), procedure.article)
    return procedure.acts[name]


def why_not(
    procedure: Procedure,
    facts: Facts,
    act: Act,
    *,
    roles: frozenset[str],
    given: Given,
    data: Data | None = None,
) -> Refused | None:
    """Return why an act may not happen now, before its data are looked at; None when it may."""
    return _barred(procedure, facts, act, roles) or _unmet(procedure, facts, act, given, data or {})


def _barred(procedure: Procedure, facts: Facts, act: Act, roles: frozenset[str]) -> Refused | None:
    """Return why the state or the actor's roles do not allow an act."""
    if not _state_allows(facts, act):
        return _wrong_state(procedure, facts, act)
    entitled = performers(procedure, act, opened=bool(facts.state))
    if not roles.intersection(entitled):
        # Where nobody is meant yet, as before a case is opened, all who might be are named.
        who = meant(procedure, entitled, parties=facts.parties, body=facts.body) or entitled
        return Refused("not_allowed", Sentence(NOT_YOURS, act=act.title, who=_titles(procedure, who)), act.article)
    return None


def _state_allows(facts: Facts, act: Act) -> bool:
    if not facts.state:
        return act.opens_case or act.name == "import"
    return facts.state in act.start or ANY_STATE in act.start


def _wrong_state(procedure: Procedure, facts: Facts, act: Act) -> Refused:
    if not facts.state:
        return Refused("wrong_state", Sentence(NOT_OPEN, act=act.title), act.article)
    now = procedure.states[facts.state].title
    if act.opens_case and not act.start:
        return Refused("wrong_state", Sentence(ALREADY_OPEN, act=act.title, now=now), act.article)
    wanted = _joined(procedure.states[name].title for name in act.start)
    return Refused("wrong_state", Sentence(WRONG_STATE, act=act.title, now=now, wanted=wanted), act.article)


def _unmet(procedure: Procedure, facts: Facts, act: Act, given: Given, data: Data) -> Refused | None:
    """Return the first condition of an act that does not hold."""
    for condition in (_counted, _parted, _below, _timed, _guarded):
        refusal = condition(procedure, facts, act, given, data)
        if refusal is not None:
            return refusal
    return None


def _counted(procedure: Procedure, facts: Facts, act: Act, _given: Given, _data: Data) -> Refused | None:
    """How often it may happen, and what must have happened before."""
    if act.at_most is not None and facts.counts.get(act.name, 0) >= procedure.number(act.at_most, facts.settings):
        most = procedure.number(act.at_most, facts.settings)
        return Refused("not_allowed", Sentence(AT_MOST, act=act.title, most=most), act.article)
    missing = [name for name in act.after if not facts.counts.get(name)]
    if missing:
        first = _joined(procedure.acts[name].title for name in missing)
        return Refused("wrong_state", Sentence(FIRST, act=act.title, first=first), act.article)
    return None


def _parted(procedure: Procedure, facts: Facts, act: Act, _given: Given, _data: Data) -> Refused | None:
    """Which capacities everybody must have left."""
    left = {party.capacity for party in facts.parties}.intersection(act.nobody_in)
    if not left:
        return None
    waiting = [role.name for role in procedure.roles.values() if role.party in left]
    return Refused("wrong_state", Sentence(SOMEBODY_IN, act=act.title, who=_titles(procedure, waiting)), act.article)


def by_itself(procedure: Procedure, state: str) -> tuple[Act, ...]:
    """Return the acts that happen by themselves in a state once nobody is left in the capacities they name."""
    return tuple(one for one in procedure.acts.values() if one.automatic and one.nobody_in and state in one.start)


def _below(_procedure: Procedure, facts: Facts, act: Act, _given: Given, _data: Data) -> Refused | None:
    """How far the cases below must have come."""
    for condition in act.children:
        waiting = _waiting(condition, facts)
        if waiting is not None:
            words = NONE_PENDING if condition.pending else CHILDREN
            return Refused("wrong_state", Sentence(words, act=act.title, count=waiting), act.article)
    return None


def _timed(procedure: Procedure, facts: Facts, act: Act, given: Given, _data: Data) -> Refused | None:
    """Which time limit must be over, and which must not."""
    if act.when_over is not None:
        over = run_out_on(facts.clocks.get(act.when_over.clock), act.when_over.grace, given.calendar)
        if over is None or given.on <= over:
            title = procedure.clocks[act.when_over.clock].title
            day = over.isoformat() if over else "—"
            return Refused("wrong_state", Sentence(NOT_OVER, act=act.title, clock=title, day=day), act.article)
    if act.when_closed is not None:
        span = span_of(act.when_closed, procedure, facts.settings)
        kept = span.after(given.calendar, facts.closed) if facts.closed else None
        if kept is None or given.on <= kept:
            day = kept.isoformat() if kept else "—"
            return Refused("wrong_state", Sentence(STILL_KEPT, act=act.title, day=day), act.article)
    if act.within and (clock := facts.clocks.get(act.within)) is not None and given.on > clock.due:
        title, day = procedure.clocks[act.within].title, clock.due.isoformat()
        return Refused("not_allowed", Sentence(TOO_LATE, act=act.title, clock=title, day=day), act.article)
    return None


def _guarded(procedure: Procedure, facts: Facts, act: Act, given: Given, data: Data) -> Refused | None:
    """What takes logic; a guard that would let the act pass with other data finds fault with these."""
    for name in act.guards:
        guard = given.guards[name]
        if not guard(facts, data):
            text = procedure.guards[name]
            sentence = Sentence(text.sentence, **_spoken_settings(procedure, facts))
            code = "invalid" if guard(facts, {}) else "not_allowed"
            return Refused(code, sentence, text.article or act.article)
    return None


def _waiting(condition: ChildCondition, facts: Facts) -> int | None:
    """Return how many child cases have not come so far; None when the condition holds."""
    asked = [c for c in facts.children or () if c.kind == condition.kind and (condition.deep or not c.deep)]
    waiting = [child for child in asked if condition.milestone not in child.milestones]
    if condition.pending:
        return None if waiting else 0
    return len(waiting) if waiting or not (asked or condition.if_any) else None


def looks_below(procedure: Procedure, act: Act, state: str) -> bool:
    """Tell whether the cases below have a say in an act of a case in this state, or in what is awaited after it."""
    after = procedure.states if act.standing else {state, *act.target.states()}
    awaited_then = {name for one in after if one for name in procedure.states[one].next}
    return bool(act.children) or any(procedure.acts[name].children for name in awaited_then)


def awaited(procedure: Procedure, state: str, facts: Facts) -> tuple[str, ...]:
    """Return the acts that a state awaits, without those that cases below do not allow yet.

    A proposal whose promises are open waits for its units: nobody is asked to conclude it. An act is left out only for
    what an automatic act of that state waits for too, because that one makes the to-dos anew when it has come.
    """
    named = procedure.awaited_in(state, facts.last)
    if facts.children is None:
        return named
    automatic = [act for act in procedure.acts.values() if act.automatic and state in act.start]
    renewed = {(one.kind, one.milestone) for act in automatic for one in act.children}
    return tuple(
        name
        for name in named
        if not any(
            (one.kind, one.milestone) in renewed and _waiting(one, facts) is not None
            for one in procedure.acts[name].children
        )
    )


def _spoken_settings(procedure: Procedure, facts: Facts) -> dict[str, int]:
    return {name: procedure.number(name, facts.settings) for name in procedure.settings}


def _outcome(procedure: Procedure, facts: Facts, act: Act, checked: Checked, given: Given) -> Outcome:
    on, calendar = given.on, given.calendar
    content = content_after(facts, act, checked.values)
    state = target_state(act, content, procedure) or facts.state
    parties = parties_after(procedure, facts.parties, act, named=checked.named, given=given)
    clocks = after_act(
        procedure, replace(facts, content=content), act.name, data=checked.values, on=on, calendar=calendar
    )
    outcome = Outcome(
        act=act.name,
        state=state,
        data=checked.values,
        clocks=_ended_with_case(clocks, on) if procedure.states[state].final else clocks,
        parties=parties,
        milestones=procedure.milestones_in(state),
        next=awaited(procedure, state, replace(facts, last={**facts.last, act.name: facts.entries + 1})),
        final=procedure.states[state].final,
        opens=tuple(
            opened
            for opening in act.opens
            if met(procedure, opening.when, content)
            for opened in _opened(procedure, opening, checked, content)
        ),
        causes=tuple(
            Caused(cause, checked.named.get(cause.cases) or _cases_in(content.get(cause.cases)))
            for cause in act.causes
            if met(procedure, cause.when, content)
        ),
        signs=max((facts.last.get(name, 0) for name in act.signs), default=0),
        series=act.numbers,
        tells=act.tells,
        papers=act.papers,
        reveals=act.reveals,
    )
    return effects.of_standing_act(procedure, facts, outcome, checked=checked, on=on, calendar=calendar)


def _opened(procedure: Procedure, opening: Opening, checked: Checked, content: Data) -> list[Opened]:
    """Return the child cases of one opening: per organisation, per case named, per row that counts, or one."""
    if not opening.each:
        return [Opened(opening)]
    if opening.names:
        cases = checked.named.get(opening.each) or _cases_in(content.get(opening.each))
        return [Opened(opening, about=one) for one in cases]
    if opening.each in checked.named:
        return [Opened(opening, unit=one) for one in checked.named[opening.each]]
    value = content.get(opening.each)
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [Opened(opening, row=row) for row in rows if met(procedure, opening.where, row)]


def _cases_in(value: Json) -> tuple[Reference, ...]:
    """Return the cases that an earlier entry named."""
    listed = value if isinstance(value, list) else [value]
    return tuple(
        Reference(int(str(one["id"])), str(one["name"]), number=str(one["number"]))
        for one in listed
        if isinstance(one, dict) and one.get("number")
    )


def _ended_with_case(clocks: Mapping[str, ClockState], on: date) -> dict[str, ClockState]:
    return {name: clock.ended_on(on) for name, clock in clocks.items()}


def content_after(facts: Facts, act: Act, values: Data) -> dict[str, Json]:
    """Return what a case says after an act: what it said, without what the act leaves empty, and what is new."""
    gone = emptied(facts, act, values)
    return {name: value for name, value in {**facts.content, **values}.items() if name not in gone}


def emptied(facts: Facts, act: Act, values: Data) -> list[str]:
    """Return the fields an act gave when performed before and leaves empty now, as a second reply its promise."""
    before = facts.last.get(act.name)
    if before is None or act.standing:
        return []
    return sorted(name for name in act.fields if name not in values and facts.sources.get(name) == before)


def target_state(act: Act, data: Mapping[str, Json], procedure: Procedure) -> str:
    """Return the state an act leads to, given all that was entered so far; "" when it stays."""
    chosen = data.get(act.target.field)
    if act.standing and act.target.field:
        return str(chosen)
    for wanted, state in act.target.by_value.items():
        if has(procedure, act.target.field, wanted, str(chosen)):
            return state
    return act.target.state


def child_parties(outcome: Outcome, opened: Opened) -> tuple[Party, ...]:
    """Return the parties of a child case: the organisation it is opened for, and those it takes from its parent."""
    opening, unit = opened.opening, opened.unit
    own = (Party(opening.capacity, organisation=unit.id, side=unit.side),) if unit else ()
    return (*own, *(party for party in outcome.parties if party.capacity in opening.parties))


def _titles(procedure: Procedure, roles: Iterable[str]) -> Words:
    known = {SYSTEM_ROLE: BY_CLOCK, PARENT_ROLE: BY_PARENT, CHILD_ROLE: BY_CHILD, RELATED_ROLE: BY_RELATED}
    return _joined(known.get(name) or procedure.roles[name].title for name in roles)


def _joined(titles: Iterable[Words]) -> Words:
    several = list(titles)
    return Words("、".join(one.zh for one in several), ", ".join(one.say("en") for one in several))


BY_CLOCK = Words("系统计时", "the clock")
BY_PARENT = Words("上级案件的办理", "an act of the parent case")
BY_CHILD = Words("子案件的办理", "an act of a child case")
BY_RELATED = Words("关联案件的办理", "an act of a related case")
FAULTS = Words("有 {count} 处需要改正，已填内容都还在。", "{count} entries need mending; what was typed is kept.")
UNKNOWN_ACT = Words("没有“{act}”这一办理。可用：{known}。", "There is no act {act}. Acts here: {known}.")
NOT_YOURS = Words("“{act}”由{who}办理。如需办理，请联系该方。", "Only {who} may perform “{act}”. Ask them to do it.")
NOT_OPEN = Words(
    "案件尚未开立，不能“{act}”。请先提交。", "The case is not open yet, so “{act}” cannot happen. Submit it first."
)
ALREADY_OPEN = Words(
    "案件已经开立，现为“{now}”，不必再次“{act}”。", "The case is open already ({now}); “{act}” is not needed again."
)
WRONG_STATE = Words(
    "现在是“{now}”，不能“{act}”；须在“{wanted}”时办理。请刷新案件，看现在轮到哪一步。",
    "The case is {now}; “{act}” belongs to {wanted}. Reload the case to see whose turn it is.",
)
AT_MOST = Words("“{act}”最多 {most} 次，已经用完。", "“{act}” may happen {most} time(s), and has.")
FIRST = Words("请先办理“{first}”，再“{act}”。", "Do “{first}” first, then “{act}”.")
SOMEBODY_IN = Words("还在等“{who}”，暂不能“{act}”。", "“{act}” must wait: somebody is still left among {who}.")
NONE_PENDING = Words(
    "下面没有还在等待的子案，不必“{act}”。",
    "No child case is still waited for, so there is nothing to “{act}”.",
)
CHILDREN = Words(
    "还有 {count} 个子案未到这一步，不能“{act}”。",
    "{count} child case(s) have not come this far, so “{act}” must wait.",
)
TOO_LATE = Words(
    "“{clock}”已于 {day} 届满，不能再“{act}”。如仍需办理，请与交办单位联系。",
    "{clock} ran out on {day}, so “{act}” is no longer possible. Speak to the assigning office.",
)
STILL_KEPT = Words("结案后保留到 {day}，期满后方可“{act}”。", "It is kept until {day}; “{act}” may happen after that.")
NOT_OVER = Words(
    "“{clock}”到 {day} 才满，期满后方可“{act}”。", "{clock} runs until {day}; “{act}” may happen only after that."
)
