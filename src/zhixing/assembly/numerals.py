"""Chinese numerals, and the names of terms and sessions written with them (十届三次会议)."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = "零一二三四五六七八九"
_UNITS = {"千": 1000, "百": 100, "十": 10}
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
# The same numerals as other hands and older papers write them.
_SPELLINGS = str.maketrans({"〇": "零", "○": "零", "两": "二", "廿": "二十", "卅": "三十", "卌": "四十"})
_TEN_THOUSAND = 10_000
_LARGEST = 99_999_999
_NUMBER = "[0-9零〇○一二两三四五六七八九十百千万廿卅卌]+"
_SESSION = re.compile(rf"第?({_NUMBER})届(?:委员会)?第?({_NUMBER})次")


def to_chinese(number: int) -> str:
    """Return a whole number from 0 to 99,999,999 in Chinese numerals: 10 → 十, 12 → 十二, 105 → 一百零五."""
    if not 0 <= number <= _LARGEST:
        raise ValueError(f"{number} is outside 0 to {_LARGEST}; write it in digits")
    high, low = divmod(number, _TEN_THOUSAND)
    if not high:
        words = _below_ten_thousand(low) or _DIGITS[0]
    else:
        # A thousands' place left empty is spoken: 一万零五十, but 一万五千.
        gap = "零" if 0 < low < _UNITS["千"] else ""
        words = f"{_below_ten_thousand(high)}万{gap}{_below_ten_thousand(low)}"
    # 一十二 is said 十二 when nothing stands before it.
    return words.removeprefix("一") if words.startswith("一十") else words


def _below_ten_thousand(number: int) -> str:
    words, rest, left_out = "", number, ""
    for unit, value in [*_UNITS.items(), ("", 1)]:
        digit, rest = divmod(rest, value)
        if digit:
            words += left_out + _DIGITS[digit] + unit
        left_out = "零" if words and not digit else ""
    return words


def from_chinese(text: str) -> int:
    """Return the number written in Chinese numerals, digits (full-width too) or digit by digit (二〇二六).

    Anything else raises ValueError, also what is only partly readable or spoken short (一百五 for 一百五十).
    """
    plain = unicodedata.normalize("NFKC", text).strip().translate(_SPELLINGS)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if plain and all(character in _VALUE for character in plain):
        return int("".join(str(_VALUE[character]) for character in plain))
    number = _by_units(plain)
    said = plain.removeprefix("一") if plain.startswith("一十") else plain
    # Read generously, then written again: only what comes out the same was a proper numeral.
    if number is None or number > _LARGEST or to_chinese(number) != said:
        raise ValueError(f"{text!r} is not a Chinese numeral")
    return number


def _by_units(words: str) -> int | None:
    """Add up digits times units; None when a character is neither."""
    total, digit = 0, 0
    for character in words:
        if character == "万":
            total, digit = (total + digit) * _TEN_THOUSAND, 0
        elif character in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[character], 0
        elif character in _VALUE:
            digit = _VALUE[character]
        else:
            return None
    return total + digit


def session_name(*, term: int, session: int) -> str:
    """Return the full name of a plenary session: term 10, session 3 → 十届三次会议."""
    return f"{session_short_name(term=term, session=session)}会议"


def session_short_name(*, term: int, session: int) -> str:
    """Return the name used in lists and numbers: term 10, session 3 → 十届三次."""
    return f"{to_chinese(term)}届{to_chinese(session)}次"


def parse_session(text: str) -> tuple[int, int]:
    """Return (term, session) from 十届三次, 第十届第三次会议, 10届3次 or the same in full-width digits.

    Words before and after are allowed (政协安澜市十届三次会议提案). Raises ValueError when no session is named.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = _SESSION.search(plain)
    if found is None:
        raise ValueError(f"{text!r} names no session; write it like 十届三次会议 or 10届3次")
    return from_chinese(found[1]), from_chinese(found[2])
