"""The filed cases that wait to be assigned: what speaks for which unit, what was chosen, and what does not agree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Membership, Organisation, Session
from zhixing.assembly.vocabulary import OrganisationKind
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.kinds import Kind
from zhixing.cases.marks import marks_for
from zhixing.cases.models import Case
from zhixing.cases.querysets import BY_NUMBER, CaseQuerySet
from zhixing.desk.boards import placings
from zhixing.desk.boards.models import Placing
from zhixing.desk.boards.placings import Choice
from zhixing.desk.latest import latest_of
from zhixing.desk.names import Names
from zhixing.desk.queues import with_parties
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act
from zhixing.procedure.roles import held_roles
from zhixing.procedure.words import Sentence, Words
from zhixing.register.models import Entry

KIND, ASSIGN, PROPOSE = "proposal", "assign", "propose_units"
AGREE = ("agree_for_party", "agree_for_government", "agree_for_cppcc")
SAID = ("suggested_unit", "proposed_unit", "proposed_co_units", "grounds")
AUTHORS = {"proposer", "cosigner", "merged_proposer"}
CHOSEN, PROPOSED, SUGGESTED = "chosen", "proposed", "suggested"
MOST = 1000
"""So many cases stand on a board; no session has brought more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case that waits to be assigned. ``choice`` is what stands in its boxes, ``origin`` where that comes from."""

    case: Case
    placing: Placing | None
    choice: Choice
    origin: str
    proposed: Mapping[str, Any] = field(default_factory=dict)
    proposed_others: Sequence[Mapping[str, Any]] = ()
    grounds: str = ""
    suggested: Mapping[str, Any] = field(default_factory=dict)
    agreed: Sequence[str] = ()
    unconfirmed: Sequence[str] = ()
    offices: Sequence[tuple[str, str]] = ()
    employers: frozenset[int] = frozenset()

    @property
    def units(self) -> tuple[int, ...]:
        """All units in its boxes."""
        return (*([self.choice.unit] if self.choice.unit else []), *self.choice.others)

    @property
    def differs(self) -> bool:
        """Whether another unit is chosen now than the one that was proposed to be agreed to."""
        wanted = self.proposed.get("id")
        return self.origin == CHOSEN and wanted is not None and wanted != self.choice.unit

    @property
    def twice(self) -> bool:
        """Whether the lead stands among the others too."""
        return self.choice.unit is not None and self.choice.unit in self.choice.others

    @property
    def disputed(self) -> bool:
        """Whether something does not agree, so that people have to speak about it."""
        after_agreement = bool(self.agreed) and self.differs
        return self.twice or after_agreement or bool(self.unconfirmed) or len(self.offices) > 1

    @property
    def self_handled(self) -> bool:
        """Whether a unit in its boxes employs one of its authors."""
        return not self.employers.isdisjoint(self.units)


@dataclass(frozen=True)
class Waiters:
    """The board's cases as one office sees them on a day: those of the session asked for, else of the one at hand."""

    actor: Actor
    body: Body
    today: date
    asked_session: str = ""

    @cached_property
    def kind(self) -> Kind:
        """The kind whose cases are assigned."""
        return kinds.get(KIND)

    @cached_property
    def adopted(self) -> Adopted:
        """The procedure in force."""
        return adopting.in_force(self.body, KIND)

    @cached_property
    def names(self) -> Names:
        """The units on offer."""
        return Names(self.body.pk, self.today, actor=self.actor)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held without being party to a case."""
        return held_roles(self.adopted.procedure, self.actor.keys, parties=(), body=self.body.pk)

    def may(self, name: str) -> bool:
        """Tell whether the actor's office performs an act."""
        act = self.adopted.procedure.acts.get(name)
        return act is not None and bool(self.roles.intersection(act.by))

    @property
    def agreement(self) -> Act | None:
        """The act by which the actor's office agrees, if it is one of those that do."""
        return next((self.adopted.procedure.acts[name] for name in AGREE if self.may(name)), None)

    def check(self) -> None:
        """Let in whoever assigns or agrees.

        Raises:
            Refused: as not allowed, for everybody else.
        """
        if not self.may(ASSIGN) and self.agreement is None:
            act = self.adopted.procedure.acts[ASSIGN]
            raise Refused("not_allowed", Sentence(NOT_YOURS), act.article)

    @cached_property
    def of_all_sessions(self) -> CaseQuerySet:
        """The cases that wait, of every session."""
        states = self.adopted.procedure.acts[ASSIGN].start
        return Case.objects.visible_to(self.actor).filter(kind=KIND, state__in=sorted(states))

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """The sessions with cases that wait, the latest first."""
        return sorted(self.of_all_sessions.sessions(), key=lambda one: one.pk, reverse=True)

    @cached_property
    def session(self) -> Session | None:
        """The session asked for; else the one that receives now, or the latest with cases that wait."""
        asked = next((one for one in self.sessions if str(one.pk) == self.asked_session), None)
        receiving = Session.receiving(self.body, self.today)
        now = receiving if receiving in self.sessions else next(iter(self.sessions), receiving)
        return asked or now

    @cached_property
    def cases(self) -> Sequence[Case]:
        """The cases that wait, in the order of their numbers; two queries."""
        rows = (
            self.of_all_sessions.filter(session=self.session)
            .select_related("session__term")
            .prefetch_related(with_parties())
        )
        return list(rows.order_by("session", "official_number", "pk")[:MOST])

    @cached_property
    def waiting(self) -> Sequence[Waiting]:
        """All of them with what speaks for whom; six more queries, however many there are."""
        chosen = placings.latest(self.body.pk, [case.number for case in self.cases])
        said = self._said()
        offices = self._offices([case for case in self.cases if case.folded["counts"].get(PROPOSE, 0) > 1])
        employers = self._employers()
        return [
            self._one(
                case,
                chosen.get(case.number),
                said=said.get(case.number, {}),
                offices=offices.get(case.number, ()),
                employers=employers,
            )
            for case in self.cases
        ]

    @cached_property
    def units(self) -> Sequence[Organisation]:
        """The units that may be given work, in official order: confirmed, in force, and no groups of members."""
        return [unit for unit in self.names.organisations if unit.kind != OrganisationKind.SECTOR_GROUP]

    @cached_property
    def known(self) -> Mapping[int, Organisation]:
        """The units that may be given work, by id."""
        return {unit.pk: unit for unit in self.units}

    def called(self, unit: int) -> str:
        """Return a unit's name, of one that may not be given work too."""
        found = self.known.get(unit) or self._others.get(unit)
        return found.name if found else ""

    @cached_property
    def _others(self) -> Mapping[int, Organisation]:
        """Units that were chosen or proposed and may not be given work."""
        wanted = {unit for one in self.waiting for unit in one.units} - set(self.known)
        rows = Organisation.objects.of_body(self.body).filter(pk__in=wanted) if wanted else ()
        return {unit.pk: unit for unit in rows}

    def _one(
        self,
        case: Case,
        placing: Placing | None,
        *,
        said: Mapping[str, Any],
        offices: Sequence[tuple[str, str]],
        employers: Mapping[tuple[int, int], set[int]],
    ) -> Waiting:
        last = case.folded["last"]
        proposed, suggested = _reference(said.get("proposed_unit")), _reference(said.get("suggested_unit"))
        proposed_others = [one for one in map(_reference, said.get("proposed_co_units") or ()) if one]
        if placing is not None:
            choice, origin = Choice.of(placing), CHOSEN if placing.unit_id else ""
        elif proposed:
            choice, origin = Choice(proposed["id"], tuple(one["id"] for one in proposed_others)), PROPOSED
        elif suggested:
            choice, origin = Choice(suggested["id"]), SUGGESTED
        else:
            choice, origin = Choice(), ""
        term = case.session.term_id if case.session else 0
        people = {party.person_id for party in case.parties.all() if party.capacity in AUTHORS and party.person_id}
        named = [one for one in (proposed, suggested) if one]
        unknown = [one["name"] for one in named if one["id"] in {choice.unit, *choice.others} - set(self.known)]
        return Waiting(
            case=case,
            placing=placing,
            choice=choice,
            origin=origin,
            proposed=proposed,
            proposed_others=proposed_others,
            grounds=str(said.get("grounds") or ""),
            suggested=suggested,
            agreed=[name for name in AGREE if last.get(name, 0) > last.get(PROPOSE, 0) > 0],
            unconfirmed=list(dict.fromkeys(unknown)),
            offices=offices,
            employers=frozenset(unit for person in people for unit in employers.get((term, person), ())),
        )

    def _said(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what entries say of units, by case and field: the latest of each, as mended; one query."""
        return latest_of(self.cases, SAID)

    def _offices(self, cases: Iterable[Case]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return, where offices proposed different units, what each proposed last: office and unit."""
        numbers = [case.number for case in cases]
        if not numbers:
            return {}
        rows = Entry.objects.unscoped(BY_NUMBER).filter(case__in=numbers, act=PROPOSE).prefetch_related("values")
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for entry in rows.order_by("number"):
            value = next((one.value for one in entry.values.all() if one.name == "proposed_unit"), None)
            office = json.loads(entry.post)["name"] if entry.post else ""
            found[entry.case][office] = str(_reference(json.loads(value or "null")).get("name", ""))
        return {case: list(by.items()) for case, by in found.items() if len(set(by.values())) > 1}

    def _employers(self) -> Mapping[tuple[int, int], set[int]]:
        """Return where authors work, by term and person, for offices that are told; one query."""
        if not marks_for(self.kind, self.adopted.procedure, self.actor):
            return {}
        people = {
            party.person_id
            for case in self.cases
            for party in case.parties.all()
            if party.capacity in AUTHORS and party.person_id
        }
        seats = Membership.objects.of_body(self.body).filter(person__in=people).exclude(employer_organisation=None)
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        for term, person, unit in seats.values_list("term", "person", "employer_organisation"):
            found[term, person].add(unit)
        return found


def _reference(value: object) -> Mapping[str, Any]:
    """Return an organisation as an entry names it; empty for none, and for one that was removed."""
    return value if isinstance(value, dict) and isinstance(value.get("id"), int) else {}


NOT_YOURS = Words(
    "交办台供提案委员会办公室和参加会签的办公室使用。承办情况请从列表查看。",
    "The assignment board is for the proposals committee's office and the offices that agree. Use the list instead.",
)
