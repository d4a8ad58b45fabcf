"""提案联络员名单: who comes in, who follows whom, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rosters.saying import counts, rejected
from tests.sheets.files import csv, jsonl, xlsx
from tests.world.tables import contents
from tests.world.town import OPENED, Town
from zhixing.assembly.models import Person, Post
from zhixing.rosters.importing import import_liaisons
from zhixing.sheets.report import Report

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]
TODAY = date(2026, 6, 30)


def taken(town: Town, path: Path, *, since: date | None = None, dry_run: bool = False) -> Report:
    return import_liaisons(path, body=town.body, since=since, dry_run=dry_run)


def row(town: Town, folder: Path, **cells: Any) -> Report:
    return taken(town, jsonl(folder, cells))


def posts(town: Town, unit: str) -> set[tuple[str, str, str, str, date | None, date | None]]:
    found = Post.objects.of_body(town.body).filter(organisation=town.organisations[unit]).select_related("person")
    return {(one.person.name, one.kind, one.title, one.person.phone, one.since, one.until) for one in found}


WIDE = [
    ["安澜市提案承办单位联络员名单", None, None, None, None, None, None, None],
    ["序号", "承办单位", "分管领导", None, "联络员", None, None, "经办人"],
    [None, None, "姓名", "职务", "姓名", "科　室", "手机", None],
    [1, "安澜市教育局", "季　远", "副局长", "叶桥", "办公室", "１３８ ００００ ０００１", "阿依努尔·买买提、区澈"],
    ["合计", "1个", None, None, None, None, None, None],
]


@pytest.fixture(autouse=True)
def _liaison_alone(town: Town) -> None:
    """Leave the school its liaison alone; the rosters of these tests bring the others."""
    others = Post.objects.of_body(town.body).filter(person__in=[town.people["yan"], town.people["yao"]])
    others.update(organisation=town.organisations["gov"])


def test_wide_list_with_two_rows_of_headings(town: Town, tmp_path: Path) -> None:
    path = xlsx(tmp_path, WIDE, merged=["A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:G2", "H2:H3"])
    before = contents()

    dry = taken(town, path, dry_run=True)
    assert contents() == before
    first = taken(town, path)
    after = contents()
    again = taken(town, path)

    assert [counts(one) for one in (dry, first, again)] == [(1, 0, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0)]
    assert contents() == after
    assert posts(town, "school") == {
        ("叶桥", "liaison", "办公室", "13800000001", OPENED, None),
        ("季远", "leader", "副局长", "", OPENED, None),
        ("阿依努尔·买买提", "handler", "", "", OPENED, None),
        ("区澈", "handler", "", "", OPENED, None),
    }


def test_somebody_new_ends_the_former_post(town: Town, tmp_path: Path) -> None:
    text = "单位,姓名,职务,联系电话,角色\n市教育局,孟迁,主任,0571-1234567,联络员\n市教育局,乔峻,局长,,主要负责人\n"

    report = taken(town, csv(tmp_path, text, encoding="gb18030"))

    assert counts(report) == (2, 0, 0, 0)
    assert posts(town, "school") == {
        ("叶桥", "liaison", "", "", OPENED, TODAY),
        ("孟迁", "liaison", "主任", "0571-1234567", TODAY, None),
        ("乔峻", "head", "局长", "", OPENED, None),
    }


def test_nobody_is_relieved_while_a_row_of_the_unit_is_refused(town: Town, tmp_path: Path) -> None:
    text = "单位,姓名,电话\n市教育局,孟迁,\n市教育局,叶桥,12\n"

    report = taken(town, csv(tmp_path, text), since=date(2026, 5, 1))

    assert rejected(report) == [(3, "电话", "“12”不是电话，请写 11 位手机号或带区号的座机号。")]
    assert posts(town, "school") == {
        ("叶桥", "liaison", "", "", OPENED, None),
        ("孟迁", "liaison", "", "", date(2026, 5, 1), None),
    }


UNCLEAR = (
    "分不清是不是已有的“安行”（没有其他资料）。请补上出生年月、电话或单位，或加一列“是否同一人”，写 同一人 或 另一人。"
)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"单位": "市地震局", "姓名": "孟迁"}, "单位", "“市地震局”不在单位名单中，请先导入或更正单位。"),
        ({"姓名": "孟迁"}, "unit", "没有写单位。"),
        ({"单位": "市教育局"}, "name", "没有写姓名。"),
        ({"单位": "市教育局", "姓名": "张3"}, "姓名", "“张3”不是姓名。"),
        (
            {"单位": "市教育局", "姓名": "张\ue123"},
            "姓名",
            "“张\ue123”中有造字，换一台电脑就看不到；请用国标码（GB 18030）里的字重新输入。",
        ),
        (
            {"单位": "市教育局", "姓名": "孟迁", "角色": "门卫"},
            "角色",
            "“门卫”不是角色，请写 主要负责人、分管领导、联络员 或 经办人。",
        ),
        (
            {"单位": "市教育局", "分管领导": "孟迁", "电话": "13800000001", "手机": "13800000002"},
            "电话",
            "有几列“电话”，分不清是谁的；请把列名写成“联络员电话”“分管领导电话”这样。",
        ),
        ({"单位": "市教育局", "姓名": "安行"}, "姓名", UNCLEAR),
        (
            {"单位": "市教育局", "姓名": "孟迁", "是否同一人": "同一人"},
            "是否同一人",
            "这里没有叫“孟迁”的人，写不了“同一人”。",
        ),
        (
            {"单位": "市教育局", "姓名": "安行", "是否同一人": "也许"},
            "是否同一人",
            "“也许”不明白，请写 同一人 或 另一人。",
        ),
    ],
)
def test_refusals_say_what_to_do(town: Town, tmp_path: Path, cells: dict[str, str], column: str, reason: str) -> None:
    before = contents()

    report = row(town, tmp_path, **cells)

    assert rejected(report) == [(1, column, reason)]
    assert contents() == before


@pytest.mark.parametrize(("said", "people"), [("同一人", 1), ("另一人", 2)])
def test_column_decides_who_is_meant(town: Town, tmp_path: Path, said: str, people: int) -> None:
    cells = {"单位": "市教育局", "姓名": "安行", "是否同一人": said}

    first, again = row(town, tmp_path, **cells), row(town, tmp_path, **cells)

    assert (counts(first), counts(again)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert Person.objects.filter(name="安行").count() == people


def test_post_and_phone_beside_several_people_are_noted(town: Town, tmp_path: Path) -> None:
    report = row(town, tmp_path, 承办单位="市教育局", 联络员="宁丑、宁寅", 联络员职务="主任", 联络员电话="139")

    assert {(name, title, phone) for name, kind, title, phone, *_ in posts(town, "school") if kind == "liaison"} >= {
        ("宁丑", "", ""),
        ("宁寅", "", ""),
    }
    assert [(one.row, one.column) for one in report.noted] == [(1, "联络员职务"), (1, "联络员电话")]
    assert all("宁丑、宁寅" in one.reason.zh for one in report.noted)
    assert "“139”" in report.noted[1].reason.zh


def test_nothing_is_noted_where_one_person_stands_beside_them(town: Town, tmp_path: Path) -> None:
    report = row(town, tmp_path, 承办单位="市教育局", 联络员="宁丑", 联络员职务="主任", 联络员电话="13800000009")

    assert (counts(report)[:1], report.noted) == ((1,), [])
