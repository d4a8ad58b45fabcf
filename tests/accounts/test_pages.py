"""The pages of signing in and out, and the switches."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.accounts import PASSWORD, make_account
from tests.factories.assembly import make_body, make_membership, make_office, make_organisation, make_post
from zhixing.accounts.models import Account, SignInAttempt
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


def credentials(password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"sign_in": "clerk", "password": password, **more}


def test_the_sign_in_page_asks_for_name_and_password(client: Client) -> None:
    response = client.get("/login/", {"next": "/desk/?tab=late"})
    assert response.status_code == 200
    assert 'autocomplete="current-password"' in response.text
    assert 'name="next" value="/desk/?tab=late"' in response.text
    assert "no-store" in response["Cache-Control"]


def test_signing_in_goes_to_the_page_wanted(client: Client, clerk: Account) -> None:
    response = client.post("/login/", credentials(next="/open/"))
    assert (response.status_code, response["Location"]) == (302, "/open/")
    assert client.get("/desk/").json()["name"] == clerk.person.name
    assert SignInAttempt.objects.get().address == "127.0.0.1"


@pytest.mark.parametrize("wanted", ["", "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_never_leaves_the_house(client: Client, clerk: Account, wanted: str) -> None:
    assert client.post("/login/", credentials(next=wanted))["Location"] == "/desk/"


def test_signing_in_changes_the_session_key(client: Client, clerk: Account) -> None:
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post("/login/", credentials())
    assert client.session.session_key != planted


def test_a_failure_says_so_on_the_page_and_keeps_the_name_but_not_the_password(client: Client, clerk: Account) -> None:
    response = client.post("/login/", credentials("not-the-password", next="/open/"))
    assert response.status_code == 422
    assert "Sign-in name or password is wrong. Check both and try again." in response.text
    assert 'value="clerk"' in response.text
    assert 'value="/open/"' in response.text
    assert "not-the-password" not in response.text


def test_a_missing_field_is_not_an_attempt(client: Client, clerk: Account) -> None:
    assert client.post("/login/", {"sign_in": "clerk"}).status_code == 422
    assert SignInAttempt.objects.count() == 0


def test_too_many_failures_answer_429_with_the_time_to_wait(client: Client, clerk: Account) -> None:
    for _number in range(5):
        client.post("/login/", credentials("wrong"))
    response = client.post("/login/", credentials())
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    assert "Too many attempts" in response.text


def test_someone_signed_in_is_not_asked_again(client: Client, clerk: Account) -> None:
    client.force_login(clerk)
    assert client.get("/login/", {"next": "/open/"})["Location"] == "/open/"


def test_someone_of_two_committees_chooses_first(client: Client, clerk: Account, body: Body) -> None:
    other = make_body()
    make_post(make_organisation(other), "liaison", clerk.person)
    response = client.post("/login/", credentials(next="/open/"))
    assert response["Location"] == "/committee/?next=/open/"
    page = client.get("/committee/", {"next": "/open/"})
    assert body.name in page.text
    assert other.name in page.text


def test_signing_out_takes_a_post(client: Client, clerk: Account) -> None:
    client.force_login(clerk)
    assert client.get("/logout/").status_code == 405
    assert client.get("/desk/").status_code == 200
    response = client.post("/logout/", follow=True)
    assert "You have signed out." in response.text
    assert client.get("/desk/").status_code == 302


@pytest.fixture
def new_member(body: Body) -> Account:
    account = make_account("clerk", must_change_password=True)
    make_membership(body, account.person)
    return account


def test_a_given_password_is_changed_and_the_way_goes_on(client: Client, new_member: Account) -> None:
    response = client.post("/login/", credentials(next="/desk/"))
    assert response["Location"] == "/password/?next=/desk/"
    assert "Your password was given to you by the office." in client.get("/password/").text
    chosen = {"old_password": PASSWORD, "new_password1": "澄溪-river-9", "new_password2": "澄溪-river-9"}

    response = client.post("/password/", {**chosen, "next": "/desk/"})

    assert response["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    new_member.refresh_from_db()
    assert not new_member.must_change_password
    assert new_member.check_password("澄溪-river-9")


@pytest.mark.parametrize(
    "wrong",
    [
        {"old_password": "not-the-old-one"},
        {"new_password2": "something-else-9"},
        {"new_password1": "short", "new_password2": "short"},
        {"new_password1": "x1" * 200, "new_password2": "x1" * 200},
    ],
)
def test_a_bad_change_of_password_changes_nothing(client: Client, clerk: Account, wrong: dict[str, str]) -> None:
    client.force_login(clerk)
    good = {"old_password": PASSWORD, "new_password1": "澄溪-river-9", "new_password2": "澄溪-river-9"}
    response = client.post("/password/", good | wrong)
    assert response.status_code == 422
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_changing_the_password_ends_other_sessions(client: Client, clerk: Account) -> None:
    elsewhere = Client()
    elsewhere.force_login(clerk)
    client.force_login(clerk)
    chosen = {"old_password": PASSWORD, "new_password1": "澄溪-river-9", "new_password2": "澄溪-river-9"}
    client.post("/password/", chosen)
    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302


def test_a_stranger_changes_no_password(client: Client) -> None:
    assert client.get("/password/")["Location"] == "/login/?next=/password/"


@pytest.mark.parametrize(
    ("address", "cookie", "value", "field"),
    [
        ("/language/en/", "zhixing_language", "en", "language"),
        ("/language/zh-hans/", "zhixing_language", "zh-hans", "language"),
        ("/text/elder/", "zhixing_mode", "elder", "text_mode"),
        ("/contrast/high/", "zhixing_contrast", "high", "contrast"),
    ],
)
def test_a_switch_is_kept_in_the_browser_and_the_account(
    client: Client, clerk: Account, address: str, cookie: str, value: str, field: str
) -> None:
    response = client.get(address, {"next": "/open/"})
    assert response["Location"] == "/open/"
    assert response.cookies[cookie].value == value

    client.force_login(clerk)
    client.get(address)
    clerk.refresh_from_db()
    assert getattr(clerk, field) == value

    elsewhere = Client()
    assert elsewhere.post("/login/", credentials()).cookies[cookie].value == value


@pytest.mark.parametrize(
    ("address", "cookie"), [("/text/usual/", "zhixing_mode"), ("/contrast/usual/", "zhixing_contrast")]
)
def test_a_switch_goes_back(client: Client, clerk: Account, address: str, cookie: str) -> None:
    clerk.text_mode, clerk.contrast = "elder", "high"
    clerk.save()
    client.force_login(clerk)
    response = client.get(address)
    assert response.cookies[cookie]["max-age"] == 0
    clerk.refresh_from_db()
    assert [clerk.text_mode, clerk.contrast].count("usual") == 1


def test_a_switch_holds_at_once_on_a_device_signed_in_before(client: Client, clerk: Account) -> None:
    elsewhere = Client(headers={"accept-language": "zh-hans"})
    for device in (client, elsewhere):
        device.force_login(clerk)
    assert 'data-mode="elder"' not in elsewhere.get("/password/").text

    client.get("/text/elder/")
    client.get("/language/en/")
    page = elsewhere.get("/password/").text

    assert 'data-mode="elder"' in page
    assert '<html lang="en"' in page
    client.get("/text/usual/")
    assert 'data-mode="elder"' not in elsewhere.get("/password/").text


@pytest.mark.parametrize("address", ["/language/fr/", "/language/usual/", "/text/huge/", "/contrast/low/"])
def test_an_unknown_switch_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_switch_never_leaves_the_house(client: Client) -> None:
    assert client.get("/text/elder/", {"next": "https://elsewhere.example/"})["Location"] == "/desk/"


@pytest.mark.parametrize("address", ["/login/", "/password/", "/committee/"])
def test_every_page_has_one_heading_and_labelled_fields(client: Client, clerk: Account, address: str) -> None:
    if address != "/login/":
        client.force_login(clerk)
    text = client.get(address).text
    assert text.count("<h1") == 1
    assert "<main" in text
    assert text.count("csrfmiddlewaretoken") >= 1
