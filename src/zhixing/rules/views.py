"""The rules register for whoever is signed in: which documents there are, and what each says article by article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhixing.assembly import clock
from zhixing.assembly.models import Body
from zhixing.common import dates
from zhixing.common.parts import Field, Link
from zhixing.procedure.words import Words
from zhixing.rules.models import Article, Document, Version
from zhixing.rules.uses import uses_in_body


@require_GET
@login_required
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents that hold or held for the reader's committee, by what they are about."""
    today = clock.today()
    rows = [_row(document, document.speaking(today)) for document in Document.objects.binding(_body(request)).listed()]
    groups = [{"title": title, "rows": list(within)} for title, within in groupby(rows, key=lambda row: row["group"])]
    return render(request, "rules/document_list.html", {"groups": groups, "today": today})


@require_GET
@login_required
def document_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one document, in the version in force today or the one asked for."""
    body, today = _body(request), clock.today()
    document = Document.objects.binding(body).called(slug)
    version = _version(document, request.GET.get("version", ""), today) if document else None
    if document is None or version is None:
        raise Http404
    context = {
        "crumbs": [Link(title=_("Rules"), url=reverse("rules:document_list")), Link(title=_short_title(document))],
        "rule": {
            "title": document.title,
            "subtitle": _subtitle(document),
            "facts": _facts(document, version),
            "note": version.note,
        },
        "versions": _tabs(document, version),
        "chapters": _chapters(version.articles.all(), uses_in_body(body), slug=slug),
        "today": today,
    }
    return render(request, "rules/document_detail.html", context)


def _body(request: HttpRequest) -> Body | None:
    """Return the committee the reader acts for, set by the floor above; without one only shared rules are read."""
    body = getattr(request, "acting_body", None)
    return body if isinstance(body, Body) else None


def _say(words: Words) -> str:
    return words.say(get_language() or "zh-hans")


def _day(day: date | None) -> str:
    return dates.full_day(day, locale=get_language() or "zh-hans") if day else ""


def _short_title(document: Document) -> str:
    return _say(Words(document.short_title or document.title, document.short_title_en or document.title_en))


def _subtitle(document: Document) -> str:
    """Return the English title for a reader of English; the title itself is Chinese for everybody."""
    return document.title_en if _say(Words("zh", "en")) == "en" else ""


def _row(document: Document, version: Version | None) -> dict[str, object]:
    return {
        "group": document.get_category_display(),
        "title": document.title,
        "subtitle": _subtitle(document),
        "url": reverse("rules:document_detail", args=[document.slug]),
        "strength": document.get_strength_display(),
        "document_no": version.document_no if version else "",
        "since": version.since if version else None,
        "status": document.get_status_display(),
    }


def _version(document: Document, asked: str, today: date) -> Version | None:
    """Return the version asked for by number; the one that speaks today where none is asked for."""
    if not asked:
        return document.speaking(today)
    return next((version for version in document.versions.all() if str(version.number) == asked), None)


def _facts(document: Document, version: Version) -> list[Field]:
    facts = [
        Field(label=_("Strength"), value=document.get_strength_display()),
        Field(label=_("Status"), value=document.get_status_display()),
        Field(label=_("Document number"), value=version.document_no),
        Field(label=_("Passed by"), value=version.passed_by),
        Field(label=_("Passed on"), value=_day(version.passed_on)),
        Field(label=_("In force from"), value=_day(version.since)),
        Field(label=_("In force until"), value=_day(version.until)),
    ]
    return [fact for fact in facts if fact.value]


def _tabs(document: Document, shown: Version) -> list[Link]:
    """Return a link for each version; none where there is only one."""
    versions = document.versions.all()
    if len(versions) == 1:
        return []
    page = reverse("rules:document_detail", args=[document.slug])
    return [
        Link(
            title=_("Version %(number)s") % {"number": version.number},
            url=f"{page}?version={version.number}",
            current=version == shown,
        )
        for version in versions
    ]


def _chapters(articles: Iterable[Article], used: dict[str, list[Words]], *, slug: str) -> list[dict[str, object]]:
    runs = groupby(articles, key=lambda article: (article.chapter, article.chapter_en))
    return [
        {
            "key": number,
            "title": _say(Words(*title)),
            "articles": [_article(article, used.get(f"{slug}/{article.key}", [])) for article in within],
        }
        for number, (title, within) in enumerate(runs, start=1)
    ]


def _article(article: Article, used: list[Words]) -> dict[str, object]:
    return {
        "key": article.key,
        "label": article.label,
        "title": _say(Words(article.heading, article.heading_en)),
        "paragraphs": article.text.splitlines(),
        "used": [_say(words) for words in used],
    }
