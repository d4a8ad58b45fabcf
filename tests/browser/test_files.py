"""Files on a telephone: sent as soon as they are chosen, named by the draft, kept over a fault, taken away, opened."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Desk
from tests.files.contents import PDF
from tests.throwaway.kinds import PERMIT
from tests.world.town import Town
from zhixing.cases import kinds
from zhixing.cases.models import Case
from zhixing.desk.models import Draft
from zhixing.files.models import StoredFile

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def _permits(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Let there be permits during a test, and a folder for their files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ZHIXING_TODAY = "2026-06-15"
    kinds.register(PERMIT)
    yield
    kinds.forget("permit")


def test_files_are_chosen_kept_removed_and_opened(desk: Desk, town: Town) -> None:
    member = desk.visit("an", width=NARROW)
    page = member.page
    member.open("/desk/permits/new/ask/")
    scan, photo = (
        {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "现场.png", "mimeType": "image/png", "buffer": PIXEL},
    )
    page.locator("input[type=file]").set_input_files([scan, photo])

    expect(page.locator(".kept-files input[type=hidden]")).to_have_count(2)
    page.get_by_label("Matter").fill("西门停车证")
    page.get_by_label("Street").focus()
    page.wait_for_timeout(3_000)
    draft = Draft.objects.get().data
    assert draft["title"] == "西门停车证"
    assert [str(one).partition("/")[2] for one in draft["scan"]] == ["扫描件.pdf", "现场.png"]
    assert StoredFile.objects.count() == 2

    member.press("Ask")
    expect(page.locator(".kept-files li")).to_have_count(2)
    page.get_by_label("Remove 扫描件.pdf").check()
    page.get_by_label("Street").fill("安澜西路")
    page.get_by_label("Purpose").fill("开会")
    page.get_by_label("Wanted from").fill("2026-07-01")
    page.get_by_label("Places").fill("1")
    page.get_by_label("Kept by").select_option(label="市教育局")
    member.press("Ask")

    assert Case.objects.unscoped("test").filter(kind="permit").count() == 1
    link = page.locator("main").get_by_role("link", name="现场.png")
    expect(page.locator("main").get_by_role("link", name="扫描件.pdf")).to_have_count(0)
    assert member.errors == []
    link.click()
    expect(page.locator("img")).to_be_visible()
    # Beside a bare image, the browser asks on its own for an icon that is not there: what it says then is no fault.
    assert page.evaluate("document.querySelector('img').naturalWidth") == 1
