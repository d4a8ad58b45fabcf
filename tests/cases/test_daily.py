"""The day's clocks: what is coming in a case, done on its day, once, and late where a day was missed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world.town import Town, build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.assembly.calendars import work_calendar
from zhixing.cases.acts import open_case, perform
from zhixing.cases.daily import coming, run_day
from zhixing.cases.models import Case, Deadline

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def assigned(town: Town, on: date) -> Case:
    """A handling that was assigned on a day; everything else happened that day too."""
    at = moment(on)
    with clock.simulated(at):
        case = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
        perform(case, "first_review", actor=town.actor("chen"), data={"advice": "file", "opinion": "同意"})
        perform(case, "file", actor=town.actor("ding"))
        perform(case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"})
    return Case.objects.of_body(town.body).get(parent=case)


def days(case: Case) -> list[tuple[date, str, str]]:
    case.refresh_from_db()
    return [(one.day, one.act, one.data.get("rung", "")) for one in coming(case, work_calendar())]


def run(on: date) -> tuple[int, int, list[str]]:
    with clock.simulated(moment(on, hour=20)):
        report = run_day(on)
    return report.reminders, report.automatic, report.refused


def test_reminders_come_in_their_order_and_once() -> None:
    handling = assigned(build_town(), date(2026, 3, 2))
    due = Deadline.objects.get(case=handling, clock="reply").due_on
    reminded, urged = date(2026, 5, 18), date(2026, 6, 3)

    assert due == date(2026, 6, 2)
    assert days(handling) == [(reminded, "tick", "remind"), (urged, "tick", "urge")]
    assert run(date(2026, 5, 17)) == (0, 0, [])
    assert run(reminded) == (1, 0, [])
    assert run(reminded) == (0, 0, [])
    assert days(handling) == [(urged, "tick", "urge")]


def test_days_that_were_missed_are_caught_up_in_one_run() -> None:
    handling = assigned(build_town(), date(2026, 3, 2))

    assert run(date(2026, 7, 1)) == (2, 0, [])
    assert days(handling) == []


def test_a_time_limit_that_runs_out_ends_what_waits_for_nobody() -> None:
    town = build_town()
    handling = assigned(town, date(2026, 3, 2))
    with clock.simulated(moment(date(2026, 3, 2), hour=10)):
        perform(handling, "accept", actor=town.actor("liao"))
        contact = {"way": "visit", "held_on": "2026-03-02", "record": "座谈"}
        perform(handling, "contact", actor=town.actor("han"), data=contact)
        perform(handling, "draft_reply", actor=town.actor("han"), data={"draft": "答复稿" * 10})
        reply = {"letter": "A", "reply": "答复正文" * 10, "publishable": "full"}
        perform(handling, "sign_reply", actor=town.actor("hu"), data=reply)
        perform(handling, "release_reply", actor=town.actor("gu"))

    reminder, lapse = days(handling)

    assert (reminder[1:], lapse[1:]) == (("tick", "remind"), ("lapse", ""))
    assert run(lapse[0]) == (1, 1, [])
    assert days(handling) == []
    assert handling.state == "answered"


def test_what_is_refused_is_said_and_stops_nothing() -> None:
    late, early = build_town(), date(2026, 9, 20)
    # Assigned two days before the year's last day, so that the reminder's day lies before the case.
    handling = assigned(late, date(2026, 9, 28))

    with clock.simulated(moment(date(2026, 9, 29))):
        report = run_day(early)

    assert report.reminders == 0
    assert [sentence.partition(":")[0] for sentence in report.refused] == [f"{handling.number} tick"]
