"""Explore the whole graph of a procedure and say what could never work.

Every state must be reachable, every state that is not final must be able to reach a final one, every act must have
somebody who may perform it and an article, every clock that starts must be able to stop, and every awaited act must be
possible where it is awaited. A procedure with a fault cannot be adopted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhixing.procedure.limits import Clock
from zhixing.procedure.model import SYSTEM_ROLE, Act, Procedure
from zhixing.procedure.standing import ANY_STATE
from zhixing.procedure.words import Sentence, Words

Edges = Mapping[str, frozenset[str]]
FORM_NAMES = frozenset(
    {
        *("csrfmiddlewaretoken", "key", "seen", "do", "case"),
        *("draft-page", "draft-turn", "draft-revision", "draft-document"),
    }
)
"""What the form of an act sends beside the act's own fields; a field called so could not be told from it."""


def check(procedure: Procedure, *, guards: Iterable[str] | None = None) -> list[Sentence]:
    """Return every fault of a procedure; an empty list means that it may be adopted.

    ``guards`` are the names of the guard functions its kind offers; None leaves them unchecked.
    """
    edges = _edges(procedure)
    faults = _reachability(procedure, edges)
    for act in procedure.acts.values():
        faults += _act_faults(procedure, act)
    for clock in procedure.clocks.values():
        faults += _clock_faults(procedure, clock, edges)
    for state in procedure.states.values():
        faults += [
            Sentence(NEXT_IMPOSSIBLE, state=state.title, act=procedure.acts[name].title)
            for name in state.next
            if state.name not in _starts(procedure, procedure.acts[name])
        ]
        if state.final and state.next:
            faults.append(Sentence(FINAL_WAITS, state=state.title))
    if guards is not None:
        offered = set(guards)
        faults += [Sentence(GUARD_MISSING, guard=name) for name in procedure.guards if name not in offered]
    return faults


def _starts(procedure: Procedure, act: Act) -> tuple[str, ...]:
    return tuple(procedure.states) if ANY_STATE in act.start else act.start


def _ordinary(procedure: Procedure) -> list[Act]:
    return [act for act in procedure.acts.values() if not act.standing]


def _edges(procedure: Procedure) -> Edges:
    """Return, for each state, where ordinary acts lead from it; "" is the state before opening."""
    edges: dict[str, set[str]] = {name: set() for name in ("", *procedure.states)}
    for act in _ordinary(procedure):
        for origin in [*([""] if act.opens_case else []), *_starts(procedure, act)]:
            edges[origin] |= set(act.target.states() or [origin])
    return {origin: frozenset(targets) for origin, targets in edges.items()}


def _reached(edges: Edges, start: str) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        origin = waiting.pop()
        for target in edges[origin] - seen:
            seen.add(target)
            waiting.append(target)
    return frozenset(seen)


def _reachability(procedure: Procedure, edges: Edges) -> list[Sentence]:
    reached = _reached(edges, "")
    finals = {state.name for state in procedure.states.values() if state.final}
    faults = [] if finals else [Sentence(NO_FINAL)]
    for state in procedure.states.values():
        if state.name not in reached:
            faults.append(Sentence(UNREACHABLE, state=state.title))
        if not state.final and finals and not finals & _reached(edges, state.name):
            faults.append(Sentence(DEAD_END, state=state.title))
    return faults


def _act_faults(procedure: Procedure, act: Act) -> list[Sentence]:
    faults = []
    if not act.by:
        faults.append(Sentence(NOBODY, act=act.title))
    if not act.article:
        faults.append(Sentence(NO_ARTICLE, act=act.title))
    faults += [
        Sentence(NAME_TAKEN, act=act.title, field=field.title, name=field.name)
        for field in act.fields.values()
        if field.name in FORM_NAMES and not act.standing
    ]
    if act.automatic and SYSTEM_ROLE not in act.by:
        faults.append(Sentence(AUTOMATIC, act=act.title))
    if act.automatic and not (act.children or act.nobody_in or act.when_over or act.when_closed):
        faults.append(Sentence(NEVER_BY_ITSELF, act=act.title))
    if act.nobody_in and act.automatic and not set(act.start).isdisjoint(act.target.states() or act.start):
        faults.append(Sentence(GOES_ROUND, act=act.title))
    if act.commutes and any(state not in act.start for state in act.target.states()) and not act.standing:
        faults.append(Sentence(COMMUTES, act=act.title))
    standing_in = set(act.target.states() or _starts(procedure, act))
    faults += [
        Sentence(ASKS_IN_VAIN, act=act.title, asked=procedure.acts[name].title)
        for name in act.awaits
        if standing_in.isdisjoint(_starts(procedure, procedure.acts[name]))
    ]
    finals = [name for name in _starts(procedure, act) if procedure.states[name].final]
    faults += [
        Sentence(LEAVES_FINAL, act=act.title, state=procedure.states[name].title)
        for name in finals
        if not act.standing and any(not procedure.states[target].final for target in act.target.states())
    ]
    return faults


def _clock_faults(procedure: Procedure, clock: Clock, edges: Edges) -> list[Sentence]:
    """A clock can stop when, wherever it starts, a stopping act lies ahead; in a final state it is over at once."""
    faults = []
    for name in clock.starts:
        for begun in procedure.acts[name].target.states() or _starts(procedure, procedure.acts[name]):
            ahead = _reached(edges, begun) | {begun}
            stoppable = any(set(_starts(procedure, procedure.acts[stop])) & ahead for stop in clock.stops)
            if not stoppable and not procedure.states[begun].final:
                state = procedure.states[begun].title
                faults.append(Sentence(NEVER_STOPS, clock=clock.title, state=state))
    return faults


UNREACHABLE = Words(
    "状态“{state}”永远走不到。请让某个办理的 to 指向它，或删去。",
    "State {state} can never be reached. Let an act lead to it, or remove it.",
)
DEAD_END = Words(
    "状态“{state}”走不到任何终结状态。请补一个离开它的办理。",
    "From state {state} no final state can be reached. Add an act that leaves it.",
)
NO_FINAL = Words(
    "没有终结状态。请给至少一个状态写 final = true。", "There is no final state. Give at least one state final = true."
)
NOBODY = Words("办理“{act}”没有人可以办。请写 by。", "Nobody may perform {act}. Give it by.")
NO_ARTICLE = Words("办理“{act}”没有依据。请写 article。", "{act} cites no article. Give it article.")
NAME_TAKEN = Words(
    "办理“{act}”的“{field}”不能叫 {name}：办理页面的表单自己要用这个名称。请换一个名称。",
    "{field} of {act} cannot be called {name}: the form of an act uses this name itself. Choose another.",
)
AUTOMATIC = Words(
    '自动办理“{act}”须由系统办理。请写 by = ["system"]。',
    'The automatic act {act} belongs to the system. Write by = ["system"].',
)
NEVER_BY_ITSELF = Words(
    "自动办理“{act}”永远不会发生。请写 when_over、when_closed、children 或 nobody_in。",
    "The automatic act {act} would never happen. Give it when_over, when_closed, children or nobody_in.",
)
GOES_ROUND = Words(
    "自动办理“{act}”办完仍在原状态，会一再发生。请把 to 指向 from 以外的状态。",
    "The automatic act {act} would happen for ever: it stays where it starts. Let to lead elsewhere.",
)
COMMUTES = Words(
    "办理“{act}”会改变状态，不能写 commutes = true。",
    "{act} moves the state, so it cannot commute. Remove commutes = true.",
)
LEAVES_FINAL = Words(
    "办理“{act}”离开终结状态“{state}”。请去掉该状态的 final 或改 from。",
    "{act} leaves the final state {state}. Drop final there or change from.",
)
NEXT_IMPOSSIBLE = Words(
    "状态“{state}”等待“{act}”，但该办理不能从此状态开始。请改 next 或 from。",
    "State {state} awaits {act}, which cannot start there. Mend next or from.",
)
ASKS_IN_VAIN = Words(
    "办理“{act}”等待“{asked}”，但该办理在它之后不能开始。请改 awaits 或 from。",
    "{act} asks for {asked}, which cannot start after it. Mend awaits or from.",
)
FINAL_WAITS = Words(
    "终结状态“{state}”不应再等待办理。请去掉 next。", "The final state {state} still awaits an act. Remove next."
)
NEVER_STOPS = Words(
    "时限“{clock}”在“{state}”开始后永远停不下来。请补 stops。",
    "Clock {clock}, started in {state}, can never stop. Mend stops.",
)
GUARD_MISSING = Words(
    "条件“{guard}”没有对应的函数。请在该类案件的 guards 中提供。",
    "Guard {guard} has no function. The kind must offer it.",
)
