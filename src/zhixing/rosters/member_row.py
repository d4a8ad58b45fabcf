"""委员名册 read: a member as a row tells of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhixing.assembly.models import Sector
from zhixing.assembly.vocabulary import Gender
from zhixing.procedure.words import Words
from zhixing.rosters import member_words, person_words, terms
from zhixing.rosters.member_words import STANDING, Sectors
from zhixing.rosters.reading import RowReader, RowRefused
from zhixing.rosters.same_person import said_same
from zhixing.sheets import Headings

MEMBERS = Headings(
    {
        "name": "姓名 委员姓名 名字 委员 name member",
        "gender": "性别 gender sex",
        "birth": "出生年月 出生日期 出生年份 出生年 出生时间 生日 出生 birth birthyear",
        "sector": "界别 所属界别 所在界别 界别名称 sector",
        "party": "党派 政治面貌 所属党派 党派面貌 party",
        "committee": "专委会 专门委员会 所属专委会 所在专委会 所属专门委员会 所在专门委员会 专委会职务 committee",
        "employer": "工作单位及职务 单位及职务 工作单位和职务 工作单位职务 单位职务 现任职务 现工作单位及职务 employer",
        "unit": "工作单位 单位 所在单位 单位名称",
        "title": "职务 职务职称 单位职务名称 职称",
        "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 phone mobile",
        "standing": "常委 是否常委 政协职务 常务委员 是否常务委员 standing",
        "term": "届次 届 届别 term",
        "since": "任职日期 任职时间 起始日期 增补日期 增补时间 当选日期 开始日期 since from",
        "until": "离任日期 离任时间 截止日期 辞职日期 免去日期 终止日期 until to",
        "state": "状态 任职状态 在任 是否在任 任职情况 变动情况 state",
        "same": "是否同一人 同一人",
    },
    key="name",
    called=Words("委员名册", "a roster of members"),
    needs=Words("委员名册至少要有“姓名”一列。", "a roster of members needs at least a column 姓名 (name)."),
)
_GENDERS = {"男": Gender.MALE, "女": Gender.FEMALE}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A row as read; what it does not say is empty or None."""

    name: str
    gender: str
    birth_year: int | None
    sector: Sector | None
    party: str
    committee: str
    employer: str
    phone: str
    standing: bool | None
    term: int | None
    since: date | None
    until: date | None
    decided: bool | None


def read_member(row: RowReader, sectors: Sectors, today: date) -> MemberRow:
    """Return the row's member.

    Raises:
        RowUnreadable: with all that is wrong in its cells.
        RowRefused: when somebody has left on a day nobody wrote down.
    """
    named = row.read("name", person_words.name, person_words.Named())
    remarks = [part for one in named.remarks for part in one.replace("，", ",").split(",")]
    marked = next((gender for word, gender in _GENDERS.items() if word in remarks), "")
    read = MemberRow(
        name=named.name,
        gender=row.read("gender", person_words.gender, "") or marked,
        birth_year=row.read("birth", lambda cell: person_words.birth_year(cell, this_year=today.year), None),
        sector=row.read("sector", sectors.named, None),
        party=row.read("party", member_words.party, ""),
        committee=row.text("committee"),
        employer=_employer(row),
        phone=row.read("phone", person_words.phone, ""),
        standing=row.yes("standing", words=STANDING) or (True if STANDING & set(remarks) else None),
        term=row.read("term", terms.number, None) or _in_title(row),
        since=row.day("since"),
        until=row.day("until"),
        decided=row.read("same", said_same, None),
    )
    left = row.read("state", member_words.has_left, nothing=False)
    row.check()
    if not read.name:
        raise RowRefused("name", "没有写姓名。", "There is no name.")
    if left and read.until is None:
        raise RowRefused(
            "state",
            "写明已离任，却没有离任日期；请加“离任日期”一栏写明。",
            "The member has left, but the day is missing; write it in a column 离任日期.",
        )
    if read.since and read.until and read.until < read.since:
        raise RowRefused("until", "离任日期早于任职日期，请核对。", "The last day is before the first; check both.")
    return read


def _employer(row: RowReader) -> str:
    """Return employer and post there as the roster writes them, from one column or two."""
    whole = row.text("employer")
    return whole or f"{row.text('unit')}{row.text('title')}"[:100]


def _in_title(row: RowReader) -> int | None:
    """Return the one term that the lines above the headings and the sheet's name tell of, or None."""
    found = {terms.number_in(text) for text in (*row.row.top.texts, row.row.top.sheet)} - {None}
    return found.pop() if len(found) == 1 else None
