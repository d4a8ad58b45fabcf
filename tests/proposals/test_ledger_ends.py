"""Proposals that a ledger says were declined, merged, converted or withdrawn: they come in as such, or are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.proposals.ledgers import jsonl
from tests.world.town import Town
from zhixing.cases.models import Case
from zhixing.cases.rebuilding import rebuild
from zhixing.proposals.importing import ImportReport, import_ledger
from zhixing.proposals.ledger.standings import meaning
from zhixing.register.log import verify_database
from zhixing.sheets.problems import CellUnreadable

BARE: dict[str, Any] = {"提案编号": "202", "案由": "关于乙的提案", "提案人": "岑知微", "届次": "十届五次会议"}


def taken(town: Town, folder: Path, *rows: dict[str, Any]) -> ImportReport:
    return import_ledger(jsonl(folder, *rows), body=town.body)


def cases() -> list[Case]:
    return list(Case.objects.unscoped("test").filter(kind="proposal").order_by("pk"))


def only() -> tuple[str, str | None]:
    (case,) = cases()
    return case.state, case.official_number


def sound() -> bool:
    return rebuild(check=True) == [] and verify_database().broken == []


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("column", ["办理结果", "立案情况", "审查意见", "审查结果", "状态"])
@pytest.mark.parametrize(
    ("words", "state", "number"),
    [
        ("不予立案", "declined", None),
        ("并入201号", "merged", "1005202"),
        ("并案", "merged", "1005202"),
        ("转为意见建议", "converted", None),
        ("转社情民意", "converted", None),
        ("已撤案", "withdrawn", "1005202"),
    ],
)
def test_end_comes_in_as_what_it_is(
    town: Town, tmp_path: Path, column: str, words: str, state: str, number: str | None
) -> None:
    report = taken(town, tmp_path, BARE | {column: words})

    assert (report.created, report.rejected, report.noted) == (1, [], [])
    assert only() == (state, number)
    assert not Case.objects.unscoped("test").filter(kind="handling").exists()
    assert taken(town, tmp_path, BARE | {column: words}).unchanged == 1
    assert sound()


@pytest.mark.django_db
@pytest.mark.database
def test_unit_thought_of_makes_no_handling_of_what_was_never_handled(town: Town, tmp_path: Path) -> None:
    taken(town, tmp_path, BARE | {"办理结果": "并入201号", "主办单位": "市教育局", "立案日期": "2022-01-20"})

    assert only() == ("merged", "1005202")
    assert not Case.objects.unscoped("test").filter(kind="handling").exists()
    assert [str(one) for one in cases()[0].parties.filter(capacity="handler")] == []
    assert cases()[0].opened_on is not None, "the day of filing is that of filing, not of merging"
    assert sound()


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize(
    ("cells", "column", "other"),
    [
        ({"办理结果": "转为意见建议", "主办单位": "市教育局", "交办日期": "2022.3.1"}, "办理结果", "交办日期"),
        ({"办理结果": "并入201号", "答复日期": "2022.3.1"}, "办理结果", "答复日期"),
        ({"立案情况": "不予立案", "办理结果": "A"}, "立案情况", "办理结果"),
        ({"立案情况": "不予立案", "满意度": "满意"}, "立案情况", "满意度"),
        ({"审查结果": "不予立案", "立案日期": "2022-01-20"}, "审查结果", "立案日期"),
        ({"立案情况": "不予立案", "办理状态": "已答复"}, "立案情况", "办理状态"),
        ({"立案情况": "并案", "办理结果": "已撤案"}, "", ""),
    ],
)
def test_end_that_the_rest_of_the_row_contradicts_is_refused(
    town: Town, tmp_path: Path, cells: dict[str, Any], column: str, other: str
) -> None:
    report = taken(town, tmp_path, BARE | cells)

    ((said,), created) = report.rejected, report.created
    assert created == 0
    assert column in said.column
    assert other in said.reason.zh
    assert "手工录入" in said.reason.zh
    assert "by hand" in said.reason.en
    assert cases() == []


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("words", ["建议不予立案", "申请撤案", "不予立案，已答复", "拟并案"])
def test_words_that_may_tell_of_an_end_are_refused_and_not_filed(town: Town, tmp_path: Path, words: str) -> None:
    report = taken(town, tmp_path, BARE | {"审查意见": words})

    assert [(one.column, words in one.reason.zh) for one in report.rejected] == [("审查意见", True)]
    assert cases() == []


@pytest.mark.django_db
@pytest.mark.database
def test_words_not_understood_are_noted_with_their_row(town: Town, tmp_path: Path) -> None:
    rows = [BARE | {"办理结果": "已采纳"}, BARE | {"提案编号": "203", "案由": "关于丙的提案", "审查意见": "很好" * 90}]

    report = taken(town, tmp_path, *rows)

    assert (report.created, report.rejected) == (2, [])
    assert [(one.row, one.column) for one in report.noted] == [(1, "办理结果"), (2, "审查意见")]
    assert "“已采纳”" in report.noted[0].reason.zh
    assert len(report.noted[1].reason.zh) < 120, "a long text is not repeated whole"


@pytest.mark.django_db
@pytest.mark.database
def test_yes_and_no_below_whether_filed(town: Town, tmp_path: Path) -> None:
    rows = [BARE | {"是否立案": "是"}, BARE | {"提案编号": "203", "案由": "关于丙的提案", "是否立案": "否"}]

    taken(town, tmp_path, *rows)

    assert [one.state for one in cases()] == ["filed", "declined"]


@pytest.mark.django_db
@pytest.mark.database
def test_the_column_that_says_most_decides(town: Town, tmp_path: Path) -> None:
    taken(town, tmp_path, BARE | {"立案情况": "立案", "状态": "已办复", "主办单位": "市教育局"})

    (handling,) = Case.objects.unscoped("test").filter(kind="handling")
    assert (only()[0], handling.state) == ("assigned", "replied")


@pytest.mark.django_db
@pytest.mark.database
def test_a_later_ledger_tells_that_a_filed_proposal_ended(town: Town, tmp_path: Path) -> None:
    taken(town, tmp_path, BARE)

    report = taken(town, tmp_path, BARE | {"立案情况": "并入201号"})
    again = taken(town, tmp_path, BARE | {"立案情况": "立案"})

    assert (report.changed, again.changed) == (1, 1)
    assert only() == ("merged", "1005202"), "a later ledger that says less moves no case back"
    assert sound()


@pytest.mark.django_db
@pytest.mark.database
def test_a_proposal_with_a_unit_is_not_ended_by_a_ledger(town: Town, tmp_path: Path) -> None:
    taken(town, tmp_path, BARE | {"主办单位": "市教育局"})

    report = taken(town, tmp_path, BARE | {"主办单位": "市教育局", "办理结果": "并入201号"})

    ((said,), (case,)) = report.rejected, cases()
    assert case.number in said.reason.zh
    assert case.state == "assigned"


@pytest.mark.django_db
@pytest.mark.database
def test_number_of_a_declined_proposal_does_not_count_as_given(town: Town, tmp_path: Path) -> None:
    taken(town, tmp_path, BARE | {"立案情况": "不予立案"})

    report = taken(town, tmp_path, BARE | {"案由": "关于发展夜间经济的提案"})

    assert (report.created, report.rejected) == (1, [])
    assert [one.official_number for one in cases()] == [None, "1005202"]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("与第12号提案并案办理", "merged"),
        ("并入201、202号", "merged"),
        ("立案，并入201号", "merged"),
        ("不予立案（重复）", "declined"),
        ("不予立案，转社情民意", "converted"),
        ("作为委员来信处理", "converted"),
        ("已办结，撤案", "withdrawn"),
        ("已办结（Ａ类）", "replied"),
        ("按意见办理", ""),
        ("我局已将两所学校合并办理并于三月完成搬迁，请委员审阅", ""),
    ],
)
def test_meaning_of_words(words: str, state: str) -> None:
    assert meaning(words) == state


def test_words_that_contradict_each_other_mean_nothing_for_certain() -> None:
    with pytest.raises(CellUnreadable):
        meaning("不予立案，已办结")
