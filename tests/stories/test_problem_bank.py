"""The problem bank: nominated, refused, nominated again, admitted, grouped, researched, reported, cleared; internal."""

from __future__ import annotations

import pytest

from tests.stories.supervising import with_heads, with_promise
from tests.stories.telling import HOUSING, Teller

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FACTS = "承诺六月底前公示责任人，至今没有公示，也没有说明。"
BANK = {"chen", "ding", "gu", "yuan", "pan", "shan", "ying", "lu"}


def _nominated(tell: Teller, about: list[str], title: str = "老旧小区加装电梯管护责任长期不落实") -> str:
    data = {"about": about, "title": title, "ground": "promise_overdue", "facts": FACTS}
    return tell.open("problem", "nominate", "chen", data)


def test_proposal_not_carried_out_goes_through_the_bank_until_it_is_cleared(  # noqa: PLR0915 - one long story
    tell: Teller,
) -> None:
    with_heads(tell)
    number, _handling, promise = with_promise(tell)
    tell.on(7, 20)
    problem = _nominated(tell, [number, promise])
    assert tell.who_sees(problem) == BANK
    assert set(tell.whose_turn(problem)) == {"ying", "lu"}
    assert tell.limit(problem, "decide") == ("running", "2026-08-03")
    assert tell.refused(problem, "admit", "chen", {"cause": "money"}).code == "not_allowed"
    assert tell.act(problem, "refuse", "lu", {"reason": "承诺逾期不足一个月，先行督办"}) == "refused"
    assert tell.told("chen", problem) == ["refuse"]

    tell.on(9, 1)
    again = {"ground": "long_overdue", "facts": "督办函发出一个半月仍无进展。"}
    assert tell.act(problem, "nominate_again", "gu", again) == "nominated"
    assert tell.act(problem, "admit", "ying", {"cause": "coordination", "opinion": "同意入库"}) == "admitted"
    assert tell.case(problem).official_number == "问题〔2026〕1号"
    assert tell.act(problem, "find_cause", "lu", {"cause": "money", "analysis": "维保资金没有来源"}) == "admitted"
    assert tell.content(problem).cause == "money"

    topic = tell.open(
        "topic", "form", "lu", {"title": "民生承诺资金保障问题研究", "cause": "money", "problems": [problem]}
    )
    assert tell.acts(problem)[-1] == "group"
    other = tell.open(
        "problem",
        "take_in",
        "ying",
        {
            "title": "公共厕所开放时间反复不到位",
            "origin": "petitions",
            "facts": "信访多次反映夜间关闭。",
            "cause": "money",
        },
    )
    tell.act(topic, "add", "lu", {"more_problems": [other]})
    assert tell.acts(other) == ["take_in", "group"]
    assert tell.act(problem, "assign", "ying", {"way": "research", "until": "2026-10-15", "task": "提出资金办法"}) == (
        "under_research"
    )
    opened = {"team": "应远、陆研", "plan": "走访三个小区和两个部门", "due": "2026-10-10"}
    assert tell.act(topic, "open_research", "lu", opened) == "researching"
    report = "一、基本情况。二、原因分析。三、对策建议：设立维保资金共管账户。"
    assert tell.act(topic, "draft_report", "lu", {"report": report}) == "drafted"
    assert "report" not in tell.reads(topic, "chen")
    tell.on(10, 10)
    assert tell.refused(topic, "report", "lu", {}).code == "not_allowed"
    sent = {"reported_on": "2026-10-10", "receivers": "市委主要领导"}
    assert tell.act(topic, "report", "ying", sent) == "reported"
    assert tell.reads(topic, "chen")["report"] == report
    tell.act(topic, "instruction", "lu", {"leader_words": "请住建局十一月底前落实。"})
    assert "leader_words" not in tell.reads(topic, "chen")

    to_unit = {"findings": "资金可从公共收益列支。", "unit": HOUSING, "until": "2026-11-30", "task": "完成责任公示"}
    assert tell.act(problem, "conclude_research", "lu", to_unit) == "under_supervision"
    assert tell.who_sees(problem) == BANK | {"liao", "han", "hu"}
    assert not {"about", "findings", "opinion"} & set(tell.reads(problem, "hu"))
    tell.act(problem, "progress", "han", {"progress": "已公示一百个单元"})
    assert tell.act(problem, "claim_done", "hu", {"evidence": "二百一十三个单元全部公示。"}) == "claimed"
    found = {"found": "not_solved", "how": "抽查发现两个单元没有公示"}
    assert tell.act(problem, "verify", "lu", found) == "returned"
    again = {"way": "supervision", "unit": HOUSING, "until": "2026-12-10", "task": "补齐两个单元"}
    assert tell.act(problem, "assign", "ying", again) == "under_supervision"
    tell.act(problem, "claim_done", "hu", {"evidence": "两个单元已经补齐公示。"})
    assert tell.act(problem, "verify", "lu", {"found": "solved", "how": "逐一核对照片并现场抽查"}) == "verified"
    assert tell.refused(problem, "clear", "lu", {}).code == "not_allowed"
    cleared = {"proposer_opinion": "已看到公示，同意销号", "grounds": "现场核查属实"}
    assert tell.act(problem, "clear", "ying", cleared) == "cleared"
    assert tell.act(topic, "close", "lu", {"result": "资金办法已经印发"}) == "closed"


def test_nomination_may_be_taken_back(tell: Teller) -> None:
    with_heads(tell)
    number, _handling, _promise = with_promise(tell)
    problem = _nominated(tell, [number])

    assert tell.act(problem, "withdraw", "chen", {"reason": "单位已经兑现"}) == "withdrawn"

    assert tell.told("ying", problem) == ["nominate", "withdraw"]


def test_nobody_outside_the_offices_nominates_or_takes_in(tell: Teller) -> None:
    with_heads(tell)
    number, _handling, _promise = with_promise(tell)
    data = {"about": [number], "title": "加装电梯管护责任不落实", "ground": "promise_overdue", "facts": FACTS}

    assert tell.not_opened("problem", "nominate", "an", data).code == "not_allowed"
    assert tell.not_opened("problem", "nominate", "hu", data).code == "not_allowed"
    taken = {"title": "公共厕所开放时间不到位", "origin": "checks", "facts": "督查发现夜间关闭。", "cause": "will"}
    assert tell.not_opened("problem", "take_in", "chen", taken).code == "not_allowed"
