"""Documents of rule: whose they are, which version speaks, and that none of them disappears."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.assembly import make_body
from tests.factories.rules import make_article, make_document, make_version
from zhixing.assembly.kept import NothingDeleted
from zhixing.assembly.querysets import Unscoped
from zhixing.rules.models import Article, Document, Version
from zhixing.rules.vocabulary import Category, DocumentStatus, Strength

pytestmark = pytest.mark.django_db


def test_a_committee_is_bound_by_its_own_documents_and_the_shared_ones() -> None:
    body, neighbour = make_body(), make_body()
    own, shared = make_document(body, "own"), make_document(None, "shared")
    make_document(neighbour, "theirs")
    make_document(body, "draft", status=DocumentStatus.DRAFT)

    assert set(Document.objects.binding(body)) == {own, shared}
    assert list(Document.objects.binding(None)) == [shared]
    assert set(Document.objects.owned_by(body).values_list("slug", flat=True)) == {"own", "draft"}
    assert list(Document.objects.owned_by(None)) == [shared]


def test_rows_of_every_committee_are_not_read_by_accident() -> None:
    for model in (Document, Version, Article):
        with pytest.raises(Unscoped):
            model.objects.count()


def test_rows_of_a_committee_are_found_by_it() -> None:
    body = make_body()
    article = make_article(make_version(make_document(body)), 1)
    make_article(make_version(make_document(make_body())), 1)

    assert list(Version.objects.of_body(body)) == [article.version]
    assert list(Article.objects.of_body(body)) == [article]


def test_nothing_is_deleted() -> None:
    article = make_article(make_version(make_document(make_body())), 1)

    for row in (article, article.version, article.version.document):
        with pytest.raises(NothingDeleted):
            row.delete()


def test_a_name_is_used_once_by_a_committee_and_once_among_the_shared() -> None:
    body = make_body()
    make_document(body)
    make_document(None)
    make_document(make_body())

    for whose in (body, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_document(whose)


def test_a_name_can_be_written_into_a_citation() -> None:
    document = make_document(make_body(), "Duty rules")

    with pytest.raises(ValidationError, match="slug"):
        document.full_clean()


def test_documents_are_listed_by_category_and_the_strongest_first_the_own_before_the_shared() -> None:
    body = make_body()
    office = make_document(body, "office", category=Category.OFFICE)
    measures = make_document(None, "measures", strength=Strength.MEASURES)
    rules = make_document(body, "rules")
    make_document(None, "rules")

    assert Document.objects.binding(body).listed() == [rules, measures, office]
    assert Document.objects.binding(body).called("rules") == rules
    assert Document.objects.binding(body).called("other") is None


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2017, 5, 1), 1),
        (date(2018, 1, 1), 1),
        (date(2019, 12, 31), 1),
        # Nothing was in force in 2020: what was in force last goes on speaking.
        (date(2020, 6, 1), 1),
        (date(2021, 1, 1), 2),
        (date(2026, 1, 1), 3),
    ],
)
def test_the_version_in_force_speaks(day: date, number: int) -> None:
    document = make_document(make_body())
    make_version(document, 1, since=date(2018, 1, 1), until=date(2020, 1, 1))
    make_version(document, 2, since=date(2021, 1, 1), until=date(2026, 1, 1))
    make_version(document, 3, since=date(2026, 1, 1))

    speaking = document.speaking(day)

    assert speaking is not None
    assert speaking.number == number


def test_a_version_of_unknown_age_speaks_until_a_later_one_does() -> None:
    document = make_document(make_body())
    old = make_version(document, 1, since=None)
    new = make_version(document, 2, since=date(2026, 1, 1))

    assert [document.speaking(date(2025, 1, 1)), document.speaking(date(2026, 1, 1))] == [old, new]


def test_a_document_without_versions_says_nothing() -> None:
    assert make_document(make_body()).speaking(date(2026, 1, 1)) is None


def test_rows_are_named_as_people_name_them() -> None:
    article = make_article(make_version(make_document(make_body())), 18, 1)

    assert [str(article.version.document), str(article.version), str(article)] == [
        "履职工作规则",
        "履职工作规则 (1)",
        "第十八条之一",
    ]
    assert article.key == "18-1"
