"""Lists as offices keep them, read from Excel, CSV or JSON lines, whatever their headings and habits.

Which columns a list has is told by ``Headings``; what a cell means is the reader's above. Nothing is guessed.
"""

from zhixing.sheets.cells import Found, RowCells
from zhixing.sheets.headings import Headings
from zhixing.sheets.problems import BadCell, CellUnreadable, FileUnreadable, RowProblem
from zhixing.sheets.reading import SheetRow, Top, read_rows

__all__ = [
    "BadCell",
    "CellUnreadable",
    "FileUnreadable",
    "Found",
    "Headings",
    "RowCells",
    "RowProblem",
    "SheetRow",
    "Top",
    "read_rows",
]
