"""委员名册: who comes in, who is the same person, and what is refused or noted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tests.rosters.saying import counts, noted, rejected
from tests.sheets.files import csv, jsonl, xlsx
from tests.world.tables import contents
from tests.world.town import OPENED, Town
from zhixing.assembly.models import CommitteeMembership, Membership, Person, Post, Term
from zhixing.rosters.importing import import_members
from zhixing.sheets.report import Report

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def taken(town: Town, path: Path, *, since: date | None = None, dry_run: bool = False) -> Report:
    return import_members(path, body=town.body, since=since, dry_run=dry_run)


def row(town: Town, folder: Path, **cells: Any) -> Report:
    return taken(town, jsonl(folder, cells))


def seat(town: Town, name: str) -> Membership:
    seats = Membership.objects.of_body(town.body).select_related("person", "sector", "employer_organisation", "term")
    return seats.get(person__name=name)


MESSY = [
    ["政协安澜市第十届委员会委员名册", *[None] * 9],
    ["序号", "姓　名", "性别", "出生年月", "界　别", "党派", "工作单位及职务", "专委会", "联系电话", "是否常委"],
    [
        1,
        "张　三",
        "男",
        "１９７５年３月",
        "中共界",
        "中共党员",
        "市教育局局长",
        "提案委员会主任",
        13800000001,
        "√",
    ],
    [2, "阿依努尔•买买提（女，维吾尔族）", None, 1980.0, "少数民族界", "群众", "某某公司经理", "提案委", None, None],
    [None, None, None, None, None, None, None, None, None, None],
    [
        3,
        "𠅤𬇙",
        "女",
        "1990-01-02",
        "共青团",
        "民盟盟员",
        "安澜市教育局幼儿园",
        "提案委员会副主任",
        "138-00000003",
        "否",
    ],
    [4, "李四", "未知", "七十年代", "天界", "魔教", None, None, "12", "大概"],
    [5, "王五", "男", "197001", "特邀", "无党派", None, "科教委员会", None, None],
    ["合计", "5人", None, None, None, None, None, None, None, None],
    ["注：按姓氏笔画排序", *[None] * 9],
]


WRONG = (
    "“未知”不是性别，请写 男 或 女。“出生年月”：“七十年代”不是日期，请写作 2024-03-05。"
    "“界　别”：“天界”不是界别，请按全国政协界别名称写，如 中共、民盟、经济界、特邀人士。"
    "“党派”：“魔教”不是党派，请写 中共党员、民盟、无党派人士、群众 等。"
    "“联系电话”：“12”不是电话，请写 11 位手机号或带区号的座机号。“是否常委”：“大概”看不出是或否，请写 是 或 否。"
)


def test_messy_roster_comes_in_with_each_bad_row_explained(town: Town, tmp_path: Path) -> None:
    path = xlsx(tmp_path, MESSY, merged=["A1:J1"], sheet="名册")
    before = contents()

    dry = taken(town, path, dry_run=True)
    assert contents() == before
    first = taken(town, path)
    after = contents()
    again = taken(town, path)

    assert [counts(one) for one in (dry, first, again)] == [(4, 0, 0, 1), (4, 0, 0, 1), (0, 0, 4, 1)]
    assert contents() == after
    assert rejected(first) == [(7, "性别", WRONG)]
    assert noted(first) == [
        (6, "专委会", "“副主任”这一职务未记入，只记为提案委员会委员。"),
        (
            8,
            "专委会",
            "没有名为“科教委员会”的专委会，未记入；请先在单位名单中写明（类别写 专委会），再导入一次。",
        ),
    ]


def test_what_a_row_says_is_kept(town: Town, tmp_path: Path) -> None:
    taken(town, xlsx(tmp_path, MESSY, merged=["A1:J1"]))

    zhang, wife, rare = seat(town, "张三"), seat(town, "阿依努尔·买买提"), seat(town, "𠅤𬇙")
    assert (zhang.person.gender, zhang.person.birth_year, zhang.person.phone) == ("1", 1975, "13800000001")
    assert (zhang.sector and zhang.sector.code, zhang.party, zhang.standing, zhang.since) == ("cpc", "01", True, OPENED)
    assert (zhang.employer, zhang.employer_organisation) == (
        "市教育局局长",
        town.organisations["school"],
    )
    assert (wife.person.gender, wife.person.birth_year, wife.party) == ("2", 1980, "13")
    assert wife.employer_organisation is None
    assert rare.employer_organisation is None
    assert rare.sector
    assert rare.sector.code == "youth"
    committee = town.organisations["committee"]
    assert Post.objects.of_body(town.body).get(person=zhang.person).kind == "director"
    places = CommitteeMembership.objects.of_body(town.body).filter(organisation=committee)
    assert set(places.values_list("person__name", flat=True)) == {"阿依努尔·买买提", "𠅤𬇙"}


def test_new_term_needs_its_first_day_and_ends_the_one_before(town: Town, tmp_path: Path) -> None:
    path = csv(tmp_path, "届次,姓名,电话\n十一届,甄远,13800000009\n", encoding="gb18030")

    refused, first, again = taken(town, path), taken(town, path, since=date(2026, 6, 1)), taken(town, path)

    assert rejected(refused) == [(2, "届次", "十一届是新的一届，请用 --since 给出它的第一天，如 --since 2027-01-10。")]
    assert (counts(first), counts(again)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert [(term.number, term.since, term.until) for term in Term.objects.of_body(town.body)] == [
        (10, OPENED, date(2026, 6, 1)),
        (11, date(2026, 6, 1), None),
    ]
    assert seat(town, "甄远").since == date(2026, 6, 1)


def test_later_list_adds_what_it_knows(town: Town, tmp_path: Path) -> None:
    report = row(town, tmp_path, 姓名="安行", 届次="十届", 性别="女", 离任日期="2026-05-01", 状态="辞去委员")

    assert counts(report) == (0, 1, 0, 0)
    assert (seat(town, "安行").person.gender, seat(town, "安行").until) == ("2", date(2026, 5, 1))


KNOWN = {"birth_year": 1970, "gender": "1", "phone": "13800000001"}


@pytest.mark.parametrize(
    ("cells", "people", "refused"),
    [
        ({"出生年月": "1970", "电话": "13800000002"}, 1, False),
        ({"出生年月": "1971"}, 2, False),
        ({"性别": "女"}, 2, False),
        ({"出生年月": "1971", "电话": "13800000001"}, 1, True),
        ({"电话": "13800000001"}, 1, False),
        ({"电话": "13800000002"}, 1, True),
        ({"电话": "13800000002", "工作单位": "市教育局"}, 2, False),
        ({"电话": "13800000002", "工作单位": "市住房和城乡建设局"}, 1, False),
        ({"出生年月": "1970", "电话": "13800000002", "工作单位": "市教育局"}, 1, True),
        ({}, 1, True),
        ({"是否同一人": "同一人"}, 1, False),
        ({"是否同一人": "另一人"}, 2, False),
    ],
)
def test_who_is_the_same_person(
    town: Town, tmp_path: Path, cells: dict[str, str], people: int, *, refused: bool
) -> None:
    Person.objects.filter(name="廖闻").update(**KNOWN)

    first, again = row(town, tmp_path, 姓名="廖闻", **cells), row(town, tmp_path, 姓名="廖闻", **cells)

    assert Person.objects.filter(name="廖闻").count() == people
    assert (counts(first), counts(again)) == (((0, 0, 0, 1),) * 2 if refused else ((1, 0, 0, 0), (0, 0, 1, 0)))


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"电话": "13800000001"}, "name", "没有写姓名。"),
        (
            {"姓名": "甄远", "状态": "已辞职"},
            "状态",
            "写明已离任，却没有离任日期；请加“离任日期”一栏写明。",
        ),
        (
            {"姓名": "甄远", "任职日期": "2025-01-01", "离任日期": "2024-01-01"},
            "离任日期",
            "离任日期早于任职日期，请核对。",
        ),
        ({"姓名": "甄远", "状态": "神游"}, "状态", "“神游”看不出是否在任，请写 在任 或 离任。"),
        ({"姓名": "甄远", "届次": "三届"}, "届次", "没有三届；这里最近的是十届。请核对届次。"),
        ({"姓名": "甄远", "届次": "某届"}, "届次", "“某届”不是届，请写作 十届。"),
        ({"姓名": "甄远", "出生年月": "2090"}, "出生年月", "“2090”不是出生年份，请核对。"),
    ],
)
def test_refusals_say_what_to_do(town: Town, tmp_path: Path, cells: dict[str, str], column: str, reason: str) -> None:
    before = contents()

    report = row(town, tmp_path, **cells)

    assert rejected(report) == [(1, column, reason)]
    assert contents() == before


def test_two_rows_of_one_person_must_agree(town: Town, tmp_path: Path) -> None:
    report = taken(town, csv(tmp_path, "姓名,电话,党派\n甄远,13800000009,民盟\n甄远,13800000009,民建\n"))

    assert rejected(report) == [
        (
            3,
            "姓名",
            "与第 2 行是同一人，内容却不同。请核对两行；不是同一人的，请加一列“是否同一人”写明 另一人。",
        )
    ]


@pytest.mark.slow
def test_three_thousand_rows_take_seconds(town: Town, tmp_path: Path) -> None:
    lines = [f"甄{chr(0x4E00 + at)},{13800000000 + at},经济界,民建" for at in range(3000)]
    path = csv(tmp_path, "\n".join(["姓名,电话,界别,党派", *lines]))

    began = perf_counter()
    report = taken(town, path)

    assert counts(report) == (3000, 0, 0, 0)
    assert perf_counter() - began < 60
