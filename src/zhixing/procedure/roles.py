"""Who is meant by a role, as address keys.

One mechanism answers three questions: may this person act (a key of theirs is among the role's), whose turn is it
(to-dos are addressed to keys) and who may see (readers are keys). ``docs/architecture.md`` lists the
kinds of keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhixing.procedure.model import PARENT_ROLE, SYSTEM_ROLE, Procedure, Role

DEFAULT_SIDE = "government"


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation in a case, in some capacity; ``side`` tells which supervision office it answers to."""

    capacity: str
    person: int | None = None
    organisation: int | None = None
    side: str = DEFAULT_SIDE


def addresses(role: Role, *, parties: Iterable[Party], body: int) -> tuple[str, ...]:
    """Return the address keys of a role in a case of this body, in a stable order."""
    if role.member:
        return (f"m{body}",)
    if role.leadership:
        return tuple(f"b{body}.{post}" for post in role.posts)
    if role.party:
        return tuple(dict.fromkeys(_of_parties(role, parties)))
    function = role.function or _function_by_side(role, parties)
    return tuple(f"d{body}.{function}.{post}" for post in role.posts)


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
        if name not in {SYSTEM_ROLE, PARENT_ROLE}:
            keys |= dict.fromkeys(addresses(procedure.roles[name], parties=parties, body=body))
    return list(keys)


def held_roles(procedure: Procedure, keys: frozenset[str], *, parties: tuple[Party, ...], body: int) -> frozenset[str]:
    """Return the roles that somebody with these keys holds in a case."""
    return frozenset(
        name
        for name, role in procedure.roles.items()
        if not keys.isdisjoint(addresses(role, parties=parties, body=body))
    )
