"""From a ledger's row to the steps it tells of. Pure: no database, and nothing is made up.

A step whose day is known is of that day; knowledge without a day is entered as undated; what a row does not say is
listed as not known. What has no field of its own is kept word for word among the remarks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.names import without_numbers
from zhixing.proposals.ledger import LedgerRow
from zhixing.proposals.ledger.standings import ENDS, WITHOUT_A_NUMBER, meaning
from zhixing.register.verifier import sm3_hex

MORNING = time(9)
WITH_A_UNIT = frozenset({"assigned", "replied"})
BEFORE_A_UNIT = frozenset({"submitted", "filed", *ENDS})
"""Statuses by which a unit named beside them is one thought of, unless a day or a reply says otherwise."""
OVER = frozenset({"closed", "archived"})
"""Statuses that a proposal has only when every reply is out and every opinion in or its time over."""
LETTERS = ("A", "B", "C")
"""The result letters of the scheme in force; another letter of a ledger is kept as it stands."""
MOST_PROPOSERS, MOST_CO_UNITS = 500, 1000
"""Characters in these columns; a longer list of names stands whole among the remarks."""


@dataclass(slots=True)
class Step:
    """Something a ledger says happened: the state it led to, its day when known, and what is known of it."""

    state: str
    on: date | None
    data: dict[str, Any] = field(default_factory=dict)

    def moment(self, now: datetime) -> datetime:
        """Return when the step is entered as having happened: a known day from its office hours, else ``now``."""
        return min(datetime.combine(self.on, MORNING, clock.ZONE), now) if self.on else now

    @property
    def facts(self) -> dict[str, Any]:
        """What the outcome of its entry says beside the data."""
        return {} if self.on else {"undated": True}


@dataclass(slots=True)
class Plan:
    """The entries of a proposal and of its handling that a row gives; no handling when nobody handles it yet."""

    proposal: list[Step]
    handling: list[Step]
    digest: str


Categories = Mapping[str, str]
"""The categories of a committee: what each is called in Chinese, and its code."""


@lru_cache(maxsize=65536)
def normalised(title: str) -> str:
    """Return a title as it is compared: without spaces, punctuation and differences of width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).casefold()


def digest(row: LedgerRow) -> str:
    """Return the digest of all that a row says, wherever it stands in its file."""
    facts = {name: getattr(row, name) for name in _FACTS}
    if row.standing in ENDS and row.standing != meaning(row.status):
        facts["standing"] = row.standing
    return sm3_hex(json.dumps(facts, default=_plain, ensure_ascii=False, sort_keys=True).encode())


_OF_THE_READING = frozenset({"line", "sheet", "headings", "notes", "standing"})
_FACTS = tuple(name for name in LedgerRow.__dataclass_fields__ if name not in _OF_THE_READING)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def year_of(row: LedgerRow) -> int | None:
    """Return the year a row belongs to: the one it names, else that of its first day."""
    days = [day for day in (row.filed_on, row.assigned_on, row.replied_on) if day]
    return row.year or (min(days).year if days else None)


def plan(row: LedgerRow, categories: Categories) -> Plan:
    """Return the steps a row tells of."""
    seal = digest(row)
    handling = _handling(row)
    return Plan(_proposal(row, handling, _facts(row, categories, seal, is_handled=bool(handling))), handling, seal)


def standing_of(row: LedgerRow) -> str:
    """Return the state that a row's words mean, or "" when they are words of its own."""
    return row.standing or meaning(row.status)


def has_number(row: LedgerRow) -> bool:
    """Tell whether a row's number is one given at filing: what was never filed bears none."""
    return row.number is not None and standing_of(row) not in WITHOUT_A_NUMBER


def _is_replied(row: LedgerRow) -> bool:
    return bool(row.reply_class or row.replied_on or row.rating) or standing_of(row) == "replied"


def _is_handled(row: LedgerRow) -> bool:
    if row.assigned_on or _is_replied(row):
        return True
    status = standing_of(row)
    return status in WITH_A_UNIT or (bool(row.lead_unit) and status not in BEFORE_A_UNIT)


def _handling(row: LedgerRow) -> list[Step]:
    if not _is_handled(row):
        return []
    over = standing_of(row) in OVER
    steps = [Step("assigned", row.assigned_on, {"title": row.title})]
    _say_unknown(steps[0], [("主办单位", row.lead_unit), ("交办日期", row.assigned_on)])
    if _is_replied(row) or over:
        letters = {"ledger_letter": row.reply_class, "letter": row.reply_class if row.reply_class in LETTERS else None}
        replied = Step("replied", row.replied_on, {name: value for name, value in letters.items() if value})
        known = [("答复日期", row.replied_on), ("办理结果", row.reply_class), ("答复正文", None)]
        _say_unknown(replied, [*known, ("提案者评价", row.rating or over)])
        steps.append(replied)
    if row.rating or over:
        answered = Step("answered", None, {"grade": row.rating} if row.rating else {})
        _say_unknown(answered, [("评价日期", None)] if row.rating else [("提案者评价", None)])
        steps.append(answered)
    return _joined(steps)


def _proposal(row: LedgerRow, handling: list[Step], facts: dict[str, Any]) -> list[Step]:
    status = standing_of(row)
    begun = row.number is not None or row.filed_on or handling or status not in {"", "submitted"}
    first = "filed" if begun else "submitted"
    if status in ENDS and not handling and not row.filed_on:
        first = status
    steps = [Step(first, row.filed_on, facts)]
    _say_unknown(steps[0], _unknown_of(row))
    if handling:
        steps.append(Step("assigned", row.assigned_on, {"unit": row.lead_unit} if row.lead_unit else {}))
        _say_unknown(steps[-1], [("交办日期", row.assigned_on)])
        if handling[-1].state == "answered":
            steps.append(Step("answered", None))
    if status in {*OVER, *ENDS} and first != status:
        steps.append(Step(status, None))
    return _joined(steps)


def _facts(row: LedgerRow, categories: Categories, seal: str, *, is_handled: bool) -> dict[str, Any]:
    category = _category(row.category, categories)
    proposers, co_units = "、".join(row.proposers), "、".join(row.co_units)
    remarks = [
        ("编号", row.number_text),
        ("届次", row.session_text if row.session_no is None else ""),
        ("类别", "" if category else row.category),
        ("状态", row.status),
        ("提案者", proposers if len(proposers) > MOST_PROPOSERS else ""),
        ("会办单位", co_units if len(co_units) > MOST_CO_UNITS else ""),
        *row.extra.items(),
    ]
    facts = {
        "title": row.title,
        "category": category,
        "proposers": _fitting(row.proposers, proposers, MOST_PROPOSERS),
        "proposer_kind": row.proposer_kind or "",
        "suggested_unit": "" if is_handled else row.lead_unit,
        "co_units": _fitting(row.co_units, co_units, MOST_CO_UNITS),
        "url": row.url,
        # Whoever may read the case reads these, and a ledger has its people's telephone numbers in a column.
        "remarks": without_numbers("\n".join(f"{name}：{value}" for name, value in remarks if value)),
        "ledger": seal,
    }
    return {name: value for name, value in facts.items() if value}


def _category(text: str, categories: Categories) -> str:
    """Return the code of a category a ledger names, also as 社会建设类 or by the code itself, or ""."""
    word = text.removesuffix("类")
    return categories.get(word) or (word if word in categories.values() else "")


def _fitting(names: Sequence[str], text: str, most: int) -> str:
    """Return the names in one text, the last of them left out and counted when they are too many for their column."""
    if len(text) <= most:
        return text
    ending = f" 等，共{len(names)}个"
    return text[: most - len(ending)].rpartition("、")[0] + ending


def _unknown_of(row: LedgerRow) -> list[tuple[str, object]]:
    ended = {"declined": [("不予立案理由", None)], "merged": [("主案", None)]}
    return [
        *ended.get(standing_of(row), []),
        ("提案正文", None),
        ("提案者", row.proposers),
        ("提案形式", row.proposer_kind),
        ("案号", row.number),
        ("届次", row.session_no),
        ("年度", year_of(row)),
        ("立案日期", row.filed_on),
        ("主办单位", row.lead_unit),
    ]


def _say_unknown(step: Step, knowledge: Sequence[tuple[str, object]]) -> None:
    unknown = [name for name, value in knowledge if not value]
    if unknown:
        step.data["unknown"] = "、".join(unknown)


def _joined(steps: list[Step]) -> list[Step]:
    """Let steps of one day become one, and likewise steps that follow each other without a day."""
    joined = steps[:1]
    for step in steps[1:]:
        last = joined[-1]
        if step.on == last.on:
            unknown = "、".join(filter(None, [last.data.get("unknown"), step.data.get("unknown")]))
            last.data |= step.data
            last.state = step.state
            if unknown:
                last.data["unknown"] = unknown
        else:
            joined.append(step)
    return joined
