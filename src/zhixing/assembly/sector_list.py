"""The national list of sectors 界别 with the years in which each stood on it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import transaction

from zhixing.assembly.models import Sector

_NEW_LIST = date(2023, 1, 1)
"""The 14th national committee's list: 共青团 and 青联 became one sector, 环境资源 is new."""


class Listed(NamedTuple):
    """A line of the national list."""

    code: str
    name: str
    since: date | None = None
    until: date | None = None


NATIONAL_LIST = (
    Listed("cpc", "中国共产党"),
    Listed("minge", "中国国民党革命委员会"),
    Listed("minmeng", "中国民主同盟"),
    Listed("minjian", "中国民主建国会"),
    Listed("minjin", "中国民主促进会"),
    Listed("nonggong", "中国农工民主党"),
    Listed("zhigong", "中国致公党"),
    Listed("jiusan", "九三学社"),
    Listed("taimeng", "台湾民主自治同盟"),
    Listed("nonparty", "无党派人士"),
    Listed("youth-league", "中国共产主义青年团", until=_NEW_LIST),
    Listed("youth-federation", "中华全国青年联合会", until=_NEW_LIST),
    Listed("youth", "中国共产主义青年团和中华全国青年联合会", since=_NEW_LIST),
    Listed("trade-unions", "中华全国总工会"),
    Listed("women", "中华全国妇女联合会"),
    Listed("industry-commerce", "中华全国工商业联合会"),
    Listed("science-association", "中国科学技术协会"),
    Listed("taiwan-compatriots", "中华全国台湾同胞联谊会"),
    Listed("returned-overseas", "中华全国归国华侨联合会"),
    Listed("arts", "文化艺术界"),
    Listed("science", "科学技术界"),
    Listed("social-science", "社会科学界"),
    Listed("economy", "经济界"),
    Listed("agriculture", "农业界"),
    Listed("education", "教育界"),
    Listed("sports", "体育界"),
    Listed("press", "新闻出版界"),
    Listed("health", "医药卫生界"),
    Listed("foreign-friendship", "对外友好界"),
    Listed("welfare", "社会福利和社会保障界"),
    Listed("environment", "环境资源界", since=_NEW_LIST),
    Listed("ethnic-minorities", "少数民族界"),
    Listed("religion", "宗教界"),
    Listed("hong-kong", "特邀香港人士"),
    Listed("macao", "特邀澳门人士"),
    Listed("specially-invited", "特别邀请人士"),
)


@transaction.atomic
def seed_sectors() -> int:
    """Enter what is missing of the national list, leave the rest as it is, and return how many were entered."""
    known = set(Sector.objects.values_list("code", flat=True))
    missing = [
        Sector(code=line.code, name=line.name, official_order=place, since=line.since, until=line.until)
        for place, line in enumerate(NATIONAL_LIST, start=1)
        if line.code not in known
    ]
    Sector.objects.bulk_create(missing)
    return len(missing)
