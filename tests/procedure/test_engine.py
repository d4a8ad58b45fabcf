"""What follows from an act beyond its own case, from what was entered, and for whoever is party to it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.procedure.entering import CASES
from tests.procedure.stepping import ASKED, DAY, GIVEN, SMALL, after, stepped
from tests.procedure.texts import procedure, shipped
from zhixing.procedure.engine import awaited
from zhixing.procedure.facts import Child, Reference, Refused
from zhixing.procedure.model import ACTORS_OFFICE, NewParty
from zhixing.procedure.roles import Party

DRAFTED = replace(
    ASKED,
    state="drafted",
    entries=4,
    last={"draft": 3},
    parties=(
        Party("asker", organisation=2),
        Party("invited", organisation=1),
        Party("invited", organisation=3),
        Party("invited", person=1),
        Party("invited", person=2),
    ),
)


def test_a_limit_runs_until_the_day_that_was_entered() -> None:
    clock = stepped(ASKED, "draft", on_behalf=1, done_by="2026-06-10").clocks["promise"]

    assert (clock.due, clock.started, clock.status) == (date(2026, 6, 10), DAY, "running")


@pytest.mark.parametrize(("day", "due"), [("2026-03-02", date(2026, 3, 3)), ("2025-01-01", date(2026, 3, 3))])
def test_a_day_that_is_over_leaves_one(day: str, due: date) -> None:
    assert stepped(ASKED, "draft", on_behalf=1, done_by=day).clocks["promise"].due == due


def test_a_limit_still_runs_until_its_day_when_its_beginning_is_corrected() -> None:
    drafted = after(ASKED, stepped(ASKED, "draft", on_behalf=1, done_by="2026-06-10"))

    corrected = stepped(drafted, "correct", entry=2, field="at", value="2026-02-20", reason="误填")

    clock = corrected.clocks["promise"]
    assert (clock.started, clock.due) == (date(2026, 2, 20), date(2026, 6, 10))


def test_a_limit_until_a_day_ends_on_the_next_working_day() -> None:
    saturday = "2026-06-13"

    assert stepped(ASKED, "draft", on_behalf=1, done_by=saturday).clocks["promise"].due == date(2026, 6, 15)


def test_an_act_waits_until_nobody_is_left_in_a_capacity() -> None:
    sign = replace(SMALL.acts["sign"], nobody_in=("invited",))
    changed = replace(SMALL, acts={**SMALL.acts, "sign": sign})

    with pytest.raises(Refused) as refused:
        stepped(DRAFTED, "sign", changed=changed)

    assert refused.value.code == "wrong_state"
    assert refused.value.sentence.say("en").startswith("“Sign” must wait: somebody is still left among ")
    alone = replace(DRAFTED, parties=(Party("asker", organisation=2),))
    assert stepped(alone, "sign", changed=changed).act == "sign"


def test_the_office_of_whoever_acts_becomes_a_party() -> None:
    draft = replace(SMALL.acts["draft"], parties=(NewParty("drafter", ACTORS_OFFICE),))
    changed = replace(SMALL, acts={**SMALL.acts, "draft": draft})
    of_office = replace(GIVEN, office=Reference(3, "办公室", side="party"))

    made = stepped(ASKED, "draft", given=of_office, changed=changed, on_behalf=1, done_by="2026-06-10").parties

    assert Party("drafter", organisation=3, side="party") in made
    without = stepped(ASKED, "draft", changed=changed, on_behalf=1, done_by="2026-06-10").parties
    assert [party for party in without if party.capacity == "drafter"] == []


@pytest.mark.parametrize(("occasion", "state"), [("plenary", "asked"), ("between", "drafted"), (None, "drafted")])
def test_a_flag_chooses_the_state(occasion: str | None, state: str) -> None:
    content = {"occasion": occasion} if occasion else {}

    assert stepped(replace(DRAFTED, content=content), "sign").state == state


def test_a_flag_requires_a_field_starts_and_extends_and_bounds_a_limit() -> None:
    changed = procedure('good = ["well"]', 'good = ["well"]\nbad = ["unhappy"]')
    rate = changed.acts["rate"]
    why = replace(rate.fields["why"], required_when={"grade": "#unhappy"})
    clocks = {
        **changed.clocks,
        "promise": replace(changed.clocks["promise"], starts=("rate",), starts_when={"grade": "#unhappy"}),
        "answer": replace(
            changed.clocks["answer"],
            starts_when={},
            latest=replace(changed.clocks["answer"].latest, when={"occasion": "#counted"}),
            extends=replace(changed.clocks["answer"].extends, when={"decision": "#unhappy"}),
        ),
    }
    acts = {**changed.acts, "rate": replace(rate, fields={**rate.fields, "why": why})}
    changed = replace(changed, acts=acts, clocks=clocks)
    answered = replace(ASKED, state="answered", counts={"answer": 1})

    with pytest.raises(Refused) as refused:
        stepped(answered, "rate", changed=changed, grade="bad")
    assert [name for name, _sentence in refused.value.faults] == ["why"]
    assert stepped(answered, "rate", changed=changed, grade="good").clocks == {}
    assert list(stepped(answered, "rate", changed=changed, grade="bad", why="太慢。").clocks) == ["promise"]

    blank = replace(ASKED, state="", entries=0)
    late = replace(GIVEN, on=date(2026, 9, 29))
    due = {
        occasion: stepped(
            replace(blank, content={"occasion": occasion}), "ask", changed=changed, given=late, title="修路"
        )
        .clocks["answer"]
        .due
        for occasion in ("plenary", "between")
    }
    assert due == {"plenary": date(2026, 9, 30), "between": date(2026, 10, 9)}

    asked = after(blank, stepped(blank, "ask", changed=changed, title="修路"))
    longer = {
        decision: stepped(asked, "give_time", changed=changed, decision=decision, days=5).clocks["answer"].due
        for decision in ("good", "bad")
    }
    assert longer == {"good": date(2026, 3, 12), "bad": date(2026, 3, 17)}


ROWS = [{"what": "修路灯", "sort": "plenary"}, {"what": "补绿地"}, {"what": "疏下水", "sort": "between"}]


def test_the_rows_that_count_open_a_case_each() -> None:
    facts = replace(ASKED, content={"items": ROWS, "occasion": "between"})

    opened = stepped(facts, "merge").opens

    assert [(one.opening.kind, one.unit, one.row) for one in opened] == [
        ("errand", None, ROWS[0]),
        ("errand", None, ROWS[2]),
    ]


@pytest.mark.parametrize("content", [{"items": ROWS, "occasion": "plenary"}, {"items": ROWS}, {"occasion": "between"}])
def test_nothing_is_opened_where_the_condition_fails_or_no_row_is(content: dict[str, object]) -> None:
    assert stepped(replace(ASKED, content=content), "merge").opens == ()


def test_an_opening_for_nobody_opens_one_case() -> None:
    bare = procedure('each = "items"\nwhere = { sort = "#urgent" }\n', "")
    opened = stepped(replace(ASKED, content={"occasion": "between"}), "merge", changed=bare).opens

    assert [(one.opening.kind, one.unit, one.row) for one in opened] == [("errand", None, {})]


def test_what_is_caused_is_said_with_the_cases_that_were_named() -> None:
    first, second = (Reference(place, "关于加装电梯的建议", number=number) for place, number in enumerate(CASES))

    outcome = stepped(replace(ASKED, content={"occasion": "plenary"}), "merge", into=CASES[0], beside=list(CASES))

    assert [(one.cause.act, one.cases) for one in outcome.causes] == [
        ("take_in", (first,)),
        ("merge", (first, second)),
        ("hurry", ()),
        ("wait", ()),
    ]


def test_what_is_caused_under_a_condition_is_not_caused_without_it() -> None:
    causes = stepped(replace(ASKED, content={"occasion": "between"}), "merge", into=CASES[0]).causes

    assert [one.cause.act for one in causes] == ["merge", "hurry", "wait"]


def test_an_act_signs_the_latest_entry_of_what_it_signs() -> None:
    assert stepped(DRAFTED, "sign").signs == 3
    assert stepped(replace(DRAFTED, last={}), "sign").signs == 0


def test_the_actors_own_places_move_and_everybody_elses_are_dropped() -> None:
    """The actor is person 1 and signs for organisation 1."""
    assert stepped(DRAFTED, "sign").parties == (
        Party("asker", organisation=2),
        Party("asker", organisation=1),
        Party("asker", person=1),
    )


def test_only_the_actors_own_places_move() -> None:
    changed = procedure(', { all_of = "invited" }', "")

    assert stepped(DRAFTED, "sign", changed=changed).parties == (
        Party("asker", organisation=2),
        Party("asker", organisation=1),
        Party("invited", organisation=3),
        Party("asker", person=1),
        Party("invited", person=2),
    )


def test_everybody_moves_at_once_and_nobody_is_party_twice() -> None:
    moving = '{ moves = "invited", capacity = "asker" }, { all_of = "invited" }'
    changed = procedure(moving, '{ all_of = "invited", capacity = "asker" }')
    twice = replace(DRAFTED, parties=(Party("asker", person=2), *DRAFTED.parties))

    assert stepped(twice, "sign", changed=changed).parties == (
        Party("asker", person=2),
        Party("asker", organisation=2),
        Party("asker", organisation=1),
        Party("asker", organisation=3),
        Party("asker", person=1),
    )


DONE, OPEN = ("done",), ()


@pytest.mark.parametrize(
    ("children", "waiting"),
    [
        ([], 0),
        ([Child("errand", DONE)], 0),
        ([Child("errand", OPEN)], 1),
        ([Child("errand", DONE), Child("errand", OPEN, deep=True)], 1),
        ([Child("other", OPEN), Child("other", OPEN, deep=True)], 0),
    ],
)
def test_all_below_must_have_come_so_far_if_there_are_any(children: list[Child], waiting: int) -> None:
    facts = replace(DRAFTED, children=tuple(children))

    if not waiting:
        assert stepped(facts, "sign").act == "sign"
        return
    with pytest.raises(Refused) as refused:
        stepped(facts, "sign")
    assert refused.value.code == "wrong_state"
    assert refused.value.sentence.say("en") == f"{waiting} child case(s) have not come this far, so “Sign” must wait."


def test_there_must_be_children_and_theirs_do_not_count_unless_it_says_so() -> None:
    changed = procedure(", if_any = true, deep = true", "")

    for children in ((), (Child("errand", DONE, deep=True),)):
        with pytest.raises(Refused):
            stepped(replace(DRAFTED, children=children), "sign", changed=changed)
    both = (Child("errand", DONE), Child("errand", OPEN, deep=True))
    assert stepped(replace(DRAFTED, children=both), "sign", changed=changed).act == "sign"


@pytest.mark.parametrize(
    ("children", "allowed"),
    [
        ((), False),
        ((Child("errand", DONE), Child("other", OPEN)), False),
        ((Child("errand", DONE), Child("errand", OPEN)), True),
    ],
)
def test_a_condition_may_ask_for_one_that_is_pending(children: tuple[Child, ...], *, allowed: bool) -> None:
    changed = procedure("if_any = true, deep = true", "pending = true")
    facts = replace(DRAFTED, children=children)

    if allowed:
        assert stepped(facts, "sign", changed=changed).act == "sign"
        return
    with pytest.raises(Refused) as refused:
        stepped(facts, "sign", changed=changed)
    assert refused.value.code == "wrong_state"
    assert refused.value.sentence.say("en") == "No child case is still waited for, so there is nothing to “Sign”."


def test_nobody_is_asked_for_what_the_cases_below_do_not_allow_yet() -> None:
    proposal = shipped("proposal")
    over = Child("handling", ("settled",))

    def asked(*below: Child) -> tuple[str, ...]:
        return awaited(proposal, "answered", replace(ASKED, state="answered", children=below))

    assert asked(over, Child("promise", (), deep=True)) == ("track",)
    assert asked(over, Child("promise", ("settled",), deep=True)) == ("conclude",)
    assert asked(over) == ("conclude",)
    # Nobody looked below: then what the state names is awaited.
    assert awaited(proposal, "answered", replace(ASKED, state="answered")) == ("conclude", "track")


def test_what_no_automatic_act_would_ask_for_again_is_asked_for_at_once() -> None:
    assert awaited(SMALL, "drafted", replace(DRAFTED, children=(Child("errand", OPEN),))) == ("sign",)


def test_a_state_may_be_seen_by_fewer() -> None:
    assert SMALL.readers_in(stepped(ASKED, "draft", on_behalf=1).state) == ("asker", "invited")
