"""What a row tells of, step by step: nothing is made up and nothing is lost."""

from datetime import date
from typing import Any

import pytest

from zhixing.proposals.importing.planning import Step, normalised, plan, year_of
from zhixing.proposals.ledger import LedgerRow
from zhixing.proposals.ledger.standings import meaning

TITLE = "关于完善老旧小区加装电梯后续管护机制的提案"
CATEGORIES = {"社会建设": "society", "经济建设": "economy"}
FILED, ASSIGNED, REPLIED = date(2024, 1, 22), date(2024, 3, 27), date(2024, 6, 27)
UNIT = "市住建局"


def row(**facts: Any) -> LedgerRow:
    return LedgerRow(line=2, title=TITLE, **facts)


def path(steps: list[Step]) -> list[tuple[str, date | None]]:
    return [(step.state, step.on) for step in steps]


def paths(**facts: Any) -> tuple[list[tuple[str, date | None]], list[tuple[str, date | None]]]:
    planned = plan(row(**facts), CATEGORIES)
    return path(planned.proposal), path(planned.handling)


@pytest.mark.parametrize(
    ("facts", "proposal", "handling"),
    [
        ({}, [("submitted", None)], []),
        ({"number": 52}, [("filed", None)], []),
        ({"filed_on": FILED}, [("filed", FILED)], []),
        ({"lead_unit": UNIT}, [("assigned", None)], [("assigned", None)]),
        (
            {"lead_unit": UNIT, "assigned_on": ASSIGNED},
            [("filed", None), ("assigned", ASSIGNED)],
            [("assigned", ASSIGNED)],
        ),
        ({"lead_unit": UNIT, "reply_class": "B"}, [("assigned", None)], [("replied", None)]),
        (
            {"lead_unit": UNIT, "replied_on": REPLIED},
            [("assigned", None)],
            [("assigned", None), ("replied", REPLIED)],
        ),
        ({"lead_unit": UNIT, "rating": "satisfied"}, [("answered", None)], [("answered", None)]),
        (
            {"filed_on": FILED, "lead_unit": UNIT, "assigned_on": FILED},
            [("assigned", FILED)],
            [("assigned", FILED)],
        ),
        (
            {
                "filed_on": FILED,
                "lead_unit": UNIT,
                "assigned_on": ASSIGNED,
                "replied_on": REPLIED,
                "rating": "dissatisfied",
            },
            [("filed", FILED), ("assigned", ASSIGNED), ("answered", None)],
            [("assigned", ASSIGNED), ("replied", REPLIED), ("answered", None)],
        ),
    ],
)
def test_known_days_make_steps_and_the_rest_is_undated(
    facts: dict[str, Any], proposal: list[Any], handling: list[Any]
) -> None:
    assert paths(**facts) == (proposal, handling)


@pytest.mark.parametrize(
    ("status", "proposal", "handling"),
    [
        ("", "assigned", "assigned"),
        ("办理中", "assigned", "assigned"),
        ("已签收", "assigned", "assigned"),
        ("未办结", "assigned", "assigned"),
        ("办结", "assigned", "replied"),
        (" 已 办复 ", "assigned", "replied"),
        ("REPLIED", "assigned", "replied"),
        ("结案", "closed", "answered"),
        ("已归档", "archived", "answered"),
        ("立案", "filed", None),
        ("待交办", "filed", None),
        ("待审查", "submitted", None),
        ("不予立案", "declined", None),
        ("撤案", "withdrawn", None),
        ("并案", "merged", None),
        ("并入第12号提案", "merged", None),
        ("转为意见建议", "converted", None),
        ("移交有关方面", "assigned", "assigned"),
    ],
)
def test_status_of_a_row_with_a_unit(status: str, proposal: str, handling: str | None) -> None:
    planned = plan(row(lead_unit=UNIT, status=status), CATEGORIES)

    assert planned.proposal[-1].state == proposal
    assert (planned.handling[-1].state if planned.handling else None) == handling


def test_unit_of_a_proposal_not_assigned_yet_is_the_one_thought_of() -> None:
    (only,) = plan(row(lead_unit=UNIT, status="待交办"), CATEGORIES).proposal

    assert only.data["suggested_unit"] == UNIT
    assert "unit" not in only.data


def test_a_day_of_assignment_weighs_more_than_a_status_before_it() -> None:
    assert paths(lead_unit=UNIT, status="立案", assigned_on=ASSIGNED)[1] == [("assigned", ASSIGNED)]


@pytest.mark.parametrize(
    ("facts", "handling"),
    [
        ({"assigned_on": ASSIGNED}, [("assigned", ASSIGNED)]),
        ({"replied_on": REPLIED}, [("assigned", None), ("replied", REPLIED)]),
        ({"reply_class": "A"}, [("replied", None)]),
        ({"status": "办理中"}, [("assigned", None)]),
    ],
)
def test_a_handling_whose_unit_nobody_wrote_down(facts: dict[str, Any], handling: list[Any]) -> None:
    planned = plan(row(number=3, **facts), CATEGORIES)

    assert path(planned.handling) == handling
    assert "主办单位" in planned.handling[0].data["unknown"].split("、")
    assert all("unit" not in step.data for step in planned.proposal)


def test_everything_known_is_among_the_facts() -> None:
    full = row(
        number=52,
        number_text="第052号",
        term=10,
        session_no=3,
        session_text="十届三次",
        year=2024,
        proposers=("岑知微", "晏如海"),
        proposer_kind="joint",
        lead_unit=UNIT,
        co_units=("市财政局", "市发改局"),
        category="社会建设类",
        reply_class="B",
        rating="basically",
        status="办结",
        url="https://zx.example/52",
        extra={"备注": "现场办理"},
    )

    planned = plan(full, CATEGORIES)
    (proposal,), (handling,) = planned.proposal, planned.handling

    assert proposal.data == {
        "title": TITLE,
        "category": "society",
        "proposers": "岑知微、晏如海",
        "proposer_kind": "joint",
        "unit": UNIT,
        "co_units": "市财政局、市发改局",
        "url": "https://zx.example/52",
        "remarks": "编号：第052号\n状态：办结\n备注：现场办理",
        "ledger": planned.digest,
        "unknown": "提案正文、立案日期、交办日期",
    }
    assert handling.data == {
        "title": TITLE,
        "letter": "B",
        "ledger_letter": "B",
        "grade": "basically",
        "unknown": "交办日期、答复日期、答复正文、评价日期",
    }


def test_a_letter_outside_the_scheme_is_kept_as_it_stands() -> None:
    (handling,) = plan(row(lead_unit=UNIT, reply_class="D"), CATEGORIES).handling

    assert handling.data["ledger_letter"] == "D"
    assert "letter" not in handling.data
    assert "办理结果" not in handling.data["unknown"]


def test_what_has_no_field_stands_among_the_remarks() -> None:
    facts = plan(row(term=10, session_text="第十届", category="工交", extra={"编号": "旧12"}), CATEGORIES).proposal[0]

    assert facts.data["remarks"] == "届次：第十届\n类别：工交\n编号：旧12"
    assert "category" not in facts.data


@pytest.mark.parametrize("written", ["社会建设", "社会建设类", "society"])
def test_category_is_known_by_its_title_and_by_its_code(written: str) -> None:
    assert plan(row(category=written), CATEGORIES).proposal[0].data["category"] == "society"


def test_more_names_than_the_column_holds_stand_whole_among_the_remarks() -> None:
    names = tuple(f"委员{number:03}" for number in range(120))

    data = plan(row(proposers=names), CATEGORIES).proposal[0].data

    assert len(data["proposers"]) <= 500
    assert data["proposers"].startswith("委员000、委员001、")
    assert data["proposers"].endswith(" 等，共120个")
    assert data["remarks"] == "提案者：" + "、".join(names)


def test_rating_is_unknown_only_where_a_reply_is_known() -> None:
    assert plan(row(lead_unit=UNIT), CATEGORIES).handling[0].data["unknown"] == "交办日期"
    assert "提案者评价" in plan(row(lead_unit=UNIT, reply_class="A"), CATEGORIES).handling[0].data["unknown"]


def test_digest_tells_rows_apart_by_what_they_say_and_not_by_where_they_stand() -> None:
    one = plan(row(extra={"备注": "甲"}), CATEGORIES)
    elsewhere = plan(
        LedgerRow(line=9, sheet="2024", title=TITLE, extra={"备注": "甲"}, headings=("案由", "备注")), CATEGORIES
    )

    assert one.digest == elsewhere.digest
    assert one.digest != plan(row(extra={"备注": "乙"}), CATEGORIES).digest


def test_titles_are_compared_without_spaces_marks_and_width() -> None:
    assert normalised("关于“ＡＩ”的 提案。") == normalised("关于ai的提案")
    assert normalised("关于甲的提案") != normalised("关于乙的提案")


def test_year_of_a_row_is_its_own_or_that_of_its_first_day() -> None:
    assert year_of(row(year=2023, filed_on=FILED)) == 2023
    assert year_of(row(replied_on=date(2025, 1, 3), assigned_on=ASSIGNED)) == 2024
    assert year_of(row()) is None


def test_words_that_are_no_status_mean_nothing() -> None:
    assert meaning("重点提案") == ""
