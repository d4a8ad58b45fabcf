"""What kind of unit a list means, by its column or by the clear ending of a name, and the side it stands on."""

from __future__ import annotations

import re

from zhixing.assembly.vocabulary import OrganisationKind as Kind
from zhixing.assembly.vocabulary import Side
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, plain, written

KINDS: dict[Kind, str] = {
    Kind.COMMITTEE_OFFICE: "政协机关 政协办公室 政协",
    Kind.SPECIAL_COMMITTEE: "专门委员会 专委会 政协专门委员会 政协专委会",
    Kind.PARTY_COMMITTEE_DEPARTMENT: "党委部门 党委工作部门 党委工作机关 党群部门 党委 市委部门 县委部门 区委部门",
    Kind.GOVERNMENT_DEPARTMENT: (
        "政府部门 政府工作部门 政府组成部门 政府直属机构 直属机构 直属单位 政府 政府口 政府机构 派出机构 行政机关"
    ),
    Kind.COURT_PROCURATORATE: "法院 检察院 法检 两院 法检两院 司法机关",
    Kind.DEMOCRATIC_PARTY: "民主党派 党派",
    Kind.PEOPLES_ORGANISATION: "人民团体 群团 群团组织 群团部门 群众团体 社会团体 团体",
    Kind.TOWNSHIP: "乡镇 街道 镇 乡 镇街 乡镇街道 镇乡街道 乡镇（街道） 镇街道 乡镇办",
    Kind.STATIONED_HERE: (
        "驻地单位 驻地 驻市单位 驻县单位 驻区单位 垂直管理 垂直管理部门 垂直管理单位 垂管单位 垂管部门 垂管 条管单位"
        " 双管单位 省属驻地单位 中央驻地单位 部省属单位 上级驻地单位"
    ),
    Kind.PUBLIC_INSTITUTION: "事业单位 直属事业单位 公益事业单位 学校 医院",
    Kind.ENTERPRISE: "企业 国有企业 国企 市属企业 县属企业 区属企业 公司",
    Kind.SECTOR_GROUP: "界别 界别组 界别小组 界别活动组",
    Kind.OTHER: "其他 其他单位 其它 其它单位",
}
SIDES: dict[Side, str] = {
    Side.PARTY: "党委 党委口 党委系统 党委线 党群 党群口 党群系统 市委 县委 区委 市委系统 县委系统 区委系统",
    Side.GOVERNMENT: "政府 政府口 政府系统 政府线 市政府 县政府 区政府 市政府系统 县政府系统 区政府系统",
    Side.COURT: "法检 法检两院 两院 法院 检察院 司法",
    Side.CPPCC: "政协 政协系统 政协口",
    Side.OTHER: "其他 其它 群团 社会",
}
SIDE_OF = {
    Kind.COMMITTEE_OFFICE: Side.CPPCC,
    Kind.SPECIAL_COMMITTEE: Side.CPPCC,
    Kind.PARTY_COMMITTEE_DEPARTMENT: Side.PARTY,
    Kind.GOVERNMENT_DEPARTMENT: Side.GOVERNMENT,
    Kind.TOWNSHIP: Side.GOVERNMENT,
    Kind.STATIONED_HERE: Side.GOVERNMENT,
    Kind.PUBLIC_INSTITUTION: Side.GOVERNMENT,
    Kind.COURT_PROCURATORATE: Side.COURT,
}
"""The side a kind of unit stands on unless the list says otherwise; the others stand on none of the four."""
_BY_NAME: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.DEMOCRATIC_PARTY, re.compile("民革|民盟|民建|民进|农工民主党|农工党|致公党|九三学社|台盟")),
    (Kind.COURT_PROCURATORATE, re.compile("法院$|检察院$")),
    (
        Kind.PEOPLES_ORGANISATION,
        re.compile(
            "工会$|妇联$|妇女联合会$|^共青团|团[市县区]委$|工商联$|工商业联合会$|科协$|科学技术协会$|文联$"
            "|文学艺术界联合会$|残联$|残疾人联合会$|侨联$|归国华侨联合会$|台联$|台湾同胞联谊会$|社科联$"
        ),
    ),
    (
        Kind.PARTY_COMMITTEE_DEPARTMENT,
        re.compile(
            "^(?!政协)[^政]*[市县区旗州]委(?:员会)?(?:办公室|办|组织部|宣传部|统战部|统一战线工作部|政法委(?:员会)?"
            "|社会工作部|政研室|政策研究室|改革办|编办|网信办|巡察办|督查室|老干部局|直属机关工(?:作)?委(?:员会)?)$"
        ),
    ),
    (Kind.TOWNSHIP, re.compile("(?:镇|乡|街道|街道办|街道办事处|镇人民政府|乡人民政府|镇政府|乡政府)$")),
    (Kind.ENTERPRISE, re.compile("公司$")),
)
_BRACKETS = re.compile(r"[(\[].*?[)\]]")


def _by_word(words: dict[Kind, str] | dict[Side, str]) -> dict[str, Kind | Side]:
    return {plain(word): code for code, listed in words.items() for word in listed.split()}


_KINDS, _SIDES = _by_word(KINDS), _by_word(SIDES)


def kind(cell: Cell) -> Kind:
    """Return the kind of unit that a column names, whatever committee it writes for (驻安澜单位)."""
    text = written(cell)
    said = plain(text)
    found = _KINDS.get(said) or _KINDS.get(_BRACKETS.sub("", said)) or _of_code(said)
    if found is None and said.startswith(("驻", "中央驻", "省驻", "省属驻")):
        found = Kind.STATIONED_HERE
    if not isinstance(found, Kind):
        raise CellUnreadable(
            f"“{text}”不是单位类别，请写 党委部门、政府部门、法院、检察院、民主党派、人民团体、乡镇、街道、驻地单位、"
            "事业单位、企业、专委会 或 其他。",
            f"{text!r} is no kind of unit; write one of 政府部门 (government), 乡镇 (township), 驻地单位 (stationed"
            " here), 事业单位 (public institution) or 其他 (other).",
        )
    return found


def is_kind(name: str) -> bool:
    """Return whether a name is only a kind's, as above a section of a list."""
    return plain(name) in _KINDS


def _of_code(said: str) -> Kind | None:
    return Kind(said) if said in Kind.values else None


def kind_by_name(name: str) -> Kind | None:
    """Return the kind that a name's ending makes clear, or None; 局 is not clear, for 税务局 is stationed here."""
    said = plain(name)
    return next((one for one, pattern in _BY_NAME if pattern.search(said)), None)


def side(cell: Cell) -> Side:
    """Return the side that a column names."""
    text = written(cell)
    said = plain(text)
    found = _SIDES.get(said) or (Side(said) if said in Side.values else None)
    if not isinstance(found, Side):
        raise CellUnreadable(
            f"“{text}”不是归口，请写 党委、政府、法检、政协 或 其他。",
            f"{text!r} is no side; write 党委 (party), 政府 (government), 法检 (court), 政协 (CPPCC) or 其他 (other).",
        )
    return found
