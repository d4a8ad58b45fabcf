"""Who is meant by a role, as address keys.

One mechanism answers three questions: may this person act (a key of theirs is among the role's), whose turn is it
(to-dos are addressed to keys) and who may see (readers are keys). ``docs/architecture.md`` lists the
kinds of keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhixing.procedure.model import ACTOR, ACTORS_OFFICE, NOBODY_ROLES, Act, NewParty, Procedure, Role

if TYPE_CHECKING:
    from zhixing.procedure.facts import Given, Reference

DEFAULT_SIDE = "government"


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation in a case, in some capacity; ``side`` tells which supervision office it answers to."""

    capacity: str
    person: int | None = None
    organisation: int | None = None
    side: str = DEFAULT_SIDE


def addresses(role: Role, *, parties: Sequence[Party], body: int) -> tuple[str, ...]:
    """Return the address keys of a role in a case of this body, in a stable order."""
    if role.only_with or role.not_with:
        present = {party.capacity for party in parties}
        if not present.issuperset(role.only_with) or not present.isdisjoint(role.not_with):
            return ()
    if role.member:
        return (f"m{body}",)
    if role.holder:
        return tuple(f"h{body}.{post}" for post in role.posts)
    if role.leadership:
        return tuple(f"b{body}.{post}" for post in role.posts)
    if role.party:
        return tuple(dict.fromkeys(_of_parties(role, parties)))
    function = role.function or _function_by_side(role, parties)
    return tuple(f"d{body}.{function}.{post}" for post in role.posts)


def keys_at_all(role: Role, body: int) -> tuple[str, ...]:
    """Return the address keys that a role of posts can have in any case of this body; none of a role of parties."""
    if role.party:
        return ()
    if role.side_of:
        return tuple(f"d{body}.{function}.{post}" for function in role.sides.values() for post in role.posts)
    return addresses(replace(role, only_with=(), not_with=()), parties=(), body=body)


def _of_parties(role: Role, parties: Iterable[Party]) -> Iterable[str]:
    for party in parties:
        if party.capacity != role.party:
            continue
        if party.person is not None:
            yield f"p{party.person}"
        else:
            yield from (f"o{party.organisation}.{post}" for post in role.posts)


def _function_by_side(role: Role, parties: Iterable[Party]) -> str:
    side = next((party.side for party in parties if party.capacity == role.side_of), DEFAULT_SIDE)
    return role.sides.get(side, role.sides[DEFAULT_SIDE])


def keys_of_roles(procedure: Procedure, names: Iterable[str], *, parties: tuple[Party, ...], body: int) -> list[str]:
    """Return the address keys of several roles together, each once, in order; the system and parents have none."""
    keys: dict[str, None] = {}
    for name in names:
        if name not in NOBODY_ROLES:
            keys |= dict.fromkeys(addresses(procedure.roles[name], parties=parties, body=body))
    return list(keys)


def performers(procedure: Procedure, act: Act, *, opened: bool) -> tuple[str, ...]:
    """Return the roles that may perform an act.

    An act that opens cases and also goes on with one is, on an open case, theirs alone who are party to it: any member
    may begin a proposal, but only its proposer goes on with it.
    """
    if not (act.opens_case and opened):
        return act.by
    return tuple(name for name in act.by if name not in procedure.roles or procedure.roles[name].party)


def meant(procedure: Procedure, names: Iterable[str], *, parties: Sequence[Party], body: int) -> tuple[str, ...]:
    """Return those of some roles that mean somebody in a case with these parties; the system and parents always do."""
    return tuple(
        name for name in names if name in NOBODY_ROLES or addresses(procedure.roles[name], parties=parties, body=body)
    )


def held_roles(procedure: Procedure, keys: frozenset[str], *, parties: tuple[Party, ...], body: int) -> frozenset[str]:
    """Return the roles that somebody with these keys holds in a case."""
    return frozenset(
        name
        for name, role in procedure.roles.items()
        if not keys.isdisjoint(addresses(role, parties=parties, body=body))
    )


def may_open(procedure: Procedure, act: Act, keys: frozenset[str], *, body: int) -> bool:
    """Tell whether keys let perform an act where nobody is party yet, as in a case that is to be opened."""
    return not held_roles(procedure, keys, parties=(), body=body).isdisjoint(act.by)


def parties_after(
    procedure: Procedure,
    now: tuple[Party, ...],
    act: Act,
    *,
    named: Mapping[str, tuple[Reference, ...]] | None,
    given: Given,
) -> tuple[Party, ...]:
    """Return who is party to a case after an act: those made, moved and removed by it, each once.

    ``named`` are those whom the act's fields name; None when it makes no parties this time.
    """
    parties = list(now)
    for new in act.parties:
        if new.moves or new.all_of:
            parties = _moved(procedure, parties, new, given.keys)
            continue
        made = _made(act, new, named, given) if named is not None else []
        if new.replaces and made:
            parties = [party for party in parties if party.capacity != new.capacity]
        if new.leaves:
            left = {replace(party, capacity=name) for party in made for name in new.leaves}
            parties = [party for party in parties if party not in left]
        parties += [party for party in made if party not in parties]
    return tuple(dict.fromkeys(parties))


def _made(act: Act, new: NewParty, named: Mapping[str, tuple[Reference, ...]], given: Given) -> list[Party]:
    if new.source == ACTOR:
        return [Party(new.capacity, person=given.actor.id)] if given.actor else []
    if new.source == ACTORS_OFFICE:
        return [Party(new.capacity, organisation=given.office.id, side=given.office.side)] if given.office else []
    people = act.fields[new.source].type.startswith("person")
    return [
        Party(new.capacity, person=one.id) if people else Party(new.capacity, organisation=one.id, side=one.side)
        for one in named.get(new.source, ())
    ]


def _moved(procedure: Procedure, parties: list[Party], new: NewParty, keys: frozenset[str]) -> list[Party]:
    """Return the parties with the actor's own place, or everybody's, moved to another capacity or dropped."""
    capacity = new.moves or new.all_of
    roles = [role for role in procedure.roles.values() if role.party == capacity]
    after = []
    for party in parties:
        own = any(not keys.isdisjoint(_of_parties(role, [party])) for role in roles)
        if party.capacity != capacity or not (new.all_of or own):
            after.append(party)
        elif new.capacity:
            after.append(replace(party, capacity=new.capacity))
    return after
