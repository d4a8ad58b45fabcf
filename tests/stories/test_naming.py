"""Who may be named where: only members sign, nobody stands twice, and a unit is one unit however it is written."""

from __future__ import annotations

import pytest

from tests.stories.telling import HOUSING, PROPAGANDA, SCHOOL, Teller
from tests.world.town import proposal_data

pytestmark = [pytest.mark.django_db, pytest.mark.database]
READ = {"read": True}


def _refused(tell: Teller, act: str, who: str, field: str, **data: object) -> str:
    """Return in Chinese what is said of the one field that is at fault in an act that opens a proposal."""
    refused = tell.not_opened("proposal", act, who, proposal_data(**data))
    assert (refused.code, [name for name, _said in refused.faults]) == ("invalid", [field])
    assert refused.faults[0][1].say("en") != refused.faults[0][1].say("zh-hans")
    return refused.faults[0][1].say("zh-hans")


@pytest.mark.parametrize("name", ["陈阅", "廖闻", "闵同"])
def test_nobody_but_a_member_is_asked_to_sign(tell: Teller, name: str) -> None:
    said = _refused(tell, "invite", "an", "cosigners", cosigners=[name], sign_by="2026-01-30")

    assert said == (f"“邀请附议的委员”：“{name}”现不是本届委员或受邀的上级政协委员，不能填在这里。请从名单中另选。")


def test_member_of_the_committee_above_may_sign(tell: Teller) -> None:
    number = tell.open("proposal", "invite", "an", proposal_data(cosigners=["高邻"], sign_by="2026-01-30"))

    assert tell.parties(number, "invited") == ["高邻"]


def test_nobody_signs_a_proposal_of_their_own(tell: Teller) -> None:
    said = _refused(tell, "invite", "an", "cosigners", cosigners=["柏川", "安行"], sign_by="2026-01-30")
    assert said == "“邀请附议的委员”：“安行”已是本案的第一提案人，不能再填在这里。请去掉或另选。"

    said = _refused(tell, "enter", "chen", "cosigners", proposer="安行", cosigners=["安行"])
    assert said == "“附议人”：“安行”已填在“第一提案人”一栏，不能重复。请去掉或另选。"
    own = {"organisation": "民盟安澜市委", "co_organisations": ["民盟安澜市委"], "sign_by": "2026-01-30"}
    assert "民盟安澜市委" in _refused(tell, "invite_collective", "min", "co_organisations", **own)


def test_paper_is_entered_for_a_member_alone(tell: Teller) -> None:
    assert "廖闻" in _refused(tell, "enter", "chen", "proposer", proposer="廖闻")

    number = tell.open("proposal", "enter", "chen", proposal_data(proposer="安行", cosigners=["柏川"]))
    assert (tell.parties(number, "proposer"), tell.parties(number, "cosigner")) == (["安行"], ["柏川"])


def test_nobody_is_asked_twice_but_whoever_declined_may_be_asked_again(tell: Teller) -> None:
    number = tell.open("proposal", "invite", "an", proposal_data(cosigners=["柏川", "岑思"], sign_by="2026-01-30"))
    assert tell.refused(number, "invite_more", "an", {"cosigners": ["柏川"], "sign_by": "2026-01-30"}).code == "invalid"
    tell.act(number, "cosign", "bo", READ)
    assert tell.refused(number, "invite_more", "an", {"cosigners": ["柏川"], "sign_by": "2026-01-30"}).code == "invalid"

    tell.act(number, "decline_cosign", "ci")
    tell.act(number, "invite_more", "an", {"cosigners": ["岑思"], "sign_by": "2026-01-30"})
    assert (tell.parties(number, "invited"), tell.parties(number, "declined")) == (["岑思"], [])


def test_unit_written_in_two_ways_is_one_unit(tell: Teller) -> None:
    housing = tell.town.organisations["housing"]
    housing.short_name = "市住建局"
    housing.save()
    number = tell.filed()

    for other in (housing.pk, str(housing.pk), "市住建局"):
        for field, mode in (("co_units", "lead"), ("units", "separate")):
            twice = {"unit": HOUSING, "mode": mode, field: [SCHOOL, other]}
            refused = tell.refused(number, "assign", "chen", twice)
            assert refused.code == "invalid"
            assert "同一单位" in refused.sentence.say("zh-hans")
    both = {"unit": SCHOOL, "mode": "separate", "units": [HOUSING], "co_units": ["市住建局"]}
    assert tell.refused(number, "assign", "chen", both).code == "invalid"


def test_objection_moves_the_case_to_a_unit_that_has_no_part_in_it(tell: Teller) -> None:
    number = tell.assigned(mode="lead", co_units=[PROPAGANDA])
    (handling,) = tell.below(number)
    itself = tell.refused(handling, "object", "liao", {"reason": "不属于我局职责", "proposed_unit": HOUSING})
    assert [name for name, _said in itself.faults] == ["proposed_unit"]
    tell.act(handling, "object", "liao", {"reason": "不属于我局职责"})

    moved = {"objection": "moved", "opinion": "改交"}
    refused = tell.refused(handling, "decide_objection", "gu", {**moved, "unit": HOUSING})
    assert [name for name, _said in refused.faults] == ["unit"]
    twice = tell.refused(handling, "decide_objection", "gu", {**moved, "unit": SCHOOL, "co_units": [SCHOOL]})
    assert (
        twice.faults[0][1].say("zh-hans")
        == "“会办单位（改办时）”：“市教育局”已填在“改交单位”一栏，不能重复。请去掉或另选。"
    )
    assert tell.act(handling, "decide_objection", "gu", {**moved, "unit": SCHOOL}) == "moved"


def test_a_co_handler_can_become_the_lead_after_an_objection(tell: Teller) -> None:
    number = tell.assigned(mode="lead", co_units=[PROPAGANDA])
    (handling,) = tell.below(number)
    (co,) = tell.below(handling, "cohandling")
    tell.act(handling, "object", "liao", {"reason": "属于宣传部职责", "proposed_unit": PROPAGANDA})

    moved = {"objection": "moved", "unit": PROPAGANDA, "co_units": [SCHOOL], "opinion": "改由宣传部主办"}
    assert tell.act(handling, "decide_objection", "gu", moved) == "moved"

    assert tell.state(co) == "stopped"
    second = tell.below(number)[1]
    assert [tell.state(one) for one in tell.below(second, "cohandling")] == ["assigned"]
    of = {
        name: [one.organisation.name for one in tell.case(number).parties.filter(capacity=name)]
        for name in ("handler", "cohandler")
    }
    assert of == {"handler": [PROPAGANDA], "cohandler": [SCHOOL]}


def test_objection_is_not_moved_to_a_unit_that_handles_the_proposal_apart(tell: Teller) -> None:
    number = tell.assigned(mode="separate", units=[SCHOOL])
    handling = tell.below(number)[0]
    tell.act(handling, "object", "liao", {"reason": "不属于我局职责"})

    refused = tell.refused(
        handling, "decide_objection", "gu", {"objection": "moved", "unit": SCHOOL, "opinion": "改交"}
    )

    assert refused.code == "invalid"
    assert "“市教育局”已是本案的承办单位" in refused.sentence.say("zh-hans")


def test_contact_is_confirmed_once_by_whom_it_was_with(tell: Teller) -> None:
    number = tell.submitted_together()
    tell.reviewed(number)
    tell.act(number, "file", "ding")
    (handling,) = tell.below(tell.assigned(number))
    tell.act(handling, "accept", "liao")
    talk = {"way": "visit", "held_on": "2026-01-21", "record": "到小区座谈"}
    other = tell.refused(handling, "contact", "han", {**talk, "with_whom": ["岑思"]})
    assert [name for name, _said in other.faults] == ["with_whom"]
    tell.act(handling, "contact", "han", {**talk, "with_whom": ["安行"]})
    tell.act(handling, "contact", "han", talk)

    for entry in (1, 2, 9):
        refused = tell.refused(handling, "confirm_contact", "an", {"contact_entry": entry, "confirmed": "yes"})
        assert "可填：3, 4。" in refused.faults[0][1].say("zh-hans")
    tell.act(handling, "confirm_contact", "an", {"contact_entry": 3, "confirmed": "yes"})
    again = tell.refused(handling, "confirm_contact", "an", {"contact_entry": 3, "confirmed": "no"})
    assert "您已经办理过" in again.faults[0][1].say("zh-hans")
    not_his = tell.refused(handling, "confirm_contact", "bo", {"contact_entry": 3, "confirmed": "yes"})
    assert "对象不是您" in not_his.faults[0][1].say("zh-hans")
    assert tell.act(handling, "confirm_contact", "bo", {"contact_entry": 4, "confirmed": "yes"}) == "accepted"
