"""A paper as a Word file: the page, faces and links that GB/T 9704 and its readers ask for."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhixing.papers.docx import docx_of
from zhixing.papers.paper import Figure, Gap, Heading, Note, Paper, Reference, Table, sentence

BASE = "https://cppcc.example/"
PAPER = Paper(
    mark="安澜市政协提案委员会文件",
    number=("〔2026〕", Gap("序号"), "号"),
    title="关于提案立案审查情况的报告",
    addressee="安澜市政协主席会议",
    blocks=(
        Heading("总体情况"),
        sentence("共收到提案", Figure(20, "/desk/proposals/?reached=received&session=1"), "件。"),
        Heading("分类", level=2),
        Heading("界别", level=2),
        Note("以系统记录为准。"),
        Table("按类别统计", ("类别", "件数"), ((("经济建设",), (Figure(12, "/desk/proposals/?category=economy"),)),)),
        Table("名单", ("界别", "委员"), ((("教育界",), ("安行",)),), anchor="members"),
        Heading("下一步"),
        sentence(Gap("请写工作安排"), Reference("<1005001> & 其他", "/cases/1/")),
    ),
    signed="安澜市政协提案委员会",
    day=date(2026, 6, 5),
    note="联系人：陈阅",
).numbered()


@pytest.fixture(scope="module")
def written() -> Document:
    return docx.Document(BytesIO(docx_of(PAPER, base=BASE)))


def letters(element: Any) -> str:
    """Return the text of an element, without what the library adds."""
    return "".join(one.text for one in element.iter(qn("w:t")))


def links(document: Document) -> list[tuple[str, str]]:
    """Return text and address of every link, in the order of the text."""
    found = document.element.body.iter(qn("w:hyperlink"))
    relations = document.part.rels
    return [(letters(one), relations[one.get(qn("r:id"))].target_ref) for one in found]


def test_page_is_that_of_the_standard(written: Document) -> None:
    (section,) = written.sections
    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(Mm(156), abs=Mm(1))


def test_pages_are_numbered_outside(written: Document) -> None:
    (section,) = written.sections
    assert written.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, 2), (section.even_page_footer, None)):
        (line,) = footer.paragraphs
        assert line.paragraph_format.alignment == side
        assert line._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert letters(line._p) == "— 1 —"


@pytest.mark.parametrize(
    ("text", "face", "size"),
    [
        ("安澜市政协提案委员会文件", "方正小标宋简体", 36),
        ("关于提案立案审查情况的报告", "方正小标宋简体", 22),
        ("一、总体情况", "黑体", 16),
        ("（二）界别", "楷体_GB2312", 16),
        ("共收到提案20件。", "仿宋_GB2312", 16),
    ],
)
def test_faces_and_sizes(written: Document, text: str, face: str, size: int) -> None:
    (line,) = [one for one in written.paragraphs if one.text == text]
    properties = line.style.element.rPr
    assert properties.rFonts.get(qn("w:eastAsia")) == face
    assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert line.style.font.size == Pt(size)


def test_text_stands_on_exact_lines_and_is_indented(written: Document) -> None:
    style = written.styles["Paper text"].paragraph_format
    assert (style.line_spacing, style.first_line_indent) == (Pt(28), Pt(32))


def test_headings_are_numbered_and_in_the_outline(written: Document) -> None:
    numbered = [one for one in written.paragraphs if one.style.name.startswith("Paper heading")]
    assert [one.text for one in numbered] == ["一、总体情况", "（一）分类", "（二）界别", "二、下一步"]
    levels = [one._p.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for one in numbered]
    assert levels == ["0", "1", "1", "0"]


def test_every_number_leads_out_of_the_file_to_its_list(written: Document) -> None:
    assert links(written) == [
        ("20", "https://cppcc.example/desk/proposals/?reached=received&session=1"),
        ("12", "https://cppcc.example/desk/proposals/?category=economy"),
        ("<1005001> & 其他", "https://cppcc.example/cases/1/"),
    ]


def test_what_is_to_be_written_is_marked(written: Document) -> None:
    marked = [run.text for line in written.paragraphs for run in line.runs if run.font.highlight_color]
    assert marked == ["【序号】", "【请写工作安排】", "【抄送机关】", "【印发机关】", "【印发日期】"]


def test_tables_are_whole_and_what_is_for_the_drafter_is_left_out(written: Document) -> None:
    (table,) = written.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["类别", "件数"], ["经济建设", "12"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "安行" not in letters(written.element.body)


def test_it_ends_with_signature_day_and_note(written: Document) -> None:
    texts = [one.text for one in written.paragraphs]
    assert texts[-6:-3] == ["安澜市政协提案委员会", "2026年6月5日", "（联系人：陈阅）"]


def test_imprint_stands_last_between_rules_of_two_weights(written: Document) -> None:
    copies, printed = written.paragraphs[-2:]
    assert (copies.text, printed.text) == ("抄送：【抄送机关】。", "【印发机关】\t【印发日期】印发")
    rules = {
        (line.text[0], side.tag.rpartition("}")[2]): int(side.get(qn("w:sz")))
        for line in (copies, printed)
        for side in line._p.pPr.find(qn("w:pBdr"))
    }
    assert rules == {("抄", "top"): 8, ("抄", "bottom"): 6, ("【", "bottom"): 8}
    assert copies.paragraph_format.keep_with_next
