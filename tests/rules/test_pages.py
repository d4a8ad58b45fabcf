"""The pages of the rules register: for whoever is signed in, their committee's documents and the shared ones."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_account
from tests.factories.assembly import make_body, make_office, make_post
from tests.factories.rules import make_document, make_version
from tests.procedure.texts import shipped
from tests.rules.test_loading import SAMPLE, rules
from zhixing.assembly.models import Body
from zhixing.rules import uses
from zhixing.rules.loading import load_rules
from zhixing.rules.vocabulary import DocumentStatus

# The frame of every page asks for the reader's drafts, which lie in a database of their own.
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def client(body: Body) -> Client:
    """A clerk of the committee, at a browser that prefers English."""
    browser = Client(headers={"accept-language": "en"})
    account = make_account()
    make_post(make_office(body), "clerk", account.person)
    browser.force_login(account)
    return browser


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_is_sent_to_sign_in() -> None:
    for address in ("/rules/", "/rules/duty-rules/"):
        assert Client().get(address).headers["Location"] == f"/login/?next={address}"


def test_the_list_has_the_committees_documents_and_the_shared_ones(client: Client, body: Body) -> None:
    make_version(make_document(body, "own", title="本会规则"))
    make_document(None, "shared", title="全国规则")
    make_document(make_body(), "theirs", title="别家规则")
    make_document(body, "draft", title="草案规则", status=DocumentStatus.DRAFT)

    text = page(client, "/rules/")

    assert [title in text for title in ("本会规则", "全国规则", "别家规则", "草案规则")] == [True, True, False, False]
    assert '<a href="/rules/own/" lang="zh-Hans">本会规则</a>' in text
    assert "1 Jan 2026" in text


def test_an_empty_list_says_who_fills_it(client: Client) -> None:
    assert "No rules are entered yet." in page(client, "/rules/")


def test_the_list_asks_the_same_whatever_its_length(client: Client, body: Body) -> None:
    asked = []
    for number in range(4):
        make_version(make_document(body, f"rules-{number}"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/rules/")
        asked.append(len(queries))

    # The first page also fills what the frame remembers.
    assert len(set(asked[1:])) == 1


def test_a_document_is_read_article_by_article(client: Client, body: Body) -> None:
    load_rules(body, SAMPLE)

    text = page(client, "/rules/proposal-work-rules/")

    assert '<h1 lang="zh-Hans">政协安澜市委员会提案工作规则</h1>' in text
    assert text.count('<article class="article"') == 46
    assert 'id="article-18"' in text
    assert '<a href="#article-18" lang="zh-Hans">第十八条</a><span class="note">First review</span>' in text
    assert "<p>提案提交后，应当在五个工作日内完成初审。" in text
    assert "安协发〔2025〕31号" in text
    assert '<a href="#chapter-3">Review and filing</a>' in text
    # A single version needs no choice.
    assert 'class="tabs"' not in text


def test_only_a_reader_of_english_is_told_the_english_title(client: Client, body: Body) -> None:
    load_rules(body, SAMPLE)
    english = "Rules for Proposal Work of the Anlan City Committee of the CPPCC"

    for address in ("/rules/", "/rules/proposal-work-rules/"):
        assert english in page(client, address)
        assert english not in client.get(address, headers={"accept-language": "zh-hans"}).content.decode()


def test_a_document_names_what_rests_on_each_article(
    client: Client, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses, "_sources", [lambda _body: [shipped("proposal")]])
    load_rules(body, SAMPLE)

    text = page(client, "/rules/proposal-work-rules/")

    assert "<li>Proposal · First review</li>" in text


def test_each_version_has_its_page(client: Client, body: Body) -> None:
    load_rules(body, rules("旧的写法。", effective="2000-01-01"))
    load_rules(body, rules("新的写法。", number="二号", effective="2001-01-01"))

    today, old = page(client, "/rules/duty-rules/"), page(client, "/rules/duty-rules/?version=1")

    assert ["旧的写法。" in today, "新的写法。" in today] == [False, True]
    assert ["旧的写法。" in old, "新的写法。" in old] == [True, False]
    assert '<a href="/rules/duty-rules/?version=1" aria-current="page">Version 1</a>' in old
    assert ["1 Jan 2000" in old, "1 Jan 2001" in old] == [True, True]


@pytest.mark.parametrize("address", ["/rules/theirs/", "/rules/bare/", "/rules/own/?version=2", "/rules/none/"])
def test_what_there_is_not_is_not_found(client: Client, body: Body, address: str) -> None:
    make_version(make_document(body, "own"))
    make_document(body, "bare")
    make_version(make_document(make_body(), "theirs"))

    assert client.get(address).status_code == 404


def test_someone_without_a_committee_reads_the_shared_documents_alone(body: Body) -> None:
    make_version(make_document(body, "own"))
    make_version(make_document(None, "shared"))
    browser = Client()
    browser.force_login(make_account())

    assert [browser.get(f"/rules/{slug}/").status_code for slug in ("own", "shared")] == [404, 200]
