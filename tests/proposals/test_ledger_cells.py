"""Cells as people write them: what each means, and what is refused rather than guessed."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.proposals.ledgers import csv, problem_of, problems, row_of, rows, xlsx
from zhixing.proposals.ledger import BadCell, LedgerRow, RowProblem, names, numbers
from zhixing.proposals.ledger.headings import LEDGER
from zhixing.proposals.ledger.row import Banner, read_row
from zhixing.sheets import CellUnreadable, RowCells
from zhixing.sheets.text import written


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment as a spreadsheet holds it, without any zone."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)


# Titles and plain text


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("  关于甲的提案\n", "关于甲的提案"),
        ("关于加快推进\n县域经济\r\n发展的提案", "关于加快推进县域经济发展的提案"),
        ("关于引入 5G\nAI 应用的\n提案", "关于引入 5G AI 应用的提案"),
        ("关于\u200b甲\ufeff的提案", "关于甲的提案"),
        ("关于　甲  的提案", "关于 甲 的提案"),
        ("２０２４年关于甲的提案", "２０２４年关于甲的提案"),
        ("关于𠮷\U000e0100字的提案", "关于𠮷\U000e0100字的提案"),
        ("关于#甲的提案", "关于#甲的提案"),
        ("案" * 200, "案" * 200),
    ],
)
def test_title_is_kept_as_it_is_on_one_line(tmp_path: Path, cell: str, title: str) -> None:
    assert row_of(tmp_path, 案由=cell).title == title


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("案" * 201, "有 201 字，最多 200 字。"),
        (20240305, "“20240305”不是案由，可能错列了。"),
        ("12.5%", "“12.5%”不是案由，可能错列了。"),
        ("关于\ufffd\ufffd的提案", "有乱码，请核对原文。"),
        ("关于\ud800的提案", "有乱码，请核对原文。"),
        ("案" * 20_001, "内容超过 20000 字。"),
        ("#REF!", "公式出错，显示为 #REF!。"),
        (None, "没有案由。"),
        ("　", "没有案由。"),
        ("\u200b", "没有案由。"),
    ],
)
def test_title_that_is_none_is_a_problem(tmp_path: Path, cell: object, reason: str) -> None:
    problem = problem_of(tmp_path, 案由=cell)

    assert (problem.line, problem.column, problem.reason.zh) == (1, "案由", reason)


def test_every_bad_cell_of_a_row_is_named_at_once(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, 年度="去年", 满意度="还行", 链接="javascript:alert(1)")

    assert (problem.column, problem.reason.en) == ("年度", "'去年' is no year; write it like 2024.")
    assert problem.also == (
        BadCell("满意度", problem.also[0].reason),
        BadCell("链接", problem.also[1].reason),
    )
    assert problem.also[1].reason.zh == "链接应以 http:// 或 https:// 开头。"


@pytest.mark.parametrize("cell", ["", " ", "无", "/", "／", "-", "——", "NULL", "n/a", "None", None, [], {}])
def test_cells_that_say_nothing_are_empty(tmp_path: Path, cell: object) -> None:
    fields = [
        "案号",
        "届次",
        "年度",
        "主办单位",
        "会办单位",
        "提案类型",
        "办理结果",
        "答复日期",
        "满意度",
        "链接",
        "备注",
    ]

    assert row_of(tmp_path, **dict.fromkeys(fields, cell)) == row_of(tmp_path)


def test_unknown_columns_keep_numbers_and_times(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["案由", "领导", "件数", "比率", "时刻", "收到", "会时", "重点"],
            ["关于甲的提案", "一行\n两行", 3, 0.5, moment(2024, 3, 5, 9, 30), moment(2024, 3, 5), time(9), True],
        ],
    )

    assert rows(path)[0].extra == {
        "领导": "一行\n两行",
        "件数": "3",
        "比率": "0.5",
        "时刻": "2024-03-05T09:30:00",
        "收到": "2024-03-05",
        "会时": "09:00:00",
        "重点": "是",
    }


def test_bad_text_in_an_unknown_column_is_a_problem(tmp_path: Path) -> None:
    assert problem_of(tmp_path, 备注="\ud800").column == "备注"


# Years, sessions, numbers


@pytest.mark.parametrize(
    "cell",
    [2024, 2024.0, "2024", "2024年", "2024年度", "二〇二四年", "二○二四", "２０２４年", moment(2024, 1, 1)],
)
def test_year_is_read(cell: object) -> None:
    assert numbers.year(cell) == 2024


@pytest.mark.parametrize("cell", ["24", "24年", "2024-2025", "今年", 1900, 2200, "二千零二十四年", True])
def test_year_is_not_guessed(cell: object) -> None:
    with pytest.raises(CellUnreadable, match="is no year"):
        numbers.year(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("十届三次", (10, 3)),
        ("十届三次会议", (10, 3)),
        ("第十届委员会第三次会议", (10, 3)),
        ("政协安澜市十二届一次会议", (12, 1)),
        ("十届市政协三次全体会议", (10, 3)),
        ("10届3次", (10, 3)),
        ("１０届 ３ 次", (10, 3)),
        ("10-3", (10, 3)),
        ("十届", (10, None)),
        ("第十一届委员会", (11, None)),
    ],
)
def test_session_is_read(tmp_path: Path, cell: str, expected: tuple[int, int | None]) -> None:
    row = row_of(tmp_path, 届次=cell)

    assert ((row.term, row.session_no), row.session_text) == (expected, cell)


@pytest.mark.parametrize("cell", ["三次会议", "三次", "10", "全会", "2024年", "十届三十次", "零届一次", "0-1", 103])
def test_session_is_not_guessed(tmp_path: Path, cell: object) -> None:
    assert problem_of(tmp_path, 届次=cell).reason.zh == f"“{cell}”不是届次，请写作 十届三次 或 10届3次。"


def test_term_and_session_may_have_columns_of_their_own(tmp_path: Path) -> None:
    both = row_of(tmp_path, 届="第十届", 次="三次会议")
    digits = row_of(tmp_path, 届=10, 次=3)
    term = row_of(tmp_path, 届别="十")
    session = row_of(tmp_path, 次="三次")

    assert [(row.term, row.session_no, row.session_text) for row in (both, digits, term, session)] == [
        (10, 3, "10届3次"),
        (10, 3, "10届3次"),
        (10, None, "10届"),
        (None, 3, "3次"),
    ]


@pytest.mark.parametrize("cells", [{"届": "本届"}, {"届": 100}, {"届": "十", "次": 30}, {"次": "十届"}])
def test_term_and_session_are_not_guessed(tmp_path: Path, cells: dict[str, object]) -> None:
    assert "不是届次" in problem_of(tmp_path, **cells).reason.zh


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (52, 52),
        (52.0, 52),
        ("52", 52),
        ("052", 52),
        ("０５２", 52),
        ("第52号", 52),
        ("第０５２号提案", 52),
        ("52#", 52),
        ("经济类第12号", 12),
        ("B-012", 12),
        ("10-052", 52),
        ("14-2-128", 128),
        ("〔2024〕52号", 52),
        ("2024年第52号", 52),
        ("2024-052", 52),
        ("十届三次第52号", 52),
        ("市政协十届三次会议第 045 号提案", 45),
        ("第五十二号", 52),
        ("20231", 20231),
    ],
)
def test_number_is_read_and_its_text_kept(tmp_path: Path, cell: object, number: int) -> None:
    row = row_of(tmp_path, 案号=cell)

    assert (row.number, row.number_text) == (number, written(cell))


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        ({"案号": "1003045", "届次": "十届三次"}, 45),
        ({"案号": "103045", "届次": "十届三次"}, 45),
        ({"案号": "10030045", "届次": "十届三次"}, 45),
        ({"案号": "第20240208号", "年度": 2024}, 208),
        ({"案号": "TA2023039", "年度": "2023"}, 39),
        ({"案号": "1003045", "届次": "十届四次"}, 1003045),
        ({"案号": "20240208", "年度": 2023}, 20240208),
        ({"案号": "1003", "届次": "十届三次"}, 1003),
        ({"案号": "103000", "届次": "十届三次"}, 103000),
    ],
)
def test_term_session_or_year_before_a_number_is_left_out_when_the_row_says_the_same(
    tmp_path: Path, cells: dict[str, object], number: int
) -> None:
    assert row_of(tmp_path, **cells).number == number


@pytest.mark.parametrize(
    "cell", ["无号", "0", -5, "-5", 5.5, "52-53", "1-2-3-4", "第千十号", "9999999999", "二十、第三号", True]
)
def test_number_is_not_guessed(tmp_path: Path, cell: object) -> None:
    assert problem_of(tmp_path, 案号=cell).reason.zh.endswith("不是案号，请写作 52 或 第052号。")


@pytest.mark.parametrize("cell", ["52、53", "第52号、第53号", "52,53", "12及13", "3~5"])
def test_several_numbers_in_a_cell_are_a_problem(tmp_path: Path, cell: str) -> None:
    assert "几个案号" in problem_of(tmp_path, 案号=cell).reason.zh


def test_number_that_became_a_date_is_a_problem(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["案号", "案由"], [moment(2024, 10, 5), "关于甲的提案"]])

    assert problems(path) == [(2, "案号", "案号被表格软件改成了日期，请把该列设为文本后重填。")]


def test_number_tells_the_session_when_no_column_does(tmp_path: Path) -> None:
    row = row_of(tmp_path, 案号="十届三次第52号")

    assert (row.session_text, row.term, row.session_no) == ("十届三次", 10, 3)


def test_number_of_another_session_than_the_rows_is_a_problem(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, 案号="十届三次第52号", 届次="十届四次")

    assert (problem.column, problem.reason.zh) == ("案号", "案号写的是十届三次，与届次一栏不同。")
    assert row_of(tmp_path, 案号="十届三次第52号", 届次="十届").number == 52


# Dates


def test_day_and_month_that_may_be_swapped_are_a_problem(tmp_path: Path) -> None:
    assert (
        problem_of(tmp_path, 答复日期="3/5/2024").reason.zh
        == "“3/5/2024”分不清月和日，请按年、月、日写，如 2024-03-05。"
    )


def test_day_without_year_takes_the_rows_own_year(tmp_path: Path) -> None:
    assert row_of(tmp_path, 年度=2024, 答复日期="3月5日").replied_on == date(2024, 3, 5)
    assert problem_of(tmp_path, 答复日期="3月5日").reason.zh == "“3月5日”没有年份，请写全年月日。"


def test_day_without_year_does_not_take_the_year_above_the_headings(tmp_path: Path) -> None:
    path = csv(tmp_path, "2024年提案台账\n案由,答复日期\n关于甲的提案,3月5日\n")

    assert problems(path) == [(3, "答复日期", "“3月5日”没有年份，请写全年月日。")]


@pytest.mark.parametrize(
    "cells",
    [
        {"立案日期": "12月20日"},
        {"交办日期": "11月20日", "答复日期": "1月5日"},
        {"交办日期": "2024-11-20", "答复日期": "1月5日"},
        {"立案日期": "3月20日", "交办日期": "2024-01-05"},
    ],
)
def test_day_without_year_that_may_be_of_two_years_is_a_problem(tmp_path: Path, cells: dict[str, str]) -> None:
    assert "可能是两个年份" in problem_of(tmp_path, 年度=2024, **cells).reason.zh


def test_days_must_follow_each_other(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, 交办时间="2024-03-27", 办复时间="2024-02-27")

    assert (problem.column, problem.reason.zh) == ("办复时间", "2024-02-27 早于“交办时间”的 2024-03-27。")


# People and units


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("岑知微", ("岑知微",)),
        ("岑知微、晏如海，柏松涛;钟离/司徒\n欧阳", ("岑知微", "晏如海", "柏松涛", "钟离", "司徒", "欧阳")),
        ("岑知微 晏如海", ("岑知微", "晏如海")),
        ("王　芳", ("王芳",)),
        ("王 芳 李 雷", ("王芳", "李雷")),
        ("王 芳 李雷", ("王 芳 李雷",)),
        ("王 芳、晏如海", ("王芳", "晏如海")),
        ("民盟安澜市委会", ("民盟安澜市委会",)),
        ("岑知微（民盟、教育界）、晏如海", ("岑知微（民盟、教育界）", "晏如海")),
        ("阿不都·热合曼、John Smith", ("阿不都·热合曼", "John Smith")),
        ("岑知微、岑知微", ("岑知微",)),
        ("岑知微、无", ("岑知微",)),
        ("岑知微)、晏如海", ("岑知微)", "晏如海")),
    ],
)
def test_proposers_are_told_apart(tmp_path: Path, cell: str, people: tuple[str, ...]) -> None:
    row = row_of(tmp_path, 提案者=cell)

    assert (row.proposers, row.extra) == (people, {})


def test_first_proposer_and_cosigners_may_have_columns_of_their_own(tmp_path: Path) -> None:
    row = row_of(tmp_path, 联名人="晏如海、柏松涛", 第一提案人="岑知微")

    assert row.proposers == ("岑知微", "晏如海", "柏松涛")


def test_others_who_are_not_named_are_kept_in_words(tmp_path: Path) -> None:
    row = row_of(tmp_path, 提案者="岑知微等12名委员", 联名人="晏如海等")

    assert (row.proposers, row.extra) == (("岑知微", "晏如海"), {"提案者": "岑知微等12名委员", "联名人": "晏如海等"})
    assert row_of(tmp_path, 提案者="等5人").proposers == ()


@pytest.mark.parametrize(
    ("cells", "lead", "co", "kept"),
    [
        ({"主办单位": "市住建局"}, "市住建局", (), False),
        ({"主办单位": "市住建局", "会办单位": "市财政局、市民政局"}, "市住建局", ("市财政局", "市民政局"), False),
        ({"承办单位": "市住建局、市财政局"}, "市住建局", ("市财政局",), True),
        ({"承办单位": "主办：市住建局；会办：市财政局、市民政局"}, "市住建局", ("市财政局", "市民政局"), False),
        ({"承办单位": "主办单位:市住建局\n协办单位:市财政局"}, "市住建局", ("市财政局",), False),
        ({"承办单位": "市住建局 会办：市财政局"}, "市住建局", ("市财政局",), False),
        ({"承办单位": "市财政局（会办）、市住建局（主办）"}, "市住建局", ("市财政局",), False),
        ({"会办单位": "主办：市住建局，会办：市财政局"}, "市住建局", ("市财政局",), False),
        ({"主办单位": "市住建局", "会办单位": "市住建局、市财政局"}, "市住建局", ("市财政局",), False),
        (
            {"主办单位": "市住建局", "会办单位1": "市财政局", "会办单位2": "市民政局"},
            "市住建局",
            ("市财政局", "市民政局"),
            False,
        ),
        ({"主办单位": "市住建局等", "会办单位": ""}, "市住建局", (), True),
        ({"主办单位": "等3家单位"}, "", (), True),
        ({"会办单位": "市财政局"}, "", ("市财政局",), False),
        ({"主办单位": "市自然资源局（林业局、海洋局）"}, "市自然资源局（林业局、海洋局）", (), False),
        ({"lead_unit": ["市住建局"], "co_units": ["市财政局", None, "无"]}, "市住建局", ("市财政局",), False),
    ],
)
def test_units_are_told_apart(
    tmp_path: Path,
    cells: dict[str, object],
    lead: str,
    co: tuple[str, ...],
    kept: bool,  # noqa: FBT001 - a column
) -> None:
    row = row_of(tmp_path, **cells)

    assert (row.lead_unit, row.co_units, bool(row.extra)) == (lead, co, kept)


@pytest.mark.parametrize("heading", ["提案者", "会办单位"])
def test_names_have_bounds(tmp_path: Path, heading: str) -> None:
    assert problem_of(tmp_path, **{heading: "局" * 101}).column == heading
    many = "、".join(f"第{number}局" for number in range(501))
    assert problem_of(tmp_path, **{heading: many}).reason.zh == "有 501 个名称，最多 500 个。"


@given(st.text("张三李四、，/ 　()（）等主办：会5人\n", max_size=40))
def test_any_text_is_split_into_names(text: str) -> None:
    units = names.units([text], [])

    assert units.lead or not units.co
    assert all(name.strip() == name != "" for name in (*units.co, *names.people([text]).names))


# Words the platform has its own for


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("个人", "individual"),
        ("委员个人提案", "individual"),
        ("联名", "joint"),
        ("联名提案（12人）", "joint"),
        ("集体", "collective"),
        ("党派提案", "collective"),
        ("界别", "collective"),
        ("Collective", "collective"),
    ],
)
def test_kind_of_proposers_is_read(tmp_path: Path, cell: str, kind: str) -> None:
    assert row_of(tmp_path, 提案类型=cell).proposer_kind == kind


def test_members_proposal_is_individual_or_joint_by_their_number(tmp_path: Path) -> None:
    one = row_of(tmp_path, 提案类型="委员提案", 提案者="岑知微")
    two = row_of(tmp_path, 提案类型="委员提案", 提案者="岑知微、晏如海")
    problem = problem_of(tmp_path, 提案类型="委员提案")

    assert (one.proposer_kind, two.proposer_kind, problem.column) == ("individual", "joint", "提案类型")


@pytest.mark.parametrize("cell", ["A", "a", "Ａ", "A类", "A 类", "(A)", "A类（已解决）", "A：已解决", "类别A"])
def test_result_letter_is_read_through_noise(tmp_path: Path, cell: str) -> None:
    assert row_of(tmp_path, 答复类别=cell).reply_class == "A"


@pytest.mark.parametrize("cell", ["E", "A/B", "E类", "已解决", "adopted", "一类"])
def test_result_letter_is_not_guessed(tmp_path: Path, cell: str) -> None:
    assert problem_of(tmp_path, 答复类别=cell).reason.zh == f"“{cell}”不是结果类别，请写 A、B、C 或 D。"


def test_result_in_words_is_kept_where_words_are_usual(tmp_path: Path) -> None:
    row = row_of(tmp_path, 办理结果="已列入明年计划")

    assert (row.reply_class, row.extra) == (None, {"办理结果": "已列入明年计划"})
    assert problem_of(tmp_path, 办理结果="F类").column == "办理结果"


@pytest.mark.parametrize(
    ("cell", "rating"),
    [
        ("满意", "satisfied"),
        ("非常满意", "satisfied"),
        ("基本满意", "basically"),
        ("不 满 意", "dissatisfied"),
        ("Dissatisfied", "dissatisfied"),
        ("未反馈", None),
        ("无", None),
    ],
)
def test_rating_is_read_and_no_answer_is_none(tmp_path: Path, cell: str, rating: str | None) -> None:
    assert row_of(tmp_path, 满意度=cell).rating == rating


@pytest.mark.parametrize("cell", ["较满意", "98分", "100%", "好"])
def test_rating_is_not_guessed(tmp_path: Path, cell: str) -> None:
    assert problem_of(tmp_path, 满意度=cell).column == "满意度"


@pytest.mark.parametrize("cell", ["zx.example/52", "ftp://zx.example", "https://zx.example/a b", "javascript:1"])
def test_link_is_one_of_the_web(tmp_path: Path, cell: str) -> None:
    assert problem_of(tmp_path, 链接=cell).column == "链接"


HEADINGS = ["案号", "届次", "年度", "承办单位", "提案者", "答复日期", "备注", "会办单位"]
CELLS = st.text(max_size=20) | st.integers() | st.floats() | st.booleans() | st.none()


@given(st.dictionaries(st.sampled_from(HEADINGS), CELLS))
def test_no_cell_stops_the_reading(cells: dict[str, object]) -> None:
    found = read_row(1, RowCells(LEDGER, ("案由", *cells), ["关于甲的提案", *cells.values()]), Banner())

    assert isinstance(found, LedgerRow | RowProblem)
