"""An act lets acts happen in its parent, its children and cases it names: all of it, or nothing at all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.throwaway.kinds import CHAIN
from tests.world.tables import contents
from tests.world.town import Town, moment
from zhixing.cases import kinds
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Refused
from zhixing.register.log import verify_database
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

DAY = date(2026, 3, 2)
HOUSING, SCHOOL = "市住房和城乡建设局", "市教育局"


@pytest.fixture(autouse=True)
def _chain() -> Iterator[None]:
    """Let there be petitions, errands and legs during a test; whatever was done, the register explains it."""
    for kind in CHAIN:
        kinds.register(kind)
    yield
    assert rebuild(check=True) == []
    assert verify_database().broken == []
    for kind in CHAIN:
        kinds.forget(kind.slug)


def asked(town: Town, who: str = "an", **data: Any) -> Case:
    """Return a petition of somebody's."""
    return open_case("petition", "ask", actor=town.actor(who), data={"title": "修路灯", **data}, at=moment(DAY)).case


def act(town: Town, case: Case, name: str, who: str, **data: Any) -> str:
    return perform(case.number, name, actor=town.actor(who), data=data, at=moment(DAY)).state


def again(case: Case) -> Case:
    return Case.objects.unscoped("test").get(pk=case.pk)


def state(case: Case) -> str:
    return again(case).state


def below(case: Case) -> list[Case]:
    return list(Case.objects.unscoped("test").filter(parent=case).order_by("pk"))


def entered(case: Case) -> list[str]:
    """Return the acts of a case, oldest first."""
    entries = Entry.objects.unscoped("test").filter(case=case.number).order_by("number")
    return list(entries.values_list("act", flat=True))


def parties(case: Case, town: Town) -> set[tuple[str, str]]:
    """Return who is party to a case, by the names of the town."""
    names = {person.pk: name for name, person in town.people.items()}
    names |= {one.pk: name for name, one in town.organisations.items()}
    return {(row[0], names[row[1] or row[2]]) for row in again(case).folded["parties"]}


def refused(town: Town, case: Case, name: str, who: str, **data: Any) -> Refused:
    """Return the refusal of an act, having made sure that it changed nothing at all."""
    before = contents()
    with pytest.raises(Refused) as caught:
        act(town, case, name, who, **data)
    assert contents() == before
    return caught.value


# --- In the children ---


def test_an_act_of_the_parent_happens_in_its_children(town: Town) -> None:
    case, other = asked(town, units=[HOUSING, SCHOOL]), asked(town, units=[HOUSING])

    act(town, case, "urge", "zhu", words="请抓紧。")

    assert [entered(one) for one in below(case)] == [["give", "hurry"]] * 2
    assert [entered(one) for one in below(other)] == [["give"]]
    values = Entry.objects.unscoped("test").get(case=below(case)[1].number, act="hurry").values.get()
    assert (values.name, json.loads(values.value or "")) == ("words", "请抓紧。")


def test_children_that_are_over_are_left_alone(town: Town) -> None:
    case = asked(town, units=[HOUSING, SCHOOL])
    act(town, below(case)[0], "finish", "liao")

    act(town, case, "urge", "zhu", words="请抓紧。")

    assert [entered(one) for one in below(case)] == [["give", "finish"], ["give", "hurry"]]


def test_what_one_child_refuses_is_refused_to_all(town: Town) -> None:
    case = asked(town, units=[HOUSING])
    act(town, case, "urge", "zhu", words="请抓紧。")
    act(town, case, "send_out", "zhu", units=[SCHOOL])
    first, second = below(case)

    refusal = refused(town, case, "urge", "zhu", words="再次催办。")

    assert refusal.code == "not_allowed"
    assert refusal.article == "petitions/21"
    assert first.number in refusal.sentence.say("en")
    assert "“Hurry” may happen 1 time(s), and has." in refusal.sentence.say("en")
    assert (entered(first), entered(second)) == (["give", "hurry"], ["give"])


def test_what_a_child_lacks_is_said_with_the_child(town: Town) -> None:
    case = asked(town, units=[HOUSING])

    refusal = refused(town, case, "urge", "zhu")

    assert refusal.code == "invalid"
    assert "Fill in Words." in refusal.sentence.say("en")


def test_nobody_performs_by_hand_what_only_a_case_may_cause(town: Town) -> None:
    case = asked(town, units=[HOUSING])
    child = below(case)[0]

    assert refused(town, child, "hurry", "zhu", words="快").code == "not_allowed"
    assert refused(town, case, "hear", "zhu").code == "not_allowed"
    assert refused(town, case, "take_in", "zhu").code == "not_allowed"


# --- In the parent ---


def test_an_act_of_a_child_happens_in_its_parent_and_from_there_in_all_children(town: Town) -> None:
    case = asked(town, units=[HOUSING, SCHOOL])
    first, second = below(case)

    act(town, first, "report", "liao", answer="已查。")

    assert entered(case) == ["ask", "hear"]
    assert [entered(first), entered(second)] == [["give", "report", "know"], ["give", "know"]]


def test_what_the_parent_refuses_is_refused_to_the_child(town: Town) -> None:
    case, main = asked(town, units=[HOUSING]), asked(town, "bo")
    act(town, case, "merge", "zhu", into=main.number)

    refusal = refused(town, below(case)[0], "report", "liao", answer="已查。")

    assert refusal.code == "wrong_state"
    assert case.number in refusal.sentence.say("zh-hans")


def test_each_case_is_taken_as_what_was_caused_before_has_left_it(town: Town) -> None:
    """The first errand's answer is heard by the petition and known to both errands before the second answers."""
    case = asked(town, units=[HOUSING, SCHOOL])
    first, second = below(case)

    act(town, case, "ring", "zhu", errands=[first.number, second.number])

    assert entered(case) == ["ask", "ring", "hear", "hear"]
    assert entered(first) == ["give", "answer_call", "know", "know"]
    assert entered(second) == ["give", "know", "answer_call", "know"]


def test_a_parent_is_woken_by_what_it_caused(town: Town) -> None:
    case = asked(town, units=[HOUSING, SCHOOL])

    act(town, case, "drop", "zhu")

    assert [state(one) for one in below(case)] == ["stopped", "stopped"]
    assert (entered(case), state(case)) == (["ask", "drop", "close"], "closed")


# --- In cases that are named ---


def test_merging_takes_the_parties_along_and_parting_takes_them_back(town: Town) -> None:
    case, main = asked(town, units=[HOUSING]), asked(town, "bo")

    act(town, case, "merge", "zhu", into=main.number, how="loose")

    assert (state(case), entered(main)) == ("merged", ["ask", "take_in"])
    assert parties(case, town) == {("asker", "an")}
    assert parties(main, town) == {("asker", "bo"), ("joint", "an")}
    assert town.actor("an").keys & set(again(main).folded["readers"])
    assert again(main).folded["values"]["how"] == "loose"
    assert state(below(case)[0]) == "given", "stopped only where merged wholly"

    act(town, case, "part", "zhu", from_case=main.number)

    assert (state(case), entered(main)) == ("open", ["ask", "take_in", "let_go"])
    assert parties(main, town) == {("asker", "bo")}
    assert not town.actor("an").keys & set(again(main).folded["readers"])


def test_what_depends_on_a_flag_happens_with_it(town: Town) -> None:
    case, main = asked(town, units=[HOUSING]), asked(town, "bo")

    act(town, case, "merge", "zhu", into=main.number, how="strict")

    assert state(below(case)[0]) == "stopped"
    assert state(case) == "merged"


def test_a_third_case_brings_those_it_had_taken_in(town: Town) -> None:
    first, second, third = asked(town), asked(town, "bo"), asked(town, "an")

    act(town, first, "merge", "zhu", into=second.number)
    act(town, second, "merge", "zhu", into=third.number)

    assert parties(third, town) == {("asker", "an"), ("joint", "an"), ("joint", "bo")}


def test_what_the_named_case_refuses_is_refused(town: Town) -> None:
    case, main, other = asked(town, units=[HOUSING]), asked(town, "bo"), asked(town)
    act(town, main, "merge", "zhu", into=other.number)

    refusal = refused(town, case, "merge", "zhu", into=main.number, how="strict")

    assert (refusal.code, refusal.article) == ("wrong_state", "petitions/5")
    assert main.number in refusal.sentence.say("en")


def test_a_case_cannot_name_itself(town: Town) -> None:
    case = asked(town)

    with pytest.raises(Refused) as refused:
        act(town, case, "merge", "zhu", into=case.number)

    assert (refused.value.code, refused.value.faults[0][0]) == ("invalid", "into")
    assert entered(case) == ["ask"]


# --- The same act, by the same person ---


def test_the_same_act_happens_in_cases_of_ones_own(town: Town) -> None:
    first, second, third = asked(town), asked(town), asked(town)

    act(town, first, "hasten", "an", why="入冬", together=[second.number, third.number])

    assert [entered(one) for one in (first, second, third)] == [["ask", "hasten"]] * 3
    mine = Entry.objects.unscoped("test").filter(act="hasten")
    assert {(entry.actor_id, entry.values.get(name="why").value) for entry in mine} == {
        (town.people["an"].pk, json.dumps("入冬", ensure_ascii=False))
    }


def test_the_same_act_needs_ones_own_right_there(town: Town) -> None:
    """An may see Bo's petition, into which hers was merged, but is not its asker."""
    mine, merged, theirs = asked(town), asked(town), asked(town, "bo")
    act(town, merged, "merge", "zhu", into=theirs.number)

    refusal = refused(town, mine, "hasten", "an", why="入冬", together=[theirs.number])

    assert refusal.code == "not_allowed"
    assert theirs.number in refusal.sentence.say("en")


def test_a_case_one_may_not_see_is_as_unknown_as_one_that_is_not_there(town: Town) -> None:
    mine, theirs = asked(town), asked(town, "bo")

    hidden = refused(town, mine, "hasten", "an", why="入冬", together=[theirs.number])
    absent = refused(town, mine, "hasten", "an", why="入冬", together=["331097-2026-00099"])

    assert [one.code for one in (hidden, absent)] == ["invalid", "invalid"]
    said = [one.faults[0][1].say("en") for one in (hidden, absent)]
    assert said[0].replace(theirs.number, "331097-2026-00099") == said[1]


# --- Opening ---


def test_an_opening_act_opens_children_and_theirs_and_reaches_others(town: Town) -> None:
    other = asked(town)
    case = asked(town, units=[HOUSING, SCHOOL], beside=[other.number])

    assert entered(other) == ["ask", "hear_of"]
    assert [(one.kind, parties(one, town)) for one in below(case)] == [
        ("errand", {("unit", "housing")}),
        ("errand", {("unit", "school")}),
    ]
    legs = [leg for errand in below(case) for leg in below(errand)]
    assert [(leg.kind, leg.title, leg.root_id, parties(leg, town)) for leg in legs] == [
        ("leg", "修路灯", case.pk, {("unit", "housing")}),
        ("leg", "修路灯", case.pk, {("unit", "school")}),
    ]


def test_an_opening_act_that_is_refused_elsewhere_opens_nothing(town: Town) -> None:
    other, main = asked(town, "bo"), asked(town, "bo")
    act(town, other, "merge", "zhu", into=main.number)
    before = contents()

    with pytest.raises(Refused) as caught:
        open_case(
            "petition",
            "ask",
            actor=town.actor("bo"),
            data={"title": "修路灯", "units": [HOUSING], "beside": [other.number]},
            at=moment(DAY),
        )

    assert caught.value.code == "wrong_state"
    assert contents() == before


def test_an_act_that_is_not_the_first_opens_grandchildren_too(town: Town) -> None:
    case = asked(town)

    act(town, case, "send_out", "zhu", units=[HOUSING])

    assert [leg.kind for errand in below(case) for leg in below(errand)] == ["leg"]


def test_a_case_is_woken_by_its_childrens_children(town: Town) -> None:
    case = asked(town, units=[HOUSING, SCHOOL])
    legs = [leg for errand in below(case) for leg in below(errand)]

    act(town, legs[0], "arrive", "liao")
    assert entered(case) == ["ask"]
    act(town, legs[1], "arrive", "ye")

    assert entered(case) == ["ask", "all_home"]
    assert state(case) == "open"


def test_only_those_a_state_names_see_the_case_in_it(town: Town) -> None:
    done = open_case("petition", "write", actor=town.actor("an"), data={"title": "修路灯"}, at=moment(DAY))
    office = town.actor("zhu").keys

    assert not office & set(again(done.case).folded["readers"])
    assert refused(town, done.case, "urge", "zhu").code == "unknown"
    act(town, done.case, "send", "an")

    assert office & set(again(done.case).folded["readers"])


# --- At the same moment ---

ROUNDS = 12
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_that_merge_into_each_other_have_one_winner(town: Town) -> None:
    """On PostgreSQL both wait for the same locks in the same order, so that neither is killed in a deadlock."""
    pairs = [(asked(town), asked(town, "bo")) for _round in range(ROUNDS)]
    rounds = [
        [
            {"act": "merge", "who": town.people["zhu"].pk, "case": one.number, "data": {"into": other.number}}
            for one, other in (pair, pair[::-1])
        ]
        for pair in pairs
    ]
    connection.close()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cases.racing", str(connection.settings_dict["NAME"])],
        input=json.dumps(rounds),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert ran.stderr == ""
    answers = json.loads(ran.stdout)
    assert len(answers) == ROUNDS
    for pair, answer in zip(pairs, answers, strict=True):
        assert sorted(str(one) for one in answer if isinstance(one, str)) == ["wrong_state"]
        winner = next(place for place, one in enumerate(answer) if isinstance(one, list))
        assert (state(pair[winner]), state(pair[1 - winner])) == ("merged", "open")
        assert entered(pair[1 - winner]) == ["ask", "take_in"]
