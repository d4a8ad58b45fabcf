"""The merge board: several proposals side by side, and which of them goes into which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, Content
from zhixing.common.parts import Section
from zhixing.desk.acting import Task
from zhixing.desk.beside import AlikePanel, beside_act
from zhixing.desk.boards.batches import Wanted
from zhixing.desk.case_page import sections
from zhixing.desk.parties import in_capacities, name_of
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import joined, say
from zhixing.desk.widgets import BETWEEN
from zhixing.procedure.facts import Refused
from zhixing.procedure.roles import may_open
from zhixing.procedure.words import Sentence, Words

KIND, MERGE = "proposal", "merge"
AUTHORS = ("proposer", "cosigner", "merged_proposer")
MOST = 8
"""So many proposals stand side by side; nobody compares more at once."""
INTO = "into-"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCard:
    """A proposal on the merge board; ``into`` is the number of the one it goes into, empty when it stays."""

    number: str
    called: str
    title: str
    url: str
    state: str
    authors: str
    texts: Sequence[Section]
    into: str
    refused: str
    main_url: str
    drop_url: str


@dataclass(frozen=True)
class MergeBoard:
    """The proposals that somebody compares."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict

    def check(self) -> None:
        """Let in whoever merges.

        Raises:
            Refused: as not allowed, for everybody else.
        """
        procedure = adopting.in_force(self.body, KIND).procedure
        act = procedure.acts[MERGE]
        if not may_open(procedure, act, self.actor.keys, body=self.body.pk):
            raise Refused("not_allowed", Sentence(NOT_YOURS), act.article)

    @property
    def numbers(self) -> list[str]:
        """The numbers asked for, those typed besides among them, each once."""
        typed = [part for part in BETWEEN.split(self.asked.get("add", "")) if part]
        return list(dict.fromkeys([*self.asked.getlist("case"), *typed]))[:MOST]

    @cached_property
    def cases(self) -> Sequence[Case]:
        """The proposals found, in the order asked; two queries."""
        visible = Case.objects.visible_to(self.actor).filter(kind=KIND)
        rows = visible.filter(number__in=self.numbers) | visible.filter(official_number__in=self.numbers)
        found = list(rows.select_related("session__term", "body").prefetch_related(with_parties()).order_by("pk"))
        places = {number: place for place, number in enumerate(self.numbers)}
        return sorted(found, key=lambda case: places.get(case.number, places.get(case.official_number or "", 0)))

    @property
    def missing(self) -> Sequence[str]:
        """The numbers under which nothing was found."""
        found = {number for case in self.cases for number in (case.number, case.official_number)}
        return [number for number in self.numbers if number not in found]

    @cached_property
    def refusals(self) -> Mapping[str, Refused]:
        """Why some of them cannot be merged now."""
        found = {}
        for case in self.cases:
            adopted = adopting.by_digest(case.procedure)
            refused = Task(self.actor, self.body, self.today, adopted, adopted.procedure.acts[MERGE], case).refusal()
            if refused is not None:
                found[case.number] = refused
        return found

    @property
    def main(self) -> str:
        """The number of the main proposal asked for, else the first that can be one."""
        able = [case.number for case in self.cases if case.number not in self.refusals]
        asked = self.asked.get("main", "")
        return asked if asked in able else next(iter(able), "")

    def chosen(self, sent: QueryDict | None) -> Mapping[str, str]:
        """Return into which proposal each goes: as sent, else all into the main one."""
        able = [case.number for case in self.cases if case.number not in self.refusals]
        if sent is not None:
            return {number: sent.get(INTO + number, "") for number in able}
        return {number: self.main if number != self.main else "" for number in able}

    def wanted(self, chosen: Mapping[str, str]) -> Sequence[Wanted]:
        """Return the merges that were chosen.

        Raises:
            Refused: as invalid, when none was, when something goes into itself, or into one that goes on elsewhere.
        """
        goes = {number: into for number, into in chosen.items() if into}
        if not goes:
            raise Refused("invalid", Sentence(NOTHING))
        for number, into in goes.items():
            if into not in chosen or into in goes or into == number:
                names = {case.number: case.called for case in self.cases}
                raise Refused("invalid", Sentence(CHAIN, number=names[number], into=names.get(into, into)))
        return [Wanted(case=case, data={"main": goes[case.number]}) for case in self.cases if case.number in goes]

    def context(self, chosen: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what the page shows."""
        kind = kinds.get(KIND)
        contents = kind.content._default_manager.in_bulk([case.pk for case in self.cases])
        cards = [self._card(case, contents.get(case.pk), chosen) for case in self.cases]
        able = [card for card in cards if not card.refused]
        everybody = [party for case in self.cases for party in in_capacities(case.parties.all(), *AUTHORS)]
        return {
            "cards": cards,
            "able": able,
            "main": self.main,
            "missing": joined(self.missing),
            "everybody": joined(dict.fromkeys(map(name_of, everybody))),
            "kept": [case.number for case in self.cases],
            "full": len(self.cases) >= MOST,
            "alike": self._alike(),
            "back": reverse("desk:review"),
        }

    def _card(self, case: Case, content: Content | None, chosen: Mapping[str, str]) -> MergeCard:
        adopted, refused = adopting.by_digest(case.procedure), self.refusals.get(case.number)
        others = [one.number for one in self.cases if one.pk != case.pk]
        parts = sections(kinds.get(KIND), content, adopted)
        return MergeCard(
            number=case.number,
            called=case.called,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            state=say(adopted.procedure.states[case.state].title),
            authors=joined(map(name_of, in_capacities(case.parties.all(), *AUTHORS))),
            # What is asked for decides whether two are alike, so it comes first.
            texts=[*parts[-1:], *parts[:-1]],
            into=chosen.get(case.number, ""),
            refused=say(refused.sentence) if refused else "",
            main_url=self._url([case.number, *others], main=case.number),
            drop_url=self._url(others),
        )

    def _alike(self) -> AlikePanel:
        """Return earlier proposals like the first, from which more can be added."""
        case, kind = next(iter(self.cases), None), kinds.get(KIND)
        act = next(iter(kind.beside.acts), "") if kind.beside else ""
        if case is None:
            return AlikePanel(title="", rows=())
        return beside_act(kind, act, case.title, body=self.body, actor=self.actor, but=case)

    @staticmethod
    def _url(numbers: Sequence[str], *, main: str = "") -> str:
        asked = [("case", number) for number in numbers] + ([("main", main)] if main else [])
        return f"{reverse('desk:merge_board')}?{urlencode(asked)}"


NOT_YOURS = Words(
    "并案由提案委员会办公室办理。如认为应当并案，请与该办公室联系。",
    "The proposals committee's office merges proposals. If you think some belong together, speak to that office.",
)
NOTHING = Words(
    "没有选定并入关系。请至少为一件选择“并入”哪一件。",
    "Nothing goes anywhere yet. Choose for at least one what it goes into.",
)
CHAIN = Words(
    "{number} 不能并入 {into}：主案须留在本页，且自身不并入他案。请另选主案。",
    "{number} cannot go into {into}: a main proposal stays on this page and goes into no other. Choose another one.",
)
