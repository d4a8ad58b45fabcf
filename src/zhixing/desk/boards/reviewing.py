"""The review desk: what waits for an office's review, the text of one of them, and the acts that decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.access import visible_case
from zhixing.cases.models import Case, Todo
from zhixing.common.parts import Field, Lamp, Link, Pager
from zhixing.desk import keyset, queues
from zhixing.desk.case_head import case_head
from zhixing.desk.case_page import sections
from zhixing.desk.inbox import who
from zhixing.desk.keyset import Page
from zhixing.desk.lamps import Lamps
from zhixing.desk.parties import by_capacity
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import say
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act
from zhixing.procedure.roles import held_roles
from zhixing.procedure.words import Sentence, Words

KIND = "proposal"
AWAITED = ("first_review", "file")
"""The acts that put a proposal on an office's review desk."""
ACTS = ("first_review", "file", "return_draft", "decline", "ask_conversion", "convert")
"""The acts that decide it there, the likeliest first; merging has a board of its own."""
MERGE = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A proposal in the queue."""

    number: str
    called: str
    title: str
    url: str
    who: str
    step: str
    lamp: Lamp
    current: bool


@dataclass(frozen=True)
class ReviewDesk:
    """One office's review desk on a day; which proposal and which act stand on it, the address tells."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    def check(self) -> None:
        """Let in whoever performs one of its acts.

        Raises:
            Refused: as not allowed, for everybody else.
        """
        procedure = adopting.in_force(self.body, KIND).procedure
        roles = held_roles(procedure, self.actor.keys, parties=(), body=self.body.pk)
        acts = [procedure.acts[name] for name in AWAITED if name in procedure.acts]
        if not any(roles.intersection(act.by) for act in acts):
            raise Refused("not_allowed", Sentence(NOT_YOURS), acts[0].article if acts else "")

    @cached_property
    def page(self) -> Page[Todo]:
        """A page of what waits, in the order of the time left."""
        rows = queues.todos(self.actor).filter(case__kind=KIND, act__in=AWAITED).select_related("case")
        rows = rows.defer("case__folded").prefetch_related(with_parties("case__"))
        found: Page[Todo] = keyset.by_due(rows, self.asked)
        return found

    @property
    def waiting(self) -> Sequence[Case]:
        """The cases of that page."""
        return [todo.case for todo in self.page.rows]

    @cached_property
    def case(self) -> Case | None:
        """The proposal asked for, else the first that waits.

        Raises:
            Refused: as unknown, when the one asked for is not there for the actor.
        """
        asked = self.asked.get("case", "")
        number = asked or next((case.number for case in self.waiting), "")
        if not number:
            return None
        case = visible_case(number, self.actor)
        if case.kind != KIND:
            raise Refused("unknown", Sentence(NOT_A_PROPOSAL, number=number))
        return case

    @cached_property
    def acts(self) -> Sequence[Act]:
        """The acts that decide the proposal, as far as the actor may perform them now: the awaited one first."""
        if self.case is None:
            return ()
        offers = reading.acts(self.case, self.actor, on=self.today, with_refusals=False)
        can = {offer.act.name: offer for offer in offers.can}
        found = [can[name] for name in ACTS if name in can]
        return [offer.act for offer in sorted(found, key=lambda offer: not offer.awaited)]

    @property
    def act(self) -> Act | None:
        """The act asked for, else the likeliest; None when there is none."""
        asked = self.asked.get("act", "")
        return next((act for act in self.acts if act.name == asked), next(iter(self.acts), None))

    def neighbour(self, step: int) -> str:
        """Return the number of the proposal before or after this one in the queue; empty at an end."""
        numbers = [case.number for case in self.waiting]
        here = numbers.index(self.case.number) if self.case and self.case.number in numbers else -1
        place = here + step
        return numbers[place] if 0 <= place < len(numbers) and place != here else ""

    def after(self) -> str:
        """Return the address to go to when this one is decided: the next, else the one before, else the desk."""
        number = self.neighbour(1) or self.neighbour(-1)
        return self.url(case=number) if number else reverse("desk:review")

    def url(self, **asked: str) -> str:
        """Return an address of the desk, on the same page of the queue."""
        kept = {name: self.asked[name] for name in (keyset.BEFORE, keyset.AFTER) if name in self.asked}
        return f"{reverse('desk:review')}?{urlencode(kept | {k: v for k, v in asked.items() if v})}"

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows besides the form of the act."""
        lit, case = Lamps(self.today, work_calendar()), self.case
        rows = [self._row(todo, lit) for todo in self.page.rows]
        total = queues.todos(self.actor).filter(case__kind=KIND, act__in=AWAITED).count()
        return {
            "queue": rows,
            "total": total,
            "pager": self._pager(),
            "prev_url": self.url(case=self.neighbour(-1)) if self.neighbour(-1) else "",
            "next_url": self.url(case=self.neighbour(1)) if self.neighbour(1) else "",
            "asked": bool(self.asked.get("case")),
            **(self._of_case(case) if case else {}),
        }

    def _row(self, todo: Todo, lit: Lamps) -> QueueRow:
        case = todo.case
        acts = adopting.by_digest(case.procedure).procedure.acts
        return QueueRow(
            number=case.number,
            called=case.called,
            title=case.title,
            url=self.url(case=case.number),
            who=who(case, self.actor),
            step=say(acts[todo.act].title),
            lamp=lit.short(todo.due_on, todo.warn_on),
            current=self.case is not None and case.pk == self.case.pk,
        )

    def _of_case(self, case: Case) -> Mapping[str, Any]:
        kind, adopted = kinds.get(KIND), adopting.by_digest(case.procedure)
        content = kind.content._default_manager.filter(pk=case.pk).first()
        parties = case.parties.select_related("person", "organisation").order_by("place")
        act = self.act
        fields: Sequence[Field] = by_capacity(parties, kind, adopted.procedure)
        return {
            "case": case_head(case, content),
            "parties": fields,
            "texts": sections(kind, content, adopted),
            "acts": [
                Link(title=say(one.title), url=self.url(case=case.number, act=one.name), current=one is act)
                for one in self.acts
            ],
            "merge_url": self._merge_url(case),
        }

    def _merge_url(self, case: Case) -> str:
        """Return where the proposal is compared with others, if the actor may merge it."""
        offers = reading.acts(case, self.actor, on=self.today, with_refusals=False)
        if all(offer.act.name != MERGE for offer in offers.can):
            return ""
        return f"{reverse('desk:merge_board')}?{urlencode({'case': case.number})}"

    def _pager(self) -> Pager:
        kept = QueryDict(mutable=True)
        return keyset.pager(self.page, reverse("desk:review"), kept, text="")


def nothing_left() -> Mapping[str, str]:
    """Return what an empty desk says."""
    return {
        "text": _("Nothing waits for review."),
        "hint": _("Proposals appear here when they are submitted, and after the first review for the decision."),
    }


NOT_YOURS = Words(
    "审查台供提案委员会办公室使用。提案的进度请从列表查看。",
    "The review desk is for the proposals committee's office. See how a proposal stands in the list.",
)
NOT_A_PROPOSAL = Words(
    "{number} 不是提案，不在审查台办理。请从列表打开。",
    "{number} is no proposal, so the review desk has nothing to do with it. Open it from its list.",
)
