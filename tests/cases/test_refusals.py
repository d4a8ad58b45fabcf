"""The order in which the one door checks, what it refuses with, and that a refused act changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.assembly import make_organisation
from tests.world.story import DATA, LATER, told
from tests.world.tables import contents
from tests.world.town import DAY, Town, build_town, moment, proposal_data
from zhixing.assembly.models import Person
from zhixing.assembly.vocabulary import Status
from zhixing.cases.acts import open_case, perform, perform_by_clock
from zhixing.cases.calls import Done
from zhixing.procedure.facts import Refused
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refusal(act: Callable[[], Done]) -> Refused:
    """Return what an act is refused with, having made sure that nothing has changed."""
    before = contents()
    with pytest.raises(Refused) as refused:
        act()
    assert contents() == before
    return refused.value


def spoken(refused: Refused) -> tuple[str, str, str, str]:
    """Return the code, the article, and the sentence in both languages."""
    return refused.code, refused.article, refused.sentence.say("zh-hans"), refused.sentence.say("en")


def faults(refused: Refused) -> dict[str, tuple[str, str]]:
    """Return the sentence at each field at fault, in both languages."""
    return {name: (sentence.say("zh-hans"), sentence.say("en")) for name, sentence in refused.faults}


def test_checks_come_in_their_order(town: Town) -> None:
    """One call is wrong in every way; as its faults are mended one by one, the next check in the order speaks."""
    story = told(town, "accept")
    handling = story.handling
    perform(story.proposal, "note", actor=town.actor("pan"), data={"text": "备注"}, key="used")
    wrong: dict[str, Any] = {"letter": "Z"}

    def sign(who: str, **call: Any) -> tuple[str, str]:
        refused = refusal(lambda: perform(handling, "sign_reply", actor=town.actor(who), data=wrong, **call))
        return refused.code, refused.sentence.say("en")

    key = sign("pan", seen=1, key="used")
    sight = sign("pan", seen=1)
    version = sign("an", seen=1)
    state = sign("an", seen=2)
    story.tell_next("draft_reply")
    role = sign("an", seen=3)
    guard = sign("hu", seen=3)
    story.tell_next("contact")
    data = sign("hu", seen=3)

    assert [key, sight, version, state, role, guard, data] == [
        ("conflict", "The key used was used for something else. Open the page anew and submit again."),
        ("unknown", f"There is no case {handling.number} that you may see. Check the number."),
        (
            "conflict",
            (
                "The case has moved on since you looked. What you typed is kept, not entered: "
                "read the new entries, then submit again."
            ),
        ),
        (
            "wrong_state",
            "The case is Received; “Sign the reply” belongs to To be signed. Reload the case to see whose turn it is.",
        ),
        ("not_allowed", "Only the unit's head may perform “Sign the reply”. Ask them to do it."),
        ("wrong_state", "Do “Enter a contact” first, then “Sign the reply”."),
        ("invalid", "3 entries need mending; what was typed is kept."),
    ]


def test_act_that_does_not_belong_to_the_state(town: Town) -> None:
    story = told(town, "submit")

    refused = refusal(lambda: perform(story.proposal, "file", actor=town.actor("ding")))

    assert spoken(refused) == (
        "wrong_state",
        "proposal-work-rules/20",
        "现在是“已提交”，不能“立案”；须在“已初审”时办理。请刷新案件，看现在轮到哪一步。",
        "The case is Submitted; “File” belongs to First reviewed. Reload the case to see whose turn it is.",
    )


def test_act_done_twice(town: Town) -> None:
    story = told(town, "accept")

    refused = refusal(lambda: perform(story.handling, "accept", actor=town.actor("liao")))

    assert spoken(refused) == (
        "wrong_state",
        "proposal-handling-measures/15",
        "现在是“已签收”，不能“签收”；须在“待签收”时办理。请刷新案件，看现在轮到哪一步。",
        "The case is Received; “Receive” belongs to To be received. Reload the case to see whose turn it is.",
    )


def test_case_opened_twice(town: Town) -> None:
    story = told(town, "submit")

    refused = refusal(lambda: perform(story.proposal, "invite", actor=town.actor("an"), data=proposal_data()))

    assert spoken(refused) == (
        "wrong_state",
        "proposal-work-rules/10",
        "案件已经开立，现为“已提交”，不必再次“邀请附议”。",
        "The case is open already (Submitted); “Ask for signatures” is not needed again.",
    )


def test_case_opened_by_an_act_that_opens_none(town: Town) -> None:
    refused = refusal(lambda: open_case("proposal", "file", actor=town.actor("ding")))

    assert spoken(refused) == (
        "wrong_state",
        "proposal-work-rules/20",
        "案件尚未开立，不能“立案”。请先提交。",
        "The case is not open yet, so “File” cannot happen. Submit it first.",
    )


EVERY = (
    *("proposal", "handling", "cohandling", "lead", "call", "suggestion", "promise"),
    *("problem", "topic", "letter", "check", "jointplan", "keyproposal", "commendation"),
    *("assessment", "scoring"),
)


@pytest.mark.parametrize("kind", ["petition", "proposals"])
def test_kind_that_nobody_declares(town: Town, kind: str) -> None:
    refused = refusal(lambda: open_case(kind, "submit", actor=town.actor("an"), data=proposal_data()))

    assert spoken(refused) == (
        "unknown",
        "",
        f"没有“{kind}”这类案件。可用：{'、'.join(EVERY)}。",
        f"There is no kind {kind}. Kinds here: {', '.join(EVERY)}.",
    )


def test_act_by_another_office(town: Town) -> None:
    story = told(town, "sign_reply")

    refused = refusal(lambda: perform(story.handling, "release_reply", actor=town.actor("chen")))

    assert spoken(refused) == (
        "not_allowed",
        "proposal-handling-measures/27",
        "“审核发出答复”由督查室办理。如需办理，请联系该方。",
        "Only the supervision office may perform “Release the reply”. Ask them to do it.",
    )


def test_act_of_the_clock_by_a_person(town: Town) -> None:
    story = told(town, "release_reply")

    in_time = moment(date(2026, 5, 20))
    refused = refusal(lambda: perform(story.handling, "lapse", actor=town.actor("chen"), at=in_time))

    assert spoken(refused) == (
        "not_allowed",
        "proposal-handling-measures/30",
        "“反馈期满”由系统计时办理。如需办理，请联系该方。",
        "Only the clock may perform “Feedback time over”. Ask them to do it.",
    )


def test_child_case_opened_by_a_person(town: Town) -> None:
    refused = refusal(lambda: open_case("handling", "open", actor=town.actor("chen"), data={"title": "办理"}))

    assert spoken(refused) == (
        "not_allowed",
        "proposal-handling-measures/14",
        "“交办”由上级案件的办理办理。如需办理，请联系该方。",
        "Only an act of the parent case may perform “Assigned”. Ask them to do it.",
    )


def test_case_that_has_moved_on(town: Town) -> None:
    story = told(town, "draft_reply")
    handling = story.handling
    perform(handling, "draft_reply", actor=town.actor("liao"), data=DATA["draft_reply"])

    refused = refusal(
        lambda: perform(handling, "sign_reply", actor=town.actor("hu"), data=DATA["sign_reply"], seen=handling.entries)
    )

    assert spoken(refused) == (
        "conflict",
        "proposal-handling-measures/26",
        "案件在您查看之后已有新的办理，您填写的内容没有提交、也没有丢失。请查看新的记录后再提交。",
        (
            "The case has moved on since you looked. What you typed is kept, not entered: "
            "read the new entries, then submit again."
        ),
    )


def test_acts_that_commute_do_not_ask_what_was_seen(town: Town) -> None:
    story = told(town, "draft_reply")
    seen = story.handling.entries
    perform(story.handling, "contact", actor=town.actor("liao"), data=DATA["contact"])

    noted = perform(story.handling, "contact", actor=town.actor("han"), data=DATA["contact"], seen=1)
    signed = perform(story.handling, "sign_reply", actor=town.actor("hu"), data=DATA["sign_reply"], seen=seen)

    assert (noted.entry, signed.entry) == (seen + 2, seen + 3)


@pytest.mark.parametrize("who", ["ye", "pan"])
def test_case_one_may_not_see_is_as_if_it_were_not_there(town: Town, who: str) -> None:
    story = told(town, "assign")
    hidden = story.handling.number

    refused = refusal(lambda: perform(hidden, "contact", actor=town.actor(who), data=DATA["contact"]))
    absent = refusal(lambda: perform("331097-2026-999999", "contact", actor=town.actor(who), data=DATA["contact"]))

    assert spoken(refused) == (
        "unknown",
        "",
        f"没有找到案件 {hidden}，或您无权查看。请核对编号。",
        f"There is no case {hidden} that you may see. Check the number.",
    )
    assert spoken(absent)[3] == "There is no case 331097-2026-999999 that you may see. Check the number."


def test_another_committee_has_no_such_case(town: Town) -> None:
    story = told(town, "submit")
    neighbours = build_town("331098", "澜东县")

    refused = refusal(lambda: perform(story.proposal, "note", actor=neighbours.actor("chen"), data={"text": "看看"}))

    assert refused.code == "unknown"


def test_act_that_the_procedure_does_not_have(town: Town) -> None:
    story = told(town, "submit")

    refused = refusal(lambda: perform(story.proposal, "promote", actor=town.actor("chen")))

    code, article, zh, en = spoken(refused)
    assert (code, article) == ("unknown", "proposal-work-rules/1")
    assert zh.startswith("没有“promote”这一办理。可用：submit、submit_collective、")
    assert en.startswith("There is no act promote. Acts here: submit, submit_collective, ")


def test_condition_that_needs_logic(town: Town) -> None:
    story = told(town, "accept")

    refused = refusal(lambda: perform(story.handling, "decide_extension", actor=town.actor("gu")))

    assert spoken(refused) == (
        "not_allowed",
        "proposal-handling-measures/23",
        "没有待决定的延期申请。承办单位先申请延期，再作决定。",
        "No request for more time is pending. The unit asks first.",
    )


def test_act_that_may_happen_only_so_many_times(town: Town) -> None:
    story = told(town, "accept")
    asked = {"months": 1, "reason": "需要论证"}
    in_time = moment(date(2026, 5, 6))
    perform(story.handling, "request_extension", actor=town.actor("liao"), data=asked, at=in_time)

    refused = refusal(
        lambda: perform(story.handling, "request_extension", actor=town.actor("liao"), data=asked, at=in_time)
    )

    assert spoken(refused) == (
        "not_allowed",
        "proposal-handling-measures/23",
        "“申请延期”最多 1 次，已经用完。",
        "“Ask for more time” may happen 1 time(s), and has.",
    )


def test_act_that_waits_for_child_cases(town: Town, second: Person) -> None:
    story = told(town, "assign")
    resolution = {"state": "answered", "resolution": "主席会议纪要", "second": second.pk}
    perform(story.proposal, "direct", actor=town.actor("ding"), data=resolution)

    refused = refusal(lambda: perform(story.proposal, "conclude", actor=town.actor("chen")))

    assert spoken(refused) == (
        "wrong_state",
        "proposal-work-rules/32",
        "还有 1 个子案未到这一步，不能“结案”。",
        "1 child case(s) have not come this far, so “Conclude” must wait.",
    )


def test_act_of_the_clock_before_its_day(town: Town) -> None:
    story = told(town, "release_reply")
    at = moment(date(2026, 5, 22))

    refused = refusal(lambda: perform_by_clock(story.handling.number, "lapse", body=town.body, at=at, key="over"))

    assert spoken(refused) == (
        "wrong_state",
        "proposal-handling-measures/30",
        "“反馈期限”到 2026-05-22 才满，期满后方可“反馈期满”。",
        "Feedback runs until 2026-05-22; “Feedback time over” may happen only after that.",
    )


# --- The moment ---


def test_moment_in_the_future(town: Town) -> None:
    story = told(town, "submit")
    at = LATER + timedelta(minutes=1)

    refused = refusal(
        lambda: perform(story.proposal, "first_review", actor=town.actor("chen"), data=DATA["first_review"], at=at)
    )

    assert spoken(refused) == (
        "invalid",
        "proposal-work-rules/18",
        "办理时间不能晚于现在（2026-06-30 09:00）。请改日期。",
        "An act cannot lie in the future (it is 2026-06-30 09:00). Change the date.",
    )
    assert list(faults(refused)) == ["at"]


def test_opening_in_the_future(town: Town) -> None:
    at = LATER + timedelta(minutes=1)

    refused = refusal(lambda: open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data(), at=at))

    assert (refused.code, refused.article, list(faults(refused))) == ("invalid", "proposal-work-rules/12", ["at"])


def test_moment_before_the_case_was_opened(town: Town) -> None:
    story = told(town, "submit")
    at = moment(date(2026, 1, 20))

    refused = refusal(
        lambda: perform(story.proposal, "first_review", actor=town.actor("chen"), data=DATA["first_review"], at=at)
    )

    assert spoken(refused) == (
        "invalid",
        "proposal-work-rules/18",
        "办理时间不能早于开立之日 2026-01-21。请改日期。",
        "An act cannot lie before the case was opened on 2026-01-21. Change the date.",
    )


def test_moment_before_the_case_came_to_where_it_is(town: Town) -> None:
    """Otherwise a reply signed too late could be dated back to before its limit, or sent back before it was signed."""
    story = told(town, "sign_reply")
    opinion = {"opinion": "请补充完成时限"}
    at = moment(date(2026, 4, 19))

    refused = refusal(lambda: perform(story.handling, "return_reply", actor=town.actor("gu"), data=opinion, at=at))

    assert spoken(refused) == (
        "invalid",
        "proposal-handling-measures/27",
        "案件 2026-04-20 才到“复文审核”，办理时间不能早于这一天。请改日期。",
        "The case came to Reply under review on 2026-04-20; an act there cannot lie before. Change the date.",
    )


def test_act_that_commutes_may_be_entered_late(town: Town) -> None:
    story = told(town, "draft_reply")
    at = moment(date(2026, 3, 20))

    done = perform(story.handling, "contact", actor=town.actor("han"), data=DATA["contact"], at=at)

    assert Entry.objects.unscoped("test").get(case=done.case.number, number=done.entry).at == at


# --- Data ---


def submit_with(town: Town, **changes: Any) -> Callable[[], Done]:
    return lambda: open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data(**changes))


def test_several_faults_are_told_together(town: Town) -> None:
    refused = refusal(submit_with(town, title="电梯", category="sports", occasion=""))

    assert spoken(refused) == (
        "invalid",
        "proposal-work-rules/12",
        "有 3 处需要改正，已填内容都还在。",
        "3 entries need mending; what was typed is kept.",
    )
    assert faults(refused) == {
        "title": ("“案由”至少 6 字，现有 2 字。请补充。", "Title needs 6 characters and has 2. Add to it."),
        "category": (
            "“类别”没有“sports”这一项。请从中选择：economy, politics, culture, society, ecology。",
            "Category does not offer sports. Choose one of: economy, politics, culture, society, ecology.",
        ),
        "occasion": ("请填写“提出时间”。", "Fill in Occasion."),
    }


def test_field_that_the_act_does_not_have(town: Town) -> None:
    story = told(town, "assign")

    refused = refusal(lambda: perform(story.handling, "accept", actor=town.actor("liao"), data={"colour": "red"}))

    assert faults(refused) == {
        "colour": (
            "没有“colour”这一栏。可填：officer, telephone。",
            "There is no field colour. Fields here: officer, telephone.",
        )
    }


def test_text_that_is_too_long(town: Town) -> None:
    refused = refusal(submit_with(town, title="关于" + "电" * 40))

    assert faults(refused) == {
        "title": (
            "“案由”最多 40 字，现有 42 字。请删减。",
            "Title may have 40 characters and has 42. Shorten it.",
        )
    }


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_text_that_no_database_keeps(town: Town, character: str) -> None:
    refused = refusal(submit_with(town, situation=f"全市已有二百一十三个单元{character}加装电梯。"))

    assert faults(refused) == {
        "situation": (
            "“情况”里有无法保存的控制字符。请重新输入。",
            "Situation holds a control character that cannot be kept. Type it again.",
        )
    }


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_names_that_no_database_keeps(town: Town, character: str) -> None:
    strange = f"住建{character}局"

    unit = refusal(submit_with(town, suggested_unit=strange))
    case = refusal(lambda: perform(strange, "note", actor=town.actor("chen"), data={"text": "备注"}))
    key = refusal(lambda: open_case("proposal", "submit", actor=town.actor("an"), data={"title": strange}, key=strange))

    assert (list(faults(unit)), case.code, key.code) == (["suggested_unit"], "unknown", "invalid")


def test_day_in_the_future(town: Town) -> None:
    story = told(town, "accept")
    data = {**DATA["contact"], "held_on": "2026-07-01"}

    refused = refusal(lambda: perform(story.handling, "contact", actor=town.actor("han"), data=data))

    assert faults(refused) == {
        "held_on": (
            "“联系日期”不能晚于 2026-06-30。请改日期。",
            "Day may not be after 2026-06-30. Change the date.",
        )
    }


def test_day_in_the_past(town: Town) -> None:
    story = told(town, "draft_reply")
    row = {"answer": "列入计划", "letter": "B", "measures": "年内完成", "person": "胡砚", "promised_by": "2026-06-29"}
    promised = {**DATA["sign_reply"], "letter": "B", "answers": [row]}

    refused = refusal(lambda: perform(story.handling, "sign_reply", actor=town.actor("hu"), data=promised))

    assert faults(refused) == {
        "answers": (
            "第 1 行：“完成日期”不能早于 2026-06-30。请改日期。",
            "Row 1: Done by may not be before 2026-06-30. Change the date.",
        )
    }


def test_day_before_the_case_was_opened(town: Town) -> None:
    story = told(town, "accept")
    data = {**DATA["contact"], "held_on": "2026-03-01"}

    refused = refusal(lambda: perform(story.handling, "contact", actor=town.actor("han"), data=data))

    assert faults(refused)["held_on"][0] == "“联系日期”不能早于 2026-03-02。请改日期。"


@pytest.mark.parametrize("day", ["2026-02-30", "三月十日", 20260310, "", None])
def test_day_that_is_none(town: Town, day: object) -> None:
    story = told(town, "accept")
    data = {**DATA["contact"], "held_on": day}

    refused = refusal(lambda: perform(story.handling, "contact", actor=town.actor("han"), data=data))

    assert list(faults(refused)) == ["held_on"]


@pytest.mark.parametrize("months", [0, 4, -1, "--5", "1.5", "9" * 5000, 1.5, True, [1]])
def test_number_that_is_none_or_out_of_bounds(town: Town, months: object) -> None:
    story = told(town, "accept")
    data = {"months": months, "reason": "需要论证"}

    in_time = moment(date(2026, 5, 6))
    refused = refusal(
        lambda: perform(story.handling, "request_extension", actor=town.actor("liao"), data=data, at=in_time)
    )

    assert list(faults(refused)) == ["months"]


def test_field_that_another_fields_value_requires(town: Town) -> None:
    story = told(town, "release_reply")

    data, in_time = {"grade": "dissatisfied"}, moment(date(2026, 4, 28))
    refused = refusal(lambda: perform(story.handling, "rate", actor=town.actor("an"), data=data, at=in_time))

    assert faults(refused) == {"again": ("请填写“需要重新办理的内容”。", "Fill in What is to be handled again.")}


def assign_to(town: Town, unit: object) -> Refused:
    story = told(town, "file")
    return refusal(lambda: perform(story.proposal, "assign", actor=town.actor("chen"), data={"unit": unit}))


def test_unit_that_nobody_knows(town: Town) -> None:
    refused = assign_to(town, "市档案馆")

    assert refused.article == "proposal-work-rules/27"
    assert faults(refused) == {
        "unit": (
            "“承办（主办）单位”：没有找到单位“市档案馆”，或已撤并。请从名单中选择。",
            "Handling (lead) unit: no unit 市档案馆 is in force. Choose one from the list.",
        )
    }


def test_unit_that_awaits_confirmation(town: Town) -> None:
    make_organisation(town.body, "市数据局", status=Status.PROPOSED)

    refused = assign_to(town, "市数据局")

    assert faults(refused) == {
        "unit": (
            "“承办（主办）单位”：单位“市数据局”尚待核实，核实后才能使用。",
            "Handling (lead) unit: the unit 市数据局 awaits confirmation and cannot be used yet.",
        )
    }


def test_unit_that_has_ended(town: Town) -> None:
    ended = make_organisation(town.body, "市房产局", until=date(2026, 1, 1))

    assert list(faults(assign_to(town, ended.pk))) == ["unit"]


def test_unit_of_another_committee(town: Town) -> None:
    neighbours = build_town("331098", "澜东县")

    assert list(faults(assign_to(town, neighbours.organisations["housing"].pk))) == ["unit"]


def test_name_that_two_units_bear(town: Town) -> None:
    """Nothing is guessed: it may be the one whose short name it is, or the other."""
    one = make_organisation(town.body, "市城市管理行政执法局")
    one.short_name = "市教育局"
    one.save()

    assert list(faults(assign_to(town, "市教育局"))) == ["unit"]


@pytest.mark.parametrize("unit", [True, 10**30, [], {}, {"id": []}, {"name": "市教育局"}, 1.5])
def test_unit_that_is_no_unit(town: Town, unit: object) -> None:
    assert list(faults(assign_to(town, unit))) == ["unit"]


# --- The key ---


def test_key_used_again_for_something_else(town: Town) -> None:
    story = told(town, "accept")
    perform(story.handling, "contact", actor=town.actor("han"), data=DATA["contact"], key="k-1")
    changed = {**DATA["contact"], "record": "又谈了一次"}

    refused = refusal(lambda: perform(story.handling, "contact", actor=town.actor("han"), data=changed, key="k-1"))

    assert spoken(refused) == (
        "conflict",
        "proposal-handling-measures/19",
        "提交标识 k-1 已用于另一项内容。请重新打开页面再提交。",
        "The key k-1 was used for something else. Open the page anew and submit again.",
    )


def test_same_key_again_answers_as_the_first_time(town: Town) -> None:
    story = told(town, "assign")
    first = perform(story.handling, "accept", actor=town.actor("liao"), at=moment(DAY), key="k-1", seen=1)
    story.told["accept"] = first
    story.on_to("draft_reply")
    before = contents()

    again = perform(story.handling, "accept", actor=town.actor("liao"), key="k-1", seen=1)

    assert (again.case, again.entry, again.state) == (first.case, first.entry, first.state)
    assert (again.entry, again.state) == (2, "accepted")
    assert contents() == before


def test_same_key_again_answers_whoever_may_no_longer_act(town: Town) -> None:
    story = told(town, "assign")
    first = perform(story.handling, "accept", actor=town.actor("liao"), key="k-1")
    town.people["liao"].posts.update(until=date(2026, 4, 1))

    again = perform(story.handling, "accept", actor=town.actor("liao", on=LATER.date()), key="k-1")

    assert again.entry == first.entry


def test_same_key_opens_one_case(town: Town) -> None:
    data = proposal_data()

    first = open_case("proposal", "submit", actor=town.actor("an"), data=data, key="k-1")
    again = open_case("proposal", "submit", actor=town.actor("an"), data=data, key="k-1")

    assert again.case == first.case


def test_key_belongs_to_its_actor(town: Town) -> None:
    story = told(town, "accept")
    first = perform(story.handling, "contact", actor=town.actor("han"), data=DATA["contact"], key="k-1")

    other = perform(story.handling, "contact", actor=town.actor("liao"), data=DATA["contact"], key="k-1")

    assert other.entry == first.entry + 1


def test_refused_key_may_be_used_again(town: Town) -> None:
    story = told(town, "assign")
    refusal(lambda: perform(story.handling, "accept", actor=town.actor("han"), key="k-1"))
    refusal(lambda: perform(story.handling, "accept", actor=town.actor("liao"), data={"officer": 1}, key="k-1"))

    done = perform(story.handling, "accept", actor=town.actor("liao"), key="k-1")

    assert done.state == "accepted"
