"""Documents of rule 制度, each with its versions and their articles: what procedures cite and officials answer to.

Nothing here is deleted: an old case cites the version that was in force when it was decided.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly.kept import Dated, DatedQuerySet, KeptModel, KeptScopedQuerySet, ends_after_it_begins
from zhixing.assembly.models import Body
from zhixing.assembly.querysets import ChecksWholeTable
from zhixing.rules import wording
from zhixing.rules.vocabulary import Category, DocumentStatus, Strength


class DocumentQuerySet(KeptScopedQuerySet["Document"]):
    """Documents of one committee, or of all."""

    def shared(self) -> Self:
        """Keep the documents of no committee, which hold for every one, such as national rules."""
        return self.filter(body=None)._scope()  # noqa: SLF001  # a copy of itself

    def owned_by(self, body: Body | None) -> Self:
        """Keep a committee's own documents; for None the shared ones."""
        return self.shared() if body is None else self.of_body(body)

    def binding(self, body: Body | None) -> Self:
        """Keep what holds or held for a committee: its own documents and the shared ones, drafts apart."""
        whose = Q(body=None) if body is None else Q(body=None) | Q(body=body)
        return self.filter(whose).exclude(status=DocumentStatus.DRAFT)._scope()  # noqa: SLF001  # a copy of itself

    def listed(self) -> list[Document]:
        """Return the documents with their versions as a list shows them: by category, the strongest first.

        A committee's own document hides a shared one of the same name.
        """
        found = self.prefetch_related(_VERSIONS)
        mine = {document.slug for document in found if document.body_id is not None}
        shown = [document for document in found if document.body_id is not None or document.slug not in mine]
        return sorted(
            shown, key=lambda one: (Category.values.index(one.category), Strength.values.index(one.strength), one.slug)
        )

    def called(self, slug: str) -> Document | None:
        """Return the document of a name with its versions, a committee's own before a shared one; None without any."""
        found = self.filter(slug=slug).prefetch_related(_VERSIONS)
        return min(found, key=lambda document: document.body_id is None, default=None)


class Document(KeptModel, ChecksWholeTable):
    """A document of rule, by the name under which procedures cite it."""

    # NULL: shared by every committee, as a national rule is.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="rule_documents")
    slug = models.CharField(max_length=60, validators=[RegexValidator(wording.SLUG)])
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    # Empty: cited by its full title.
    short_title = models.CharField(max_length=60, blank=True)
    short_title_en = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=20, choices=Category)
    strength = models.CharField(max_length=20, choices=Strength)
    status = models.CharField(max_length=10, choices=DocumentStatus, default=DocumentStatus.IN_FORCE)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of rule")
        verbose_name_plural = _("documents of rule")
        ordering = ["category", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["body", "slug"], name="document_slug_is_unique_in_body"),
            # Two NULL bodies are different to a database, so the shared documents need a constraint of their own.
            models.UniqueConstraint(
                fields=["slug"], condition=Q(body=None), name="document_slug_is_unique_among_shared"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.title

    def speaking(self, on: date) -> Version | None:
        """Return the version that speaks on a day; None when no version is entered."""
        return max(self.versions.all(), key=lambda version: version.precedence(on), default=None)


class VersionQuerySet(DatedQuerySet["Version"]):
    """Versions of documents of rule."""

    body_path = "document__body"

    def binding(self, body: Body | None) -> Self:
        """Keep the versions of what holds or held for a committee: its own documents and the shared ones."""
        documents = Document.objects.binding(body)
        return self.filter(document__in=documents)._scope()  # noqa: SLF001  # a copy of itself


class Version(Dated, ChecksWholeTable):
    """A wording of a document, in force from `since` and no longer on the day of `until`."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # The number of the paper that issued it, such as 安协发〔2025〕31号.
    document_no = models.CharField(max_length=60, blank=True)
    passed_by = models.CharField(max_length=200, blank=True)
    # NULL: the day is not known.
    passed_on = models.DateField(null=True, blank=True)
    # The heading in brackets under the title: passed on …, revised on ….
    note = models.CharField(max_length=500, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document of rule")
        verbose_name_plural = _("versions of documents of rule")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_is_unique_in_document"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_begins_at_one"),
            ends_after_it_begins("version"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.document.title} ({self.number})"

    def precedence(self, on: date) -> Precedence:
        """Return a key by which the greatest version is the one that speaks on a day.

        That is the version in force; where none was, the one in force last; before all of them, the first.
        """
        return precedence(since=self.since, until=self.until, number=self.number, on=on)


Precedence = tuple[bool, bool, int, int]


def precedence(*, since: date | None, until: date | None, number: int, on: date) -> Precedence:
    """Return the key that :meth:`Version.precedence` promises, from the columns alone."""
    begun = since is None or since <= on
    order = since.toordinal() if since else 0
    return begun and (until is None or on < until), begun, order if begun else -order, number


class ArticleQuerySet(KeptScopedQuerySet["Article"]):
    """Articles of versions."""

    body_path = "version__document__body"


class Article(KeptModel, ChecksWholeTable):
    """One article of one version; procedures cite it as ``slug/18``, or ``slug/18-1`` for 第十八条之一."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="articles")
    number = models.PositiveIntegerField()
    # 0: none; 1 for 之一.
    suffix = models.PositiveSmallIntegerField(default=0)
    chapter = models.CharField(max_length=100, blank=True)
    chapter_en = models.CharField(max_length=200, blank=True)
    heading = models.CharField(max_length=100, blank=True)
    heading_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article of a document of rule")
        verbose_name_plural = _("articles of documents of rule")
        ordering = ["version", "number", "suffix"]
        constraints = [
            # Also the index by which rules.citing finds the articles it is asked for.
            models.UniqueConstraint(fields=["version", "number", "suffix"], name="article_number_is_unique_in_version"),
            models.CheckConstraint(condition=Q(number__gte=1), name="article_number_begins_at_one"),
        ]

    @override
    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The article's part of a citation and of its anchor on the page: 18, or 18-1."""
        return wording.article_key(self.number, self.suffix)

    @property
    def label(self) -> str:
        """The article's Chinese name: 第十八条, or 第十八条之一."""
        return wording.article_label(self.number, self.suffix).zh


_VERSIONS = Prefetch("versions", Version.objects.unscoped("documents chosen by their committee choose their versions"))
