"""Good proposals and units are nominated, decided by the chair's meeting, open to objections, and made public."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from tests.stories.telling import HOUSING, LIFTS, Teller
from zhixing.cases.models import Case
from zhixing.supervision.key_kinds import COMMENDATION
from zhixing.supervision.key_shares import commended_share

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GROUNDS = {"grounds": "调研扎实，建议可行，年内已经落实。"}
CHOSEN = {"decision": "chosen", "meeting": "十届市政协第五十八次主席会议", "decided_on": "2026-11-02"}
CITATION = {"citation": "选题贴近民生，建议已转化为管护办法。"}
OFFICE = {"chen", "ding", "zhu", "wei"}


def _said(share: Callable[[Case], str], case: Case) -> str:
    with translation.override("en"):
        return share(case)


def good_proposal(tell: Teller) -> tuple[str, str]:
    """Return a proposal and its nomination."""
    tell.on(3, 2)
    number = tell.assigned()
    tell.on(11, 2)
    data = {"year": 2026, "proposal": number, "title": LIFTS, "collective": "no", **GROUNDS}
    return number, tell.open("commendation", "nominate_proposal", "chen", data)


def good_unit(tell: Teller) -> str:
    """Return the nomination of the housing bureau."""
    tell.on(11, 2)
    data = {"year": 2026, "unit": HOUSING, "title": "市住建局 2026 年度提案办理工作", **GROUNDS}
    return tell.open("commendation", "nominate_unit", "ding", data)


def _public(tell: Teller) -> set[str]:
    found = COMMENDATION.public
    assert found is not None
    return set(found(Case.objects.of_body(tell.town.body)).filter(kind="commendation").values_list("number", flat=True))


def test_good_proposal_is_chosen_and_published_after_the_time_for_objections(tell: Teller) -> None:
    number, case = good_proposal(tell)
    assert tell.who_sees(case) == OFFICE
    tell.act(case, "consult", "chen", {"asked": ["市政府督查室"], "comment_by": "2026-11-02"})
    assert tell.who_sees(case) == OFFICE | {"gu"}
    tell.act(case, "comment", "gu", {"stance": "agree", "words": "办理成效好"})
    assert tell.refused(case, "decide", "wei", CHOSEN).code == "not_allowed"
    assert tell.act(case, "decide", "zhu", CHOSEN) == "announced"
    assert {"an", "bo", "hu", "min"} <= tell.who_sees(case)
    assert tell.limit(case, "objection") == ("running", "2026-11-09")
    assert "grounds" not in tell.reads(case, "an")
    assert tell.refused(case, "publish", "chen", CITATION).code == "wrong_state"
    assert _public(tell) == set()

    tell.on(11, 10)
    tell.day_comes()
    assert tell.state(case) == "unopposed"
    assert tell.whose_turn(case) == {"chen": "publish", "ding": "publish"}
    tell.act(case, "publish", "chen", CITATION)
    assert (tell.state(case), _public(tell)) == ("published", {case})
    assert tell.acts(number)[-1] == "be_commended"
    assert tell.parties(case, "proposer") == ["安行"]
    assert tell.told("an", case)[-1] == "bring_in"
    assert (tell.content(case).subject, tell.content(case).year) == ("proposal", 2026)


def test_objection_stops_the_time_and_is_read_by_few(tell: Teller) -> None:
    case = good_unit(tell)
    tell.act(case, "decide", "zhu", CHOSEN)
    tell.on(11, 4)
    objection = {"objection": "该单位有两件答复逾期一个月以上。"}
    assert tell.act(case, "object", "bo", objection) == "objected"
    assert tell.whose_turn(case) == {"zhu": "settle"}
    assert tell.reads(case, "bo")["objection"] == tell.reads(case, "zhu")["objection"] == objection["objection"]
    assert "objection" not in tell.reads(case, "hu")
    assert "objection" not in tell.reads(case, "an")
    tell.on(11, 20)
    tell.day_comes()
    assert tell.state(case) == "objected"
    settled = {"finding": "dismissed", "explanation": "经核查，两件均已准予延期。"}
    assert tell.act(case, "settle", "zhu", settled) == "announced"
    assert tell.told("bo", case)[-1] == "settle"
    assert tell.limit(case, "objection")[0] == "running"
    tell.on(11, 24)
    tell.act(case, "object", "ci", objection)
    assert tell.act(case, "settle", "zhu", settled | {"finding": "upheld"}) == "not_chosen"
    assert tell.who_sees(case) == OFFICE | {"bo", "ci"}
    assert _public(tell) == set()


def test_objection_comes_too_late(tell: Teller) -> None:
    case = good_unit(tell)
    tell.act(case, "decide", "zhu", CHOSEN)
    tell.on(11, 10)
    late = {"objection": "该单位有两件答复逾期一个月以上。"}
    assert tell.refused(case, "object", "bo", late).code in {"wrong_state", "invalid", "not_allowed"}


def test_candidates_that_are_not_chosen_stay_unknown(tell: Teller) -> None:
    _number, case = good_proposal(tell)
    assert tell.act(case, "withdraw", "ding", {"reason": "成效尚待核实"}) == "not_chosen"
    unit = good_unit(tell)
    assert tell.act(unit, "decide", "zhu", CHOSEN | {"decision": "refused"}) == "not_chosen"
    assert tell.who_sees(case) == tell.who_sees(unit) == OFFICE


def test_only_what_is_with_a_unit_is_a_good_proposal(tell: Teller) -> None:
    tell.on(3, 2)
    number = tell.filed()
    data = {"year": 2026, "proposal": number, "title": LIFTS, "collective": "no", **GROUNDS}
    refused = tell.not_opened("commendation", "nominate_proposal", "chen", data)
    assert (refused.code, [name for name, _said in refused.faults]) == ("invalid", ["proposal"])
    assert tell.not_opened("commendation", "nominate_proposal", "gu", data).code == "not_allowed"


def test_decision_is_told_the_shares_of_the_rules(tell: Teller) -> None:
    _number, case = good_proposal(tell)
    assert "Of 1 proposals filed in 2026 0 are chosen so far" in _said(commended_share, tell.case(case))
    unit = good_unit(tell)
    assert "Of 1 handling units 0 are chosen for 2026 so far" in _said(commended_share, tell.case(unit))
    tell.act(unit, "decide", "zhu", CHOSEN)
    assert "1 are chosen" in _said(commended_share, tell.case(unit))
