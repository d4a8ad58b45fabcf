"""Every act is refused to the wrong people, in the wrong state and without what it needs, and says by which article.

All stories are told again to a doubter, who tries at every turn what should not be possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from typing_extensions import override

from tests.stories.collected import procedures, stories
from tests.stories.telling import Teller
from tests.world.town import build_town
from zhixing.cases import adopting
from zhixing.cases.models import Case
from zhixing.cases.reading import roles_in
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act, Procedure
from zhixing.procedure.roles import held_roles
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
Tried = tuple[str, str]


@dataclass
class Seen:
    """What was tried in all stories so far: acts in states, acts refused for each reason."""

    states: set[Tried] = field(default_factory=set)
    wrong_state: set[Tried] = field(default_factory=set)
    to_others: set[Tried] = field(default_factory=set)
    invalid: set[Tried] = field(default_factory=set)


@dataclass
class Doubter(Teller):
    """A teller who first tries what must be refused."""

    seen: Seen = field(default_factory=Seen)

    @override
    def act(self, number: str, act: str, who: str, data: Mapping[str, Any] | None = None) -> str:
        case = self.case(number)
        procedure = adopting.by_digest(case.procedure).procedure
        self.doubt(case, procedure)
        wanted = _required(procedure.acts[act])
        if wanted and (case.kind, act) not in self.seen.invalid:
            self.seen.invalid.add((case.kind, act))
            refusal = self._refusal(number, act, who)
            assert (refusal.code, {name for name, _said in refusal.faults}) == ("invalid", wanted), (case.kind, act)
            assert refusal.article == procedure.acts[act].article
        return super().act(number, act, who, data)

    @override
    def open(self, kind: str, act: str, who: str, data: Mapping[str, Any] | None = None) -> str:
        procedure = adopting.in_force(self.town.body, kind).procedure
        opening = procedure.acts[act]
        if (kind, act) not in self.seen.invalid:
            self.seen.invalid.add((kind, act))
            refused = self.not_opened(kind, act, who)
            assert (refused.code, {name for name, _said in refused.faults}) == ("invalid", _required(opening))
            self.doubt_opening(procedure, opening)
        return super().open(kind, act, who, data)

    def doubt(self, case: Case, procedure: Procedure) -> None:
        """Let everybody try every act of a case in a state where it cannot be or is not theirs."""
        if (case.kind, case.state) in self.seen.states:
            return
        self.seen.states.add((case.kind, case.state))
        before = Entry.objects.unscoped("test").count()
        seeing = self.who_sees(case.number)
        for act in procedure.acts.values():
            if not act.standing and case.state in act.start:
                self._doubt_role(case, act, seeing)
            elif not act.standing:
                self.seen.wrong_state.add((case.kind, act.name))
                refusal = self._refusal(case.number, act.name, min(seeing))
                assert (refusal.code, refusal.article) == ("wrong_state", act.article), (case.kind, act.name)
        assert Entry.objects.unscoped("test").count() == before

    def _doubt_role(self, case: Case, act: Act, seeing: set[str]) -> None:
        for who in self.town.people:
            if who not in seeing:
                self.seen.to_others.add((case.kind, act.name))
                assert self._refusal(case.number, act.name, who).code == "unknown"
            elif roles_in(case, self.actor(who)).isdisjoint(act.by):
                self.seen.to_others.add((case.kind, act.name))
                refusal = self._refusal(case.number, act.name, who)
                assert (refusal.code, refusal.article) == ("not_allowed", act.article), (case.kind, act.name, who)

    def doubt_opening(self, procedure: Procedure, act: Act) -> None:
        """Let everybody try to open a case by an act that is not theirs."""
        for who in self.town.people:
            keys, body = self.actor(who).keys, self.town.body.pk
            if held_roles(procedure, keys, parties=(), body=body).isdisjoint(act.by):
                self.seen.to_others.add((procedure.kind, act.name))
                refused = self.not_opened(procedure.kind, act.name, who)
                assert (refused.code, refused.article) == ("not_allowed", act.article)

    def _refusal(self, number: str, act: str, who: str) -> Refused:
        with pytest.raises(Refused) as refusal:
            self._performed(number, act, who, None)
        return refusal.value

    def doubt_what_is_left(self) -> None:
        """Try the states in which the story left its cases."""
        for case in Case.objects.unscoped("test").order_by("pk"):
            self.doubt(case, adopting.by_digest(case.procedure).procedure)


def _required(act: Act) -> set[str]:
    return {one.name for one in act.fields.values() if one.required}


def test_every_act_is_refused_to_others_in_other_states_and_without_its_data() -> None:
    seen = Seen()
    for story in stories():
        with transaction.atomic():
            doubter = Doubter(build_town(), seen=seen)
            story(doubter)
            doubter.doubt_what_is_left()
            transaction.set_rollback(True)
    with transaction.atomic():
        doubter = Doubter(build_town(), seen=seen)
        for kind in procedures():
            adopted = adopting.in_force(doubter.town.body, kind).procedure
            for act in adopted.opening_acts():
                doubter.doubt_opening(adopted, act)
        transaction.set_rollback(True)

    every = {
        (kind, act.name)
        for kind, procedure in procedures().items()
        for act in procedure.acts.values()
        if not act.standing
    }
    states = {(kind, state) for kind, procedure in procedures().items() for state in procedure.states}
    assert seen.states == states
    assert seen.wrong_state == every
    assert seen.to_others == every
