"""Files as rows of cells: CSV in the encodings and with the separators in use, and lines of JSON."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from zhixing.procedure.words import Words
from zhixing.sheets.headings import HEADING_ROWS, Headings
from zhixing.sheets.problems import FileUnreadable
from zhixing.sheets.text import Cell

CHUNK = 1 << 20
ENCODINGS = ("utf-8-sig", "gb18030")
MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ",\t;"
WORKBOOK, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOKS = (
    (OLD_OFFICE, Words("旧版 Excel（.xls）或加密的文件", "an old Excel file (.xls) or an encrypted one")),
    (WORKBOOK, Words("Office 文档或压缩包", "an Office document or an archive")),
    (b"%PDF", Words("PDF 文件", "a PDF file")),
    (b"\x89PNG", Words("图片", "a picture")),
    (b"\xff\xd8\xff", Words("图片", "a picture")),
    (b"Rar!", Words("压缩包", "an archive")),
    (b"7z\xbc\xaf", Words("压缩包", "an archive")),
    (b"<", Words("网页", "a web page")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells with its place in the file.

    ``merged`` are the columns that continue a cell from above, ``unsaved`` those that hold a formula without its value.
    """

    number: int
    cells: list[Cell]
    merged: frozenset[int] = frozenset()
    unsaved: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one sheet; ``since_1904`` tells how its book counts days."""

    lines: Iterator[Line]
    name: str = ""
    since_1904: bool = field(default=False)


def beginning(path: Path) -> bytes:
    """Return a file's first bytes; FileUnreadable when there is no such file or nothing in it."""
    try:
        with path.open("rb") as file:
            begun = file.read(4096)
    except OSError as error:
        raise FileUnreadable(
            Words(f"打不开 {path.name}：{error.strerror}。", f"{path.name} cannot be opened: {error.strerror}.")
        ) from error
    if not begun.strip():
        raise FileUnreadable(Words(f"{path.name} 是空文件。", f"{path.name} is empty."))
    return begun


def refuse_unless_text(path: Path, begun: bytes) -> None:
    """Raise FileUnreadable when the first bytes are those of something else than text."""
    looks = next((words for mark, words in LOOKS if begun.startswith(mark)), None)
    if looks is None and b"\0" in begun and not begun.startswith(tuple(mark for mark, _ in MARKS)):
        looks = Words("二进制文件", "a binary file")
    if looks:
        ending = path.suffix
        raise FileUnreadable(
            Words(
                f"{path.name} 的内容不是 {ending}，看上去是{looks.zh}；请用表格软件打开后另存为 .xlsx 或 .csv。",
                f"{path.name} does not hold what {ending} says; it looks like {looks.en}. Save it as .xlsx or .csv.",
            )
        )


def encoding_of(path: Path, begun: bytes) -> str:
    """Return the encoding in which the whole file can be read: by its mark, as UTF-8, else as GB 18030."""
    marked = next((encoding for mark, encoding in MARKS if begun.startswith(mark)), None)
    for encoding in [marked] if marked else ENCODINGS:
        if _can_be_read(path, encoding):
            return encoding
    raise FileUnreadable(
        Words(
            f"{path.name} 的文字编码既不是 UTF-8 也不是 GB18030；请另存为 UTF-8 的 CSV。",
            f"{path.name} is neither UTF-8 nor GB 18030; save it as CSV in UTF-8.",
        )
    )


def _can_be_read(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def csv_sheet(path: Path, begun: bytes, words: Headings) -> Sheet:
    """Return the lines of a CSV file, split by the separator that gives the best heading row."""
    encoding = encoding_of(path, begun)
    delimiter = max(DELIMITERS, key=lambda one: _fields_with(_csv_lines(path, encoding, one), words))
    return Sheet(_csv_lines(path, encoding, delimiter))


def _fields_with(lines: Iterator[Line], words: Headings) -> int:
    """Return how many cells the heading row has; a file of one column has one."""
    rows = [line.cells for line in islice(lines, HEADING_ROWS)]
    at = words.row(rows)
    return 0 if at is None else len(rows[at])


def _csv_lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        before = 0
        try:
            for row in reader:
                yield Line(before + 1, list(row))
                before = reader.line_num
        except csv.Error as error:
            raise FileUnreadable(
                Words(
                    f"{path.name} 第 {before + 1} 行起无法按 CSV 读取，可能引号没有成对。",
                    f"{path.name} cannot be read as CSV from line {before + 1} on; a quotation mark may lack its pair.",
                )
            ) from error


def json_lines(path: Path, begun: bytes) -> Iterator[tuple[int, Mapping[str, Cell] | None]]:
    """Yield each line's number and object; None in place of what is no JSON object. Empty lines are left out."""
    if begun.lstrip(codecs.BOM_UTF8).lstrip().startswith(b"["):
        raise FileUnreadable(
            Words(
                f"{path.name} 是一个 JSON 数组；请每行写一个 JSON 对象。",
                f"{path.name} is one JSON array; write one JSON object a line.",
            )
        )
    with path.open(encoding=encoding_of(path, begun), newline="\n") as file:
        for number, text in enumerate(file, 1):
            if text.strip():
                yield number, _object(text)


def _object(text: str) -> Mapping[str, Cell] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
