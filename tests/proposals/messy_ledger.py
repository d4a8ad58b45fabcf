"""A 提案台账 as it lies in a drawer, with every mess met so far; each row with what must become of it.

``GOOD`` rows come in although they are untidy, ``BAD`` ones are rejected with a sentence, ``PASSED`` lines are no rows.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from openpyxl import Workbook

Row = TypeVar("Row", "Good", "Bad", "Passed")
HEADINGS = (
    "序号",
    "案　号",
    "案由\n（标题）",
    "提案者",
    "提案形式",
    "类别",
    "承办单位\n（主办）",
    "会办单位",
    "立案日期",
    "交办日期",
    "答复日期",
    "办理结果",
    "满意度",
    "网址",
    "备注",
)
TITLE, NUMBER, PROPOSERS, FORM, CATEGORY, LEAD, CO, FILED, ASSIGNED, REPLIED, RESULT, RATING, URL, REMARK = range(14)
PLACES = (1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)


@dataclass
class Good:
    """A row that comes in: its cells and the facts it must say."""

    cells: dict[int, Any]
    says: dict[str, Any] = field(default_factory=dict)


@dataclass
class Bad:
    """A row that is rejected: its cells, the column that is named, and words of the reason in both languages."""

    cells: dict[int, Any]
    column: str
    zh: str
    en: str
    xlsx_only: bool = False


@dataclass
class Passed:
    """A line that is no row."""

    cells: dict[int, Any]
    serial: str = ""


ROWS: list[Good | Bad | Passed] = [
    Passed({}, serial="一、经济建设类（共12件）"),
    Good(
        {TITLE: "关于老旧小区\n加装电梯的建议", NUMBER: "第００１号", PROPOSERS: "晏　海、岑知微", LEAD: "市住建局"},
        {"title": "关于老旧小区加装电梯的建议", "number": 1},
    ),
    Good(
        {TITLE: "　关于规范外卖车辆停放的建议　", NUMBER: 2.0, PROPOSERS: "岑知微等3人", FORM: "联名提案"},
        {"title": "关于规范外卖车辆停放的建议", "number": 2},
    ),
    Good(
        {TITLE: "关于增设公交站点的提案", NUMBER: "十届四次第3号", LEAD: "主办：市交通局；会办：市财政局、市公安局"},
        {"number": 3, "co_units": ("市财政局", "市公安局")},
    ),
    Good(
        {
            TITLE: "关于推进“一老一小”服务的提案",
            NUMBER: "10-4-4",
            FORM: "党派提案",
            RESULT: "Ａ类（已解决）",
            LEAD: "民政局",
        },
        {"number": 4, "reply_class": "A", "proposer_kind": "collective"},
    ),
    Good(
        {
            TITLE: "关于整治河道漂浮物的提案",
            NUMBER: "五",
            FILED: "2026.1.20",
            ASSIGNED: "2026年3月5日",
            REPLIED: "2026/5/30",
        },
        {"number": 5, "filed_on": "2026-01-20", "assigned_on": "2026-03-05", "replied_on": "2026-05-30"},
    ),
    Good(
        {TITLE: "关于公园夜间照明的提案", NUMBER: 6, ASSIGNED: "２０２６－３－５", RATING: "满  意", RESULT: "b"},
        {"number": 6, "assigned_on": "2026-03-05", "rating": "satisfied", "reply_class": "B"},
    ),
    Good(
        {
            TITLE: "关于设立㙟口社区卫生站的提案",
            NUMBER: 7,
            RATING: "未反馈",
            REMARK: "含“引号”，及\n换行；分号;制表\t符",
        },
        {"number": 7, "rating": None},
    ),
    Good({TITLE: "关于“僵尸车”清理的提案", NUMBER: "8号", CATEGORY: "从来没有的类别"}, {"number": 8}),
    Good({TITLE: "关于没有案号的提案", NUMBER: "—", PROPOSERS: "/", LEAD: "无"}, {"number": None}),
    Passed({}),
    Passed({}, serial="小计：9件"),
    Passed({place: HEADINGS[place + 1] for place in range(14)} | {TITLE: "案由", NUMBER: "案号"}, serial="序号"),
    Passed({}, serial="二、社会建设类"),
    Bad({NUMBER: 10, LEAD: "市教育局"}, "案由", "没有案由", "no title"),
    Bad({TITLE: "2026", NUMBER: 11}, "案由", "不是案由", "no title"),
    Bad({TITLE: "关于" + "很长" * 120 + "的提案", NUMBER: 12}, "案由", "200", "200"),
    Bad({TITLE: "关于公式出错的提案", NUMBER: "#REF!"}, "案号", "#REF!", "#REF!"),
    Bad({TITLE: "关于两个案号的提案", NUMBER: "14、15"}, "案号", "几个案号", "several numbers"),
    Bad({TITLE: "关于案号写成文字的提案", NUMBER: "待定号"}, "案号", "不是案号", "no proposal number"),
    Good({TITLE: "关于别届案号的提案", NUMBER: "九届二次第16号"}, {"number": 16, "session_text": "九届二次"}),
    Bad({TITLE: "关于不存在的日子的提案", NUMBER: 17, ASSIGNED: "2026-02-30"}, "交办日期", "2026-02-30", "2026-02-30"),
    Bad({TITLE: "关于日月不分的提案", NUMBER: 18, REPLIED: "03/04/2026"}, "答复日期", "03/04/2026", "03/04/2026"),
    Bad(
        {TITLE: "关于答复早于交办的提案", NUMBER: 19, ASSIGNED: "2026-05-05", REPLIED: "2026-04-01"},
        "答复日期",
        "早于",
        "before",
    ),
    Bad(
        {TITLE: "关于还没到的日子的提案", NUMBER: 20, REPLIED: "2099年1月1日"}, "答复日期", "还没有到", "still to come"
    ),
    Bad({TITLE: "关于说不清的提案形式", NUMBER: 21, FORM: "其他"}, "提案形式", "不是提案类型", "none of"),
    Bad({TITLE: "关于两个结果的提案", NUMBER: 22, RESULT: "A/B"}, "办理结果", "结果类别", "result letter"),
    Bad({TITLE: "关于含糊的满意度的提案", NUMBER: 23, RATING: "较满意"}, "满意度", "不是满意度", "none of"),
    Bad({TITLE: "关于错链接的提案", NUMBER: 24, URL: "www.example.cn/24"}, "网址", "http", "http"),
    Bad({TITLE: "关于两处都错的提案", NUMBER: "第？号", RATING: "还行"}, "案号", "还行", "还行"),
    Bad({TITLE: "关于又一件一号的提案", NUMBER: 1}, "案号", "1", "1"),
    Bad(
        {TITLE: "关于案号变成日期的提案", NUMBER: date(2026, 3, 5)},
        "案号",
        "改成了日期",
        "turned this number",
        xlsx_only=True,
    ),
    Good(
        {TITLE: "关于日期是数字的提案", NUMBER: 27, ASSIGNED: date(2026, 3, 5)},
        {"number": 27, "assigned_on": "2026-03-05"},
    ),
    Passed({}, serial="合计"),
    Passed({}, serial="填表人：岑某　　审核：晏某"),
    Passed({}, serial="注：本表由提案委员会办公室填写。"),
]
ABOVE = ("安澜市政协十届四次会议提案办理台账", "（截至2026年6月，单位：件）")


def lines(*, workbook: bool) -> list[list[Any]]:
    """Return all lines of the ledger, with banner and headings."""
    found: list[list[Any]] = [[line] for line in ABOVE]
    found.append(list(HEADINGS))
    serial = 0
    for row in ROWS:
        if isinstance(row, Bad) and row.xlsx_only and not workbook:
            continue
        line: list[Any] = [None] * len(HEADINGS)
        for place, cell in row.cells.items():
            line[PLACES[place] + 1] = cell
        if isinstance(row, Passed):
            line[0] = row.serial or None
        else:
            serial += 1
            line[0] = serial
        found.append(line)
    return found


def expected(sort: type[Row], *, workbook: bool) -> list[tuple[int, Row]]:
    """Return the rows of a sort, each with its line as a spreadsheet or an editor counts it."""
    rows = [row for row in ROWS if workbook or not (isinstance(row, Bad) and row.xlsx_only)]
    found, number = [], 1
    for row, line in zip([None] * (len(ABOVE) + 1) + rows, lines(workbook=workbook), strict=True):
        if isinstance(row, sort):
            found.append((number, row))
        number += 1 if workbook else 1 + sum(str(cell).count("\n") for cell in line)
    return found


def as_workbook(folder: Path) -> Path:
    """Write it as a workbook, its banner merged over all columns, with a hidden sheet of old rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    for line in lines(workbook=True):
        page.append(line)
    page.merge_cells("A1:O1")
    page.merge_cells("A2:O2")
    old = book.create_sheet("旧表")
    old.sheet_state = "hidden"
    old.append(["案由"])
    old.append(["关于旧表里的提案"])
    book.save(folder / "台账.xlsx")
    return folder / "台账.xlsx"


def as_text(folder: Path) -> Path:
    """Write it as CSV in GB18030, as a Chinese Excel saves it; what stands on several lines is quoted."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["" if cell is None else cell for cell in line] for line in lines(workbook=False)])
    (folder / "台账.csv").write_bytes(out.getvalue().encode("gb18030"))
    return folder / "台账.csv"
