"""Whole ledgers: which lines are proposals, under which headings, in which files."""

import json
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.proposals.ledgers import csv, jsonl, problems, read, rows, xlsx
from zhixing.proposals.ledger import LedgerRow, LedgerUnreadable, RowProblem, read_ledger

TITLE = "关于完善老旧小区加装电梯后续管护机制的提案"
HEADINGS = ["案号", "案由", "提案者", "届次", "年度", "主办单位", "会办单位", "类别", "提案类型", "办理结果"]
LATER = ["立案日期", "交办日期", "答复日期", "满意度", "状态", "政协", "链接", "备注"]
FULL = [
    *[
        "第052号",
        TITLE,
        "岑知微、晏如海",
        "十届三次",
        2024,
        "市住建局",
        "市财政局、市市场监管局",
        "社会建设",
        "联名",
        "B类",
    ],
    *[
        date(2024, 1, 22),
        "2024.3.27",
        "20240627",
        "基本满意",
        "已办复",
        "安澜市政协",
        "https://zx.example/52",
        "现场办理",
    ],
]
READ = LedgerRow(
    line=2,
    sheet="Sheet",
    title=TITLE,
    body="安澜市政协",
    session_text="十届三次",
    term=10,
    session_no=3,
    year=2024,
    number=52,
    number_text="第052号",
    proposers=("岑知微", "晏如海"),
    proposer_kind="joint",
    lead_unit="市住建局",
    co_units=("市财政局", "市市场监管局"),
    category="社会建设",
    reply_class="B",
    filed_on=date(2024, 1, 22),
    assigned_on=date(2024, 3, 27),
    replied_on=date(2024, 6, 27),
    rating="basically",
    status="已办复",
    standing="replied",
    url="https://zx.example/52",
    extra={"备注": "现场办理"},
)


def titles(path: Path) -> list[str]:
    return [row.title for row in rows(path)]


def test_workbook_is_read_into_rows(tmp_path: Path) -> None:
    assert rows(xlsx(tmp_path, [[*HEADINGS, *LATER], FULL])) == [READ]


def test_english_headings_in_another_order_read_the_same(tmp_path: Path) -> None:
    english = [
        *["Number", "Title", "Proposers", "Session", "Year", "Lead unit", "co_units", "CATEGORY", "proposer_kind"],
        *["Reply class", "Filed on", "assigned_on", "replied_on", "Rating", "status", "Body", "URL", "备注"],
    ]

    path = xlsx(tmp_path, [english[::-1], FULL[::-1]])

    assert rows(path) == [READ]


def test_json_lines_take_typed_values(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path,
        {
            "id": 9,
            "title": TITLE,
            "number": 52,
            "year": 2024,
            "session": "十届三次",
            "lead_unit": "市住建局",
            "co_units": ["市财政局（国资办、金融办）", "市市场监管局"],
            "proposers": ["岑知微"],
            "reply_class": None,
            "proposer_kind": "个人",
            "marks": {"key": True},
        },
    )

    assert rows(path) == [
        LedgerRow(
            line=1,
            title=TITLE,
            session_text="十届三次",
            term=10,
            session_no=3,
            year=2024,
            number=52,
            number_text="52",
            proposers=("岑知微",),
            proposer_kind="individual",
            lead_unit="市住建局",
            co_units=("市财政局（国资办、金融办）", "市市场监管局"),
            extra={"id": "9", "marks": '{"key": true}'},
        )
    ]


def test_own_export_is_read_by_its_official_number(tmp_path: Path) -> None:
    exported = {"number": "anlan-2024-17", "official_number": "1003045", "title": TITLE, "session": "十届三次会议"}

    (row,) = rows(jsonl(tmp_path, exported))

    assert (row.number, row.number_text, row.extra) == (45, "1003045", {"number": "anlan-2024-17"})


# Lines that are no proposals


def test_titles_blank_lines_sums_sections_and_remarks_are_passed_over(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["政协安澜市第十届委员会第三次会议提案台账"],
            ["统计单位：提案委员会", None, None, "2024年4月1日"],
            [],
            ["序号", "案号", "案由", "主办单位"],
            ["一、经济建设（2件）"],
            [1, "001", "关于甲的提案", "市发改局"],
            [],
            ["序号", "案号", "案由", "主办单位"],
            [2, "002", "关于乙的提案", "市财政局"],
            [None, None, "二、社会建设类"],
            [3, "003", "关于丙的提案", "市民政局"],
            ["小计", None, None, 1],
            [4],
            [5, None, "无", "—"],
            ["合 计", None, None, "共3件"],
            [None, None, "合计"],
            ["注：A类为已解决或采纳"],
            ["填表人：岑知微", None, None, "审核：晏如海"],
            ["第 1 页"],
        ],
    )

    found = rows(path)

    assert [(row.line, row.number, row.title) for row in found] == [
        (6, 1, "关于甲的提案"),
        (9, 2, "关于乙的提案"),
        (11, 3, "关于丙的提案"),
    ]
    assert [(row.session_text, row.term, row.session_no) for row in found] == [("第十届委员会第三次会议", 10, 3)] * 3


def test_titles_alone_make_a_ledger(tmp_path: Path) -> None:
    assert titles(csv(tmp_path, "案由\n关于甲的提案\n一、经济类\n\n注：略\n合计\n")) == ["关于甲的提案", "一、经济类"]


def test_ledger_of_headings_alone_is_empty(tmp_path: Path) -> None:
    assert rows(xlsx(tmp_path, [["案号", "案由"]])) == []


def test_row_without_title_is_a_problem(tmp_path: Path) -> None:
    path = csv(tmp_path, "序号,案号,案由,主办单位\n1,001,,市发改局\n2,002,关于乙的提案,市财政局\n3,003,-,\n")

    assert problems(path) == [(2, "案由", "没有案由。"), (4, "案由", "没有案由。")]


def test_headings_may_stand_in_two_rows(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["案号", "案由", "承办单位", None, "面商方式"],
            [None, None, "主办", "会办"],
            ["001", "关于甲的提案", "市发改局", "市财政局", "走访"],
        ],
    )

    (row,) = rows(path)

    assert (row.lead_unit, row.co_units, row.extra) == ("市发改局", ("市财政局",), {"面商方式": "走访"})


def test_merged_headings_in_two_rows(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["案号", "案由", "承办单位", None, "办理情况", None],
            [None, None, "主办", "会办", "面商", "书面"],
            ["001", "关于甲的提案", "市发改局", "市财政局", "走访", "有"],
        ],
        merged=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
    )

    (row,) = rows(path)

    assert (row.lead_unit, row.co_units, row.extra) == ("市发改局", ("市财政局",), {"面商": "走访", "书面": "有"})


def test_merged_second_heading_row_may_name_only_unknown_columns(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [["案号", "案由", "办理情况", None], [None, None, "面商", "书面"], ["001", "关于甲的提案", "走访", "有"]],
        merged=["A1:A2", "B1:B2", "C1:D1"],
    )

    assert rows(path)[0].extra == {"面商": "走访", "书面": "有"}


def test_merged_cells_hold_for_all_rows_they_cover(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["届次", "案号", "案由", "主办单位"],
            ["十届三次", "001", "关于甲的提案", "市发改局"],
            [None, "002", "关于乙的提案", None],
            [None, "003", "关于丙的提案", None],
            [None, None, None, None],
            ["十届四次", "001", "关于丁的提案", None],
        ],
        merged=["A2:A5", "D2:D4"],
    )

    assert [(row.session_no, row.title, row.lead_unit) for row in rows(path)] == [
        (3, "关于甲的提案", "市发改局"),
        (3, "关于乙的提案", "市发改局"),
        (3, "关于丙的提案", "市发改局"),
        (4, "关于丁的提案", ""),
    ]


def test_one_proposal_over_two_merged_rows_is_a_problem_in_the_second(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [["案号", "案由", "承办单位"], ["001", "关于甲的提案", "市发改局"], [None, None, "市财政局"]],
        merged=["A2:A3", "B2:B3"],
    )

    read_rows = read(path)

    assert isinstance(read_rows[0], LedgerRow)
    assert problems(path) == [(3, "案由", "案由与上一行合并；一件提案请写成一行，几个单位写在同一格，用“、”隔开。")]


def test_cells_merged_without_end_are_not_filled(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["年度", "案由"], [2024, "关于甲的提案"], [None, "关于乙的提案"]], merged=["A2:A9000"])

    assert [row.year for row in rows(path)] == [2024, None]


def test_columns_without_heading_and_twice_named_ones_are_kept(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [["案由", None, "备注", "备注", "案由"], ["关于甲的提案", "旁注", "一", "二", "又名", "远处"]],
    )

    assert rows(path)[0].extra == {"B列": "旁注", "备注": "一", "备注 (2)": "二", "案由": "又名", "F列": "远处"}


def test_columns_beyond_z_go_by_two_letters(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["案由"], ["关于甲的提案", *[None] * 27, "远处"]])

    assert rows(path)[0].extra == {"AC列": "远处"}


def test_several_sheets_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    first.append(["本表由提案委员会填写"])
    for name, hidden in (("2023", False), ("2024", False), ("旧", True)):
        page = book.create_sheet(name)
        page.append(["案由", "案号"])
        page.append([f"关于{name}的提案", "第3号"])
        page.append([f"关于{name}的又一提案", "无号"])
        page.sheet_state = "hidden" if hidden else "visible"
    book.save(tmp_path / "几年.xlsx")

    found = read(tmp_path / "几年.xlsx")

    assert [(one.sheet, one.line) for one in found] == [("2023", 2), ("2023", 3), ("2024", 2), ("2024", 3)]
    assert [type(one) for one in found] == [LedgerRow, RowProblem] * 2


def test_wrong_size_written_into_a_sheet_loses_no_cells(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["案由", "年度"], ["关于甲的提案", 2024]])
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'ref="A1:B2"', b'ref="A1"')
    with zipfile.ZipFile(path, "w") as whole:
        for name, part in parts.items():
            whole.writestr(name, part)

    assert rows(path)[0].year == 2024


def test_book_that_counts_days_from_1904(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["案由", "交办日期"], ["关于甲的提案", 43915]])
    book = load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)

    assert rows(path)[0].assigned_on == date(2024, 3, 26)


def test_session_and_year_above_the_headings_hold_for_rows_without(tmp_path: Path) -> None:
    banner = "安澜市政协十届三次会议2024年提案办理情况表\n"

    plain = rows(csv(tmp_path, banner + "案由\n关于甲的提案\n"))[0]
    own = rows(csv(tmp_path, banner + "案由,届次,年度\n关于甲的提案,十届四次,2025\n关于乙的提案,,\n"))

    assert (plain.session_text, plain.year) == ("十届三次会议", 2024)
    assert [(row.session_text, row.year) for row in own] == [("十届四次", 2025), ("", None)]


def test_two_sessions_above_the_headings_say_nothing(tmp_path: Path) -> None:
    (row,) = rows(csv(tmp_path, "十届三次、十届四次会议提案（2024年、2025年）\n案由\n关于甲的提案\n"))

    assert (row.session_text, row.year) == ("", None)


# CSV and JSON lines as they come


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_comes_in_several_encodings_and_with_several_separators(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [["安澜市政协，提案；台账"], ["案号", "案由", "会办单位"], ["52", "关于𠮷字的提案", "甲局、乙局"]]
    text = "\n".join(delimiter.join(cells) for cells in lines)

    (row,) = rows(csv(tmp_path, text, encoding=encoding))

    assert (row.line, row.number, row.title, row.co_units) == (3, 52, "关于𠮷字的提案", ("甲局", "乙局"))


def test_csv_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    path = csv(tmp_path, '案由,备注\r\n"关于甲\n的提案","一\n二"\r\n\r\n关于乙的提案,x\r\n')

    assert [(row.line, row.title, row.extra["备注"]) for row in rows(path)] == [
        (2, "关于甲的提案", "一\n二"),
        (6, "关于乙的提案", "x"),
    ]


def test_csv_with_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path, "案由\n关于甲的提案\n" + '"关于乙' + "很长" * 70_000)

    assert refused(path).startswith("ledger.csv 第 3 行起无法按 CSV 读取")


def test_broken_lines_of_json_stop_nothing(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"title": "甲"}, "{", "", "[1]", '"text"', "[" * 100_000, {"title": "乙"})

    assert [one.line for one in read(path)] == [1, 2, 4, 5, 6, 7]
    assert problems(path) == [(line, "", "这一行不是 JSON 对象。") for line in (2, 4, 5, 6)]


def test_json_lines_may_be_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"标题": "关于甲的提案"}'.encode("gb18030"))

    assert titles(path) == ["关于甲的提案"]


# Files that are no ledgers


def refused(path: Path) -> str:
    with pytest.raises(LedgerUnreadable) as refusal:
        next(read_ledger(path))
    sentence = refusal.value.sentence
    assert sentence.en == str(refusal.value)
    return sentence.zh


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", OLE, "a.xls 不是台账可用的文件类型"),
        ("a.docx", b"PK\x03\x04", "a.docx 不是台账可用的文件类型"),
        ("a.xlsx", OLE, "a.xlsx 不是 .xlsx：它是旧版 Excel（.xls）文件，或者加了密码"),
        ("a.xlsx", "案由\n关于甲的提案".encode(), "a.xlsx 的内容不是 Excel 工作簿"),
        ("a.xlsx", b"<html><table>", "a.xlsx 的内容不是 .xlsx，看上去是网页"),
        ("a.xlsx", b"%PDF-1.7", "a.xlsx 的内容不是 .xlsx，看上去是PDF 文件"),
        ("a.xlsx", b"PK\x03\x04 and nothing more", "a.xlsx 已损坏"),
        ("a.csv", OLE, "a.csv 的内容不是 .csv，看上去是旧版 Excel（.xls）或加密的文件"),
        ("a.csv", b"PK\x03\x04" + bytes(50), "a.csv 的内容不是 .csv，看上去是Office 文档或压缩包"),
        ("a.csv", b"\x01\x02\x00\x03", "a.csv 的内容不是 .csv，看上去是二进制文件"),
        ("a.jsonl", b"\x89PNG", "a.jsonl 的内容不是 .jsonl，看上去是图片"),
        ("a.csv", b"", "a.csv 是空文件"),
        ("a.csv", b" \n\n", "a.csv 是空文件"),
        ("a.csv", b"\xff\xfa\xff\xfa\xff", "a.csv 的文字编码既不是 UTF-8 也不是 GB18030"),
        ("a.csv", "姓名,性别\n张三,男".encode(), "在 a.csv 中找不到标题行"),
        ("a.jsonl", b'\xef\xbb\xbf [{"title": "a"}]', "a.jsonl 是一个 JSON 数组"),
    ],
)
def test_file_that_is_no_ledger_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    assert refused(tmp_path / name).startswith(said)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()

    assert refused(tmp_path / "none.csv").startswith("打不开 none.csv")
    assert refused(tmp_path / "folder.csv").startswith("打不开 folder.csv")


def test_other_office_documents_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert refused(tmp_path / "a.xlsx").startswith("a.xlsx 的内容不是 Excel 工作簿")


def test_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path, [["案由"], ["关于甲的提案"]])
    monkeypatch.setattr("zhixing.sheets.workbook.LARGEST", 100)

    assert "超过 1 GB" in refused(path)


def test_damaged_sheet_is_refused_where_it_breaks(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["案由"], ["关于甲的提案"]])
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(path, "w") as whole:
        for name, part in parts.items():
            whole.writestr(name, part)

    assert "已损坏" in refused(path)


def test_workbook_without_headings_is_refused(tmp_path: Path) -> None:
    assert refused(xlsx(tmp_path, [["姓名"], ["张三"]])).startswith("在 台账.xlsx 中找不到标题行")


@pytest.mark.slow
def test_large_ledgers_stream(tmp_path: Path) -> None:
    line = json.dumps({"标题": TITLE, "案号": "第52号", "年度": "2024年", "主办单位": "甲局、乙局"}, ensure_ascii=False)
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n" * 20_000, encoding="utf-8")

    begun = time.process_time()
    count = sum(isinstance(one, LedgerRow) for one in read_ledger(path))

    assert count == 20_000
    assert time.process_time() - begun < 5
