"""From a ledger's row to the steps it tells of. Pure: no database, and nothing is made up.

A step whose day is known becomes an entry of that day; knowledge without a day of its own joins the step before it,
and what a row does not say is listed as not known.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhixing.proposals.ledger import LedgerRow
from zhixing.register.verifier import canonical, sm3_hex

STATUSES = {
    "declined": ("不予立案", "不立案", "未立案", "declined"),
    "withdrawn": ("撤案", "已撤案", "withdrawn"),
    "archived": ("归档", "已归档", "archived"),
    "closed": ("结案", "已结案", "closed"),
    "replied": ("已答复", "已办复", "办复", "办结", "已办结", "答复", "replied", "answered"),
    "assigned": ("已交办", "交办", "办理中", "正在办理", "在办", "已签收", "assigned", "accepted"),
    "filed": ("立案", "已立案", "待交办", "filed"),
    "submitted": ("已提交", "待审查", "待立案", "submitted"),
}
"""Words of ledgers for the states they mean. 办结 says that a reply was given and no more: figures keep them apart."""

_MEANING = {word: state for state, words in STATUSES.items() for word in words}
LETTERS = ("A", "B", "C")
"""The result letters of the scheme in force; another letter of a ledger is kept as it stands."""


@dataclass(slots=True)
class Step:
    """Something a ledger says happened: the state it led to, its day when known, and what is known of it."""

    state: str
    on: date | None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The entries of a proposal and of its handling that a row gives; no handling when no unit is named."""

    proposal: list[Step]
    handling: list[Step]
    digest: str


def normalised(title: str) -> str:
    """Return a title as it is compared: without spaces, punctuation and differences of width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).casefold()


def digest(row: LedgerRow) -> str:
    """Return the digest of all that a row says, wherever it stands in its file."""
    facts = {name: getattr(row, name) for name in LedgerRow.__dataclass_fields__ if name not in {"line", "sheet"}}
    return sm3_hex(canonical(json.loads(json.dumps(facts, default=_plain))).encode())


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def plan(row: LedgerRow) -> Plan:
    """Return the steps a row tells of."""
    handling = _handling(row)
    return Plan(_proposal(row, handling), handling, digest(row))


def _status(row: LedgerRow) -> str:
    return _MEANING.get(row.status.strip(), "")


def _is_replied(row: LedgerRow) -> bool:
    return bool(row.reply_class or row.replied_on or row.rating) or _status(row) in {"replied", "closed", "archived"}


def _handling(row: LedgerRow) -> list[Step]:
    if not row.lead_unit:
        return []
    steps = [Step("assigned", row.assigned_on, {"title": row.title})]
    if _is_replied(row):
        data: dict[str, Any] = {}
        if row.reply_class:
            data["ledger_letter"] = row.reply_class
            if row.reply_class in LETTERS:
                data["letter"] = row.reply_class
        steps.append(Step("replied", row.replied_on, data))
    if row.rating:
        steps.append(Step("answered", None, {"grade": row.rating}))
    _say_unknown(steps[0], [("交办日期", row.assigned_on)])
    if len(steps) > 1:
        known = [
            ("答复日期", row.replied_on),
            ("办理结果", row.reply_class),
            ("提案者评价", row.rating),
            ("答复正文", None),
        ]
        _say_unknown(steps[1], known)
    return _joined(steps)


def _proposal(row: LedgerRow, handling: list[Step]) -> list[Step]:
    status = _status(row)
    first = (
        "filed"
        if row.number is not None or row.filed_on or handling or status not in {"", "submitted"}
        else "submitted"
    )
    if status in {"declined", "withdrawn"} and not handling:
        first = status
    steps = [Step(first, row.filed_on, _facts(row))]
    if handling:
        steps.append(Step("assigned", row.assigned_on, {"unit": row.lead_unit}))
    if handling and handling[-1].state == "answered":
        steps.append(Step("answered", None))
    if status in {"closed", "archived", "withdrawn"} and first != status:
        steps.append(Step(status, None))
    _say_unknown(steps[0], _unknown_of(row))
    return _joined(steps)


def _facts(row: LedgerRow) -> dict[str, Any]:
    remarks = dict(row.extra)
    if row.category:
        remarks["类别"] = row.category
    if row.status and not _status(row):
        remarks["状态"] = row.status
    if row.number_text:
        remarks["编号"] = row.number_text
    facts = {
        "title": row.title,
        "proposers": "、".join(row.proposers),
        "proposer_kind": row.proposer_kind or "",
        "co_units": "、".join(row.co_units),
        "url": row.url,
        "remarks": "\n".join(f"{name}：{value}" for name, value in remarks.items()),
        "ledger": digest(row),
    }
    return {name: value for name, value in facts.items() if value}


def _unknown_of(row: LedgerRow) -> list[tuple[str, object]]:
    return [
        ("提案正文", None),
        ("提案者", row.proposers),
        ("提案形式", row.proposer_kind),
        ("案号", row.number),
        ("届次", row.session_no),
        ("年度", row.year),
        ("立案日期", row.filed_on),
        ("主办单位", row.lead_unit),
    ]


def _say_unknown(step: Step, knowledge: Sequence[tuple[str, object]]) -> None:
    unknown = [name for name, value in knowledge if not value]
    if unknown:
        step.data["unknown"] = "、".join(unknown)


def _joined(steps: list[Step]) -> list[Step]:
    """Let a step without a day of its own join the one before it."""
    joined = steps[:1]
    for step in steps[1:]:
        last = joined[-1]
        if step.on is None or step.on == last.on:
            unknown = "、".join(filter(None, [last.data.get("unknown"), step.data.get("unknown")]))
            last.data |= step.data
            last.state = step.state
            if unknown:
                last.data["unknown"] = unknown
        else:
            joined.append(step)
    return joined
