"""Pages that the sample city does not show of itself: drafts, undelivered notices, and what stands where no page is."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.utils import timezone

from tests.browser.conftest import NARROW, WIDE, Desk
from tests.browser.test_accessible import Walker
from tests.world.story import told
from tests.world.town import OPENED, Town, proposal_data
from zhixing.assembly.models import Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases.models import Case, CaseParty
from zhixing.desk.boards import slips
from zhixing.desk.inbox import Inbox
from zhixing.desk.models import Draft
from zhixing.notices.models import Message
from zhixing.notices.vocabulary import Channel, Reason, Status

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WAYS = pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (NARROW, "zh-hans")])


def walker(desk: Desk, who: str, width: int, language: str) -> Walker:
    """Return somebody signed in, at a screen of some width and in a language."""
    visit = desk.visit(who, width=width)
    visit.page.goto(f"{visit.address}/language/{language}/?next=/desk/")
    return Walker(visit.page, visit.address)


def meets(walking: Walker, path: str, status: int) -> None:
    """Look at a page that is answered with a status; the browser's own note about the status is no error of ours."""
    answer = walking.page.goto(f"{walking.address}{path}")
    assert answer is not None
    assert answer.status == status
    assert all(f"status of {status}" in error for error in walking.errors)
    walking.errors.clear()
    walking.look(path)


@WAYS
def test_the_list_of_drafts(desk: Desk, town: Town, settings: LazySettings, width: int, language: str) -> None:
    told(town, "release_reply")
    settings.ZHIXING_TODAY = "2026-04-28"
    member = walker(desk, "an", width, language)
    writing = desk.visit("an").page
    for path, label, words in (
        ("/desk/proposals/new/submit/", "id_title", str(proposal_data()["title"]) * 2),
        (f"/cases/{told_handling()}/acts/rate/", "id_words", "办法少，态度好。"),
    ):
        writing.goto(f"{member.address}{path}")
        writing.locator(f"#{label}").fill(words)
        writing.locator(f"#{label}").blur()
        writing.locator("#saved[data-state=saved]").wait_for()
    assert Draft.objects.count() == 2

    member.open("/desk/drafts/")

    assert member.page.locator("main tbody tr, main ul.drafts li").count() == 2
    assert member.faults == []


def told_handling() -> str:
    """Return the number of the one handling."""
    return Case.objects.unscoped("test").get(kind="handling").number


@WAYS
def test_the_list_of_undelivered_notices(
    desk: Desk, town: Town, settings: LazySettings, width: int, language: str
) -> None:
    case = told(town, "assign").proposal
    settings.ZHIXING_TODAY = "2026-03-03"
    Post.objects.create(
        person=town.people["chen"], organisation=town.organisations["office"], kind=PostKind.CLERK, since=OPENED
    )
    for who, reason, detail in (("liao", Reason.BUSY, "HTTP 429"), ("an", Reason.REFUSED, "x" * 200)):
        Message.objects.create(
            body=town.body,
            person=town.people[who],
            case=case,
            entry=1,
            channel=Channel.SMS,
            act="submit",
            made_at=timezone.now(),
            next_at=timezone.now(),
            status=Status.FAILED,
            tries=6,
            reason=reason,
            detail=detail,
            masked="139****0001",
        )
    clerk = walker(desk, "chen", width, language)

    clerk.open("/office/notices/")

    assert clerk.page.get_by_text("139****0001").count() == 2
    assert clerk.faults == []


@WAYS
def test_where_no_page_is(
    desk: Desk, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    settings.ZHIXING_TODAY = "2026-03-03"
    member = walker(desk, "an", width, language)

    meets(member, "/office/notices/", 403)
    meets(member, "/cases/331097-2026-009999/", 404)
    monkeypatch.setattr(Inbox, "context", broken)
    meets(member, "/desk/", 500)

    assert member.faults == []


def broken(_inbox: Inbox) -> None:
    """Fail as a page of ours might."""
    raise RuntimeError("a fault of a test")


@WAYS
@pytest.mark.parametrize("sort", ["receipt", "assignment", "signatures"])
def test_slips_to_print(desk: Desk, town: Town, settings: LazySettings, width: int, language: str, sort: str) -> None:
    case = told(town, "assign").proposal
    CaseParty.objects.create(case=case, capacity="cosigner", person=town.people["bo"], place=9)
    settings.ZHIXING_TODAY = "2026-03-03"
    batch = slips.begin("proposal", sort, [case], actor=town.actor("chen"), back="/desk/proposals/")
    clerk = walker(desk, "chen", width, language)

    clerk.open(f"/desk/slips/{batch.key}/")

    assert clerk.page.locator("main .slip-page").count() == 1
    assert clerk.faults == []


@WAYS
def test_activation_slips(desk: Desk, town: Town, width: int, language: str) -> None:
    Post.objects.create(
        person=town.people["shen"], organisation=town.organisations["office"], kind=PostKind.SYSADMIN, since=OPENED
    )
    administrator = walker(desk, "shen", width, language)
    administrator.open("/desk/accounts/?show=unused")
    page = administrator.page
    page.locator("main tbody input[type=checkbox]").first.check()
    page.locator("main form button[type=submit]").last.click()
    administrator.look("the slips")

    assert page.locator("main .slip-page").count() == 1
    assert administrator.faults == []
