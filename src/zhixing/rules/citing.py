"""Turn the citations of a procedure (``proposal-work-rules/18``) into titles, texts and links, many in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import get_language

from zhixing.assembly.models import Body
from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Words
from zhixing.rules import wording
from zhixing.rules.models import Precedence, Version, precedence

_NOTHING = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An article as it is cited. An unknown one is its own title and has neither text nor page."""

    raw: str
    words: Words
    full: Words
    heading: Words = _NOTHING
    text: str = ""
    url_path: str = ""
    known: bool = False

    @property
    def title(self) -> str:
        """The short title and the article in the language of the page: 《提案工作规则》第十八条."""
        return self.words.say(get_language() or "zh-hans")

    @property
    def url(self) -> str:
        """The page where the article can be read; the name that the page components know it by."""
        return self.url_path


def citation(body: Body | None, raw: str, on: date) -> Citation:
    """Return one citation as :func:`citations` does."""
    return citations(body, [raw], on)[raw]


def citations(body: Body | None, raws: Iterable[str], on: date) -> dict[str, Citation]:
    """Return each citation with what it refers to, in one query (none where nothing is cited).

    The committee's own document goes before a shared one of the same name. The version is the one in force on the
    day; where none was, the one in force last before it, or else the first. What that version lacks is unknown.
    """
    asked = {raw: wording.reference(raw) for raw in raws}
    references = {reference for reference in asked.values() if reference}
    found = _found(body, references, on) if references else {}
    return {
        raw: (_known(raw, reference, found[reference]) if reference in found else _unknown(raw))
        for raw, reference in asked.items()
    }


def missing_articles(body: Body | None, procedure: Procedure, on: date) -> list[str]:
    """Return the citations of a procedure that refer to nothing on the day, sorted."""
    return [raw for raw, made in citations(body, procedure.articles(), on).items() if not made.known]


Row = Mapping[str, Any]


def _found(body: Body | None, references: set[wording.Reference], on: date) -> dict[wording.Reference, Row]:
    """Return the article behind each reference, from the version of its document that speaks on the day."""
    slugs, numbers = {slug for slug, *_ in references}, {number for _, number, _ in references}
    query = (
        Version.objects.binding(body)
        .filter(document__slug__in=slugs)
        # A version without the article stays among the rows: it may be the one that speaks.
        .annotate(article=FilteredRelation("articles", condition=Q(articles__number__in=numbers)))
        .values(
            "number", "since", "until", "document__body", "document__slug", "document__title", "document__title_en",
            "document__short_title", "document__short_title_en", "article__number", "article__suffix",
            "article__heading", "article__heading_en", "article__text",
        )
    )  # fmt: skip
    rows: list[Row] = [*query]
    found: dict[wording.Reference, Row] = {}
    for slug in slugs:
        named = [row for row in rows if row["document__slug"] == slug]
        own = [row for row in named if row["document__body"] is not None]
        found |= _speaking(own or named, on)
    return found


def _speaking(rows: list[Row], on: date) -> dict[wording.Reference, Row]:
    """Return the articles of the version that speaks, out of the rows of one document."""
    speaking = max((_precedence(row, on) for row in rows), default=None)
    newest = max((row["number"] for row in rows), default=0)
    return {
        (row["document__slug"], row["article__number"], row["article__suffix"]): {
            **row,
            "newest": row["number"] == newest,
        }
        for row in rows
        if row["article__number"] and _precedence(row, on) == speaking
    }


def _precedence(row: Row, on: date) -> Precedence:
    return precedence(since=row["since"], until=row["until"], number=row["number"], on=on)


def _known(raw: str, reference: wording.Reference, row: Row) -> Citation:
    slug, number, suffix = reference
    full = Words(row["document__title"], row["document__title_en"])
    short = Words(row["document__short_title"] or full.zh, row["document__short_title_en"] or full.en)
    label = wording.article_label(number, suffix)
    version = "" if row["newest"] else f"?version={row['number']}"
    page = reverse("rules:document_detail", args=[slug])
    return Citation(
        raw=raw,
        words=wording.cited(short, label),
        full=wording.cited(full, label),
        heading=Words(row["article__heading"], row["article__heading_en"]),
        text=row["article__text"],
        url_path=f"{page}{version}#article-{wording.article_key(number, suffix)}",
        known=True,
    )


def _unknown(raw: str) -> Citation:
    return Citation(raw=raw, words=Words(raw), full=Words(raw))
