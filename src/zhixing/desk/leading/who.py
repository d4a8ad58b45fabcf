"""Whose page the overview is: the committee's leaders, the supervision offices and the proposals committee's office."""

from __future__ import annotations

from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import Function, PostKind, Side
from zhixing.cases import kinds
from zhixing.cases.duties import holds
from zhixing.cases.kinds import Kind

LEADERS = (PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.SECRETARY_GENERAL)
OFFICE = (PostKind.CLERK, PostKind.DIRECTOR)
SIDES = {Function.PARTY_SUPERVISION: Side.PARTY, Function.GOVERNMENT_SUPERVISION: Side.GOVERNMENT}
"""The offices that supervise, and the side whose units each supervises."""
OF_A_POST = "bd"
"""How the keys begin by which a post of the committee or of one of its offices is addressed, and no person."""


def leads(actor: Actor) -> bool:
    """Tell whether somebody is one of the committee's leaders."""
    return holds(actor, *LEADERS)


def supervises(actor: Actor) -> bool:
    """Tell whether somebody works in an office that supervises: of one side, or the proposals committee's."""
    return any(_works_in(actor, function) for function in (*SIDES, Function.PROPOSALS_COMMITTEE))


def sees_overview(actor: Actor) -> bool:
    """Tell whether the overview is somebody's page."""
    return leads(actor) or supervises(actor)


def works_with(actor: Actor, kind: Kind) -> bool:
    """Tell whether somebody works, as its clerk or director, in one of the offices that a kind is for."""
    return any(holds(actor, *OFFICE, function=function) for function in kind.menu_for)


def put_forward(actor: Actor) -> list[Kind]:
    """Return the kinds for which rules name candidates, for those who supervise and may therefore put forward.

    Whoever decides on what is put forward learns of it then: a rule may follow from what a proposer said in confidence.
    """
    if not supervises(actor):
        return []
    targets = {one.to for kind in kinds.everyone() for one in kind.candidates}
    return [kind for kind in kinds.everyone() if kind.slug in targets and works_with(actor, kind)]


def sees_candidates(actor: Actor) -> bool:
    """Tell whether candidates are somebody's page; nobody else learns of them."""
    return bool(put_forward(actor))


def own_sides(actor: Actor) -> list[Side]:
    """Return the sides whose units somebody's own office supervises; none for leaders and the proposals committee."""
    return [side for function, side in SIDES.items() if _works_in(actor, function)]


def official_keys(actor: Actor) -> frozenset[str]:
    """Return the keys of the actor's posts in the committee and its offices, and none that is a person's own."""
    return frozenset(key for key in actor.keys if key[0] in OF_A_POST)


def _works_in(actor: Actor, function: str) -> bool:
    return holds(actor, *OFFICE, function=function)
