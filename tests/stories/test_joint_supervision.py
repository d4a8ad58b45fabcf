"""Three offices supervise together: a plan for the year, letters that each signs, checks on the spot."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tests.stories.supervising import LETTER, OFFICES, check_of, letter_about, signed_by_all, with_heads, with_promise
from tests.stories.telling import HOUSING, SCHOOL, Teller
from zhixing.desk.case_head import official_words

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_letter_goes_out_once_each_office_has_signed_the_same_text(tell: Teller) -> None:
    with_heads(tell)
    (handling,) = tell.below(tell.assigned())
    tell.on(7, 1)
    letter = letter_about(tell, handling)
    # Before it is sent, neither the unit nor the proposer knows of it.
    assert tell.who_sees(letter) == {"chen", "ding", "gu", "yuan", "pan", "shan"}
    assert tell.refused(letter, "sign", "gu", {"read": True}).code == "not_allowed"
    tell.act(letter, "sign", "ding", {"read": True})
    assert tell.refused(letter, "complete", "gu").code == "not_allowed"
    assert "send" not in tell.todo("gu")
    tell.act(letter, "redraft", "pan", {"text": f"{LETTER}并报送进展。"})
    assert tell.parties(letter, "signed") == []
    signed_by_all(tell, letter)
    assert (tell.case(letter).state, tell.acts(letter)[-1]) == ("ready", "complete")
    # The office that drafted it sends it; the others have nothing to do until there is an answer.
    assert tell.whose_turn(letter) == {"gu": "send", "yuan": "send"}
    assert tell.told("gu", letter)[-1] == "complete"
    assert tell.refused(letter, "send", "chen").code == "not_allowed"
    assert tell.act(letter, "send", "gu") == "sent"

    assert tell.case(letter).official_number == "联督〔2026〕1号"
    with override("en"):
        assert official_words(tell.case(letter)) == "Supervision letter 联督〔2026〕1号"
    assert {"hu", "liao", "han"} <= tell.who_sees(letter)
    assert "an" not in tell.who_sees(letter)
    assert tell.papers(letter) == ["letter"]
    assert tell.acts(handling)[-1] == "supervise"
    assert "by_letter" in tell.reads(handling, "hu")
    assert "by_letter" not in tell.reads(handling, "an")
    assert "about" not in tell.reads(letter, "hu")
    assert tell.limit(letter, "answer") == ("running", "2026-07-15")

    tell.on(7, 16)
    tell.day_comes()
    assert tell.told("hu", letter) == ["send", "tick"]
    tell.act(letter, "answer", "liao", {"answer": "因资金未到位，答复将于七月底前报送。"})
    tell.act(letter, "ask_again", "gu", {"lacking": "请写明责任人"})
    tell.act(letter, "answer", "hu", {"answer": "责任人胡砚，七月三十一日前答复。"})
    assert tell.act(letter, "close", "gu", {"result": "已按期答复"}) == "closed"


def test_letter_about_a_promise_stands_in_its_record(tell: Teller) -> None:
    with_heads(tell)
    _number, _handling, promise = with_promise(tell)
    tell.on(7, 20)
    letter = letter_about(tell, promise)
    signed_by_all(tell, letter)
    tell.act(letter, "send", "gu")

    assert tell.acts(promise)[-1] == "supervise"
    assert "by_letter" in tell.reads(promise, "hu")
    assert "by_letter" not in tell.reads(promise, "an")


def test_letter_may_be_dropped_and_nobody_outside_learns_of_it(tell: Teller) -> None:
    with_heads(tell)
    (handling,) = tell.below(tell.assigned())
    letter = letter_about(tell, handling)

    assert tell.act(letter, "cancel", "gu", {"why_not": "单位已当面说明"}) == "cancelled"

    assert tell.told("hu", letter) == []
    assert tell.acts(handling)[-1] == "open"


def test_cards_exist_only_where_the_committee_switches_them_on(tell: Teller) -> None:
    with_heads(tell)
    data = {
        "sort": "yellow",
        "title": "关于逾期未答复的黄牌",
        "units": [HOUSING],
        "offices": OFFICES,
        "reason": "逾期三十日",
        "text": LETTER,
    }

    refused = tell.not_opened("letter", "draft", "gu", data)

    ((field, sentence),) = refused.faults
    assert (refused.code, field) == ("invalid", "sort")
    assert sentence.say("en").startswith("Yellow card is switched off here. Choose another")
    assert tell.not_opened("letter", "draft", "gu", data | {"sort": "circular", "offices": [SCHOOL]}).code == "invalid"
    assert tell.open("letter", "draft", "gu", data | {"sort": "circular"})


def test_check_finds_demands_and_is_answered_twice(tell: Teller) -> None:
    with_heads(tell)
    (handling,) = tell.below(tell.assigned())
    tell.on(7, 20)
    check = check_of(tell, handling, on="2026-07-27")
    assert tell.told("hu", check) == ["plan"]
    tell.act(check, "move", "pan", {"held_on": "2026-07-24", "reason": "二十七日有会"})
    assert tell.limit(check, "visit") == ("running", "2026-07-24")
    assert tell.refused(check, "record", "hu", {}).code == "not_allowed"
    tell.on(7, 24)
    found = {"took_place": "2026-07-24", "findings": "抽查三处，两处没有公示责任人。", "outcome": "demands"}
    assert tell.refused(check, "record", "chen", found).code == "invalid"
    assert tell.act(check, "record", "chen", found | {"demands": "十日内补齐公示"}) == "demanded"
    assert tell.acts(handling)[-1] == "supervise"

    tell.act(check, "answer", "liao", {"answer": "两处已补齐公示，照片附后。"})
    settled = {"settled": "not_done", "opinion": "一处照片与现场不符"}
    assert tell.act(check, "settle", "gu", settled) == "demanded"
    assert tell.limit(check, "answer")[0] == "running"
    tell.act(check, "answer", "liao", {"answer": "已重新公示，请再查。"})
    assert tell.act(check, "settle", "pan", {"settled": "done", "opinion": "现场复核属实"}) == "closed"
    assert "an" not in tell.who_sees(check)


def test_check_in_order_asks_for_nothing_and_one_may_be_cancelled(tell: Teller) -> None:
    with_heads(tell)
    (handling,) = tell.below(tell.assigned())
    in_order = {"took_place": "2026-01-21", "findings": "现场情况与汇报一致。", "outcome": "in_order"}

    check = check_of(tell, handling, on="2026-01-21")
    assert tell.act(check, "record", "gu", in_order) == "closed"
    assert tell.limit(check, "answer")[0] == "stopped"

    other = check_of(tell, handling, on="2026-01-22")
    assert tell.act(other, "cancel", "chen", {"reason": "单位已书面答复"}) == "cancelled"
    assert tell.limit(other, "visit")[0] == "stopped"


def test_plan_of_the_year_is_signed_by_all_and_carries_the_meetings(tell: Teller) -> None:
    with_heads(tell)
    (handling,) = tell.below(tell.assigned())
    rows = [
        {"task": "党群部门承办件的督办", "side": "party", "when": "全年"},
        {"task": "政府部门承办件的督办", "side": "government", "when": "全年"},
        {"task": "承诺事项回头看", "side": "committee", "when": "六月"},
    ]
    data = {"title": "2026年提案联合督办方案", "offices": OFFICES, "aims": "全部提案按期办结", "until": "2026-12-20"}
    plan = tell.open("jointplan", "draft", "chen", data | {"division": rows})
    tell.act(plan, "sign", "shan", {"read": True})
    tell.act(plan, "redraft", "gu", {"aims": "全部提案按期办结，承诺件件有着落", "division": rows})
    assert sorted(tell.parties(plan, "to_sign")) == sorted(OFFICES)
    assert tell.refused(plan, "adopt", "chen").code == "wrong_state"
    signed_by_all(tell, plan)
    assert tell.whose_turn(plan) == {"chen": "adopt", "ding": "adopt"}
    assert tell.act(plan, "adopt", "chen") == "in_force"
    assert tell.case(plan).official_number == "联督方案〔2026〕1号"

    tell.on(7, 1)
    tell.act(plan, "call_meeting", "gu", {"meets_on": "2026-07-03", "agenda": [handling]})
    assert tell.todo("chen") >= {"record_meeting", "sum_up"}
    tell.on(7, 3)
    minutes = {"met_on": "2026-07-03", "present": "三办", "minutes": "逐件过堂，住建局七月底前答复。"}
    tell.act(plan, "record_meeting", "pan", minutes)
    assert (tell.todo("chen") & {"record_meeting", "sum_up"}, set(tell.whose_turn(plan).values())) == (
        {"sum_up"},
        {"sum_up"},
    )
    tell.on(12, 18)
    assert tell.act(plan, "sum_up", "chen", {"summary": "全年联合督办情况良好，办结率提高。"}) == "closed"
    assert not {"hu", "an", "ying"} & tell.who_sees(plan)


def test_plan_that_is_not_agreed_is_dropped(tell: Teller) -> None:
    with_heads(tell)
    data = {"title": "2026年提案联合督办方案", "offices": OFFICES, "aims": "全部提案按期办结", "until": "2026-12-20"}
    rows = [{"task": "全部提案的督办", "side": "committee", "when": "全年"}]
    plan = tell.open("jointplan", "draft", "chen", data | {"division": rows})

    assert tell.act(plan, "drop", "chen", {"reason": "与去年方案合并"}) == "dropped"
