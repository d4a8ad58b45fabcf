"""Tell a story through the one door: who does what on which day, and what everybody sees, must do and is told then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.world.town import Town, moment, proposal_data
from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.acts import open_case, perform
from zhixing.cases.daily import run_day
from zhixing.cases.exporting import rows
from zhixing.cases.models import Case, Deadline
from zhixing.desk import queues
from zhixing.desk.criteria import Criteria
from zhixing.procedure.facts import Refused
from zhixing.register.models import Entry

HOUSING, SCHOOL, PROPAGANDA = "市住房和城乡建设局", "市教育局", "市委宣传部"
LIFTS = "关于完善老旧小区加装电梯后续管护机制的建议"
TEXT = {name: proposal_data()[name] for name in ("title", "situation", "analysis", "suggestions")}
REPLY = "一是明确管理责任主体；二是设立维保资金共管账户。感谢您的关心。"


@dataclass
class Teller:
    """A town and the day the story has come to."""

    town: Town
    today: date = date(2026, 1, 21)

    def on(self, month: int, day: int, year: int = 2026) -> None:
        """Let the story go on on a day."""
        self.today = date(year, month, day)

    def actor(self, who: str) -> Actor:
        """Return somebody acting today."""
        return self.town.actor(who, on=self.today)

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────
    def open(self, kind: str, act: str, who: str, data: Mapping[str, Any] | None = None) -> str:
        """Let somebody open a case today; return its number."""
        return self._opened(kind, act, who, data)

    def _opened(self, kind: str, act: str, who: str, data: Mapping[str, Any] | None) -> str:
        return open_case(kind, act, actor=self.actor(who), data=data, at=moment(self.today)).case.number

    def act(self, number: str, act: str, who: str, data: Mapping[str, Any] | None = None) -> str:
        """Let somebody perform an act today; return the state the case is in then."""
        return self._performed(number, act, who, data)

    def _performed(self, number: str, act: str, who: str, data: Mapping[str, Any] | None) -> str:
        return perform(number, act, actor=self.actor(who), data=data, at=moment(self.today)).state

    def refused(self, number: str, act: str, who: str, data: Mapping[str, Any] | None = None) -> Refused:
        """Let somebody try an act that is refused; nothing may change by it but what was over before it."""
        before = Entry.objects.unscoped("test").filter(actor__isnull=False).count()
        with pytest.raises(Refused) as refusal:
            self._performed(number, act, who, data)
        assert Entry.objects.unscoped("test").filter(actor__isnull=False).count() == before
        return refusal.value

    def not_opened(self, kind: str, act: str, who: str, data: Mapping[str, Any] | None = None) -> Refused:
        """Let somebody try to open a case and be refused."""
        before = Entry.objects.unscoped("test").count()
        with pytest.raises(Refused) as refusal:
            self._opened(kind, act, who, data)
        assert Entry.objects.unscoped("test").count() == before
        return refusal.value

    def day_comes(self) -> None:
        """Let the clock do what today brings."""
        assert run_day(self.today).refused == []

    def submitted(self, who: str = "an", **changes: Any) -> str:
        """Return a proposal of a member, submitted today."""
        return self.open("proposal", "submit", who, proposal_data(**changes))

    def submitted_together(self) -> str:
        """Return a proposal of An that Bo has signed, submitted today."""
        data = proposal_data(cosigners=["柏川"], sign_by=self.today.isoformat())
        number = self.open("proposal", "invite", "an", data)
        self.act(number, "cosign", "bo", {"read": True})
        self.act(number, "submit", "an")
        return number

    def reviewed(self, number: str, advice: str = "file") -> str:
        """Let Chen review a proposal first."""
        self.act(number, "first_review", "chen", {"advice": advice, "opinion": "意见明确"})
        return number

    def filed(self, who: str = "an", **changes: Any) -> str:
        """Return a proposal of a member, filed today."""
        number = self.reviewed(self.submitted(who, **changes))
        self.act(number, "file", "ding")
        return number

    def assigned(self, number: str = "", **units: Any) -> str:
        """Let Chen assign a proposal, filed before, to the housing bureau unless told otherwise; return it."""
        number = number or self.filed()
        self.act(number, "assign", "chen", {"unit": HOUSING, **units})
        return number

    def drafted(self, handling: str, liaison: str = "liao", handler: str = "han") -> str:
        """Let a unit receive, talk and draft."""
        self.act(handling, "accept", liaison)
        talk = {"way": "visit", "held_on": self.today.isoformat(), "record": "到小区座谈"}
        self.act(handling, "contact", handler, talk)
        self.act(handling, "draft_reply", handler, {"draft": REPLY})
        return handling

    def replied(self, handling: str, *, head: str = "hu", office: str = "gu", **changes: Any) -> str:
        """Let the unit's head sign what is drafted, and the supervision office send it out."""
        self.act(handling, "sign_reply", head, {"letter": "A", "reply": REPLY, "publishable": "full", **changes})
        self.act(handling, "release_reply", office)
        return handling

    # ── what is then ─────────────────────────────────────────────────────────────────────────────────────────────────
    def case(self, number: str) -> Case:
        """Return a case as it stands."""
        return Case.objects.unscoped("test").select_related("body").get(number=number)

    def state(self, number: str) -> str:
        """Return the state of a case."""
        return self.case(number).state

    def content(self, number: str) -> Any:
        """Return what is kept of a case beside its row."""
        case = self.case(number)
        return kinds.get(case.kind).content._default_manager.get(case=case)

    def below(self, number: str, kind: str = "handling") -> list[str]:
        """Return the numbers of a case's children of a kind, the oldest first."""
        found = Case.objects.unscoped("test").filter(parent__number=number, kind=kind).order_by("pk")
        return list(found.values_list("number", flat=True))

    def parties(self, number: str, capacity: str) -> list[str]:
        """Return the names of a case's parties in a capacity."""
        found = self.case(number).parties.filter(capacity=capacity).select_related("person", "organisation")
        names = [party.person or party.organisation for party in found.order_by("place")]
        return [one.name for one in names if one]

    def acts(self, number: str) -> list[str]:
        """Return the acts of a case in order."""
        return list(Entry.objects.unscoped("test").filter(case=number).order_by("number").values_list("act", flat=True))

    def papers(self, number: str) -> list[str]:
        """Return the papers a case has produced."""
        outcomes = Entry.objects.unscoped("test").filter(case=number).order_by("number").values_list("outcome")
        return [paper for (outcome,) in outcomes for paper in json.loads(outcome)["papers"]]

    def limit(self, number: str, clock: str) -> tuple[str, str]:
        """Return how a clock of a case stands, and its last day."""
        found = Deadline.objects.get(case__number=number, clock=clock)
        return found.status, found.due_on.isoformat()

    def on_time(self, number: str, clock: str) -> bool | None:
        """Return whether a clock was stopped in time."""
        return Deadline.objects.get(case__number=number, clock=clock).on_time

    def who_sees(self, number: str) -> set[str]:
        """Return everybody of the town who may see a case: the same in lists, searches and exports."""
        case = self.case(number)
        kind, procedure = kinds.get(case.kind), adopting.by_digest(case.procedure).procedure
        seeing = set()
        for who in self.town.people:
            actor = self.actor(who)
            searched = Criteria(q=case.title).cases(kind, procedure, actor=actor, on=self.today)
            exported = [row["number"] for row in rows(kind, Case.objects.visible_to(actor))]
            listed = searched.filter(number=number).exists()
            assert listed == (number in exported)
            if listed:
                seeing.add(who)
        return seeing

    def todo(self, who: str) -> set[str]:
        """Return the acts that wait for somebody."""
        return {todo.act for todo in queues.todos(self.actor(who))}

    def whose_turn(self, number: str) -> dict[str, str]:
        """Return who is awaited to do what with a case."""
        found = [(who, todo) for who in self.town.people for todo in queues.todos(self.actor(who))]
        return {who: todo.act for who, todo in found if todo.case.number == number}

    def told(self, who: str, number: str) -> list[str]:
        """Return what somebody was told of a case they may see, in order."""
        keys = self.actor(who).keys
        visible = Case.objects.visible_to(self.actor(who)).filter(number=number)
        notices = [notice for case in visible for notice in case.notices.filter(key__in=keys).order_by("entry")]
        return list(dict.fromkeys(notice.act for notice in notices))

    def reads(self, number: str, who: str) -> dict[str, Any]:
        """Return the fields of a case that somebody may read, each as entered last; nothing for who may not see it."""
        actor = self.actor(who)
        case = Case.objects.visible_to(actor).select_related("body").filter(number=number).first()
        views = reading.timeline(case, actor) if case else []
        return {value.name: value.raw for view in views for value in view.values}


def promised(measures: str = "年内完成责任公示", by: str = "2026-06-30") -> dict[str, Any]:
    """Return what a head signs who promises something."""
    row = {"answer": "已列入计划", "letter": "B", "measures": measures, "person": "胡砚", "promised_by": by}
    return {"letter": "B", "answers": [row]}
