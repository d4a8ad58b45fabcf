"""Lines of a list that are no rows of it: blank and prepared ones, sums, sections, remarks, headings again."""

from __future__ import annotations

import re

from zhixing.sheets.cells import Found, RowCells
from zhixing.sheets.headings import is_serial

_SUM = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|total|sum)\s*[:：]?\s*\d*\s*[件项条]?", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:注|备注|说明|填表|制表|填报|审核|复核|审批|联系|打印|导出|统计|附注|附件|单位|日期|截至)[^:：]{0,12}[:：]"
    r"|[(（]?第\s*\d+\s*页|共\s*\d+\s*[页件条项]"
)
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]|.*类\s*(?:[(（]\s*(?:共\s*)?\d+\s*[件项条]\s*[)）])?$")
A_HEADING = 12
"""No heading of the key column is longer."""
A_REMARK = 2
"""A remark stands in one cell, or in two when a date or a name follows."""


def is_no_row(row: RowCells) -> bool:
    """Return whether a line of a list is passed over without a word."""
    own = row.own()
    if not own:
        return not row.has_lost(row.words.key)
    key = next((found for found in own if found.field == row.words.key), None)
    first = row.found[0]
    if key is not None and len(key.text) <= A_HEADING and row.words.field_of(key.text) == row.words.key:
        return True
    if is_serial(first.heading) and _SUM.fullmatch(first.text):
        return True
    if key is not None and key is not first:
        return False
    if _SUM.fullmatch(first.text) or (len(own) <= A_REMARK and _REMARK.match(first.text)):
        return True
    return len(own) == 1 and _is_section(own[0], row)


def _is_section(found: Found, row: RowCells) -> bool:
    return len(row.headings) > 1 and _SECTION.match(found.text) is not None
