"""The stories of supervision: each year's plan with its meeting, a letter, a check, and what came into the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from zhixing.assembly.models import Person
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.models import Case, CaseParty, Deadline
from zhixing.cases.querysets import CaseQuerySet
from zhixing.sample.hours import Hours
from zhixing.sample.populate import Town
from zhixing.sample.scheduling import Year
from zhixing.sample.telling import Asked, Story
from zhixing.sample.ways import WAIT
from zhixing.sample.wording import Wording

OFFICES = (Function.PROPOSALS_COMMITTEE, Function.PARTY_SUPERVISION, Function.GOVERNMENT_SUPERVISION)
AT_WORK = ("assigned", "accepted", "drafted", "rework")
"""The states in which a late handling can be written about."""
DIVISION = (
    ("党委部门承办提案的督办", "party", "全年"),
    ("政府部门承办提案的督办", "government", "全年"),
    ("承诺事项回头看和问题提名", "committee", "六月至十月"),
)
_MEETING, _LETTER, _CHECK, _BANK = 120, 150, 175, 185
"""So many working days after the plenary the offices meet, write, go and look, and nominate."""


@dataclass(frozen=True)
class Joint:
    """Who supervises in a city, and on which days of a year."""

    year: Year
    town: Town
    hours: Hours
    wording: Wording
    today: date

    @property
    def offices(self) -> list[str]:
        """The names of the three offices."""
        return [self.town.office(function) for function in OFFICES]

    def head(self, function: str) -> Person:
        """Return the director of the office with a function."""
        return self.town.holder(self.town.office(function), PostKind.DIRECTOR)[0]

    @property
    def clerk(self) -> Person:
        """The proposals committee's clerk."""
        return self.town.holder(self.town.office(Function.PROPOSALS_COMMITTEE), PostKind.CLERK)[0]

    def day(self, after: int, ago: int) -> date:
        """Return a working day so long after the plenary; where that is still to come, one so long ago."""
        found = self.hours.after(self.year.text.closes, after, after + 5)
        return found if found < self.today else self.hours.before(self.today, ago, ago)

    def asked(self, day: date, act: str, who: Person | None = None, **rest: Any) -> Asked:  # noqa: ANN401 - as Asked takes
        """Return what is asked of the door on a day."""
        return Asked(at=self.hours.moments([day])[0], act=act, who=who, **rest)

    def note(self, name: str) -> str:
        """Return a short text."""
        return self.wording.note(name).replace("{year}", str(self.year.text.closes.year))

    def late(self, kind: str, on: date) -> CaseQuerySet:
        """Return the late cases of a kind below proposals, those late the longest first."""
        limit = "promise" if kind == "promise" else "reply"
        running = Deadline.objects.filter(case=OuterRef("pk"), clock=limit, status="running", due_on__lt=on)
        cases = Case.objects.of_body(self.town.body).filter(Exists(running), kind=kind, root__kind="proposal")
        return cases.order_by("due_on", "pk")

    def candidates(self, on: date) -> Iterator[Case]:
        """Yield what may be nominated: promises past their day, then handlings past theirs, each proposal once."""
        known: set[int | None] = set()
        promises = self.late("promise", on).filter(state="open").select_related("root")
        handlings = self.late("handling", on).filter(state__in=AT_WORK).select_related("root")
        for case in (*promises, *handlings):
            if case.root_id not in known:
                known.add(case.root_id)
                yield case

    def unit_of(self, case: Case) -> str:
        """Return the name of the unit that handles a case."""
        names = CaseParty.objects.filter(case=case, capacity="handler").values_list("organisation__name", flat=True)
        return next(name for name in names if name)


def plan_story(joint: Joint) -> Story:
    """Tell the yearly plan: signed by all three, in force, a meeting with its minutes, and summed up."""
    rows = [{"task": task, "side": side, "when": when} for task, side, when in DIVISION]
    until = date(joint.year.text.closes.year, 12, 20).isoformat()
    data = {"title": joint.note("plan_title"), "offices": joint.offices, "aims": joint.note("plan_aims")}
    drafted = joint.day(8, 20)
    done = yield joint.asked(
        drafted, "draft", joint.clerk, kind="jointplan", data=data | {"division": rows, "until": until}
    )
    if done is None:
        return
    number = done.case.number
    for place, function in enumerate(OFFICES, start=1):
        day = joint.hours.calendar.add_working(drafted, place)
        yield joint.asked(day, "sign", joint.head(function), case=number, data={"read": True})
    yield joint.asked(joint.hours.calendar.add_working(drafted, len(OFFICES) + 1), "adopt", joint.clerk, case=number)
    called = joint.day(_MEETING, 12)
    yield joint.asked(called, WAIT)
    agenda = list(joint.late("handling", called).values_list("number", flat=True)[:5])
    meets = joint.hours.calendar.add_working(called, 5)
    call = {"meets_on": meets.isoformat(), "agenda": agenda, "note": joint.note("meeting_note")}
    yield joint.asked(called + timedelta(days=1), "call_meeting", joint.clerk, case=number, data=call)
    held = joint.hours.calendar.add_working(meets, 1)
    minutes = {"met_on": meets.isoformat(), "present": joint.note("meeting_present"), "minutes": joint.note("minutes")}
    yield joint.asked(held, "record_meeting", joint.clerk, case=number, data=minutes)
    end = joint.hours.calendar.next_working(date(joint.year.text.closes.year, 12, 15))
    yield joint.asked(end, "sum_up", joint.clerk, case=number, data={"summary": joint.note("plan_summary")})


def letter_story(joint: Joint) -> Story:
    """Tell a letter of all three offices about what is late the longest, and its answer."""
    day = joint.day(_LETTER, 11)
    yield joint.asked(day, WAIT)
    late = next(joint.candidates(day), None)
    if late is None:
        return
    unit, add = joint.unit_of(late), joint.hours.calendar.add_working
    data = {
        "sort": "letter",
        "title": f"关于“{late.title}”办理情况的督办函"[:100],
        "about": [late.number],
        "units": [unit],
        "offices": joint.offices,
        "reason": joint.note("letter_reason"),
        "text": joint.note("letter"),
    }
    done = yield joint.asked(add(day, 1), "draft", joint.clerk, kind="letter", data=data)
    if done is None:
        return
    number = done.case.number
    for place, function in enumerate(OFFICES, start=2):
        yield joint.asked(add(day, place), "sign", joint.head(function), case=number, data={"read": True})
    sent = add(day, 5)
    yield joint.asked(add(sent, 1), WAIT)
    if Case.objects.of_body(joint.town.body).get(pk=late.pk).state not in {*AT_WORK, "open"}:
        # It was done meanwhile: there is nothing left to write about.
        yield joint.asked(add(sent, 2), "cancel", joint.clerk, case=number, data={"why_not": joint.note("letter_not")})
        return
    yield joint.asked(add(sent, 2), "send", joint.clerk, case=number)
    answered = add(sent, 8)
    liaison = joint.town.holder(unit, PostKind.LIAISON)[0]
    yield joint.asked(answered, "answer", liaison, case=number, data={"answer": joint.note("letter_answer")})
    yield joint.asked(add(answered, 5), "close", joint.clerk, case=number, data={"result": joint.note("letter_result")})


def check_story(joint: Joint) -> Story:
    """Tell a joint check on the spot of the promise that is late the longest."""
    day = joint.day(_CHECK, 5)
    yield joint.asked(day, WAIT)
    late = joint.late("promise", day).filter(state="open").first()
    if late is None:
        return
    unit, add = joint.unit_of(late), joint.hours.calendar.add_working
    team = [joint.clerk.name, *(joint.head(function).name for function in OFFICES[1:])]
    visit = add(day, 6)
    data = {
        "title": f"“{late.title}”承诺事项联合督查"[:100],
        "unit": unit,
        "about": [late.number],
        "held_on": visit.isoformat(),
        "team": team,
        "with_offices": joint.offices,
        "purpose": joint.note("check_purpose"),
    }
    done = yield joint.asked(add(day, 1), "plan", joint.clerk, kind="check", data=data)
    if done is None:
        return
    number = done.case.number
    yield joint.asked(add(visit, 1), WAIT)
    if Case.objects.of_body(joint.town.body).get(pk=late.pk).state not in {"open", "claimed"}:
        gone = {"reason": joint.note("check_not")}
        yield joint.asked(add(visit, 2), "cancel", joint.clerk, case=number, data=gone)
        return
    found: Mapping[str, Any] = {
        "took_place": visit.isoformat(),
        "findings": joint.note("findings"),
        "outcome": "demands",
        "demands": joint.note("demands"),
    }
    yield joint.asked(add(visit, 2), "record", joint.clerk, case=number, data=dict(found))
    head = joint.town.holder(unit, PostKind.HEAD)[0]
    yield joint.asked(add(visit, 12), "answer", head, case=number, data={"answer": joint.note("check_answer")})
    settled = {"settled": "done", "opinion": joint.note("settled")}
    yield joint.asked(add(visit, 18), "settle", joint.clerk, case=number, data=settled)


def bank_story(joint: Joint, place: int) -> Story:
    """Tell one nomination for the problem bank: most are admitted and dealt with, one in three is refused at first."""
    day = joint.day(_BANK + place * 4, 4)
    yield joint.asked(day, WAIT)
    late = list(joint.candidates(day))[place : place + 1]
    if not late or late[0].root is None:
        return
    case, proposal = late[0], late[0].root
    unit, add = joint.unit_of(case), joint.hours.calendar.add_working
    research = joint.head(Function.POLICY_RESEARCH)
    data = {
        "about": [proposal.number, case.number],
        "title": f"“{proposal.title}”长期没有落实"[:100],
        "ground": "promise_overdue" if case.kind == "promise" else "long_overdue",
        "facts": joint.note("problem_facts" if case.kind == "promise" else "problem_overdue"),
    }
    done = yield joint.asked(add(day, 1), "nominate", joint.clerk, kind="problem", data=data)
    if done is None:
        return
    number = done.case.number
    if place % REFUSED_EVERY == 1:
        no = {"reason": joint.note("problem_refused")}
        yield joint.asked(add(day, 5), "refuse", research, case=number, data=no)
        return
    cause = joint.hours.random.choice(["money", "coordination", "powers", "will"])
    yield joint.asked(add(day, 5), "admit", research, case=number, data={"cause": cause})
    until = add(day, 60).isoformat()
    given = {"way": "supervision", "unit": unit, "until": until, "task": joint.note("problem_task")}
    yield joint.asked(add(day, 8), "assign", research, case=number, data=given)
    done_on = add(day, 40)
    head = joint.town.holder(unit, PostKind.HEAD)[0]
    yield joint.asked(done_on, "claim_done", head, case=number, data={"evidence": joint.note("problem_evidence")})
    found = {"found": "solved", "how": joint.note("problem_verified")}
    yield joint.asked(add(done_on, 8), "verify", research, case=number, data=found)
    cleared = {"proposer_opinion": joint.note("problem_opinion"), "grounds": joint.note("problem_grounds")}
    yield joint.asked(add(done_on, 10), "clear", research, case=number, data=cleared)


def joint_stories(joint: Joint) -> list[Story]:
    """Return all stories of supervision of one year."""
    return [
        plan_story(joint),
        letter_story(joint),
        check_story(joint),
        *(bank_story(joint, place) for place in range(NOMINATED)),
    ]


NOMINATED, REFUSED_EVERY = 4, 3
"""So many proposals are nominated each year; of so many one is refused."""
