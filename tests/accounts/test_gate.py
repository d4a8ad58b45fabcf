"""Who comes through the gate, as whom, and what happens to the rest."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings as DjangoSettings

from tests.factories.accounts import make_account
from tests.factories.assembly import make_body, make_membership, make_office, make_organisation, make_post
from zhixing.accounts.enrolment import close_account
from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.assembly.models import Body

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.urls("tests.accounts.addresses")]


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def clerk(body: Body) -> Account:
    account = make_account("clerk")
    make_post(make_office(body), "clerk", account.person)
    return account


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client) -> None:
    response = client.get("/desk/", {"tab": "late"})
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/desk/%3Ftab%3Dlate")


def test_a_strangers_post_is_not_repeated_after_signing_in(client: Client) -> None:
    assert client.post("/desk/")["Location"] == "/login/"


def test_a_strangers_fragment_sends_the_whole_page(client: Client) -> None:
    response = client.get("/desk/", headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, "/login/")


def test_someone_with_a_post_comes_in(client: Client, clerk: Account, body: Body) -> None:
    client.force_login(clerk)
    assert client.get("/desk/").json() == {"name": clerk.person.name, "body": body.slug}


def test_someone_with_a_seat_comes_in(client: Client, body: Body) -> None:
    member = make_account()
    make_membership(body, member.person)
    client.force_login(member)
    assert client.get("/desk/").json()["body"] == body.slug


def test_someone_whose_post_has_ended_reads_why_nothing_is_here(client: Client, body: Body) -> None:
    account = make_account()
    make_post(make_office(body), "clerk", account.person, until=clock.today())
    client.force_login(account)
    response = client.get("/desk/")
    assert response.status_code == 403
    assert "You hold no post and no seat today" in response.text


def test_a_closed_account_is_a_stranger_with_its_next_page(client: Client, clerk: Account) -> None:
    client.force_login(clerk)
    close_account(account=clerk)
    assert client.get("/desk/").status_code == 302


def test_a_given_password_is_changed_first(client: Client, body: Body) -> None:
    account = make_account(must_change_password=True)
    make_membership(body, account.person)
    client.force_login(account)
    assert client.get("/desk/")["Location"] == "/password/?next=/desk/"


def test_a_visitor_costs_no_query_and_is_nobody(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/open/").json()["actor"] is None


def test_a_recognised_reader_costs_four_queries(
    client: Client, clerk: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(clerk)
    client.get("/desk/")
    with django_assert_num_queries(4):  # session, account with person, posts, seats
        client.get("/desk/")


def test_the_first_committee_is_that_of_posts_until_another_is_chosen(client: Client) -> None:
    account, seat, work = make_account(), make_body(), make_body()
    make_membership(seat, account.person)
    make_post(make_organisation(work), "liaison", account.person)
    client.force_login(account)
    assert client.get("/bodies/").json() == {"bodies": [work.slug, seat.slug]}
    assert client.get("/desk/").json()["body"] == work.slug

    response = client.post("/committee/", {"body": seat.slug, "next": "/desk/"})

    assert response["Location"] == "/desk/"
    assert client.get("/desk/").json()["body"] == seat.slug


def test_a_committee_one_has_nothing_to_do_with_cannot_be_chosen(client: Client, clerk: Account, body: Body) -> None:
    other = make_body()
    client.force_login(clerk)
    response = client.post("/committee/", {"body": other.slug})
    assert response.status_code == 422
    assert client.get("/desk/").json()["body"] == body.slug


def test_a_choice_lapses_with_the_post(client: Client, clerk: Account, body: Body) -> None:
    other = make_body()
    post = make_post(make_organisation(other), "liaison", clerk.person)
    client.force_login(clerk)
    client.post("/committee/", {"body": other.slug})
    assert client.get("/desk/").json()["body"] == other.slug
    post.until = clock.today()
    post.save()
    assert client.get("/desk/").json()["body"] == body.slug


def test_a_session_ends_after_eight_idle_hours_and_not_before(client: Client, clerk: Account) -> None:
    start = datetime(2026, 6, 17, 1, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as traveller:
        client.force_login(clerk)
        for _hours in range(3):
            traveller.shift(timedelta(hours=7, minutes=45))
            assert client.get("/desk/").status_code == 200
        traveller.shift(timedelta(hours=8, minutes=1))
        assert client.get("/desk/").status_code == 302


def test_idle_time_is_not_written_with_every_page(client: Client, clerk: Account) -> None:
    with time_machine.travel(datetime(2026, 6, 17, 1, 0, tzinfo=UTC), tick=False) as traveller:
        client.force_login(clerk)
        assert django_settings.SESSION_COOKIE_NAME in client.get("/desk/").cookies
        traveller.shift(timedelta(minutes=9))
        assert client.get("/desk/").cookies == {}
        traveller.shift(timedelta(minutes=2))
        assert django_settings.SESSION_COOKIE_NAME in client.get("/desk/").cookies


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        ([], "203.0.113.9", "127.0.0.1"),
        (["127.0.0.1"], "203.0.113.9", "203.0.113.9"),
        (["127.0.0.1"], "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (["127.0.0.1", "203.0.113.9"], "2001:db8::1, 203.0.113.9", "2001:db8::1"),
        (["127.0.0.1"], "nonsense", "127.0.0.1"),
        (["127.0.0.1"], "", "127.0.0.1"),
    ],
)
def test_a_proxy_is_believed_only_when_it_is_ours(
    client: Client, settings: DjangoSettings, proxies: list[str], forwarded: str, seen: str
) -> None:
    settings.ZHIXING_PROXIES = proxies
    assert client.get("/open/", headers={"x-forwarded-for": forwarded}).json()["address"] == seen


def test_a_socket_without_address_has_none(client: Client) -> None:
    assert client.get("/open/", REMOTE_ADDR="").json()["address"] is None
