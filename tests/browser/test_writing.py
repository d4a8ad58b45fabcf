"""The comforts of writing: counts as the server counts, hints, pasting from Word and WPS, files with their progress."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Desk
from tests.files.contents import PDF
from tests.proposals.word_files import plain
from tests.world.town import Town, proposal_data
from zhixing.cases import adopting
from zhixing.desk.models import Draft
from zhixing.files.models import StoredFile
from zhixing.procedure.facts import Facts, Given
from zhixing.procedure.fields import check_one

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    # The server's thread closes its connections when it likes.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NEW = "/desk/proposals/new/submit/"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

WORD = (
    "一、情况\r\n1.\t车位少。\r\n\uf06c\t路灯暗，\u00ad树\u200b挡住了。\r\n"
    "·\t噪声大。\x0b夜里更大。\r\n\ufeff二、分析　\r\n"
)
CLEANED = "一、情况\n1. 车位少。\n路灯暗，树挡住了。\n噪声大。\n夜里更大。\n二、分析"
LIST = (
    "<html><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->"
    "<p class=MsoNormal>建议：<b>三条</b></p><ol start=2><li><span style='mso-x:1'>增加车位。</span></li>"
    "<li>修路灯。<br>先修南街。</li></ol><ul><li>其他</li></ul></body></html>"
)


@pytest.fixture(autouse=True)
def _in_january(settings: LazySettings) -> None:
    settings.ZHIXING_TODAY = "2026-01-21"


def paste(page: Page, label: str, text: str, markup: str = "") -> None:
    """Paste as a browser does it, with the plain text and the markup that Word puts beside it."""
    page.get_by_label(label).focus()
    page.evaluate(
        """([text, markup]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          if (markup) clipboardData.setData("text/html", markup);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        [text, markup],
    )


def test_pasting_keeps_paragraphs_and_numbers_and_drops_the_rest(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)

    paste(page, "Situation", WORD)
    paste(page, "Suggestions", "建议：三条\n增加车位。\n修路灯。", LIST)
    paste(page, "Title", "关于夜间公交的\r\n提案\r\n")

    expect(page.get_by_label("Situation")).to_have_value(CLEANED)
    expect(page.get_by_label("Suggestions")).to_have_value("建议：三条\n2. 增加车位。\n3. 修路灯。\n先修南街。\n其他")
    expect(page.get_by_label("Title")).to_have_value("关于夜间公交的提案")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Title")).to_have_value("")
    assert member.errors == []


PASTED = {
    "一段\r\n\r\n二段": "一段\n\n二段",
    "一段\n\n\n\n二段\n": "一段\n\n二段",
    "（一）第一条\u2028（二）第二条": "（一）第一条\n（二）第二条",
    "　　缩进留着": "　　缩进留着",
    "a\u00a0b": "a b",
    "5·12 不是项目符号": "5·12 不是项目符号",
    "表情😀留着": "表情😀留着",
    "": "",
}


def test_what_is_cleaned_away_and_what_stays(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    member.open(NEW)

    cleaned = member.page.evaluate("(texts) => texts.map(zhixingWriting.clean)", list(PASTED))

    assert cleaned == list(PASTED.values())


TEXTS = ("", "一二三四五六", " 两边有空格 ", "一行\n两行\n", "\n\n空行之后", "表情😀", "中 间 空 格", "\t", "一\r\n二")


def test_the_page_counts_as_the_server_does(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    member.open(NEW)
    adopted = adopting.in_force(town.body, "proposal")
    fields = adopted.procedure.acts["submit"].fields

    for name, kind in (("title", "text"), ("situation", "prose")):
        for text in TEXTS:
            checked = check_one(adopted.procedure, fields[name], text, facts=Facts(body=1), given=Given.__new__(Given))
            said = [one.values.get("length") for _field, one in checked.faults if "length" in one.values]
            shown = member.page.evaluate("([text, kind]) => zhixingWriting.counted(text, kind)", [text, kind])
            assert shown == (said[0] if said else len(str(checked.values.get(name, ""))))


def test_counts_against_the_limit_and_warns_without_cutting(desk: Desk, town: Town) -> None:
    member = desk.visit("an", width=NARROW)
    page = member.page
    member.open(NEW)
    count = page.locator("#field-situation .count")
    expect(count).to_have_text("0 / 1500 characters")

    page.get_by_label("Situation").fill("字" * 105)
    expect(count).to_have_text("105 / 1500 characters")
    page.get_by_label("Situation").fill("字" * 1_512)

    expect(count).to_have_text("1512 / 1500 characters · 12 too many; nothing is cut off")
    expect(count).to_have_attribute("role", "status")
    assert len(page.get_by_label("Situation").input_value()) == 1_512
    member.look()


def test_hints_at_a_title_refuse_nothing(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    hint = page.locator("#field-title .hint")

    page.get_by_label("Title").fill("老旧小区停车")
    expect(hint).to_contain_text("Titles are usually written as")
    page.get_by_label("Title").fill("关于解决停车问题和噪声问题的建议")
    expect(hint).to_contain_text("This may be two matters.")
    page.get_by_label("Title").fill(str(proposal_data()["title"]))

    expect(hint).to_have_text("")


def test_files_go_up_with_progress_and_the_draft_names_them(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    control = page.locator("#field-attachments input[type=file]")

    control.set_input_files([{"name": "照片.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}])
    expect(page.locator(".file-wrong")).to_contain_text("“照片.exe” cannot be taken here. Choose one of these:")
    assert not StoredFile.objects.exists()
    control.set_input_files([{"name": "说明.pdf", "mimeType": "application/pdf", "buffer": PDF}])

    expect(page.locator(".kept-files .file-name")).to_have_text(["说明.pdf"])
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=5_000)
    assert [str(one).partition("/")[2] for one in Draft.objects.get().data["attachments"]] == ["说明.pdf"]
    page.reload()
    expect(page.locator(".kept-files .file-name")).to_have_text(["说明.pdf"])
    page.get_by_label("Remove 说明.pdf").check()
    page.get_by_label("Title").focus()
    page.wait_for_timeout(3_000)
    assert not Draft.objects.exists()
    assert member.errors == []


def test_a_file_that_does_not_arrive_says_so_and_can_be_stopped(desk: Desk, town: Town) -> None:
    member = desk.visit("an")
    page = member.page
    member.open(NEW)
    chosen = {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.route("**/desk/drafts/upload*", lambda route: route.abort())

    page.locator("#field-attachments input[type=file]").set_input_files([chosen])
    expect(page.locator(".file-wrong")).to_have_text(
        "“说明.pdf” did not arrive. Choose it again when the network is back."
    )
    page.unroute("**/desk/drafts/upload*")
    page.route("**/desk/drafts/upload*", lambda _route: None)
    page.locator("#field-attachments input[type=file]").set_input_files([chosen])
    expect(page.locator(".kept-files progress")).to_have_count(1)
    page.get_by_role("button", name="Stop sending 说明.pdf").click()

    expect(page.locator(".kept-files li")).to_have_count(0)


def test_a_word_file_is_read_beside_what_stands_there(desk: Desk, town: Town) -> None:
    member = desk.visit("an", width=NARROW)
    page = member.page
    made = plain(0)
    member.open(NEW)
    page.get_by_label("Situation").fill("我已经写了一段。")
    page.get_by_text("Read a Word file in").click()
    page.get_by_label("File .docx").set_input_files([{"name": "提案.docx", "mimeType": DOCX, "buffer": made.data}])

    member.press("Read it in")

    expect(page.get_by_label("Situation")).to_have_value("我已经写了一段。")
    expect(page.locator("#others")).to_contain_text("Read from “提案.docx”")
    page.get_by_role("button", name="Take this over Title").click()
    expect(page.get_by_label("Title")).to_have_value(str(made.fields["title"]))
    expect(page.get_by_label("Situation")).to_have_value("我已经写了一段。")
    member.look()
