"""Reports of imports in the shape that scripts rely on."""

from zhixing.procedure.words import Words
from zhixing.sheets import BadCell, RowProblem
from zhixing.sheets.report import Rejected, Report


def test_report_names_every_bad_cell_of_a_row() -> None:
    report = Report(read=2, created=1)
    also = (BadCell("电话", Words("不是电话。", "No phone.")),)
    report.reject_problem(RowProblem(3, "姓名", Words("没有姓名。", "No name."), also, "名册"))

    assert report.as_json("en") == {
        "read": 2,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "rejected": [{"row": 3, "column": "姓名", "reason": "No name. 电话: No phone.", "sheet": "名册"}],
    }
    assert report.as_json("zh-hans")["rejected"][0]["reason"] == "没有姓名。“电话”：不是电话。"


def test_rows_to_look_at_and_a_file_that_breaks_off_are_told_when_there_are_any() -> None:
    report = Report(read=1, created=1, broken=Words("断了。", "It broke off."))
    report.noted.append(Rejected(2, "类别", Words("待确认。", "To be confirmed.")))

    said = report.as_json("en")

    assert said["noted"] == [{"row": 2, "column": "类别", "reason": "To be confirmed."}]
    assert said["broken"] == "It broke off."
