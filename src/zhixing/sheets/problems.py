"""What is wrong with a cell, with a row, or with a whole file, in words."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.procedure.words import Words


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong with one cell; the column is named as the file names it."""

    column: str
    reason: Words


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be taken: its first bad cell, and the others of the same row in ``also``."""

    line: int
    column: str
    reason: Words
    also: tuple[BadCell, ...] = ()
    sheet: str = ""

    def together(self) -> Words:
        """Return the first reason with the others behind it, each under its column."""
        zh, en = self.reason.zh, self.reason.en
        for bad in self.also:
            zh += f"“{bad.column}”：{bad.reason.zh}"
            en += f" {bad.column}: {bad.reason.en}"
        return Words(zh, en)


class FileUnreadable(Exception):
    """A file that holds no such list at all; ``sentence`` says so and what to do."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class CellUnreadable(ValueError):
    """A cell that cannot be read, with the reason in words."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Words(zh, en)
