"""Find what an actor's key was used for. Asked at every act, so in one plain statement."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection


class UsedKey(NamedTuple):
    """The entry that a key made."""

    case: str
    number: int
    act: str
    payload: str
    procedure: str
    outcome: str


def used(key: str, *, actor: int | None, body: int) -> UsedKey | None:
    """Return what somebody used a key for; the clock's keys are its body's."""
    owner, value = ("actor_id = %s", actor) if actor is not None else ("actor_id IS NULL AND body_id = %s", body)
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "case", "number", "act", "payload", "procedure", "outcome" '  # noqa: S608  # our own words
            f"FROM register_entry WHERE key = %s AND {owner}",
            [key, value],
        )
        row = cursor.fetchone()
    return UsedKey(*row) if row else None
