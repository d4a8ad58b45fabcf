"""账号名单: accounts with slips, made once, and never where they could be read by others."""

from __future__ import annotations

import re
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from tests.rosters.saying import counts, rejected
from tests.sheets.files import csv, jsonl
from tests.world.tables import contents
from tests.world.town import Town
from zhixing.accounts.models import Account
from zhixing.assembly.models import Person, Post
from zhixing.rosters.codes import ALPHABET, one_time_code, sign_in_name
from zhixing.rosters.importing import import_accounts
from zhixing.sheets import FileUnreadable
from zhixing.sheets.report import Report

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]
LIST = "姓名,单位,角色\n安行,,委员\n廖闻,市住房和城乡建设局,联络员\n<新人>,,\n甄新,政协办公室,工作人员\n"


def taken(town: Town, path: Path, slips: Path | None = None, **options: Any) -> Report:
    return import_accounts(path, body=town.body, slips=slips, **options)


def codes(page: Path) -> list[tuple[str, str]]:
    return re.findall(
        r'登录名</dt><dd class="typed">(.*?)</dd>.*?class="typed">(.*?)</dd>', page.read_text("utf-8"), re.DOTALL
    )


def test_accounts_open_with_their_slips(town: Town, tmp_path: Path) -> None:
    slips = tmp_path / "slips.html"
    path = csv(tmp_path, LIST.replace("<新人>", "丁　衡"), encoding="gb18030")

    report = taken(town, path, slips)

    assert (counts(report), rejected(report)) == ((4, 0, 0, 0), [])
    made = codes(slips)
    assert [sign_in for sign_in, _code in made] == ["anxing", "liaowen", "dingheng", "zhenxin"]
    for sign_in, code in made:
        account = Account.objects.get(sign_in=sign_in)
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
        assert account.check_password(code)
        assert account.must_change_password
        assert not any(code in repr(rows) for rows in contents().values())
    assert S_IMODE(slips.stat().st_mode) == 0o600
    assert Post.objects.of_body(town.body).get(person__name="甄新").kind == "clerk"


def test_second_import_opens_nothing_and_prints_nothing(town: Town, tmp_path: Path) -> None:
    path = csv(tmp_path, LIST.replace("<新人>", "丁衡"))
    before = contents()

    dry = taken(town, path, dry_run=True)
    assert contents() == before
    taken(town, path, tmp_path / "slips.html")
    after = contents()
    again = taken(town, path, tmp_path / "again.html")

    assert (counts(dry), counts(again)) == ((4, 0, 0, 0), (0, 0, 4, 0))
    assert contents() == after
    assert not (tmp_path / "again.html").exists()


def test_lost_slips_are_renewed_for_those_who_never_came_in(town: Town, tmp_path: Path) -> None:
    path = csv(tmp_path, "姓名\n安行\n柏川\n")
    taken(town, path, tmp_path / "slips.html")
    account = Account.objects.get(sign_in="baichuan")
    account.last_signed_in_at = "2026-06-01T09:00+08:00"
    account.save()

    report = taken(town, path, tmp_path / "again.html", renew=True)

    assert counts(report) == (0, 1, 1, 0)
    ((sign_in, code),) = codes(tmp_path / "again.html")
    assert Account.objects.get(sign_in=sign_in).check_password(code)


@pytest.mark.parametrize("slips", [None, "there.html", "nowhere/slips.html"])
def test_no_accounts_without_a_new_file_for_the_slips(town: Town, tmp_path: Path, slips: str | None) -> None:
    (tmp_path / "there.html").write_text("keep")
    before = contents()

    with pytest.raises(FileUnreadable) as refused:
        taken(town, csv(tmp_path, "姓名\n安行\n"), tmp_path / slips if slips else None)

    assert refused.value.sentence.zh == (
        "启用单要写到一个新文件中，请用 --slips 给出还不存在的文件名（所在文件夹要有），如 --slips 启用单.html。"
    )
    assert contents() == before
    assert (tmp_path / "there.html").read_text() == "keep"


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"电话": "13800000001"}, "name", "没有写姓名。"),
        (
            {"姓名": "甄远"},
            "姓名",
            "没有“甄远”这个人（或电话、单位对不上）。请先导入委员名册或联络员名单，或写明单位和角色。",
        ),
        ({"姓名": "廖闻", "角色": "委员"}, "角色", "“廖闻”现在不是委员，请核对。"),
        (
            {"姓名": "廖闻", "角色": "侠客"},
            "角色",
            "“侠客”不是角色，请写 委员、联络员、经办人、主要负责人、分管领导、工作人员、系统管理员 等。",
        ),
        ({"姓名": "廖闻", "单位": "市地震局"}, "单位", "“市地震局”不在单位名单中，请先导入或更正单位。"),
        (
            {"姓名": "廖闻", "登录名": "TAKEN"},
            "登录名",
            "登录名 taken 已有人用，请另取一个，或留空由系统按姓名拼音生成。",
        ),
        ({"姓名": "安行", "登录名": "other"}, "登录名", "“安行”已有账号 taken，不能另开 other。"),
        ({"姓名": "廖闻", "登录名": "a b"}, "", "请使用字母、数字和 . _ - @，不含空格。"),
    ],
)
def test_refusals_say_what_to_do(town: Town, tmp_path: Path, cells: dict[str, str], column: str, reason: str) -> None:
    Account.objects.create(person=town.people["an"], sign_in="taken")
    before = contents()

    report = taken(town, jsonl(tmp_path, cells), tmp_path / "slips.html")

    assert rejected(report) == [(1, column, reason)]
    assert contents() == before
    assert not (tmp_path / "slips.html").exists()


def test_names_in_pinyin_are_made_unique() -> None:
    known = {"anxing"}

    assert [sign_in_name(one, known) for one in ("an xing", "an xing", "lü bu", "𠅤")] == [
        "anxing2",
        "anxing3",
        "lvbu",
        "user",
    ]
    assert len({one_time_code() for _ in range(100)}) == 100


def test_slips_escape_what_lists_hold(town: Town, tmp_path: Path) -> None:
    Person.objects.filter(name="安行").update(name="安行&行")
    town.body.short_name = "<b>市政协</b>"

    taken(town, csv(tmp_path, "姓名\n安行&行\n"), tmp_path / "slips.html")

    page = (tmp_path / "slips.html").read_text("utf-8")
    assert "安行&amp;行" in page
    assert "&lt;b&gt;市政协&lt;/b&gt;" in page
