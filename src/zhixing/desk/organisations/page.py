"""What the desk of an organisation shows: what waits for it, its proposals, its drafts in common, its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Organisation, Session
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, CaseParty
from zhixing.common.parts import Lamp, Link, LinkGroup
from zhixing.desk import queues
from zhixing.desk.figures_page import MATTER, session_asked
from zhixing.desk.lamps import Lamps
from zhixing.desk.leading.deciding import Group, Waiting
from zhixing.desk.organisations import common, members
from zhixing.desk.organisations.members import MemberRow
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import joined, say
from zhixing.procedure.model import NOBODY_ROLES
from zhixing.procedure.roles import held_roles, performers

SIGNATURES = ("cosign",)
"""The acts by which an organisation signs what others propose."""
MOST = 200
"""So many of its proposals stand on the page; the list of proposals has all of them."""
MOST_WAITING = 50
POSTS = (PostKind.SIGNER, PostKind.CONVENER, PostKind.DIRECTOR, PostKind.CLERK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One of the organisation's proposals: where it stands, and who waits for what."""

    lamp: Lamp | None
    due: date | None
    title: str
    url: str
    number: str
    state: str
    waits: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonDraft:
    """A draft in common: its title so far, the way to its editor, who saved it last, and what the reader may do."""

    name: str
    title: str
    url: str
    author: str
    saved_by: str
    saved_at: datetime
    own: bool


@dataclass(frozen=True)
class Desk:
    """The desk of one organisation, as one of its people sees it on a day."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict
    desks: Sequence[Organisation]

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation asked for, or else the first at whose desk the reader works."""
        asked = self.asked.get("of", "")
        return next((one for one in self.desks if str(one.pk) == asked), self.desks[0])

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """The sessions that have begun, the latest first."""
        return list(Session.objects.of_body(self.body).begun(self.today))

    @cached_property
    def session(self) -> Session | None:
        """The session asked for, else the latest."""
        return session_asked(self.sessions, self.asked.get("session", ""))

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows; the number of queries is bounded."""
        lit = Lamps(self.today, work_calendar())
        signatures, others = self._waiting(lit)
        by_strokes = self.asked.get("order", "") == members.STROKES
        return {
            "organisation": self.organisation,
            "tabs": self._links("of", [(str(one.pk), one.called) for one in self.desks], str(self.organisation.pk)),
            "signatures": signatures,
            "waiting": others,
            "drafts": self._drafts(),
            "begin": [Link(title=say(way.act.title), url=way_value(way)) for way in common.ways(self.body)][:1],
            "shareable": self._shareable(),
            "proposals": self._proposals(lit),
            "sessions": self._sessions(),
            "session": self.session.name if self.session else "",
            "members": self._members(by_strokes=by_strokes),
            "orders": [LinkGroup(title=_("Order"), entries=self._orders(by_strokes=by_strokes))],
            "by_strokes": by_strokes,
        }

    # --- what waits ---

    def _waiting(self, lit: Lamps) -> tuple[Group, Group]:
        """Return the signatures asked of the organisation, and what else is awaited in its name; three queries."""
        keys = frozenset(f"o{self.organisation.pk}.{post}" for post in POSTS)
        seen = Case.objects.visible_to(self.actor)
        todos = queues.todos(replace(self.actor, keys=keys)).filter(case__in=seen.values("pk"))
        rows = todos.order_by("due_on", "since", "pk").select_related("case").prefetch_related(with_parties("case__"))
        signatures: list[Waiting] = []
        others: list[Waiting] = []
        for todo in rows[:MOST_WAITING]:
            row = self._row(todo.case, todo.act, lit.short(todo.due_on, todo.warn_on), todo.due_on)
            (signatures if todo.act in SIGNATURES else others).append(row)
        return (
            Group(key="signatures", title=_("Signatures asked of us"), n=len(signatures), rows=signatures),
            Group(key="waiting", title=_("To do in our name"), n=len(others), rows=others),
        )

    def _row(self, case: Case, name: str, lamp: Lamp, due: date | None) -> Waiting:
        procedure = adopting.by_digest(case.procedure).procedure
        act = procedure.acts[name]
        parties = [one for one in case.parties.all() if one.organisation_id != self.organisation.pk]
        keys = held_roles(procedure, self.actor.keys, parties=queues.parties_of(case), body=case.body_id)
        may = keys.intersection(performers(procedure, act, opened=True))
        url = reverse("desk:case_act", args=[case.number, name])
        return Waiting(
            lamp=lamp,
            due=due,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=case.called,
            who=in_short(in_capacities(parties, "handler", "proposer", "cosigner")[:1]),
            acts=[Link(title=say(act.title), url=url)] if may else [],
            note="" if may else say(act.title),
        )

    # --- its proposals ---

    def _proposals(self, lit: Lamps) -> Sequence[Proposal]:
        """Return the organisation's proposals of the session in the order of their states; four queries."""
        kind = kinds.get(MATTER)
        own = CaseParty.objects.filter(case=OuterRef("pk"), capacity__in=kind.mine, organisation=self.organisation.pk)
        visible = Case.objects.visible_to(self.actor)
        of_session = Q(session=self.session) | Q(session=None) if self.session else Q()
        rows = visible.filter(of_session, Exists(own), kind=kind.slug).order_by("-pk")
        limited = queues.with_limits(rows, self.actor, of_children=True).defer("folded")
        cases = list(limited.prefetch_related(with_parties())[:MOST])
        children = self._children(cases)
        places = {name: place for place, name in enumerate(adopting.in_force(self.body, kind.slug).procedure.states)}
        cases.sort(key=lambda case: places.get(case.state, len(places)))
        return [self._proposal(case, children.get(case.pk, ()), lit) for case in cases]

    def _children(self, cases: Iterable[Case]) -> Mapping[int, Sequence[Case]]:
        found: dict[int, list[Case]] = defaultdict(list)
        rows = Case.objects.visible_to(self.actor).filter(parent__in=[case.pk for case in cases], final=False)
        for child in rows.defer("folded").order_by("pk").prefetch_related(with_parties()):
            found[child.parent_id or 0].append(child)
        return found

    def _proposal(self, case: Case, children: Sequence[Case], lit: Lamps) -> Proposal:
        due, warn = getattr(case, "limit_due", None), getattr(case, "limit_warn", None)
        state = adopting.by_digest(case.procedure).procedure.states[case.state]
        return Proposal(
            lamp=None if case.final else lit.short(due, warn),
            due=due,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            number=case.called,
            state=say(state.title),
            waits=[waits_for(child, of_unit=True) for child in children] or [one for one in [waits_for(case)] if one],
        )

    # --- drafts in common ---

    def _drafts(self) -> Sequence[CommonDraft]:
        rows = common.of_organisation(self.organisation)
        names = common.names_of(one for row in rows for one in (row.person_id, row.saved_by))
        return [
            CommonDraft(
                name=row.common,
                title=str(row.data.get("title") or ""),
                url=editor_url(row.kind, row.act, row.common),
                author=names.get(row.person_id, ""),
                saved_by=names.get(row.saved_by or row.person_id, ""),
                saved_at=row.saved_at,
                own=row.person_id == self.actor.person_id,
            )
            for row in rows
        ]

    def _shareable(self) -> Sequence[Link]:
        return [
            Link(title=str(draft.data.get("title") or _("(no title yet)")), url=f"{draft.kind}.{draft.act}")
            for draft in common.shareable(self.actor, self.body)
        ]

    # --- its people ---

    def _members(self, *, by_strokes: bool) -> Sequence[MemberRow]:
        return members.rows(self.organisation, self.actor, self.today, session=self.session, by_strokes=by_strokes)

    def _orders(self, *, by_strokes: bool) -> Sequence[Link]:
        options = [("", _("Official order")), (members.STROKES, _("By strokes of the family name"))]
        return self._links("order", options, members.STROKES if by_strokes else "", to="#h-members")

    def _sessions(self) -> Sequence[LinkGroup]:
        options = [(str(one.pk), one.short_name) for one in self.sessions]
        current = str(self.session.pk) if self.session else ""
        return [LinkGroup(title=_("Session"), entries=self._links("session", options, current, to="#h-proposals"))]

    def _links(self, name: str, options: Sequence[tuple[str, str]], current: str, *, to: str = "") -> list[Link]:
        kept = {one: self.asked[one] for one in ("of", "session", "order") if self.asked.get(one) and one != name}
        path = reverse("desk:organisation")
        links = []
        for value, title in options:
            query = urlencode({**kept, **({name: value} if value else {})})
            links.append(Link(title=title, url=f"{path}?{query}{to}" if query else path + to, current=value == current))
        return links


def waits_for(case: Case, *, of_unit: bool = False) -> str:
    """Return in words what a case waits for and of whom; empty for one that waits for nothing."""
    procedure = adopting.by_digest(case.procedure).procedure
    state = procedure.states[case.state]
    if of_unit:
        unit = in_short(in_capacities(case.parties.all(), kinds.get(case.kind).unit or "handler"))
        return _("%(unit)s: %(state)s") % {"unit": unit, "state": say(state.title)}
    for name in state.next[:1]:
        roles = [one for one in performers(procedure, procedure.acts[name], opened=True) if one not in NOBODY_ROLES]
        who = joined(say(procedure.roles[one].title) for one in roles)
        return _("%(who)s: %(act)s") % {"who": who, "act": say(procedure.acts[name].title)}
    return ""


def editor_url(kind: str, act: str, name: str) -> str:
    """Return the address of the editor of a draft in common."""
    return f"{reverse('desk:open', args=[kinds.get(kind).plural, act])}?{urlencode({common.COMMON: name})}"


def way_value(way: common.Way) -> str:
    """Return a way to open a case as one word of a form."""
    return f"{way.kind}.{way.act.name}"
