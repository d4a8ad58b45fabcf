"""The thin path through the one door: from a member's draft to a rated reply, each step by the right office."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world.town import build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case, Deadline, Notice, Todo
from zhixing.cases.rebuilding import rebuild
from zhixing.proposals.models import Handling
from zhixing.register.log import verify_database

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_thin_path_ends_answered_and_closed() -> None:
    town = build_town()
    with clock.simulated(moment(date(2026, 6, 30))):
        done = open_case(
            "proposal", "submit", actor=town.actor("an"), data=proposal_data(), at=moment(date(2026, 1, 21))
        )
        case = done.case
        assert case.state == "submitted"
        perform(
            case,
            "first_review",
            actor=town.actor("chen"),
            data={"advice": "file", "opinion": "同意"},
            at=moment(date(2026, 1, 22)),
        )
        perform(case, "file", actor=town.actor("ding"), at=moment(date(2026, 1, 23)))
        perform(
            case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"}, at=moment(date(2026, 3, 2))
        )
        handling = Case.objects.unscoped("test").get(kind="handling")
        assert handling.official_number == "1005001-1"
        perform(handling, "accept", actor=town.actor("liao"), at=moment(date(2026, 3, 3)))
        perform(
            handling,
            "contact",
            actor=town.actor("han"),
            data={"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"},
            at=moment(date(2026, 3, 10)),
        )
        perform(
            handling,
            "draft_reply",
            actor=town.actor("han"),
            data={"draft": "答复稿" * 10},
            at=moment(date(2026, 4, 10)),
        )
        perform(
            handling,
            "sign_reply",
            actor=town.actor("hu"),
            data={"letter": "A", "reply": "答复正文" * 10, "publishable": "full"},
            at=moment(date(2026, 4, 20)),
        )
        perform(handling, "release_reply", actor=town.actor("gu"), at=moment(date(2026, 4, 22)))
        perform(handling, "rate", actor=town.actor("an"), data={"grade": "satisfied"}, at=moment(date(2026, 4, 28)))
        case.refresh_from_db()
        assert case.state == "answered"
        perform(case, "conclude", actor=town.actor("chen"), at=moment(date(2026, 5, 6)))
        case.refresh_from_db()
        assert case.state == "closed"
        assert Deadline.objects.get(case=handling, clock="reply").on_time is True
        assert Todo.objects.filter(case=handling).count() == 0
        assert Notice.objects.count() > 5


def test_rebuilding_finds_nothing_to_put_right_after_the_thin_path() -> None:
    test_thin_path_ends_answered_and_closed()

    assert rebuild(check=True) == []
    assert verify_database().broken == []


def test_second_reply_without_a_promise_no_longer_shows_the_first_ones() -> None:
    town = build_town()
    reply = {"reply": "已安排专项资金，逐台落实管理责任。" * 3, "publishable": "full"}
    with clock.simulated(moment(date(2026, 3, 2))):
        case = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
        perform(case, "first_review", actor=town.actor("chen"), data={"advice": "file", "opinion": "同意"})
        perform(case, "file", actor=town.actor("ding"))
        perform(case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"})
        handling = Case.objects.unscoped("test").get(kind="handling")
        perform(handling, "accept", actor=town.actor("liao"))
        talk = {"way": "visit", "held_on": "2026-03-02", "record": "到小区座谈"}
        perform(handling, "contact", actor=town.actor("han"), data=talk)
        row = {"answer": "列入计划", "letter": "B", "measures": "年内完成责任公示", "person": "胡砚"}
        promise = {"letter": "B", "answers": [{**row, "promised_by": "2026-12-20"}]}
        for signed, grade in ((promise, "dissatisfied"), ({"letter": "A"}, "")):
            perform(handling, "draft_reply", actor=town.actor("han"), data={"draft": "答复稿" * 10})
            perform(handling, "sign_reply", actor=town.actor("hu"), data=reply | signed)
            perform(handling, "release_reply", actor=town.actor("gu"))
            content = Handling.objects.get(case=handling)
            if grade:
                assert (content.letter, content.answers[0]["measures"]) == ("B", "年内完成责任公示")
                perform(handling, "rate", actor=town.actor("an"), data={"grade": grade, "again": "没有落实到人"})

    assert (content.letter, content.answers) == ("A", [])
    assert rebuild(check=True) == []
