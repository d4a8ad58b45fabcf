"""What people may type into an act's form: data that hold, and data that may not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from zhixing.procedure.conditions import met
from zhixing.procedure.facts import Facts, FileReference, Json, PastEntry, Reference
from zhixing.procedure.fields import offered
from zhixing.procedure.model import Act, Field, Procedure
from zhixing.procedure.nameable import taken
from zhixing.procedure.roles import keys_of_roles

PEOPLE = {1: "安行", 2: "柏川", 3: "陈阅"}
UNITS = {1: "市住房和城乡建设局", 2: "市委宣传部", 3: "市教育局"}
FILES = {
    digest * 64: FileReference(digest * 64, name, 1000, kind)
    for digest, name, kind in (
        ("a", "扫描件.pdf", "application/pdf"),
        ("b", "现场.jpg", "image/jpeg"),
        ("c", "Bild.JPG", "image/jpeg"),
    )
}
PARTY_UNIT = 2
NOBODY = -1
"""Drawn where nobody is left who may be named."""
NAMING = ("person", "persons", "organisation", "organisations")
UNCONFIRMED = 9
KINDS = {1: "special_committee", 2: "special_committee", 3: "government_department"}
"""What kind of organisation each unit is."""
HOLDER = 3
"""The person who heads every unit and chairs the committee."""
POSTS = frozenset({*(f"o{unit}.head" for unit in UNITS), "b1.chair"})
REACHED = ("filed", "assigned")
"""How far every case has come that can be named."""
FUNCTIONS = ("proposals_committee", "party_supervision", "government_supervision")
CASES = ("331097-2026-00001", "331097-2026-00002")


def keys_held_by(person: int) -> frozenset[str]:
    """Return the keys of a person, who is a member like the others."""
    return frozenset({f"p{person}", "m1"}) | (POSTS if person == HOLDER else frozenset())


class Names:
    """A directory of three members and three units, one on the party's side; a fourth awaits confirmation.

    ``entered`` are the acts of the case, oldest first.
    """

    def __init__(self, entered: Sequence[str] = ()) -> None:
        self.entered = entered

    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:  # noqa: ARG002 - none ended
        if wanted == UNCONFIRMED:
            return Reference(UNCONFIRMED, "市数据局", confirmed=False)
        if not isinstance(wanted, int) or wanted not in UNITS:
            return None
        side = "party" if wanted == PARTY_UNIT else "government"
        return Reference(wanted, UNITS[wanted], side=side, kind=KINDS[wanted], functions=FUNCTIONS)

    def person(self, wanted: Json) -> Reference | None:
        return Reference(wanted, PEOPLE[wanted]) if isinstance(wanted, int) and wanted in PEOPLE else None

    def keys(self, person: int) -> frozenset[str]:
        return keys_held_by(person)

    def entries(self, acts: Collection[str]) -> tuple[PastEntry, ...]:
        return tuple(PastEntry(number, 2, {}) for number, act in enumerate(self.entered, 1) if act in acts)

    def case(self, wanted: Json, kinds: tuple[str, ...]) -> Reference | None:  # noqa: ARG002 - of every kind
        known = isinstance(wanted, str) and wanted in CASES
        return (
            Reference(CASES.index(str(wanted)), "关于加装电梯的建议", number=str(wanted), milestones=REACHED)
            if known
            else None
        )

    def file(self, wanted: Json) -> FileReference | None:
        digest = wanted.get("digest") if isinstance(wanted, dict) else wanted
        return FILES.get(digest) if isinstance(digest, str) else None


JUNK: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10),
    st.text(max_size=3),
    st.sampled_from(["--5", "9" * 5000, "2026-02-30", "x\ny" * 20_000, "\x00", "\ud800"]),
    st.lists(st.none()),
)


@dataclass(frozen=True)
class Form:
    """An act as somebody fills it in on a day, choosing from these units and people."""

    procedure: Procedure
    act: Act
    facts: Facts
    on: date
    units: Collection[int] = tuple(UNITS)
    people: Collection[int] = tuple(PEOPLE)
    cases: Collection[str] = CASES
    actor: int | None = 1
    entered: Sequence[str] = ()

    def nameable(self, field: Field, data: Mapping[str, Any]) -> list[int]:
        """Return which people or units may stand in a field beside the data so far."""
        person = field.type.startswith("person")
        gone = {
            one.id
            for one in taken(self.procedure, self.act, field, facts=self.facts, actor=self.actor)
            if one.person == person
        }
        sources = {new.source for new in self.act.parties if new.capacity in field.apart_from}
        apart = {name for other in self.act.fields.values() if field.name in other.apart_from for name in [other.name]}
        for name in sources.union(field.apart_from, apart) - {field.name}:
            if name in self.act.fields and self.act.fields[name].type.startswith("person") == person and name in data:
                gone.update(data[name] if isinstance(data[name], list) else [data[name]])
        roles = field.kinds if person else ()
        wanted = set(keys_of_roles(self.procedure, roles, parties=self.facts.parties, body=self.facts.body))
        fitting = [one for one in self.people if not roles or wanted.intersection(keys_held_by(one))]
        units = [one for one in self.units if not field.kinds or KINDS.get(one) in field.kinds]
        return [one for one in (fitting if person else units) if one not in gone]


@st.composite
def valid_data(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """Draw data that the act's fields allow."""
    data: dict[str, Any] = {}
    fields = form.act.fields.values()
    for field in fields:
        if field.required or (draw(st.booleans()) and _is_possible(form, field, data)):
            data[field.name] = draw(_valid(form, field, data))
    for field in fields:
        if field.required_when and met(form.procedure, field.required_when, data) and field.name not in data:
            data[field.name] = draw(_valid(form, field, data))
    return data | draw(_of_standing(form))


def any_data(act: Act) -> st.SearchStrategy[dict[str, Any]]:
    """Draw data of which nothing is promised."""
    return st.dictionaries(st.sampled_from([*act.fields, "colour"]), JUNK, max_size=4)


def _is_possible(form: Form, field: Field, data: Mapping[str, Any]) -> bool:
    """Tell whether there is anybody whom a field may name."""
    return field.type not in NAMING or bool(form.nameable(field, data))


def _valid(form: Form, field: Field, data: Mapping[str, Any]) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911, PLR0912 - one for each type
    least, most = (
        None if bound is None else form.procedure.number(bound, form.facts.settings)
        for bound in (field.least, field.most)
    )
    match field.type:
        case "text" | "prose":
            size = max(least or 1, 1)
            return st.sampled_from([size, size + 1, most or size + 2]).map(lambda length: "字" * length)
        case "date":
            return _day(form, field)
        case "integer" if field.entry_of:
            return st.sampled_from([n for n, act in enumerate(form.entered, 1) if act in field.entry_of] or [1])
        case "integer":
            return st.integers(least if least is not None else -5, most if most is not None else 5000)
        case "boolean":
            return st.just(value=True) if field.required else st.booleans()
        case "choice":
            return st.sampled_from(list(offered(form.procedure, field, {})))
        case "organisation":
            return st.sampled_from(form.nameable(field, data) or [NOBODY])
        case "organisations":
            return st.lists(st.sampled_from(form.nameable(field, data) or [NOBODY]), min_size=1, max_size=3)
        case "person":
            return st.sampled_from(form.nameable(field, data) or [NOBODY])
        case "persons":
            return st.lists(st.sampled_from(form.nameable(field, data) or [NOBODY]), min_size=1, max_size=3)
        case "files":
            return st.lists(st.sampled_from(list(FILES)), min_size=max(least or 1, 1), max_size=most, unique=True)
        case "case":
            return st.sampled_from(list(form.cases))
        case "cases":
            return st.lists(st.sampled_from(list(form.cases)), min_size=1, max_size=2)
        case "rows":
            return st.lists(_row(form, field.columns), min_size=least or 1, max_size=min(most or 2, 2))


@st.composite
def _row(draw: st.DrawFn, form: Form, columns: Mapping[str, Field]) -> dict[str, Any]:
    row = {name: draw(_valid(form, one, {})) for name, one in columns.items() if one.required or draw(st.booleans())}
    for name, one in columns.items():
        if name not in row and one.required_when and met(form.procedure, one.required_when, row):
            row[name] = draw(_valid(form, one, {}))
    return row or {name: draw(_valid(form, one, {})) for name, one in list(columns.items())[:1]}


def _day(form: Form, field: Field) -> st.SearchStrategy[str]:
    days = {"today": form.on, "opened": form.facts.opened or form.on, "": None}
    first = days[field.not_before] or form.on - timedelta(days=400)
    last = days[field.not_after] or form.on + timedelta(days=400)
    return st.dates(min(first, last), last).map(date.isoformat)


def unsent(procedure: Procedure, facts: Facts) -> list[dict[str, Any]]:
    """Return the reminders that the clock may still send, as data of its act."""
    return [
        {"clock": name, "rung": rung.name}
        for name, clock in facts.clocks.items()
        if clock.status == "running"
        for rung in procedure.clocks[name].ladder
        if rung.name not in clock.rungs
    ]


def units_of(facts: Facts) -> list[int]:
    """Return the organisations in a case."""
    return [party.organisation for party in facts.parties if party.organisation is not None]


def has_something_to_name(procedure: Procedure, act: Act, facts: Facts) -> bool:
    """Tell whether the case has what the act's data must name: a party to succeed, a reminder to send."""
    match act.name:
        case "succeed":
            return bool(units_of(facts))
        case "tick":
            return bool(unsent(procedure, facts))
    return True


@st.composite
def _of_standing(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """Draw what a standing act's data must name of the case, as far as there is any."""
    facts = form.facts
    match form.act.name:
        case "correct":
            day = draw(st.dates(form.on - timedelta(days=400), form.on)).isoformat()
            field = draw(st.sampled_from(["at", "title"]))
            return {"entry": draw(st.integers(1, facts.entries)), "field": field, "value": day}
        case "succeed" if units_of(facts):
            return {"former": draw(st.sampled_from(units_of(facts)))}
        case "tick" if unsent(form.procedure, facts):
            return draw(st.sampled_from(unsent(form.procedure, facts)))
    return {}
