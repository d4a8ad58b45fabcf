"""What could never work is found before a procedure is adopted; each fault has a procedure that shows it."""

from dataclasses import replace

import pytest

from tests.procedure.texts import FILE, procedure, shipped, written
from zhixing.procedure import checker
from zhixing.procedure.checker import check
from zhixing.procedure.model import Procedure, Target
from zhixing.procedure.reader import parse
from zhixing.procedure.words import Words

FAULTS: list[tuple[str, str, list[str]]] = [
    (
        '[states.rated]\ntitle = { zh-hans = "已评价", en = "Rated" }\nfinal = true',
        '[states.rated]\ntitle = { zh-hans = "已评价", en = "Rated" }',
        ["There is no final state. Give at least one state final = true."],
    ),
    (
        "[milestones.over]",
        '[states.lost]\ntitle = { zh-hans = "遗失", en = "Lost" }\nfinal = true\n[milestones.over]',
        ["State Lost can never be reached. Let an act lead to it, or remove it."],
    ),
    (
        # `direct` could lead out of it, but only by a resolution.
        'values = { bad = "asked" }',
        'values = { bad = "stuck" }',
        ["From state Stuck no final state can be reached. Add an act that leaves it."],
    ),
    ('by = ["leaders"]\nfrom', "by = []\nfrom", ["Nobody may perform Give more time. Give it by."]),
    (
        'by = ["system"]\nautomatic',
        'by = ["office"]\nautomatic',
        ['The automatic act Time over belongs to the system. Write by = ["system"].'],
    ),
    (
        'when_over = { clock = "rate", working_days = 5 }\n',
        "",
        [
            "The automatic act Time over would never happen. Give it when_over, when_closed, children or nobody_in.",
        ],
    ),
    (
        'to = "rated"\nwhen_over = { clock = "rate", working_days = 5 }\n',
        'nobody_in = ["asker"]\n',
        [
            "The automatic act Time over would happen for ever: it stays where it starts. Let to lead elsewhere.",
        ],
    ),
    (
        'from = ["asked", "answered"]\ncommutes = true',
        'from = ["asked"]\nto = "answered"\ncommutes = true',
        ["Note moves the state, so it cannot commute. Remove commutes = true."],
    ),
    (
        'from = ["asked"]\ncommutes = true',
        'from = ["asked", "rated"]\nto = "asked"',
        ["Give more time leaves the final state Rated. Drop final there or change from."],
    ),
    (
        "text = { type",
        "seen = { type",
        ["Note of Note cannot be called seen: the form of an act uses this name itself. Choose another."],
    ),
    (
        'next = ["rate"]',
        'next = ["answer"]',
        ["State Answered awaits Answer, which cannot start there. Mend next or from."],
    ),
    (
        "[acts.give_time.fields]",
        'awaits = ["rate"]\n\n[acts.give_time.fields]',
        ["Give more time asks for Rate, which cannot start after it. Mend awaits or from."],
    ),
    (
        "final = true",
        'final = true\nnext = ["correct"]',
        ["The final state Rated still awaits an act. Remove next."],
    ),
    (
        'stops = ["rate", "lapse"]',
        'stops = ["ask"]',
        ["Clock Rating, started in Answered, can never stop. Mend stops."],
    ),
]
STUCK = '[states.stuck]\ntitle = { zh-hans = "停滞", en = "Stuck" }\n\n[milestones.over]'


def broken(old: str, new: str) -> Procedure:
    """The small procedure with a fault; where the fault needs a state to be stuck in, with that too."""
    text = written(old, new)
    return parse(written("[milestones.over]", STUCK, text=text) if "stuck" in new else text, file=FILE)


def said(whole: Procedure, locale: str = "en") -> list[str]:
    return [sentence.say(locale) for sentence in check(whole)]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_found_and_said_with_its_remedy(old: str, new: str, faults: list[str]) -> None:
    whole = broken(old, new)

    assert said(whole) == faults
    assert all(sentence.endswith("。") for sentence in said(whole, "zh-hans"))


def test_an_act_without_an_article_is_a_fault() -> None:
    small = procedure()
    act = replace(small.acts["answer"], article="")

    assert said(replace(small, acts={**small.acts, "answer": act})) == ["Answer cites no article. Give it article."]


def test_a_guard_without_its_function_is_a_fault_where_functions_are_known() -> None:
    small = procedure()

    assert check(small) == []
    assert check(small, guards=["is_complete", "is_signed"]) == []
    assert [sentence.say("en") for sentence in check(small, guards=[])] == [
        "Guard is_complete has no function. The kind must offer it."
    ]


def test_every_fault_that_can_be_said_is_shown_here() -> None:
    small = procedure()
    bare = replace(small, acts={**small.acts, "answer": replace(small.acts["answer"], article="")})
    shown = {sentence.template for old, new, _ in FAULTS for sentence in check(broken(old, new))}
    shown |= {sentence.template for sentence in [*check(bare), *check(small, guards=[])]}

    assert {value for value in vars(checker).values() if isinstance(value, Words)} == shown


@pytest.mark.parametrize("name", ["proposal", "handling"])
def test_the_shipped_procedures_have_no_fault(name: str) -> None:
    assert said(shipped(name)) == []


def test_a_clock_may_be_stopped_from_any_state_and_begin_where_the_state_stays() -> None:
    small = procedure('stops = ["rate", "lapse"]', 'stops = ["direct"]')
    noted = replace(small.clocks["rate"], starts=("note",), stops=("lapse",))

    assert said(small) == []
    assert said(replace(small, clocks={**small.clocks, "rate": noted})) == []


def test_a_clock_that_begins_at_the_end_is_over_at_once() -> None:
    small = procedure()
    late = replace(small.clocks["rate"], starts=("lapse",), stops=("ask",))

    assert said(replace(small, clocks={**small.clocks, "rate": late})) == []


def test_an_act_from_any_state_may_stay_where_it_is() -> None:
    small = procedure()
    anywhere = replace(small.acts["note"], start=("*",), target=Target())

    assert said(replace(small, acts={**small.acts, "note": anywhere})) == []
