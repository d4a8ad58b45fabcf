"""Citations of a procedure become titles, texts and links."""

from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests.factories.assembly import make_body
from tests.factories.rules import make_article, make_document, make_version
from tests.procedure.texts import SMALL
from zhixing.procedure.reader import parse
from zhixing.procedure.words import Words
from zhixing.rules.citing import citation, citations, missing_articles
from zhixing.rules.vocabulary import DocumentStatus

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def test_a_citation_gives_title_text_and_page() -> None:
    body = make_body()
    document = make_document(
        body, title="政协安澜市委员会履职工作规则", short_title="履职工作规则", title_en="Rules on duty"
    )
    make_version(document, articles={18: "委员应当参加会议。"})

    cited = citation(body, "duty-rules/18", DAY)

    assert (cited.title, cited.text, cited.url_path, cited.known) == (
        "Rules on duty, art. 18",
        "委员应当参加会议。",
        "/rules/duty-rules/#article-18",
        True,
    )
    assert cited.full.zh == "《政协安澜市委员会履职工作规则》第十八条"
    assert cited.url == cited.url_path
    with translation.override("zh-hans"):
        assert cited.title == "《履职工作规则》第十八条"


@pytest.mark.parametrize("raw", ["duty-rules/19", "other-rules/18", "duty-rules/18-1", "第十八条", ""])
def test_what_is_not_known_is_its_own_title(raw: str) -> None:
    body = make_body()
    make_version(make_document(body), articles={18: "应当如此。"})

    cited = citation(body, raw, DAY)

    assert (cited.known, cited.title, cited.full, cited.text, cited.url) == (False, raw, Words(raw), "", "")


def test_an_inserted_article_is_cited_by_its_suffix() -> None:
    body = make_body()
    make_article(make_version(make_document(body), articles={18: "甲"}), 18, 1, text="乙")

    cited = citations(body, ["duty-rules/18-1", "duty-rules/18"], DAY)

    assert [one.text for one in cited.values()] == ["乙", "甲"]
    assert cited["duty-rules/18-1"].words.zh == "《履职工作规则》第十八条之一"
    assert cited["duty-rules/18-1"].url_path == "/rules/duty-rules/#article-18-1"


def test_the_version_of_the_day_speaks_and_an_old_one_has_its_own_page() -> None:
    body = make_body()
    document = make_document(body)
    make_version(document, 1, since=date(2022, 1, 1), until=date(2026, 1, 1), articles={1: "旧", 2: "旧"})
    make_version(document, 2, since=date(2026, 1, 1), articles={1: "新"})

    before, after = [citations(body, ["duty-rules/1", "duty-rules/2"], day) for day in (date(2025, 12, 31), DAY)]

    assert [one.text for one in before.values()] == ["旧", "旧"]
    assert before["duty-rules/1"].url_path == "/rules/duty-rules/?version=1#article-1"
    assert [(one.known, one.text) for one in after.values()] == [(True, "新"), (False, "")]
    assert after["duty-rules/1"].url_path == "/rules/duty-rules/#article-1"


def test_a_version_without_a_single_article_speaks_all_the_same() -> None:
    body = make_body()
    document = make_document(body)
    make_version(document, 1, since=date(2022, 1, 1), until=date(2026, 1, 1), articles={1: "旧"})
    make_version(document, 2, since=date(2026, 1, 1))

    assert not citation(body, "duty-rules/1", DAY).known


def test_the_committees_own_document_goes_before_a_shared_one() -> None:
    body, neighbour = make_body(), make_body()
    make_version(make_document(None), 3, articles={1: "共同", 2: "共同"})
    make_version(make_document(body), articles={1: "本会"})
    make_version(make_document(neighbour, "theirs"), articles={1: "别家"})

    asked = ["duty-rules/1", "duty-rules/2", "theirs/1"]

    assert [one.text for one in citations(body, asked, DAY).values()] == ["本会", "", ""]
    assert [one.text for one in citations(neighbour, asked, DAY).values()] == ["共同", "共同", "别家"]
    assert [one.text for one in citations(None, asked, DAY).values()] == ["共同", "共同", ""]
    assert citation(body, "duty-rules/1", DAY).url_path == "/rules/duty-rules/#article-1"


def test_a_draft_binds_nobody() -> None:
    body = make_body()
    make_version(make_document(body, status=DocumentStatus.DRAFT), articles={1: "应当如此。"})

    assert not citation(body, "duty-rules/1", DAY).known


def test_many_citations_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make_body()
    for slug in ("a", "b"):
        make_version(make_document(body, slug), articles=dict.fromkeys(range(1, 41), "应当如此。"))
    asked = [f"{slug}/{number}" for slug in "ab" for number in range(1, 41)]

    with django_assert_num_queries(1):
        cited = citations(body, asked, DAY)

    assert list(cited) == asked
    assert all(one.known for one in cited.values())


def test_nothing_cited_is_nothing_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert citations(None, ["not a citation"], DAY)["not a citation"].known is False


def test_missing_articles_of_a_procedure_are_named() -> None:
    body = make_body()
    make_version(make_document(body, "rules"), articles={1: "甲", 3: "丙"})

    assert missing_articles(body, parse(SMALL, file="small.toml"), DAY) == ["rules/2", "rules/6", "rules/9"]
