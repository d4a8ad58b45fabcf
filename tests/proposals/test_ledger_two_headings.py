"""Ledgers whose headings stand in two rows, and columns that nobody understands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.proposals.ledgers import csv, xlsx
from tests.world.town import Town
from zhixing.proposals.importing import import_ledger
from zhixing.proposals.ledger import LedgerRow, read_ledger

UPPER = ["序号", "案号", "案由", "提案人信息", None, None, "承办情况", None, None, "办理结果", None, "备注"]
LOWER = [
    *[None, None, None, "姓名", "界别", "电话", "主办单位", "会办单位", "交办日期", "答复日期", "结果", None],
]
ROW = [1, "001", "关于修路的提案", "张三", "教育", "139", "市交通局", "市财政局", "2022.3.1", "2022.5.20", "A", "急"]
MERGED = ["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:I1", "J1:K1", "L1:L2"]


@pytest.fixture(params=["merged", "not merged", "csv"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the ledger with merged headings, with the cells beside and below left empty, and without any merging."""
    rows: list[list[Any]] = [UPPER, LOWER, ROW]
    if request.param == "csv":
        return csv(tmp_path, "\n".join(",".join(str(cell or "") for cell in row) for row in rows))
    return xlsx(tmp_path, rows, merged=MERGED if request.param == "merged" else [])


def test_lower_headings_are_columns_of_their_own(ledger: Path) -> None:
    (row,) = read_ledger(ledger)

    assert isinstance(row, LedgerRow)
    assert (row.number, row.proposers, row.lead_unit, row.co_units) == (1, ("张三",), "市交通局", ("市财政局",))
    assert (row.assigned_on, row.replied_on, row.reply_class) == (date(2022, 3, 1), date(2022, 5, 20), "A")
    assert row.extra == {"序号": "1", "界别": "教育", "电话": "139", "备注": "急"}


def test_first_row_below_one_row_of_headings_is_a_row(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [UPPER, ROW])

    (row,) = read_ledger(path)

    assert isinstance(row, LedgerRow)
    assert row.extra["提案人信息"] == "张三"


@pytest.mark.django_db
@pytest.mark.database
def test_columns_not_understood_are_noted_once(town: Town, tmp_path: Path) -> None:
    rows = [[*UPPER], [*ROW], [2, "002", "关于修桥的提案", "李四", *[None] * 8]]

    report = import_ledger(xlsx(tmp_path, rows), body=town.body, dry_run=True)

    assert report.created == 2
    columns = [(one.row, one.column) for one in report.noted]
    assert ((2, "提案人信息") in columns, (3, "提案人信息") in columns) == (True, False)
    assert "备注" not in [column for _row, column in columns]
    assert "台账其他栏目" in report.noted[0].reason.zh
