"""Pages by key: no page costs more than the first, and a row that arrives meanwhile moves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict

from zhixing.common.parts import Pager

PAGE = 50
BEFORE, AFTER = "before", "after"
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows of a page, with the keys from which the pages on either side start; empty at an end."""

    rows: Sequence[M]
    back: str = ""
    on: str = ""


def newest_first(rows: QuerySet[M], asked: Mapping[str, str], *, size: int = PAGE) -> Page[M]:
    """Return a page of rows by falling id: those ``before`` an id, those ``after`` it, or the first."""
    before, after = _number(asked.get(BEFORE)), _number(asked.get(AFTER))
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        more = len(found) > size
        shown = found[:size][::-1]
        return Page(shown, back=str(shown[0].pk) if more else "", on=str(shown[-1].pk) if shown else "")
    narrowed = rows if before is None else rows.filter(pk__lt=before)
    found = list(narrowed.order_by("-pk")[: size + 1])
    shown = found[:size]
    back = str(shown[0].pk) if shown and before is not None else ""
    return Page(shown, back=back, on=str(shown[-1].pk) if len(found) > size else "")


def by_due(rows: QuerySet[Any], asked: Mapping[str, str], *, size: int = PAGE) -> Page[Any]:
    """Return a page of to-dos in the order of the time left, those without a limit last."""
    before, after = _place(asked.get(BEFORE)), _place(asked.get(AFTER))
    if after is not None:
        order = (F("due_on").desc(nulls_first=True), "-case_id", "-pk")
        found = list(rows.filter(_ahead_of(*after)).order_by(*order)[: size + 1])
        more = len(found) > size
        shown = found[:size][::-1]
        return Page(shown, back=_written(shown[0]) if more else "", on=_written(shown[-1]) if shown else "")
    narrowed = rows if before is None else rows.filter(_behind(*before))
    found = list(narrowed.order_by(F("due_on").asc(nulls_last=True), "case_id", "pk")[: size + 1])
    shown = found[:size]
    back = _written(shown[0]) if shown and before is not None else ""
    return Page(shown, back=back, on=_written(shown[-1]) if len(found) > size else "")


def pager(page: Page[Any], path: str, asked: QueryDict, *, text: str, export_url: str = "") -> Pager:
    """Return the links to the pages on either side, keeping every filter."""
    return Pager(
        text=text,
        prev_url=_link(path, asked, AFTER, page.back),
        next_url=_link(path, asked, BEFORE, page.on),
        export_url=export_url,
    )


def without_place(asked: QueryDict) -> dict[str, str]:
    """Return what was asked for apart from the place in the list; of a repeated name the last."""
    return {name: value for name, value in asked.items() if name not in {BEFORE, AFTER} and isinstance(value, str)}


def _link(path: str, asked: QueryDict, name: str, key: str) -> str:
    return f"{path}?{urlencode(without_place(asked) | {name: key})}" if key else ""


def _number(text: str | None) -> int | None:
    """Return an id as a page link writes it; None for anything else, which then means the first page."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < len(str(2**63)) else None


class _Timed(Protocol):
    pk: int
    case_id: int
    due_on: date | None


_Place = tuple[date | None, int, int]


def _written(row: _Timed) -> str:
    return f"{row.due_on.isoformat() if row.due_on else ''}.{row.case_id}.{row.pk}"


def _place(text: str | None) -> _Place | None:
    day, _, rest = (text or "").partition(".")
    case, _, key = rest.partition(".")
    numbers = _number(case), _number(key)
    if numbers[0] is None or numbers[1] is None:
        return None
    try:
        return (date.fromisoformat(day) if day else None), numbers[0], numbers[1]
    except ValueError:
        return None


def _behind(due: date | None, case: int, key: int) -> Q:
    """Later in the order: what comes on the next page."""
    among = Q(case_id__gt=case) | Q(case_id=case, pk__gt=key)
    if due is None:
        return Q(due_on=None) & among
    return Q(due_on__gt=due) | Q(due_on=None) | (Q(due_on=due) & among)


def _ahead_of(due: date | None, case: int, key: int) -> Q:
    """Earlier in the order: what stood on the page before."""
    among = Q(case_id__lt=case) | Q(case_id=case, pk__lt=key)
    if due is None:
        return Q(due_on__isnull=False) | (Q(due_on=None) & among)
    return Q(due_on__lt=due) | (Q(due_on=due) & among)
