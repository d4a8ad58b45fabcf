"""Noting who looked at something sensitive, such as what a proposer wrote in confidence."""

from __future__ import annotations

from datetime import datetime

from zhixing.accounts.models import AccessLog
from zhixing.assembly.actors import Actor


def note_access(
    *, actor: Actor, what: str, subject: str, at: datetime, reason: str = "", address: str | None = None
) -> AccessLog:
    """Write that the actor looked, and return the row.

    ``what`` names the sort of thing (``rating_words``), ``subject`` the one thing (a case's number).
    """
    post = actor.main_post
    return AccessLog.objects.create(
        at=at,
        body_id=actor.body_id,
        person_id=actor.person_id,
        post=f"{post.organisation_name} {post.title or post.kind}" if post else "",
        what=what,
        subject=subject,
        reason=reason,
        address=address,
    )
