"""Which committee a ledger means: by any of the ways its name is written, entered as proposed when nobody knows it."""

from __future__ import annotations

import re

from zhixing.assembly.models import Body
from zhixing.assembly.proposed import propose_body
from zhixing.assembly.vocabulary import Level
from zhixing.sheets.text import plain

OURS = frozenset({"政协", "本会", "我会", "本级政协", "省政协", "市政协", "州政协", "县政协", "区政协", "旗政协"})
"""What people call their own committee; to others it says nothing."""
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_LONG = re.compile(r"(?:中国人民政治协商会议|政协)(.+?)(?:第.{1,4}届)?委员会")


class Committees:
    """The committees of the installation as ledgers name them; ``default`` is that of rows that name none.

    With ``alone``, no other than the default is known, and none is entered.
    """

    def __init__(self, default: Body | None, *, alone: bool = False) -> None:
        self.default = default
        self.alone = alone
        self._known = {name: body for body in Body.objects.all() for name in _names(body)}

    def named(self, text: str) -> Body | None:
        """Return the committee a row names, entered as proposed if it is new; None when the row names none we know."""
        name = short_name(text)
        if not name or name in OURS:
            return self.default
        if self.alone:
            return self.default if self._known.get(name) == self.default else None
        if name not in self._known:
            self._known[name] = propose_body(name=text, level=_level(name))
        return self._known[name]


def short_name(text: str) -> str:
    """Return a committee's name as people say it: 政协安澜市第十届委员会 is 安澜市政协."""
    name = plain(text)
    found = _LONG.fullmatch(name)
    return f"{found[1]}政协" if found else name


def _names(body: Body) -> set[str]:
    return {short_name(name) for name in (body.name, body.short_name) if name}


def _level(name: str) -> Level:
    """Return the level as far as the name tells; a 市 may be of two, and whoever confirms it says of which."""
    area = name.removesuffix("政协")
    if area == "全国":
        return Level.NATIONAL
    if area.endswith(("省", "自治区")) or area in MUNICIPALITIES:
        return Level.PROVINCE
    return Level.PREFECTURE if area.endswith(("州", "盟", "地区")) else Level.COUNTY
