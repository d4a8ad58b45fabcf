"""What units, supervision offices, proposers and leaders do while a unit has a proposal, and what they enter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from zhixing.assembly.models import Person
from zhixing.assembly.vocabulary import Function, PostKind, Side
from zhixing.cases.calls import Done
from zhixing.cases.models import Case
from zhixing.procedure.days import WorkCalendar
from zhixing.sample.reading import ReplyText
from zhixing.sample.wording import Reply, letter_of

if TYPE_CHECKING:
    from zhixing.sample.telling import Doing, Teller

Data = dict[str, Any]
Act = tuple[str, Person, str, Data]

_THIRD = 3
"""A reply that is sent back leaves the third suggestion unanswered, where there are three."""
_PUBLICATION = {"full": 70, "summary": 25, "closed": 5}
_SECTIONS = ("办公室", "综合业务科", "政策法规科")
_BETTER = {"A": "A", "B": "A", "C": "B"}
"""The letter of a second reply, by that of the first."""


class Desk:
    """One unit's work on one proposal."""

    def __init__(self, teller: Teller, unit: str, calendar: WorkCalendar) -> None:
        self.teller = teller
        self.unit = unit
        self.plan, self.part, self.text = teller.plan, teller.plan.part, teller.plan.text
        self.wording, self.random, self.town = teller.wording, teller.wording.random, teller.town
        self.calendar = calendar
        self.case: Case | None = None
        self.contacts: list[tuple[int, date]] = []
        self.drafts = 0
        self.source: ReplyText | None = None
        self.reply: Reply | None = None
        self.extension = self.wording.extension() if self.part.takes("extended") else None

    @property
    def number(self) -> str:
        """The number of the handling."""
        return self._case.number

    @property
    def _case(self) -> Case:
        if self.case is None:
            raise ValueError(f"{self.text.title}: {self.unit} was not given it yet.")
        return self.case

    def take(self, case: Case) -> None:
        """Take over a handling."""
        self.case = case

    def doing(self, act: str) -> Doing:
        """Return who performs an act of the handling, and with what."""
        methods: dict[str, Callable[[], Doing]] = {"object": self.object_to_it}
        found: Doing = (methods.get(act) or getattr(self, act))()
        return found

    def follow(self, act: str, done: Done | None) -> None:
        """Take note of what came of an act: of a contact's entry, and of the handling that another unit has now."""
        if done is None:
            return
        if act == "contact":
            self.contacts.append((done.entry, self.teller.day))
        if act == "decide_objection" and self.part.takes("moved"):
            self.unit = self.plan.unit
            handlings = Case.objects.of_body(self.town.body).filter(parent=done.case.parent_id, kind="handling")
            self.case = handlings.order_by("-pk")[0]

    # --- who ---

    def supervisor(self) -> Person:
        """Somebody of the supervision office on the unit's side."""
        side = next(unit.side for unit in self.town.text.units if unit.name == self.unit)
        function = Function.PARTY_SUPERVISION if side == Side.PARTY else Function.GOVERNMENT_SUPERVISION
        kind = self.random.choice((PostKind.DIRECTOR, PostKind.CLERK))
        return self.teller.one_of(self.town.office(function), kind, PostKind.DIRECTOR)

    def liaison(self) -> Person:
        """The unit's liaison."""
        return self.teller.one_of(self.unit, PostKind.LIAISON)

    def handler(self) -> Person:
        """A handler of the unit, or its liaison where it has none."""
        return self.teller.one_of(self.unit, PostKind.HANDLER, PostKind.LIAISON)

    def head(self) -> Person:
        """The unit's head."""
        return self.teller.one_of(self.unit, PostKind.HEAD)

    def leader(self) -> Person:
        """One of the committee's leaders."""
        leading = next(one.name for one in self.town.text.offices if one.leadership)
        kind = self.random.choice((PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.SECRETARY_GENERAL))
        return self.teller.one_of(leading, kind)

    # --- until the draft ---

    def accept(self) -> Doing:
        """Name who will handle it."""
        handler = self.handler()
        return self.liaison(), {"officer": handler.name, "telephone": handler.phone}

    def object_to_it(self) -> Doing:
        """Say that it is not the unit's."""
        data = {"reason": self.wording.note("objection")}
        if self.part.takes("moved"):
            data["proposed_unit"] = self.plan.unit
        return self.liaison(), data

    def decide_objection(self) -> Doing:
        """Move it to another unit, or not."""
        if self.part.takes("moved"):
            data = {"objection": "moved", "unit": self.plan.unit, "opinion": self.wording.note("objection_granted")}
        else:
            data = {"objection": "kept", "opinion": self.wording.note("objection_refused")}
        return self.supervisor(), data

    def distribute(self) -> Doing:
        """Say who in the unit handles it."""
        section = _SECTIONS[len(self.text.title) % len(_SECTIONS)]
        given = {"section": section, "officer_in_charge": self.handler().pk}
        return self.liaison(), {**given, "instruction": self.wording.note("distribute")}

    def contact(self) -> Doing:
        """Talk with the proposer."""
        stage = "again" if self.drafts else "during" if self.contacts else "before"
        contact = self.wording.contact(stage)
        data = {"way": contact.way, "held_on": self.teller.day.isoformat(), "record": contact.note}
        return self.handler(), data | {"stage": "before" if stage == "before" else "during"}

    def confirm_contact(self) -> Doing:
        """Say that it was so."""
        return self.teller.proposer(), {"contact_entry": self.contacts[-1][0], "confirmed": "yes"}

    def interim_reply(self) -> Doing:
        """Tell the proposer how far it is."""
        return self.liaison(), {"progress": self.wording.note("progress")}

    def instruct(self) -> Doing:
        """Have a leader ask for more."""
        return self.leader(), {"leader_words": self.wording.note("instruct")}

    def urge(self) -> Doing:
        """Urge the unit, whose reply is late."""
        way = self.random.choice(("telephone", "letter"))
        return self.supervisor(), {"urged_by": way, "urging": self.wording.note("urge")}

    def request_extension(self) -> Doing:
        """Ask for more time."""
        asked = self.extension or self.wording.extension()
        return self.liaison(), {"months": asked.months, "reason": asked.reason}

    def decide_extension(self) -> Doing:
        """Grant it, or not."""
        if self.part.takes("extension_refused"):
            return self.supervisor(), {"decision": "refused", "opinion": self.wording.note("extension_refused")}
        months = self.extension.months if self.extension else 1
        data = {"decision": "granted", "granted_months": months, "opinion": self.wording.note("extension_granted")}
        return self.supervisor(), data

    # --- the reply ---

    def draft_reply(self) -> Doing:
        """Write the reply; the first of a part that is sent back lacks an answer."""
        redrafted = self.part.takes("returned") + self.part.takes("redrafted")
        if self.source is None:
            self.source = self.wording.reply_to(self.text, self.part.letter)
        elif self.drafts > redrafted:
            self.source = self.wording.another_reply(_BETTER[self.source.letter])
        number = self.teller.case.official_number if self.teller.case else ""
        self.reply = letter_of(
            self.source,
            self.text,
            number=number or "",
            on=self.teller.day,
            without_last=self._lacks_an_answer and not self.drafts,
        )
        self.drafts += 1
        answers = {"draft_answers": list(self.reply.answers)} if self.reply.answers else {}
        return self.handler(), {"draft": self.reply.text, **answers}

    @property
    def _lacks_an_answer(self) -> bool:
        return self.part.takes("returned") and len(self.text.suggestions) == _THIRD

    def check_draft(self) -> Doing:
        """Check the draft in the unit's office."""
        return self.liaison(), {"checked": self.wording.note("check_draft")}

    def return_draft(self) -> Doing:
        """Have it drafted anew."""
        return self.head(), {"opinion": self.wording.note("redraft")}

    def sign_reply(self) -> Doing:
        """Sign the reply as drafted."""
        reply = self._current_reply
        data: Data = {
            "letter": reply.letter,
            "reply": reply.text,
            "publishable": self.random.choices([*_PUBLICATION], [*_PUBLICATION.values()])[0],
        }
        if reply.answers:
            data["answers"] = list(reply.answers)
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
        first = 1 + self.part.takes("returned") + self.part.takes("redrafted")
        fits = ("again",) if self.drafts > first else ()
        return self.supervisor(), {"opinion": self.wording.review("release", *fits)}

    # --- after the reply ---

    def rate(self) -> Doing:
        """Give an opinion of the reply."""
        return self.teller.proposer(), {"grade": self.part.grade, **self._opinion(self.part.grade, again=False)}

    def rate_again(self) -> Doing:
        """Give an opinion of a later reply; whoever had it reopened is content in the end."""
        last = self.drafts - self.part.takes("returned") - self.part.takes("redrafted") > _THIRD - 1
        grade = "basically" if last else self.part.again
        return self.teller.proposer(), {"second_grade": grade, **self._opinion(grade, again=True)}

    def _opinion(self, grade: str, *, again: bool) -> Data:
        rating = self.wording.rating(grade, title=self.text.title, letter=self._current_reply.letter, again=again)
        unhappy = grade == "dissatisfied"
        data = {"attitude": "basically" if unhappy else "satisfied", "result": grade, "words": rating.comment}
        if rating.again and not again:
            data["again"] = rating.again
        if unhappy:
            data["call_me"] = "yes"
        return data

    def called(self) -> Doing:
        """Call the proposer, who asked for it."""
        return self.teller.clerk(), {"called_on": self.teller.day.isoformat(), "call_note": self.wording.note("called")}

    def appraise_proposal(self) -> Doing:
        """Say what the unit thinks of the proposal, back to back with the rating."""
        quality = self.random.choices(("excellent", "good", "fair"), (35, 50, 15))[0]
        return self.liaison(), {"quality": quality, "quality_words": self.wording.note(f"quality_{quality}")}

    def change_rating(self) -> Doing:
        """Rate otherwise than at first: better once it was done, or less well than under somebody's eyes."""
        better = self.part.grade != "satisfied"
        data = {"grade": "satisfied" if better else "basically", "attitude": "satisfied"}
        if better:
            return self.teller.proposer(), data | {"why_changed": self.wording.note("rated_better")}
        why = {"pressed": "yes", "why_changed": self.wording.note("rated_under_pressure")}
        return self.teller.proposer(), data | {"result": "basically"} | why

    def change_second_rating(self) -> Doing:
        """Rate the second reply better, now that what it says was seen."""
        data = {"second_grade": "satisfied", "attitude": "satisfied", "result": "satisfied"}
        return self.teller.proposer(), data | {"why_changed": self.wording.note("rated_better")}

    def second_reply(self) -> Doing:
        """Reply again, now that it is known what was kept."""
        kept = not self.part.takes("given_up") and not self.part.takes("release_asked")
        text = self.wording.note("second_reply_kept" if kept else "second_reply_not_kept")
        return self.head(), {"letter": "A" if kept else "C", "second_reply": text.replace("{title}", self.text.title)}

    def comment(self) -> Doing:
        """Let somebody who signed add a word."""
        return self.teller.person(self.teller.signed[0]), {"comment": self.wording.note("comment")}

    def reopen(self) -> Doing:
        """Have a leader order it handled again."""
        return self.leader(), {"leader_words": self.wording.note("reopen")}

    def correct(self) -> Doing:
        """Mend the day of the first contact."""
        entry, day = self.contacts[0]
        value = self.calendar.add_working(day, -1).isoformat()
        reason = self.wording.note("correct_contact")
        return self.teller.clerk(), {"entry": entry, "field": "held_on", "value": value, "reason": reason}

    def redact(self) -> Doing:
        """Cover what a contact's record says of a third person."""
        entry, _day = self.contacts[-1]
        return self.teller.director(), {"entry": entry, "field": "record", "reason": self.wording.note("redact")}

    # --- below it ---

    def co_acts(self, act: str) -> Iterator[Act]:
        """Yield an act of the co-handling units."""
        if self.case is None:
            return
        liaison = self.teller.one_of(self.plan.co_unit, PostKind.LIAISON)
        data: dict[str, Callable[[], Data]] = {
            "give_opinion": lambda: {"opinion": self.wording.note("coopinions")},
            "dispute": lambda: {"reason": self.wording.note("dispute")},
        }
        for case in self._open_below("cohandling"):
            yield act, liaison, case.number, data.get(act, dict)()

    def promise_acts(self, act: str) -> Iterator[Act]:
        """Yield an act in everything that was promised and is neither kept nor given up."""
        note = self.wording.note
        doings: dict[str, Callable[[], tuple[str, Person, Data]]] = {
            "progress": lambda: ("progress", self.handler(), {"progress": note("progress")}),
            "claim_done": lambda: ("claim_done", self.handler(), {"evidence": note("claim_done")}),
            "verify": lambda: (
                "verify",
                self.teller.clerk(),
                {"found": "kept", "way": "on_spot", "how": note("verified")},
            ),
            "verify_in_vain": lambda: (
                "verify",
                self.teller.clerk(),
                {"found": "not_kept", "way": "on_spot", "how": note("not_verified")},
            ),
            "give_up": lambda: ("give_up", self.leader(), {"reason": note("not_achievable")}),
            "say_if_done": lambda: ("say_if_done", self.teller.proposer(), {"done": "yes", "remark": note("looked")}),
            "ask_release": lambda: ("ask_release", self.head(), {"explanation": note("release_asked")}),
            "decide_release": lambda: (
                "decide_release",
                self.leader(),
                {"release": "granted", "reason": note("release_granted")},
            ),
        }
        if self.case is None:
            return
        for case in self._open_below("promise"):
            name, who, data = doings[act]()
            yield name, who, case.number, data

    def _open_below(self, kind: str) -> list[Case]:
        cases = Case.objects.of_body(self.town.body).filter(parent=self._case, kind=kind, final=False)
        return list(cases.order_by("pk"))
