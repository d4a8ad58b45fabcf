"""The day's clocks: what is coming in a case, done on its day, once, and late where a day was missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.world.town import Town, build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.assembly.actors import system_actor
from zhixing.assembly.calendars import work_calendar
from zhixing.cases import catching_up, door
from zhixing.cases.acts import open_case, perform
from zhixing.cases.calls import Done
from zhixing.cases.coming import coming
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, Deadline, Notice
from zhixing.cases.reading import timeline
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.register.models import Entry

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
    handling = answered(build_town())

    reminder, lapse = days(handling)

    assert (reminder[1:], lapse[1:]) == (("tick", "remind"), ("lapse", ""))
    assert run(lapse[0]) == (1, 1, [])
    assert days(handling) == []
    assert handling.state == "answered"


def test_nobody_is_reminded_before_the_day_after_a_limit_began() -> None:
    # Assigned two days before the year's last day, so that the reminder's day lies before the case.
    handling = assigned(build_town(), date(2026, 9, 28))

    assert days(handling)[0] == (date(2026, 9, 29), "tick", "remind")
    assert run(date(2026, 9, 28)) == (0, 0, [])
    assert run(date(2026, 9, 29)) == (1, 0, [])


def test_what_is_refused_is_said_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    town = build_town()
    hindered, other = (assigned(town, date(2026, 3, 2)) for _ in range(2))

    def by_clock(case: str, act: str, **call: Any) -> Done:
        if case == hindered.number:
            raise Refused("invalid", Sentence(Words("不行。", "Not so.")))
        return door.by_clock(case, act, **call)

    with monkeypatch.context() as context:
        context.setattr(catching_up, "by_clock", by_clock)
        said = run(date(2026, 7, 1))

    assert said == (2, 0, [f"{hindered.number} tick: Not so.", f"{hindered.number} tick: Not so."])
    assert days(other) == []
    assert run(date(2026, 7, 2)) == (2, 0, [])


def answered(town: Town) -> Case:
    """A handling whose reply was released on 2 March and waits for the proposer's opinion."""
    handling = assigned(town, date(2026, 3, 2))
    with clock.simulated(moment(date(2026, 3, 2), hour=10)):
        perform(handling, "accept", actor=town.actor("liao"))
        contact = {"way": "visit", "held_on": "2026-03-02", "record": "座谈"}
        perform(handling, "contact", actor=town.actor("han"), data=contact)
        perform(handling, "draft_reply", actor=town.actor("han"), data={"draft": "答复稿" * 10})
        reply = {"letter": "A", "reply": "答复正文" * 10, "publishable": "full"}
        perform(handling, "sign_reply", actor=town.actor("hu"), data=reply)
        perform(handling, "release_reply", actor=town.actor("gu"))
    handling.refresh_from_db()
    return handling


def entries(case: Case) -> list[tuple[str, date, date | None]]:
    """Return the last acts of a case from the reply on, with their days and the days they were made up for."""
    views = timeline(case, system_actor(case.body))
    shown = [(one.act, one.at.astimezone(clock.ZONE).date(), one.late and one.late.date()) for one in views]
    return shown[[act for act, _on, _late in shown].index("release_reply") + 1 :]


def test_nobody_acts_where_the_time_has_run_out_unnoticed() -> None:
    town = build_town()
    handling = answered(town)
    lapse = days(handling)[-1][0]
    after = lapse + timedelta(days=9)
    seen = handling.version
    rated = {"grade": "satisfied"}

    with clock.simulated(moment(after)):
        with pytest.raises(Refused) as unseen:
            perform(handling, "rate", actor=town.actor("an"), data=rated, seen=seen)
        with pytest.raises(Refused) as refused:
            perform(handling, "rate", actor=town.actor("an"), data=rated)

    handling.refresh_from_db()
    proposal = Case.objects.of_body(town.body).get(pk=handling.parent_id)
    assert (unseen.value.code, refused.value.code) == ("conflict", "wrong_state")
    assert entries(handling) == [("lapse", lapse, after)]
    # The case above moved with it, under the same day.
    assert (proposal.state, proposal.folded["since"][:10]) == ("answered", lapse.isoformat())
    assert Entry.objects.of_body(town.body).get(case=proposal.number, act="all_answered").at.date() <= lapse


def test_what_was_missed_says_when_it_was_made_up_for() -> None:
    town = build_town()
    handling = answered(town)
    reminder, lapse = (day for day, _act, _rung in days(handling))
    after = lapse + timedelta(days=30)

    assert run(after) == (1, 1, [])

    handling.refresh_from_db()
    assert entries(handling) == [("tick", reminder, after), ("lapse", lapse, after)]
    told = Notice.objects.filter(case=handling, act__in=["tick", "lapse"]).values_list("at", flat=True)
    assert {at.astimezone(clock.ZONE).date() for at in told} == {after}
    assert rebuild(check=True) == []


def test_what_is_done_on_its_day_was_not_late() -> None:
    town = build_town()
    handling = answered(town)

    for day, _act, _rung in days(handling):
        run(day)

    handling.refresh_from_db()
    assert [late for _act, _on, late in entries(handling)] == [None, None]


def test_reminders_wait_for_the_run_and_are_not_sent_for_what_is_done() -> None:
    town = build_town()
    handling = answered(town)
    reminder = days(handling)[0][0]

    with clock.simulated(moment(reminder)):
        perform(handling, "rate", actor=town.actor("an"), data={"grade": "satisfied"})

    assert run(reminder + timedelta(days=1)) == (0, 0, [])
    handling.refresh_from_db()
    assert [act for act, _on, _late in entries(handling)] == ["rate"]
