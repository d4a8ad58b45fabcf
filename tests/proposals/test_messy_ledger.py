"""A ledger with every mess at once comes in from a workbook and from GB18030: good rows whole, bad ones explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proposals.messy_ledger import Bad, Good, as_text, as_workbook, expected
from tests.world.town import Town
from zhixing.cases.models import Case
from zhixing.cases.rebuilding import rebuild
from zhixing.proposals.importing import import_ledger
from zhixing.proposals.ledger import LedgerRow, RowProblem, read_ledger
from zhixing.register.log import verify_database


@pytest.fixture(params=["workbook", "gb18030"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, bool]:
    """Return the ledger's file, and whether it is a workbook."""
    workbook = request.param == "workbook"
    return (as_workbook if workbook else as_text)(tmp_path), workbook


def test_untidy_rows_say_what_was_meant(ledger: tuple[Path, bool]) -> None:
    path, workbook = ledger
    rows = {row.line: row for row in read_ledger(path) if isinstance(row, LedgerRow)}

    for line, good in expected(Good, workbook=workbook):
        row = rows[line]
        said = {name: getattr(row, name) for name in good.says}
        plain = {name: value.isoformat() if name.endswith("_on") else value for name, value in said.items()}
        assert plain == good.says
        assert row.title == good.says.get("title", good.cells[0])


def test_what_no_field_takes_is_kept_as_it_was_typed(ledger: tuple[Path, bool]) -> None:
    path, _workbook = ledger
    kept = {row.title: row.extra for row in read_ledger(path) if isinstance(row, LedgerRow)}

    assert kept["关于设立㙟口社区卫生站的提案"]["备注"] == "含“引号”，及\n换行；分号;制表\t符"
    assert kept["关于规范外卖车辆停放的建议"]["提案者"] == "岑知微等3人"


@pytest.mark.django_db
@pytest.mark.database
def test_good_rows_come_in_and_each_bad_one_is_explained(town: Town, ledger: tuple[Path, bool]) -> None:
    path, workbook = ledger
    good, bad = expected(Good, workbook=workbook), expected(Bad, workbook=workbook)

    report = import_ledger(path, body=town.body, dry_run=False)

    assert (report.read, report.created, len(report.rejected)) == (len(good) + len(bad), len(good), len(bad))
    assert Case.objects.unscoped("test").filter(kind="proposal").count() == len(good)
    assert [one.row for one in report.rejected] == [line for line, _row in bad]
    for one, (_line, row) in zip(report.rejected, bad, strict=True):
        assert row.column in one.column.replace("\u3000", "")
        assert row.zh in one.reason.zh
        assert row.en in one.reason.en
    assert not any("\n" in one.column for one in report.rejected)
    assert rebuild(check=True) == []
    assert verify_database().broken == []


@pytest.mark.django_db
@pytest.mark.database
def test_the_same_ledger_again_changes_nothing(town: Town, ledger: tuple[Path, bool]) -> None:
    path, workbook = ledger
    import_ledger(path, body=town.body, dry_run=False)

    again = import_ledger(path, body=town.body, dry_run=False)

    assert (again.created, again.changed, again.unchanged) == (0, 0, len(expected(Good, workbook=workbook)))


def test_no_row_is_lost_between_the_lines_passed_over(ledger: tuple[Path, bool]) -> None:
    path, workbook = ledger
    lines = [row.line for row in read_ledger(path)]
    problems = [row.line for row in read_ledger(path) if isinstance(row, RowProblem)]

    assert lines == sorted(line for sort in (Good, Bad) for line, _row in expected(sort, workbook=workbook))
    assert set(problems) < {line for line, _row in expected(Bad, workbook=workbook)}
