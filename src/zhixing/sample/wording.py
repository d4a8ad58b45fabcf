"""What people of the sample city write: replies that answer each suggestion, and sentences true of the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Generic, TypeVar

from zhixing.assembly import numerals
from zhixing.procedure.days import add_months
from zhixing.sample.reading import ContactText, ExtensionText, Phrases, ProposalText, RatingText, RemarkText, ReplyText

T = TypeVar("T")

_TO_A_MEMBER = (("贵会成员", "您"), ("贵会", "您"), ("贵单位", "您"))
"""Replies written to an organisation, worded for a member."""


class Deck(Generic[T]):
    """Deals values in a random order, each once before any comes again."""

    def __init__(self, values: Iterable[T], random: Random) -> None:
        self._values = list(values)
        self._random = random
        self._left: list[T] = []

    def draw(self, wanted: Callable[[T], bool] = lambda _value: True) -> T:
        """Return the next value that is wanted. LookupError when there is none at all."""
        for _round in range(2):
            for place, value in enumerate(self._left):
                if wanted(value):
                    return self._left.pop(place)
            shuffled = self._random.sample(self._values, len(self._values))
            self._left += [value for value in shuffled if value not in self._left]
        raise LookupError("Nothing in this deck is wanted.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply letter as it is signed."""

    letter: str
    text: str
    answers: tuple[dict[str, str], ...] = ()


class Wording:
    """Finds words for acts; a sentence comes again only after all others have had their turn."""

    def __init__(self, phrases: Phrases, random: Random) -> None:
        self.random = random
        self.own_replies = {reply.proposal: reply for reply in phrases.replies if reply.proposal}
        self._replies = Deck((reply for reply in phrases.replies if not reply.proposal), random)
        self._contacts = Deck(phrases.contacts, random)
        self._first_reviews = Deck(phrases.first_reviews, random)
        self._reply_reviews = Deck(phrases.reply_reviews, random)
        self._ratings = Deck(phrases.ratings, random)
        self._extensions = Deck(phrases.extensions, random)
        self._notes = {name: Deck(texts, random) for name, texts in phrases.notes.items()}
        self._declines = {decline.code: decline.texts for decline in phrases.declines}

    def note(self, name: str) -> str:
        """Return a short note for an act."""
        return self._notes[name].draw()

    def explanation(self, text: ProposalText) -> str:
        """Return why a proposal is declined."""
        return self._declines[text.reason][text.explanation - 1]

    def advice(self, outcome: str, reason: str) -> str:
        """Return the first review's opinion; one that gives a reason only where that is the reason."""
        return self._first_reviews.draw(_of(outcome, "", reason)).text

    def contact(self, stage: str) -> ContactText:
        """Return a contact of a stage of the work."""
        return self._contacts.draw(lambda one: one.stage == stage)

    def extension(self) -> ExtensionText:
        """Return a request for more time."""
        return self._extensions.draw()

    def review(self, outcome: str, *fits: str) -> str:
        """Return the supervision office's opinion on a reply, for one of these occasions or for any."""
        return self._reply_reviews.draw(_of(outcome, *fits)).text

    def rating(self, grade: str, *, title: str, letter: str, again: bool) -> RatingText:
        """Return a proposer's opinion with what is to be handled again."""
        fits = {"", "again"} if again else {"", f"letter_{letter}"}

        def wanted(one: RatingText) -> bool:
            return one.grade == grade and one.fits in fits and one.proposal in {"", title}

        return self._ratings.draw(wanted)

    def reply_to(self, text: ProposalText, letter: str) -> ReplyText:
        """Return the reply written for a proposal, else one with this letter that fits any."""
        own = self.own_replies.get(text.title)
        if own is not None and letter in {"", own.letter}:
            return own
        chosen = letter or self.random.choices("ABC", (52, 41, 7))[0]
        return self._replies.draw(lambda one: one.letter == chosen)

    def another_reply(self, letter: str) -> ReplyText:
        """Return a second reply."""
        return self._replies.draw(lambda one: one.letter == letter)


def _of(outcome: str, *fits: str) -> Callable[[RemarkText], bool]:
    return lambda one: one.outcome == outcome and one.fits in (fits or ("",))


def letter_of(reply: ReplyText, text: ProposalText, *, number: str, on: date, without_last: bool = False) -> Reply:
    """Return a reply as a letter: an answer to each suggestion, or one too few as units sometimes send it."""
    answers = reply.answers[: len(text.suggestions) - without_last]
    numbered = (f"{numerals.to_chinese(place)}、{answer}" for place, answer in enumerate(answers, start=1))
    body = "\n".join((reply.opening, *numbered, reply.closing))
    for theirs, ours in _TO_A_MEMBER:
        body = body.replace(theirs, ours)
    return Reply(
        letter=reply.letter,
        text=body.replace("{title}", text.title).replace("{number}", f"第{number}号"),
        answers=tuple(_answers(reply, text, answers, on)),
    )


def _answers(reply: ReplyText, text: ProposalText, answers: Sequence[str], on: date) -> Iterator[dict[str, str]]:
    """Yield the answer to each suggestion; the promises of a reply stand with the first answers."""
    promises = reply.promised()
    for place, (suggestion, answer) in enumerate(zip(text.suggestions, answers, strict=False)):
        row = {"suggestion": suggestion, "answer": answer, "letter": "A" if reply.letter == "B" else reply.letter}
        if place < len(promises):
            promise = promises[place]
            row |= {"letter": "B", "measures": promise.text, "person": promise.post}
            row |= {"promised_by": add_months(on, promise.months).isoformat()}
        yield row
