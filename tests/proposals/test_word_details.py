"""Details of Word files: headings, labels, boxes, numbers, and what must not be taken for certain."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from tests.proposals.word_files import OF_EACH, SORTS, form, lines, saved, xml
from zhixing.proposals.word import Unreadable, WordProposal, read_file
from zhixing.proposals.word.headings import part_of
from zhixing.proposals.word.numbering import written
from zhixing.proposals.word.values import NotClear, chosen, consent, names

TITLE = "关于完善城区停车管理的提案"
PARTS = ("一、情况", "甲。", "二、问题", "乙。", "三、建议", "丙。")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read_lines(*written: str, name: str = "a.docx") -> WordProposal:
    document = Document()
    lines(document, *written)
    return read(saved(document), name=name)


def read(data: bytes, *, name: str = "a.docx") -> WordProposal:
    found = read_file(name, data)
    assert isinstance(found, WordProposal), found
    return found


def asked(proposal: WordProposal) -> list[tuple[str, str, str]]:
    return [(one.field, one.what.zh, one.excerpt) for one in proposal.not_understood]


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a file with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            text = source.read(name)
            archive.writestr(name, text.replace(old, new) if name == part else text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("基本情况", "situation"),
        ("我市当前现状", "situation"),
        ("提案背景：", "situation"),
        ("存在的主要问题", "analysis"),
        ("问题及原因分析", "analysis"),
        ("面临的困难和问题", "analysis"),
        ("意见和建议", "suggestions"),
        ("具体建议如下：", "suggestions"),
        ("对策与建议", "suggestions"),
        ("现状及存在的问题", "several"),
        ("问题与对策", "several"),
        ("国内外经验", None),
        ("意见", None),
        ("加强建议办理", None),
    ],
)
def test_heading_means_its_part_or_nothing(heading: str, part: str | None) -> None:
    assert part_of(heading) == part


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三、李四", ("张三", "李四")),
        ("王　芳 李 强", ("王芳", "李强")),
        ("张三 欧阳明月", ("张三", "欧阳明月")),
        ("张 三 欧阳明月", ("张三", "欧阳明月")),
        ("张三（民盟、界别）；李四", ("张三（民盟、界别）", "李四")),
        ("民盟安澜市委会", ("民盟安澜市委会",)),
        ("张三，张三", ("张三",)),
    ],
)
def test_names_are_told_apart(text: str, expected: tuple[str, ...]) -> None:
    assert names(text).names == expected


def test_names_that_cannot_be_told_apart_are_not() -> None:
    assert names("张三等5人") == (("张三",), "等5人")
    with pytest.raises(NotClear):
        names("张 三 丰")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☑个人 □联名 □集体", "个人"),
        ("个人□ 联名☑ 集体□", "联名"),
        ("个人（ ） 联名（√）", "联名"),
        ("[√]个人 [ ]联名", "个人"),
        ("个人√ 联名", "个人"),
        ("联名提案", "联名提案"),
    ],
)
def test_ticked_option_is_found(text: str, expected: str) -> None:
    assert chosen(text) == expected


@pytest.mark.parametrize("text", ["□个人 □联名", "☑个人 ☑联名"])
def test_none_or_two_ticks_say_nothing(text: str) -> None:
    with pytest.raises(NotClear):
        chosen(text)


@pytest.mark.parametrize(
    ("text", "yes"), [("同意公开", True), ("☑是 □否", True), ("□是 ☑否", False), ("不公开", False)]
)
def test_consent_is_yes_or_no(text: str, yes: bool) -> None:  # noqa: FBT001 - the expected value
    assert consent(text) is yes


def test_consent_to_a_part_is_asked_about() -> None:
    proposal = read_lines(TITLE, "提案人：张三", "是否同意公开：只公开摘要", *PARTS)

    assert proposal.publishable is None
    assert asked(proposal) == [("publishable", "没有写清是否同意公开。", "只公开摘要")]


@pytest.mark.parametrize(
    ("form_", "expected"),
    [
        ("chineseCountingThousand", "十二"),
        ("decimalEnclosedCircle", "⑫"),
        ("ideographTraditional", "乙"),
        ("upperRoman", "XII"),
        ("lowerLetter", "l"),
        ("decimalFullWidth", "１２"),
        ("chineseLegalSimplified", "拾贰"),
        ("not known", "12"),
    ],
)
def test_automatic_number_is_written_as_word_does(form_: str, expected: str) -> None:
    assert written(12, form_) == expected


def test_heading_that_goes_on_counting_and_is_not_known_leaves_the_text_whole() -> None:
    text = ("一、情况", "甲。", "二、问题", "乙。", "三、外地经验", "丁。", "四、建议", "丙。")

    proposal = read_lines(TITLE, "提案人：张三", *text)

    assert proposal.body == "\n".join(text)
    assert proposal.situation == ""
    assert asked(proposal) == [("body", "不认识标题“三、外地经验”，无法确定它属于哪一部分，全文放在一起。", "")]


def test_numbered_items_and_headings_further_in_stay_in_their_part() -> None:
    proposal = read_lines(
        TITLE, "提案人：张三", *PARTS[:4], "（一）现状", "丁。", "三、建议", "一、甲。", "（二）问题", "乙。"
    )

    assert proposal.analysis == "乙。\n（一）现状\n丁。"
    assert proposal.suggestions == "一、甲。\n（二）问题\n乙。"


def test_heading_and_text_on_one_line_are_told_apart() -> None:
    proposal = read_lines(
        TITLE, "提案人：张三", "一、基本情况。甲。", "二、存在问题：乙。", "为此，提出以下建议：", "丙。"
    )

    assert (proposal.situation, proposal.analysis, proposal.suggestions) == ("甲。", "乙。", "丙。")


def test_bracketed_heading_and_text_on_one_line_are_told_apart() -> None:
    proposal = read_lines(TITLE, "提案人：张三", "【情况】甲。", "【问题】：乙。", "【建议】丙。")

    assert (proposal.situation, proposal.analysis, proposal.suggestions) == ("甲。", "乙。", "丙。")


def test_text_begins_behind_its_label() -> None:
    proposal = read_lines(
        "安澜市政协十届五次会议", f"案由：{TITLE}", "提案人：张三", "内容：甲。", "类别：乙。", "丙。"
    )

    assert proposal.banner == "安澜市政协十届五次会议"
    assert proposal.body == "甲。\n类别：乙。\n丙。"
    assert proposal.category == ""


def test_heading_without_text_leaves_the_text_whole() -> None:
    proposal = read_lines(TITLE, "提案人：张三", *PARTS[:-1])

    assert proposal.body == "\n".join(PARTS[:-1])


def test_text_before_the_first_heading_belongs_to_no_part() -> None:
    proposal = read_lines(TITLE, "提案人：张三", "近年来，车多位少。", *PARTS)

    assert proposal.situation == "甲。"
    assert asked(proposal) == [("situation", "第一个标题之前的文字，没有归入任何部分。", "近年来，车多位少。")]


def test_word_of_a_form_inside_the_text_is_text() -> None:
    proposal = read_lines(TITLE, "提案人：张三", *PARTS[:1], "联系人：李四。", "甲。", *PARTS[2:], "类别：", "丁。")

    assert proposal.situation == "联系人：李四。\n甲。"
    assert proposal.suggestions == "丙。\n类别：\n丁。"


def test_labels_and_date_at_the_end_are_taken() -> None:
    proposal = read_lines(TITLE, *PARTS, "提案人：张三  电话：139", "2026年1月8日")

    assert (proposal.proposers, proposal.phone, proposal.dated) == (("张三",), "139", date(2026, 1, 8))
    assert proposal.suggestions == "丙。"


def test_day_without_its_day_is_asked_about() -> None:
    proposal = read_lines(TITLE, "提案人：张三", "提案日期：2026年1月", *PARTS)

    assert proposal.dated is None
    assert asked(proposal) == [("dated", "“2026年1月”不是日期，请写作 2024-03-05。", "2026年1月")]


def test_two_different_titles_are_both_shown() -> None:
    proposal = read_lines("关于甲地修路的建议", "案由：关于乙地修路的建议", "提案人：张三", *PARTS)

    assert proposal.title == ""
    assert asked(proposal) == [("title", "写了不止一个案由，请选定一个。", "关于甲地修路的建议 关于乙地修路的建议")]


def test_missing_proposer_is_told() -> None:
    assert asked(read_lines(TITLE, "提案人：", *PARTS)) == [("proposers", "没有写明提案人。", "")]


def test_unknown_cell_of_a_form_is_shown() -> None:
    document = Document()
    form(document, ("案由", TITLE), ("提案人", "张三", "血型", "O"), ("内容", "\n".join(PARTS)))

    proposal = read(saved(document))

    assert asked(proposal) == [("", "表格中这一格的意思不清楚。", "血型 | O")]
    assert proposal.suggestions == "丙。"


def test_cell_with_its_label_inside_is_read_whole() -> None:
    document = Document()
    form(
        document,
        (f"案由：{TITLE}",),
        ("提案人：张三  界别：经济",),
        ("内容：一、情况\n甲。\n二、问题\n乙。",),
        ("建议：丙。\n丁。",),
    )

    proposal = read(saved(document))

    assert (proposal.title, proposal.proposers, proposal.sector) == (TITLE, ("张三",), "经济")
    assert (proposal.situation, proposal.analysis, proposal.suggestions) == ("甲。", "乙。", "丙。\n丁。")


def test_whole_text_in_one_cell_is_told_apart_by_its_headings() -> None:
    document = Document()
    form(document, ("案由", TITLE), ("提案人", "张三"), ("\n".join(PARTS),))

    assert read(saved(document)).analysis == "乙。"


def test_two_forms_in_one_file_are_two_proposals() -> None:
    document = Document()
    for title in (TITLE, "关于修路的提案"):
        form(document, ("案由", title), ("提案人", "张三"), ("内容", "甲。"))
        lines(document, "")

    found = read_file("a.docx", saved(document))

    assert isinstance(found, Unreadable)
    assert found.sentence.zh == "这个文件里有不止一件提案；请每件提案另存为一个 .docx 文件（一事一案）再导入。"


def test_heading_inside_the_suggestions_that_looks_like_a_title_makes_no_second_proposal() -> None:
    assert (
        read_lines(TITLE, "提案人：张三", *PARTS, "关于资金的建议", "丁。").suggestions == "丙。\n关于资金的建议\n丁。"
    )


def test_reference_that_leads_nowhere_stops_nothing() -> None:
    document = Document()
    lines(document, TITLE, "提案人：张三", *PARTS)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    broken = b'<Relationship Id="rId99" Type="' + kind + b'" Target="NULL"/></Relationships>'
    data = changed(saved(document), "word/_rels/document.xml.rels", b"</Relationships>", broken)

    assert read(data).title == TITLE


def test_strict_form_of_the_format_reads_the_same() -> None:
    document = Document()
    lines(document, TITLE, "提案人：张三", *PARTS)
    usual = saved(document)
    spaces = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    strict = changed(usual, "word/document.xml", *spaces)
    assert replace(read(strict), digest="") == replace(read(usual), digest="")


def test_pictures_and_margins_are_told() -> None:
    document = Document()
    lines(document, TITLE, "提案人：张三", *PARTS)
    document.sections[0].header.paragraphs[0].text = "案号：第12号"
    picture = '<w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip/></w:drawing>'
    xml(document, f"<w:p {W}><w:r>{picture}</w:r></w:p>")

    proposal = read(saved(document))

    assert proposal.images == 1
    assert [note.zh for note in proposal.notes] == [
        "文中有 1 张图片，图片中的文字没有读入。",
        "页眉页脚的文字没有读入：案号：第12号",
    ]


def test_last_paragraph_whose_end_was_deleted_is_kept() -> None:
    document = Document()
    lines(document, TITLE, "提案人：张三", *PARTS)
    xml(document, f"<w:p {W}><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>末。</w:t></w:r></w:p>")

    assert read(saved(document)).suggestions == "丙。\n末。"


def test_numbers_of_a_list_that_are_no_numbers_stop_nothing() -> None:
    numbered = SORTS[3](0)
    data = changed(numbered.data, "word/numbering.xml", b'w:start w:val="1"', b'w:start w:val="99999999999"')

    assert read(data).suggestions == "（一）安排经费。\n（二）统一标准。"


@given(sort=st.integers(0, 13), number=st.integers(0, OF_EACH - 1), at=st.floats(0, 1), byte=st.integers(0, 255))
def test_damaged_file_is_read_or_refused(sort: int, number: int, at: float, byte: int) -> None:
    data = bytearray(SORTS[sort](number).data)
    data[int(at * (len(data) - 1))] = byte

    assert isinstance(read_file("a.docx", bytes(data)), WordProposal | Unreadable)
