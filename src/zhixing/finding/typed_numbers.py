"""Numbers of cases as people type them: 1003052, 52, 第052号, 10-3-52, 十届三次52号, or the permanent number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from zhixing.assembly.models import Body, Session
from zhixing.assembly.numerals import from_chinese
from zhixing.cases import adopting, kinds, numbers
from zhixing.finding.tokens import folded
from zhixing.procedure.model import Numbering
from zhixing.procedure.source import ProcedureError

_ORDINAL = r"[0-9〇○零一二两三四五六七八九十百千廿卅]+"
_SHAPES = (
    # 十届三次52号, 第10届第3次第052号
    re.compile(
        rf"第?(?P<term>{_ORDINAL})届(?:委员会)?第?(?P<session>{_ORDINAL})次(?:会议)?第?(?P<n>{_ORDINAL})号?(?P<rest>-\d+)?"
    ),
    # 10-3-52, 10.3.52, 10/3/52
    re.compile(r"(?P<term>\d{1,2})[-./](?P<session>\d{1,2})[-./](?P<n>\d{1,5})(?P<rest>-\d+)?"),
    # 2026-52, 2026年第52号
    re.compile(r"(?P<year>(?:19|20)\d\d)(?:[-./]|年)第?(?P<n>\d{1,6})号?(?P<rest>-\d+)?"),
    # 52, 052号, 第五十二号
    re.compile(rf"(?:第(?P<n>{_ORDINAL})号?|(?P<m>\d{{1,5}})号?|(?P<o>{_ORDINAL})号)(?P<rest>-\d+)?"),
)
_FILLING = re.compile(r"\s+|提案|案号|编号|^no\.?|^#", re.IGNORECASE)
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A number as typed: the whole as it stands, and what was understood of it."""

    whole: str
    n: int | None = None
    term: int | None = None
    session: int | None = None
    year: int | None = None
    rest: str = ""


def read(text: str) -> Typed | None:
    """Return the number that somebody typed; None for what cannot be one."""
    plain = _FILLING.sub("", folded(text).replace("—", "-").replace("－", "-"))
    if not plain or len(plain) > _LONGEST:
        return None
    whole = plain.upper()
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        if found is not None:
            try:
                return _understood(whole, found.groupdict())
            except ValueError:
                return None
    # A number of the committee's own pattern, such as R1005001 or 331097-2026-000012.
    return Typed(whole=whole) if re.fullmatch(r"[A-Z0-9]*\d[A-Z0-9-]*", whole) else None


def _understood(whole: str, parts: dict[str, str | None]) -> Typed:
    values = {name: from_chinese(text) for name, text in parts.items() if text and name != "rest"}
    n = next(values[name] for name in ("n", "m", "o") if name in values)
    return Typed(
        whole=whole,
        n=n,
        term=values.get("term"),
        session=values.get("session"),
        year=values.get("year"),
        rest=parts["rest"] or "",
    )


def meant(typed: Typed, bodies: Iterable[Body]) -> Q:
    """Return the condition that a case bears the number, in one of these committees.

    A bare 52 is number 52 of every session: the committee's own pattern says how it is written there.
    """
    condition = Q(number=typed.whole) | Q(official_number=typed.whole)
    for body in bodies if typed.n is not None else ():
        condition |= Q(body=body, official_number__in=sorted(set(_written(typed, body))))
        if typed.year is not None:
            condition |= Q(number=numbers.permanent(body.slug, typed.year, typed.n or 0))
    return condition


def _written(typed: Typed, body: Body) -> Iterator[str]:
    """Yield the official numbers a committee may have given."""
    n = typed.n or 0
    sessions = [one for one in Session.objects.of_body(body).select_related("term") if _fits(typed, one)]
    for numbering in _numberings(body):
        for session in sessions if numbering.per == "session" else ():
            yield numbers.official(numbering, session, None, n) + typed.rest
        if numbering.per != "session" or typed.term is None:
            yield numbers.official(numbering, None, typed.year, n) + typed.rest


def _fits(typed: Typed, session: Session) -> bool:
    if typed.term is not None:
        return (session.term.number, session.number) == (typed.term, typed.session)
    return typed.year is None or (session.opens is not None and session.opens.year == typed.year)


def _numberings(body: Body) -> Iterator[Numbering]:
    for kind in kinds.everyone():
        try:
            procedure = adopting.in_force(body, kind.slug).procedure
        except ProcedureError:
            continue  # a committee's broken file stops nobody from finding
        yield from procedure.numbering.values()
