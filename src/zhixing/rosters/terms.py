"""The term a roster belongs to, and the first day of the one that runs."""

from __future__ import annotations

import re
from datetime import date

from zhixing.assembly.models import Body, Term
from zhixing.assembly.numerals import from_chinese, to_chinese
from zhixing.rosters.reading import RowRefused
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, plain, written

_TERM = re.compile(r"第?([0-9零〇一二三四五六七八九十]{1,3})届")
MOST = 99


def first_day(body: Body, today: date) -> date:
    """Return the first day of the term that runs; today where there is none, or nobody wrote its day down."""
    running = Term.objects.of_body(body).in_force(today).order_by("-number").first()
    return (running.since if running else None) or today


def number_in(text: str) -> int | None:
    """Return the term a text names, or None."""
    found = _TERM.search(plain(text))
    try:
        return from_chinese(found[1]) if found else None
    except ValueError:
        return None


def number(cell: Cell) -> int:
    """Return the term of a cell: 十届, 第十届, 10."""
    text = written(cell)
    said = plain(text)
    found = int(said) if said.isascii() and said.isdigit() else number_in(said)
    if found is None or not 1 <= found <= MOST:
        raise CellUnreadable(f"“{text}”不是届，请写作 十届。", f"{text!r} names no term; write it like 十届.")
    return found


class Terms:
    """A committee's terms during an import; ``since`` is the first day of one that is new."""

    def __init__(self, body: Body, *, since: date | None, today: date) -> None:
        self.body = body
        self.since = since
        self.today = today
        self.known = {term.number: term for term in Term.objects.of_body(body).order_by("number")}

    def wanted(self, said: int | None) -> Term | int:
        """Return the term a row means, or the number of one to be entered; the one that runs when it says nothing.

        Raises:
            RowRefused: when there is none, or its first day is not known.
        """
        if said is None:
            running = [term for term in self.known.values() if term.in_force(self.today)]
            if running:
                return running[-1]
            raise RowRefused(
                "term",
                "没有写明是哪一届。请在表中加“届次”一栏，或在标题中写明，如“第十届委员会委员名册”。",
                "No term is named. Add a column 届次, or write it in the title, such as 第十届委员会委员名册.",
            )
        if said in self.known:
            return self.known[said]
        last = max(self.known, default=0)
        if self.known and said != last + 1:
            raise RowRefused(
                "term",
                f"没有{to_chinese(said)}届；这里最近的是{to_chinese(last)}届。请核对届次。",
                f"There is no term {said}; the latest here is {last}. Check it.",
            )
        if self.since is None:
            raise RowRefused(
                "term",
                f"{to_chinese(said)}届是新的一届，请用 --since 给出它的第一天，如 --since 2027-01-10。",
                f"Term {said} is new; give its first day, as in --since 2027-01-10.",
            )
        return said

    def entered(self, wanted: Term | int) -> Term:
        """Return the term, entered when it is new, which ends the one before on its first day."""
        if isinstance(wanted, Term):
            return wanted
        before = self.known.get(wanted - 1)
        if before is not None and before.until is None:
            before.until = self.since
            before.full_clean()
            before.save(update_fields=["until"])
        term = Term(body=self.body, number=wanted, since=self.since)
        term.full_clean()
        term.save()
        self.known[wanted] = term
        return term
