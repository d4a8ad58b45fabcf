"""What a person reads of an entry: codes, clocks, reminders and fields by their titles, never by their names."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world.town import build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.cases import reading
from zhixing.cases.acts import open_case, perform
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, Todo

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_reminders_and_corrections_are_worded() -> None:
    town = build_town()
    with clock.simulated(moment(date(2026, 3, 2))):
        case = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
        perform(case, "first_review", actor=town.actor("chen"), data={"advice": "file", "opinion": "同意"})
        perform(case, "file", actor=town.actor("ding"))
        perform(case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"})
    with clock.simulated(moment(date(2026, 5, 20))):
        run_day(date(2026, 5, 20))
        correction = {"entry": 1, "field": "analysis", "value": "管护责任不清，维保费用没有来源。", "reason": "笔误"}
        perform(case, "correct", actor=town.actor("chen"), data=correction)

    handling = Case.objects.of_body(town.body).get(kind="handling")
    ticked = [view for view in reading.timeline(handling, town.actor("liao")) if view.act == "tick"]
    corrected = reading.timeline(Case.objects.of_body(town.body).get(pk=case.pk), town.actor("chen"))[-1]

    assert [[value.text.zh for value in view.values] for view in ticked] == [["答复期限", "期限临近提醒"]]
    assert [value.text.zh for value in corrected.values] == ["1", "分析", "管护责任不清，维保费用没有来源。", "笔误"]


def test_whoever_drafts_the_reply_sees_the_limit_of_the_reply() -> None:
    town = build_town()
    with clock.simulated(moment(date(2026, 3, 2))):
        case = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
        perform(case, "first_review", actor=town.actor("chen"), data={"advice": "file", "opinion": "同意"})
        perform(case, "file", actor=town.actor("ding"))
        perform(case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"})
        handling = Case.objects.of_body(town.body).get(kind="handling")
        perform(handling, "accept", actor=town.actor("liao"))
        talk = {"way": "visit", "held_on": "2026-03-02", "record": "到小区座谈"}
        perform(handling, "contact", actor=town.actor("han"), data=talk)

    rows = Todo.objects.filter(case=handling, act="draft_reply").values_list("key", "due_on")

    unit = town.organisations["housing"].pk
    assert sorted(rows) == [(f"o{unit}.handler", date(2026, 6, 2)), (f"o{unit}.liaison", date(2026, 6, 2))]
