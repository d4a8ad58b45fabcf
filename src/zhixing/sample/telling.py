"""The story of one proposal: its acts in turn, each by somebody entitled to it, with what that person enters.

A story is a generator: it yields what is asked of the one door, and is told what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhixing.assembly.models import Person, Session
from zhixing.assembly.vocabulary import Function, PostKind, Side
from zhixing.cases.calls import Done
from zhixing.cases.models import Case
from zhixing.procedure.days import WorkCalendar
from zhixing.sample.matching import Plan
from zhixing.sample.populate import Town
from zhixing.sample.reading import ReplyText
from zhixing.sample.scheduling import WAIT
from zhixing.sample.wording import Reply, Wording, letter_of

Data = dict[str, Any]
Doing = tuple[Person, Data]

_THIRD = 3
"""A reply that is sent back leaves the third suggestion unanswered, where there are three."""
_MAY_BE_PUBLISHED = 9, 10
_PUBLICATION = {"full": 70, "summary": 25, "closed": 5}
_BETTER = {"A": "A", "B": "A", "C": "B"}
"""The letter of a second reply, by that of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An act asked of the door; without a case it opens one in the session, without ``who`` only time passes."""

    at: datetime
    act: str
    who: Person | None = None
    case: str = ""
    data: Data = field(default_factory=dict)
    session: Session | None = None


Story = Generator[Asked, Done | None, None]


class Teller:
    """Knows who does what in one proposal, and what they enter."""

    def __init__(
        self, plan: Plan, town: Town, *, categories: Mapping[str, str], calendar: WorkCalendar, wording: Wording
    ) -> None:
        self.plan = plan
        self.part = plan.part
        self.text = plan.text
        self.town = town
        self.categories = categories
        self.calendar = calendar
        self.wording = wording
        self.random = wording.random
        self.side = next(unit.side for unit in town.text.units if unit.name == plan.unit)
        self.day = plan.schedule.steps[0].at.date()
        self.cases: dict[str, Case] = {}
        self.contacts: list[tuple[int, date]] = []
        self.drafts = 0
        self.source: ReplyText | None = None
        self.reply: Reply | None = None
        self.extension = wording.extension() if plan.part.extension else None

    def story(self) -> Story:
        """Yield the acts one by one, and take note of what came of each."""
        for step in self.plan.schedule.steps:
            self.day = step.at.date()
            done = yield self._asked(step.act, step.at)
            if done is None:
                continue
            self.cases[done.case.kind] = done.case
            if step.act == "assign":
                self.cases["handling"] = Case.objects.of_body(self.town.body).get(parent=done.case)
            if step.act == "contact":
                self.contacts.append((done.entry, self.day))

    def _asked(self, act: str, at: datetime) -> Asked:
        if act == WAIT:
            return Asked(at=at, act=act)
        kind, doing = _ACTS[act]
        who, data = doing(self)
        if act == "submit":
            return Asked(at=at, act=act, who=who, data=data, session=self.plan.schedule.year.row)
        return Asked(at=at, act=act, who=who, case=self.cases[kind].number, data=data)

    # --- who ---

    def proposer(self) -> Person:
        """Whoever submitted it."""
        return self.town.people[self.plan.proposer]

    def clerk(self) -> Person:
        """A clerk of the proposals committee."""
        return self._one_of(self.town.office(Function.PROPOSALS_COMMITTEE), PostKind.CLERK)

    def director(self) -> Person:
        """The director of the proposals committee."""
        return self._one_of(self.town.office(Function.PROPOSALS_COMMITTEE), PostKind.DIRECTOR)

    def supervisor(self) -> Person:
        """Somebody of the supervision office on the unit's side."""
        party = self.side == Side.PARTY
        office = self.town.office(Function.PARTY_SUPERVISION if party else Function.GOVERNMENT_SUPERVISION)
        kind = self.random.choice((PostKind.DIRECTOR, PostKind.CLERK))
        return self._one_of(office, kind, PostKind.DIRECTOR)

    def liaison(self) -> Person:
        """The unit's liaison."""
        return self._one_of(self.plan.unit, PostKind.LIAISON)

    def handler(self) -> Person:
        """A handler of the unit, or its liaison where it has none."""
        return self._one_of(self.plan.unit, PostKind.HANDLER, PostKind.LIAISON)

    def head(self) -> Person:
        """The unit's head."""
        return self._one_of(self.plan.unit, PostKind.HEAD)

    def _one_of(self, organisation: str, *posts: str) -> Person:
        return self.random.choice(self.town.holder(organisation, *posts))

    # --- until it is assigned ---

    def submit(self) -> Doing:
        """Write it."""
        some, of = _MAY_BE_PUBLISHED
        return self.proposer(), self._written() | {
            "category": self.categories[self.text.category],
            "suggested_unit": self.plan.unit,
            "occasion": "plenary" if self.plan.schedule.plenary else "between",
            "publishable": "yes" if self.random.randrange(of) < some else "no",
        }

    def resubmit(self) -> Doing:
        """Submit it again, mended."""
        return self.proposer(), self._written()

    def _written(self) -> Data:
        return {
            "title": self.text.title,
            "situation": self.text.situation,
            "analysis": self.text.analysis,
            "suggestions": "\n".join(self.text.suggestions),
        }

    def return_draft(self) -> Doing:
        """Send it back to be mended."""
        return self.clerk(), {"opinion": self.wording.note("return_draft")}

    def withdraw(self) -> Doing:
        """Take it back."""
        return self.proposer(), {"reason": self.wording.note("withdraw")}

    def first_review(self) -> Doing:
        """Advise to file it, or not to."""
        outcome = "decline" if self.text.reason else "file"
        return self.clerk(), {"advice": outcome, "opinion": self.wording.advice(outcome, self.text.reason)}

    def file(self) -> Doing:
        """Give it its number."""
        return self.director(), {"opinion": self.wording.note("file")}

    def decline(self) -> Doing:
        """Say why not."""
        return self.director(), {"reason": self.text.reason, "explanation": self.wording.explanation(self.text)}

    def assign(self) -> Doing:
        """Hand it to the unit."""
        return self.clerk(), {"unit": self.plan.unit, "note": self.wording.note("assign")}

    # --- while a unit has it ---

    def accept(self) -> Doing:
        """Name who will handle it."""
        handler = self.handler()
        return self.liaison(), {"officer": handler.name, "telephone": handler.phone}

    def contact(self) -> Doing:
        """Talk with the proposer."""
        stage = "again" if self.drafts else "during" if self.contacts else "before"
        contact = self.wording.contact(stage)
        data = {"way": contact.way, "held_on": self.day.isoformat(), "record": contact.note}
        return self.handler(), data

    def request_extension(self) -> Doing:
        """Ask for more time."""
        asked = self.extension or self.wording.extension()
        return self.liaison(), {"months": asked.months, "reason": asked.reason}

    def decide_extension(self) -> Doing:
        """Grant it, or not."""
        if self.part.extension == "refused":
            return self.supervisor(), {"decision": "refused", "opinion": self.wording.note("extension_refused")}
        months = self.extension.months if self.extension else 1
        data = {"decision": "granted", "granted_months": months, "opinion": self.wording.note("extension_granted")}
        return self.supervisor(), data

    def note(self) -> Doing:
        """Urge the unit."""
        return self.supervisor(), {"text": self.wording.note("urges")}

    def draft_reply(self) -> Doing:
        """Write the reply; the first of a part that is sent back lacks an answer."""
        if self.source is None:
            self.source = self.wording.reply_to(self.text, self.part.letter)
        elif self.drafts > self.part.returned:
            self.source = self.wording.another_reply(_BETTER[self.source.letter])
        self.reply = letter_of(
            self.source,
            self.text,
            number=self.cases["proposal"].official_number or "",
            on=self.day,
            without_last=self._lacks_an_answer and not self.drafts,
        )
        self.drafts += 1
        return self.handler(), {"draft": self.reply.text}

    @property
    def _lacks_an_answer(self) -> bool:
        return self.part.returned and len(self.text.suggestions) == _THIRD

    def sign_reply(self) -> Doing:
        """Sign the reply as drafted."""
        reply = self._current_reply
        data: Data = {
            "letter": reply.letter,
            "reply": reply.text,
            "publishable": self.random.choices([*_PUBLICATION], [*_PUBLICATION.values()])[0],
        }
        if reply.promised_by:
            data |= {"promise": reply.promise, "promised_by": reply.promised_by.isoformat()}
        return self.head(), data

    @property
    def _current_reply(self) -> Reply:
        if self.reply is None:
            raise ValueError(f"{self.text.title}: no reply has been drafted yet.")
        return self.reply

    def return_reply(self) -> Doing:
        """Send the reply back."""
        fits = ("unanswered",) if self._lacks_an_answer else ()
        return self.supervisor(), {"opinion": self.wording.review("return", *fits)}

    def release_reply(self) -> Doing:
        """Let the reply out."""
        fits = ("again",) if self.drafts > 1 + self.part.returned else ()
        return self.supervisor(), {"opinion": self.wording.review("release", *fits)}

    # --- after the reply ---

    def rate(self) -> Doing:
        """Give an opinion of the reply."""
        return self.proposer(), {"grade": self.part.grade, **self._opinion(self.part.grade, again=False)}

    def rate_again(self) -> Doing:
        """Give an opinion of the second reply."""
        return self.proposer(), {"second_grade": self.part.again, **self._opinion(self.part.again, again=True)}

    def _opinion(self, grade: str, *, again: bool) -> Data:
        rating = self.wording.rating(grade, title=self.text.title, letter=self._current_reply.letter, again=again)
        unhappy = grade == "dissatisfied"
        data = {"attitude": "basically" if unhappy else "satisfied", "result": grade, "words": rating.comment}
        if rating.again and not again:
            data["again"] = rating.again
        if unhappy:
            data["call_me"] = "yes"
        return data

    def correct(self) -> Doing:
        """Mend the day of the first contact."""
        entry, day = self.contacts[0]
        value = self.calendar.add_working(day, -1).isoformat()
        reason = self.wording.note("correct_contact")
        return self.clerk(), {"entry": entry, "field": "held_on", "value": value, "reason": reason}

    def conclude(self) -> Doing:
        """Close it."""
        rated = self.part.grade != "silent"
        return self.clerk(), {"opinion": self.wording.note("conclude" if rated else "conclude_unrated")}

    def archive(self) -> Doing:
        """Put it away."""
        return self.clerk(), {}


_ACTS: Mapping[str, tuple[str, Callable[[Teller], Doing]]] = {
    **{
        doing.__name__: ("proposal", doing)
        for doing in (
            Teller.submit,
            Teller.resubmit,
            Teller.return_draft,
            Teller.withdraw,
            Teller.first_review,
            Teller.file,
            Teller.decline,
            Teller.assign,
            Teller.note,
            Teller.conclude,
            Teller.archive,
        )
    },
    **{
        doing.__name__: ("handling", doing)
        for doing in (
            Teller.accept,
            Teller.contact,
            Teller.request_extension,
            Teller.decide_extension,
            Teller.draft_reply,
            Teller.sign_reply,
            Teller.return_reply,
            Teller.release_reply,
            Teller.rate,
            Teller.rate_again,
            Teller.correct,
        )
    },
}
"""Each act with the kind of case it is performed on."""
