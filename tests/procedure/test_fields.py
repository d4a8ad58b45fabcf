"""What may be entered into rows, and which organisations, cases and codes may be named."""

from dataclasses import replace
from typing import Any

import pytest

from tests.procedure.entering import CASES
from tests.procedure.stepping import ASKED, GIVEN, SMALL, Kinds, faults, stepped
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import offered

OWN = {"on_behalf": 1}


def test_rows_are_kept_as_their_columns_are_and_empty_ones_left_out() -> None:
    rows = [{"what": " 修路灯 ", "sort": "plenary"}, {"what": "", "sort": None}, {"what": "补绿地"}]

    assert stepped(ASKED, "draft", **OWN, items=rows).data["items"] == [
        {"what": "修路灯", "sort": "plenary"},
        {"what": "补绿地"},
    ]


@pytest.mark.parametrize("rows", [[], [{}], [{"what": "", "sort": ""}, {}], None, ""])
def test_rows_that_need_not_be_there_may_be_empty(rows: Any) -> None:
    assert "items" not in stepped(ASKED, "draft", **OWN, items=rows).data


def test_every_fault_of_a_row_is_said_with_its_row() -> None:
    rows = [{"what": "修路灯"}, {}, {"sort": "winter"}, {"what": 3, "colour": "red"}]

    assert faults("draft", {**OWN, "items": rows}) == [
        ("items", "Row 3: Fill in What."),
        ("items", "Row 3: Sort does not offer winter. Choose one of: plenary, between."),
        ("items", "Row 4: There is no field colour. Fields here: what, sort."),
        ("items", "Row 4: What must be text."),
    ]


@pytest.mark.parametrize("rows", ["修路灯", ["修路灯"], {"what": "修路灯"}, [{"what": "修路灯"}, 3], True])
def test_rows_are_a_list_of_tables(rows: Any) -> None:
    assert faults("draft", {**OWN, "items": rows}) == [("items", "Items is filled in row by row.")]


def test_there_are_no_more_rows_than_the_field_allows() -> None:
    rows = [{"what": "修路灯"}] * 10

    assert faults("draft", {**OWN, "items": rows}) == [("items", "Items needs 1 to 9 rows and has 10.")]


def test_a_case_is_kept_with_its_number_and_title() -> None:
    kept = {"id": 0, "name": "关于加装电梯的建议", "number": CASES[0]}

    outcome = stepped(ASKED, "merge", into=CASES[0], beside=[CASES[0], CASES[0]])

    assert outcome.data == {"into": kept, "beside": [kept]}


def test_a_case_that_is_unknown_or_of_another_kind_cannot_be_named() -> None:
    unknown = "331097-2026-00009"

    assert faults("merge", {"into": unknown, "beside": [CASES[0], unknown]}) == [
        ("into", f"Into: there is no case {unknown} that could be meant here. Check the number."),
        ("beside", f"Beside: there is no case {unknown} that could be meant here. Check the number."),
    ]
    others = replace(GIVEN, directory=Kinds("errand"))
    assert [name for name, _said in faults("merge", {"into": CASES[0]}, given=others)] == ["into"]
    assert stepped(ASKED, "merge", given=others, beside=CASES[0]).data["beside"]


def test_only_an_organisation_of_the_kinds_may_be_named() -> None:
    signing = replace(GIVEN, keys=frozenset({"o1.signer", "o2.signer", "o3.signer"}))

    assert [stepped(ASKED, "draft", given=signing, on_behalf=unit).data["on_behalf"] for unit in (1, 2)] == [
        {"id": 1, "name": "市住房和城乡建设局"},
        {"id": 2, "name": "市委宣传部"},
    ]
    assert faults("draft", {"on_behalf": 3}, given=signing) == [
        ("on_behalf", "On behalf of: 市教育局 is not a unit that can stand here. Choose one from the list.")
    ]


@pytest.mark.parametrize("keys", [set(), {"p1"}, {"o2.clerk"}, {"o1.signer"}, {"h5.signer"}])
def test_only_an_organisation_of_ones_own_may_be_named(keys: set[str]) -> None:
    assert faults("draft", {"on_behalf": 2}, given=replace(GIVEN, keys=frozenset(keys))) == [
        (
            "on_behalf",
            "On behalf of: you do not sign for 市委宣传部. Choose the one you sign for, or ask its signer.",
        )
    ]


@pytest.mark.parametrize("window", [True, None])
def test_a_code_of_the_window_may_be_chosen_while_it_is_open_or_unknown(*, window: bool | None) -> None:
    data = stepped(ASKED, "draft", given=replace(GIVEN, window=window), **OWN, occasion="plenary").data

    assert data["occasion"] == "plenary"


def test_a_code_of_the_window_is_refused_while_it_is_closed() -> None:
    closed = replace(GIVEN, window=False)

    assert faults("draft", {**OWN, "occasion": "plenary"}, given=closed) == [
        (
            "occasion",
            "Occasion: the plenary's window is not open, so At the plenary cannot be chosen. Choose the other.",
        )
    ]
    assert stepped(ASKED, "draft", given=closed, **OWN, occasion="between").data["occasion"] == "between"


def test_a_day_until_which_a_limit_runs_lies_within_what_can_be_counted() -> None:
    assert faults("draft", {**OWN, "done_by": "9999-12-31"}) == [
        ("done_by", "Done by may not be after 2053-07-18. Change the date.")
    ]


def test_a_choice_that_a_setting_switches_is_offered_and_taken_only_where_it_is_on() -> None:
    changed = replace(SMALL, switched={"grades": {"bad": "answer_days"}})
    field = changed.acts["rate"].fields["grade"]
    answered = replace(ASKED, state="answered", counts={"answer": 1})

    assert list(offered(changed, field, {})) == list(offered(SMALL, field, {}))
    assert "bad" not in offered(changed, field, {"answer_days": 0})
    with pytest.raises(Refused) as refused:
        stepped(replace(answered, settings={"answer_days": 0}), "rate", changed=changed, grade="bad", why="迟")
    ((name, sentence),) = refused.value.faults
    assert name == "grade"
    assert "is switched off here. Choose another" in sentence.say("en")
    assert stepped(answered, "rate", changed=changed, grade="bad", why="迟").data["grade"] == "bad"
    past = replace(GIVEN, recorded=True)
    off = replace(answered, settings={"answer_days": 0})
    assert stepped(off, "rate", given=past, changed=changed, grade="bad", why="迟").data["grade"] == "bad"
