"""One act on several cases, worked off one after the other through the one door.

Each case is entered by itself, in a transaction and under a key of its own (``<key of the batch>-<number>``): whoever
sends a page twice, or goes on after an interruption, enters nothing twice and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.cases import acts, adopting
from zhixing.cases.calls import made
from zhixing.cases.entering import given_for
from zhixing.cases.folding import facts_of
from zhixing.cases.models import Case
from zhixing.desk.boards.models import Batch, BatchItem
from zhixing.desk.drafts import person_of
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import check_data
from zhixing.procedure.words import Sentence, Words

CHUNK = 25
"""So many cases are done in one request; the page then goes on by itself, or by its button."""
MOST = 500
"""So many cases are taken into one batch."""
KEPT = timedelta(days=30)
"""So long the result of a batch can be opened again."""
LOCALES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A case for a batch, with what is entered for it alone."""

    case: Case
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch has come."""

    total: int
    done: int
    refused: int

    @property
    def left(self) -> int:
        """How many cases have not been tried yet."""
        return self.total - self.done - self.refused


def begin(kind: str, act: str, wanted: Sequence[Wanted], *, actor: Actor, back: str, at: datetime) -> Batch:
    """Keep which cases were chosen for an act, in their order; nothing is entered yet. Old batches go.

    At most ``MOST`` cases are taken; the page says how many.
    """
    person = person_of(actor)
    Batch.objects.filter(person=person, begun_at__lt=at - KEPT).delete()
    batch = Batch.objects.create(
        key=uuid4().hex, body_id=actor.body_id, person_id=person, kind=kind, act=act, back=back, begun_at=at
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, place=place, case=one.case.number, seen=one.case.entries, data=dict(one.data))
        for place, one in enumerate(wanted[:MOST])
    )
    return batch


def own(key: str, actor: Actor) -> Batch:
    """Return a batch of the actor's own in this committee.

    Raises:
        Refused: as unknown, when it is not there, is somebody else's, or was thrown away.
    """
    found = Batch.objects.filter(key=key, person=person_of(actor), body=actor.body_id).first()
    if found is None:
        raise Refused("unknown", Sentence(NO_SUCH_BATCH))
    return found


def unfinished(actor: Actor) -> list[tuple[Batch, int]]:
    """Return the actor's confirmed batches with how many of their cases still wait, the latest first."""
    waiting = BatchItem.objects.filter(
        batch__person=person_of(actor),
        batch__body=actor.body_id,
        batch__confirmed_at__isnull=False,
        outcome=BatchItem.Outcome.WAITING,
    )
    left = dict(waiting.values_list("batch").annotate(n=Count("pk")).values_list("batch", "n"))
    batches = Batch.objects.filter(pk__in=left).select_related("body").order_by("-begun_at")
    return [(batch, left[batch.pk]) for batch in batches] if left else []


def confirm(batch: Batch, data: Mapping[str, Any], numbers: Iterable[str] | None, *, at: datetime) -> None:
    """Fix what is entered for all cases, and which of them; those left out are dropped. Again, it changes nothing."""
    # Together, so that whoever sends the page twice never begins with a case that is being dropped.
    with transaction.atomic():
        fixed = Batch.objects.filter(pk=batch.pk, confirmed_at=None).update(data=dict(data), confirmed_at=at)
        if fixed and numbers is not None:
            batch.items.exclude(case__in=list(numbers)).delete()
    batch.refresh_from_db()


def work_off(batch: Batch, actor: Actor, *, most: int = CHUNK) -> None:
    """Perform the act on the next cases of a confirmed batch, and keep what came of each."""
    if batch.confirmed_at is None:
        return
    waiting = batch.items.filter(outcome=BatchItem.Outcome.WAITING).order_by("place")
    for item in waiting[:most]:
        _perform(batch, item, actor)
    if not waiting.exists():
        Batch.objects.filter(pk=batch.pk).update(data={})
        batch.items.update(data={})


def _perform(batch: Batch, item: BatchItem, actor: Actor) -> None:
    """Perform the act on one case; what was entered just before an interruption is found by its key."""
    data, key = {**batch.data, **item.data}, f"{batch.key}-{item.case}"
    try:
        done = acts.perform(item.case, batch.act, actor=actor, data=data, key=key, seen=item.seen)
    except Refused as refused:
        sentence = refused.faults[0][1] if refused.faults else refused.sentence
        item.outcome, item.article = BatchItem.Outcome.REFUSED, refused.article
        item.said = {locale: sentence.say(locale) for locale in LOCALES}
    else:
        item.outcome, item.entry = BatchItem.Outcome.DONE, done.entry
    item.save(update_fields=["outcome", "entry", "said", "article"])


def progress(batch: Batch) -> Progress:
    """Return how far a batch has come; one query."""
    counts = dict(batch.items.values_list("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    done, refused = (counts.get(name, 0) for name in (BatchItem.Outcome.DONE, BatchItem.Outcome.REFUSED))
    return Progress(total=sum(counts.values()), done=done, refused=refused)


def cases_of(items: Iterable[BatchItem], actor: Actor) -> dict[str, Case]:
    """Return the cases of some items by number, as far as the actor may see them."""
    numbers = [item.case for item in items]
    found = Case.objects.visible_to(actor).filter(number__in=numbers).select_related("body", "session__term")
    return {case.number: case for case in found}


def faults(case: Case, act: str, data: Mapping[str, Any], *, actor: Actor) -> Refused | None:
    """Return what is wrong with data meant for several cases, found on one of them; nothing is entered."""
    adopted = adopting.by_digest(case.procedure)
    one = adopted.procedure.acts[act].going_on()
    call = made(case.number, act, actor=actor, data=data, at=clock.now(), key=None)
    facts = facts_of(case.folded, body=case.body_id, settings=adopted.settings)
    given = given_for(case.kind, call, body=case.body_id, act=one)
    found = check_data(adopted.procedure, one, call.data, facts=facts, given=given).faults
    return Refused("invalid", Sentence(MEND), one.article, found) if found else None


NO_SUCH_BATCH = Words(
    "没有找到这一批办理，或不是您开始的，或已过保存期。请从列表重新勾选。",
    "There is no such batch of yours, or it is too old. Tick the cases in the list again.",
)
MEND = Words(
    "请先改正下列内容，改正后再逐件办理；现在还没有办理任何一件。",
    "Mend this first; nothing has been entered yet for any case.",
)
