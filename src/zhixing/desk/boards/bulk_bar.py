"""The bulk bar at the foot of a list: the acts that fit what is shown, and how to take the other pages along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.cases.models import Case
from zhixing.desk import keyset
from zhixing.desk.boards.offering import BulkAct, fitting, offered
from zhixing.desk.boards.slips import Sort
from zhixing.desk.keyset import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkBar:
    """What the bar offers: where it sends, which acts and which slips to print, and the list behind it.

    ``paged``: there are other pages.
    """

    url: str
    acts: Sequence[BulkAct]
    source: str
    query: str
    back: str
    paged: bool
    slips: Sequence[Sort] = ()


def fits_of(cases: Sequence[Case], actor: Actor) -> Mapping[int, list[str]]:
    """Return the acts that fit each case shown, by its id; parties are prefetched."""
    return {case.pk: fitting(case, actor) for case in cases}


def bar_for(
    cases: Sequence[Case],
    fits: Mapping[int, list[str]],
    *,
    page: Page[Any],
    path: str,
    source: str,
    asked: QueryDict,
    slips: Sequence[Sort] = (),
) -> BulkBar | None:
    """Return the bar of a list, or None where no act fits any case shown and nothing is printed of them."""
    acts = offered((case, fits[case.pk]) for case in {case.pk: case for case in cases}.values())
    if not acts and not (slips and cases):
        return None
    query = urlencode(keyset.without_place(asked))
    here = asked.urlencode()
    return BulkBar(
        url=reverse("desk:bulk_begin"),
        acts=acts,
        source=source,
        query=query,
        back=f"{path}?{here}" if here else path,
        paged=bool(page.back or page.on),
        slips=slips,
    )
