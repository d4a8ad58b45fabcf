"""The story of one proposal: its acts in turn, each by somebody entitled to it, with what that person enters.

A story is a generator: it yields what is asked of the one door, and is told what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zhixing.assembly.models import Person, Session
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.calls import Done
from zhixing.cases.models import Case
from zhixing.procedure.days import WorkCalendar
from zhixing.sample.fields import filed_under
from zhixing.sample.matching import Plan, Proposing
from zhixing.sample.populate import Town
from zhixing.sample.unit_telling import Desk
from zhixing.sample.ways import WAIT
from zhixing.sample.wording import Wording

Data = dict[str, Any]
Doing = tuple[Person, Data]

_MAY_BE_PUBLISHED = 9, 10
_TIME_TO_SIGN = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An act asked of the door; without a case it opens one of the kind, without ``who`` only time passes."""

    at: datetime
    act: str
    who: Person | None = None
    case: str = ""
    kind: str = "proposal"
    data: Data = field(default_factory=dict)
    session: Session | None = None


_LOOKS_ROUND = frozenset({WAIT, "merge"})
"""Before these the story waits for their moment, since what is entered depends on what others have done by then."""

Story = Generator[Asked, Done | None, None]


class Teller:
    """Knows who does what in one proposal, and what they enter. ``main`` tells the one it is merged into."""

    def __init__(
        self, plan: Plan, town: Town, *, categories: Mapping[str, str], calendar: WorkCalendar, wording: Wording
    ) -> None:
        self.plan = plan
        self.part = plan.part
        self.text = plan.text
        self.town = town
        self.categories = categories
        self.wording = wording
        self.random = wording.random
        self.day = plan.schedule.steps[0].at.date()
        self.main: Teller | None = None
        self.case: Case | None = None
        self.lead: Case | None = None
        self.waiting: list[Proposing] = []
        self.signed: list[Proposing] = []
        self.spare = list(plan.asked)
        self.withdrawals = 0
        self.desks = {
            "unit": Desk(self, plan.wrong_unit, calendar),
            "other": Desk(self, plan.other_unit, calendar),
        }

    def story(self) -> Story:
        """Yield the acts one by one, and take note of what came of each."""
        for step in self.plan.schedule.steps:
            self.day = step.at.date()
            slot, _, act = step.act.rpartition(":")
            if step.act in _LOOKS_ROUND or slot in {"co", "promise"}:
                yield Asked(at=step.at, act=WAIT)
            if step.act == WAIT:
                continue
            if slot in {"co", "promise"}:
                yield from self._below(slot, act, step.at)
            elif slot == "lead":
                self.lead = _case_of((yield self._of_lead(act, step.at)))
            elif slot:
                desk = self.desks[slot]
                who, data = desk.doing(act)
                desk.follow(act, (yield Asked(at=step.at, act=act, who=who, case=desk.number, data=data)))
            else:
                self._follow(act, (yield self._own(act, step.at)))

    def _below(self, slot: str, act: str, at: datetime) -> Story:
        """Yield the acts of the co-handling units, or those in everything that was promised."""
        for desk in self.desks.values():
            for name, who, number, data in desk.co_acts(act) if slot == "co" else desk.promise_acts(act):
                yield Asked(at=at, act=name, who=who, case=number, data=data)

    def _own(self, act: str, at: datetime) -> Asked:
        doings: dict[str, Callable[[], Doing]] = {
            "submit_collective": self.submit,
            "confirm_entry": self.enter,
            "invite_collective": self.invite,
            "decide_withdrawal": self.decide_withdrawal,
            "agree_for_party": lambda: self._agree(Function.PARTY_SUPERVISION),
            "agree_for_government": lambda: self._agree(Function.GOVERNMENT_SUPERVISION),
            "agree_for_cppcc": lambda: self._agree(Function.GENERAL_OFFICE),
        }
        who, data = (doings.get(act) or getattr(self, act))()
        opens = self.case is None
        return Asked(
            at=at,
            act=act,
            who=who,
            data=data,
            case="" if self.case is None else self.case.number,
            session=self.plan.schedule.year.row if opens else None,
        )

    def _follow(self, act: str, done: Done | None) -> None:
        if done is None:
            return
        self.case = done.case
        if act == "assign":
            found = Case.objects.of_body(self.town.body).filter(parent=done.case, kind="handling").order_by("pk")
            for desk, case in zip(self.desks.values(), found, strict=False):
                desk.take(case)

    # --- who ---

    def person(self, one: Proposing) -> Person:
        """Return somebody who proposes or signs."""
        return self.town.people[one.person]

    def proposer(self) -> Person:
        """Whoever submitted it."""
        return self.person(self.plan.proposer)

    def clerk(self) -> Person:
        """A clerk of the proposals committee."""
        return self.one_of(self.town.office(Function.PROPOSALS_COMMITTEE), PostKind.CLERK)

    def director(self) -> Person:
        """The director of the proposals committee."""
        return self.town.holder(self.town.office(Function.PROPOSALS_COMMITTEE), PostKind.DIRECTOR)[0]

    def one_of(self, organisation: str, *posts: str) -> Person:
        """Return somebody who holds the first of these posts that is filled."""
        return self.random.choice(self.town.holder(organisation, *posts))

    # --- how it comes in ---

    def _of_lead(self, act: str, at: datetime) -> Asked:
        """Return an act of the lead that it is written from."""
        facts = self.text.situation[: self.text.situation.index("。") + 1]
        title = f"{self.text.title.removeprefix('关于')[:40]}（线索）"
        data: Mapping[str, Doing] = {
            "offer": (
                self.one_of(self.plan.unit, PostKind.LIAISON),
                {"title": title, "facts": facts, "category": self.categories[self.text.category]},
            ),
            "receive": (
                self.clerk(),
                {"title": title, "facts": facts, "source": "hotline", "contact": self.wording.note("lead_contact")},
            ),
            "close": (self.clerk(), {}),
            "publish": (self.clerk(), {"title": title, "facts": facts}),
            "decline": (self.clerk(), {"reason": "known", "explanation": self.wording.note("lead_declined")}),
            "claim": (self.proposer(), {}),
        }
        who, entered = data[act]
        number = "" if self.lead is None else self.lead.number
        return Asked(at=at, act=act, kind="lead", who=who, case=number, data=entered)

    def submit(self) -> Doing:
        """Write it, or send in what others have signed."""
        return self.proposer(), {} if self.part.is_joint else self._opened()

    def _opened(self) -> Data:
        from_lead: Data = {"lead": self.lead.number} if self.lead else {}
        return self._whole() | self._for_organisation() | from_lead

    def invite(self) -> Doing:
        """Ask others to sign it."""
        asked = [self.spare.pop(0) for _one in range(len(self.part.invited) or 2)]
        self.waiting += asked
        more = {"sign_by": (self.day + _TIME_TO_SIGN).isoformat()}
        return self.proposer(), self._opened() | _asking(asked, self.town) | more

    def invite_more(self) -> Doing:
        """Ask somebody else."""
        asked = self.spare.pop(0)
        self.waiting.append(asked)
        more = {"sign_by": (self.day + _TIME_TO_SIGN).isoformat()}
        return self.proposer(), _asking([asked], self.town) | more

    def cosign(self) -> Doing:
        """Sign it."""
        one = self.waiting.pop(0)
        self.signed.append(one)
        return self.person(one), {"read": True}

    def decline_cosign(self) -> Doing:
        """Say that one does not sign it: the last who was asked."""
        return self.person(self.waiting.pop()), {"reason": self.wording.note("decline_cosign")}

    def withdraw_signature(self) -> Doing:
        """Take a signature back."""
        return self.person(self.signed.pop()), {"reason": self.wording.note("decline_cosign")}

    def amend(self) -> Doing:
        """Change what was signed already."""
        self._ask_signers_again()
        return self.proposer(), self.written()

    def _ask_signers_again(self) -> None:
        self.waiting += self.signed
        self.signed = []

    def enter(self) -> Doing:
        """Enter what came on paper or was read from a file."""
        data = self._whole() | {"proposer": self.proposer().pk, "received_on": self.day.isoformat()}
        if self.part.intake == "paper":
            data["original"] = self.wording.note("original")
        return self.clerk(), data

    def receive_file(self) -> Doing:
        """Read a file."""
        name = self.plan.proposer.person
        read = {"proposer_names": name, "category_read": self.text.category, "unit_read": self.plan.unit}
        return self.clerk(), self.written() | read | {"original": f"{name}提案.docx"}

    def discard(self) -> Doing:
        """Not take in what was read."""
        return self.clerk(), {"reason": self.wording.note("discard")}

    def _for_organisation(self) -> Data:
        organisation = self.plan.proposer.organisation
        return {"organisation": organisation} if organisation and self.case is None else {}

    def _whole(self) -> Data:
        some, of = _MAY_BE_PUBLISHED
        return self.written() | {
            "category": self.categories[self.text.category],
            "suggested_unit": self.plan.unit,
            "occasion": "plenary" if self.plan.schedule.plenary else "between",
            "publishable": "yes" if self.random.randrange(of) < some else "no",
        }

    def written(self) -> Data:
        """Return the text."""
        return {
            "title": self.text.title,
            "situation": self.text.situation,
            "analysis": self.text.analysis,
            "suggestions": "\n".join(self.text.suggestions),
        }

    # --- the review ---

    def resubmit(self) -> Doing:
        """Submit it again, mended."""
        self._ask_signers_again()
        return self.proposer(), self.written()

    def return_draft(self) -> Doing:
        """Send it back to be mended."""
        return self.clerk(), {"opinion": self.wording.note("return_draft")}

    def withdraw(self) -> Doing:
        """Take it back."""
        return self.proposer(), {"reason": self.wording.note("withdraw")}

    def first_review(self) -> Doing:
        """Advise to file it, or not to."""
        stands = self.part.stands
        advice = {"merged": "merge", "converted": "convert", "conversion_asked": "convert", "declined": "decline"}
        outcome = advice.get(stands, "file")
        reason = self.text.reason if outcome == "decline" else ""
        return self.clerk(), {"advice": outcome, "opinion": self.wording.advice(outcome, reason)}

    def file(self) -> Doing:
        """Give it its number."""
        return self.director(), {"opinion": self.wording.note("file"), **filed_under(self.text.subcategory)}

    def decline(self) -> Doing:
        """Say why not."""
        return self.director(), {"reason": self.text.reason, "explanation": self.wording.explanation(self.text)}

    def merge(self) -> Doing:
        """Put it to one that asks for the same."""
        if self.main is None or self.main.case is None:
            raise ValueError(f"{self.text.title}: there is nothing to merge it.")
        consent = self.random.choice(("written", "meeting", "telephone"))
        number = self.main.case.number
        return self.clerk(), {"main": number, "consent": consent, "opinion": self.wording.advice("merge", "")}

    def unmerge(self) -> Doing:
        """Take it out again."""
        return self.clerk(), {"reason": self.wording.note("unmerge")}

    def ask_conversion(self) -> Doing:
        """Ask the proposer whether it may be handled otherwise."""
        into = self.random.choice(("brief", "letter"))
        return self.clerk(), {"into": into, "opinion": self.wording.note("ask_conversion")}

    def agree_conversion(self) -> Doing:
        """Agree."""
        return self.proposer(), {}

    def refuse_conversion(self) -> Doing:
        """Ask that it be reviewed as a proposal."""
        return self.proposer(), {"reason": self.wording.note("refuse_conversion")}

    def convert(self) -> Doing:
        """Convert it with the proposer's consent."""
        consent = self.random.choice(("written", "meeting", "telephone"))
        data = {"into": self.random.choice(("brief", "letter")), "consent": consent, "sent_to": self.plan.unit}
        return self.director(), data | {"explanation": self.wording.note("convert")}

    def direct(self) -> Doing:
        """Take a conversion back, by resolution and with a second person's name."""
        both = self.town.holder(self.town.office(Function.PROPOSALS_COMMITTEE), PostKind.DIRECTOR)
        data = {"state": "first_reviewed", "resolution": self.wording.note("direct"), "second": both[-1].pk}
        return both[0], data

    def request_withdrawal(self) -> Doing:
        """Ask to take back what was filed."""
        return self.proposer(), {"reason": self.wording.note("withdraw")}

    def decide_withdrawal(self) -> Doing:
        """Grant it, or not."""
        granted = not self.part.takes("withdrawal_refused")
        name = "withdrawal_granted" if granted else "withdrawal_refused"
        return self.clerk(), {"withdrawal": "granted" if granted else "refused", "opinion": self.wording.note(name)}

    # --- the assignment, and the end ---

    def propose_units(self) -> Doing:
        """Propose which unit gets it."""
        return self.clerk(), {"proposed_unit": self.plan.wrong_unit, "grounds": self.wording.note("propose_units")}

    def _agree(self, function: str) -> Doing:
        return self.one_of(self.town.office(function), PostKind.CLERK, PostKind.DIRECTOR), {}

    def assign(self) -> Doing:
        """Hand it to its unit or units."""
        data: Data = {"unit": self.plan.wrong_unit, "mode": self.part.mode, "note": self.wording.note("assign")}
        if self.part.mode == "lead":
            data["co_units"] = [self.plan.co_unit]
        if self.part.mode == "separate":
            data["units"] = [self.plan.other_unit]
        return self.clerk(), data

    def note(self) -> Doing:
        """Urge the unit."""
        return self.desks["unit"].supervisor(), {"text": self.wording.note("urges")}

    def track(self) -> Doing:
        """Follow what was promised."""
        return self.clerk(), {"opinion": self.wording.note("track")}

    def conclude(self) -> Doing:
        """Close it."""
        rated = self.part.grade != "silent"
        return self.clerk(), {"opinion": self.wording.note("conclude" if rated else "conclude_unrated")}

    def archive(self) -> Doing:
        """Put it away."""
        return self.clerk(), {}

    def archive_merged(self) -> Doing:
        """Put away what was merged into another."""
        return self.clerk(), {}


def _asking(asked: list[Proposing], town: Town) -> Data:
    people = [town.people[one.person].pk for one in asked if not one.organisation]
    organisations = [one.organisation for one in asked if one.organisation]
    return {
        **({"cosigners": people} if people else {}),
        **({"co_organisations": organisations} if organisations else {}),
    }


def _case_of(done: Done | None) -> Case | None:
    return done.case if done else None
