"""A third party assesses a sample drawn by lot: framed, drawn, scored, reported; who learns what, and when."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.utils.translation import override

from tests.stories.supervising import with_heads
from tests.stories.telling import HOUSING, SCHOOL, Teller
from zhixing.assembly.models import Person, Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import kinds, panels, reading
from zhixing.supervision import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OFFICE = {"chen", "ding"}
SEED = "20260715-83519"
SCORES = {"contact_points": "18", "answer_points": "17", "measures_points": "25", "effect_points": "24"}
CLERKS = {"housing": ("liao", "han", "hu"), "school": ("ye", "yan", "yao")}


def opening(n: int, **changes: object) -> dict[str, object]:
    """Return what the office enters to open an assessment of so many."""
    return {
        "title": "十届五次会议提案办理第三方评估",
        "of_session": "十届五次会议",
        "how_many": str(n),
        "assessor": "安澜师范学院公共政策研究所",
        "seed_source": "lottery",
        "seed_rule": "7月15日体彩排列五开奖期号和号码",
    } | changes


def answered(tell: Teller, count: int, grade: str = "satisfied", *, unit: str = "housing") -> list[str]:
    """Return handlings of a unit that were replied to and rated, with a promise each."""
    name = HOUSING if unit == "housing" else SCHOOL
    liaison, handler, head = CLERKS[unit]
    found = []
    for place in range(count):
        title = f"关于完善{name}第{place + 1}类公共服务设施管护机制的建议"
        number = tell.assigned(tell.filed(title=title), unit=name)
        (handling,) = tell.below(number)
        tell.replied(tell.drafted(handling, liaison, handler), head=head)
        if grade:
            again = {"again": "请写明时间"} if grade == "dissatisfied" else {}
            tell.act(handling, "rate", "an", {"grade": grade, **again})
        found.append(handling)
    return found


def drawn_in(tell: Teller, n: int, **changes: object) -> tuple[str, list[str]]:
    """Return an assessment that was drawn, and what was drawn."""
    number = tell.open("assessment", "open", "chen", opening(n, **changes))
    assert tell.act(number, "draw", "chen", {"seed": SEED, "witnesses": "机关纪委 林真"}) == "scoring"
    return number, tell.below(number, "scoring")


def scored(tell: Teller, scoring: str, found: str = "as_replied", who: str = "chen", **changes: str) -> str:
    """Let the office enter the scores of one."""
    data = {
        "assessed_on": tell.today.isoformat(),
        "way": "on_site",
        "found": found,
        **SCORES,
        "found_words": "现场查看两处，公示牌内容与答复一致。",
        "said": "提案者说单位事先打过招呼。",
    }
    return tell.act(scoring, "score", who, data | changes)


def reported(tell: Teller, number: str) -> str:
    """Let the office report."""
    return tell.act(number, "report", "ding", {"report": "抽评各件总体与答复相符，个别承诺未按期公示。"})


def parts(tell: Teller, number: str, who: str) -> Sequence[panels.Part]:
    """Return what the room shows of an assessment to somebody."""
    show = kinds.get("assessment").panel
    assert show is not None
    with override("en"):
        return show(tell.case(number), tell.actor(who)) or ()


def test_sample_is_drawn_scored_and_reported(tell: Teller) -> None:
    with_heads(tell)
    handlings = answered(tell, 3)
    tell.on(7, 15)
    number = tell.open("assessment", "open", "chen", opening(2))
    assert tell.case(number).official_number == "评估〔2026〕1号"
    own = tell.content(number)
    assert own.frame.split() == sorted(handlings)
    assert (own.frame_size, own.frame_digest) == (3, drawing.digest("\n".join(sorted(handlings))))
    assert tell.whose_turn(number) == {"chen": "draw", "ding": "draw"}
    assert tell.not_opened("assessment", "open", "hu", opening(2)).code == "not_allowed"
    assert tell.not_opened("assessment", "open", "gu", opening(2)).code == "not_allowed"

    # What is replied only now is not in the frame any more.
    late = answered(tell, 1, unit="school")
    assert tell.act(number, "draw", "chen", {"seed": f" {SEED} ", "witnesses": "机关纪委 林真"}) == "scoring"
    scorings = tell.below(number, "scoring")
    expected = drawing.drawn(SEED, handlings, 2)
    assert [tell.case(one).folded["values"]["about"]["number"] for one in scorings] == expected
    assert late[0] not in expected
    assert tell.parties(scorings[0], "unit") == [HOUSING]
    assert tell.limit(number, "scores")[0] == "running"
    assert tell.refused(number, "draw", "chen", {"seed": "9", "witnesses": "林真"}).code == "wrong_state"
    assert (
        tell.refused(number, "report", "chen", {"report": "抽评各件总体与答复相符，建议归档。"}).code == "wrong_state"
    )

    assert scored(tell, scorings[0]) == "scored"
    assert tell.content(scorings[0]).points == 84
    assert tell.state(number) == "scoring"
    assert tell.act(scorings[1], "leave_out", "chen", {"reason": "设施已随拆迁拆除，无法查看"}) == "left_out"
    assert tell.state(number) == "scored"
    assert set(tell.whose_turn(number)) == OFFICE
    assert reported(tell, number) == "reported"
    assert tell.papers(number) == ["draw", "report"]
    assert (tell.state(scorings[0]), tell.state(scorings[1])) == ("told", "left_out")


def test_nobody_learns_what_was_drawn_before_the_report(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 2)
    number, (first, second) = drawn_in(tell, 2)
    scored(tell, first)
    about = tell.case(first).folded["values"]["about"]["number"]
    for one in (number, first, second):
        assert tell.who_sees(one) == OFFICE
    assert tell.acts(about)[-1] == "rate"
    for who in ("an", "hu", "liao", "gu", "zhu", "wei"):
        assert tell.told(who, number) == tell.told(who, first) == []
        assert tell.todo(who).isdisjoint({"draw", "score", "report", "follow_up"})

    scored(tell, second, "not_as_replied")
    reported(tell, number)

    offices = {"gu", "yuan", "pan", "shan", "zhu", "wei"}
    assert tell.who_sees(number) == OFFICE | offices
    # The unit, its side's supervision office and the leaders; nobody of another unit, and not the proposer.
    assert tell.who_sees(first) == OFFICE | {"liao", "han", "hu", "gu", "yuan", "zhu", "wei"}
    assert tell.told("hu", first) == ["tell"]
    assert tell.acts(about)[-1] == "assessed"
    assert "by_assessment" in tell.reads(about, "hu")
    assert "by_assessment" not in tell.reads(about, "an")
    met = [view.act for view in reading.timeline(tell.case(about), tell.actor("an"))]
    assert "rate" in met
    assert "assessed" not in met
    assert "found_words" in tell.reads(first, "hu")
    assert not {"said", "score_papers", "grade"} & set(tell.reads(first, "hu"))
    assert "said" in tell.reads(first, "chen")
    assert not {"said"} & set(tell.reads(first, "zhu"))


def test_what_is_not_as_replied_is_followed_up_and_may_go_to_the_bank(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 1)
    number, (scoring,) = drawn_in(tell, 1)
    scored(tell, scoring, "not_as_replied")
    reported(tell, number)
    assert tell.state(scoring) == "to_follow"
    assert set(tell.whose_turn(scoring)) == OFFICE
    about = tell.case(scoring).folded["values"]["about"]["number"]
    facts = "第三方现场查看，两处公示牌没有设立，与答复不符。"
    nominated = {"about": [about], "title": "加装电梯公示长期不落实", "ground": "not_as_replied", "facts": facts}
    problem = tell.open("problem", "nominate", "chen", nominated)
    assert tell.state(problem) == "nominated"

    followed = {"followed": "bank", "follow_words": "已提名列入问题库。"}
    assert tell.refused(scoring, "follow_up", "hu", followed).code == "not_allowed"
    assert tell.act(scoring, "follow_up", "chen", followed) == "told"

    assert "followed" not in tell.reads(scoring, "hu")
    assert tell.reads(scoring, "gu")["followed"] == "bank"


def test_assessor_with_an_account_scores_and_reads_no_comparison(tell: Teller) -> None:
    with_heads(tell)
    assessor = tell.town.people["ping"] = Person.objects.create(name="平正")
    outside = tell.town.organisations["congress"]
    Post.objects.create(person=assessor, organisation=outside, kind=PostKind.HANDLER, since=tell.town.session.opens)
    handlings = answered(tell, 2)
    number, scorings = drawn_in(tell, 2, assessors=["平正"])
    assert tell.who_sees(scorings[0]) == OFFICE | {"ping"}
    assert tell.whose_turn(scorings[0]).keys() == OFFICE | {"ping"}
    assert tell.who_sees(handlings[0]).isdisjoint({"ping"})
    for one in scorings:
        scored(tell, one, who="ping")
    assert (
        tell.refused(number, "report", "ping", {"report": "抽评各件总体与答复相符，建议归档。"}).code == "not_allowed"
    )
    reported(tell, number)

    assert [part.title for part in parts(tell, number, "ping")] == [part.title for part in parts(tell, number, "chen")][
        :1
    ]


def test_scores_may_be_corrected_and_what_was_drawn_by_may_not(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 1)
    number, (scoring,) = drawn_in(tell, 1)
    scored(tell, scoring)
    mend = {"entry": 2, "field": "contact_points", "value": "8", "reason": "录入有误"}
    tell.act(scoring, "correct", "chen", mend)
    assert (tell.content(scoring).contact_points, tell.content(scoring).points) == (8, 74)
    too_many = mend | {"value": "21"}
    assert tell.refused(scoring, "correct", "chen", too_many).code == "invalid"

    for entry, field in ((1, "of_session"), (1, "how_many"), (1, "frame"), (1, "frame_digest"), (2, "seed")):
        change = {"entry": entry, "field": field, "value": "7", "reason": "录入有误"}
        assert tell.refused(number, "correct", "chen", change).code == "invalid"
    tell.act(number, "correct", "chen", {"entry": 2, "field": "witnesses", "value": "林真、周定", "reason": "漏填"})
    assert tell.content(number).witnesses == "林真、周定"


def test_nobody_types_what_is_worked_out(tell: Teller) -> None:
    with_heads(tell)
    handlings = answered(tell, 2)
    assert tell.not_opened("assessment", "open", "chen", opening(1, frame=handlings[0])).code == "invalid"
    number = tell.open("assessment", "open", "chen", opening(1))
    typed = {"seed": SEED, "witnesses": "林真", "drawn": [handlings[0]]}
    refused = tell.refused(number, "draw", "chen", typed)

    assert refused.faults[0][0] == "drawn"
    assert refused.sentence.say("en").startswith("Drawn is worked out by the software")


def test_frame_that_cannot_be_made_is_refused_with_what_to_do(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 1)
    few = tell.not_opened("assessment", "open", "chen", opening(2))
    unknown = tell.not_opened("assessment", "open", "chen", opening(1, of_session="九届一次会议"))
    nothing = tell.not_opened("assessment", "open", "chen", opening(1, of_session=""))

    assert few.faults[0][1].say("en") == "Only 1 handlings of 十届五次会议 are replied. Draw fewer."
    assert "十届五次会议" in unknown.faults[0][1].say("en")
    assert [name for name, _sentence in nothing.faults] == ["of_session"]


def test_seed_is_made_by_the_software_only_where_that_was_laid_down(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 1)
    begins = kinds.get("assessment").begins_with["draw"]["seed"]
    assert callable(begins)
    lottery = tell.case(tell.open("assessment", "open", "chen", opening(1)))
    machine = tell.case(tell.open("assessment", "open", "chen", opening(1, seed_source="machine")))

    assert begins(lottery, tell.actor("chen")) is None
    seeds = {begins(machine, tell.actor("chen")) for _time in range(5)}
    assert len(seeds) == 5
    assert all(len(str(seed)) == 12 for seed in seeds)


def test_assessment_that_is_cancelled_leaves_no_trace_with_the_units(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 2)
    number, (first, second) = drawn_in(tell, 2)
    scored(tell, first)
    about = tell.case(first).folded["values"]["about"]["number"]

    assert tell.act(number, "cancel", "ding", {"reason": "受托机构不能按期完成"}) == "cancelled"

    assert (tell.state(first), tell.state(second)) == ("dropped", "dropped")
    assert tell.acts(about)[-1] == "rate"
    assert tell.who_sees(first) == OFFICE


def test_handling_that_goes_on_meanwhile_does_not_stop_the_report(tell: Teller) -> None:
    with_heads(tell)
    (handling,) = answered(tell, 1)
    number, (scoring,) = drawn_in(tell, 1)
    scored(tell, scoring)
    change = {"grade": "dissatisfied", "again": "公示牌没有设立"}
    assert tell.act(handling, "change_rating", "an", change) == "rework"

    assert reported(tell, number) == "reported"
    assert tell.acts(handling)[-1] == "assessed"


def test_ratings_and_scores_stand_side_by_side_once_there_are_enough(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 5)
    answered(tell, 5, "basically", unit="school")
    number, scorings = drawn_in(tell, 10)
    for place, one in enumerate(scorings):
        found = "as_replied" if tell.parties(one, "unit") == [HOUSING] else "in_part" if place else "not_as_replied"
        scored(tell, one, found)
    assert len(parts(tell, number, "chen")) == 1
    reported(tell, number)
    draw, sums, each = parts(tell, number, "chen")
    assert ("Seed", SEED) in [(str(label), value) for label, value in draw.facts]
    assert sums.table is not None
    rows = [[cell.text for cell in row] for row in sums.table.rows]
    by_unit = {row[0]: row[1:] for row in rows[1:]}
    assert rows[0][1:] == ["10", "100.0% (10/10)", "50.0% (5/10)", "+50.0", "84.0"]
    assert by_unit[HOUSING] == ["5", "100.0% (5/5)", "100.0% (5/5)", "+0.0", "84.0"]
    assert by_unit[SCHOOL] == ["5", "100.0% (5/5)", "0.0% (0/5)", "+100.0", "84.0"]
    assert each.table is not None
    assert len(each.table.rows) == 10
    # A rating changed later does not move the sums: the difference would tell it.
    changed = tell.case(scorings[0]).folded["values"]["about"]["number"]
    tell.act(changed, "change_rating", "an", {"grade": "dissatisfied", "again": "公示牌没有设立"})
    again = parts(tell, number, "zhu")[1].table
    assert again is not None
    assert [[cell.text for cell in row] for row in again.rows] == rows


def test_leaders_read_sums_and_no_single_rating(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 5)
    number, scorings = drawn_in(tell, 5)
    for one in scorings:
        scored(tell, one)
    reported(tell, number)

    assert [len(parts(tell, number, who)) for who in ("chen", "gu", "zhu", "pan")] == [3, 3, 2, 2]


def test_too_few_are_not_summed(tell: Teller) -> None:
    with_heads(tell)
    answered(tell, 4)
    answered(tell, 1, "", unit="school")
    number, scorings = drawn_in(tell, 5)
    for one in scorings:
        scored(tell, one)
    reported(tell, number)
    sums = parts(tell, number, "zhu")[1]

    assert sums.table is None
    assert "five" in str(sums.below)
