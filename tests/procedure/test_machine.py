"""Every shipped procedure, walked through at random without a database.

Nothing is refused without its article, whatever is offered can be done, what was recorded replays to the same case,
and from wherever a case has come an end can be reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from tests.procedure.calendars import PUBLISHED
from tests.procedure.entering import (
    NOBODY,
    PARTY_UNIT,
    PEOPLE,
    Form,
    Names,
    any_data,
    has_something_to_name,
    valid_data,
)
from tests.procedure.reaching import end_is_ahead
from zhixing.cases import kinds
from zhixing.cases.folding import Folded, facts_of, fold
from zhixing.cases.recording import recorded
from zhixing.procedure.engine import content_after, step, target_state, why_not
from zhixing.procedure.facts import Child, Data, Facts, Given, Guard, Outcome, Reference, Refused
from zhixing.procedure.fields import check_data
from zhixing.procedure.model import NOBODY_ROLES, Act, Procedure
from zhixing.procedure.reader import read
from zhixing.procedure.roles import Party

BODY = 1
KEYS = frozenset({"p1", "o1.signer", "o1.convener", "o1.director", "o2.signer", "o3.signer"})
"""What the actor answers to."""
FIRST_DAY = date(2025, 12, 20)
DAYS = st.sampled_from([0, 0, 1, 7, 45, -2])
"""How much later an act is dated than the one before; a little earlier, when it is entered late."""
SHIPPED = {kind.slug: read(kind.procedure) for kind in kinds.everyone()}


def parties_of_child(kind: str) -> tuple[Party, ...]:
    """Return who is party to a case from the start when a parent's act opens it."""
    acts = [act for parent in SHIPPED.values() for act in parent.acts.values()]
    for opening in [opening for act in acts for opening in act.opens if opening.kind == kind]:
        unit = Party(opening.capacity, organisation=PARTY_UNIT, side="party")
        return (unit, *(Party(capacity, person=1) for capacity in opening.parties))
    return ()


class Walk(RuleBasedStateMachine):
    """One case of one procedure, with acts tried on it at random."""

    procedure: Procedure
    guards: Mapping[str, Guard]

    def __init__(self) -> None:
        super().__init__()
        self.on = FIRST_DAY
        self.facts = Facts(body=BODY, parties=parties_of_child(self.procedure.kind))
        self.children: tuple[Child, ...] = ()
        self.folded: Folded | None = None
        self.entries: list[tuple[str, str, str, str]] = []

    # --- What is tried ---

    @initialize(data=st.data())
    def opens(self, data: st.DataObject) -> None:
        acts = [*self.procedure.opening_acts(), self.procedure.acts["import"]]
        act = data.draw(st.sampled_from(acts), label="act")
        typed = data.draw(self.holding(act).filter(partial(self.holds_for_guards, act)), label="data")
        self.enter(act, self.step(act, frozenset(act.by), typed))

    @rule(data=st.data(), days=DAYS)
    def anybody_tries_anything(self, data: st.DataObject, days: int) -> None:
        self.time_passes(days)
        act = self.procedure.acts[data.draw(st.sampled_from(list(self.procedure.acts)), label="act")]
        everybody = [*self.procedure.roles, *sorted(NOBODY_ROLES)]
        anybody = st.sets(st.sampled_from(everybody)).map(frozenset)
        roles = data.draw(st.just(frozenset(act.by)) | anybody, label="roles")
        self.tries(act, roles, data.draw(self.holding(act) | any_data(act), label="data"))

    @rule(data=st.data(), days=DAYS, standing=st.sampled_from([False, False, False, True]))
    def what_is_offered_can_be_done(self, data: st.DataObject, days: int, *, standing: bool) -> None:
        self.time_passes(days)
        offered = [act for act in self.offered() if act.standing == standing]
        if offered:
            act = data.draw(st.sampled_from(offered), label="act").going_on()
            typed = data.draw(self.holding(act).filter(partial(self.holds_for_guards, act)), label="data")
            self.enter(act, self.step(act, frozenset(act.by), typed))

    @precondition(lambda self: self.children)
    @rule(data=st.data(), reached=st.booleans())
    def child_moves(self, data: st.DataObject, *, reached: bool) -> None:
        place = data.draw(st.integers(0, len(self.children) - 1), label="child")
        child = self.children[place]
        moved = replace(child, milestones=tuple(SHIPPED[child.kind].milestones) if reached else ())
        self.children = (*self.children[:place], moved, *self.children[place + 1 :])
        self.facts = replace(self.facts, children=self.children)

    def holds_for_guards(self, act: Act, typed: Data) -> bool:
        """Tell whether somebody is left to be named and no guard finds fault, which is said as invalid alone."""
        refusal = self.why_not(act, frozenset(act.by), typed)
        assert refusal is None or (refusal.code == "invalid" and act.guards)
        return refusal is None and NOBODY not in typed.values()

    def time_passes(self, days: int) -> None:
        assert self.facts.opened is not None
        self.on = max(self.facts.opened, self.on + timedelta(days=days))

    # --- What must hold ---

    def tries(self, act: Act, roles: frozenset[str], typed: Data) -> None:
        before, refusal = deepcopy(self.facts), self.why_not(act, roles, typed)
        answer = self.answer(act, roles, typed)
        if isinstance(answer, Outcome):
            assert refusal is None
            self.enter(act, answer)
            return
        assert self.facts == before
        assert answer.article
        assert answer.code == (refusal.code if refusal else "invalid")
        said = [answer.sentence, *(sentence for _name, sentence in answer.faults)]
        assert all(sentence.say("zh-hans") and sentence.say("en") for sentence in said)

    def enter(self, act: Act, outcome: Outcome) -> None:
        """Record the outcome as text, fold it, and go on from what the fold says."""
        before, number = self.facts, self.facts.entries + 1
        written = recorded(self.procedure, before, outcome, body=BODY)
        at = f"{self.on.isoformat()}T09:00:00.000000+08:00"
        self.entries.append((act.name, at, json.dumps(written), json.dumps(outcome.data)))
        self.folded = fold(self.folded, number=number, act=act.name, at=at, outcome=written, values=outcome.data)
        self.children += tuple(Child(one.opening.kind, ()) for one in outcome.opens)
        self.facts = facts_of(self.folded, body=BODY, settings={}, children=self.children)

        assert (self.facts.state, self.facts.entries) == (outcome.state, number)
        assert (self.facts.parties, self.facts.clocks) == (outcome.parties, outcome.clocks)
        assert self.facts.counts == {**before.counts, act.name: before.counts.get(act.name, 0) + 1}
        content = content_after(before, act, outcome.data)
        assert outcome.state == (target_state(act, content, self.procedure) or before.state)

    @invariant()
    def what_was_recorded_replays_to_the_same_case(self) -> None:
        folded: Folded | None = None
        for number, (act, at, written, values) in enumerate(self.entries, 1):
            outcome = json.loads(written)
            folded = fold(folded, number=number, act=act, at=at, outcome=outcome, values=json.loads(values))
        assert folded == self.folded

    @invariant()
    def clocks_make_sense(self) -> None:
        for clock in self.facts.clocks.values():
            assert clock.started <= clock.due
            assert clock.warn_on <= clock.due
            assert [clock.status == "stopped"] * 2 == [clock.ended is not None, clock.on_time is not None]
            assert (clock.status == "held") == (clock.held_since is not None)
        if self.facts.state and self.procedure.states[self.facts.state].final:
            assert {clock.status for clock in self.facts.clocks.values()} <= {"stopped"}

    @override
    def teardown(self) -> None:
        if self.facts.state:
            directed = bool({"direct", "import"} & set(self.facts.counts))
            assert end_is_ahead(self.procedure, self.facts, guards=self.guards, on=self.on, directed=directed)

    # --- How it is asked ---

    @property
    def given(self) -> Given:
        actor = Reference(1, PEOPLE[1])
        return Given(
            on=self.on, calendar=PUBLISHED, directory=Names(self.entered), guards=self.guards, actor=actor, keys=KEYS
        )

    def holding(self, act: Act) -> st.SearchStrategy[dict[str, object]]:
        return valid_data(Form(self.procedure, act, self.facts, self.on, entered=self.entered))

    def step(self, act: Act, roles: frozenset[str], typed: Data) -> Outcome:
        return step(self.procedure, self.facts, act.name, roles=roles, data=typed, given=self.given)

    def answer(self, act: Act, roles: frozenset[str], typed: Data) -> Outcome | Refused:
        try:
            return self.step(act, roles, typed)
        except Refused as refused:
            return refused

    def why_not(self, act: Act, roles: frozenset[str], typed: Data) -> Refused | None:
        meant = check_data(self.procedure, act, typed, facts=self.facts, given=self.given).values
        return why_not(self.procedure, self.facts, act, roles=roles, given=self.given, data={**typed, **meant})

    @property
    def entered(self) -> list[str]:
        return [act for act, _at, _written, _values in self.entries]

    def offered(self) -> list[Act]:
        """Return the acts that somebody may perform now, as the case page offers them."""
        acts = [act for act in self.procedure.acts.values() if has_something_to_name(self.procedure, act, self.facts)]
        return [act for act in acts if self.why_not(act, frozenset(act.by), {}) is None]


@pytest.mark.parametrize("kind", SHIPPED)
def test_procedure_holds_whatever_anybody_tries(kind: str) -> None:
    walk = type(f"Walk{kind}", (Walk,), {"procedure": SHIPPED[kind], "guards": kinds.get(kind).guards})
    often = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(walk, settings=often)
