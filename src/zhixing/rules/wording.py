"""How an article is written: ``18-1`` in a citation, 第十八条之一 in Chinese, art. 18-1 in English."""

from __future__ import annotations

import re

from zhixing.assembly import numerals
from zhixing.procedure.words import Words

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_CITATION = re.compile(r"([a-z0-9-]+)/([1-9][0-9]{0,3})(?:-([1-9][0-9]?))?")

Reference = tuple[str, int, int]
"""A document's slug, the article's number, and the number behind 之, 0 where there is none."""


def reference(raw: str) -> Reference | None:
    """Return what a citation such as ``proposal-work-rules/18-1`` refers to; None when it is not written so."""
    found = _CITATION.fullmatch(raw)
    return (found[1], int(found[2]), int(found[3] or 0)) if found else None


def article_key(number: int, suffix: int) -> str:
    """Return the article's part of a citation: 18, or 18-1."""
    return f"{number}-{suffix}" if suffix else str(number)


def article_label(number: int, suffix: int) -> Words:
    """Return the article's name: 第十八条, or 第十八条之一; art. 18, or art. 18-1."""
    behind = f"之{numerals.to_chinese(suffix)}" if suffix else ""
    return Words(f"第{numerals.to_chinese(number)}条{behind}", f"art. {article_key(number, suffix)}")


def cited(title: Words, label: Words) -> Words:
    """Return an article with the title of its document: 《提案工作规则》第十八条; Rules on proposals, art. 18."""
    return Words(f"《{title.zh}》{label.zh}", f"{title.say('en')}, {label.en}")
