"""A person's name, gender, year of birth and phone as rosters write them."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from zhixing.assembly.vocabulary import Gender
from zhixing.sheets.dates import day
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, on_one_line, plain, written

_DOTS = str.maketrans(dict.fromkeys("•‧・･．⋅∙●.", "·"))
_REMARK = re.compile(r"[(（\[【](.*?)[)）\]】]")
_NO_NAME = re.compile(r"[\d?？□*＊#@_=+<>]")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_YEAR = re.compile(r"(19\d{2}|20\d{2})(?:年?|[年.\-/]\d{1,2}月?)")
_COMPACT = re.compile(r"(19\d{2}|20\d{2})(?:0[1-9]|1[0-2])")
_MOBILE = re.compile(r"1\d{10}")
_PHONE = re.compile(r"(?:\+?86-?)?(1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\d{3,8}(?:-\d{1,6})?)")
_BETWEEN_PHONES = re.compile(r"[、，,;；/／|\n\r]|\s{2,}")
LONGEST = 60
FIRST_BIRTH = 1900


class Named(NamedTuple):
    """A name, and what stood in brackets behind it."""

    name: str = ""
    remarks: tuple[str, ...] = ()


def name(cell: Cell) -> Named:
    """Return a person's name: 张　三 without its gap, every kind of middle dot as ·, rare characters as they are."""
    text = on_one_line(written(cell))
    remarks = tuple(plain(one) for one in _REMARK.findall(text))
    bare = _REMARK.sub("", text).strip()
    if _HAN.search(bare):
        bare = "".join(bare.split()).translate(_DOTS)
    if _PRIVATE.search(bare):
        raise CellUnreadable(
            f"“{bare}”中有造字，换一台电脑就看不到；请用国标码（GB 18030）里的字重新输入。",
            f"{bare!r} holds a private character that no other computer shows; type it with one of GB 18030.",
        )
    if not bare or _NO_NAME.search(bare):
        raise CellUnreadable(f"“{text}”不是姓名。", f"{text!r} is no name.")
    if len(bare) > LONGEST:
        raise CellUnreadable(f"姓名有 {len(bare)} 字，最多 {LONGEST} 字。", f"The name is longer than {LONGEST}.")
    return Named(bare, remarks)


def gender(cell: Cell) -> str:
    """Return the gender that a cell names."""
    text = written(cell)
    said = plain(text)
    if said in {"男", "男性", "1"}:
        return Gender.MALE
    if said in {"女", "女性", "2"}:
        return Gender.FEMALE
    raise CellUnreadable(f"“{text}”不是性别，请写 男 或 女。", f"{text!r} is no gender; write 男 or 女.")


def birth_year(cell: Cell, *, this_year: int) -> int:
    """Return the year of birth: 1975, 1975年3月, 1975.03, 197503, a whole day, or a spreadsheet's day number."""
    text = written(cell)
    said = plain(text)
    found = _YEAR.fullmatch(said) or _COMPACT.fullmatch(said)
    year = int(found[1]) if found else day(cell).year
    if not FIRST_BIRTH <= year <= this_year:
        raise CellUnreadable(f"“{text}”不是出生年份，请核对。", f"{text!r} is no year of birth; check it.")
    return year


def phone(cell: Cell) -> str:
    """Return a phone number, of several the first mobile one."""
    text = written(cell)
    numbers = []
    for part in _BETWEEN_PHONES.split(unicodedata.normalize("NFKC", text)):
        said = re.sub(r"[\s—–－]", lambda found: "" if found[0].isspace() else "-", part)
        if not said:
            continue
        mobile = said.replace("-", "").removeprefix("+").removeprefix("86")
        found = _MOBILE.fullmatch(mobile) or _PHONE.fullmatch(said.replace("(", "").replace(")", "-"))
        if found is None:
            raise CellUnreadable(
                f"“{text}”不是电话，请写 11 位手机号或带区号的座机号。",
                f"{text!r} is no phone number; write 11 digits of a mobile, or a line with its area code.",
            )
        numbers.append(found[found.re.groups])
    return next((one for one in numbers if _MOBILE.fullmatch(one)), numbers[0])
