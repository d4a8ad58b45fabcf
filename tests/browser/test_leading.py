"""A leader's look on a telephone, and a supervision office's day: decide, review, send back, urge."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Desk
from tests.desk.people import Desks
from tests.world.town import Town
from zhixing.cases.models import Case

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

REPLY = "再次答复：共管账户已于五月设立，感谢您的关心。" * 2


@pytest.fixture(autouse=True)
def _in_june(settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-06-15"


def dissatisfied_twice(world: Desks) -> Case:
    """Return a handling whose second reply left the proposer dissatisfied again."""
    _case, handling = world.rated("dissatisfied")
    world.act(handling, "draft_reply", "han", {"draft": REPLY}, on=date(2026, 5, 6))
    signed = {"letter": "A", "reply": REPLY, "publishable": "full"}
    world.act(handling, "sign_reply", "hu", signed, on=date(2026, 5, 8))
    world.act(handling, "release_reply", "gu", on=date(2026, 5, 11))
    return world.act(handling, "rate_again", "an", {"second_grade": "dissatisfied"}, on=date(2026, 5, 15))


def test_a_leader_looks_on_a_telephone_and_decides(desk: Desk, town: Town) -> None:
    handling = dissatisfied_twice(Desks(town))
    leader = desk.visit("zhu", width=NARROW)
    page = leader.page

    leader.open("/desk/overview/")
    expect(page.get_by_role("heading", name="To decide 1", exact=True)).to_be_visible()
    heading = page.get_by_role("heading", name="Dissatisfied a second time 1")
    expect(heading).to_be_in_viewport()
    page.get_by_role("link", name="Write an instruction").click()
    leader.look()
    page.get_by_label("Instruction").fill("请住建局负责同志约提案者当面商量，七日内报结果。")
    leader.press("Write an instruction")
    leader.open("/desk/overview/")
    expect(page.locator("main")).to_contain_text("Nothing needs your decision today.")

    assert Case.objects.of_body(town.body).get(pk=handling.pk).state == "answered"


def test_a_supervision_offices_day(desk: Desk, town: Town) -> None:
    world = Desks(town)
    _case, objected = world.assigned()
    world.act(objected, "object", "liao", {"reason": "电梯监管不属于本局职责"}, on=date(2026, 3, 4))
    first, second = world.signed()[1], world.signed()[1]
    late = world.assigned(unit="school")[1]
    office = desk.visit("gu")
    page = office.page
    office.open("/desk/overview/")

    page.get_by_role("link", name="Decide the objection").click()
    office.look()
    page.get_by_label("Stays with the unit").check()
    page.get_by_label("Grounds").fill("三定方案明确由住建局牵头。")
    office.press("Decide the objection")

    office.open("/desk/overview/")
    page.get_by_role("link", name="Send the reply back").first.click()
    office.look()
    page.get_by_label("What to mend").fill("第二条建议没有答复，请补充。")
    office.press("Send the reply back")
    office.open("/desk/overview/")
    page.get_by_role("link", name="Release the reply").click()
    office.press("Release the reply")

    office.open("/desk/overview/")
    section = page.get_by_role("region", name="Overdue replies to urge")
    section.get_by_role("link", name="Urge the unit").first.click()
    page.get_by_label("Telephone").check()
    page.get_by_label("What is asked of the unit").fill("请于本周内签收并与提案者联系。")
    office.press("Urge the unit")
    office.open("/desk/overview/")
    expect(page.get_by_role("region", name="Overdue replies to urge")).to_contain_text("done 1 time already")

    states = {case.pk: case.state for case in Case.objects.of_body(town.body).filter(kind="handling")}
    assert states[objected.pk] == "accepted"
    assert sorted([states[first.pk], states[second.pk]]) == ["accepted", "replied"]
    assert states[late.pk] == "assigned"
