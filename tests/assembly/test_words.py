"""How rows name themselves in lists and messages."""

from datetime import date

import pytest

from tests.factories.assembly import (
    make_body,
    make_committee_membership,
    make_membership,
    make_organisation,
    make_person,
    make_post,
    make_sector,
    make_session,
    make_term,
)
from zhixing.assembly.calendars import set_arrangement
from zhixing.assembly.models import DayOff, MakeUpDay, YearArrangement
from zhixing.assembly.succession import merge_organisations, rename_organisation

pytestmark = pytest.mark.django_db


def test_rows_name_themselves() -> None:
    body, person = make_body("政协安澜市委员会"), make_person("李冬梅")
    unit = make_organisation(body, "市教育局")
    assert str(body) == "政协安澜市委员会"
    assert str(make_term(body, 9, since=date(2017, 1, 10), until=date(2022, 1, 12))) == "九届"
    assert str(make_session(body, 5)) == "十届五次会议"
    assert str(unit) == "市教育局"
    assert str(make_post(unit, "head", person)) == "李冬梅 · Head of unit"
    assert str(make_post(unit, "liaison", person, title="联络员")) == "李冬梅 · 联络员"
    assert str(make_membership(body, person)) == "李冬梅"
    assert str(make_committee_membership(unit, person)) == "李冬梅"
    assert str(make_sector("教育界")) == "教育界"


def test_changes_name_themselves() -> None:
    body = make_body()
    old, new = make_organisation(body, "市文化局"), make_organisation(body, "市文旅局")
    change = merge_organisations(merged=[old], into=new, on=date(2024, 3, 1), document="")
    assert str(change) == "Merged 2024-03-01"
    assert str(change.steps.get()) == f"{old.pk} → {new.pk}"
    rename_organisation(organisation=new, name="市文广旅体局", on=date(2025, 1, 1), document="")
    assert str(new.former_names.get()) == "市文旅局"


def test_days_name_themselves() -> None:
    set_arrangement(year=2027, days_off=[date(2027, 10, 1)], make_up=[date(2027, 9, 26)], official=True, source="手工")
    assert [str(row) for model in (YearArrangement, DayOff, MakeUpDay) for row in model.objects.all()] == [
        "2027",
        "2027-10-01",
        "2027-09-26",
    ]
