"""What of a committee's ledger is in already, so that a second import changes nothing.

A row is recognised by committee, session and number; without a number by committee, normalised title, unit and year.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import QuerySet

from zhixing.assembly.models import Body, Session, Term
from zhixing.assembly.numerals import session_short_name
from zhixing.cases.models import CaseParty
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.proposals.importing.planning import normalised, year_of
from zhixing.proposals.ledger import LedgerRow
from zhixing.proposals.models import Proposal

Title = tuple[str, str, str]
"""A normalised title, its unit and its year."""
MOST_SAID = 5
"""So many known sessions are named to whoever wrote another."""
ALIKE = 0.6
"""How much alike the titles of one number must be to be a mended title and not another proposal."""


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A proposal that is in: its number, what it is recognised by, and the digest of the row it was taken from.

    ``place`` is the row of this very import it came from, None for an earlier one.
    """

    number: str
    title: Title
    official: str = ""
    ledger: str = ""
    place: Words | None = None


class KnownCases:
    """The proposals of one body by what rows are recognised by."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._by_ledger: dict[str, KnownCase] = {}
        self._by_number: dict[str, KnownCase] = {}
        self._by_title: dict[Title, list[KnownCase]] = {}
        self._sessions: dict[tuple[int, int], Session] = {}
        self._read()

    def _read(self) -> None:
        parties = CaseParty.objects.filter(case__body=self.body, case__kind="proposal", capacity="handler")
        units = dict(parties.values_list("case_id", "organisation__name"))
        rows = Proposal.objects.filter(case__body=self.body).values_list(
            "case_id", "ledger", "case__number", "case__official_number", "case__year", "case__title"
        )
        for pk, ledger, number, official, year, title in rows:
            key = normalised(title), str(units.get(pk) or ""), str(year or "")
            self.add(KnownCase(number, key, official or "", ledger))

    def find(self, title: Title, official: str, digest: str) -> KnownCase | None:
        """Return the proposal a row speaks of, if it is in; ``official`` is its number as ours are written, or "".

        Raises:
            Refused: when the number is another proposal's, or when several proposals may be meant.
        """
        if digest in self._by_ledger:
            return self._by_ledger[digest]
        if official and official in self._by_number:
            known = self._by_number[official]
            if not _alike(known.title[0], title[0]):
                raise refused("number", NUMBER_USED, official=official, number=known.number)
            return known
        several = [known for known in self._of_title(title) if not (official and known.official)]
        if len(several) > 1:
            raise refused("title", SEVERAL, number=several[0].number, other=several[1].number)
        return several[0] if several else None

    def _of_title(self, title: Title) -> list[KnownCase]:
        """Return the proposals of a title, unit and year; else those whose unit nobody knew yet."""
        name, _unit, year = title
        return self._by_title.get(title) or self._by_title.get((name, "", year), [])

    def add(self, known: KnownCase) -> None:
        """Take note of a proposal that has just come in."""
        if known.ledger:
            self._by_ledger[known.ledger] = known
        if known.official:
            self._by_number[known.official] = known
        self._by_title.setdefault(known.title, []).append(known)

    def replace(self, old: KnownCase, new: KnownCase) -> None:
        """Take note of what has become of a proposal."""
        self._by_ledger.pop(old.ledger, None)
        self._by_title[old.title].remove(old)
        self.add(new)

    def session(self, row: LedgerRow) -> tuple[Session | None, bool]:
        """Return the session a row names, and whether it was new beside others and entered; None when it names none.

        Raises:
            Refused: when the session is later than every one that somebody has entered with its day: a slip of the pen,
                or a session that is to be entered first. A committee of which no such day is known takes what comes.
        """
        if row.term is None or row.session_no is None:
            return None, False
        wanted = (row.term, row.session_no)
        if wanted in self._sessions:
            return self._sessions[wanted], False
        latest = self._latest_session()
        if latest and wanted > (latest.term.number, latest.number):
            text = session_short_name(term=row.term, session=row.session_no)
            raise refused("session", NO_SUCH_SESSION, text=text, known=self._sessions_said(), slug=self.body.slug)
        term, _made = Term.objects.of_body(self.body).get_or_create(body=self.body, number=row.term)
        self._sessions[wanted], made = (
            Session.objects.of_body(self.body).select_related("term").get_or_create(term=term, number=row.session_no)
        )
        return self._sessions[wanted], made and latest is not None

    def _dated(self) -> QuerySet[Session]:
        """Return the sessions that somebody entered with their day, the latest first."""
        dated = Session.objects.of_body(self.body).exclude(opens=None).select_related("term")
        return dated.order_by("-term__number", "-number")

    def _latest_session(self) -> Session | None:
        return self._dated().first()

    def _sessions_said(self) -> str:
        return "、".join(one.short_name for one in self._dated()[:MOST_SAID])


def title_of(row: LedgerRow, unit: str) -> Title:
    """Return what a row without a number is recognised by; ``unit`` is its unit as we call it."""
    return normalised(row.title), unit, str(year_of(row) or "")


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def refused(column: str, words: Words, **values: Words | str) -> Refused:
    """Return the refusal of a row, at one of its columns."""
    sentence = Sentence(words, **values)
    return Refused("conflict", sentence, faults=((column, sentence),))


NO_SUCH_SESSION = Words(
    "没有“{text}”这一届次（已登记的有 {known}）。请核对届次；"
    "如确是新的届次，请管理员先登记：zhixing session {text} --opens 开幕日期 --body {slug}",
    "There is no session {text} (known are {known}). Check it; a session that is new indeed is entered first by the "
    "administrator: zhixing session {text} --opens DAY --body {slug}",
)
NUMBER_USED = Words(
    "案号 {official} 已被另一件提案使用（案件 {number}），案由不同。请核对案号与届次。",
    "Number {official} is another proposal's (case {number}), with another title. Check number and session.",
)
SEVERAL = Words(
    "案由、单位、年度相同的提案不止一件（案件 {number}、{other}）。请在表中写明届次和案号。",
    "Several proposals have this title, unit and year (cases {number}, {other}). Add session and number to the row.",
)
