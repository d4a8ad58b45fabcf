from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from pytest_django.fixtures import Settings as DjangoSettings

from tests.factories.accounts import PASSWORD, make_account
from tests.factories.assembly import make_body, make_office, make_person, make_post
from zhixing.accounts.access_log import note_access
from zhixing.accounts.append_only import WrittenOnce
from zhixing.accounts.enrolment import open_account
from zhixing.accounts.models import AccessLog, Account
from zhixing.assembly import clock
from zhixing.assembly.actors import actor_for, system_actor
from zhixing.assembly.models import Person
from zhixing.assembly.querysets import Unscoped

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 17, 9, 0, tzinfo=clock.ZONE)


def test_an_account_is_opened_under_a_normal_name() -> None:
    account = open_account(person=make_person("岑知微"), sign_in=" Clerk ", password=PASSWORD)
    assert account.sign_in == "clerk"
    assert account.must_change_password
    assert account.check_password(PASSWORD)
    assert Account.objects.get_by_natural_key("CLERK") == account


def test_an_account_without_password_lets_nobody_in() -> None:
    account = open_account(person=make_person(), sign_in="clerk", password=None)
    assert not account.has_usable_password()


def test_the_same_name_is_not_given_twice() -> None:
    make_account("clerk")
    with pytest.raises(ValidationError, match="This sign-in name is taken"):
        open_account(person=make_person(), sign_in="CLERK", password=PASSWORD)


@pytest.mark.parametrize("name", ["", "two words", "a/b"])
def test_a_badly_formed_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        open_account(person=make_person(), sign_in=name, password=PASSWORD)


@pytest.mark.parametrize(
    ("name", "constraint"), [("Clerk", "account_sign_in_is_lower_case"), ("", "account_sign_in_is_given")]
)
def test_the_database_refuses_other_names(name: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Account.objects.create(person=make_person(), sign_in=name)


def test_a_person_with_an_account_stays() -> None:
    account = make_account()
    with pytest.raises(ProtectedError):
        Person._base_manager.filter(pk=account.person_id).delete()


def test_argon2_is_what_production_hashes_with(settings: DjangoSettings) -> None:
    settings.PASSWORD_HASHERS = [name for name in settings.PASSWORD_HASHERS if "MD5" not in name]
    account = make_account()
    assert account.password.startswith("argon2$")
    assert account.check_password(PASSWORD)


def test_a_look_is_noted_with_the_post_in_words() -> None:
    body, person = make_body(), make_person("岑知微")
    make_post(make_office(body, "市政协办公室"), "clerk", person, title="科员")
    actor = actor_for(person, body=body, on=AT.date())

    note_access(actor=actor, what="rating_words", subject="331097-p-12", at=AT, reason="复核", address="10.0.0.1")

    row = AccessLog.objects.of_body(body).get()
    assert (row.person, row.post, row.what, row.subject, row.at) == (
        person,
        "市政协办公室 科员",
        "rating_words",
        "331097-p-12",
        AT,
    )


def test_the_system_may_look_too() -> None:
    body = make_body()
    row = note_access(actor=system_actor(body), what="export", subject="all", at=AT)
    assert (row.person, row.post) == (None, "")


def test_the_access_log_is_written_once_and_read_by_body() -> None:
    body = make_body()
    row = note_access(actor=system_actor(body), what="export", subject="all", at=AT)
    with pytest.raises(WrittenOnce):
        row.save()
    with pytest.raises(WrittenOnce):
        AccessLog.objects.of_body(body).update(what="nothing")
    with pytest.raises(WrittenOnce):
        AccessLog.objects.of_body(body).delete()
    with pytest.raises(Unscoped):
        AccessLog.objects.count()
    assert AccessLog.objects.of_body(make_body()).count() == 0


def test_rows_name_themselves() -> None:
    body = make_body()
    row = note_access(actor=system_actor(body), what="export", subject="all", at=AT)
    assert str(row) == "2026-06-17T09:00:00+08:00 export all"
    assert str(make_account("clerk")) == "clerk"
