"""The units of a committee by every name they go by: in full, short, and with or without the area's own name."""

from __future__ import annotations

import re
from datetime import date

from zhixing.assembly.models import Body, Organisation
from zhixing.sheets.text import plain

_AREA = re.compile(r"(?:中国人民政治协商会议|政协)?(.+?)(?:委员会)?$")
_LEVELS = "省市县区旗州盟"
_OTHER_EMPLOYER = re.compile(
    "公司|集团|学校|小学|中学|幼儿园|医院|中心|研究[院所]|协会|商会|学会|学院|大学|合作社|厂|店|事务所|分局|支队|大队"
)


class KnownUnits:
    """The units in force on a day; a name that several go by is nobody's."""

    def __init__(self, body: Body, on: date) -> None:
        self.body = body
        self.on = on
        found = _AREA.fullmatch(body.name)
        self.area = found[1] if found else ""
        self.units: dict[int, Organisation] = {}
        self._by_name: dict[str, Organisation | None] = {}
        self._exact: dict[str, Organisation] = {}
        for unit in Organisation.objects.of_body(body).in_force(on).order_by("pk"):
            self.add(unit)

    def add(self, unit: Organisation) -> None:
        """Let a unit be found by its names from now on."""
        self.units[unit.pk] = unit
        self._exact[plain(unit.name)] = unit
        for name in {spelling for one in (unit.name, unit.short_name) if one for spelling in self._spellings(one)}:
            other = self._by_name.get(name, unit)
            self._by_name[name] = unit if other is not None and other.pk == unit.pk else None

    def exact(self, name: str) -> Organisation | None:
        """Return the unit whose full name this is."""
        return self._exact.get(plain(name))

    def named(self, name: str) -> Organisation | None:
        """Return the one unit that goes by a name, or None."""
        return self.exact(name) or self._by_name.get(plain(name))

    def employer_in(self, text: str) -> Organisation | None:
        """Return the unit whose name begins a text such as 市教育局党组书记、局长; None when it is another's branch."""
        said = plain(text)
        for end in range(len(said), 1, -1):
            unit = self.named(said[:end])
            if unit is not None:
                return None if _OTHER_EMPLOYER.search(said[end:]) else unit
        return None

    def _spellings(self, name: str) -> set[str]:
        """Return a name as written in full and as written at home: 安澜市教育局 and 市教育局."""
        said, area = plain(name), plain(self.area)
        level = area[-1:]
        found = {said}
        if level and level in _LEVELS:
            if said.startswith(area):
                found.add(level + said.removeprefix(area))
            elif said.startswith(level):
                found.add(area + said.removeprefix(level))
        return found
