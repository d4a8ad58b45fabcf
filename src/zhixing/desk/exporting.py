"""Writing a list out exactly as it is seen, as a workbook or as text; no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

import xlsxwriter
from django.utils.translation import gettext as _

from zhixing.desk.listing import Listing, Row

CHUNK = 500
WIDTHS = {1: 60, 2: 14, 6: 24}
"""Columns that need more room than others, in characters."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula when it reads plain text."""

Line = Sequence[str]


def headings(listing: Listing) -> Line:
    """Return the headings of the columns, as the list names them."""
    own = [str(column.title) for column in listing.kind.columns]
    return [_("Number"), _("Title"), _("State"), _("Limit"), _("Working days left"), _("Due"), *own]


def lines(listing: Listing) -> Iterator[Line]:
    """Yield every case of the list, the newest first, in as many queries as there are chunks of 500."""
    cases = listing.cases().order_by("-pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(cases, CHUNK)):
        yield from (_line(row) for row in listing.rows(chunk))


def _line(row: Row) -> Line:
    left = str(row.lamp.number) if row.lamp else ""
    if row.lamp and row.lamp.kind == "over":
        left = f"-{left}"
    return [
        row.number,
        row.title,
        row.state,
        str(row.lamp.word) if row.lamp else "",
        left,
        row.due.isoformat() if row.due else "",
        *(cell.whole or cell.text for cell in row.cells),
    ]


def workbook(listing: Listing) -> bytes:
    """Return the list as an Excel workbook; every cell is text, whatever it begins with."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(headings(listing)):
        sheet.write_string(0, column, text, bold)
    for place, line in enumerate(lines(listing), start=1):
        for column, text in enumerate(line):
            sheet.write_string(place, column, text)
    book.close()
    return buffer.getvalue()


def text(listing: Listing) -> bytes:
    """Return the list as comma-separated text with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for line in (headings(listing), *lines(listing)):
        writer.writerow([harmless(cell) for cell in line])
    return buffer.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a quotation mark goes before what looks like one.

    Plain negative numbers stay as they are.
    """
    if cell.startswith(DANGEROUS) and not cell.removeprefix("-").isdecimal():
        return f"'{cell}"
    return cell
