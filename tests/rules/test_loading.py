"""Documents are entered from a file: once, and each further wording as a further version."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories.assembly import make_body
from tests.procedure.texts import shipped
from zhixing.procedure.source import ProcedureError
from zhixing.rules.citing import missing_articles
from zhixing.rules.loading import WordingChanged, load_rules
from zhixing.rules.models import Article, Document, Version

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[2] / "src" / "zhixing" / "sample" / "content" / "rules.toml"


def rules(text: str = "应当参加会议。", *, number: str = "一号", effective: str = "2026-01-01") -> bytes:
    return (
        f'[duty-rules]\ntitle = "履职规则"\ncategory = "members"\ndocument_number = "{number}"\n'
        f'effective = {effective}\n[duty-rules.articles.1]\ntext = "{text}"\n'
    ).encode()


def periods(document: Document) -> list[tuple[int, date | None, date | None]]:
    return list(document.versions.values_list("number", "since", "until"))


def test_the_sample_citys_rules_hold_every_article_its_procedures_cite() -> None:
    body = make_body()

    documents = load_rules(body, SAMPLE)

    assert [document.slug for document in documents] == ["proposal-work-rules", "proposal-handling-measures"]
    assert [document.versions.get().articles.count() for document in documents] == [46, 45]
    for name in ("proposal", "handling"):
        assert missing_articles(body, shipped(name), date(2026, 6, 17)) == []


def test_entering_twice_changes_nothing() -> None:
    body = make_body()
    load_rules(body, rules())
    rows = [list(model.objects.of_body(body).values()) for model in (Document, Version, Article)]

    load_rules(body, rules())

    assert [list(model.objects.of_body(body).values()) for model in (Document, Version, Article)] == rows


def test_a_committees_rules_are_its_own_and_shared_ones_are_nobodys() -> None:
    body = make_body()

    (own,), (shared,) = load_rules(body, rules()), load_rules(None, rules())

    assert (own.body, shared.body) == (body, None)


def test_a_new_wording_is_a_new_version_and_ends_the_one_before() -> None:
    body = make_body()
    load_rules(body, rules())

    (document,) = load_rules(body, rules("应当积极参加会议。", number="二号", effective="2027-03-01"))

    assert periods(document) == [(1, date(2026, 1, 1), date(2027, 3, 1)), (2, date(2027, 3, 1), None)]
    assert [version.articles.get().text for version in document.versions.all()] == [
        "应当参加会议。",
        "应当积极参加会议。",
    ]


def test_an_older_version_entered_later_ends_where_the_known_one_begins() -> None:
    body = make_body()
    load_rules(body, rules(number="二号"))

    (document,) = load_rules(body, rules(number="一号", effective="2022-01-01"))

    assert periods(document) == [(1, date(2026, 1, 1), None), (2, date(2022, 1, 1), date(2026, 1, 1))]


def test_a_version_of_unknown_age_ends_where_the_next_one_begins() -> None:
    body = make_body()
    load_rules(body, rules(number="旧").replace(b"effective = 2026-01-01\n", b""))

    (document,) = load_rules(body, rules(number="新"))

    assert periods(document) == [(1, None, date(2026, 1, 1)), (2, date(2026, 1, 1), None)]


def test_a_wording_once_entered_stays() -> None:
    body = make_body()
    load_rules(body, rules())

    with pytest.raises(WordingChanged, match="duty-rules: the file words articles otherwise"):
        load_rules(body, rules("可以不参加会议。"))

    assert Article.objects.of_body(body).get().text == "应当参加会议。"


def test_a_faulty_file_enters_nothing_and_says_where(tmp_path: Path) -> None:
    body = make_body()
    file = tmp_path / "rules.toml"
    file.write_bytes(rules() + b'[other]\ntitle = "Other"\n')

    with pytest.raises(ProcedureError, match=r"rules\.toml:8: other\.category"):
        load_rules(body, file)

    assert not Document.objects.of_body(body).exists()
