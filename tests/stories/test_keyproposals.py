"""A key proposal is nominated, chosen by the chair's meeting, planned by its unit, followed and brought to a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from tests.stories.telling import HOUSING, LIFTS, PROPAGANDA, SCHOOL, Teller
from zhixing.cases.models import Case
from zhixing.supervision.key_kinds import units_of_the_proposals
from zhixing.supervision.key_shares import key_share

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GROUNDS = {"criteria": "livelihood", "grounds": "涉及二百一十三个单元，年内可见成效。"}
CHOSEN = {
    "decision": "confirmed",
    "meeting": "十届市政协第五十一次主席会议",
    "decided_on": "2026-03-20",
    "level": "supervised",
    "units": [HOUSING],
    "leader": "卫岚",
    "committee": "提案委员会",
}
PLAN = {
    "responsible": "胡砚",
    "measures": "逐部明确使用管理责任主体，设立共管账户。",
    "finish_by": "2026-10-30",
    "steps": [{"what": "完成摸底", "person": "韩拓", "done_by": "2026-05-31"}],
}
HELD = {
    "form": "visit",
    "held_on": "2026-06-10",
    "leader_came": "yes",
    "proposer_came": "yes",
    "present_units": [HOUSING],
    "present": "卫岚、安行、胡砚",
    "findings": "已有一百四十个单元公示责任人。",
}
REPORT = {"report": "督办以来，责任主体全部明确，共管账户已在三个街道试行。"}
CONCERNED = {"chen", "ding", "zhu", "wei", "an", "liao", "han", "hu", "gu"}


def _said(share: Callable[[Case], str], case: Case) -> str:
    with translation.override("en"):
        return share(case)


def nominated(tell: Teller, *numbers: str) -> str:
    """Return what the office nominated of some proposals."""
    data = {"title": LIFTS, "proposals": list(numbers), **GROUNDS}
    return tell.open("keyproposal", "nominate", "chen", data)


def shortlisted(tell: Teller, *numbers: str, asked: tuple[str, ...] = ("民盟安澜市委", "市教育局")) -> str:
    """Return what the committee's director put on the shortlist."""
    key = nominated(tell, *numbers)
    data = {"title": LIFTS, "proposals": list(numbers), "asked": list(asked), "comment_by": "2026-03-16"}
    tell.act(key, "shortlist", "ding", data)
    return key


def confirmed(tell: Teller, **changes: Any) -> tuple[str, str]:
    """Return an assigned proposal, and the key proposal it became."""
    tell.on(3, 2)
    number = tell.assigned()
    key = shortlisted(tell, number)
    tell.on(3, 20)
    tell.act(key, "decide", "zhu", CHOSEN | changes)
    return number, key


def planned(tell: Teller) -> tuple[str, str]:
    """Return a proposal and the key proposal with its unit's plan."""
    number, key = confirmed(tell)
    tell.on(4, 1)
    tell.act(key, "plan", "liao", PLAN)
    return number, key


def supervised(tell: Teller) -> str:
    """Return a key proposal with a first activity."""
    _number, key = planned(tell)
    tell.on(6, 10)
    tell.act(key, "hold", "chen", HELD)
    return key


def test_key_proposal_runs_from_the_nomination_to_its_result(tell: Teller) -> None:
    number, key = planned(tell)

    assert tell.state(key) == "planned"
    assert tell.parties(key, "proposer") == ["安行"]
    assert (tell.parties(key, "leader"), tell.parties(key, "handler")) == (["卫岚"], [HOUSING])
    assert tell.limit(key, "finish") == ("running", "2026-10-30")
    assert tell.on_time(key, "plan")
    assert tell.whose_turn(key) == {"chen": "hold", "ding": "hold"}
    assert "be_key" in tell.acts(number)

    tell.on(5, 20)
    call = {"form": "visit", "meets_on": "2026-06-10", "place": "东门街道", "progress_by": "2026-06-05"}
    tell.act(key, "call_activity", "chen", call)
    assert tell.limit(key, "progress") == ("running", "2026-06-05")
    assert tell.told("hu", key)[-1] == tell.told("an", key)[-1] == "call_activity"
    tell.on(6, 3)
    tell.day_comes()
    assert tell.told("han", key)[-1] == "tick"
    progress = {"progress": "已公示一百四十个单元的责任人。", "difficulties": "资金有缺口"}
    tell.act(key, "progress", "han", progress)
    assert tell.on_time(key, "progress")
    assert tell.reads(key, "wei")["difficulties"] == "资金有缺口"
    assert "difficulties" not in tell.reads(key, "an")

    tell.on(6, 10)
    assert tell.act(key, "hold", "chen", HELD) == "supervised"
    tell.act(key, "respond", "an", {"opinion": "希望年内全覆盖。"})
    tell.act(key, "instruct", "wei", {"leader_words": "请抓紧落实。"})
    assert tell.reads(key, "hu")["leader_words"] == "请抓紧落实。"
    assert "leader_words" not in tell.reads(key, "an")
    later = {"measures": PLAN["measures"], "finish_by": "2026-11-30", "reason": "招标延后"}
    tell.act(key, "amend_plan", "hu", later)
    assert tell.limit(key, "finish") == ("running", "2026-11-30")
    tell.act(key, "hold", "ding", HELD | {"form": "meeting"})

    tell.on(9, 1)
    tell.act(key, "report", "chen", REPORT)
    assert tell.act(key, "return_report", "ding", {"wanting": "补充提案者意见"}) == "supervised"
    assert tell.limit(key, "finish")[0] == "running"
    tell.act(key, "report", "chen", REPORT)
    assert tell.whose_turn(key) == {"ding": "close"}
    result = {"result": "solved", "outcome": "全部单元已明确责任主体。"}
    assert tell.act(key, "close", "ding", result) == "closed"
    assert tell.told("an", key)[-1] == tell.told("hu", key)[-1] == "close"
    assert (tell.content(key).result, tell.content(key).level) == ("solved", "supervised")


def test_until_it_is_chosen_neither_proposer_nor_unit_knows(tell: Teller) -> None:
    tell.on(3, 2)
    number = tell.assigned()
    key = nominated(tell, number)

    assert tell.who_sees(key) == {"chen", "ding", "zhu", "wei"}
    assert tell.whose_turn(key) == {"ding": "shortlist"}
    assert tell.refused(key, "shortlist", "chen").code == "not_allowed"
    asked = {"title": LIFTS, "proposals": [number], "asked": ["民盟安澜市委"], "comment_by": "2026-03-16"}
    tell.act(key, "shortlist", "ding", asked)
    assert tell.who_sees(key) == {"chen", "ding", "zhu", "wei", "min"}
    assert tell.reads(key, "min")["grounds"] == GROUNDS["grounds"]
    tell.act(key, "comment", "min", {"stance": "agree", "words": "群众反映强烈"})
    assert tell.reads(key, "zhu")["words"] == "群众反映强烈"
    assert tell.told("chen", key)[-1] == "comment"
    assert tell.refused(key, "comment", "gong", {"stance": "agree"}).code == "unknown"
    assert "be_key" not in tell.acts(number)

    tell.on(3, 20)
    assert tell.refused(key, "decide", "wei", CHOSEN).code == "not_allowed"
    tell.act(key, "decide", "zhu", CHOSEN)
    assert tell.who_sees(key) == CONCERNED
    assert tell.told("an", key) == ["bring_in"]
    assert tell.told("hu", key) == ["decide"]
    assert "grounds" not in tell.reads(key, "an")
    assert tell.papers(key) == ["confirmation"]
    assert tell.limit(key, "plan") == ("running", "2026-04-13")


def test_what_the_meeting_does_not_choose_stays_unknown(tell: Teller) -> None:
    tell.on(3, 2)
    number = tell.assigned()
    key = shortlisted(tell, number)
    tell.on(3, 20)
    refused = {"decision": "refused", "meeting": CHOSEN["meeting"], "decided_on": "2026-03-20"}
    assert tell.act(key, "decide", "zhu", refused) == "not_chosen"
    assert tell.who_sees(key) == {"chen", "ding", "zhu", "wei"}
    assert "be_key" not in tell.acts(number)

    other = nominated(tell, number)
    assert tell.act(other, "set_aside", "ding", {"reason": "与上一年重点提案重复"}) == "not_chosen"


def test_decision_says_at_what_level_and_by_whom(tell: Teller) -> None:
    tell.on(3, 2)
    number = tell.assigned()
    key = shortlisted(tell, number)
    tell.on(3, 20)
    for left_out in ("level", "units", "leader", "committee", "meeting"):
        wanting = tell.refused(key, "decide", "zhu", {k: v for k, v in CHOSEN.items() if k != left_out})
        assert (wanting.code, [name for name, _said in wanting.faults]) == ("invalid", [left_out])
    nobody = tell.refused(key, "decide", "zhu", CHOSEN | {"leader": "安行"})
    assert [name for name, _said in nobody.faults] == ["leader"]
    led = {k: v for k, v in CHOSEN.items() if k != "leader"} | {"level": "led"}
    assert [name for name, _said in tell.refused(key, "decide", "zhu", led).faults] == ["led_by"]
    assert tell.act(key, "decide", "zhu", led | {"led_by": "市长"}) == "confirmed"


def test_only_filed_proposals_are_nominated(tell: Teller) -> None:
    submitted = tell.submitted()
    refused = tell.not_opened("keyproposal", "nominate", "chen", {"title": LIFTS, "proposals": [submitted], **GROUNDS})
    assert (refused.code, [name for name, _said in refused.faults]) == ("invalid", ["proposals"])
    unknown = tell.not_opened("keyproposal", "nominate", "an", {"title": LIFTS, "proposals": [submitted], **GROUNDS})
    assert unknown.code == "not_allowed"


def test_special_committee_nominates_what_it_cannot_name_and_the_office_looks_it_up(tell: Teller) -> None:
    tell.on(3, 2)
    number = tell.assigned()
    data = {"own_committee": "提案委员会", "title": LIFTS, **GROUNDS}
    refused = tell.not_opened("keyproposal", "nominate_for_committee", "shen", data)
    assert refused.code == "invalid"
    key = tell.open("keyproposal", "nominate_for_committee", "ding", data)
    bare = {"title": LIFTS, "comment_by": "2026-03-16"}
    assert [name for name, _said in tell.refused(key, "shortlist", "ding", bare).faults] == ["proposals"]
    assert tell.act(key, "shortlist", "ding", bare | {"proposals": [number]}) == "shortlisted"


def test_proposals_on_one_matter_become_one_key_proposal(tell: Teller) -> None:
    tell.on(3, 2)
    first, second = tell.assigned(), tell.assigned(tell.filed("bo"), unit=SCHOOL)
    key = shortlisted(tell, first, second, asked=())
    chair = tell.actor("zhu")
    organisations = tell.town.organisations
    found = units_of_the_proposals(tell.case(key), chair)
    assert found == [organisations["housing"].pk, organisations["school"].pk]
    tell.on(3, 20)
    tell.act(key, "decide", "zhu", CHOSEN | {"units": [HOUSING, SCHOOL]})

    assert tell.parties(key, "proposer") == ["安行", "柏川"]
    assert {"an", "bo", "hu", "yao"} <= tell.who_sees(key)


def test_arrangements_change_and_it_ends_when_the_proposal_is_withdrawn(tell: Teller) -> None:
    _number, key = confirmed(tell)
    change = {"units": [PROPAGANDA], "leader": "祝山", "reason": "职责调整"}
    assert tell.refused(key, "rearrange", "ding", change).code == "not_allowed"
    tell.act(key, "rearrange", "zhu", change)
    assert (tell.parties(key, "handler"), tell.parties(key, "leader")) == ([PROPAGANDA], ["祝山"])
    assert "hu" not in tell.who_sees(key)
    assert "pan" in tell.who_sees(key)
    assert tell.refused(key, "plan", "liao", PLAN).code == "unknown"

    assert tell.act(key, "end", "ding", {"reason": "提案撤案"}) == "ended"
    assert tell.told("an", key)[-1] == "end"


def test_late_plan_is_urged(tell: Teller) -> None:
    _number, key = confirmed(tell)
    assert tell.refused(key, "plan", "hu", PLAN | {"responsible": "韩拓"}).code == "invalid"
    tell.on(4, 14)
    tell.day_comes()
    assert tell.told("hu", key)[-1] == tell.told("ding", key)[-1] == "tick"


def test_activities_need_a_plan_and_a_report_an_activity(tell: Teller) -> None:
    _number, key = confirmed(tell)
    assert tell.refused(key, "hold", "chen", HELD).code == "wrong_state"
    tell.on(4, 1)
    tell.act(key, "plan", "hu", PLAN)
    assert tell.refused(key, "report", "chen", REPORT).code == "wrong_state"
    assert tell.refused(key, "hold", "hu", HELD).code == "not_allowed"
    assert tell.refused(key, "progress", "an", {"progress": "已经开始办理了。"}).code == "not_allowed"


def test_decision_is_told_what_share_is_usual_and_not_refused_by_it(tell: Teller) -> None:
    tell.on(3, 2)
    key = shortlisted(tell, tell.assigned())
    said = _said(key_share, tell.case(key))
    assert "1 proposals filed" in said
    assert "0 are key so far" in said
    assert "at least 1" in said
    tell.on(3, 20)
    tell.act(key, "decide", "zhu", CHOSEN)
    assert "1 are key so far" in _said(key_share, tell.case(key))
