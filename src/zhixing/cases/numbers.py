"""Numbers: the permanent one each case has from the start, and official ones given by an act.

A number once given is never given again; a gap stays a gap.
"""

from __future__ import annotations

from django.db import connection

from zhixing.assembly.models import Session
from zhixing.cases.models import Counter
from zhixing.procedure.model import Numbering


def next_in(body_id: int, series: str) -> int:
    """Draw the next number of a series; call it inside the act's transaction."""
    return draw(body_id, series, 1)


def draw(body_id: int, series: str, many: int) -> int:
    """Draw several numbers of a series at once and return the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_counter (body_id, series, value) VALUES (%s, %s, %s) "
            "ON CONFLICT (body_id, series) DO UPDATE SET value = cases_counter.value + %s RETURNING value",
            [body_id, series, many, many],
        )
        last: int = cursor.fetchone()[0]
    return last - many + 1


def raise_to(body_id: int, series: str, value: int) -> None:
    """Let a series go on after a number that was given elsewhere, as by an imported ledger."""
    counter, _made = Counter.objects.get_or_create(body_id=body_id, series=series)
    if counter.value < value:
        Counter.objects.filter(pk=counter.pk).update(value=value)


def permanent(slug: str, year: int, number: int) -> str:
    """Return a case's permanent number, such as ``330683-2026-000123``."""
    return f"{slug}-{year}-{number:06}"


def official_series(kind: str, numbering: Numbering, session: Session | None, year: int | None) -> str:
    """Return the counter's name for a kind's official numbers."""
    scope = {"session": f"s{session.pk if session else 0}", "year": str(year), "body": "all"}[numbering.per]
    return f"{kind}:{numbering.name}:{scope}"


def official(numbering: Numbering, session: Session | None, year: int | None, number: int) -> str:
    """Return an official number after its pattern; without a session the year, where known, stands for both."""
    if session is None:
        return f"{year}-{number:03}" if year else f"{number:03}"
    return numbering.pattern.format(term=session.term.number, session=session.number, year=year, n=number)
