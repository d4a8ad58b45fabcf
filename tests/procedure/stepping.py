"""One act after another on the small procedure, with nothing kept but what the engine answers."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.procedure.calendars import PUBLISHED
from tests.procedure.entering import CASES, FILES, PEOPLE, UNITS
from tests.procedure.texts import procedure
from zhixing.procedure.engine import step
from zhixing.procedure.facts import Facts, FileReference, Given, Json, Outcome, PastEntry, Reference, Refused

SMALL = procedure()
DAY = date(2026, 3, 2)
HOLDS = {1: frozenset({"p1", "m5"}), 2: frozenset({"p2", "m5"}), 3: frozenset({"p3", "d5.general_office.clerk"})}
"""What each person answers to: two members and a clerk."""
ENTERED = (
    ("note", PastEntry(2, 3, {"text": "来电询问"})),
    ("note", PastEntry(4, 3, {"text": "面谈", "heard": [{"id": 2, "name": "柏川"}]})),
    ("note", PastEntry(5, 3, {"text": "又谈", "heard": [{"id": 1, "name": "安行"}]})),
    ("reply_to", PastEntry(6, 1, {"about": 5})),
    ("reply_to", PastEntry(7, 2, {"about": 2})),
)
"""Earlier entries, each with its act."""
KINDS = {1: "union", 2: "party", 3: "office"}
"""What kind of organisation each unit is."""


class Kinds:
    """A directory whose units are of several kinds, and whose cases are of the kinds given."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:  # noqa: ARG002 - none ended
        known = isinstance(wanted, int) and wanted in UNITS
        return Reference(int(str(wanted)), UNITS[int(str(wanted))], kind=KINDS[int(str(wanted))]) if known else None

    def person(self, wanted: Json) -> Reference | None:
        return Reference(wanted, PEOPLE[wanted]) if isinstance(wanted, int) and wanted in PEOPLE else None

    def keys(self, person: int) -> frozenset[str]:
        return HOLDS[person]

    def entries(self, acts: Collection[str]) -> tuple[PastEntry, ...]:
        return tuple(entry for act, entry in ENTERED if act in acts)

    def case(self, wanted: Json, kinds: tuple[str, ...]) -> Reference | None:
        known = wanted in CASES and (not kinds or bool(set(kinds) & set(self.kinds)))
        return Reference(CASES.index(str(wanted)), "关于加装电梯的建议", number=str(wanted)) if known else None

    def file(self, wanted: Json) -> FileReference | None:
        return FILES.get(str(wanted))


GIVEN = Given(
    on=DAY,
    calendar=PUBLISHED,
    directory=Kinds("request"),
    guards={"is_complete": lambda _facts, _data: True},
    actor=Reference(1, PEOPLE[1]),
    keys=frozenset({"p1", "o1.signer"}),
)
ASKED = Facts(body=5, state="asked", opened=DAY, entries=1)


def stepped(facts: Facts, act: str, *, given: Given = GIVEN, changed: Any = SMALL, **data: Any) -> Outcome:
    """What follows when somebody who may performs an act."""
    return step(changed, facts, act, roles=frozenset(changed.acts[act].by), data=data, given=given)


def after(facts: Facts, outcome: Outcome) -> Facts:
    """The case once an outcome has been entered."""
    number = facts.entries + 1
    return replace(
        facts,
        state=outcome.state,
        entries=number,
        parties=outcome.parties,
        clocks=outcome.clocks,
        last={**facts.last, outcome.act: number},
        content={**facts.content, **outcome.data},
    )


def faults(act: str, data: Mapping[str, Any], *, given: Given = GIVEN) -> list[tuple[str, str]]:
    """The fields that are at fault, each with the sentence."""
    with pytest.raises(Refused) as refused:
        stepped(ASKED, act, given=given, **data)
    return [(name, sentence.say("en")) for name, sentence in refused.value.faults]
