"""Sectors, parties and marks of office as rosters of members write them."""

from __future__ import annotations

import re
from datetime import date

from zhixing.assembly.models import Body, BodySector, Sector
from zhixing.assembly.vocabulary import PartyAffiliation as Party
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, plain, written

SECTORS: dict[str, str] = {
    "cpc": "中共 中国共产党 共产党",
    "minge": "民革",
    "minmeng": "民盟",
    "minjian": "民建",
    "minjin": "民进",
    "nonggong": "农工党 农工 农工民主党",
    "zhigong": "致公党 致公",
    "jiusan": "九三学社 九三",
    "taimeng": "台盟",
    "nonparty": "无党派人士 无党派 无党派民主人士 无党派代表人士",
    "youth": "共青团和青联 共青团青联 团青 青年 共青团、青联 青年团和青联 共青团 青联 青年联合会",
    "youth-league": "共青团 共产主义青年团",
    "youth-federation": "青联 青年联合会",
    "trade-unions": "总工会 工会",
    "women": "妇联 妇女联合会 妇女",
    "industry-commerce": "工商联 工商业联合会",
    "science-association": "科协 科学技术协会",
    "taiwan-compatriots": "台联 台胞联谊会 台湾同胞联谊会",
    "returned-overseas": "侨联 归国华侨联合会",
    "arts": "文化艺术 文艺 文化",
    "science": "科学技术 科技",
    "social-science": "社会科学 社科",
    "economy": "经济",
    "agriculture": "农业 农业和农村 农业农村 农林",
    "education": "教育",
    "sports": "体育",
    "press": "新闻出版 新闻",
    "health": "医药卫生 医卫 医药 卫生 卫健",
    "foreign-friendship": "对外友好 友好",
    "welfare": "社会福利和社会保障 社会福利与社会保障 社会福利社会保障 社会福利 社会保障 福利保障 社福",
    "environment": "环境资源 环境和资源 环资 资源环境",
    "ethnic-minorities": "少数民族 民族",
    "religion": "宗教",
    "hong-kong": "特邀香港人士 特邀香港 香港 香港人士",
    "macao": "特邀澳门人士 特邀澳门 澳门 澳门人士",
    "specially-invited": "特别邀请人士 特别邀请 特邀人士 特邀",
}
PARTIES: dict[Party, str] = {
    Party.CPC: "中共 中共党员 党员 中国共产党 中国共产党党员 共产党员 共产党",
    Party.CPC_PROBATIONARY: "中共预备党员 预备党员 中国共产党预备党员",
    Party.YOUTH_LEAGUE: "共青团员 团员 共青团 中国共产主义青年团团员",
    Party.MINGE: "民革 民革会员 民革党员 中国国民党革命委员会 国民党革命委员会会员",
    Party.MINMENG: "民盟 民盟盟员 盟员 中国民主同盟 民主同盟盟员",
    Party.MINJIAN: "民建 民建会员 中国民主建国会 民主建国会会员",
    Party.MINJIN: "民进 民进会员 中国民主促进会 民主促进会会员",
    Party.NONGGONG: "农工党 农工 农工党员 农工党党员 农工民主党 农工民主党党员 中国农工民主党 中国农工民主党党员",
    Party.ZHIGONG: "致公党 致公 致公党员 致公党党员 中国致公党 中国致公党党员",
    Party.JIUSAN: "九三 九三学社 九三学社社员 九三社员 社员",
    Party.TAIMENG: "台盟 台盟盟员 台湾民主自治同盟 台湾民主自治同盟盟员",
    Party.NONPARTY: "无党派 无党派人士 无党派民主人士 无党派代表人士",
    Party.MASSES: "群众 无 普通群众 党外 党外人士 非中共 非党员",
}
STANDING = frozenset({"常委", "常务委员", "政协常委", "是常委"})
_PARTIES = {plain(word): code for code, words in PARTIES.items() for word in words.split()}
_SECTOR_END = re.compile("(?:界别|界)$")
_LEFT = re.compile("离任|卸任|辞去|辞职|撤销|免去|调离|去世|逝世|病故|不再担任|终止|退出|资格取消")
_SITS = frozenset({"在任", "在职", "现任", "正常", "增补", "新增", "续任", "连任", "新任", "是", "继续提名", "留任"})


class Sectors:
    """The sectors a committee may mean, by national name, local name and the usual short ones."""

    def __init__(self, body: Body, on: date) -> None:
        self.by_name: dict[str, Sector] = {}
        sectors = {sector.code: sector for sector in Sector.objects.all()}
        # Those in force last, so that a name two sectors share is that of the one in force.
        for sector in sorted(sectors.values(), key=lambda one: (one.in_force(on), one.pk)):
            for word in [sector.code, sector.name, *SECTORS.get(sector.code, "").split()]:
                self.by_name[_bare(word)] = sector
        for use in BodySector.objects.of_body(body).in_force(on).select_related("sector"):
            self.by_name[_bare(use.local_name or use.sector.name)] = use.sector

    def named(self, cell: Cell) -> Sector:
        """Return the sector a cell names."""
        text = written(cell)
        found = self.by_name.get(_bare(text))
        if found is None:
            raise CellUnreadable(
                f"“{text}”不是界别，请按全国政协界别名称写，如 中共、民盟、经济界、特邀人士。",
                f"{text!r} is no sector; write one of the national list, such as 中共, 民盟, 经济界, 特邀人士.",
            )
        return found


def _bare(name: str) -> str:
    return _SECTOR_END.sub("", plain(name)).casefold()


def party(cell: Cell) -> Party:
    """Return the political affiliation a cell names; with several, such as 中共、民盟, the first."""
    text = written(cell)
    said = plain(text)
    first = re.split("[、,/;(]", said)[0]
    found = _PARTIES.get(said) or _PARTIES.get(first)
    if found is None:
        raise CellUnreadable(
            f"“{text}”不是党派，请写 中共党员、民盟、无党派人士、群众 等。",
            f"{text!r} is no party; write 中共党员, 民盟, 无党派人士, 群众 or another.",
        )
    return found


def has_left(cell: Cell) -> bool:
    """Return whether a cell says that the seat was given up."""
    text = written(cell)
    if _LEFT.search(plain(text)):
        return True
    if plain(text) in _SITS:
        return False
    raise CellUnreadable(f"“{text}”看不出是否在任，请写 在任 或 离任。", f"{text!r} is neither 在任 nor 离任.")
