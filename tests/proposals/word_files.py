"""150 Word files of mixed quality as offices receive them, each with what reading it has to give.

The files are made by python-docx and, for what it does not make (tracked changes, text boxes, content controls,
footnotes, automatic numbers), by XML put in by hand. The same number gives the same files.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import _Cell

OF_EACH = 10
THINGS = ("老旧小区加装电梯", "校园周边交通", "城区停车", "乡镇卫生院用药", "农村公路养护")
PEOPLE = ("岑知微", "晏如海", "鲍松年", "司徒静", "乔木生", "温有光", "连一舟")
BANNER = "政协安澜市第十届委员会第五次会议提案"
W = nsdecls("w")


@dataclass(frozen=True)
class Made:
    """A file and what it has to give: fields, the fields named as not understood, or part of the refusal."""

    name: str
    data: bytes
    fields: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Texts:
    """What one proposal says."""

    title: str
    proposer: str
    situation: str
    analysis: str
    suggestions: str

    @property
    def parts(self) -> dict[str, str]:
        return {"situation": self.situation, "analysis": self.analysis, "suggestions": self.suggestions}


def texts(number: int) -> Texts:
    thing = THINGS[number % len(THINGS)]
    return Texts(
        title=f"关于完善{thing}第{number + 1}期管理的提案",
        proposer=PEOPLE[number % len(PEOPLE)],
        situation=f"我市{thing}工作自{2015 + number}年起步。\n目前已有{number + 3}处完成。",
        analysis=f"{thing}后续管护责任不清。\n一是经费不足；二是标准不一。",
        suggestions=f"（一）明确{thing}的责任单位。\n（二）安排{number + 1}0万元专项经费。",
    )


def saved(document: DocumentObject) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def lines(document: DocumentObject | _Cell, *written: str) -> None:
    for text in written:
        for line in text.split("\n"):
            document.add_paragraph(line)


def form(document: DocumentObject, *rows: tuple[str, ...]) -> None:
    """Add a table; the last cell of a short row reaches to the right edge."""
    wide = max(map(len, rows))
    table = document.add_table(len(rows), wide)
    for at, row in enumerate(rows):
        if len(row) < wide:
            table.cell(at, len(row) - 1).merge(table.cell(at, wide - 1))
        for column, text in enumerate(row):
            cell = table.cell(at, column)
            first, *rest = text.split("\n")
            cell.paragraphs[0].text = first
            lines(cell, *rest)


def xml(document: DocumentObject, *elements: str) -> None:
    """Put elements in, in front of the section's properties."""
    body = document.element.body
    for element in elements:
        body.insert(len(body) - 1, parse_xml(element))


def plain(number: int) -> Made:
    said = texts(number)
    document = Document()
    lines(document, BANNER, said.title, f"提案人：{said.proposer}　　界别：经济界", f"联系电话：1380000{number:04}")
    one, two, three = [
        ("一、基本情况", "二、存在问题", "三、建议"),
        ("一、背景情况", "二、问题及分析", "三、对策建议"),
    ][number % 2]
    lines(document, one, said.situation, two, said.analysis, three, said.suggestions, f"2026年1月{number + 1}日")
    fields = {"title": said.title, "proposers": (said.proposer,), "sector": "经济界", "phone": f"1380000{number:04}"}
    more = {"dated": date(2026, 1, number + 1), "banner": BANNER, "body": ""}
    return Made(f"{number:02}.docx", saved(document), fields | said.parts | more)


def paper(number: int) -> Made:
    said = texts(number)
    document = Document()
    lines(document, "提案纸")
    form(
        document,
        ("案　由", said.title),
        ("提案人", said.proposer, "界 别", "科技界"),
        ("提案形式", "☑个人 □联名 □集体", "联系电话", ""),
        ("类别", "□经济 ☑社会建设 □文化", "是否同意公开", ("☑是 □否", "不同意")[number % 2]),
        ("建议承办单位", "市住房和城乡建设局", "委员证号", f"A{number:03}"),
        ("情况", said.situation),
        ("分析", said.analysis),
        ("建议", said.suggestions),
    )
    fields = {"title": said.title, "proposers": (said.proposer,), "sector": "科技界", "proposer_kind": "individual"}
    more = {"category": "社会建设", "publishable": number % 2 == 0, "suggested_unit": "市住房和城乡建设局"}
    others = {"others": (("委员证号", f"A{number:03}"),), "phone": "", "banner": "提案纸"}
    return Made(f"提案纸{number:02}.docx", saved(document), fields | more | others | said.parts)


def content_cell(number: int) -> Made:
    said = texts(number)
    document = Document()
    text = f"一、现状\n{said.situation}\n二、原因分析\n{said.analysis}\n三、意见建议\n{said.suggestions}"
    form(document, ("案由", said.title), ("提案者", said.proposer), ("内容", text))
    lines(document, "填写须知见背面")
    fields = {"title": said.title, "proposers": (said.proposer,), **said.parts}
    return Made(f"表格/{number:02}.docx", saved(document), fields, asked=("",))


def numbered(number: int) -> Made:
    """Headings and items that Word counts."""
    said = texts(number)
    document = Document()
    numbering = document.part.numbering_part.element
    for element in numbering.findall("{*}abstractNum") + numbering.findall("{*}num"):
        numbering.remove(element)
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    )
    numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="7">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="7"><w:abstractNumId w:val="7"/></w:num>'))
    lines(document, said.title, f"提案人：{said.proposer}")
    items = ((0, "基本情况"), (None, said.situation), (0, "存在问题"), (1, "经费不足"), (2, "市级。"), (2, "区级。"))
    more = ((1, "标准不一"), (0, "建议"), (1, "安排经费。"), (1, "统一标准。"))
    for level, text in (*items, *more):
        lines(document, text)
        if level is not None:
            properties = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
            document.paragraphs[-1]._p.get_or_add_pPr().append(parse_xml(properties))
    fields = {
        "situation": said.situation,
        "analysis": "（一）经费不足\n1. 市级。\n2. 区级。\n（二）标准不一",
        "suggestions": "（一）安排经费。\n（二）统一标准。",
    }
    return Made(f"编号{number:02}.docx", saved(document), fields)


def tracked(number: int) -> Made:
    said = texts(number)
    document = Document()
    lines(document, said.title, f"提案人：{said.proposer}", "一、情况", said.situation, "二、问题")
    by = 'w:id="9" w:author="x" w:date="2026-01-01T00:00:00Z"'
    joined = f"<w:p {W}><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr><w:r><w:t>两段</w:t></w:r></w:p>"
    changed = (
        f"<w:p {W}><w:r><w:t>经费</w:t></w:r><w:del {by}><w:r><w:delText>充足</w:delText></w:r></w:del>"
        f"<w:ins {by}><w:r><w:t>不足</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>"
    )
    xml(document, changed, joined, f"<w:p {W}><w:r><w:t>并作一段。</w:t></w:r></w:p>")
    lines(document, "三、建议", said.suggestions)
    fields = {"situation": said.situation, "analysis": "经费不足。\n两段并作一段。", "suggestions": said.suggestions}
    return Made(f"修订{number:02}.docx", saved(document), fields)


def text_box(number: int) -> Made:
    """Names in a text box, which stands in the file twice: for newer and for older programs."""
    said = texts(number)
    document = Document()
    lines(document, said.title)
    box = f"<w:txbxContent><w:p><w:r><w:t>提案人：{said.proposer}</w:t></w:r></w:p></w:txbxContent>"
    xml(
        document,
        f'<w:p {W} {nsdecls("wp", "a")} xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing><wp:inline><wps:txbx>{box}</wps:txbx></wp:inline></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    lines(document, "【情况】", said.situation, "【分析】", said.analysis, "【建议】", said.suggestions)
    fields = {"title": said.title, "proposers": (said.proposer,), **said.parts}
    return Made(f"文本框{number:02}.docx", saved(document), fields)


def content_controls(number: int) -> Made:
    said = texts(number)
    document = Document()
    form(document, ("案由", ""), ("提案人", ""), ("情况", said.situation), ("分析", said.analysis), ("建议", "x"))
    table = document.tables[0]
    for at, text in ((0, said.title), (1, said.proposer)):
        inner = f"<w:sdt {W}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        table.cell(at, 1)._tc.insert(1, parse_xml(inner))
    row = table.rows[4]._tr
    row.remove(row.tc_lst[1])
    made = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in said.suggestions.split("\n"))
    row.append(parse_xml(f"<w:sdt {W}><w:sdtContent><w:tc>{made}</w:tc></w:sdtContent></w:sdt>"))
    return Made(
        f"控件{number:02}.docx", saved(document), {"title": said.title, "proposers": (said.proposer,), **said.parts}
    )


def no_headings(number: int) -> Made:
    said = texts(number)
    document = Document()
    lines(document, said.title, f"提案人：{said.proposer}", said.situation, said.analysis, said.suggestions)
    body = f"{said.situation}\n{said.analysis}\n{said.suggestions}"
    fields = {"body": body, "situation": "", "analysis": "", "suggestions": "", "title": said.title}
    return Made(f"无标题{number:02}.docx", saved(document), fields, asked=("body",))


def two_headings(number: int) -> Made:
    """Headings of two parts, or one heading for two of them."""
    said = texts(number)
    first = ("存在的问题", "现状及存在问题")[number % 2]
    document = Document()
    text = f"{said.situation}\n一、{first}\n{said.analysis}\n二、建议\n{said.suggestions}"
    lines(document, said.title, f"提案人：{said.proposer}", text)
    fields = {"body": text, "situation": "", "analysis": "", "suggestions": ""}
    return Made(f"两段{number:02}.docx", saved(document), fields, asked=("body",))


def no_title(number: int) -> Made:
    """No title; it is in a sentence, in the file's name, or nowhere."""
    said = texts(number)
    document = Document()
    told = f"现提出{said.title}，请予考虑。" if number % 2 else ""
    lines(
        document,
        f"提案人：{said.proposer}",
        "现状：",
        f"{said.situation}{told}",
        "问题：",
        said.analysis,
        "建议：",
        said.suggestions,
    )
    suggestion = said.title if number % 2 else "关于修路的建议"
    fields = {"title": "", "title_suggestion": suggestion, **said.parts, "situation": said.situation + told}
    return Made(f"3.{said.proposer}-关于修路的建议.docx", saved(document), fields, asked=("title",))


def broken_title(number: int) -> Made:
    said = texts(number)
    document = Document()
    begun, ended = said.title[:8], said.title[8:]
    if number % 3 == 0:
        lines(document, begun, ended)
    elif number % 3 == 1:
        lines(document, f"案由：{begun}", ended)
    else:
        document.add_paragraph(begun).add_run().add_break()
        document.paragraphs[-1].add_run(ended)
    lines(document, f"提 案 人：{said.proposer[0]}　{said.proposer[1]}", "1.基本情况", said.situation)
    lines(document, "2.存在的主要问题", said.analysis, "3.几点建议", said.suggestions)
    fields = {"title": said.title, "proposers": (said.proposer[:2],), **said.parts}
    return Made(f"断行{number:02}.docx", saved(document), fields)


def joint(number: int) -> Made:
    said = texts(number)
    document = Document()
    if number % 2:
        lines(
            document,
            f"案由：{said.title}",
            f"第一提案人：{said.proposer}；联名人：王　芳　李 强　欧阳明月",
            "附议人：赵一、钱二",
        )
        names: dict[str, Any] = {"cosigners": ("王芳", "李强", "欧阳明月", "赵一", "钱二")}
    else:
        form(
            document,
            ("案由", said.title),
            ("提案人", said.proposer, "类型", "x"),
            ("联名人", "姓名", "界别", "联系电话"),
            ("", "王芳", "工商联", "1"),
            ("", "李强", "教育界", "2"),
        )
        document.tables[0].cell(1, 2).text, document.tables[0].cell(1, 3).text = "提案形式", "联名提案"
        names = {"cosigners": ("王芳", "李强"), "sector": "工商联、教育界", "proposer_kind": "joint"}
    lines(
        document,
        "第一部分　基本情况",
        said.situation,
        "第二部分　问题与原因",
        said.analysis,
        "第三部分　建议",
        said.suggestions,
    )
    fields = {"title": said.title, "proposers": (said.proposer,), **names, **said.parts}
    return Made(f"联名{number:02}.docx", saved(document), fields)


def collective(number: int) -> Made:
    said = texts(number)
    document = Document()
    who = ("民盟安澜市委会", "安澜市政协提案委员会", "安澜市工商业联合会")[number % 3]
    document.add_paragraph(said.title.removesuffix("的提案"), style="Title")
    lines(document, f"提案单位：{who}", "提案类型：集体提案")
    for heading, text in (
        ("现状与背景", said.situation),
        ("存在的问题及原因分析", said.analysis),
        ("对策与建议", said.suggestions),
    ):
        document.add_paragraph(heading, style="Heading 1")
        lines(document, text)
    lines(document, who, f"二〇二六年一月{'一二三四五六七八九十'[number]}日")
    fields = {"title": said.title.removesuffix("的提案"), "proposers": (who,), "proposer_kind": "collective"}
    more = {"dated": date(2026, 1, number + 1)}
    return Made(f"集体/{number:02}.docx", saved(document), fields | more | said.parts, asked=("proposers",))


def footnotes(number: int) -> Made:
    """A footnote, a table of figures inside a part, a comment and hidden words."""
    said = texts(number)
    document = Document()
    lines(document, said.title, f"提案人：{said.proposer}等{number + 2}人", "一、概况", "附表如下。")
    form(document, ("年份", "数量"), ("2024", "3"))
    lines(document, "二、不足", said.analysis, "三、解决办法")
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>见统计公报</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        notes.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>勿看</w:t></w:r>"
    xml(
        document,
        f'<w:p {W}><w:r><w:t>加人</w:t><w:footnoteReference w:id="2"/></w:r>{hidden}<w:r><w:t>。</w:t></w:r></w:p>',
    )
    document.add_comment(document.paragraphs[-1].runs, text="再核", author="x")
    fields = {
        "situation": "附表如下。\n年份 | 数量\n2024 | 3",
        "suggestions": "加人（脚注：见统计公报）。",
        "proposers": (said.proposer,),
    }
    return Made(f"脚注{number:02}.docx", saved(document), fields, asked=("proposers",))


def refused(number: int) -> Made:
    said = texts(number)
    document = Document()
    for title in (said.title, texts(number + 1).title):
        lines(document, title, f"提案人：{said.proposer}", "一、情况", "甲。", "二、问题", "乙。", "三、建议", "丙。")
    several = saved(document)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    swollen = io.BytesIO()
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (20 << 20))
    entity = io.BytesIO()
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY a "b">]><w:document {W}><w:body/></w:document>')
    sorts = (
        ("旧.doc", old, "旧版 Word"),
        ("加密.docx", old + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("空.docx", b"", "空的"),
        ("坏.docx", several[:3000], "损坏"),
        ("两件.docx", several, "不止一件提案"),
        ("附件.pdf", b"%PDF-1.7", "PDF"),
        ("网页.doc", b"<html>", "网页"),
        ("炸弹.docx", swollen.getvalue(), "异常庞大"),
        ("实体.docx", entity.getvalue(), "损坏"),
        ("白纸.docx", saved(Document()), "没有文字"),
    )
    name, data, sentence = sorts[number % len(sorts)]
    return Made(name, data, refused=sentence)


SORTS: tuple[Callable[[int], Made], ...] = (
    *(plain, paper, content_cell, numbered, tracked, text_box, content_controls, no_headings),
    *(two_headings, no_title, broken_title, joint, collective, footnotes, refused),
)
SORT_NAMES = tuple(sort.__name__ for sort in SORTS)


def all_files() -> list[Made]:
    """Return the 150 files."""
    return [sort(number) for sort in SORTS for number in range(OF_EACH)]


def write_folder(folder: Path, many: int) -> None:
    """Write readable files of all sorts into a folder, for measuring."""
    for number in range(many):
        made = SORTS[number % (len(SORTS) - 1)](number % OF_EACH)
        (folder / f"{number:05}.docx").write_bytes(made.data)
