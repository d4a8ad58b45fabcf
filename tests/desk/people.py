"""The people of the town at their desks: each signed in, reading English so that sentences can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.messages import get_messages
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_account
from tests.world.town import Town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.assembly.models import Person
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case

TODAY = date(2026, 6, 15)
REPLY = "来信收悉。一是明确管理责任主体；二是设立共管账户。感谢您的关心。" * 2
DRAFT = "（内部稿）拟答复如下，请局领导审阅，勿外传。" * 2
SECRET_WORDS = "联系时态度生硬，只在电话里念了一遍稿子"


@dataclass
class Desks:
    """The town with everybody signed in on one day."""

    town: Town
    language: str = "en"
    clients: dict[str, Client] = field(default_factory=dict)

    def of(self, name: str) -> Client:
        """Return the browser of somebody who is signed in."""
        if name not in self.clients:
            client = Client(headers={"accept-language": self.language})
            client.force_login(make_account(name, person=self.town.people[name]))
            self.clients[name] = client
        return self.clients[name]

    def submit(self, who: str = "an", *, on: date = date(2026, 1, 21), **changes: Any) -> Case:
        """Enter a proposal of a member."""
        data = proposal_data(**changes)
        return open_case("proposal", "submit", actor=self.town.actor(who, on), data=data, at=moment(on)).case

    def act(self, case: Case, act: str, who: str, data: dict[str, Any] | None = None, *, on: date) -> Case:
        """Let somebody perform an act on a day, and return the case as it is then."""
        return perform(case, act, actor=self.town.actor(who, on), data=data, at=moment(on)).case

    def assigned(self, *, unit: str = "housing", **changes: Any) -> tuple[Case, Case]:
        """Return a proposal assigned to a unit on 2 March, and the unit's handling."""
        case = self.submit(**changes)
        self.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
        self.act(case, "file", "ding", on=date(2026, 1, 23))
        name = self.town.organisations[unit].name
        case = self.act(case, "assign", "chen", {"unit": name}, on=date(2026, 3, 2))
        return case, Case.objects.of_body(case.body_id).get(parent=case)

    def signed(self) -> tuple[Case, Case]:
        """Return a proposal whose reply is drafted and signed, but not released."""
        case, handling = self.assigned()
        contact = {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}
        self.act(handling, "accept", "liao", on=date(2026, 3, 3))
        self.act(handling, "contact", "han", contact, on=date(2026, 3, 10))
        self.act(handling, "draft_reply", "han", {"draft": DRAFT}, on=date(2026, 4, 10))
        signed = {"letter": "A", "reply": REPLY, "publishable": "full"}
        return case, self.act(handling, "sign_reply", "hu", signed, on=date(2026, 4, 20))

    def rated(self, grade: str = "basically") -> tuple[Case, Case]:
        """Return a proposal whose reply was released and rated in confidence."""
        case, handling = self.signed()
        self.act(handling, "release_reply", "gu", on=date(2026, 4, 22))
        rating = {"grade": grade, "attitude": "dissatisfied", "words": SECRET_WORDS, "call_me": "yes"}
        if grade == "dissatisfied":
            rating["again"] = "请写明共管账户何时设立"
        return case, self.act(handling, "rate", "an", rating, on=date(2026, 4, 28))


@contextmanager
def at(day: date) -> Iterator[datetime]:
    """Let it be a day, in the afternoon."""
    with clock.simulated(moment(day, 15)):
        yield clock.now()


def stranger(desks: Desks) -> Client:
    """Return the browser of somebody who holds neither post nor seat here."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_account("nobody", person=Person.objects.create(name="路人")))
    return client


def statements(client: Client, url: str) -> int:
    """Return how many SQL statements a page takes, in all databases, when it is opened again."""
    client.get(url)
    with ExitStack() as stack:
        watched = [stack.enter_context(CaptureQueriesContext(connection)) for connection in connections.all()]
        response = client.get(url)
        assert response.status_code == 200
        return sum(len(one) for one in watched)


def said(response: HttpResponse) -> list[str]:
    """Return what the page tells its reader after an act."""
    return [str(message) for message in get_messages(response.wsgi_request)]
