"""承办单位名单 as offices keep it: what comes in, what a second time changes, what is refused and what is noted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.rosters.saying import counts, noted, rejected
from tests.sheets.files import csv, jsonl, xlsx
from tests.world.story import told
from tests.world.tables import contents
from tests.world.town import Town
from zhixing.assembly.models import Organisation, OrganisationChange
from zhixing.assembly.proposed import propose_organisation
from zhixing.assembly.vocabulary import OrganisationKind, Side, Status
from zhixing.rosters.importing import import_units
from zhixing.sheets.report import Report

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def taken(town: Town, path: Path, *, since: date | None = None, dry_run: bool = False) -> Report:
    return import_units(path, body=town.body, since=since, dry_run=dry_run)


def row(town: Town, folder: Path, **cells: Any) -> Report:
    return taken(town, jsonl(folder, cells))


def unit(town: Town, name: str) -> Organisation:
    return Organisation.objects.of_body(town.body).get(name=name)


MESSY = [
    ["安澜市政协提案承办单位名单", None, None, None, None, None, None],
    ["（2026年3月）", None, None, None, None, None, None],
    ["序号", "单位名称", None, "类　别", "归口", "统一社会信用代码", "备注"],
    [None, "全称", "简称", None, None, None, None],
    ["一", "政府部门", None, None, None, None, None],
    [1, "市水利局", "水利局", "政府部门", "政府", None, "x"],
    ["２", "  国家税务总局安澜市税务局 ", "税务局", "驻地单位", None, None, None],
    [3, "临江街道", None, None, None, None, None],
    [None, None, None, None, None, None, None],
    [4, "市气象局", None, None, None, None, None],
    [5, "市人民法院", None, None, None, None, None],
    [6, "市妇女联合会", "市妇联", None, None, None, None],
    [7, "市大数据局", None, "神秘部门", None, "123", None],
    ["合计", 7, None, None, None, None, None],
    ["注：以上单位按序排列", None, None, None, None, None, None],
]


UNKNOWN_KIND = (
    "“神秘部门”不是单位类别，请写 党委部门、政府部门、法院、检察院、民主党派、人民团体、乡镇、街道、驻地单位、"
    "事业单位、企业、专委会 或 其他。"
)


def test_messy_list_comes_in_with_each_bad_row_explained(town: Town, tmp_path: Path) -> None:
    path = xlsx(tmp_path, MESSY, merged=["A1:G1", "B3:C3", "A3:A4", "D3:D4"], sheet="名单")

    report = taken(town, path)

    assert (report.read, *counts(report)) == (8, 6, 0, 0, 2)
    assert rejected(report) == [
        (5, "全称", "“政府部门”是单位类别，不是单位名称。"),
        (
            13,
            "类　别",
            UNKNOWN_KIND + "“统一社会信用代码”：“123”不是统一社会信用代码，请对照证书核对 18 位。",
        ),
    ]
    assert noted(report) == [
        (
            10,
            "全称",
            "看不出“市气象局”是哪类单位，先记为待确认，确认前不能交办。请填写类别后再导入，或在单位管理中确认。",
        )
    ]
    found = {
        one.name: (one.short_name, one.kind, one.side, one.official_order, one.status)
        for one in Organisation.objects.of_body(town.body).filter(since=None)
    }
    assert found == {
        "市水利局": ("水利局", "government_department", "government", 1, "confirmed"),
        "国家税务总局安澜市税务局": ("税务局", "stationed_here", "government", 2, "confirmed"),
        "临江街道": ("", "township", "government", 3, "confirmed"),
        "市气象局": ("", "other", "other", 4, "proposed"),
        "市人民法院": ("", "court_procuratorate", "court", 5, "confirmed"),
        "市妇女联合会": ("市妇联", "peoples_organisation", "other", 6, "confirmed"),
    }


def test_second_import_changes_nothing_and_a_dry_run_even_less(town: Town, tmp_path: Path) -> None:
    path = xlsx(tmp_path, [*MESSY, [8, "市住建委", None, None, None, None, None]], merged=["B3:C3"])
    before = contents()

    assert counts(taken(town, path, dry_run=True)) == (7, 0, 0, 2)
    assert contents() == before
    taken(town, path)
    after = contents()
    again = taken(town, path)

    assert counts(again) == (0, 0, 7, 2)
    assert len(noted(again)) == 2
    assert contents() == after


def test_gb18030_with_other_names_and_order_of_columns(town: Town, tmp_path: Path) -> None:
    text = "归口管理;单位性质;部门名称;规范简称\n党委;党委部门;市委组织部;组织部\n;乡镇;安澜市𬇙水镇;\n"

    report = taken(town, csv(tmp_path, text, encoding="gb18030"), since=date(2024, 1, 1))

    assert counts(report) == (2, 0, 0, 0)
    assert unit(town, "市委组织部").side == Side.PARTY
    assert unit(town, "安澜市𬇙水镇").since == date(2024, 1, 1)


def test_proposed_unit_becomes_confirmed(town: Town, tmp_path: Path) -> None:
    propose_organisation(body=town.body, name="市气象局")

    report = row(town, tmp_path, 单位名称="市气象局", 类别="垂管单位")

    assert counts(report) == (0, 1, 0, 0)
    found = unit(town, "市气象局")
    assert (found.kind, found.side, found.status) == (
        OrganisationKind.STATIONED_HERE,
        Side.GOVERNMENT,
        Status.CONFIRMED,
    )


def test_unit_known_under_its_former_name_is_renamed(town: Town, tmp_path: Path) -> None:
    cells = {"单位名称": "市教育体育局", "曾用名": "市教育局", "更名日期": "2025年3月1日", "文号": "安委发〔2025〕1号"}

    first, again = row(town, tmp_path, **cells), row(town, tmp_path, **cells)

    assert (counts(first), counts(again)) == ((0, 1, 0, 0), (0, 0, 1, 0))
    school = Organisation.objects.of_body(town.body).get(pk=town.organisations["school"].pk)
    assert (school.name, school.name_on(date(2025, 2, 28))) == ("市教育体育局", "市教育局")
    assert OrganisationChange.objects.of_body(town.body).get().document == "安委发〔2025〕1号"


def test_former_name_of_a_new_unit_is_kept(town: Town, tmp_path: Path) -> None:
    cells = {"单位名称": "市数据局", "类别": "政府部门", "曾用名": "市大数据局、市信息办", "成立日期": 45292}

    first, again = row(town, tmp_path, **cells), row(town, tmp_path, **cells)

    assert (counts(first), counts(again)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert unit(town, "市数据局").name_on(date(2023, 12, 31)) == "市大数据局"
    assert noted(again) == [(1, "曾用名", "“市数据局”已有一个曾用名，“市信息办”没有起止日期，未记入。")]


def test_merged_unit_brings_its_open_cases(town: Town, tmp_path: Path) -> None:
    handling = told(town, "accept").handling
    cells = {"单位名称": "市城乡建设局", "类别": "政府部门", "合并自": "市住房和城乡建设局、市园林局"}

    first, again = row(town, tmp_path, **cells), row(town, tmp_path, **cells)

    assert (counts(first), counts(again)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    new = unit(town, "市城乡建设局")
    assert new in [party.organisation for party in handling.parties.select_related("organisation")]
    assert unit(town, "市园林局").until == unit(town, "市住房和城乡建设局").until
    assert {(post.person.name, post.kind) for post in new.posts.filter(until=None).select_related("person")} == {
        ("廖闻", "liaison"),
        ("韩拓", "handler"),
        ("胡砚", "head"),
    }


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"简称": "水利局"}, "name", "没有写单位名称。"),
        (
            {"单位名称": "市甲局", "归口": "天上"},
            "归口",
            "“天上”不是归口，请写 党委、政府、法检、政协 或 其他。",
        ),
        ({"单位名称": "市甲局", "排序": "第一"}, "排序", "“第一”不是排序号，请写 1 到 9999。"),
        (
            {"单位名称": "市甲局", "成立日期": "2099-01-01"},
            "成立日期",
            "2099-01-01 还没有到（今天是 2026-06-30），请在那天以后导入。",
        ),
        (
            {"单位名称": "市甲局", "曾用名": "市教育局、市住房和城乡建设局"},
            "曾用名",
            "曾用名中的市教育局、市住房和城乡建设局都还在；如果是合并，请写在“合并自”一栏。",
        ),
        (
            {"单位名称": "市甲局", "曾用名": "市乙局", "合并自": "市乙局"},
            "合并自",
            "“市乙局”同时写在曾用名和合并自两栏，请只留一处。",
        ),
        ({"单位名称": "市甲局", "合并自": "市丙局"}, "合并自", "“市丙局”早已不在，也不是并入“市甲局”的；请核对。"),
        (
            {"单位名称": "市甲局", "合并自": "市教育局", "合并日期": "2020-01-01"},
            "",
            "2020-01-01 时“市教育局”并不存在。",
        ),
    ],
)
def test_refusals_say_what_to_do(town: Town, tmp_path: Path, cells: dict[str, str], column: str, reason: str) -> None:
    Organisation.objects.create(body=town.body, name="市丙局", until=date(2023, 1, 1))
    before = contents()

    with translation.override("zh-hans"):  # whatever page another test showed last
        report = row(town, tmp_path, **cells)

    assert rejected(report) == [(1, column, reason)]
    assert contents() == before


def test_two_rows_of_one_unit_must_agree(town: Town, tmp_path: Path) -> None:
    text = "序号,单位,简称,类别\n1,市甲局,甲局,政府部门\n2,市甲局,甲局,政府部门\n3,市甲局,老甲局,政府部门\n"

    report = taken(town, csv(tmp_path, text))

    assert counts(report) == (1, 0, 1, 1)
    assert rejected(report) == [(4, "单位", "与第 3 行是同一单位，内容却不同。请核对两行（第 4 行）。")]
