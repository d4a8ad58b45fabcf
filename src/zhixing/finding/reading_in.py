"""Read cases in: make what is found of them what their entries say, writing only what differs.

A case is read in after each of its entries: by whoever searches next, or by the worker. One that still waits is found
by its number and its parties, and by none of its words, so nobody ever finds by what they may no longer read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from zhixing.cases.models import Case
from zhixing.finding import gathering, word_index
from zhixing.finding.gathering import Piece
from zhixing.finding.models import Audience, Passage, Waiting
from zhixing.finding.writing import Stand, write
from zhixing.register.models import Entry, FieldValue
from zhixing.register.rows import insert

ALL = "what is found is read in for all bodies"
AT_ONCE = 200
"""So many entries are read in by one transaction."""
Progress = Callable[[int], None]


def catch_up(*, most: int | None = None, progress: Progress = lambda _cases: None) -> bool:
    """Read in cases that wait, at most about so many; tell whether none waits any more.

    Cases that somebody is working on this very moment go on waiting.
    """
    done = 0
    while most is None or done < most:
        waiting = list(Waiting.objects.order_by("pk").values_list("pk", "case_id")[:AT_ONCE])
        if not waiting:
            return True
        with transaction.atomic():
            read = _read_in({case for _pk, case in waiting})
            Waiting.objects.filter(pk__in=[pk for pk, case in waiting if case in read]).delete()
        if not read:
            return False
        done += len(read)
        progress(len(read))
    return not Waiting.objects.exists()


@transaction.atomic
def await_all() -> int:
    """Forget everything that is found of cases and let all of them wait; return how many they are."""
    word_index.empty()
    for model in (Passage, Audience, Waiting):
        model._default_manager.all().delete()
    every = list(Case.objects.unscoped(ALL).order_by("pk").values_list("pk", flat=True))
    insert(Waiting, ("case_id",), [(pk,) for pk in every])
    return len(every)


def forget(cases: Sequence[int]) -> None:
    """Let no text of these cases be found until they are read in again; call it inside the act's transaction."""
    passages = Passage.objects.filter(case__in=cases)
    word_index.take(passages.values_list("pk", "text"))
    passages.delete()


def _read_in(wanted: Iterable[int]) -> set[int]:
    """Read cases in, except those that are locked; return which were."""
    free = Case.objects.unscoped(ALL).filter(pk__in=wanted).order_by("pk").select_for_update(skip_locked=True)
    cases = {case.number: case for case in free}
    write([Stand(case, found) for case, found in _gathered(cases)])
    return {case.pk for case in cases.values()}


def _gathered(cases: dict[str, Case]) -> Iterable[tuple[Case, dict[gathering.Place, Piece]]]:
    entries: dict[str, list[Entry]] = {number: [] for number in cases}
    wanted = Entry.objects.unscoped(ALL).filter(case__in=cases).order_by("number")
    for entry in wanted.only("case", "number", "act", "procedure", "outcome"):
        entries[entry.case].append(entry)
    values: dict[int, dict[str, str]] = {}
    rows = FieldValue.objects.filter(entry__case__in=cases, value__isnull=False)
    for entry_id, name, value in rows.values_list("entry_id", "name", "value"):
        values.setdefault(entry_id, {})[name] = value or "null"
    for number, case in cases.items():
        yield case, gathering.pieces(case, entries[number], values)
