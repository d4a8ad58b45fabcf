"""The same people everywhere: a small committee with its units, supervision offices, members and organisations.

An is the proposer, Bo and Ci are members too; Chen the clerk and Ding the director of the proposals committee; Zhu
chairs the committee, Wei is its vice-chair, Shen a clerk of its general office, Gao a member of the committee above.
Liao, Han and Hu are the housing bureau's liaison, handler and head, Ye, Yan and Yao the school bureau's, Pu and Peng
liaison and head of the propaganda department; Gu sits in the government's and Pan in the party's supervision office.
Min signs for a democratic party, Gong for the trade union, Jie convenes a sector group; Ren is a clerk of the people's
congress.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from tests.world.kept import kept
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, actor_for
from zhixing.assembly.calendars import seed_arrangements
from zhixing.assembly.models import Body, Membership, Organisation, Person, Post, Session, Term
from zhixing.assembly.vocabulary import OrganisationKind, PostKind, Side

OPENED = date(2022, 1, 10)
DAY = date(2026, 3, 2)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day in Beijing."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE)


@dataclass
class Town:
    """A committee and the people around it."""

    body: Body
    session: Session
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str, on: date = DAY) -> Actor:
        """Return somebody acting in this committee on a day."""
        person = self.people[name]
        asked = (person.pk, person.name, self.body.pk, on, _held_by(person.pk))
        if asked not in _acting:
            _acting[asked] = actor_for(person, body=self.body, on=on)
        return _acting[asked]


_acting: dict[tuple[object, ...], Actor] = {}
"""Who acts under which rows. Stories ask for every act, and reading rows as they stand is a tenth of building these."""
_HELD = (
    "SELECT * FROM assembly_post p JOIN assembly_organisation o ON o.id = p.organisation_id WHERE p.person_id = %s",
    "SELECT * FROM assembly_membership m JOIN assembly_term t ON t.id = m.term_id WHERE m.person_id = %s",
)


def _held_by(person: int) -> str:
    found = []
    with connection.cursor() as cursor:
        for statement in _HELD:
            cursor.execute(statement, [person])
            found.append(cursor.fetchall())
    return repr(found)


def build_town(slug: str = "331097", name: str = "安澜市") -> Town:
    """Enter a committee with its people."""
    return kept(("town", slug, name), lambda: _built(slug, name))


def _built(slug: str, name: str) -> Town:
    if not slug.endswith("98"):
        seed_arrangements()
    body = Body.objects.create(
        name=f"中国人民政治协商会议{name}委员会", short_name=f"{name}政协", level="county", area_code=slug, slug=slug
    )
    term = Term.objects.create(body=body, number=10, since=OPENED)
    session = Session.objects.create(term=term, number=5, opens=date(2026, 1, 20), closes=date(2026, 1, 24))
    town = Town(body, session)
    _organisations(town)
    _people(town, term)
    return town


def _organisations(town: Town) -> None:
    rows: tuple[tuple[str, str, str, str, list[str]], ...] = (
        ("committee", "提案委员会", OrganisationKind.SPECIAL_COMMITTEE, Side.CPPCC, ["proposals_committee"]),
        ("office", "政协办公室", OrganisationKind.COMMITTEE_OFFICE, Side.CPPCC, ["general_office"]),
        ("gov", "市政府督查室", OrganisationKind.GOVERNMENT_DEPARTMENT, Side.GOVERNMENT, ["government_supervision"]),
        ("party", "市委督查室", OrganisationKind.PARTY_COMMITTEE_DEPARTMENT, Side.PARTY, ["party_supervision"]),
        ("housing", "市住房和城乡建设局", OrganisationKind.GOVERNMENT_DEPARTMENT, Side.GOVERNMENT, []),
        ("propaganda", "市委宣传部", OrganisationKind.PARTY_COMMITTEE_DEPARTMENT, Side.PARTY, []),
        ("school", "市教育局", OrganisationKind.GOVERNMENT_DEPARTMENT, Side.GOVERNMENT, []),
        ("minmeng", "民盟安澜市委", OrganisationKind.DEMOCRATIC_PARTY, Side.OTHER, []),
        ("union", "市总工会", OrganisationKind.PEOPLES_ORGANISATION, Side.OTHER, []),
        ("sector", "教育界活动组", OrganisationKind.SECTOR_GROUP, Side.CPPCC, []),
        ("congress", "市人大常委会代表工委", OrganisationKind.OTHER, Side.OTHER, []),
    )
    for order, (key, name, kind, side, functions) in enumerate(rows):
        town.organisations[key] = Organisation.objects.create(
            body=town.body, name=name, kind=kind, side=side, functions=functions, official_order=order, since=OPENED
        )


def _people(town: Town, term: Term) -> None:
    posts: tuple[tuple[str, str, str, str], ...] = (
        ("chen", "陈阅", "committee", PostKind.CLERK),
        ("ding", "丁衡", "committee", PostKind.DIRECTOR),
        ("liao", "廖闻", "housing", PostKind.LIAISON),
        ("han", "韩拓", "housing", PostKind.HANDLER),
        ("hu", "胡砚", "housing", PostKind.HEAD),
        ("ye", "叶桥", "school", PostKind.LIAISON),
        ("pu", "蒲言", "propaganda", PostKind.LIAISON),
        ("gu", "顾衍", "gov", PostKind.CLERK),
        ("pan", "潘屿", "party", PostKind.CLERK),
        ("zhu", "祝山", "office", PostKind.CHAIR),
        ("wei", "卫岚", "office", PostKind.VICE_CHAIR),
        ("shen", "沈录", "office", PostKind.CLERK),
        ("gao", "高邻", "office", PostKind.HIGHER_MEMBER),
        ("yan", "严课", "school", PostKind.HANDLER),
        ("yao", "姚章", "school", PostKind.HEAD),
        ("peng", "彭闻", "propaganda", PostKind.HEAD),
        ("min", "闵同", "minmeng", PostKind.SIGNER),
        ("gong", "龚协", "union", PostKind.SIGNER),
        ("jie", "解群", "sector", PostKind.CONVENER),
        ("ren", "任代", "congress", PostKind.CLERK),
    )
    for key, name, organisation, kind in posts:
        person = town.people[key] = Person.objects.create(name=name)
        Post.objects.create(person=person, organisation=town.organisations[organisation], kind=kind, since=OPENED)
    for key, name in (("an", "安行"), ("bo", "柏川"), ("ci", "岑思")):
        person = town.people[key] = Person.objects.create(name=name)
        Membership.objects.create(body=town.body, term=term, person=person, since=OPENED)


def proposal_data(**changes: Any) -> dict[str, Any]:
    """Return what a member enters to submit a proposal."""
    return {
        "title": "关于完善老旧小区加装电梯后续管护机制的建议",
        "category": "society",
        "situation": "全市已有二百一十三个单元加装电梯，其中十四部曾停运超过十五日。",
        "analysis": "管护责任不清，维保费用没有固定来源，报修到场慢。",
        "suggestions": "（一）明确每部电梯的使用管理责任主体。\n（二）设立维保资金共管账户。",
        "occasion": "plenary",
        "publishable": "yes",
    } | changes
