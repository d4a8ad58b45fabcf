"""What the sample city is put together from: parts, hours of work, wording, and variations of texts."""

from collections import Counter
from datetime import date, time
from itertools import islice
from random import Random
from typing import get_args

import pytest

from tests.procedure.calendars import PUBLISHED
from zhixing.assembly.models import Session
from zhixing.sample.casting import SESSIONS, SIZES, Part, Stands, city_parts, drawn, turns
from zhixing.sample.frequencies import read_frequencies
from zhixing.sample.hours import Hours
from zhixing.sample.matching import Matcher, TooFewTexts
from zhixing.sample.reading import read_content, read_phrases, read_proposals
from zhixing.sample.scheduling import Scheduler, Year
from zhixing.sample.variety import TITLE_MOST, emptied, like, varied
from zhixing.sample.ways import WAIT, review_legs, unit_legs
from zhixing.sample.wording import Deck, Wording, letter_of

FREQUENCIES = read_frequencies()
RANDOM = Random(3)
TEXTS = read_proposals("proposals_0*.toml")
LIFT = next(text for text in TEXTS if "加装电梯" in text.title)


def wording() -> Wording:
    return Wording(read_phrases(), Random(1))


@pytest.mark.parametrize("size", [1, *SIZES.values()])
def test_there_are_as_many_parts_as_proposals(size: int) -> None:
    assert len(city_parts(size, Random(1), FREQUENCIES)) == size


def test_the_small_city_has_every_way_to_stand() -> None:
    small = {part.stands for part in city_parts(SIZES["small"], Random(1), FREQUENCIES)}

    assert set(get_args(Stands)) - small == {"lead_declined"}


def test_the_usual_city_has_three_sessions_behind_it_and_one_in_progress() -> None:
    parts = city_parts(SIZES["city"], Random(1), FREQUENCIES)

    assert [sum(part.back == back for part in parts) for back in range(SESSIONS)] == [120, 150, 150, 150]


def test_outcomes_are_drawn_near_the_real_ones() -> None:
    random = Random(2)
    parts = [drawn(1, random, FREQUENCIES) for _one in range(4000)]

    stands = Counter(part.stands for part in parts)
    assert 0.85 < stands["archived"] / 4000 < 0.90
    assert 0.035 < stands["merged"] / 4000 < 0.055
    assert 0.04 < stands["converted"] / 4000 < 0.06
    letters = Counter(part.letter for part in parts if part.is_assigned)
    assert 0.78 < letters["A"] / letters.total() < 0.84
    grades = Counter(part.grade for part in parts if part.is_assigned)
    assert 0.01 < grades["dissatisfied"] / grades.total() < 0.03


def test_every_number_of_the_frequencies_is_of_something_that_is_drawn() -> None:
    drawn_turns = {turn for back in (0, 1) for _one in range(3000) for turn in drawn(back, RANDOM, FREQUENCIES).turns}

    of_choices = {"between", "again_dissatisfied"}
    assert FREQUENCIES.chances.keys() - of_choices - drawn_turns == set()


@pytest.mark.parametrize(
    ("part", "acts"),
    [
        (Part(stands="submitted"), ["submit"]),
        (Part(stands="submitted", intake="paper"), ["enter"]),
        (Part(stands="submitted", intake="word"), ["receive_file", "confirm_entry"]),
        (Part(stands="intake", intake="word"), ["receive_file"]),
        (Part(stands="awaiting_cosign", form="joint"), ["invite"]),
        (Part(stands="submitted", form="joint"), ["invite", "cosign", "cosign", "submit"]),
        (
            Part(stands="submitted", form="together", turns=turns("declined_signature")),
            ["invite_collective", "cosign", "cosign", "invite_more", "decline_cosign", "submit"],
        ),
        (Part(stands="submitted", form="collective"), ["submit_collective"]),
        (Part(stands="revising"), ["submit", "return_draft"]),
        (
            Part(stands="submitted", turns=turns("lead_used")),
            ["lead:offer", "lead:publish", "lead:claim", "submit", "lead:close"],
        ),
        (Part(stands="withdrawn"), ["submit", "withdraw"]),
        (
            Part(stands="withdrawn", turns=turns("after_filing")),
            ["submit", "first_review", "file", "request_withdrawal", "decide_withdrawal"],
        ),
        (Part(stands="declined"), ["submit", "first_review", "decline"]),
        (Part(stands="merged"), ["submit", "first_review", "merge"]),
        (Part(stands="converted"), ["submit", "first_review", "convert"]),
        (
            Part(stands="filed", turns=turns("refused_conversion")),
            ["submit", "first_review", "ask_conversion", "refuse_conversion", "file"],
        ),
        (Part(stands="filed", turns=turns("revised")), ["submit", "return_draft", "resubmit", "first_review", "file"]),
    ],
    ids=lambda value: (
        "-".join((value.stands, value.form, value.intake, *sorted(value.turns))) if isinstance(value, Part) else ""
    ),
)
def test_acts_before_assignment(part: Part, acts: list[str]) -> None:
    assert [leg.act for leg in review_legs(part)] == acts


DRAFTED = ["accept", "contact", "contact", "draft_reply"]


@pytest.mark.parametrize(
    ("part", "acts"),
    [
        (Part(stands="assigned"), []),
        (Part(stands="return_requested"), ["object"]),
        (Part(stands="accepted"), ["accept", "contact", "contact"]),
        (Part(stands="accepted", turns=turns("late")), ["accept", "contact", "note", "urge"]),
        (Part(stands="accepted", turns=turns("extended")), ["accept", "contact", "request_extension"]),
        (
            Part(stands="accepted", turns=turns("extended", "extension_refused")),
            ["accept", "contact", "request_extension", "decide_extension"],
        ),
        (Part(stands="drafted"), DRAFTED),
        (Part(stands="drafted", turns=turns("objected", "kept")), ["object", "decide_objection", *DRAFTED[1:]]),
        (Part(stands="drafted", turns=turns("objected", "moved")), ["object", "decide_objection", *DRAFTED]),
        (
            Part(stands="reply_review", mode="lead"),
            [
                "accept", "co:accept", "contact", "co:give_opinion", "contact", "draft_reply", "co:countersign",
                "sign_reply",
            ],
        ),
        (
            Part(stands="reply_review", turns=turns("returned")),
            [*DRAFTED, "sign_reply", "return_reply", "draft_reply", "sign_reply"],
        ),
        (
            Part(stands="closed", grade="silent"),
            [*DRAFTED, "sign_reply", "release_reply", WAIT, "conclude"],
        ),
        (
            Part(stands="closed", letter="B", grade="satisfied"),
            [
                *DRAFTED, "sign_reply", "release_reply", "rate", "track", "promise:claim_done", "promise:verify",
                "conclude",
            ],
        ),
    ],
    ids=lambda value: "-".join((value.stands, value.mode, *sorted(value.turns))) if isinstance(value, Part) else "",
)  # fmt: skip
def test_acts_after_assignment(part: Part, acts: list[str]) -> None:
    assert [leg.act.removeprefix("unit:") for leg in unit_legs(part)] == acts


def test_separate_units_do_the_same_each_for_itself() -> None:
    acts = [leg.act for leg in unit_legs(Part(stands="drafted", mode="separate"))]

    assert acts[:4] == ["unit:accept", "other:accept", "unit:contact", "other:contact"]


def test_a_dissatisfied_proposer_is_answered_twice() -> None:
    part = Part(stands="archived", grade="dissatisfied")

    acts = [leg.act.removeprefix("unit:") for leg in unit_legs(part)]

    again = ["rate", "contact", "draft_reply", "sign_reply", "release_reply", "rate_again", "conclude", "archive"]
    assert acts[-len(again) :] == again


def test_moments_lie_in_working_hours_and_rise() -> None:
    hours = Hours(PUBLISHED, Random(2))
    days = [date(2026, 6, 15)] * 6 + [date(2026, 6, 16)] * 2

    for _round in range(200):
        moments = hours.moments(days)

        assert moments == sorted(set(moments))
        assert [one.date() for one in moments] == days
        assert all(time(8, 30) <= one.time() < time(12) or time(13, 30) <= one.time() < time(17, 30) for one in moments)


def test_days_are_counted_in_working_days() -> None:
    hours = Hours(PUBLISHED, Random(3))
    before_new_year, after_it = date(2026, 2, 14), date(2026, 2, 24)

    assert hours.after(before_new_year, 1, 1) == after_it
    assert hours.before(after_it, 1, 1) == before_new_year
    assert hours.after(date(2026, 2, 17), 0, 0) == after_it


def test_a_deck_deals_each_value_before_any_again() -> None:
    deck = Deck(range(5), Random(4))

    assert sorted(deck.draw() for _time in range(5)) == [0, 1, 2, 3, 4]
    assert [deck.draw(lambda value: value > 3) for _time in range(3)] == [4, 4, 4]
    with pytest.raises(LookupError):
        deck.draw(lambda value: value > 9)


def test_a_letter_answers_each_suggestion() -> None:
    found = wording().reply_to(LIFT, "")

    letter = letter_of(found, LIFT, number="1005001", on=date(2026, 5, 29))

    assert letter.letter == "B"
    assert letter.text.splitlines()[0].startswith(f"您提出的《{LIFT.title}》（第1005001号）收悉")
    assert [line[:2] for line in letter.text.splitlines()[1:-1]] == ["一、", "二、", "三、"]
    assert [row["letter"] for row in letter.answers] == ["B", "B", "A"]
    assert [row.get("promised_by") for row in letter.answers] == ["2026-08-29", "2026-11-29", None]
    assert letter.answers[0]["measures"] == "为全市213部加装电梯逐部明确使用管理责任主体并在轿厢内公示"


def test_a_letter_can_lack_the_last_answer() -> None:
    found = wording().reply_to(LIFT, "A")

    letter = letter_of(found, LIFT, number="1", on=date(2026, 5, 29), without_last=True)

    assert [line[:2] for line in letter.text.splitlines()[1:-1]] == ["一、", "二、"]
    assert [row["letter"] for row in letter.answers] == ["A", "A"]


def test_no_letter_speaks_to_a_member_as_to_an_organisation() -> None:
    letters = [letter_of(reply, LIFT, number="1", on=date(2026, 5, 29)).text for reply in read_phrases().replies]

    assert [letter for letter in letters if "贵会" in letter or "贵单位" in letter or "{" in letter] == []


def test_variations_have_titles_of_their_own_and_speak_of_the_whole_city() -> None:
    more = list(islice(varied(read_content().city, TEXTS, wording=wording(), random=Random(5)), 2000))

    titles = [text.title for text in more]
    assert len(set(titles) | {text.title for text in TEXTS}) == len(titles) + len(TEXTS)
    assert max(map(len, titles)) <= TITLE_MOST
    assert [text.title for text in more if "{" in text.title + text.situation] == []


def test_what_is_like_a_text_asks_for_the_same_under_another_title() -> None:
    found = list(like(read_content().city, LIFT, wording=wording(), random=Random(5)))

    assert len({text.title for text in found} - {LIFT.title}) == len(found) > 5
    assert {tuple(text.suggestions) for text in found} == {tuple(LIFT.suggestions)}


def test_an_emptied_text_only_wishes() -> None:
    model = next(text for text in read_proposals("proposals_declined.toml") if text.reason == "empty")

    empty = emptied(LIFT, model)

    assert (empty.title, empty.reason, empty.suggestions) == (LIFT.title, "empty", model.suggestions)
    assert empty.situation.count("。") == 1


def test_too_many_proposals_are_refused() -> None:
    years = [Year(text, Session()) for text in read_content().county.sessions]
    scheduler = Scheduler(years, today=read_content().today, hours=Hours(PUBLISHED, Random(6)))
    place = read_content().county
    matcher = Matcher(place, named={}, wording=wording(), random=Random(6), frequencies=FREQUENCIES)
    texts = read_proposals("proposals_county.toml")

    with pytest.raises(TooFewTexts, match="words for 8 proposals, not for 9"):
        matcher.plans([Part(stands="submitted")] * 9, scheduler, texts=texts, more=iter(()), declined=())


@pytest.mark.parametrize(
    ("letter", "grade", "followed"),
    [("A", "satisfied", 0), ("A", "dissatisfied", 0), ("B", "satisfied", 1), ("C", "dissatisfied", 1)],
)
def test_what_a_reply_promises_is_followed_before_it_ends(letter: str, grade: str, followed: int) -> None:
    """The second reply to a note that left the proposer dissatisfied promises something."""
    acts = [leg.act for leg in unit_legs(Part(stands="archived", letter=letter, grade=grade, again="basically"))]

    assert acts.count("promise:verify") == followed
    assert acts[-1] == "archive"
