"""Names of people and units: several in a cell, with remarks, and with who leads and who joins in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhixing.sheets.names import listed
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import Cell, short

LONGEST_NAME = 100
MOST_NAMES = 500
_ROLE = "主办|牵头|承办|独办|会办|协办|配合"
_LEADING = frozenset({"主办", "牵头", "承办", "独办"})
_LABEL = re.compile(rf"({_ROLE})(?:单位|部门)?\s*[:：]")
_MARK = re.compile(rf"[(（]({_ROLE})(?:单位|部门)?[)）]$")
_AND_OTHERS = re.compile(
    r"\s*等\s*[\d一二三四五六七八九十]*\s*(?:余|多)?(?:人|名|位|家|个|件)?(?:政协)?(?:委员|单位|部门)?$"
)


@dataclass(frozen=True, slots=True)
class People:
    """The proposers in order, each once, and whether the cells named them all (not 张三等5人)."""

    names: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Units:
    """Which unit leads, which join in, and whether the cells said nothing that these two do not."""

    lead: str = ""
    co: tuple[str, ...] = ()
    whole: bool = True


def people(cells: Iterable[Cell]) -> People:
    """Return the proposers that the cells name."""
    names: dict[str, None] = {}
    whole = True
    for name in listed(cells):
        said = _AND_OTHERS.sub("", name)
        whole = whole and said == name
        if said:
            names[short(said, most=LONGEST_NAME)] = None
    _limit(names)
    return People(tuple(names), whole)


def units(lead_cells: Iterable[Cell], co_cells: Iterable[Cell]) -> Units:
    """Return the units of a row. Where no word says so, the first of the leading column leads and the others join."""
    leads, joined = _by_role(lead_cells, leading=True), _by_role(co_cells, leading=False)
    leading = list(dict.fromkeys((*leads.leading, *joined.leading)))
    joining = dict.fromkeys((*leading[1:], *leads.joining, *joined.joining))
    if leading:
        joining.pop(leading[0], None)
    _limit(joining)
    whole = len(leading) <= 1 and leads.whole and joined.whole
    return Units(leading[0] if leading else "", tuple(joining), whole)


@dataclass(slots=True)
class _Roles:
    leading: list[str]
    joining: list[str]
    whole: bool = True


def _by_role(cells: Iterable[Cell], *, leading: bool) -> _Roles:
    roles = _Roles([], [])
    for cell in cells:
        if isinstance(cell, str) and _LABEL.search(cell):
            before, *parts = _LABEL.split(cell)
            _add(roles, [before], leading=leading)
            for role, part in zip(parts[::2], parts[1::2], strict=True):
                _add(roles, [part], leading=role in _LEADING)
        else:
            _add(roles, [cell], leading=leading)
    return roles


def _add(roles: _Roles, cells: Iterable[Cell], *, leading: bool) -> None:
    for name in listed(cells):
        mark = _MARK.search(name)
        bare = _AND_OTHERS.sub("", _MARK.sub("", name))
        roles.whole = roles.whole and (mark is not None or bare == name)
        if bare:
            leads = mark[1] in _LEADING if mark else leading
            (roles.leading if leads else roles.joining).append(short(bare.strip(), most=LONGEST_NAME))


def _limit(names: Iterable[str]) -> None:
    count = len(list(names))
    if count > MOST_NAMES:
        raise CellUnreadable(
            f"有 {count} 个名称，最多 {MOST_NAMES} 个。", f"It holds {count} names, {MOST_NAMES} at most."
        )
