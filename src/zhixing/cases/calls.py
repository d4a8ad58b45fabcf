"""A call of the one door: who asks for what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.cases.models import Case
from zhixing.cases.words import BAD_KEY, BEFORE_OPENING, BEFORE_STATE, IN_FUTURE
from zhixing.procedure.facts import Reference, Refused
from zhixing.procedure.fields import keepable
from zhixing.procedure.model import SYSTEM_ROLE, Act, Procedure
from zhixing.procedure.roles import Party, held_roles, keys_of_roles
from zhixing.procedure.words import Sentence, Words
from zhixing.register.writer import digest_of

Data = Mapping[str, Any]
LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was performed, now or by an earlier call with the same key."""

    case: Case
    entry: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier record knows of a case beyond the fields of an act.

    ``facts`` stand in the outcome as they are: session, year and number, and that an entry is undated. ``parties``,
    where given, take the place of those the case has. ``parent`` is the case a new one hangs under.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    parties: tuple[Party, ...] | None = None
    parent: Case | None = None


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the door, as asked. ``granted`` are roles that come from the cause of a call, not from posts.

    ``late`` is when the clock makes up for what fell due on an earlier day, the legal moment; None for all other calls.
    """

    actor: Actor
    act: str
    data: Data
    at: datetime
    recorded_at: datetime
    key: str | None
    payload: str
    granted: frozenset[str] = frozenset()
    earlier: Earlier = NOTHING_EARLIER
    late: datetime | None = None

    @property
    def on(self) -> date:
        """The day of the legal moment, in Beijing."""
        return self.at.astimezone(clock.ZONE).date()

    @property
    def who(self) -> Reference | None:
        """The acting person as the engine knows people; None for the clock."""
        person = self.actor.person_id
        return Reference(person, self.actor.name) if person is not None else None

    def may_see(self, case: Case) -> bool:
        """Tell whether the actor may see the case; the system and causes inside the software always do."""
        return (
            bool(self.granted) or self.actor.person_id is None or not self.actor.keys.isdisjoint(case.folded["readers"])
        )

    def roles(self, procedure: Procedure, parties: tuple[Party, ...]) -> frozenset[str]:
        """Return the roles the actor has in a case with these parties."""
        if self.actor.person_id is None:
            return self.granted | {SYSTEM_ROLE}
        return self.granted | held_roles(procedure, self.actor.keys, parties=parties, body=self.actor.body_id)

    def post(self, procedure: Procedure, act: Act, parties: tuple[Party, ...]) -> dict[str, Any] | None:
        """Return the post acted under: the one that gave the right, else the main one; None for the clock."""
        if self.actor.person_id is None:
            return None
        keys = set(keys_of_roles(procedure, act.by, parties=parties, body=self.actor.body_id))
        held = next((post for post in self.actor.posts if keys & set(post.keys())), None)
        if held is None and (keys & self.actor.keys or not self.actor.posts):
            return {"kind": "member" if self.actor.is_member else "party"}
        post = held or self.actor.posts[0]
        return {
            "kind": post.kind,
            "post": post.post_id,
            "organisation": post.organisation_id,
            "name": post.organisation_name,
        }

    def office(self, procedure: Procedure, act: Act, parties: tuple[Party, ...]) -> Reference | None:
        """Return the organisation of the post acted under; None for the clock, and for whoever acts under none."""
        post = self.post(procedure, act, parties)
        held = next((one for one in self.actor.posts if post and one.post_id == post.get("post")), None)
        return Reference(held.organisation_id, held.organisation_name) if held else None

    def check_moment(self, act: Act, case: Case | None = None, state: Words | None = None) -> None:
        """Refuse a legal moment in the future, before the case was opened, or before it came to the state it is in.

        Acts that commute may be entered late, with the day on which they happened; an earlier record says what it says.
        """
        now = clock.now().astimezone(clock.ZONE)
        if self.at > now:
            raise self._untimely(act, Sentence(IN_FUTURE, now=now.strftime("%Y-%m-%d %H:%M")))
        if case is None or state is None or act.name == "import":
            return
        if case.opened_on and self.on < case.opened_on:
            raise self._untimely(act, Sentence(BEFORE_OPENING, day=case.opened_on.isoformat()))
        since = date.fromisoformat(case.folded["since"][:10])
        if self.on < since and case.folded["since_known"] and not act.commutes:
            raise self._untimely(act, Sentence(BEFORE_STATE, day=since.isoformat(), state=state))

    def _untimely(self, act: Act, sentence: Sentence) -> Refused:
        return Refused("invalid", sentence, act.article, (("at", sentence),))


def made(
    target: str,
    act: str,
    *,
    actor: Actor,
    data: Data | None,
    at: datetime,
    key: str | None,
    granted: frozenset[str] = frozenset(),
    earlier: Earlier = NOTHING_EARLIER,
) -> Call:
    """Return a call; ``target`` is the case's number, or the kind that is to be opened.

    Raises:
        Refused: as invalid, for a key that cannot be kept.
    """
    if key is not None and not (len(key) <= LONGEST_KEY and keepable(key)):
        raise Refused("invalid", Sentence(BAD_KEY, most=LONGEST_KEY))
    return Call(
        actor=actor,
        act=act,
        data=dict(data or {}),
        at=at,
        recorded_at=clock.true_now(),
        key=key,
        payload=digest_of({"target": target, "act": act, "data": dict(data or {})}) if key else "",
        granted=granted,
        earlier=earlier,
    )
