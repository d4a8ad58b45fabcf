"""What one version of a procedure has otherwise than another is said completely, in both languages."""

from collections.abc import Iterable
from dataclasses import fields, replace

import pytest

from tests.procedure.mutations import mutations
from tests.procedure.texts import FILE, procedure, shipped
from tests.procedure.texts import SMALL as SMALL_TEXT
from zhixing.procedure.aspects import ASPECTS, PARTS
from zhixing.procedure.difference import differences
from zhixing.procedure.limits import Clock
from zhixing.procedure.model import Act, Procedure
from zhixing.procedure.reader import parse

SMALL = procedure()


def said(old: Procedure, new: Procedure, locale: str = "en") -> list[str]:
    return [sentence.say(locale) for sentence in differences(old, new)]


def both(old: str, new: str) -> list[tuple[str, str]]:
    changed = procedure(old, new)
    return list(zip(said(SMALL, changed, "zh-hans"), said(SMALL, changed), strict=True))


@pytest.mark.parametrize("whole", [SMALL, shipped("proposal"), shipped("handling")], ids=lambda one: one.kind)
def test_equal_procedures_differ_in_nothing(whole: Procedure) -> None:
    assert differences(whole, replace(whole)) == []


def test_any_change_gives_a_sentence_there_and_back() -> None:
    changes = list(mutations(SMALL))

    assert len(changes) > 1000
    assert [place for place, changed in changes if changed == SMALL] == []
    for old, new in [(SMALL, changed) for _, changed in changes] + [(changed, SMALL) for _, changed in changes]:
        assert said(old, new)
        assert said(old, new, "zh-hans")


def test_every_place_of_a_sentence_is_filled() -> None:
    for _, changed in mutations(replace(SMALL, numbering={})):
        for sentence in said(SMALL, changed) + said(SMALL, changed, "zh-hans"):
            assert "{" not in sentence.replace("{term:02}{session:02}{n:03}", "")


def test_every_field_of_the_model_is_compared() -> None:
    nested = {Procedure: set(PARTS), Act: {"fields"}, Clock: {"ladder"}}

    for part, aspects in ASPECTS.items():
        # A rung is known by its name, so its name cannot change.
        named = {"name"} if part.__name__ == "Rung" else set()
        assert set(aspects) | nested.get(part, set()) | named == {field.name for field in fields(part)}


def test_a_shipped_procedure_is_compared_too() -> None:
    old = shipped("handling")
    closed = replace(old.states["closed"], final=False)

    assert said(old, replace(old, states={**old.states, "closed": closed})) == [
        "State “Closed”: final was yes; is now no."
    ]


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            'version = "2026-1"',
            'version = "2027-1"',
            "规程：版本原为“2026-1”；现为“2027-1”。",
            "The procedure: version was “2026-1”; is now “2027-1”.",
        ),
        (
            "value = 10",
            "value = 15",
            "设置“答复日数”：数值原为10；现为15。",
            "Setting “Days to answer”: value was 10; is now 15.",
        ),
        (
            'limit = { days = "answer_days" }',
            "limit = { working_days = 15 }",
            "时限“答复期限”：期限原为10 日（设置“答复日数”）；现为15 个工作日。",
            "Time limit “Answer”: limit was 10 days (setting “Days to answer”); is now 15 working days.",
        ),
        (
            'by = ["office", "watch"]',
            'by = ["office"]',
            "办理“备注”：办理人去掉“督查室”。",
            "Act “Note”: who may perform it, removed: “督查室”.",
        ),
        (
            'by = ["leaders"]\nfrom',
            'by = ["office", "leaders"]\nfrom',
            "办理“准予延期”：办理人增加“办公室”。",
            "Act “Give more time”: who may perform it, added: “the office”.",
        ),
        (
            'by = ["leaders"]\nfrom',
            'by = ["office", "watch"]\nfrom',
            "办理“准予延期”：办理人去掉“领导”，增加“办公室”、“督查室”。",
            "Act “Give more time”: who may perform it, removed: “the leaders”; added: “the office”, “督查室”.",
        ),
        (
            'by = ["office", "watch"]',
            'by = ["watch", "office"]',
            "办理“备注”：办理人的次序不同。",
            "Act “Note”: who may perform it, in another order.",
        ),
        (
            'to = { field = "grade", values = { bad = "asked" }, otherwise = "rated" }',
            'to = "rated"',
            "办理“评价”：到达状态原为“评价”为“不满意”时到“已申请”，其余到“已评价”；现为“已评价”。",
            "Act “Rate”: to was “Asked” when “Grade” is “Dissatisfied”, otherwise “Rated”; is now “Rated”.",
        ),
        (
            'title = { zh-hans = "备注", en = "Note" }\nby',
            'title = { zh-hans = "备注", en = "Remark" }\nby',
            "办理“备注”：名称原为“备注”（备注 / Note）；现为“备注”（备注 / Remark）。",
            "Act “Note”: title was “Note”; is now “Remark”.",
        ),
        (
            'readers = ["inside"]',
            'readers = ["inside"], most = 500',
            "办理“备注”的字段“备注”：上限原为（无）；现为500。",
            "Act “Note”, field “Note”: at most was (none); is now 500.",
        ),
        (
            'required_when = { grade = "bad" }',
            "required = true",
            "办理“评价”的字段“理由”：是否必填原为否；现为是。",
            "Act “Rate”, field “Why”: required was no; is now yes.",
        ),
        (
            "before = { days = 3 }",
            "before = { days = 5 }",
            "时限“答复期限”的提示“提醒”：相隔原为3 日；现为5 日。",
            "Time limit “Answer”, reminder “Remind”: how long was 3 days; is now 5 days.",
        ),
        (
            "working_days = 5 }",
            "days = 1 }",
            "办理“期满”：须已届满的时限原为“评价期限”之后再过 5 个工作日；现为“评价期限”之后再过 1 日。",
            (
                "Act “Time over”: time limit that must be over was “Rating” and 5 working days more; "
                "is now “Rating” and 1 day more."
            ),
        ),
        (
            "month = 9, day = 30",
            "month = 10, day = 15",
            "时限“答复期限”：最迟日期原为9月30日（“事项”为“急”时）；现为10月15日（“事项”为“急”时）。",
            (
                "Time limit “Answer”: latest day was 30 Sep (when “Matter” is “急”); is now 15 Oct (when "
                "“Matter” is “急”)."
            ),
        ),
        (
            'unit = "days", when = { decision = "good" } }',
            'unit = "months" }',
            "时限“答复期限”：延期原为“准予延期”按“日数”延长若干日（“决定”为“满意”时）；现为“准予延期”按“日数”延长若干个月。",
            (
                "Time limit “Answer”: extension was “Give more time” by so many days as “Days” says "
                "(when “Decision” is “Satisfied”); is now “Give more time” by so many months as “Days” says."
            ),
        ),
        (
            "replaces = true",
            "replaces = false",
            "办理“申请”：当事人去掉办理人成为 asker，取代原有的，增加办理人成为 asker。",
            (
                "Act “Ask”: parties made, removed: whoever performs it becomes asker in place of the "
                "former; added: whoever performs it becomes asker."
            ),
        ),
        (
            'bad = { zh-hans = "不满意", en = "Dissatisfied" }\n',
            'fair = { zh-hans = "一般", en = "Fair" }\nbad = { zh-hans = "不满意", en = "Dissatisfied" }\n',
            "列表“grades”：选项增加“一般”。",
            "List “grades”: choices, added: “Fair”.",
        ),
        (
            'good = { zh-hans = "满意", en = "Satisfied" }',
            'good = { zh-hans = "很满意", en = "Satisfied" }',
            "列表“grades”的选项“good”：名称原为“满意”；现为“很满意”。",
            (
                "List “grades”, choice “good”: title was “Satisfied” (满意 / Satisfied); is now "
                "“Satisfied” (很满意 / Satisfied)."
            ),
        ),
        (
            '[readers.inside]\nroles = ["office"]',
            '[readers.inside]\nroles = ["office", "leaders"]',
            "读者类“inside”：读者增加“领导”。",
            "Reader class “inside”: readers, added: “the leaders”.",
        ),
        (
            'sentence = { zh-hans = "材料不全。", en = "Something is missing." }',
            'sentence = { zh-hans = "材料不全，请补齐。", en = "Something is missing; add it." }',
            "条件“is_complete”：不符时的说明原为“材料不全。”；现为“材料不全，请补齐。”。",
            "Condition “is_complete”: refusal was “Something is missing.”; is now “Something is missing; add it.”.",
        ),
    ],
)
def test_a_change_reads_as_the_office_would_say_it(old: str, new: str, zh: str, en: str) -> None:
    assert (zh, en) in both(old, new)


def test_a_new_act_is_told_with_what_matters_about_it() -> None:
    act = """\
[acts.withdraw]
title = { zh-hans = "撤回", en = "Withdraw" }
by = ["asker"]
from = ["asked", "answered"]
to = "rated"
article = "rules/4"

[acts.withdraw.fields]
reason = { type = "prose", title = { zh-hans = "理由", en = "Reason" } }

[acts.lapse]
"""

    assert both("[acts.lapse]\n", act) == [
        (
            "新增办理“撤回”（办理人：“申请人”；起始状态：“已申请”、“已答复”；到达状态：“已评价”；依据：“rules/4”；字段：理由）。",
            (
                "Act “Withdraw” is new (who may perform it: “the asker”; from: “Asked”, “Answered”; "
                "to: “Rated”; article: “rules/4”; fields: Reason)."
            ),
        )
    ]


def test_new_and_removed_parts_of_every_kind_are_told() -> None:
    bare = Procedure(
        kind=SMALL.kind,
        version=SMALL.version,
        title=SMALL.title,
        article=SMALL.article,
        roles={},
        states={},
        acts={},
        flags=SMALL.flags,
    )

    added, removed = said(bare, SMALL), said(SMALL, bare)

    assert "Setting “Days to answer” is new (value: 10)." in added
    assert "Role “the asker” is new." in added
    assert "Reader class “inside” is new (“the office”)." in added
    assert "List “grades” is new (Satisfied, Dissatisfied)." in added
    assert (
        "Time limit “Rating” is new (article: “rules/3”; limit: 1 month; started by: “Answer”; stopped by: “Rate”, "
        in (" ".join(added))
    )
    assert "Paper “Letter” is removed." in removed
    # No sentence for the flags, which are told as a whole and are the same here.
    assert len(added) == len(removed) == sum(len(getattr(SMALL, name)) for name in PARTS)


def test_roles_that_read_the_same_are_told_apart_by_their_names() -> None:
    second = replace(SMALL.roles["office"], name="office2")
    note = replace(SMALL.acts["note"], by=("office2", "watch"))
    changed = replace(SMALL, roles={**SMALL.roles, "office2": second}, acts={**SMALL.acts, "note": note})

    assert "办理“备注”：办理人去掉“办公室”（office），增加“办公室”（office2）。" in said(SMALL, changed, "zh-hans")


def test_a_change_of_an_act_is_not_told_again_for_the_import_that_has_its_fields() -> None:
    changed = procedure('seen_on = { type = "date", not_after = "today"', 'seen_on = { type = "text"')

    assert said(SMALL, changed) == [
        "Act “Rate”, field “Seen on”: type was day; is now short text.",
        "Act “Rate”, field “Seen on”: not after was the day itself; is now (none).",
    ]


def test_what_an_import_records_besides_is_told() -> None:
    own = (
        '[standing.import.fields]\nold_number = { type = "text", title = { zh-hans = "原编号", en = "Old number" } }\n'
    )

    assert said(SMALL, parse(f"{SMALL_TEXT}\n{own}", file=FILE)) == [
        "Act “Enter earlier record”, field “Old number” is new (type: short text)."
    ]


def test_an_import_without_what_it_should_have_is_told() -> None:
    act = SMALL.acts["import"]
    poorer = replace(act, fields={name: field for name, field in act.fields.items() if name != "why"})
    without = {name: act for name, act in SMALL.acts.items() if name != "import"}

    assert said(replace(SMALL, acts=without), replace(SMALL, acts=without)) == []
    assert "Act “Enter earlier record”, field “Grade” is new (type: choice)." in said(
        SMALL, replace(SMALL, acts={**SMALL.acts, "import": poorer})
    )


def test_an_order_that_means_something_is_told_when_nothing_else_is() -> None:
    # Two acts record a field of one name, and an import has the one of the later act.
    passage = '[acts.note.fields]\ntext = { type = "prose", required = true, readers = ["inside"], title'
    straight = procedure(passage, passage.replace("text = { type", "why = { type"))
    turned = _imported_anew(straight, reversed([act for act in straight.acts.values() if not act.standing]))

    assert [straight != turned, dict(straight.acts) != dict(turned.acts)] == [True, True]
    assert said(straight, turned) == ["The two versions differ in order alone."]


def _imported_anew(whole: Procedure, acts: Iterable[Act]) -> Procedure:
    """The procedure with its own acts in another order, and the import that follows from it."""
    own = {act.name: act for act in acts}
    inherited = {
        name: replace(field, required=False, required_when={}, least=None, most=None)
        for act in own.values()
        for name, field in act.fields.items()
    }
    act = whole.acts["import"]
    standing = {name: one for name, one in whole.acts.items() if one.standing}
    imported = replace(act, fields={**act.fields, **inherited})
    return replace(whole, acts={**own, **standing, "import": imported})


def test_a_reminder_of_the_same_name_is_one_of_its_own() -> None:
    clock = SMALL.clocks["answer"]
    twice = replace(clock, ladder=(clock.ladder[0], clock.ladder[0]))
    changed = replace(SMALL, clocks={**SMALL.clocks, "answer": twice})

    assert said(SMALL, changed) == [
        "Time limit “Answer”, reminder “Urge” is removed.",
        (
            "Time limit “Answer”, reminder “Remind” is new (how long: 3 days; before the date: yes; who is told: “the "
            "office”; article: “rules/3”)."
        ),
    ]
