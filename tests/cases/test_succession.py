"""When units merge or split, their open cases go to the successor, and closed ones stay where they were."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world.town import OPENED, Town, build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.assembly.models import Organisation
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case, CaseParty, Todo
from zhixing.cases.rebuilding import rebuild
from zhixing.cases.succession import merge_units, split_unit
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2026, 4, 1)


def assigned(town: Town) -> Case:
    """Return a handling of the housing bureau."""
    with clock.simulated(moment(date(2026, 3, 2))):
        case = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
        perform(case, "first_review", actor=town.actor("chen"), data={"advice": "file", "opinion": "同意"})
        perform(case, "file", actor=town.actor("ding"))
        perform(case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"})
    return Case.objects.of_body(town.body).get(kind="handling")


def handlers(case: Case) -> list[str]:
    """Return the names of the units that handle a case."""
    rows = CaseParty.objects.filter(case=case, capacity="handler", organisation__isnull=False)
    return [row.organisation.name for row in rows.select_related("organisation") if row.organisation]


def test_merging_moves_open_cases_with_their_todos() -> None:
    town = build_town()
    handling = assigned(town)
    new = Organisation.objects.create(body=town.body, name="市城乡建设局", side="government", since=OPENED)

    with clock.simulated(moment(DAY)):
        _change, moved = merge_units(
            merged=[town.organisations["housing"]], into=new, on=DAY, at=clock.now(), document="安委发〔2026〕3号"
        )

        assert moved == 2
        assert handlers(handling) == ["市城乡建设局"]
        assert handling.parent is not None
        assert handlers(handling.parent) == ["市城乡建设局"]
        keys = set(Todo.objects.filter(case=handling).values_list("key", flat=True))
        assert keys == {f"o{new.pk}.liaison", f"o{new.pk}.head"}
        perform(handling, "accept", actor=town.actor("liao", on=DAY))
    assert rebuild(check=True) == []


def test_closed_cases_stay_with_the_unit_that_did_them() -> None:
    town = build_town()
    handling = assigned(town)
    with clock.simulated(moment(DAY)):
        data = {"state": "closed", "resolution": "主席会议决定", "second": town.people["ding"].pk}
        town.organisations["committee"].posts.create(person=town.people["zhu"], kind="director", since=OPENED)
        perform(handling, "direct", actor=town.actor("zhu"), data=data)
        new = Organisation.objects.create(body=town.body, name="市城乡建设局", side="government", since=OPENED)

        merge_units(merged=[town.organisations["housing"]], into=new, on=DAY, at=clock.now(), document="文件")

    assert handlers(handling) == ["市住房和城乡建设局"]


def test_splitting_gives_the_open_cases_to_the_heir() -> None:
    town = build_town()
    handling = assigned(town)
    one = Organisation.objects.create(body=town.body, name="市住房局", side="government", since=OPENED)
    other = Organisation.objects.create(body=town.body, name="市建设局", side="government", since=OPENED)

    with clock.simulated(moment(DAY)):
        split_unit(
            organisation=town.organisations["housing"],
            into=[one, other],
            heir=other,
            on=DAY,
            at=clock.now(),
            document="文件",
        )

    assert handlers(handling) == ["市建设局"]


def test_a_bodys_first_entry_tells_of_its_clock_and_its_procedures() -> None:
    town = build_town()
    assigned(town)

    entries = Entry.objects.of_body(town.body).filter(kind="body").order_by("number")

    assert [entry.act for entry in entries] == ["found", "adopt", "adopt"]
    assert entries[0].outcome == '{"demo_clock":true}'
    assert entries[0].pk == Entry.objects.of_body(town.body).order_by("pk").values_list("pk", flat=True)[0]
