"""Documents of rule for tests."""

from datetime import date

from zhixing.assembly.models import Body
from zhixing.rules.models import Article, Document, Version
from zhixing.rules.vocabulary import Category, DocumentStatus, Strength


def make_document(
    body: Body | None,
    slug: str = "duty-rules",
    *,
    title: str = "履职工作规则",
    short_title: str = "",
    title_en: str = "",
    status: DocumentStatus = DocumentStatus.IN_FORCE,
    category: Category = Category.MEMBERS,
    strength: Strength = Strength.RULES,
) -> Document:
    """A document without versions; shared where it has no body."""
    return Document.objects.create(
        body=body,
        slug=slug,
        title=title,
        title_en=title_en,
        short_title=short_title,
        status=status,
        category=category,
        strength=strength,
    )


def make_version(
    document: Document,
    number: int = 1,
    *,
    since: date | None = date(2026, 1, 1),
    until: date | None = None,
    articles: dict[int, str] | None = None,
) -> Version:
    """A version in force since the new year, with articles by number."""
    version = Version.objects.create(document=document, number=number, since=since, until=until)
    for article, text in (articles or {}).items():
        make_article(version, article, text=text)
    return version


def make_article(version: Version, number: int, suffix: int = 0, *, text: str = "应当如此。") -> Article:
    """An article."""
    return Article.objects.create(version=version, number=number, suffix=suffix, text=text)
