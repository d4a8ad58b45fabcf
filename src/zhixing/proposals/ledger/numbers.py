"""Years, sessions and official numbers as ledgers write them: 二〇二四年, 十届三次, 第052号, 10-052."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from zhixing.assembly.numerals import from_chinese, parse_session
from zhixing.sheets.dates import FIRST_YEAR, LAST_YEAR
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, plain, written

MOST_TERMS, MOST_SESSIONS = 99, 20
LARGEST_NUMBER = 999_999_999
MOST_GROUPS = 3
_YEAR = re.compile(r"(\d{4}|[零〇○一二三四五六七八九]{4})(?:年度?)?")
_COUNT = "[0-9零〇○一二三四五六七八九十百廿]+"
_SESSION_TEXT = re.compile(rf"(第?{_COUNT}届)[^次届\d]{{0,12}}?(第?{_COUNT}次)(?:全体)?(?:会议|全会)?")
_TERM_DASH_SESSION = re.compile(r"(\d{1,2})[-—–](\d{1,2})")
_BANNER_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2}|[一二][零〇○九][零〇○一二三四五六七八九]{2})年")
_DIGITS = re.compile(r"\d+")
_WHOLE = re.compile(r"(\d+)\.0+")
"""A whole number as a table turned into text shows it."""
_CHINESE_NUMBER = re.compile(r"[零〇一二三四五六七八九十百千]+")
_SEVERAL = re.compile(r"\d\D*[、,;和及与至~]\D*\d")


def year(cell: Cell) -> int:
    """Return the year a cell names."""
    if isinstance(cell, datetime | date):
        return cell.year
    return _year(plain(written(cell)))


@lru_cache(maxsize=1024)
def _year(text: str) -> int:
    found = _YEAR.fullmatch(text)
    number = from_chinese(found[1]) if found else 0
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise CellUnreadable(f"“{text}”不是年度，请写作 2024 或 2024年。", f"{text!r} is no year; write it like 2024.")
    return number


def banner_year(texts: tuple[str, ...]) -> int | None:
    """Return the one year that the lines above the headings name, or None."""
    years = {from_chinese(found) for text in texts for found in _BANNER_YEAR.findall(plain(text))}
    return years.pop() if len(years) == 1 else None


def banner_session(texts: tuple[str, ...]) -> str:
    """Return the one session that the lines above the headings name, or nothing."""
    sessions = {found[0] for text in texts for found in _SESSION_TEXT.finditer(plain(text))}
    return sessions.pop() if len(sessions) == 1 else ""


@lru_cache(maxsize=1024)
def session(text: str) -> tuple[int, int | None]:
    """Return term and session of a text that names a term at least."""
    short = plain(text)
    try:
        dashed, named = _TERM_DASH_SESSION.fullmatch(short), _SESSION_TEXT.search(short)
        said = named[1] + named[2] if named else short
        term, number = (int(dashed[1]), int(dashed[2])) if dashed else parse_session(said)
    except ValueError as error:
        if "届" in short:
            return small(text, of="term"), None
        raise _no_session(text) from error
    if 1 <= term <= MOST_TERMS and 1 <= number <= MOST_SESSIONS:
        return term, number
    raise _no_session(text)


@lru_cache(maxsize=1024)
def small(text: str, *, of: str) -> int:
    """Return the number of a term or of a session within its term, as 10, 十, 第十届 or 三次."""
    short = plain(text).removeprefix("政协").removesuffix("会议").removesuffix("委员会")
    short = short.removesuffix("届" if of == "term" else "次")
    try:
        number = from_chinese(short.removeprefix("第"))
    except ValueError as error:
        raise _no_session(text) from error
    if not 1 <= number <= (MOST_TERMS if of == "term" else MOST_SESSIONS):
        raise _no_session(text)
    return number


def _no_session(text: str) -> CellUnreadable:
    return CellUnreadable(
        f"“{text}”不是届次，请写作 十届三次 或 10届3次。",
        f"{text!r} names no session; write it like 十届三次 or 10届3次.",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of the row says about term, session and year."""

    term: int | None = None
    session_no: int | None = None
    year: int | None = None

    def prefixes(self) -> list[str]:
        """Return what may stand before the running number in a number without separators, such as 1003045."""
        found = [str(self.year)] if self.year else []
        if self.term and self.session_no:
            term, number = self.term, self.session_no
            found += [f"{term:02}{number:02}", f"{term:02}{number}", f"{term}{number:02}", f"{term}{number}"]
        return found


def session_in(text: str) -> str:
    """Return the session that an official number names (十届三次第52号), or nothing."""
    found = _SESSION_TEXT.search(plain(text)) if "届" in text else None
    return found[0] if found else ""


def number(cell: Cell, known: Known) -> int:
    """Return the running number within an official number; term, session and year in it are left out."""
    if isinstance(cell, datetime | date):
        raise CellUnreadable(
            "案号被表格软件改成了日期，请把该列设为文本后重填。",
            "The spreadsheet turned this number into a date; format the column as text and type it again.",
        )
    text = written(cell)
    if isinstance(cell, float) and not cell.is_integer():
        raise _no_number(text)
    bare = plain(text)
    whole = _WHOLE.fullmatch(bare)
    found = 0 if text.startswith("-") else _running(whole[1] if whole else bare, known)
    if not 1 <= found <= LARGEST_NUMBER:
        raise _no_number(text)
    return found


def _running(text: str, known: Known) -> int:
    rest = _SESSION_TEXT.sub("", text)
    if _SEVERAL.search(rest):
        raise CellUnreadable(
            f"“{text}”是几个案号，请每行写一个。", f"{text!r} holds several numbers; write one a line."
        )
    groups = _DIGITS.findall(rest)
    if not groups:
        return _in_words(rest)
    if len(groups) == 1:
        return _without_prefix(groups[0], known)
    if len(groups) > MOST_GROUPS or not all(map(_is_prefix, groups[:-1])):
        raise _no_number(text)
    return int(groups[-1])


def _is_prefix(group: str) -> bool:
    """Return whether a group of digits before the last can be a year, a term or a session."""
    return FIRST_YEAR <= int(group) <= LAST_YEAR or int(group) <= MOST_SESSIONS


def _without_prefix(digits: str, known: Known) -> int:
    for prefix in known.prefixes():
        rest = digits.removeprefix(prefix)
        if 3 <= len(rest) < len(digits) and int(rest):  # noqa: PLR2004 - numbers are written with three digits at least
            return int(rest)
    return int(digits)


def _in_words(text: str) -> int:
    words = _CHINESE_NUMBER.findall(text)
    try:
        return from_chinese(words[0]) if len(words) == 1 else 0
    except ValueError:
        return 0


def _no_number(text: str) -> CellUnreadable:
    return CellUnreadable(
        f"“{text}”不是案号，请写作 52 或 第052号。", f"{text!r} is no proposal number; write it like 52."
    )
