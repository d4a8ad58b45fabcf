"""The batch is a second caller of the same ``step()``: what it writes is what the door writes, case for case."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import models, transaction

from tests.world.thorough import THOROUGH
from tests.world.town import Town, build_town, moment
from zhixing.assembly import clock
from zhixing.assembly.models import Organisation
from zhixing.assembly.proposed import propose_organisation
from zhixing.cases import adopting, kinds, projecting, tables
from zhixing.cases.acts import open_by_clock, perform_by_clock
from zhixing.cases.bulk import Batch, BulkCase, write
from zhixing.cases.calls import Earlier
from zhixing.cases.models import Case, Notice
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Refused
from zhixing.procedure.roles import Party
from zhixing.proposals.importing.planning import Plan, Step, plan
from zhixing.proposals.ledger import LedgerRow
from zhixing.register.log import verify_database
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PROPOSALS = 2600 if THOROUGH else 260
"""With their handlings a little more than five thousand cases, or five hundred."""
Past = list[tuple[Plan, Organisation | None, dict[str, Any]]]


@pytest.mark.slow
def test_batch_and_door_write_the_same_cases(town: Town) -> None:
    for kind in ("proposal", "handling"):
        adopting.in_force(town.body, kind)
    past = list(invented_past(town, PROPOSALS))

    with transaction.atomic():
        through_the_door(town, past)
        by_the_door = written()
        transaction.set_rollback(True)
    assert not Case.objects.unscoped("test").exists()
    in_a_batch(town, past)

    assert len(by_the_door["cases_case"]) >= PROPOSALS * 5000 / 2600
    assert written() == by_the_door


def invented_past(town: Town, many: int) -> Iterator[tuple[Plan, Organisation | None, dict[str, Any]]]:
    """Yield what ledgers might tell, some of it much, some of it next to nothing."""
    chance = random.Random(1)
    units = [town.organisations["housing"], town.organisations["propaganda"], None]
    units += [propose_organisation(body=town.body, name=f"第{n}局") for n in range(3)]
    for number in range(1, many + 1):
        unit = chance.choice(units)
        row = LedgerRow(
            line=number,
            title=f"关于第{number}件事的提案",
            number=number if chance.random() < 0.7 else None,
            category=chance.choice(["社会建设", "工交", ""]),
            proposers=("岑知微", "晏如海")[: chance.randrange(3)],
            proposer_kind=chance.choice(["individual", "joint", None]),
            lead_unit=unit.name if unit else "",
            reply_class=chance.choice(["A", "B", "D", None]),
            rating=chance.choice(["satisfied", "dissatisfied", None, None]),
            filed_on=some_day(chance, 0),
            assigned_on=some_day(chance, 100),
            replied_on=some_day(chance, 200),
            status=chance.choice(["结案", "归档", "撤案", "待交办", "", ""]),
            extra={"备注": f"第{number}行"},
        )
        official = {"number": f"1005{number:04}"} if row.number else {}
        yield plan(row, {"社会建设": "society"}), unit, {"session": town.session.pk, "year": 2024} | official


def some_day(chance: random.Random, after: int) -> date | None:
    return date(2024, 1, 1) + timedelta(days=after + chance.randrange(90)) if chance.random() < 0.12 else None


def told(step: Step, unit: Organisation | None) -> dict[str, Any]:
    """Return what a step enters, its unit by our number."""
    named = {name: unit.pk for name in ("unit", "suggested_unit") if unit and name in step.data}
    return {"state": step.state, **step.data, **named}


def handlers(unit: Organisation | None) -> tuple[Party, ...]:
    return (Party("handler", organisation=unit.pk, side=unit.side),) if unit else ()


def of_handling(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | ({"number": f"{facts['number']}-1"} if "number" in facts else {})


def through_the_door(town: Town, past: Past) -> None:
    now = clock.now()
    for place, (planned, unit, facts) in enumerate(past):
        proposal = opened(town, "proposal", planned.proposal, unit, Earlier(facts=facts), f"p{place}", now)
        if planned.handling:
            earlier = Earlier(facts=of_handling(facts), parties=handlers(unit), parent=proposal)
            opened(town, "handling", planned.handling, unit, earlier, f"h{place}", now)


def opened(
    town: Town, kind: str, steps: list[Step], unit: Organisation | None, earlier: Earlier, key: str, now: datetime
) -> Case:
    first, *others = steps
    known = Earlier(facts={**earlier.facts, **first.facts}, parties=earlier.parties, parent=earlier.parent)
    at = first.moment(now)
    case = open_by_clock(kind, "import", body=town.body, data=told(first, unit), at=at, key=key, earlier=known).case
    for place, step in enumerate(others):
        perform_by_clock(
            case.number,
            "import",
            body=town.body,
            data=told(step, unit),
            at=step.moment(now),
            key=f"{key}.{place}",
            earlier=Earlier(facts=step.facts),
        )
    return case


def in_a_batch(town: Town, past: Past) -> None:
    batch = Batch(town.body, now=clock.now())
    for planned, unit, facts in past:
        proposal = batch.case("proposal")
        entered(batch, proposal, planned.proposal, unit, facts)
        batch.add(proposal)
        if planned.handling:
            handling = batch.case("handling", parent=proposal, parties=handlers(unit))
            entered(batch, handling, planned.handling, unit, of_handling(facts))
            batch.add(handling)
    write(batch.taken())


def entered(batch: Batch, case: BulkCase, steps: list[Step], unit: Organisation | None, facts: dict[str, Any]) -> None:
    for place, step in enumerate(steps):
        also = (facts if place == 0 else {}) | step.facts
        batch.enter(case, "import", told(step, unit), at=step.moment(batch.now), also=also)


def written() -> dict[str, Any]:
    """Return everything that is written of cases, by their permanent numbers; hashes and salts differ each time."""
    numbers = dict(Case.objects.unscoped("test").values_list("pk", "number"))
    columns = [
        field.attname for field in Case._meta.concrete_fields if field.name not in {"id", "parent", "root", "head"}
    ]
    rows = Case.objects.unscoped("test").select_related("parent", "root")
    found: dict[str, Any] = {
        "cases_case": {
            one.number: [getattr(one, name) for name in columns]
            + [numbers.get(one.parent_id), numbers.get(one.root_id)]
            for one in rows
        }
    }
    for kind in kinds.everyone():
        model = kind.content
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        found[kind.slug] = {numbers[pk]: own for pk, *own in model._default_manager.values_list("pk", *names)}
    for table in tables.TABLES:
        found[table.model._meta.db_table] = by_case(table.model, table.columns, numbers)
    found["notices"] = by_case(Notice, tables.NOTICE_COLUMNS, numbers)
    return found | {"entries": register()}


def by_case(model: type[models.Model], columns: tuple[str, ...], numbers: dict[int, str]) -> list[str]:
    rows = model._default_manager.values_list(*columns)
    return sorted(repr((numbers[pk], *row)) for pk, *row in rows)


def register() -> dict[tuple[str, int], Any]:
    entries = Entry.objects.unscoped("test").exclude(kind="body").prefetch_related("values")
    return {
        (one.case, one.number): (
            (one.kind, one.act, one.actor_id, one.post, one.at, one.procedure, one.outcome),
            {value.name: value.value for value in one.values.all()},
        )
        for one in entries
    }


# What the batch does besides


def some_cases(town: Town, many: int = 20) -> None:
    in_a_batch(town, list(invented_past(town, many)))


def test_what_a_batch_writes_can_be_rebuilt_and_verified(town: Town) -> None:
    some_cases(town)

    assert rebuild(check=True) == []
    assert verify_database().broken == []


def test_several_bodies_are_written_together(town: Town) -> None:
    other = build_town("331098", "别处市")
    batches = [Batch(one.body, now=clock.now()) for one in (town, other)]
    for batch in batches:
        case = batch.case("proposal")
        batch.enter(case, "import", {"state": "filed", "title": "关于修路的提案"}, at=batch.now)
        batch.add(case)

    write(case for batch in batches for case in batch.taken())

    assert [one.number for one in Case.objects.unscoped("test").order_by("pk")] == [
        "331097-2026-000001",
        "331098-2026-000001",
    ]
    assert rebuild(check=True) == []


def test_a_child_of_a_child_hangs_under_the_same_root(town: Town) -> None:
    batch = Batch(town.body, now=clock.now())
    made: list[BulkCase] = []
    for kind in ("proposal", "handling", "handling"):
        case = batch.case(kind, parent=made[-1] if made else None)
        batch.enter(case, "import", {"state": "assigned", "title": "关于修路的提案"}, at=batch.now)
        made.append(case)
    batch.add(*made)

    write(batch.taken())

    root, _child, grandchild = (Case.objects.unscoped("test").get(number=one.number) for one in made)
    assert (grandchild.root_id, grandchild.parent_id) == (root.pk, made[1].pk)
    assert rebuild(check=True) == []


def test_higher_floors_follow_after_the_commit(
    town: Town, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    told_: list[tuple[str, int]] = []
    projecting.add_projector(
        "after", lambda case, entry, _folded: told_.append((case.number, entry.number)), after_commit=True
    )
    try:
        with django_capture_on_commit_callbacks(execute=True):
            some_cases(town, 1)
            assert told_ == []
    finally:
        projecting._after_commit.pop("after")

    entries = Entry.objects.unscoped("test").exclude(kind="body").order_by("pk")
    assert told_ == [(entry.case, entry.number) for entry in entries]


def test_refused_entry_leaves_the_batch_as_it_was(town: Town) -> None:
    batch = Batch(town.body, now=moment(date(2026, 6, 1)))
    case = batch.case("proposal")
    batch.enter(case, "import", {"state": "filed", "title": "关于修路的提案"}, at=batch.now)
    before = case.folded

    with pytest.raises(Refused) as refusal:
        batch.enter(case, "import", {"state": "nowhere"}, at=batch.now)

    assert refusal.value.code == "invalid"
    assert (case.folded, len(case.entries)) == (before, 1)


def test_nothing_taken_is_nothing_written(town: Town) -> None:
    write(Batch(town.body, now=clock.now()).taken())

    assert not Case.objects.unscoped("test").exists()


def test_a_case_opened_again_with_the_same_key_is_the_same_case(town: Town) -> None:
    data = {"state": "filed", "title": "关于修路的提案"}

    first, second = (
        open_by_clock("proposal", "import", body=town.body, data=data, at=clock.now(), key="again") for _ in range(2)
    )

    assert first.case.pk == second.case.pk
    assert Case.objects.unscoped("test").count() == 1


def test_parties_of_an_earlier_record_take_the_place_of_the_case_s(town: Town) -> None:
    housing, school = town.organisations["housing"], town.organisations["school"]
    data = {"state": "assigned", "title": "关于修路的提案"}
    earlier = Earlier(parties=handlers(housing))
    case = open_by_clock("handling", "import", body=town.body, data=data, at=clock.now(), key="1", earlier=earlier).case

    earlier = Earlier(parties=handlers(school))
    perform_by_clock(
        case.number, "import", body=town.body, data={"state": "assigned"}, at=clock.now(), key="2", earlier=earlier
    )

    assert [party.organisation_id for party in case.parties.all()] == [school.pk]
    assert {reader.key for reader in case.readers.filter(key__startswith="o")} == {
        f"o{school.pk}.{post}" for post in ("liaison", "handler", "head")
    }
    assert rebuild(check=True) == []
