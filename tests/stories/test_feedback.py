"""The proposer's opinion: satisfied or not, a second reply, silence, and what leaders may do."""

from __future__ import annotations

import pytest

from tests.stories.telling import REPLY, Teller

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AGAIN = {"grade": "dissatisfied", "again": "没有落实到人", "attitude": "satisfied", "words": "态度好，办法少"}


def _replied(tell: Teller) -> tuple[str, str]:
    number = tell.assigned()
    (handling,) = tell.below(number)
    return number, tell.replied(tell.drafted(handling))


def _reworked(tell: Teller) -> tuple[str, str]:
    number, handling = _replied(tell)
    tell.act(handling, "rate", "an", AGAIN)
    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    return number, tell.replied(handling)


def test_satisfied_proposer_ends_the_handling(tell: Teller) -> None:
    number, handling = _replied(tell)
    tell.act(
        handling, "contact", "han", {"way": "telephone", "stage": "after", "held_on": "2026-01-21", "record": "回访"}
    )
    tell.act(handling, "rate", "an", {"grade": "satisfied", "result": "basically", "call_me": "yes", "words": "办得实"})

    assert (tell.state(handling), tell.state(number)) == ("answered", "answered")
    assert tell.on_time(handling, "feedback") is True
    assert tell.reads(handling, "gu")["grade"] == "satisfied"
    assert {"words", "call_me"} <= tell.reads(handling, "chen").keys()
    assert {"grade", "words", "result"}.isdisjoint(tell.reads(handling, "hu"))
    assert tell.told("chen", handling)[-1] == "rate"

    tell.act(number, "conclude", "chen", {"opinion": "同意结案"})
    assert (tell.state(number), tell.state(handling)) == ("closed", "closed")
    assert tell.told("hu", number) == ["conclude"]
    tell.act(number, "archive", "chen")
    assert (tell.state(number), tell.papers(number)[-1]) == ("archived", "dossier")


def test_dissatisfied_proposer_is_answered_again(tell: Teller) -> None:
    number, handling = _replied(tell)
    tell.on(1, 23)
    assert tell.refused(handling, "rate", "an", {"grade": "dissatisfied"}).code == "invalid"
    assert tell.act(handling, "rate", "an", AGAIN) == "rework"

    assert tell.whose_turn(handling) == {"liao": "draft_reply", "han": "draft_reply"}
    assert tell.limit(handling, "rework") == ("running", "2026-02-24")
    assert tell.reads(handling, "han")["again"] == "没有落实到人"
    assert {"words", "attitude", "grade"}.isdisjoint(tell.reads(handling, "han"))
    assert tell.state(number) == "assigned"

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    assert tell.replied(handling) == handling
    assert tell.state(handling) == "replied_again"
    assert tell.limit(handling, "rework")[0] == "stopped"
    assert tell.limit(handling, "feedback")[0] == "running"
    assert tell.act(handling, "rate_again", "an", {"second_grade": "basically"}) == "answered"
    assert tell.told("zhu", handling) == ["rate_again"]
    refused = tell.refused(handling, "reopen", "wei", {"leader_words": "请再办"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/32")
    assert tell.state(number) == "answered"


def test_leader_has_it_handled_again_after_the_second_dissatisfaction(tell: Teller) -> None:
    number, handling = _reworked(tell)
    tell.act(handling, "instruct", "wei", {"leader_words": "请主要负责人过问"})
    assert tell.told("hu", handling)[-1] == "instruct"
    assert tell.reads(handling, "hu")["leader_words"] == "请主要负责人过问"
    assert "leader_words" not in tell.reads(handling, "han")
    assert "leader_words" not in tell.reads(handling, "an")

    tell.act(handling, "rate_again", "an", {"second_grade": "dissatisfied"})
    assert tell.state(number) == "answered"
    assert tell.refused(handling, "reopen", "chen", {"leader_words": "请再办"}).code == "not_allowed"
    tell.on(2, 2)
    assert tell.act(handling, "reopen", "wei", {"leader_words": "请再办一次"}) == "rework"
    assert (tell.state(number), tell.acts(number)[-1]) == ("assigned", "resume")
    assert tell.told("an", number)[-1] == "resume"
    assert tell.limit(handling, "rework") == ("running", "2026-03-04")

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    tell.replied(handling)
    tell.act(handling, "rate_again", "an", {"second_grade": "dissatisfied"})
    assert tell.refused(handling, "reopen", "zhu", {"leader_words": "再办"}).code == "not_allowed"
    assert tell.state(number) == "answered"


def test_silence_after_the_reminder_is_no_answer_and_no_grade(tell: Teller) -> None:
    number, handling = _replied(tell)
    assert tell.limit(handling, "feedback") == ("running", "2026-02-11")
    tell.on(2, 6)
    tell.day_comes()
    assert tell.told("an", handling) == ["contact", "release_reply", "tick"]
    tell.on(2, 25)
    tell.day_comes()
    assert tell.state(handling) == "replied"
    tell.on(2, 26)
    tell.day_comes()

    assert (tell.state(handling), tell.state(number)) == ("answered", "answered")
    assert tell.acts(handling)[-1] == "lapse"
    assert "grade" not in tell.reads(handling, "chen")
    assert tell.told("chen", handling)[-1] == "lapse"
    assert tell.refused(handling, "rate", "an", {"grade": "satisfied"}).code == "wrong_state"


def test_first_proposer_grades_and_cosigners_comment(tell: Teller) -> None:
    number = tell.submitted_together()
    tell.reviewed(number)
    tell.act(number, "file", "ding")
    (handling,) = tell.below(tell.assigned(number))
    tell.drafted(handling)
    tell.act(handling, "confirm_contact", "bo", {"contact_entry": 3, "confirmed": "yes"})
    tell.replied(handling)

    assert tell.told("bo", handling) == ["release_reply"]
    tell.act(handling, "comment", "bo", {"comment": "同意答复"})
    assert tell.reads(handling, "chen")["comment"] == "同意答复"
    assert "comment" not in tell.reads(handling, "hu")
    refused = tell.refused(handling, "rate", "bo", {"grade": "satisfied"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/29")
