"""What units, co-handlers and proposers do when a handling does not go straight on, each in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Desk
from tests.world.story import told
from tests.world.town import Town, moment, proposal_data
from zhixing.cases.acts import perform
from zhixing.cases.models import Case
from zhixing.register.models import Entry

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TITLE = str(proposal_data()["title"])
HOUSING, SCHOOL, PROPAGANDA = "市住房和城乡建设局", "市教育局", "市委宣传部"
AGAIN = "请写明共管账户何时设立、由谁管。"


def of(kind: str) -> Case:
    """Return the newest case of a kind as it stands now."""
    return Case.objects.unscoped("test").filter(kind=kind).order_by("-pk")[0]


def last(kind: str) -> tuple[str, str]:
    """Return the last act of the newest case of a kind, and who took it."""
    entry = Entry.objects.unscoped("test").filter(case=of(kind).number).order_by("-number")[0]
    return entry.act, entry.actor.name if entry.actor else ""


def test_a_unit_objects_and_the_supervision_office_moves_the_proposal(
    desk: Desk, town: Town, settings: LazySettings
) -> None:
    told(town, "assign")
    settings.ZHIXING_TODAY = "2026-03-04"
    liaison = desk.visit("liao")
    liaison.follow(TITLE)
    liaison.follow("Object to the assignment")
    liaison.page.get_by_label("Reason").fill("加装电梯由教育系统自建房承担，不属我局。")
    liaison.page.get_by_label("Ground in the unit's duties").fill("三定规定第三条")
    liaison.page.get_by_label("Unit proposed instead").select_option(label=SCHOOL)
    liaison.press("Object to the assignment")
    assert (last("handling"), of("handling").state) == (("object", "廖闻"), "return_requested")

    settings.ZHIXING_TODAY = "2026-03-05"
    supervisor = desk.visit("gu", width=NARROW)
    supervisor.follow(TITLE)
    expect(supervisor.page.locator("main")).to_contain_text("三定规定第三条")
    supervisor.follow("Decide the objection")
    supervisor.page.get_by_label("Moved to another unit").check()
    supervisor.page.locator("#id_unit").select_option(label=SCHOOL)
    supervisor.page.get_by_label("Grounds").fill("属教育局职责。")
    supervisor.press("Decide the objection")

    first, second = Case.objects.unscoped("test").filter(kind="handling").order_by("pk")
    assert (first.state, second.state) == ("moved", "assigned")
    other = desk.visit("ye")
    other.follow(TITLE)
    expect(other.page.get_by_role("link", name="Receive", exact=True)).to_be_visible()
    # The first unit has no part in it any more.
    liaison.open("/desk/")
    expect(liaison.page.get_by_role("link", name="Object to the assignment")).to_have_count(0)
    expect(liaison.page.get_by_role("link", name=TITLE)).to_have_count(0)


def test_a_co_handler_gives_its_opinion_and_countersigns_the_draft(
    desk: Desk, town: Town, settings: LazySettings
) -> None:
    told(town, "assign", mode="lead", co_units=[SCHOOL])
    settings.ZHIXING_TODAY = "2026-03-03"
    co_handler = desk.visit("ye")
    co_handler.follow(TITLE)
    co_handler.follow("Receive")
    co_handler.press("Receive")
    co_handler.follow("Give the opinion")
    co_handler.page.get_by_label("Opinion").fill("建议将校园周边小区一并纳入。")
    co_handler.press("Give the opinion")
    assert last("cohandling") == ("give_opinion", "叶桥")

    settings.ZHIXING_TODAY = "2026-03-11"
    handling = of("handling")
    for act, who, data in (
        ("accept", "liao", {}),
        ("contact", "han", {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}),
        ("draft_reply", "han", {"draft": "拟答复如下：明确管理责任主体。" * 3}),
    ):
        day = date(2026, 3, 10)
        perform(handling.number, act, actor=town.actor(who, day), data=data, at=moment(day))
    head = desk.visit("yao", width=NARROW)
    head.follow(TITLE)
    expect(head.page.locator("main")).to_contain_text("拟答复如下：明确管理责任主体。")
    head.follow("Countersign")
    head.page.get_by_label("Remark").fill("无不同意见")
    head.press("Countersign")

    assert (last("cohandling"), of("cohandling").state) == (("countersign", "姚章"), "countersigned")
    lead = desk.visit("hu")
    lead.follow(TITLE)
    expect(lead.page.get_by_role("link", name="Sign the reply", exact=True)).to_be_visible()


def test_a_reply_that_does_not_satisfy_is_handled_again(desk: Desk, town: Town, settings: LazySettings) -> None:
    told(town, "release_reply")
    settings.ZHIXING_TODAY = "2026-04-28"
    member = desk.visit("an", width=NARROW)
    member.follow(TITLE)
    member.follow("Rate the reply")
    member.page.get_by_role("group", name="Overall").get_by_label("Dissatisfied", exact=True).check()
    member.page.get_by_role("group", name="Attitude").get_by_label("Satisfied", exact=True).check()
    # What is to be handled again is asked for, and nothing that was chosen is lost.
    member.press("Rate the reply")
    expect(member.page.get_by_role("alert").first).to_be_visible()
    expect(member.page.get_by_role("group", name="Overall").get_by_label("Dissatisfied", exact=True)).to_be_checked()
    member.page.get_by_label("What is to be handled again").fill(AGAIN)
    member.press("Rate the reply")
    assert (last("handling"), of("handling").state) == (("rate", "安行"), "rework")

    settings.ZHIXING_TODAY = "2026-05-06"
    handler = desk.visit("han")
    handler.follow(TITLE)
    expect(handler.page.locator("main")).to_contain_text(AGAIN)
    expect(handler.page.locator("main")).not_to_contain_text("Dissatisfied")
    handler.follow("Draft the reply")
    handler.page.get_by_label("Draft").fill("共管账户将于六月底前设立，由街道管理。" * 2)
    handler.press("Draft the reply")
    settings.ZHIXING_TODAY = "2026-05-18"
    handling, day = of("handling").number, date(2026, 5, 12)
    signed = {"letter": "A", "reply": "共管账户六月底前设立。" * 5, "publishable": "full"}
    perform(handling, "sign_reply", actor=town.actor("hu", day), data=signed, at=moment(day))
    perform(handling, "release_reply", actor=town.actor("gu", day), at=moment(day))

    member.open("/desk/")
    member.follow(TITLE)
    member.follow("Rate the second reply")
    again = member.page.get_by_role("group", name="Overall, second time")
    again.get_by_label("Basically satisfied", exact=True).check()
    member.press("Rate the second reply")
    assert (last("handling"), of("handling").state) == (("rate_again", "安行"), "answered")
