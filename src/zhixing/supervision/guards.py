"""The conditions of this room's procedures that need logic. While an act is only offered, its data are empty."""

from __future__ import annotations

from zhixing.procedure.facts import Data, Facts

CARDS = frozenset({"yellow", "red"})


def cards_are_on(facts: Facts, data: Data) -> bool:
    """Let yellow and red cards be drafted only where the committee has switched them on (design, 4.20).

    Asked by the letters' procedure of 2026-1, which open cases may still stand under.
    """
    return data.get("sort") not in CARDS or bool(facts.settings.get("cards", 0))


def all_have_signed(facts: Facts, _data: Data) -> bool:
    """Let a paper of several offices go on only once each has signed (Rules on proposals, art. 36).

    Asked by the procedures of 2026-1, under which open cases may still stand.
    """
    return all(party.capacity != "to_sign" for party in facts.parties)
