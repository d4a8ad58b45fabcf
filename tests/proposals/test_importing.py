"""Ledgers taken in: what comes in, what a second time changes, what is refused, and how the cases go on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pytest_django.fixtures import Settings as DjangoSettings

from tests.proposals.ledgers import csv, jsonl, xlsx
from tests.world.kept import kept
from tests.world.story import Story
from tests.world.tables import contents
from tests.world.town import DAY, Town, moment
from zhixing.assembly import clock
from zhixing.assembly.models import Body, Organisation, Post, Session
from zhixing.assembly.proposed import confirm_organisation
from zhixing.assembly.vocabulary import Level, OrganisationKind, PostKind, Side, Status
from zhixing.cases import exporting, kinds, projecting, reading
from zhixing.cases.acts import perform, perform_by_clock
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case, Notice, Todo
from zhixing.cases.rebuilding import rebuild
from zhixing.cases.succession import merge_units
from zhixing.procedure.facts import Refused
from zhixing.proposals.importing import ImportReport, import_ledger, running
from zhixing.proposals.models import Handling, Proposal
from zhixing.register.log import verify_database
from zhixing.register.models import Entry, FieldValue

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REAL = Path(__file__).parents[1] / "data" / "proposals-dev.jsonl"
TITLE = "关于完善老旧小区加装电梯后续管护机制的提案"
FULL = {
    "案号": "第052号",
    "案由": TITLE,
    "提案者": "岑知微、晏如海",
    "届次": "十届三次",
    "年度": "2024",
    "主办单位": "市住房和城乡建设局",
    "会办单位": "市财政局",
    "类别": "社会建设",
    "提案类型": "联名",
    "办理结果": "B类",
    "立案日期": "2024-01-22",
    "交办日期": "2024.3.27",
    "答复日期": "2024年6月27日",
    "满意度": "基本满意",
    "状态": "已办复",
    "链接": "https://zx.example/52",
    "备注": "现场办理",
}


def taken(path: Path, body: Body | None = None, *, dry_run: bool = False) -> ImportReport:
    return import_ledger(path, body=body, dry_run=dry_run)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.changed, report.unchanged, len(report.rejected)


def said(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason.zh) for one in report.rejected]


def case(kind: str = "proposal") -> Case:
    return Case.objects.unscoped("test").select_related("body").get(kind=kind)


def cases(kind: str = "proposal") -> list[Case]:
    return list(Case.objects.unscoped("test").filter(kind=kind).order_by("pk"))


def entries(one: Case) -> list[tuple[str, str, bool]]:
    found = Entry.objects.unscoped("test").filter(case=one.number).order_by("number")
    rows = [(entry, json.loads(entry.outcome)) for entry in found]
    return [
        (outcome["state"], entry.at.astimezone(clock.ZONE).date().isoformat(), bool(outcome.get("undated")))
        for entry, outcome in rows
    ]


def values(one: Case) -> dict[str, Any]:
    """Return the latest value of each field of a case."""
    found: dict[str, Any] = {}
    for entry in Entry.objects.unscoped("test").filter(case=one.number).order_by("number").prefetch_related("values"):
        found |= {value.name: json.loads(value.value or "null") for value in entry.values.all()}
    return found


def handler(one: Case) -> str:
    parties = [party.organisation for party in one.parties.select_related("organisation").filter(capacity="handler")]
    return "、".join(unit.name for unit in parties if unit)


def sound() -> bool:
    return rebuild(check=True) == [] and verify_database().broken == []


# The real file, into an installation where nothing is


def real_taken() -> ImportReport:
    """Take the real ledger into an empty installation, once for all tests that begin with it."""
    return kept("the real ledger", lambda: taken(REAL))


def test_real_ledger_comes_in_whole(later: None) -> None:
    report = real_taken()

    assert (report.read, *counts(report)) == (196, 194, 0, 0, 2)
    assert said(report) == [
        (line, "body", "没有写明是哪个政协。请在表中加“政协”一栏，或用 --body 指定。") for line in (12, 13)
    ]
    assert Body.objects.filter(status=Status.PROPOSED).count() == 150
    assert len(cases()) == len(cases("handling")) == 194
    assert sound()


def test_real_ledger_loses_nothing(town: Town) -> None:
    report = taken(REAL, town.body)

    assert counts(report) == (196, 0, 0, 0)
    published = {row["id"]: row for row in map(json.loads, REAL.read_text(encoding="utf-8").splitlines())}
    assert {number: found_again(row) for number, row in entered().items()} == {
        number: {
            "title": row["title"],
            "body": row["body"] or town.body.name,
            "session": row["session"],
            "year": row["year"],
            "number": row["number"] or "",
            "numbered": bool(row["number"] and (row["session"] or row["year"])),
            "unit": row["lead_unit"],
            "co_units": "、".join(row["co_units"]),
            "unit_type": row["unit_type"],
            "letter": row["reply_class"] or "",
            "kind": KINDS[row["proposer_kind"]],
            "url": row["url"] or "",
        }
        for number, row in published.items()
    }


def entered() -> dict[int, dict[str, Any]]:
    """Return the exported rows by the id each has among the remarks of its ledger."""
    kept = FieldValue.objects.filter(name="remarks").values_list("entry__case", "value")
    remarks = {number: dict(line.split("：") for line in json.loads(text or "").splitlines()) for number, text in kept}
    handlings = Case.objects.unscoped("test").filter(kind="handling")
    letters = {row["number"]: row["ledger_letter"] for row in exporting.rows(kinds.get("handling"), handlings)}
    parents = {parent: letters[number] for parent, number in handlings.values_list("parent__number", "number")}
    proposals = exporting.rows(kinds.get("proposal"), Case.objects.unscoped("test"))
    rows = [row | {"remarks": remarks[row["number"]], "letter": parents[row["number"]]} for row in proposals]
    return {int(row["remarks"]["id"]): row for row in rows}


def found_again(row: dict[str, Any]) -> dict[str, Any]:
    same = {name: row[name] for name in ("title", "body", "session", "year", "co_units", "letter", "url")}
    remarks = row["remarks"]
    return same | {
        "number": remarks.get("编号", ""),
        "numbered": bool(row["official_number"]),
        "unit": row["handler"],
        "unit_type": remarks["unit_type"],
        "kind": row["proposer_kind"],
    }


KINDS = {None: "", "个人": "individual", "联名": "joint", "集体": "collective"}


def test_real_ledger_again_changes_nothing(later: None) -> None:
    real_taken()
    before = contents()

    again = taken(REAL)

    assert counts(again) == (0, 0, 194, 2)
    assert contents() == before


def test_dry_run_says_the_same_and_changes_nothing(later: None) -> None:
    before = contents()

    would = taken(REAL, dry_run=True)

    assert contents() == before
    assert would.as_json("en") == real_taken().as_json("en")


def test_dry_run_of_changes_changes_nothing(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)
    changed = jsonl(tmp_path, FULL | {"备注": "实地调研"}, {"案由": "关于修路的提案", "主办单位": "市交通局"})
    before = contents()

    would = taken(changed, town.body, dry_run=True)

    assert contents() == before
    assert counts(would) == counts(taken(changed, town.body)) == (1, 1, 0, 0)


# What a row becomes


def test_full_row_becomes_dated_entries(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)

    proposal, handling = case(), case("handling")
    content = Proposal.objects.get(case=proposal)
    assert entries(proposal) == [
        ("filed", "2024-01-22", False),
        ("assigned", "2024-03-27", False),
        ("answered", "2026-06-30", True),
    ]
    assert entries(handling) == [
        ("assigned", "2024-03-27", False),
        ("replied", "2024-06-27", False),
        ("answered", "2026-06-30", True),
    ]
    assert (proposal.official_number, handling.official_number) == ("1003052", "1003052-1")
    assert (str(proposal.session), proposal.year, proposal.title) == ("十届三次会议", 2024, TITLE)
    assert (content.category, content.proposers, content.proposer_kind) == ("society", "岑知微、晏如海", "joint")
    assert Handling.objects.get(case=handling).letter == "B"
    assert values(handling)["grade"] == "basically"
    assert handler(proposal) == handler(handling) == "市住房和城乡建设局"
    assert values(proposal)["source"] == "ledger.jsonl，第 1 行"
    assert (proposal.opened_on, handling.opened_on) == (date(2024, 1, 22), date(2024, 3, 27))
    assert handling.closed_on is None, "nobody knows when the opinion was given"
    assert sound()


def test_imported_case_waits_for_nobody_and_tells_nobody(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL, {"案由": "关于修路的提案", "主办单位": "市教育局"}), town.body)

    assert not Todo.objects.exists()
    assert not Notice.objects.exists()
    assert all(one.due_on is None and one.imported for one in (*cases(), *cases("handling")))


def test_entries_say_what_is_not_known_and_that_they_are_undated(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案由": TITLE, "主办单位": "市教育局"}), town.body)

    (view,) = reading.timeline(case(), town.actor("chen"))
    shown = {value.name: value.text.zh for value in view.values}
    assert (view.imported, view.undated, view.days_used) == (True, True, None)
    assert shown["unknown"] == "提案正文、提案者、提案形式、案号、届次、年度、立案日期、交办日期"
    assert case().opened_on is None


def test_days_between_undated_entries_are_not_counted(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)

    assert [view.days_used for view in reading.timeline(case(), town.actor("chen"))] == [None, 44, None]


def test_letter_of_a_ledger_may_be_read_by_all_who_see_the_case_and_a_grade_may_not(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)

    names = {value.name for view in reading.timeline(case("handling"), town.actor("liao")) for value in view.values}

    assert "letter" in names
    assert "grade" not in names


def test_letter_outside_the_scheme_is_kept(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL | {"办理结果": "D"}), town.body)

    content = Handling.objects.get(case=case("handling"))
    assert (content.letter, content.ledger_letter) == ("", "D")


def test_dissatisfied_is_answered_and_not_to_be_handled_again(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL | {"满意度": "不满意"}), town.body)

    assert (case("handling").state, values(case("handling"))["grade"]) == ("answered", "dissatisfied")


def test_handling_without_a_unit(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案号": "3", "年度": "2024", "案由": TITLE, "办理结果": "A", "满意度": "满意"}), town.body)

    handling = case("handling")
    assert (handling.state, handler(handling), Handling.objects.get(case=handling).letter) == ("answered", "", "A")
    assert values(handling)["unknown"].split("、")[0] == "主办单位"
    assert sound()


def test_unit_known_by_its_short_name_or_ended_since_is_ours(town: Town, tmp_path: Path) -> None:
    school = town.organisations["school"]
    school.short_name = "市教育局（旧称）"
    school.save()
    land = Organisation.objects.create(
        body=town.body, name="市国土资源局", side=Side.GOVERNMENT, since=date(2010, 1, 1), until=date(2019, 1, 1)
    )
    rows = [
        {"案由": "关于甲的提案", "主办单位": "市教育局（旧称）"},
        {"案由": "关于乙的提案", "主办单位": "市国土资源局"},
        {"案由": "关于丙的提案", "主办单位": str(land.pk)},
    ]

    taken(jsonl(tmp_path, *rows), town.body)

    assert [handler(one) for one in cases()] == ["市教育局", "市国土资源局", str(land.pk)]
    assert Organisation.objects.of_body(town.body).filter(name="市国土资源局").count() == 1
    assert Organisation.objects.of_body(town.body).filter(status=Status.PROPOSED).count() == 1


def test_numbers_given_here_go_on_behind_the_ledger_s(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL | {"届次": "十届五次", "年度": "2026", "立案日期": None, "交办日期": None}), town.body)

    filed = filed_here(town, "关于乡镇卫生院设备更新的建议")

    assert filed.official_number == "1005053"


def filed_here(town: Town, title: str) -> Case:
    story = Story(town)
    story.on_to("submit", title=title)
    story.tell_next("first_review")
    story.tell_next("file")
    return story.proposal


def test_sheets_of_several_years(town: Town, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    for name, session in (("2023", "十届二次"), ("2024", "十届三次")):
        page = book.create_sheet(name)
        page.append(["案号", "案由", "届次", "主办单位"])
        page.append([1, "关于修路的提案", session, "市交通局"])
        page.append([1, "关于修桥的提案", session, "市交通局"])
    book.remove(first)
    book.save(tmp_path / "几年.xlsx")

    report = taken(tmp_path / "几年.xlsx", town.body)

    assert [(one.sheet, one.row, one.column) for one in report.rejected] == [("2023", 3, "案号"), ("2024", 3, "案号")]
    assert [one.official_number for one in cases()] == ["1002001", "1003001"]


# A second time


def test_what_a_later_ledger_knows_more_is_entered_and_no_more(town: Town, tmp_path: Path) -> None:
    early = {name: FULL[name] for name in ("案号", "案由", "届次", "年度", "立案日期")}
    assigned = early | {"主办单位": "市交通局", "交办日期": "2024-03-27"}
    replied = assigned | {"答复日期": "2024-06-27", "办理结果": "A"}
    steps = [early, assigned, replied, replied | {"满意度": "满意"}]

    reports = [counts(taken(jsonl(tmp_path, row), town.body)) for row in (*steps, steps[-1])]

    assert reports == [(1, 0, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]
    assert entries(case()) == [
        ("filed", "2024-01-22", False),
        ("assigned", "2024-03-27", False),
        ("assigned", "2026-06-30", True),
        ("answered", "2026-06-30", True),
    ]
    assert entries(case("handling")) == [
        ("assigned", "2024-03-27", False),
        ("replied", "2024-06-27", False),
        ("answered", "2026-06-30", True),
    ]
    assert case("handling").official_number == "1003052-1"
    assert sound()


def test_a_day_learned_later_is_entered_with_the_steps_behind_it(town: Town, tmp_path: Path) -> None:
    known = {"案由": TITLE, "年度": "2024", "主办单位": "市交通局", "办理结果": "A"}
    taken(jsonl(tmp_path, known), town.body)

    taken(jsonl(tmp_path, known | {"交办日期": "2024-03-27"}), town.body)

    assert entries(case("handling")) == [
        ("replied", "2026-06-30", True),
        ("assigned", "2024-03-27", False),
        ("replied", "2026-06-30", True),
    ]
    assert case("handling").state == "replied"
    assert sound()


def test_a_later_ledger_without_the_unit_leaves_the_handling_alone(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)
    before = entries(case("handling"))

    bare = {name: FULL[name] for name in ("案号", "案由", "届次", "状态")} | {"状态": "立案"}
    report = taken(jsonl(tmp_path, bare), town.body)

    assert counts(report) == (0, 1, 0, 0)
    assert entries(case("handling")) == before
    assert case().state == "answered"


def test_reply_and_unit_learned_together_open_the_handling_with_its_past(town: Town, tmp_path: Path) -> None:
    known = {"案由": TITLE, "年度": "2024"}
    taken(jsonl(tmp_path, known), town.body)

    taken(
        jsonl(tmp_path, known | {"主办单位": "市交通局", "交办日期": "2024-03-27", "答复日期": "2024-06-27"}), town.body
    )

    assert entries(case("handling")) == [("assigned", "2024-03-27", False), ("replied", "2024-06-27", False)]
    assert sound()


def test_a_later_ledger_that_knows_less_takes_nothing_away(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)

    report = taken(jsonl(tmp_path, {name: FULL[name] for name in ("案号", "案由", "届次")}), town.body)

    assert counts(report) == (0, 1, 0, 0)
    assert (case().state, case().year, handler(case())) == ("answered", 2024, "市住房和城乡建设局")
    assert Proposal.objects.get(case=case()).proposers == "岑知微、晏如海"
    assert (case("handling").state, Handling.objects.get(case=case("handling")).letter) == ("answered", "B")


def test_mended_row_mends_the_case(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)
    mended = FULL | {"案由": TITLE + "案", "主办单位": "市教育局", "类别": "经济建设", "办理结果": "C"}

    report = taken(jsonl(tmp_path, mended), town.body)

    assert counts(report) == (0, 1, 0, 0)
    assert (case().title, Proposal.objects.get(case=case()).category) == (TITLE + "案", "economy")
    assert handler(case()) == handler(case("handling")) == "市教育局"
    assert Handling.objects.get(case=case("handling")).letter == "C"
    assert counts(taken(jsonl(tmp_path, mended), town.body)) == (0, 0, 1, 0)
    assert sound()


def test_number_learned_later_is_given_to_the_case_that_had_none(town: Town, tmp_path: Path) -> None:
    bare = {name: FULL[name] for name in ("案由", "年度", "主办单位")}
    taken(jsonl(tmp_path, bare), town.body)

    report = taken(jsonl(tmp_path, bare | {"案号": "52", "届次": "十届三次"}), town.body)

    assert counts(report) == (0, 1, 0, 0)
    assert (case().official_number, case("handling").official_number) == ("1003052", "1003052-1")
    assert str(case().session) == "十届三次会议"
    assert sound()


def test_unit_learned_later_opens_the_handling_of_a_proposal_without_number(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案由": TITLE, "年度": "2024"}), town.body)

    report = taken(jsonl(tmp_path, {"案由": TITLE, "年度": "2024", "主办单位": "市交通局"}), town.body)

    assert counts(report) == (0, 1, 0, 0)
    assert (case().state, handler(case()), handler(case("handling"))) == ("assigned", "市交通局", "市交通局")
    assert case("handling").parent_id == case("handling").root_id == case().pk
    assert sound()


def test_row_without_year_is_recognised_by_the_year_of_its_days(town: Town, tmp_path: Path) -> None:
    row = {"案由": TITLE, "主办单位": "市交通局", "交办日期": "2024-03-27"}
    taken(jsonl(tmp_path, row), town.body)

    assert counts(taken(jsonl(tmp_path, row | {"备注": "改"}), town.body)) == (0, 1, 0, 0)


def test_case_worked_on_here_is_left_alone(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)
    perform(case(), "correct", actor=town.actor("chen"), data=correction("岑知微"), at=moment(DAY))

    unchanged, changed = (
        taken(jsonl(tmp_path, FULL), town.body),
        taken(jsonl(tmp_path, FULL | {"备注": "改"}), town.body),
    )

    assert counts(unchanged) == (0, 0, 1, 0)
    assert said(changed) == [(1, "案号", f"案件 {case().number} 已在系统中办理，台账不再改写它。请在案件里更正。")]
    assert Proposal.objects.get(case=case()).proposers == "岑知微"


def correction(proposers: str) -> dict[str, Any]:
    return {"entry": 1, "field": "proposers", "value": proposers, "reason": "台账笔误"}


def test_handling_worked_on_here_keeps_its_proposal_from_being_changed(town: Town, tmp_path: Path) -> None:
    row = {"案由": TITLE, "年度": "2024", "主办单位": "市住房和城乡建设局"}
    taken(jsonl(tmp_path, row), town.body)
    perform(case("handling"), "accept", actor=town.actor("liao"), at=moment(DAY))
    before = contents()

    report = taken(jsonl(tmp_path, row | {"办理结果": "A"}), town.body)

    assert counts(report) == (0, 0, 0, 1)
    assert contents() == before


# Rows that do not come in


@pytest.mark.parametrize(
    ("other", "column", "reason"),
    [
        ({"备注": "另一份"}, "案号", "与第 1 行是同一件提案，内容却不同。请核对两行。"),
        ({"案由": "关于发展夜间经济的提案"}, "案号", "案号 1003052 已被另一件提案使用"),
        ({"案号": "第五十二"}, "", ""),
        ({"案号": None, "备注": "无号"}, "案由", "与第 1 行是同一件提案，内容却不同。请核对两行。"),
    ],
)
def test_two_rows_of_one_proposal(town: Town, tmp_path: Path, other: dict[str, Any], column: str, reason: str) -> None:
    report = taken(jsonl(tmp_path, FULL, FULL, FULL | other), town.body)

    assert counts(report)[:3] == (1, 0, 1)
    (rejected,) = report.rejected
    assert rejected.row == 3
    assert (rejected.column, rejected.reason.zh.startswith(reason)) == (column or "案号", True)


def test_same_title_with_another_unit_year_or_number_is_another_proposal(town: Town, tmp_path: Path) -> None:
    bare = {"案由": "关于修路的提案", "主办单位": "市交通局", "年度": "2024"}
    rows = [bare, bare | {"主办单位": "市教育局"}, bare | {"年度": "2023"}, *[bare | {"案号": no} for no in ("7", "8")]]

    report = taken(jsonl(tmp_path, *rows[1:]), town.body)

    assert counts(report) == (4, 0, 0, 0)
    first, second = cases()[2].number, cases()[3].number
    assert said(taken(jsonl(tmp_path, bare), town.body)) == [
        (
            1,
            "案由",
            f"案由、单位、年度相同的提案不止一件（案件 {first}、{second}）。请在表中写明届次和案号。",
        )
    ]


def test_number_without_session_and_year_is_kept_and_recognises_nothing(town: Town, tmp_path: Path) -> None:
    rows = [{"案号": "1", "案由": f"关于第{n}件事的提案", "主办单位": "市交通局"} for n in range(3)]

    assert counts(taken(jsonl(tmp_path, *rows), town.body)) == (3, 0, 0, 0)
    assert [one.official_number for one in cases()] == [None] * 3
    assert [values(one)["remarks"] for one in cases()] == ["编号：1"] * 3
    assert counts(taken(jsonl(tmp_path, *rows), town.body)) == (0, 0, 3, 0)


def test_number_given_here_is_not_taken_by_a_ledger(town: Town, tmp_path: Path) -> None:
    filed = filed_here(town, "关于乡镇卫生院设备更新的建议")

    report = taken(jsonl(tmp_path, FULL | {"届次": "十届五次", "案号": "1"}), town.body)

    assert filed.official_number == "1005001"
    assert said(report) == [
        (
            1,
            "案号",
            f"案号 1005001 已被另一件提案使用（案件 {filed.number}），案由不同。请核对案号与届次。",
        )
    ]


def test_bad_rows_stop_nothing_and_say_line_column_and_reason(town: Town, tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "序号,案号,案由,主办单位,交办日期,链接\n"
        "1,一,,市教育局,2024-03-27,\n"
        "2,2,关于甲的提案,市教育局,三月,ftp://x\n"
        "3,3,关于乙的提案,市教育局,2099-01-01,\n"
        "4,4,关于丙的提案,市教育局,2024-03-27,https://zx.example/4\n",
        encoding="gb18030",
    )

    report = taken(path, town.body)

    assert (report.read, *counts(report)) == (4, 1, 0, 0, 3)
    assert said(report) == [
        (2, "案由", "没有案由。"),
        (3, "交办日期", "“三月”不是日期，请写作 2024-03-05。“链接”：链接应以 http:// 或 https:// 开头。"),
        (4, "交办日期", "2099-01-01 还没有到（今天是 2026-06-30）。请核对日期。"),
    ]


def test_a_telephone_number_in_a_ledger_is_masked_for_those_who_read_the_case(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL | {"提案人电话": "13800138000"}), town.body)

    assert "提案人电话：138****8000" in values(cases()[0])["remarks"].splitlines()


def test_a_refusal_of_the_rules_names_the_column_of_the_file(town: Town, tmp_path: Path) -> None:
    notes = {f"备注{number}": "很长" * 5000 for number in range(3)}

    report = taken(jsonl(tmp_path, FULL | notes), town.body)

    ((row, column, reason),) = said(report)
    assert (row, column) == (1, "remarks")
    assert reason.startswith("“台账其他栏目”最多 20000 字")


def test_file_that_breaks_off_is_said_to_be_broken(town: Town, tmp_path: Path) -> None:
    titles = [f"关于第{n}件事的提案" for n in range(40)]
    path = csv(tmp_path, "\n".join(["案由", *titles, '"关于乙' + "很长" * 70_000]))

    report = taken(path, town.body)

    assert counts(report) == (40, 0, 0, 0)
    assert report.as_json("en")["broken"].startswith("ledger.csv cannot be read as CSV from line 42 on")


# Committees


@pytest.mark.parametrize(
    "name",
    [
        "安澜市政协",
        "中国人民政治协商会议安澜市委员会",
        "政协安澜市委员会",
        "政协安澜市第十届委员会",
        "市政协",
        "",
    ],
)
def test_our_committee_by_any_of_its_names(town: Town, tmp_path: Path, name: str) -> None:
    taken(jsonl(tmp_path, FULL | {"政协": name}), town.body)

    assert list(Body.objects.values_list("pk", flat=True)) == [town.body.pk]
    assert case().body_id == town.body.pk


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("全国政协", Level.NATIONAL),
        ("广西壮族自治区政协", Level.PROVINCE),
        ("重庆市政协", Level.PROVINCE),
        ("迪庆州政协", Level.PREFECTURE),
        ("澄溪县政协", Level.COUNTY),
    ],
)
def test_unknown_committee_is_proposed(town: Town, tmp_path: Path, name: str, level: str) -> None:
    taken(jsonl(tmp_path, FULL | {"政协": name}), town.body)

    body = Body.objects.get(name=name)
    assert (body.status, body.level, body.slug, case().number) == (
        Status.PROPOSED,
        level,
        "x0001",
        "x0001-2026-000001",
    )


def test_nobody_knows_whose_a_row_is(later: None, tmp_path: Path) -> None:
    report = taken(jsonl(tmp_path, FULL | {"政协": "市政协"}, FULL))

    assert [(row, column) for row, column, _reason in said(report)] == [(1, "政协"), (2, "body")]


def test_broken_procedure_of_one_committee_stops_no_other(town: Town, tmp_path: Path, settings: DjangoSettings) -> None:
    settings.ZHIXING_PROCEDURES = tmp_path
    (tmp_path / "x0001").mkdir()
    (tmp_path / "x0001" / "handling.toml").write_text("kind = 1\n", encoding="utf-8")
    rows = [FULL | {"政协": "澄溪县政协", "案号": "1"}, FULL, FULL | {"政协": "澄溪县政协", "案号": "2"}]

    report = taken(jsonl(tmp_path, *rows), town.body)

    assert [(one.row, one.column) for one in report.rejected] == [(1, "政协"), (3, "政协")]
    assert str(tmp_path / "x0001" / "handling.toml:1") in report.rejected[1].reason.zh
    assert [one.body_id for one in cases()] == [town.body.pk]


# How the cases go on


def test_nothing_is_assigned_to_a_unit_that_awaits_confirmation(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案号": "1", "届次": "十届五次", "案由": "关于修路的提案"}), town.body)
    taken(jsonl(tmp_path, {"案由": "关于修桥的提案", "主办单位": "市交通局"}), town.body)

    with pytest.raises(Refused) as refusal:
        perform(cases()[0], "assign", actor=town.actor("chen"), data={"unit": "市交通局"}, at=moment(DAY))

    assert refusal.value.code == "invalid"
    ((field, sentence),) = refusal.value.faults
    assert (field, sentence.say("zh-hans")) == ("unit", "“承办（主办）单位”：单位“市交通局”尚待核实，核实后才能使用。")


def test_clerk_takes_an_imported_proposal_up(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案号": "1", "届次": "十届五次", "案由": "关于修路的提案"}), town.body)

    perform(case(), "assign", actor=town.actor("chen"), data={"unit": "市教育局"}, at=moment(DAY))

    assert (case().state, case("handling").state) == ("assigned", "assigned")
    assert {todo.key for todo in Todo.objects.filter(case=case("handling"))} == {
        f"o{town.organisations['school'].pk}.{post}" for post in ("liaison", "head")
    }
    assert sound()


def test_liaison_of_a_confirmed_unit_takes_an_imported_handling_up(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案由": TITLE, "主办单位": "市交通局"}), town.body)
    unit = Organisation.objects.of_body(town.body).get(name="市交通局")
    confirm_organisation(organisation=unit, kind=OrganisationKind.GOVERNMENT_DEPARTMENT, side=Side.GOVERNMENT)
    Post.objects.create(person=town.people["liao"], organisation=unit, kind=PostKind.LIAISON, since=DAY)

    perform(case("handling"), "accept", actor=town.actor("liao"), at=moment(DAY))

    assert case("handling").state == "accepted"
    assert {todo.act for todo in Todo.objects.filter(case=case("handling"))} == {"draft_reply"}
    assert sound()


def test_merging_a_ledger_s_unit_into_ours_takes_no_case_up(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, {"案由": TITLE, "主办单位": "市住建委"}), town.body)
    unit = Organisation.objects.of_body(town.body).get(name="市住建委")
    confirm_organisation(organisation=unit, kind=OrganisationKind.GOVERNMENT_DEPARTMENT, side=Side.GOVERNMENT)

    merge_units(merged=[unit], into=town.organisations["housing"], on=DAY, at=moment(DAY), document="安委发〔2026〕3号")

    assert handler(case("handling")) == handler(case()) == "市住房和城乡建设局"
    assert not Todo.objects.exists()
    perform(case("handling"), "accept", actor=town.actor("liao"), at=moment(DAY))
    assert {todo.act for todo in Todo.objects.filter(case=case("handling"))} == {"draft_reply"}
    assert sound()


def test_correcting_an_imported_case_makes_it_nobody_s_turn(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)

    perform(case(), "correct", actor=town.actor("chen"), data=correction("岑知微"), at=moment(DAY))

    assert not Todo.objects.exists()
    assert case().imported


# Faults half way


def test_importing_again_after_a_fault_completes_what_was_begun(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 4)
    rows = [FULL | {"案号": str(n), "案由": f"关于第{n}件事的提案", "主办单位": f"第{n}局"} for n in range(1, 11)]
    path = jsonl(tmp_path, *rows)

    def fail(one: Case, _entry: Entry, _folded: Folded) -> None:
        if one.title.startswith("关于第7件"):
            raise OSError("no space left on device")

    projecting.add_projector("fault", fail)
    try:
        with pytest.raises(OSError, match="no space left"):
            taken(path, town.body)
    finally:
        projecting._in_transaction.pop("fault")

    assert [one.official_number for one in cases()] == ["1003001", "1003002", "1003003", "1003004"]
    assert sound()
    assert counts(taken(path, town.body)) == (6, 0, 4, 0)
    assert [one.official_number for one in cases()] == [f"10030{n:02}" for n in range(1, 11)]
    assert sound()


def test_case_opened_by_others_meanwhile_is_seen(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 1)
    first = FULL | {"案号": "1", "届次": "十届五次", "案由": "关于修路的提案"}
    second = FULL | {"案号": "2", "届次": "十届五次"}
    opened: list[Case] = []

    def meanwhile(rows: int) -> None:
        if rows == 1:
            opened.append(filed_here(town, "关于乡镇卫生院设备更新的建议"))

    report = import_ledger(jsonl(tmp_path, first, second), body=town.body, progress=meanwhile)

    assert opened[0].official_number == "1005002"
    assert [(one.row, one.column) for one in report.rejected] == [(2, "案号")]


def test_higher_floors_follow_imported_entries(town: Town, tmp_path: Path) -> None:
    told: list[tuple[str, int, str]] = []

    def follow(one: Case, entry: Entry, folded: Folded) -> None:
        told.append((one.number, entry.number, folded["state"]))

    projecting.add_projector("follower", follow)
    try:
        taken(jsonl(tmp_path, FULL), town.body)
    finally:
        projecting._in_transaction.pop("follower")

    proposal, handling = case().number, case("handling").number
    assert told == [
        *[(proposal, place, state) for place, state in enumerate(("filed", "assigned", "answered"), 1)],
        *[(handling, place, state) for place, state in enumerate(("assigned", "replied", "answered"), 1)],
    ]


def test_progress_tells_how_many_rows_are_through(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    rows = [{"案由": f"关于第{n}件事的提案"} for n in range(5)]
    told: list[int] = []

    import_ledger(jsonl(tmp_path, *rows), body=town.body, progress=told.append)

    assert told == [2, 4, 5]


def test_workbook_and_csv_come_in_alike(town: Town, tmp_path: Path) -> None:
    table = [list(FULL), list(FULL.values())]
    taken(xlsx(tmp_path, table), town.body)

    again = taken(csv(tmp_path, "\n".join(",".join(map(str, line)) for line in table)), town.body)

    assert counts(again) == (0, 0, 1, 0)


def test_session_is_entered_once_and_only_when_a_row_names_it(town: Town, tmp_path: Path) -> None:
    rows = [FULL | {"案号": str(n), "案由": f"关于第{n}件事的提案"} for n in (1, 2)]

    taken(jsonl(tmp_path, *rows, {"案由": "关于修路的提案", "届次": "十届"}), town.body)

    sessions = Session.objects.of_body(town.body).filter(term__number=10).order_by("number")
    assert [one.number for one in sessions] == [3, 5]
    assert values(cases()[-1])["remarks"] == "届次：十届"


def test_import_through_the_door_is_the_system_s_alone(town: Town, tmp_path: Path) -> None:
    taken(jsonl(tmp_path, FULL), town.body)

    with pytest.raises(Refused) as refusal:
        perform(case(), "import", actor=town.actor("ding"), data={"state": "archived"}, at=moment(DAY))

    assert refusal.value.code == "not_allowed"
    perform_by_clock(case().number, "import", body=town.body, data={"state": "archived"}, at=moment(DAY), key="k")
    assert case().closed_on == DAY


def test_formulas_without_their_values_are_noted_and_explain_what_is_refused(town: Town, tmp_path: Path) -> None:
    rows = [["案号", "案由", "提案者"], [1, "关于修路的提案", "=A1"], [2, "=B2", "岑知微"]]

    report = taken(xlsx(tmp_path, rows), town.body)

    assert (report.created, [(one.row, one.column) for one in report.noted]) == (1, [(2, "提案者")])
    assert "公式" in report.noted[0].reason.zh
    ((line, column, reason),) = said(report)
    assert (line, column, "公式" in reason) == (3, "案由", True)
