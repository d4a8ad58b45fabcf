"""Lists of any kind: found under their titles, whatever the order and wording of their headings."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.sheets.files import csv, jsonl, xlsx
from zhixing.procedure.words import Words
from zhixing.sheets import FileUnreadable, Headings, RowProblem, SheetRow, Top, read_rows, workbook

TREES = Headings(
    {"tree": "树名 名称 tree", "age": "树龄 年龄 age", "place": "地点 位置 place"},
    key="tree",
    called=Words("古树名录", "a list of trees"),
    needs=Words("古树名录至少要有“树名”一列。", "a list of trees needs at least a column 树名 (tree)."),
    prefix="古树",
)


def told(path: Path) -> list[tuple[int, dict[str, object]]]:
    """Return line and cells by field of every row."""
    found = list(read_rows(path, TREES))
    assert all(isinstance(one, SheetRow) for one in found)
    return [
        (one.line, {cell.field or cell.heading: cell.cell for cell in one.cells.found})
        for one in found
        if isinstance(one, SheetRow)
    ]


def test_list_below_titles_with_blank_lines_sums_and_remarks(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["安澜市古树名录"],
            ["（2026年）"],
            ["序号", "古树位置", "树　名", "树龄（年）", "管护人"],
            [1, "城关镇", "银杏", 300, "林业站"],
            [2, None, "香樟", 120, None],
            [3, None, None, None, None],
            [],
            ["合计", None, None, 2, None],
            ["备注：树龄为估测。"],
        ],
        merged=["A1:E1", "B4:B5"],
    )

    assert told(path) == [
        (4, {"序号": 1, "place": "城关镇", "tree": "银杏", "age": 300, "管护人": "林业站"}),
        (5, {"序号": 2, "place": "城关镇", "tree": "香樟", "age": 120}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_several_encodings(tmp_path: Path, encoding: str) -> None:
    path = csv(tmp_path, "树龄,名称\n三百年,𠮷银杏\n", encoding=encoding)

    assert told(path) == [(2, {"age": "三百年", "tree": "𠮷银杏"})]


def test_lines_of_json(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"tree": "银杏", "age": 300}, "nothing")

    (row, problem) = list(read_rows(path, TREES))

    assert isinstance(row, SheetRow)
    assert (row.line, row.top) == (1, Top())
    assert problem == RowProblem(2, "", Words("这一行不是 JSON 对象。", "This line is no JSON object."))


def test_top_of_a_sheet_tells_its_fields_and_the_texts_above(tmp_path: Path) -> None:
    (row,) = read_rows(xlsx(tmp_path, [["安澜市"], ["树名", "树龄"], ["银杏", 3]], sheet="名录"), TREES)

    assert isinstance(row, SheetRow)
    assert row.top == Top(sheet="名录", fields=frozenset({"tree", "age"}), texts=("安澜市",))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda folder: csv(folder, "树龄\n300\n"),
            "ledger.csv has no row of headings; a list of trees needs at least",
        ),
        (lambda folder: csv(folder, "x", name="a.doc"), "a.doc is no file for a list of trees; give .xlsx, .csv or"),
        (lambda folder: folder / "none.csv", "none.csv cannot be opened: No such file or directory."),
    ],
)
def test_file_that_holds_no_such_list(tmp_path: Path, make: Callable[[Path], Path], sentence: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        list(read_rows(make(tmp_path), TREES))

    assert str(refused.value).startswith(sentence)


def lost(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows in which a formula without its value stands, with the columns."""
    rows = [one for one in read_rows(path, TREES) if isinstance(one, SheetRow)]
    return [(one.line, [cell.column for cell in one.cells.lost]) for one in rows if one.cells.lost]


def test_formula_without_its_value_is_told(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path, [["树名", "树龄", "地点"], ["银杏", "=100+200", "=A2"], ["香樟", 120, None], ["=A2", None, None]]
    )

    assert lost(path) == [(2, ["树龄", "地点"]), (4, ["树名"])]


@pytest.mark.parametrize(
    ("cell", "columns"),
    [
        ('<c r="B2"><f>1+1</f><v>2</v></c>', []),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', []),
        ('<c r="B2" s="3"><f t="shared" si="0"/></c>', ["树龄"]),
        ('<c r="B2"><f t="shared" ref="B2:B9" si="0">1+1</f><v/></c>', ["树龄"]),
        ('<c r="B2" t="n"/><c r="C2"><f>A2</f></c>', ["地点"]),
    ],
)
def test_formulas_as_programs_write_them(tmp_path: Path, cell: str, columns: list[str]) -> None:
    path = xlsx(tmp_path, [["树名", "树龄", "地点"], ["银杏", "=1+1", None]])
    changed = tmp_path / "changed.xlsx"
    with ZipFile(path) as before, ZipFile(changed, "w") as after:
        for part in before.namelist():
            data = before.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data, count = re.subn(rb'<c r="B2".*?</c>', cell.encode(), data)
                assert count == 1
            after.writestr(part, data)

    assert [names for _line, names in lost(changed)] == ([columns] if columns else [])


def test_formulas_are_found_wherever_the_pieces_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "CHUNK", 37)
    path = xlsx(
        tmp_path,
        [["树名", "树龄"], *[[f"第{n}棵", "=100+200"] for n in range(20)], ["银杏", 300], [None, 300]],
        merged=["A22:A23"],
    )

    assert lost(path) == [(line, ["树龄"]) for line in range(2, 22)]
    assert told(path)[-1] == (23, {"tree": "银杏", "age": 300})
