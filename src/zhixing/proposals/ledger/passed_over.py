"""Lines of a ledger that are no proposals: blank and prepared ones, sums, sections, remarks, headings again."""

from __future__ import annotations

import re

from zhixing.proposals.ledger.cells import Found, RowCells
from zhixing.proposals.ledger.headings import field_of

_SUM = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|total|sum)\s*[:：]?\s*\d*\s*[件项条]?", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:注|备注|说明|填表|制表|填报|审核|复核|审批|联系|打印|导出|统计|附注|附件|单位|日期|截至)[^:：]{0,12}[:：]"
    r"|[(（]?第\s*\d+\s*页|共\s*\d+\s*[页件条项]"
)
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]|.*类\s*(?:[(（]\s*(?:共\s*)?\d+\s*[件项条]\s*[)）])?$")
A_HEADING = 12
"""No heading of titles is longer."""
A_REMARK = 2
"""A remark stands in one cell, or in two when a date or a name follows."""


def is_no_proposal(row: RowCells) -> bool:
    """Return whether a line of a ledger is passed over without a word."""
    own = row.own()
    if not own:
        return True
    title = next((found for found in own if found.field == "title"), None)
    first = row.found[0]
    if title is not None and len(title.text) <= A_HEADING and field_of(title.text) == "title":
        return True
    if title is not None and title is not first:
        return False
    if _SUM.fullmatch(first.text) or (len(own) <= A_REMARK and _REMARK.match(first.text)):
        return True
    return len(own) == 1 and _is_section(own[0], row)


def _is_section(found: Found, row: RowCells) -> bool:
    return len(row.headings) > 1 and _SECTION.match(found.text) is not None
