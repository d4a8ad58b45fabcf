"""Who may be named in a field, and which earlier entry; and what an act leaves empty the second time."""

from dataclasses import replace

from tests.procedure.stepping import ASKED, GIVEN
from tests.procedure.stepping import SMALL as PROCEDURE
from tests.procedure.texts import SMALL, faults
from zhixing.procedure.engine import content_after
from zhixing.procedure.facts import Facts, Json, Reference
from zhixing.procedure.fields import check_data
from zhixing.procedure.model import Act, Field, NewParty, Target
from zhixing.procedure.roles import Party, parties_after
from zhixing.procedure.words import Words

WHO = Field("who", Words("谁", "Who"), "persons", kinds=("member",), apart_from=("asker", "other"))
OTHER = Field("other", Words("另一人", "The other"), "person")
ABOUT = Field("about", Words("第几笔", "Which"), "integer", entry_of=("note",), concerns="heard", once=True)
ACT = Act(
    name="reply_to",
    title=Words("回复", "Reply to"),
    by=("asker",),
    start=("asked",),
    target=Target(),
    article="rules/3",
    fields={field.name: field for field in (WHO, OTHER, ABOUT)},
    parties=(NewParty("joint", source="who", leaves=("declined",)),),
)


def said(facts: Facts = ASKED, **data: Json) -> list[tuple[str, str]]:
    """The fields at fault with what is said of each."""
    found = check_data(PROCEDURE, ACT, data, facts=facts, given=GIVEN).faults
    return [(name, sentence.say("en")) for name, sentence in found]


def test_only_who_has_one_of_the_roles_may_be_named() -> None:
    assert said(who=[1, 2]) == []
    assert said(who=[3]) == [
        ("who", "Who: 陈阅 is not a member today and cannot be named here. Choose somebody from the list.")
    ]


def test_whom_an_entry_names_from_long_ago_was_accepted_then() -> None:
    given = replace(GIVEN, recorded=True)

    assert check_data(PROCEDURE, ACT, {"who": [3], "about": 9}, facts=ASKED, given=given).faults == ()


def test_nobody_is_named_who_stands_in_the_case_or_beside() -> None:
    facts = replace(ASKED, parties=(Party("asker", person=2), Party("asker", organisation=1)))

    assert said(facts, who=[1]) == []
    [(name, sentence)] = said(facts, who=[2])
    assert name == "who"
    assert sentence.startswith("Who: 柏川 is in this case already (the asker) and cannot be named here too.")
    assert said(who=[1, 2], other=2) == [("who", "Who: 柏川 stands in The other too. Leave it out or choose another.")]


def test_an_entry_is_named_that_was_made_by_the_act_concerns_the_actor_and_is_new_to_them() -> None:
    assert said(about=2) == []
    assert said(about=3) == [("about", "Which: entry 3 of this case was not made by Note. Such entries: 2, 4, 5.")]
    assert said(about=4) == [
        ("about", "Which: entry 4 does not concern you. Leave it to whom it names, or give the one that concerns you.")
    ]
    assert said(about=5) == [("about", "Which: you have dealt with entry 5 already. Give another one.")]


def test_whoever_is_named_anew_leaves_what_they_were() -> None:
    now = (Party("declined", person=2), Party("declined", person=3))
    named = {"who": (Reference(2, "柏川"),)}

    assert parties_after(PROCEDURE, now, ACT, named=named, given=GIVEN) == (
        Party("declined", person=3),
        Party("joint", person=2),
    )


def test_what_an_act_leaves_empty_the_second_time_counts_no_more() -> None:
    facts = replace(
        ASKED,
        content={"about": 2, "wanted_by": "2026-04-01"},
        last={"reply_to": 3},
        sources={"about": 3, "wanted_by": 1},
    )

    assert content_after(facts, ACT, {}) == {"wanted_by": "2026-04-01"}
    assert content_after(replace(facts, sources={"about": 2}), ACT, {}) == {"about": 2, "wanted_by": "2026-04-01"}


def test_a_role_or_place_that_there_is_not_is_said() -> None:
    text = SMALL.replace(
        'others = { type = "organisations",',
        'seen = { type = "persons", kinds = ["members"], apart_from = ["nowhere"], title = "见证" }\n'
        'others = { type = "organisations",',
    )

    assert sorted(one.split(": ")[1] for one in faults(text)) == [
        "acts.draft.fields.seen.apart_from",
        "acts.draft.fields.seen.kinds",
    ]
