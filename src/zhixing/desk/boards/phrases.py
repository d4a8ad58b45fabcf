"""Common phrases for opinions: one's own and those an office shares, put where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict

from zhixing.assembly.actors import Actor
from zhixing.desk.boards.models import Phrase
from zhixing.desk.drafts import person_of
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act
from zhixing.procedure.words import Sentence, Words

LONGEST = 300
MOST = 100
"""So many phrases somebody keeps; of more nobody finds any."""
INSERT = "phrase:"
"""Before the id of a phrase, what its button sends to a form."""


def offered(actor: Actor) -> Sequence[Phrase]:
    """Return the actor's own phrases and those of their offices, the shared ones first; one query."""
    return list(_known(actor).select_related("office").order_by("office", "pk"))


def add(actor: Actor, text: str, *, shared: bool, at: datetime) -> Phrase:
    """Keep a phrase, for oneself or for the office of one's main post; one that is there already stays as it is.

    Raises:
        Refused: as invalid, for an empty or overlong phrase, for one too many, and for sharing without an office.
    """
    said, post = " ".join(text.split()), actor.main_post
    if not said or len(said) > LONGEST:
        raise Refused("invalid", Sentence(EMPTY if not said else TOO_LONG, most=LONGEST))
    if _known(actor).count() >= MOST:
        raise Refused("invalid", Sentence(TOO_MANY, most=MOST))
    if shared and post is None:
        raise Refused("invalid", Sentence(NO_OFFICE))
    office = post.organisation_id if shared and post else None
    same = _known(actor).filter(office=office, text=said).first()
    return same or Phrase.objects.create(
        body_id=actor.body_id, person_id=person_of(actor), office_id=office, text=said, added_at=at
    )


def drop(actor: Actor, phrase: int) -> None:
    """Remove a phrase of one's own or of one's office; what is not there is gone already."""
    _known(actor).filter(pk=phrase).delete()


def inserted(actor: Actor, act: Act, sent: QueryDict, wanted: str) -> QueryDict:
    """Return a form as sent with a phrase behind what stands in its first long field, for pages without a script."""
    number = wanted.removeprefix(INSERT)
    phrase = _known(actor).filter(pk=int(number)).first() if number.isdecimal() and len(number) < LONGEST else None
    field = next((name for name, one in act.fields.items() if one.type == "prose"), None)
    if phrase is None or field is None:
        return sent
    data = sent.copy()
    data[field] = f"{sent.get(field, '')}{phrase.text}"
    return data


def _known(actor: Actor) -> QuerySet[Phrase]:
    offices = sorted({post.organisation_id for post in actor.posts})
    own = Q(person=person_of(actor), office=None)
    return Phrase.objects.filter(own | Q(office__in=offices), body=actor.body_id)


EMPTY = Words("请写下要保存的常用语。", "Write the phrase that is to be kept.")
TOO_LONG = Words("常用语最多 {most} 个字。请改短。", "A phrase has at most {most} characters. Shorten it.")
TOO_MANY = Words("常用语最多保存 {most} 条。请先删去不用的。", "At most {most} phrases are kept. Remove some first.")
NO_OFFICE = Words(
    "您现在没有所在办公室，不能设为共用。请保存为自己的常用语。",
    "You hold no post in an office, so there is nobody to share it with. Keep it as your own.",
)
