"""The measures and faces of GB/T 9704-2012, as styles of a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

PAGE = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
FOOT = Mm(28)
"""The number of the page stands 7 mm below the type area."""
WIDE = 156
"""The width of the type area in millimetres."""
PITCH = Pt(28)
"""22 lines of 28 points fill the type area of 225 mm."""
SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
CHARACTER = 16
"""A character of the text in points: 3号."""
IMPRINT = 14
"""A character of the imprint in points: 4号."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a paragraph looks: face and size in points, alignment, first indent in characters, pitch."""

    name: str
    face: str = FANG
    size: float = CHARACTER
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: int = 0
    right: int = 0
    colour: RGBColor | None = None
    pitch: Pt | None = PITCH
    together: bool = False
    before: Mm | None = None


CENTRE, START, END = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
LOOKS = (
    Look(name="Paper mark", face=SONG, size=36, align=CENTRE, colour=RED, pitch=Pt(48), before=Mm(35)),
    Look(name="Paper number", align=CENTRE),
    Look(name="Paper title", face=SONG, size=22, align=CENTRE, pitch=Pt(34), together=True),
    Look(name="Paper addressee", align=START),
    Look(name="Paper heading 1", face=HEI, align=START, indent=2, together=True),
    Look(name="Paper heading 2", face=KAI, align=START, indent=2, together=True),
    Look(name="Paper text", indent=2),
    Look(name="Paper note", face=KAI, size=12, indent=2, pitch=Pt(20)),
    Look(name="Paper caption", face=HEI, size=14, align=CENTRE, together=True),
    Look(name="Paper cell", size=12, align=CENTRE, pitch=Pt(18)),
    Look(name="Paper cell title", size=12, align=START, pitch=Pt(18)),
    Look(name="Paper cell head", face=HEI, size=12, align=CENTRE, pitch=Pt(18)),
    Look(name="Paper signature", align=END, right=4),
    Look(name="Paper imprint", size=IMPRINT, align=START, indent=1),
    Look(name="Paper page", face="宋体", size=14, align=START, pitch=None),
)


def lay_out(document: Document) -> None:
    """Give a document the page of GB/T 9704 and its styles."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance = FOOT
    for look in LOOKS:
        _style(document, look)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101  # the template of the library has it
    set_face(normal.element.get_or_add_rPr(), FANG)
    normal.font.size = Pt(CHARACTER)


def _style(document: Document, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101  # asked for just now
    set_face(style.element.get_or_add_rPr(), look.face)
    style.font.size = Pt(look.size)
    if look.colour is not None:
        style.font.color.rgb = look.colour
    form = style.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = look.before or Pt(0), Pt(0)
    form.first_line_indent = Pt(look.indent * look.size)
    form.right_indent = Pt(look.right * look.size)
    form.keep_with_next = look.together
    if look.pitch is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, look.pitch


def set_face(properties: Any, face: str) -> None:  # noqa: ANN401  # an element of the library, which has no type
    """Set the East Asian face of run properties, the Latin one beside it, and the language of both."""
    fonts = properties.get_or_add_rFonts()
    for name, value in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:cs", LATIN), ("w:eastAsia", face)):
        fonts.set(qn(name), value)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
