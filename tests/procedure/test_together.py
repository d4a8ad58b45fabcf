"""What a procedure opens, causes and asks for in another must be there; each fault is shown by a faulty pair."""

from pathlib import Path

import pytest

from zhixing.cases import kinds
from zhixing.procedure import together
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import parse, read
from zhixing.procedure.together import check_together
from zhixing.procedure.words import Words

FOLDER = Path(__file__).parents[1] / "throwaway"
CHAIN = ("petition", "errand", "leg")


def chain(kind: str = "", old: str = "", new: str = "") -> dict[str, Procedure]:
    """Petitions, errands and legs, with one passage of one of them written otherwise."""
    texts = {name: (FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in CHAIN}
    if kind:
        assert texts[kind].count(old) == 1, f"{old!r} stands {texts[kind].count(old)} times in {kind}"
        texts[kind] = texts[kind].replace(old, new)
    return {name: parse(text, file=name) for name, text in texts.items()}


def test_procedures_that_fit_have_no_fault() -> None:
    assert check_together(chain()) == []
    assert check_together({}) == []


def test_the_shipped_procedures_fit_each_other() -> None:
    every = [read(kind.procedure) for kind in kinds.everyone()]

    assert [fault.say("en") for fault in check_together({one.kind: one for one in every})] == []


CASES: list[tuple[str, str, str, list[str]]] = [
    (
        "errand",
        'opens = [{ kind = "leg", carries',
        'opens = [{ kind = "walk", carries',
        ["give of errand names the kind walk, which does not exist. Use one of: errand, leg, petition."],
    ),
    (
        "petition",
        'children = [{ kind = "errand", milestone = "over" }]',
        'children = [{ kind = "walk", milestone = "over" }]',
        ["close of petition names the kind walk, which does not exist. Use one of: errand, leg, petition."],
    ),
    (
        "petition",
        'children = "errand", carries = ["words"]',
        'children = "walk", carries = ["words"]',
        ["urge of petition names the kind walk, which does not exist. Use one of: errand, leg, petition."],
    ),
    (
        "petition",
        'type = "cases", kinds = ["petition"], title = { zh-hans = "相关"',
        'type = "cases", kinds = ["petition", "walk"], title = { zh-hans = "相关"',
        ["ask of petition names the kind walk, which does not exist. Use one of: errand, leg, petition."],
    ),
    (
        "leg",
        "[milestones.over]",
        "[milestones.home]",
        [
            (
                "all_home of petition asks leg for the milestone over, which it has not. Declare it there or use one "
                "of: home."
            )
        ],
    ),
    (
        "leg",
        'by = ["parent"]',
        'by = ["office"]',
        ['give of errand opens leg, which no act of a parent opens. Give it an opening act with by = ["parent"].'],
    ),
    (
        "petition",
        'act = "hurry"',
        'act = "run"',
        [
            (
                "urge of petition causes run in errand, which has no such act for an open case. Use one of: "
                "answer_call, finish, hurry, know, report, stop."
            )
        ],
    ),
    (
        "petition",
        'act = "hurry"',
        'act = "give"',
        [
            (
                "urge of petition causes give in errand, which has no such act for an open case. Use one of: "
                "answer_call, finish, hurry, know, report, stop."
            )
        ],
    ),
    (
        "petition",
        'act = "hurry"',
        'act = "correct"',
        [
            (
                "urge of petition causes correct in errand, which has no such act for an open case. Use one of: "
                "answer_call, finish, hurry, know, report, stop."
            )
        ],
    ),
    (
        "petition",
        'act = "hurry"',
        'act = "report"',
        [
            "urge of petition causes report in errand, which does not allow it. Add parent to its by.",
            (
                "urge of petition takes words along, but report of errand has no such field. Declare it or use one of: "
                "answer."
            ),
            (
                "urge of petition does not take answer along, which report of errand requires. Carry it; no earlier "
                "text can be."
            ),
        ],
    ),
    (
        "petition",
        'by = ["child"]',
        'by = ["office"]',
        [
            "answer_call of errand causes hear in petition, which does not allow it. Add child to its by.",
            "report of errand causes hear in petition, which does not allow it. Add child to its by.",
        ],
    ),
    (
        "errand",
        'title = { zh-hans = "接电话", en = "Answer a call" }\nby = ["related"]',
        'title = { zh-hans = "接电话", en = "Answer a call" }\nby = ["parent"]',
        ["ring of petition causes answer_call in errand, which does not allow it. Add related to its by."],
    ),
    (
        "petition",
        'act = "hasten", cases = "together", same = true',
        'act = "let_go", cases = "together", same = true',
        [
            (
                "hasten of petition is let_go in petition by the same person, but no person may perform that. Give it "
                "a role in by."
            ),
            (
                "hasten of petition takes why along, but let_go of petition has no such field. Declare it or use one "
                "of: -."
            ),
        ],
    ),
    (
        "petition",
        'children = "errand", carries = ["words"]',
        'children = "errand"',
        [
            (
                "urge of petition does not take words along, which hurry of errand requires. Carry it; no earlier "
                "text can be."
            )
        ],
    ),
    # What an earlier act recorded as a text is no longer at hand; a title is.
    (
        "petition",
        '[acts.urge.fields]\nwords = { type = "prose",',
        '[acts.drop.fields]\nwords = { type = "prose",',
        [
            (
                "urge of petition does not take words along, which hurry of errand requires. Carry it; no earlier "
                "text can be."
            )
        ],
    ),
    (
        "errand",
        'kind = "leg", carries = ["title"]',
        'kind = "leg"',
        ["give of errand does not take title along, which set_out of leg requires. Carry it; no earlier text can be."],
    ),
    (
        "errand",
        'parties = ["unit"]',
        'parties = ["unit"], capacity = "walker"',
        ["give of errand names the capacity walker in leg, where nobody has it. Use one of: unit."],
    ),
    (
        "leg",
        'party = "unit"',
        'party = "walker"',
        ["give of errand names the capacity unit in leg, where nobody has it. Use one of: walker."],
    ),
    (
        "petition",
        'brings = { joint = ["asker", "joint"] }',
        'brings = { partner = ["asker", "joint"] }',
        ["merge of petition names the capacity partner in petition, where nobody has it. Use one of: asker, joint."],
    ),
    (
        "petition",
        'takes = ["joint"]',
        'takes = ["partner"]',
        ["part of petition names the capacity partner in petition, where nobody has it. Use one of: asker, joint."],
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "said"), CASES)
def test_a_fault_between_two_is_said_with_its_remedy(kind: str, old: str, new: str, said: list[str]) -> None:
    assert [one.say("en") for one in check_together(chain(kind, old, new))] == said


def test_a_case_field_of_any_kind_reaches_all() -> None:
    said = check_together(
        chain("petition", 'type = "cases", required = true, kinds = ["errand"]', 'type = "cases", required = true')
    )

    assert [one.say("en").split(".")[0] for one in said] == [
        "ring of petition causes answer_call in petition, which has no such act for an open case",
        "ring of petition causes answer_call in leg, which has no such act for an open case",
    ]


def test_a_parent_that_nobody_is_causes_nothing() -> None:
    alone = {name: one for name, one in chain().items() if name != "petition"}

    remedy = "causes hear in the parent, but no procedure opens errand. Remove it, or let one open it."
    assert [one.say("en") for one in check_together(alone)] == [
        f"answer_call of errand {remedy}",
        f"report of errand {remedy}",
    ]


def test_every_complaint_is_shown_and_says_in_both_languages_what_to_do() -> None:
    words = {value for value in vars(together).values() if isinstance(value, Words)}
    alone = {name: one for name, one in chain().items() if name != "petition"}
    told = {fault.template for kind, old, new, _said in CASES for fault in check_together(chain(kind, old, new))}
    told |= {fault.template for fault in check_together(alone)}

    assert words - told == set()
    for one in words:
        assert one.zh.endswith("。")
        assert one.en.endswith(".")
