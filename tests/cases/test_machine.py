"""Random acts by random people on a few cases, through the one door and on the database.

Whatever they try: a refused act changes nothing, the register explains every row, every hash follows, and a root noted
on the way is still in the history at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from typing_extensions import override

from tests.procedure.entering import Form, any_data, valid_data
from tests.world.story import STEPS, told
from tests.world.tables import contents
from tests.world.thorough import THOROUGH
from tests.world.town import Town, moment
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.acts import open_case, perform
from zhixing.cases.calls import Done
from zhixing.cases.catching_up import settle
from zhixing.cases.daily import run_day
from zhixing.cases.folding import facts_of
from zhixing.cases.locking import named_cases
from zhixing.cases.models import Case, Todo
from zhixing.cases.reading import acts, timeline
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Facts, Refused
from zhixing.register.log import seal, verify_database

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]

NOW = moment(date(2028, 12, 31))
EXAMPLES = 30 if THOROUGH else 12


class Office(RuleBasedStateMachine):
    """A town at work, in a transaction that is rolled back at the end."""

    def __init__(self, town: Town, newer: str) -> None:
        super().__init__()
        self.town = town
        self.newer = newer
        self.on = STEPS[0].day
        self.people = {name: town.actor(name) for name in town.people}
        self.noted: list[str] = []
        self.undone = transaction.atomic()
        self.undone.__enter__()

    @override
    def teardown(self) -> None:
        try:
            assert rebuild(check=True) == []
            assert [verify_database(root).broken for root in self.noted] == [[] for _root in self.noted]
            assert verify_database().broken == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # --- What is tried ---

    @initialize(last=st.sampled_from([step.act for step in STEPS]))
    def story_begins(self, last: str) -> None:
        told(self.town, last)
        self.on = max(step.day for step in STEPS[: [step.act for step in STEPS].index(last) + 1])

    @rule(data=st.data(), who=st.sampled_from(["an", "bo", "chen", "ye"]), holding=st.booleans())
    def somebody_proposes(self, data: st.DataObject, who: str, *, holding: bool) -> None:
        procedure = adopting.in_force(self.town.body, "proposal").procedure
        form = self.form(procedure.opening_acts()[0].name, None)
        typed = data.draw(valid_data(form) if holding else any_data(form.act), label="data")
        at = moment(self.on)
        self.tries(lambda: open_case("proposal", form.act.name, actor=self.people[who], data=typed, at=at), typed)

    @precondition(lambda self: self.awaited())
    @rule(data=st.data(), days=st.integers(0, 20))
    def somebody_does_what_is_awaited(self, data: st.DataObject, days: int) -> None:
        self.on += timedelta(days=days)
        case, act, who = data.draw(st.sampled_from(self.awaited()), label="to do")
        self.acts(case, act, self.people[who], data.draw(valid_data(self.form(act, case)), label="data"))

    @rule(data=st.data(), standing=st.booleans())
    def somebody_does_what_is_offered(self, data: st.DataObject, *, standing: bool) -> None:
        case = self.some_case(data)
        readers = [name for name, actor in self.people.items() if not actor.keys.isdisjoint(case.folded["readers"])]
        who = data.draw(st.sampled_from(["chen", "ding"] if standing else readers), label="who")
        can = [offer.act for offer in acts(case, self.people[who], on=self.on, with_refusals=False).can]
        offered = [act.name for act in can if act.standing == standing]
        if offered:
            act = data.draw(st.sampled_from(offered), label="act")
            typed = data.draw(valid_data(self.form(act, case)), label="data") | self.mending(data, act, case)
            self.acts(case, act, self.people[who], typed)

    @rule(data=st.data(), seen=st.none() | st.integers(0, 5), key=st.none() | st.sampled_from(["k1", "k2"]))
    def somebody_tries_anything(self, data: st.DataObject, seen: int | None, key: str | None) -> None:
        case = self.some_case(data)
        procedure = adopting.by_digest(case.procedure).procedure
        act = data.draw(st.sampled_from([*procedure.acts, "promote"]), label="act")
        who = self.people[data.draw(st.sampled_from(sorted(self.people)), label="who")]
        typed = data.draw(any_data(self.form(act, case).act) if act in procedure.acts else st.just({}), label="data")
        self.acts(case, act, who, typed, seen=seen, key=key)

    @rule(days=st.integers(0, 40))
    def day_comes(self, days: int) -> None:
        self.on += timedelta(days=days)
        assert run_day(self.on).refused == []
        again = run_day(self.on)
        assert (again.reminders, again.automatic) == (0, 0)
        self.noted.append(seal().root)

    # --- What must hold ---

    def acts(self, case: Case, act: str, actor: Actor, typed: dict[str, Any], **call: Any) -> None:
        at = moment(self.on)
        self.tries(lambda: perform(case, act, actor=actor, data=typed, at=at, **call), typed, case.number)

    def tries(self, act: Callable[[], Done], typed: dict[str, Any], *numbers: str) -> None:
        # Whatever was over before is ended first, and stays so whether or not the act is refused.
        settle([*numbers, *named_cases(typed)], body=self.town.body.pk, on=self.on)
        before = contents()
        try:
            done = act()
        except Refused:
            assert contents() == before
        else:
            case = Case.objects.unscoped("test").get(number=done.case.number)
            assert done.entry <= case.entries
            assert timeline(case, self.people["chen"])[-1].number == case.entries

    # --- How it is asked ---

    def some_case(self, data: st.DataObject) -> Case:
        cases = list(Case.objects.unscoped("test").select_related("body").order_by("pk"))
        return data.draw(st.sampled_from(cases), label="case")

    def awaited(self) -> list[tuple[Case, str, str]]:
        """Return what waits for somebody in the town: the case, the act and who may do it."""
        rows = Todo.objects.select_related("case__body").order_by("case_id", "act", "key")
        return [(row.case, row.act, who) for row in rows for who, actor in self.people.items() if row.key in actor.keys]

    def form(self, act: str, case: Case | None) -> Form:
        adopted = adopting.by_digest(case.procedure) if case else adopting.in_force(self.town.body, "proposal")
        body = self.town.body.pk
        facts = facts_of(case.folded, body=body, settings={}) if case else Facts(body=body)
        units = [self.town.organisations[name].pk for name in ("housing", "propaganda", "school")]
        people = [person.pk for person in self.town.people.values()]
        known = adopted.procedure.acts.get(act) or adopted.procedure.acts["direct"]
        return Form(adopted.procedure, known.going_on() if case else known, facts, self.on, units=units, people=people)

    def mending(self, data: st.DataObject, act: str, case: Case) -> dict[str, Any]:
        """Draw what the acts that mend the record name: an entry's field, a procedure adopted since."""
        if act in {"correct", "redact"}:
            field, entry = data.draw(st.sampled_from(sorted(case.folded["sources"].items()) or [("title", 1)]))
            return {"entry": entry, "field": field}
        if act == "migrate" and case.kind == "proposal":
            return {"procedure": self.newer, "state": case.state}
        return {}


def test_whatever_anybody_tries_the_register_explains_every_row(town: Town, second: object) -> None:
    shipped = kinds.get("proposal").procedure.read_text(encoding="utf-8")
    newer = shipped.replace('version = "2026-3"', 'version = "2027-1"')
    digest = adopting.adopt(town.body, "proposal", at=NOW, actor=None, source=newer).digest
    adopting.adopt(town.body, "proposal", at=NOW, actor=None)
    often = settings(
        max_examples=EXAMPLES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )

    with clock.simulated(NOW):
        run_state_machine_as_test(partial(Office, town, digest), settings=often)
