"""Cells as text: cleaned of what typing and copying leave behind, and recognised as empty."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache

from zhixing.sheets.problems import CellUnreadable

Cell = object
"""What a spreadsheet, CSV or JSON file may hold in one place."""

LONGEST = 20_000
NOTHING = frozenset({"", "无", "暂无", "/", "／", "\\", "-", "--", "—", "——", "–", "－", "null", "none", "n/a", "nil"})
EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LINE_BREAK = re.compile(r"[^\S\r\n\v\f]*[\r\n\v\f]+\s*")
_BEFORE_WORD = re.compile(r"[\x20-\x7e]$")
_AFTER_WORD = re.compile(r"[\x20-\x7e]")


def written(cell: Cell) -> str:
    """Return a cell as somebody would write it down, line breaks kept."""
    if isinstance(cell, str):
        if _is_plain(cell):
            return cell.strip()
        text = _INVISIBLE.sub("", cell)
    elif isinstance(cell, bool):
        text = "是" if cell else "否"
    elif isinstance(cell, float) and cell.is_integer():
        text = str(int(cell))
    elif isinstance(cell, datetime) and cell.time() == time():
        text = cell.date().isoformat()
    elif isinstance(cell, datetime | date | time):
        text = cell.isoformat()
    else:
        text = json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else str(cell)
    text = text.strip()
    _check(text)
    return text


def _is_plain(text: str) -> bool:
    return text.isprintable() and len(text) <= LONGEST and "\ufffd" not in text and "#" not in text


def _check(text: str) -> None:
    if len(text) > LONGEST:
        raise CellUnreadable(f"内容超过 {LONGEST} 字。", f"It is longer than {LONGEST} characters.")
    if "\ufffd" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise CellUnreadable("有乱码，请核对原文。", "It holds broken characters; compare it with the original.")
    if text in EXCEL_ERRORS:
        raise CellUnreadable(f"公式出错，显示为 {text}。", f"Its formula failed and shows {text}.")


def on_one_line(text: str) -> str:
    """Return the text without line breaks and doubled spaces; a break between Chinese characters was only a wrap."""
    if text.isprintable() and "  " not in text:
        return text
    pieces = [piece.strip() for piece in _LINE_BREAK.split(text)]
    joined = pieces[0]
    for piece in pieces[1:]:
        gap = " " if _BEFORE_WORD.search(joined) and _AFTER_WORD.match(piece) else ""
        joined += gap + piece
    return " ".join(joined.split())


def is_nothing(text: str) -> bool:
    """Return whether a cell's text only says that there is nothing."""
    return not text or (len(text) <= 4 and text.lower() in NOTHING)  # noqa: PLR2004 - none of them is longer


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return the text for recognition: half-width, without any space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def short(text: str, *, most: int) -> str:
    """Return the text on one line; CellUnreadable when it is longer than it may be."""
    line = on_one_line(text)
    if len(line) > most:
        raise CellUnreadable(f"有 {len(line)} 字，最多 {most} 字。", f"It has {len(line)} characters, {most} at most.")
    return line
