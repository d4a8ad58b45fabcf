"""One row of a ledger read cell by cell: a row, or a problem that names every bad cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from zhixing.procedure.words import Words
from zhixing.proposals.ledger import choices, names, numbers, standings
from zhixing.proposals.ledger.headings import asks_whether_filed, takes_free_results
from zhixing.proposals.ledger.rows import LedgerRow, ProposerKind, ReplyClass
from zhixing.sheets import BadCell, CellUnreadable, Found, RowCells, RowProblem, dates
from zhixing.sheets.text import Cell, is_nothing, short, written

T = TypeVar("T")

LONGEST_TITLE = 200
LONGEST_TEXT = 100
LONGEST_URL = 500
LONGEST_SHOWN = 40
"""Characters of a cell that a note repeats."""
LATE_IN_THE_YEAR = 11
"""From this month on, proposals may belong to the next year's session: a day without its year may be of either."""


@dataclass(frozen=True, slots=True)
class Banner:
    """What the sheet itself says about all its rows: its name, how its book counts days, session and year above."""

    sheet: str = ""
    since_1904: bool = False
    session: str = ""
    year: int | None = None


def read_row(line: int, cells: RowCells, banner: Banner) -> LedgerRow | RowProblem:
    """Return what a line says, or why it cannot be taken."""
    reader = _Reader(cells, banner)
    row = reader.read(line)
    if not reader.bad:
        return row
    first, *others = (*reader.bad, *cells.lost)
    return RowProblem(line, first.column, first.reason, tuple(others), banner.sheet)


class _Reader:
    """Reads the fields of one row, and collects what cannot be read and what is left over."""

    def __init__(self, cells: RowCells, banner: Banner) -> None:
        self.cells = cells
        self.banner = banner
        self.bad: list[BadCell] = []
        self.extra: dict[str, str] = {}
        self.notes: list[BadCell] = [*cells.lost]
        self.free_results: list[Found] = []

    def read(self, line: int) -> LedgerRow:
        title = self.title()
        own_year = self.one("year", numbers.year, None)
        session, term, session_no = self.session()
        year = own_year or self.banner.year
        number, number_text = self.number(numbers.Known(term, session_no, own_year))
        proposers = self.proposers()
        units = self.units()
        filed_on, assigned_on, replied_on = self.days(own_year)
        letter = self.reply_class()
        status, standing = self.standing()
        row = LedgerRow(
            line=line,
            sheet=self.banner.sheet,
            title=title,
            body=self.text("body"),
            session_text=session,
            term=term,
            session_no=session_no,
            year=year,
            number=number,
            number_text=number_text,
            proposers=proposers,
            proposer_kind=self.proposer_kind(len(proposers)),
            lead_unit=units.lead,
            co_units=units.co,
            category=self.text("category"),
            reply_class=letter,
            filed_on=filed_on,
            assigned_on=assigned_on,
            replied_on=replied_on,
            rating=self.one("rating", lambda cell: choices.rating(written(cell)), None),
            status=status,
            standing=standing,
            url=self.one("url", _url, ""),
            extra=self.extra,
            headings=self.cells.headings,
        )
        for found in self.cells.others():
            self.keep(found)
        return replace(row, notes=tuple(self.notes)) if self.notes else row

    def one(self, field: str, read: Callable[[Cell], T], default: T) -> T:
        """Return a field that has one value; further cells of it are kept as they are."""
        found = self.cells.of(field)
        if not found:
            return default
        for further in found[1:]:
            self.keep(further)
        return self.tried(found[0], read, default)

    def tried(self, found: Found, read: Callable[[Cell], T], default: T) -> T:
        try:
            return read(found.cell)
        except CellUnreadable as error:
            bad = BadCell(found.heading, error.reason)
            if bad not in self.bad:
                self.bad.append(bad)
            return default

    def keep(self, found: Found) -> None:
        text = self.tried(found, written, "")
        name, copy = found.heading, 2
        while name in self.extra and self.extra[name] != text:
            name, copy = f"{found.heading} ({copy})", copy + 1
        self.extra[name] = text

    def text(self, field: str) -> str:
        return self.one(field, lambda cell: short(written(cell), most=LONGEST_TEXT), "")

    def title(self) -> str:
        found = self.cells.of("title")
        if found and found[0].heading in self.cells.merged:
            zh = "案由与上一行合并；一件提案请写成一行，几个单位写在同一格，用“、”隔开。"
            en = "The title is merged with the row above; write one proposal a row, several units in one cell."
            self.bad.append(BadCell(found[0].heading, Words(zh, en)))
        elif not found:
            self.bad.append(BadCell(self.cells.heading_of("title"), Words("没有案由。", "There is no title.")))
        return self.one("title", _title, "")

    def session(self) -> tuple[str, int | None, int | None]:
        named = self.cells.of("session")
        if named:
            text = self.one("session", lambda cell: short(written(cell), most=LONGEST_TEXT), "")
            nothing: tuple[int | None, int | None] = (None, None)
            return (text, *self.tried(named[0], lambda _cell: numbers.session(text), nothing))
        term = self.one("term", lambda cell: numbers.small(written(cell), of="term"), None)
        number = self.one("session_no", lambda cell: numbers.small(written(cell), of="session"), None)
        if term or number:
            return (f"{term}届" if term else "") + (f"{number}次" if number else ""), term, number
        elsewhere = self.session_in_number() or self.banner.session
        return (elsewhere, *numbers.session(elsewhere)) if elsewhere else ("", None, None)

    def session_in_number(self) -> str:
        found = self.number_cell()
        return numbers.session_in(found.text) if found else ""

    def number_cell(self) -> Found | None:
        """Return the official number's cell; beside it a plain number is somebody else's."""
        official, plain = self.cells.of("official_number"), self.cells.of("number")
        return next(iter((*official, *plain)), None)

    def number(self, known: numbers.Known) -> tuple[int | None, str]:
        cell = self.number_cell()
        if cell is None:
            return None, ""
        for further in (*self.cells.of("official_number"), *self.cells.of("number")):
            if further is not cell:
                self.keep(further)
        said = numbers.session_in(cell.text)
        if said and known.term and numbers.session(said) != (known.term, known.session_no or numbers.session(said)[1]):
            zh, en = f"案号写的是{said}，与届次一栏不同。", f"The number names {said}, which is not the row's session."
            self.bad.append(BadCell(cell.heading, Words(zh, en)))
        number = self.tried(cell, lambda value: numbers.number(value, known), None)
        return number, self.tried(cell, lambda value: short(written(value), most=LONGEST_TEXT), "")

    def proposers(self) -> tuple[str, ...]:
        found = [*self.cells.of("proposers"), *self.cells.of("cosigners")]
        if not found:
            return ()
        people = self.tried(found[0], lambda _cell: names.people(one.cell for one in found), names.People())
        if not people.whole:
            for one in found:
                self.keep(one)
        return people.names

    def proposer_kind(self, proposers: int) -> ProposerKind | None:
        return self.one("proposer_kind", lambda cell: choices.proposer_kind(written(cell), proposers), None)

    def units(self) -> names.Units:
        leading, joining = self.cells.of("lead_unit"), self.cells.of("co_units")
        found = [*leading, *joining]
        if not found:
            return names.Units()
        units = self.tried(
            found[0],
            lambda _cell: names.units([one.cell for one in leading], [one.cell for one in joining]),
            names.Units(),
        )
        if not units.whole:
            for one in found:
                self.keep(one)
        return units

    def reply_class(self) -> ReplyClass | None:
        found = self.cells.of("reply_class")
        letter = self.one("reply_class", lambda cell: choices.reply_class(written(cell)), None)
        if found and letter is None and not self.bad_at(found[0]):
            if takes_free_results(found[0].heading):
                self.keep(found[0])
                self.free_results.append(found[0])
            else:
                reason = choices.not_a_letter(found[0].text).reason
                self.bad.append(BadCell(found[0].heading, reason))
        return letter

    def standing(self) -> tuple[str, str]:
        """Return the row's words for where the proposal stands, and the state that all of them mean, "" if none do."""
        told = {found: self.meaning(found) for found in (*self.cells.of("status"), *self.free_results)}
        ends = {state for state in told.values() if state in standings.ENDS}
        known = [found for found, state in told.items() if state and (state in ends or not ends)]
        decisive = max(known, key=lambda found: standings.rank(told[found]), default=None)
        said = [found for found in told if found.field == "status" and len(found.text) <= LONGEST_TEXT]
        shown = decisive if decisive in said else next(iter(said), None)
        for found in self.cells.of("status"):
            if found is not shown:
                self.keep(found)
        if decisive is not None and ends:
            self.check_end(decisive, told)
        status = self.tried(shown, lambda cell: short(written(cell), most=LONGEST_TEXT), "") if shown else ""
        return status, told[decisive] if decisive else ""

    def meaning(self, found: Found) -> str:
        """Return the state that a cell's words mean; words that are not understood are noted, and stay as they are."""
        read = standings.meaning_of_yes if asks_whether_filed(found.heading) else standings.meaning
        state = self.tried(found, lambda cell: read(written(cell)), "")
        if not state and not self.bad_at(found):
            text = found.text if len(found.text) <= LONGEST_SHOWN else f"{found.text[:LONGEST_SHOWN]}……"
            zh = f"“{text}”是什么状态或结果没有看懂，原样记在“台账其他栏目”中，没有据此处理。请看一下。"
            en = f"The words {text!r} were not understood; they stand among the remarks. Have a look."
            self.notes.append(BadCell(found.heading, Words(zh, en)))
        return state

    def check_end(self, decisive: Found, told: Mapping[Found, str]) -> None:
        """Refuse a row that tells of two ends, or of an end and of what no such proposal has."""
        state = told[decisive]
        other = next((one for one, also in told.items() if standings.are_apart(state, also)), None)
        if other is None and state in standings.NEVER_HANDLED:
            fields = ("assigned_on", "replied_on", "reply_class", "rating")
            cells = [one for name in fields for one in self.cells.of(name)[:1] if one not in told]
            filed = self.cells.of("filed_on")[:1] if state in standings.WITHOUT_A_NUMBER else []
            other = next(iter((*filed, *cells)), None)
        if other is not None:
            reason = standings.contradicted(decisive.text, state, other.heading).reason
            self.bad.append(BadCell(decisive.heading, reason))

    def bad_at(self, found: Found) -> bool:
        return any(bad.column == found.heading for bad in self.bad)

    def days(self, year: int | None) -> tuple[date | None, date | None, date | None]:
        """Return the days of filing, assignment and reply, which must follow each other."""
        last: tuple[Found, date] | None = None
        days: list[date | None] = []
        for field in ("filed_on", "assigned_on", "replied_on"):
            day = self.one(field, lambda cell: dates.day(cell, year=year, since_1904=self.banner.since_1904), None)
            days.append(day)
            if day is not None:
                found = self.cells.of(field)[0]
                self.check_day(found, day, last)
                last = found, day
        return days[0], days[1], days[2]

    def check_day(self, found: Found, day: date, before: tuple[Found, date] | None) -> None:
        unsure = not dates.has_year(found.cell) or (before is not None and not dates.has_year(before[0].cell))
        late = found.field == "filed_on" and day.month >= LATE_IN_THE_YEAR and not dates.has_year(found.cell)
        if late or (unsure and before is not None and day < before[1]):
            zh, en = (
                f"“{found.text}”可能是两个年份，请写全年月日。",
                f"{found.text!r} may be of two years; write the year.",
            )
            self.bad.append(BadCell(found.heading, Words(zh, en)))
        elif before is not None and day < before[1]:
            zh = f"{day.isoformat()} 早于“{before[0].heading}”的 {before[1].isoformat()}。"
            en = f"{day.isoformat()} lies before {before[1].isoformat()} under {before[0].heading!r}."
            self.bad.append(BadCell(found.heading, Words(zh, en)))


def _title(cell: Cell) -> str:
    title = short(written(cell), most=LONGEST_TITLE)
    if is_nothing(title):
        raise CellUnreadable("没有案由。", "There is no title.")
    if not any(character.isalpha() for character in title):
        raise CellUnreadable(f"“{title}”不是案由，可能错列了。", f"{title!r} is no title; the columns may be shifted.")
    return title


def _url(cell: Cell) -> str:
    url = short(written(cell), most=LONGEST_URL)
    if not url.lower().startswith(("http://", "https://")) or " " in url:
        raise CellUnreadable("链接应以 http:// 或 https:// 开头。", "A link begins with http:// or https://.")
    return url
