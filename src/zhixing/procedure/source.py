"""Reading TOML with its place kept: every complaint names the file, the line, the key and the remedy."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhixing.procedure.words import Sentence, Value, Words

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-.\"']+)\s*=")
_TOML_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a procedure file and what to do about it."""

    file: str
    line: int
    key: str
    what: Sentence

    def say(self, locale: str) -> str:
        """Return ``file:line: key: what is wrong and what to do``."""
        return f"{self.file}:{self.line}: {self.key}: {self.what.say(locale)}"


class ProcedureError(Exception):
    """A procedure file that cannot be used; ``problems`` holds at least one fault."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.say("en") for problem in self.problems))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def text_of(content: bytes, *, file: str) -> str:
    """Return the text of a file as an editor saved it, the mark that some editors put at its beginning left out.

    Raises:
        ProcedureError: when it is not written in UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ProcedureError([Problem(file, line, "-", Sentence(NOT_UTF8))]) from error


def lines_of(source: str) -> dict[tuple[str, ...], int]:
    """Return the line of every table header and key of a TOML text, by path; the tables of an array are counted."""
    found: dict[tuple[str, ...], int] = {(): 1}
    counts: Counter[tuple[str, ...]] = Counter()
    table: tuple[str, ...] = ()
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            found.setdefault(table, number)
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, str(counts[table]))
                found[table] = number
        elif key := _KEY.match(line):
            found.setdefault(table + _parts(key[1]), number)
    return found


class Source:
    """One procedure file being read: its values, where they stand, and what was found wrong so far."""

    def __init__(self, text: str, *, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._noted: set[object] = set()
        self._lines = lines_of(text)
        try:
            self.values: Mapping[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = _TOML_LINE.search(str(error))
            line = int(place[1]) if place else len(text.splitlines())
            raise ProcedureError([Problem(file, line, "-", Sentence(NOT_TOML, error=str(error)))]) from error

    def line(self, path: tuple[str, ...]) -> int:
        """Return the line where a path stands, or the nearest table that holds it."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def complain(self, path: tuple[str, ...], what: Words, **values: Value) -> None:
        """Note a fault at a path, once."""
        noted = (path, what, tuple(values.items()))
        if noted not in self._noted:
            self._noted.add(noted)
            self.problems.append(Problem(self.file, self.line(path), ".".join(path) or "-", Sentence(what, **values)))

    def table(self, *path: str) -> Table:
        """Return the table at a path; an empty one when it is absent."""
        value: Any = self.values
        for part in path:
            value = value.get(part, {}) if isinstance(value, dict) else {}
        return Table(self, path, value)


class Table:
    """One table of the file. Reading a key of the wrong type notes a fault and answers with an empty value."""

    def __init__(self, source: Source, path: tuple[str, ...], value: object) -> None:
        self.source = source
        self.path = path
        if not isinstance(value, dict):
            source.complain(path, NEEDS_TABLE)
            value = {}
        self.value: Mapping[str, Any] = value
        self.name = path[-1] if path else ""

    def only(self, *known: str) -> None:
        """Note every key that is not known here."""
        for key in self.value:
            if key not in known:
                self.complain(key, UNKNOWN_KEY, known=", ".join(known))

    def complain(self, key: str, what: Words, **values: Value) -> None:
        """Note a fault at a key of this table."""
        self.source.complain((*self.path, key) if key else self.path, what, **values)

    def children(self) -> list[Table]:
        """Return the tables inside this one, in the file's order."""
        return [Table(self.source, (*self.path, key), value) for key, value in self.value.items()]

    def tables(self, key: str) -> list[Table]:
        """Return an array of tables, or a single table as an array of one."""
        value = self.value.get(key, [])
        if not isinstance(value, list):
            return [Table(self.source, (*self.path, key), value)]
        return [Table(self.source, (*self.path, key, str(number)), row) for number, row in enumerate(value, start=1)]

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text, or "" when it is absent."""
        value = self.value.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value:
            self.complain(key, NEEDS_TEXT)
            return ""
        return value

    def names(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of names; a single name stands for a list of one."""
        value = self.value.get(key)
        if value is None and not required:
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.complain(key, NEEDS_NAMES)
            return ()
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return a true or false, false when absent."""
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            self.complain(key, NEEDS_FLAG)
            return False
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number; without a default the key is required."""
        value = self.value.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain(key, NEEDS_WHOLE)
            return 0
        return value

    def number(self, key: str) -> int | str | None:
        """Return a whole number, the name of a setting, or nothing when absent."""
        value = self.value.get(key)
        if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.complain(key, NEEDS_NUMBER)
        return None

    def words(self, key: str, *, required: bool = True) -> Words:
        """Return a text by locale: ``{ zh-hans = "…", en = "…" }`` or a Chinese text alone."""
        value = self.value.get(key)
        if isinstance(value, str) and value:
            return Words(value)
        if isinstance(value, dict) and isinstance(value.get("zh-hans"), str):
            return Words(value["zh-hans"], str(value.get("en", "")))
        if value is not None or required:
            self.complain(key, NEEDS_WORDS)
        return Words(self.name)

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of texts."""
        value = self.value.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            self.complain(key, NEEDS_MAPPING)
            return {}
        return dict(value)


NOT_UTF8 = Words(
    "文件不是 UTF-8 编码。请用编辑器另存为 UTF-8。",
    "The file is not written in UTF-8. Save it as UTF-8 from your editor.",
)
NOT_TOML = Words(
    "这不是有效的 TOML 文件（{error}）。请在这一行补正引号、括号或等号。",
    "This is not valid TOML ({error}). Mend the quotes, brackets or equals sign on this line.",
)
NEEDS_TABLE = Words(
    "这里应当是一个表。请写成 [表名] 或 {{ 键 = 值 }}。", "A table is expected. Write [name] or {{ key = value }}."
)
UNKNOWN_KEY = Words(
    "不认识这个键。可用的键：{known}。请改正拼写或删去。",
    "This key is not known. Known keys: {known}. Mend the spelling or remove it.",
)
NEEDS_TEXT = Words('这里应当是一段非空文字。请写成 键 = "文字"。', 'A text is expected. Write key = "text".')
NEEDS_NAMES = Words('这里应当是一组名称。请写成 ["甲", "乙"]。', 'A list of names is expected. Write ["one", "two"].')
NEEDS_FLAG = Words("这里应当是 true 或 false。", "Write true or false.")
NEEDS_WHOLE = Words("这里应当是一个整数。", "Write a whole number.")
NEEDS_NUMBER = Words(
    "这里应当是一个整数，或 [settings] 中一项的名称。", "Write a whole number, or the name of an entry of [settings]."
)
NEEDS_WORDS = Words(
    '缺少名称。请写成 {{ zh-hans = "中文", en = "English" }}。',
    'A title is missing. Write {{ zh-hans = "中文", en = "English" }}.',
)
NEEDS_MAPPING = Words('这里应当是 {{ 键 = "值" }} 形式的表。', 'Write a table of texts: {{ key = "value" }}.')
