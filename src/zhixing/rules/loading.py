"""Enter documents of rule from a file. Entered twice, nothing changes; a wording once entered stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import Max, Min

from zhixing.assembly.models import Body
from zhixing.rules.models import Article, Document, Version
from zhixing.rules.reading import ArticleText, DocumentText, read_rules


class WordingChanged(Exception):
    """The file has another wording for a version that is already entered."""


def load_rules(body: Body | None, path_or_bytes: Path | bytes) -> list[Document]:
    """Enter the documents of a TOML file for a committee, for None as shared by all; return them.

    A document that is known gets a further version when the file gives another number or day of entry into force.
    Versions end where the next one begins, in whichever order they are entered.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault of the file.
        WordingChanged: when the file changes what a version that is entered says.
    """
    given = path_or_bytes if isinstance(path_or_bytes, bytes) else path_or_bytes.read_bytes()
    file = "-" if isinstance(path_or_bytes, bytes) else str(path_or_bytes)
    texts = read_rules(given.decode("utf-8"), file=file)
    with transaction.atomic():
        return [_enter(body, text) for text in texts]


def _enter(body: Body | None, text: DocumentText) -> Document:
    document, _ = Document.objects.owned_by(body).update_or_create(
        body=body,
        slug=text.slug,
        defaults={
            "title": text.title.zh,
            "title_en": text.title.en,
            "short_title": text.short_title.zh,
            "short_title_en": text.short_title.en,
            "category": text.category,
            "strength": text.strength,
            "status": text.status,
        },
    )
    version = document.versions.filter(document_no=text.document_no, since=text.since).first()
    if version is None:
        _enter_version(document, text)
    elif _wording(version.articles.all()) != _wording_of_file(text.articles):
        raise WordingChanged(
            f"{text.slug}: the file words articles otherwise than the version in force from {text.since} does. "
            "A new wording is a new version: give it its own document_number or effective."
        )
    return document


def _enter_version(document: Document, text: DocumentText) -> None:
    others = document.versions.all()
    until = None
    if text.since is not None:
        others.filter(until=None).exclude(since__gte=text.since).update(until=text.since)
        until = others.filter(since__gt=text.since).aggregate(next=Min("since"))["next"]
    version = Version.objects.create(
        document=document,
        number=(others.aggregate(last=Max("number"))["last"] or 0) + 1,
        document_no=text.document_no,
        passed_by=text.passed_by,
        passed_on=text.passed_on,
        since=text.since,
        until=until,
        note=text.note,
    )
    Article.objects.bulk_create(
        Article(
            version=version,
            number=article.number,
            suffix=article.suffix,
            chapter=article.chapter.zh,
            chapter_en=article.chapter.en,
            heading=article.heading.zh,
            heading_en=article.heading.en,
            text=article.text,
        )
        for article in text.articles
    )


def _wording(articles: Iterable[Article]) -> dict[tuple[int, int], str]:
    return {(article.number, article.suffix): article.text for article in articles}


def _wording_of_file(articles: Iterable[ArticleText]) -> dict[tuple[int, int], str]:
    return {(article.number, article.suffix): article.text for article in articles}
