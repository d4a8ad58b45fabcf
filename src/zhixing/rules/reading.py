"""Read documents of rule from TOML: every complaint names the file, the line, the key and the remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zhixing.procedure.source import ProcedureError, Source, Table
from zhixing.procedure.words import Words
from zhixing.rules import wording
from zhixing.rules.vocabulary import ENDINGS, Category, DocumentStatus, Strength

Choice = TypeVar("Choice", Category, DocumentStatus)
_KEY = re.compile(r"([1-9][0-9]*)(?:-([1-9][0-9]*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """One article as the file has it."""

    number: int
    suffix: int
    chapter: Words
    heading: Words
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """One document as the file has it: a single version, in force from `since`."""

    slug: str
    title: Words
    short_title: Words
    category: Category
    strength: Strength
    status: DocumentStatus
    document_no: str
    passed_by: str
    passed_on: date | None
    since: date | None
    note: str
    articles: tuple[ArticleText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    title: Words
    first: int
    last: int


def read_rules(text: str, *, file: str) -> list[DocumentText]:
    """Return the documents of a file, a table each; ``file`` is the name that complaints use.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault found.
    """
    source = Source(text, file=file)
    documents = [_document(table) for table in source.table().children()]
    if source.problems:
        raise ProcedureError(source.problems)
    return documents


def _document(table: Table) -> DocumentText:
    table.only(
        "title", "title_en", "short_title", "short_title_en", "category", "status", "issuer", "document_number",
        "adopted", "revised", "effective", "preamble", "chapters", "articles",
    )  # fmt: skip
    if not re.fullmatch(wording.SLUG, table.name):
        table.complain("", BAD_SLUG)
    chapters = [_chapter(child) for child in table.tables("chapters")]
    articles = Table(table.source, (*table.path, "articles"), table.value.get("articles", {}))
    if not articles.value:
        table.complain("articles", NO_ARTICLES)
    return DocumentText(
        slug=table.name,
        title=Words(table.text("title", required=True), table.text("title_en")),
        short_title=Words(table.text("short_title"), table.text("short_title_en")),
        category=_chosen(table, "category", Category),
        strength=_strength(table),
        status=_chosen(table, "status", DocumentStatus, DocumentStatus.IN_FORCE),
        document_no=table.text("document_number"),
        passed_by=table.text("issuer"),
        passed_on=_day(table, "revised") or _day(table, "adopted"),
        since=_day(table, "effective"),
        note=table.text("preamble"),
        articles=tuple(_article(child, chapters) for child in articles.children()),
    )


def _chapter(table: Table) -> _Chapter:
    table.only("number", "title", "title_en", "first", "last")
    title = Words(table.text("title", required=True), table.text("title_en"))
    return _Chapter(title=title, first=table.whole("first"), last=table.whole("last"))


def _article(table: Table, chapters: list[_Chapter]) -> ArticleText:
    table.only("label", "title", "title_en", "text")
    number, suffix = _number(table)
    label = wording.article_label(number, suffix).zh
    if table.text("label") not in {"", label}:
        table.complain("label", WRONG_LABEL, label=label)
    within = [chapter.title for chapter in chapters if chapter.first <= number <= chapter.last]
    if chapters and not within:
        table.complain("", NO_CHAPTER)
    return ArticleText(
        number=number,
        suffix=suffix,
        chapter=within[0] if within else Words(""),
        heading=Words(table.text("title"), table.text("title_en")),
        text=table.text("text", required=True),
    )


def _number(table: Table) -> tuple[int, int]:
    found = _KEY.fullmatch(table.name)
    if found is None:
        table.complain("", BAD_NUMBER)
        return 1, 0
    return int(found[1]), int(found[2] or 0)


def _strength(table: Table) -> Strength:
    title = table.text("title").removesuffix("（试行）")
    found = next((strength for ending, strength in ENDINGS.items() if title.endswith(ending)), None)
    if title and found is None:
        table.complain("title", NO_STRENGTH, known="、".join(ENDINGS))
    return found or Strength.PROVISIONS


def _chosen(table: Table, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
    value = table.text(key, required=default is None) or str(default or "")
    found = next((choice for choice in choices if choice == value), None)
    if value and found is None:
        table.complain(key, NOT_A_CHOICE, known=", ".join(choices.values))
    return found or next(iter(choices))


def _day(table: Table, key: str) -> date | None:
    value: Mapping[str, object] = table.value
    day = value.get(key)
    if day is None or type(day) is date:
        return day
    table.complain(key, NEEDS_DAY)
    return None


BAD_SLUG = Words(
    "文件名称只能用小写字母、数字和连字符，如 proposal-work-rules。",
    "A document's name has lower-case letters, digits and hyphens, as in proposal-work-rules.",
)
BAD_NUMBER = Words(
    "条的编号应当是 18 或 18-1（第十八条之一）。", "An article's number is written 18, or 18-1 for 第十八条之一."
)
WRONG_LABEL = Words(
    "这一条应当是“{label}”。请改正 label 或编号。", "This article is {label}. Mend label or the number."
)
NO_ARTICLES = Words("没有条文。请写 [文件.articles.1]。", "There are no articles. Write [document.articles.1].")
NO_CHAPTER = Words(
    "这一条不在任何一章之内。请改正各章的 first 和 last。",
    "This article lies in no chapter. Mend first and last of the chapters.",
)
NO_STRENGTH = Words(
    "从名称看不出是哪种文件。名称应当以下列文字结尾：{known}。",
    "The title does not say how strong it is. End it with one of: {known}.",
)
NOT_A_CHOICE = Words("只能写下列之一：{known}。", "Write one of: {known}.")
NEEDS_DAY = Words(
    "这里应当是日期。请写成 2026-01-01，不加引号。", "A day is expected. Write 2026-01-01, without quotes."
)
