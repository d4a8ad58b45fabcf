"""A limit counted without a year's official arrangement is counted again, visibly, when the arrangement arrives."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world.town import build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.assembly.calendars import set_arrangement
from zhixing.cases.acts import open_case
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, Deadline
from zhixing.cases.rebuilding import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_daily_recounts_a_provisional_limit_once() -> None:
    town = build_town()
    last_day = date(2026, 12, 30)
    with clock.simulated(moment(last_day)):
        case = open_case("proposal", "submit", actor=town.actor("an", on=last_day), data=proposal_data()).case
        before = Deadline.objects.get(case=case, clock="first_review")

        holiday = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), date(2027, 1, 4)]
        set_arrangement(year=2027, days_off=holiday, make_up=[], official=True, source="国办发明电")
        run_day(last_day)
        run_day(last_day)

    after = Deadline.objects.get(case=case, clock="first_review")
    assert (before.due_on, before.provisional) == (date(2027, 1, 6), True)
    assert (after.due_on, after.provisional) == (date(2027, 1, 8), False)
    assert Case.objects.of_body(town.body).get(pk=case.pk).folded["counts"] == {"submit": 1, "recompute": 1}
    assert rebuild(check=True) == []
