"""A procedure file is read whole, and every fault in one is said with file, line, key and remedy."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from tests.procedure.texts import FILE, SMALL, faults, procedure, shipped, written
from zhixing.procedure import complaints, references, source
from zhixing.procedure.limits import ClockCondition, Extension, Latest, Limit, Rung
from zhixing.procedure.model import (
    Cause,
    ChildCondition,
    Field,
    NewParty,
    Numbering,
    Opening,
    Role,
    Setting,
    State,
    Target,
)
from zhixing.procedure.reader import parse, read
from zhixing.procedure.source import Problem, ProcedureError
from zhixing.procedure.words import Words
from zhixing.procedure.working_days import Span

CASES = tomllib.loads((Path(__file__).parent / "faulty.toml").read_text(encoding="utf-8"))["case"]
BARE = (
    'kind = "a"\nversion = "1"\ntitle = "甲"\narticle = "r/1"\n[readers.case]\nroles = []\n[standing]\nby = "system"\n'
)


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ProcedureError) as caught:
        parse(text, file=FILE)
    return caught.value.problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"][0].split(": ")[1])
def test_a_fault_is_said_with_file_line_key_and_remedy(case: dict[str, str]) -> None:
    assert faults(written(case["old"], case["new"])) == [f"{FILE}:{said}" for said in case["said"]]


def test_the_line_that_is_named_is_the_one_to_mend() -> None:
    for case in CASES:
        lines = written(case["old"], case["new"]).splitlines()
        for problem in problems("\n".join(lines)):
            key = problem.key.split(".")
            # The line holds the key, or the nearest table around it.
            assert problem.key == "-" or any(part in lines[problem.line - 1] for part in key) or problem.line == 1


def test_every_complaint_is_shown_by_a_faulty_file() -> None:
    told = {problem.what.template for case in CASES for problem in problems(written(case["old"], case["new"]))}
    told |= {problem.what.template for problem in problems(BARE + "[acts]\n[states]\n")}
    # Found before there is a text to read, by test_source.
    told.add(source.NOT_UTF8)

    assert _all_words([complaints, references, source]) - told == set()


def _all_words(modules: Iterable[ModuleType]) -> set[Words]:
    return {value for module in modules for value in vars(module).values() if isinstance(value, Words)}


def test_every_complaint_says_in_both_languages_what_to_do() -> None:
    for words in _all_words([complaints, references, source]):
        assert words.en
        assert words.zh.endswith("。")
        assert words.en.endswith(".")


def test_everything_wrong_in_a_file_is_said_at_once() -> None:
    text = written('kind = "request"\n', "").replace('holder = ["office"]', 'holder = ["porter"]')

    assert [problem.key for problem in problems(text)] == ["kind", "clocks.answer.holder"]


def test_an_empty_file_lacks_everything() -> None:
    assert [problem.key for problem in problems("")] == [
        "standing.by",
        "standing.article",
        "kind",
        "version",
        "title",
        "article",
        "readers",
        "acts",
        "states",
    ]


def test_a_file_is_named_in_its_complaints(tmp_path: Path) -> None:
    file = tmp_path / "request.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert read(file) == procedure()

    file.write_text("x = 1", encoding="utf-8")
    with pytest.raises(ProcedureError, match=rf"^{file}:1: x: This key is not known"):
        read(file)


def test_the_whole_is_read() -> None:
    small = procedure()

    assert (small.kind, small.version, small.title, small.article) == (
        "request",
        "2026-1",
        Words("申请", "Request"),
        "rules/1",
    )
    assert small.settings == {
        "answer_days": Setting("answer_days", 10, Words("答复日数", "Days to answer"), 1, 30, "trade default")
    }
    assert small.lists == {
        "grades": {"good": Words("满意", "Satisfied"), "bad": Words("不满意", "Dissatisfied")},
        "occasions": {"plenary": Words("大会期间", "At the plenary"), "between": Words("闭会期间", "In between")},
    }
    assert small.flags == {
        "occasions": {"plenary": ("counted", "urgent"), "between": ("urgent",)},
        "grades": {"good": ("well",)},
    }
    assert small.readers == {"case": ("asker", "office"), "inside": ("office",)}
    assert small.milestones["over"].states == ("rated",)
    assert small.papers["letter"].to == ("asker",)
    assert small.numbering == {
        "official": Numbering("official", Words("编号", "Number"), "session", "{term:02}{session:02}{n:03}")
    }
    assert (small.guards["is_complete"].sentence.zh, small.guards["is_complete"].article) == ("材料不全。", "rules/3")
    assert small.articles() == ("rules/1", "rules/2", "rules/3", "rules/6", "rules/9")


def test_roles_say_in_one_way_who_they_are() -> None:
    roles = procedure().roles

    assert roles["member"].member
    assert (roles["asker"].party, roles["asker"].posts) == ("asker", ("signer",))
    assert roles["office"].function == "general_office"
    assert roles["watch"] == Role(
        "watch",
        Words("督查室"),
        side_of="asker",
        sides={"government": "government_supervision"},
        posts=("clerk",),
    )
    assert roles["leaders"].leadership
    assert (roles["signer"].holder, roles["signer"].posts) == (True, ("signer",))


def test_states_say_what_is_awaited() -> None:
    states = procedure().states

    assert states["asked"] == State(
        "asked", Words("已申请", "Asked"), next=("answer",), help=Words("等待答复。", "To be answered.")
    )
    assert [state.final for state in states.values()] == [False, False, True, False]


def test_an_act_is_read_with_all_its_effects() -> None:
    ask, answer, rate = (procedure().acts[name] for name in ("ask", "answer", "rate"))

    assert (ask.opens_case, ask.by, ask.start, ask.target, ask.numbers) == (
        True,
        ("member",),
        (),
        Target("asked"),
        "official",
    )
    assert ask.parties == (NewParty("asker", "actor", replaces=True),)
    assert ask.opens == (Opening("errand", "unit", "unit", ("title",), ("asker",)),)
    assert ask.help == Words("一事一请。", "One matter each.")
    assert (answer.guards, answer.children, answer.tells, answer.papers, answer.reveals) == (
        ("is_complete",),
        (ChildCondition("errand", "done"),),
        ("asker",),
        ("letter",),
        ("title",),
    )
    assert rate.target == Target("rated", "grade", {"bad": "asked"})
    assert rate.target.states() == ("rated", "asked")
    assert rate.after == ("answer",)


def test_an_act_is_read_with_what_it_does_elsewhere_and_to_its_parties() -> None:
    small = procedure()
    sign, merge = small.acts["sign"], small.acts["merge"]

    assert sign.parties == (NewParty("asker", moves="invited"), NewParty("", all_of="invited"))
    assert (sign.signs, sign.children) == (("draft",), (ChildCondition("errand", "done", if_any=True, deep=True),))
    assert sign.target == Target(field="occasion", by_value={"#counted": "asked"})
    assert merge.opens == (
        Opening("errand", "items", carries=("done_by",), when={"occasion": "between"}, where={"sort": "#urgent"}),
    )
    assert merge.causes == (
        Cause(
            "take_in",
            cases="into",
            carries=("occasion",),
            brings={"joint": ("asker",), "witness": ("invited",)},
            takes=("joint",),
            when={"occasion": "#counted"},
        ),
        Cause("merge", cases="beside", same=True),
        Cause("hurry", children="errand"),
        Cause("wait", parent=True),
    )
    assert small.states["drafted"].seen_by == ("asker", "invited")
    assert small.readers_in("drafted") == ("asker", "invited")
    assert small.readers_in("asked") == ("asker", "office")


def test_an_act_without_a_target_leaves_the_state_as_it_is() -> None:
    note, lapse = procedure().acts["note"], procedure().acts["lapse"]

    assert (note.commutes, note.at_most, note.target.states()) == (True, "answer_days", ())
    assert (lapse.automatic, lapse.when_over) == (True, ClockCondition("rate", Span(working_days=5)))


def test_a_clock_without_grace_is_over_at_once() -> None:
    lapse = procedure('when_over = { clock = "rate", working_days = 5 }', 'when_over = { clock = "rate" }')

    assert lapse.acts["lapse"].when_over == ClockCondition("rate")


def test_fields_are_read_with_bounds_and_readers() -> None:
    ask, rate = procedure().acts["ask"].fields, procedure().acts["rate"].fields

    assert ask["title"] == Field("title", Words("事项", "Matter"), "text", required=True, least=2, most=40)
    assert ask["unit"].help == Words("可以不填。", "May be left empty.")
    assert (ask["wanted_by"].not_before, rate["seen_on"].not_after) == ("today", "today")
    assert (rate["grade"].choices, rate["why"].required_when) == ("grades", {"grade": "bad"})
    assert procedure().acts["note"].fields["text"].readers == ("inside",)


def test_fields_say_what_may_be_named_and_what_a_row_holds() -> None:
    draft, merge = procedure().acts["draft"].fields, procedure().acts["merge"].fields

    assert (draft["on_behalf"].kinds, draft["on_behalf"].own) == (("party", "union"), ("signer",))
    assert draft["occasion"].window == "plenary"
    assert draft["items"].columns == {
        "what": Field("what", Words("内容", "What"), "text", required=True),
        "sort": Field("sort", Words("时段", "Sort"), "choice", choices="occasions"),
    }
    assert (merge["into"].type, merge["into"].kinds, merge["beside"].type) == ("case", ("request",), "cases")


def test_clocks_are_read_with_ladder_and_extension() -> None:
    answer, rate = procedure().clocks["answer"], procedure().clocks["rate"]

    assert (answer.limit, answer.warn) == (Limit("days", "answer_days"), Limit("working_days", 2))
    assert (answer.starts, answer.starts_when, answer.stops) == (("ask",), {"title": "急"}, ("answer",))
    assert (answer.pauses, answer.resumes, answer.holder) == (("note",), ("rate",), ("office",))
    assert answer.latest == Latest(9, 30, {"title": "急"})
    assert answer.extends == Extension("give_time", "days", "days", {"decision": "good"})
    assert answer.ladder == (
        Rung("remind", Words("提醒", "Remind"), Span(days=3), before=True, tells=("office",), article="rules/3"),
        Rung("urge", Words("催办", "Urge"), Span(working_days=1), before=False, tells=("office", "leaders")),
    )
    assert procedure().clocks["promise"].limit == Limit("until", "done_by")
    assert (rate.limit, rate.warn, rate.latest, rate.extends, rate.ladder) == (Limit("months", 1), None, None, None, ())


@pytest.mark.parametrize(("month", "day"), [(1, 31), (2, 28), (10, 31), (11, 30), (12, 31)])
def test_a_latest_day_is_any_day_that_every_year_has(month: int, day: int) -> None:
    changed = procedure("month = 9, day = 30", f"month = {month}, day = {day}")

    assert changed.clocks["answer"].latest == Latest(month, day, {"title": "急"})


def test_a_number_is_looked_up_in_what_was_chosen_and_else_the_default() -> None:
    small = procedure()

    assert [small.number(3, {}), small.number("answer_days", {}), small.number("answer_days", {"answer_days": 20})] == [
        3,
        10,
        20,
    ]


def test_what_the_model_can_be_asked() -> None:
    small = procedure()

    assert [act.name for act in small.opening_acts()] == ["ask"]
    assert {"title", "grade", "entry"} <= small.field_names()
    assert [small.milestones_in("rated"), small.milestones_in("asked")] == [("over",), ()]


@pytest.mark.parametrize("name", ["proposal", "handling"])
def test_the_shipped_procedures_are_read(name: str) -> None:
    assert shipped(name).kind == name
