"""Dates as lists write them. What can be read in two ways is not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite

from zhixing.assembly.numerals import from_chinese
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, written

FIRST_YEAR, LAST_YEAR = 1949, 2099
FIRST_SERIAL, LAST_SERIAL = 18264, 73050
"""The day numbers that spreadsheets give to 1950 and to the end of 2099, counted from 30 December 1899."""
SERIAL_START = date(1899, 12, 30)
SINCE_1904 = 1462
"""So many days later do the day numbers of books begin that were made on an old Mac."""
NEW_CENTURY = 70
"""A year of two digits below this one, written with 年, is of this century."""
_TIME = r"(?:[T\s]*(?:上午|下午)?\d{1,2}[:时点]\d{2}分?(?::\d{2}(?:\.\d+)?)?(?:Z|\+08:?00)?)?"
_AFTER = rf"{_TIME}(?:\s*[(]?(?:星期|周)[一二三四五六日天][)]?)?"
_FULL = re.compile(rf"(?P<year>\d{{4}})[年.\-/·、](?P<month>\d{{1,2}})[月.\-/·、](?P<day>\d{{1,2}})[日号]?{_AFTER}")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SHORT_YEAR = re.compile(rf"(\d{{2}})年(\d{{1,2}})月(\d{{1,2}})[日号]?{_AFTER}")
_NO_YEAR = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})[日号]?{_AFTER}")
_YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_CHINESE = re.compile(
    r"([零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿]{1,3})[日号]"
)
_MONTH_NAME = re.compile(r"(?:(\d{1,2})[\s-]*([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.?\s*(\d{1,2}))[,\s-]*(\d{4})")
_AROUND_UNITS = re.compile(r"\s*([年月日号./·、-])\s*")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day(cell: Cell, *, year: int | None = None, since_1904: bool = False) -> date:
    """Return the day a cell names. ``year`` is the row's, for days written without one."""
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        found = _of_number(cell, since_1904=since_1904)
    elif isinstance(cell, time | bool):
        raise _no_day(written(cell))
    else:
        found = _of_text(_half_width(written(cell)), year)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _no_day(written(cell))
    return found


def _of_number(number: float, *, since_1904: bool) -> date:
    whole = int(number) if isfinite(number) else 0
    if FIRST_SERIAL <= whole <= LAST_SERIAL:
        return SERIAL_START + timedelta(days=whole + (SINCE_1904 if since_1904 else 0))
    return _of_text(str(whole), None)


@lru_cache(maxsize=4096)
def _of_text(text: str, year: int | None) -> date:
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(text):
            return read(found, year)
    if text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return SERIAL_START + timedelta(days=int(text))
    raise _no_day(text)


def _full(found: re.Match[str], _year: int | None) -> date:
    return _made(found[0], found["year"], found["month"], found["day"])


def _short_year(found: re.Match[str], _year: int | None) -> date:
    century = "20" if int(found[1]) < NEW_CENTURY else "19"
    return _made(found[0], century + found[1], found[2], found[3])


def _no_year(found: re.Match[str], year: int | None) -> date:
    text = found[0]
    if year is None:
        raise CellUnreadable(f"“{text}”没有年份，请写全年月日。", f"{text!r} has no year; write year, month and day.")
    return _made(text, str(year), found[1], found[2])


def _year_last(found: re.Match[str], _year: int | None) -> date:
    first, second = int(found[1]), int(found[2])
    if first != second and max(first, second) <= len(MONTHS):
        text, example = found[0], f"{found[3]}-{first:02}-{second:02}"
        raise CellUnreadable(
            f"“{text}”分不清月和日，请按年、月、日写，如 {example}。",
            f"{text!r} may be two days; write year, month, day, as in {example}.",
        )
    return _made(found[0], found[3], str(min(first, second)), str(max(first, second)))


def _in_chinese(found: re.Match[str], _year: int | None) -> date:
    return _made(found[0], *(str(_numeral(part)) for part in found.groups()))


def _numeral(part: str) -> int:
    try:
        return from_chinese(part)
    except ValueError:
        return 0


def _with_month_name(found: re.Match[str], _year: int | None) -> date:
    name = (found[2] or found[3]).lower()[:3]
    if name not in MONTHS:
        raise _no_day(found[0])
    return _made(found[0], found[5], str(MONTHS.index(name) + 1), found[1] or found[4])


def _made(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise _no_day(text) from error


@lru_cache(maxsize=8192)
def _half_width(text: str) -> str:
    return _AROUND_UNITS.sub(r"\1", unicodedata.normalize("NFKC", text).strip())


def has_year(cell: Cell) -> bool:
    """Return whether the day in a cell is written with its year."""
    return not (isinstance(cell, str) and _NO_YEAR.fullmatch(_half_width(cell)))


def _no_day(text: str) -> CellUnreadable:
    return CellUnreadable(f"“{text}”不是日期，请写作 2024-03-05。", f"{text!r} is no date; write it like 2024-03-05.")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], date]], ...] = (
    (_FULL, _full),
    (_COMPACT, _full),
    (_SHORT_YEAR, _short_year),
    (_NO_YEAR, _no_year),
    (_YEAR_LAST, _year_last),
    (_CHINESE, _in_chinese),
    (_MONTH_NAME, _with_month_name),
)
