"""What a reply promises is followed until it is kept, and until then no proposal is concluded."""

from __future__ import annotations

import pytest

from tests.stories.supervising import with_promise
from tests.stories.telling import REPLY, Teller, promised

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EVIDENCE = {"evidence": "已在全部二百一十三个单元公示责任人。"}


def test_only_what_is_promised_opens_a_promise(tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.drafted(handling)
    rows = [
        {"answer": "已经办结", "letter": "A"},
        {
            "answer": "列入计划",
            "letter": "B",
            "measures": "设立共管账户",
            "person": "胡砚",
            "promised_by": "2026-09-30",
        },
        {"answer": "留作参考", "letter": "C"},
    ]
    signed = {"letter": "B", "reply": REPLY, "publishable": "summary"}
    assert tell.refused(handling, "sign_reply", "hu", signed).code == "invalid"
    bare = [{"answer": "列入计划", "letter": "B"}]
    assert tell.refused(handling, "sign_reply", "hu", signed | {"answers": bare}).code == "invalid"
    tell.act(handling, "sign_reply", "hu", signed | {"answers": rows})
    assert tell.below(handling, "promise") == []
    tell.act(handling, "release_reply", "gu")

    (promise,) = tell.below(handling, "promise")
    content = tell.content(promise)
    assert (content.measures, content.person, content.promised_by.isoformat()) == ("设立共管账户", "胡砚", "2026-09-30")
    assert tell.limit(promise, "promise") == ("running", "2026-09-30")
    assert tell.who_sees(promise) == {"an", "liao", "han", "hu", "gu", "chen", "ding", "zhu", "wei"}
    assert tell.told("hu", promise) == ["open"]
    assert len(tell.content(handling).answers) == 3


def test_promise_is_kept_at_the_second_attempt_and_the_proposal_concluded(tell: Teller) -> None:
    number, handling, promise = with_promise(tell)
    assert tell.limit(promise, "promise") == ("running", "2026-06-30")
    # What can be done is to do: not to conclude, while a promise is open.
    assert tell.whose_turn(number) == {"chen": "track", "ding": "track"}
    assert tell.act(number, "track", "chen", {"opinion": "跟踪至年底"}) == "tracking"
    assert tell.whose_turn(number) == {}
    tell.act(number, "note", "gu", {"text": "已电话了解公示进度"})
    assert tell.told("an", number)[-1] == "track"
    refused = tell.refused(number, "conclude", "chen")
    assert (refused.code, refused.article) == ("wrong_state", "proposal-work-rules/32")

    tell.on(5, 20)
    tell.act(promise, "progress", "han", {"progress": "已公示一百个单元"})
    assert tell.told("an", promise) == ["progress"]
    assert tell.content(promise).progress == "已公示一百个单元"
    tell.act(promise, "claim_done", "hu", EVIDENCE)
    assert tell.whose_turn(promise) == {"chen": "verify", "ding": "verify"}
    assert tell.limit(promise, "promise")[0] == "stopped"
    assert tell.limit(promise, "verify") == ("running", "2026-06-17")

    tell.on(5, 25)
    assert (
        tell.act(promise, "verify", "chen", {"found": "not_kept", "way": "on_spot", "how": "现场抽查三处未公示"})
        == "open"
    )
    assert tell.limit(promise, "promise")[0] == "running"
    assert tell.told("hu", promise) == ["open", "verify"]
    tell.on(6, 8)
    tell.act(promise, "claim_done", "hu", EVIDENCE)
    assert tell.act(promise, "verify", "chen", {"found": "kept", "way": "on_spot", "how": "现场复查属实"}) == "cleared"
    assert tell.on_time(promise, "promise") is True
    assert tell.told("an", promise) == ["progress", "claim_done", "verify"]

    assert (tell.state(number), tell.acts(number)[-1]) == ("answered", "all_kept")
    assert tell.whose_turn(number) == {"chen": "conclude", "ding": "conclude"}
    assert tell.told("chen", number)[-1] == "all_kept"
    assert tell.refused(number, "track", "chen").sentence.say("zh-hans") == "下面没有还在等待的子案，不必“转入跟踪”。"
    assert tell.act(number, "conclude", "chen") == "closed"
    assert tell.state(handling) == "closed"


def test_promise_that_cannot_be_kept_is_given_up_by_a_leader(tell: Teller) -> None:
    number, _handling, promise = with_promise(tell)
    refused = tell.refused(promise, "give_up", "hu", {"reason": "经费未落实"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/35")

    assert tell.act(promise, "give_up", "wei", {"reason": "上级政策调整，无法实施"}) == "not_achievable"
    assert tell.case(promise).final
    assert tell.limit(promise, "promise")[0] == "stopped"
    assert tell.told("an", promise) == ["give_up"]
    assert tell.act(number, "conclude", "chen") == "closed"


def test_promise_ends_with_a_proposal_that_is_withdrawn(tell: Teller) -> None:
    number = tell.assigned()
    tell.act(number, "request_withdrawal", "an", {"reason": "问题已经解决"})
    (handling,) = tell.below(number)
    tell.replied(tell.drafted(handling), **promised())
    tell.act(handling, "rate", "an", {"grade": "satisfied"})
    (promise,) = tell.below(handling, "promise")

    tell.act(number, "decide_withdrawal", "chen", {"withdrawal": "granted"})

    assert (tell.state(handling), tell.state(promise), tell.case(promise).final) == ("stopped", "void", True)
    assert tell.limit(promise, "promise")[0] == "stopped"
    assert tell.told("hu", promise) == ["open", "void"]
    tell.on(7, 1)
    tell.day_comes()
    assert tell.acts(promise) == ["open", "void"]


def test_overdue_promise_is_reminded_of_and_urged(tell: Teller) -> None:
    _number, _handling, promise = with_promise(tell)
    tell.on(6, 15)
    tell.day_comes()
    assert tell.told("hu", promise) == ["open", "tick"]
    assert tell.told("chen", promise) == []
    tell.on(7, 1)
    tell.day_comes()
    assert (tell.told("chen", promise), tell.told("gu", promise)) == (["tick"], ["tick"])


def test_second_reply_follows_once_promises_are_settled_and_raises_the_letter(tell: Teller) -> None:
    _number, handling, promise = with_promise(tell)
    assert tell.refused(handling, "second_reply", "hu", {"letter": "A", "second_reply": REPLY}).code == "wrong_state"
    tell.on(6, 8)
    tell.act(promise, "claim_done", "hu", EVIDENCE)
    assert tell.act(promise, "say_if_done", "an", {"done": "yes", "remark": "已到现场看过"}) == "claimed"
    assert tell.told("chen", promise)[-1] == "say_if_done"
    assert "done" not in tell.reads(promise, "hu")
    tell.act(promise, "verify", "chen", {"found": "kept", "way": "proposer", "how": "提案者已到现场看过"})

    assert tell.acts(handling)[-1] == "promises_settled"
    assert tell.whose_turn(handling) == {"hu": "second_reply"}
    tell.act(handling, "second_reply", "hu", {"letter": "A", "second_reply": f"承诺事项已经全部兑现。{REPLY}"})
    assert tell.content(handling).letter == "A"
    assert tell.told("an", handling)[-1] == "second_reply"
    assert tell.whose_turn(handling) == {}


def test_units_head_explains_and_a_leader_decides_whether_it_can_be_kept(tell: Teller) -> None:
    number, _handling, promise = with_promise(tell)
    assert (
        tell.refused(promise, "decide_release", "wei", {"release": "granted", "reason": "同意"}).code == "wrong_state"
    )
    tell.act(promise, "ask_release", "hu", {"explanation": "省里暂停了这类资金，今年无法安排。"})
    assert {who for who, act in tell.whose_turn(promise).items() if act == "decide_release"} == {"zhu", "wei"}
    assert tell.act(promise, "decide_release", "wei", {"release": "refused", "reason": "可从公共收益列支"}) == "open"
    assert tell.limit(promise, "promise")[0] == "running"
    tell.act(promise, "ask_release", "hu", {"explanation": "公共收益经审计不能列支。"})
    decided = {"release": "granted", "reason": "确属客观原因"}
    assert tell.act(promise, "decide_release", "zhu", decided) == "not_achievable"
    assert tell.act(number, "conclude", "chen") == "closed"
