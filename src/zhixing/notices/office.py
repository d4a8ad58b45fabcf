"""Who looks after what could not be delivered, and what they do about it."""

from __future__ import annotations

from datetime import datetime

from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.notices.models import Message
from zhixing.notices.vocabulary import Status

_OFFICE_POSTS = frozenset({PostKind.CLERK, PostKind.DIRECTOR, PostKind.SECRETARY_GENERAL})


def looks_after_notices(actor: Actor) -> bool:
    """Tell whether somebody is of the general office or the system administrator of the committee acted for."""
    return any(
        post.kind == PostKind.SYSADMIN or (Function.GENERAL_OFFICE in post.functions and post.kind in _OFFICE_POSTS)
        for post in actor.posts
    )


def try_again(message: Message, *, at: datetime) -> bool:
    """Let an undelivered message be tried from the beginning; False when somebody has dealt with it meanwhile."""
    found = Message.objects.of_body(message.body_id).filter(pk=message.pk, status=Status.FAILED)
    return bool(found.update(status=Status.WAITING, tries=0, next_at=at, reason="", detail=""))


def note(message: Message, *, actor: Actor, at: datetime) -> bool:
    """Take an undelivered message off the list, as known; False when somebody has dealt with it meanwhile."""
    found = Message.objects.of_body(message.body_id).filter(pk=message.pk, status=Status.FAILED)
    return bool(found.update(status=Status.NOTED, noted_by=actor.person_id, next_at=at))
