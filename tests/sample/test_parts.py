"""What the sample city is put together from: parts, hours of work, wording, and variations of texts."""

from datetime import date, time
from itertools import islice
from random import Random
from typing import get_args

import pytest

from tests.procedure.calendars import PUBLISHED
from zhixing.assembly.models import Session
from zhixing.sample.casting import PAST, RECENT, SIZES, Part, Stands, city_parts
from zhixing.sample.hours import Hours
from zhixing.sample.matching import Matcher, TooFewTexts
from zhixing.sample.reading import read_content, read_phrases, read_proposals
from zhixing.sample.scheduling import WAIT, Scheduler, Year, review_legs, unit_legs
from zhixing.sample.variety import TITLE_MOST, emptied, varied
from zhixing.sample.wording import Deck, Wording, letter_of

TEXTS = read_proposals("proposals_0*.toml")
LIFT = next(text for text in TEXTS if "加装电梯" in text.title)


def wording() -> Wording:
    return Wording(read_phrases(), Random(1))


@pytest.mark.parametrize("size", [1, *SIZES.values()])
def test_there_are_as_many_parts_as_proposals(size: int) -> None:
    assert len(city_parts(size)) == size


def test_the_small_city_has_every_way_to_stand() -> None:
    assert {part.stands for part in city_parts(SIZES["small"])} == set(get_args(Stands))


def test_further_parts_are_of_both_sessions() -> None:
    parts = city_parts(SIZES["province"])

    assert set(RECENT) | set(PAST) <= set(parts)


@pytest.mark.parametrize(
    ("part", "acts"),
    [
        (Part(stands="submitted"), ["submit"]),
        (Part(stands="revising"), ["submit", "return_draft"]),
        (Part(stands="withdrawn"), ["submit", "withdraw"]),
        (Part(stands="declined"), ["submit", "first_review", "decline"]),
        (Part(stands="filed", revised=True), ["submit", "return_draft", "resubmit", "first_review", "file"]),
    ],
    ids=lambda value: value.stands if isinstance(value, Part) else "",
)
def test_acts_before_assignment(part: Part, acts: list[str]) -> None:
    assert [leg.act for leg in review_legs(part)] == acts


@pytest.mark.parametrize(
    ("part", "acts"),
    [
        (Part(stands="assigned"), []),
        (Part(stands="accepted"), ["accept", "contact", "contact"]),
        (Part(stands="accepted", late=True), ["accept", "contact", "note"]),
        (Part(stands="accepted", extension="asked"), ["accept", "contact", "request_extension"]),
        (
            Part(stands="accepted", extension="refused"),
            ["accept", "contact", "request_extension", "decide_extension"],
        ),
        (Part(stands="drafted"), ["accept", "contact", "contact", "draft_reply"]),
        (
            Part(stands="reply_review", returned=True),
            ["accept", "contact", "contact", "draft_reply", "sign_reply", "return_reply", "draft_reply", "sign_reply"],
        ),
        (
            Part(stands="closed", grade="silent"),
            ["accept", "contact", "contact", "draft_reply", "sign_reply", "release_reply", WAIT, "conclude"],
        ),
    ],
    ids=lambda value: f"{value.stands}-{value.extension}" if isinstance(value, Part) else "",
)
def test_acts_after_assignment(part: Part, acts: list[str]) -> None:
    assert [leg.act for leg in unit_legs(part)] == acts


def test_a_dissatisfied_proposer_is_answered_twice() -> None:
    part = Part(stands="archived", grade="dissatisfied")

    acts = [leg.act for leg in unit_legs(part)]

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
    assert letter.promised_by == date(2026, 11, 29)
    assert letter.promise.startswith("1. 为全市213部加装电梯逐部明确使用管理责任主体并在轿厢内公示（2026年8月底前")


def test_a_letter_can_lack_the_last_answer() -> None:
    found = wording().reply_to(LIFT, "A")

    letter = letter_of(found, LIFT, number="1", on=date(2026, 5, 29), without_last=True)

    assert [line[:2] for line in letter.text.splitlines()[1:-1]] == ["一、", "二、"]
    assert (letter.promise, letter.promised_by) == ("", None)


def test_no_letter_speaks_to_a_member_as_to_an_organisation() -> None:
    letters = [letter_of(reply, LIFT, number="1", on=date(2026, 5, 29)).text for reply in read_phrases().replies]

    assert [letter for letter in letters if "贵会" in letter or "贵单位" in letter or "{" in letter] == []


def test_variations_have_titles_of_their_own_and_speak_of_the_whole_city() -> None:
    more = list(islice(varied(read_content().city, TEXTS, wording=wording(), random=Random(5)), 2000))

    titles = [text.title for text in more]
    assert len(set(titles) | {text.title for text in TEXTS}) == len(titles) + len(TEXTS)
    assert max(map(len, titles)) <= TITLE_MOST
    assert [text.title for text in more if "{" in text.title + text.situation] == []


def test_an_emptied_text_only_wishes() -> None:
    model = next(text for text in read_proposals("proposals_declined.toml") if text.reason == "empty")

    empty = emptied(LIFT, model)

    assert (empty.title, empty.reason, empty.suggestions) == (LIFT.title, "empty", model.suggestions)
    assert empty.situation.count("。") == 1


def test_too_many_proposals_are_refused() -> None:
    years = [Year(text, Session()) for text in read_content().county.sessions]
    scheduler = Scheduler(years, today=read_content().today, hours=Hours(PUBLISHED, Random(6)))
    place = read_content().county
    matcher = Matcher(place, named={}, wording=wording(), random=Random(6))
    texts = read_proposals("proposals_county.toml")

    with pytest.raises(TooFewTexts, match="words for 8 proposals, not for 9"):
        matcher.plans([Part(stands="submitted")] * 9, scheduler, texts=texts, more=iter(()), declined=())
