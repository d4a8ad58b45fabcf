"""The check of name and password, and the pause after too many failures."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import hashers

from tests.factories.accounts import PASSWORD, make_account
from zhixing.accounts import sign_in
from zhixing.accounts.append_only import WrittenOnce
from zhixing.accounts.enrolment import close_account, give_password
from zhixing.accounts.models import Account, SignInAttempt
from zhixing.accounts.sign_in import SignInRefused, authenticate, locked_until, prune_attempts
from zhixing.assembly import clock

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 17, 9, 0, tzinfo=clock.ZONE)
HERE, THERE = "10.0.0.1", "10.0.0.2"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def attempt(name: str, password: str, at: datetime, address: str | None = HERE) -> str:
    """Return the sentence of a refusal, or nothing when signed in."""
    try:
        authenticate(sign_in=name, password=password, address=address, at=at)
    except SignInRefused as refused:
        return refused.sentence
    return ""


def fail(name: str, times: int, *, start: datetime = AT, every: timedelta = SECOND, address: str | None = HERE) -> None:
    for number in range(times):
        assert attempt(name, "wrong", start + number * every, address).startswith("Sign-in name or password is wrong")


@pytest.fixture
def account() -> Account:
    return make_account("clerk")


def test_the_right_password_signs_in_and_is_entered(account: Account) -> None:
    assert authenticate(sign_in="clerk", password=PASSWORD, address=HERE, at=AT) == account
    account.refresh_from_db()
    assert account.last_signed_in_at == AT
    entered = SignInAttempt.objects.get()
    assert (entered.account, entered.address, entered.at, entered.outcome) == (account, HERE, AT, "succeeded")


@pytest.mark.parametrize("name", ["clerk", " Clerk ", "CLERK", "ｃｌｅｒｋ"])
def test_a_name_is_taken_without_spaces_case_and_width(account: Account, name: str) -> None:
    assert attempt(name, PASSWORD, AT) == ""


def test_every_failure_reads_the_same(account: Account) -> None:
    close_account(account=make_account("former"))
    sentences = {
        attempt("clerk", "wrong", AT),
        attempt("nobody", PASSWORD, AT),
        attempt("former", PASSWORD, AT),
        attempt("", "", AT),
    }
    assert sentences == {"Sign-in name or password is wrong. Check both and try again."}
    assert set(SignInAttempt.objects.values_list("outcome", flat=True)) == {"failed"}


def test_every_failure_hashes_once(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is spent by the hasher; counting its runs says what a stopwatch only guesses."""
    close_account(account=make_account("former"))
    runs: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counted(self: hashers.BasePasswordHasher, password: str, salt: str) -> str:
        runs.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hasher, "encode", counted)
    counts = []
    for name in ("clerk", "former", "nobody"):
        runs.clear()
        attempt(name, "wrong", AT)
        counts.append(len(runs))
    assert counts == [1, 1, 1]


def test_the_fifth_failure_refuses_a_name_for_fifteen_minutes(account: Account) -> None:
    fail("clerk", 5)
    last = AT + 4 * SECOND
    assert attempt("clerk", PASSWORD, last + SECOND) == "Too many attempts. Wait 15 minutes, then try again."
    assert attempt("clerk", PASSWORD, last + 14 * MINUTE) == "Too many attempts. Wait 1 minute, then try again."
    assert attempt("CLERK", PASSWORD, last + 15 * MINUTE - SECOND).startswith("Too many")
    assert attempt("clerk", PASSWORD, last + 15 * MINUTE) == ""


def test_a_refusal_tells_until_when(account: Account) -> None:
    fail("clerk", 5)
    with pytest.raises(SignInRefused) as caught:
        authenticate(sign_in="clerk", password=PASSWORD, address=THERE, at=AT + MINUTE)
    assert caught.value.until == AT + 4 * SECOND + 15 * MINUTE


def test_an_unknown_name_is_refused_like_a_known_one() -> None:
    fail("nobody", 5)
    assert attempt("nobody", "wrong", AT + MINUTE).startswith("Too many attempts")


def test_attempts_during_the_pause_do_not_lengthen_it(account: Account) -> None:
    fail("clerk", 5)
    for number in range(1, 15):
        assert attempt("clerk", "wrong", AT + number * MINUTE).startswith("Too many")
    assert attempt("clerk", PASSWORD, AT + 4 * SECOND + 15 * MINUTE) == ""


def test_failures_far_apart_do_not_count_together(account: Account) -> None:
    fail("clerk", 5, every=4 * MINUTE)
    assert attempt("clerk", PASSWORD, AT + 17 * MINUTE) == ""


def test_four_failures_refuse_nothing_and_a_success_wipes_them(account: Account) -> None:
    fail("clerk", 4)
    assert attempt("clerk", PASSWORD, AT + 5 * SECOND) == ""
    fail("clerk", 4, start=AT + 6 * SECOND)
    assert attempt("clerk", PASSWORD, AT + 11 * SECOND) == ""


def test_other_names_are_not_refused(account: Account) -> None:
    make_account("director")
    fail("clerk", 5)
    assert attempt("director", PASSWORD, AT + MINUTE) == ""


def test_the_twentieth_failure_refuses_an_address(account: Account) -> None:
    for number in range(20):
        fail(f"guess{number}", 1, start=AT + number * SECOND)
    last = AT + 19 * SECOND
    assert attempt("clerk", PASSWORD, last + SECOND, HERE).startswith("Too many attempts")
    assert attempt("clerk", PASSWORD, last + SECOND, THERE) == ""
    assert attempt("clerk", PASSWORD, last + 15 * MINUTE, HERE) == ""


def test_a_success_does_not_wipe_an_address(account: Account) -> None:
    for number in range(19):
        fail(f"guess{number}", 1, start=AT + number * SECOND)
    assert attempt("clerk", PASSWORD, AT + 20 * SECOND) == ""
    fail("guess20", 1, start=AT + 21 * SECOND)
    assert attempt("clerk", PASSWORD, AT + 22 * SECOND).startswith("Too many attempts")


def test_without_an_address_only_names_are_refused(account: Account) -> None:
    for number in range(25):
        fail(f"guess{number}", 1, start=AT + number * SECOND, address=None)
    assert locked_until(sign_in="clerk", address=None, at=AT + MINUTE) is None


def test_what_was_typed_as_a_name_is_not_kept() -> None:
    attempt("my-secret-password", "x", AT)
    row = SignInAttempt.objects.values().get()
    assert "secret" not in str(row)
    assert row["account_id"] is None


def test_attempts_are_written_once(account: Account) -> None:
    fail("clerk", 1)
    row = SignInAttempt.objects.get()
    row.outcome = "succeeded"
    with pytest.raises(WrittenOnce):
        row.save()
    with pytest.raises(WrittenOnce):
        row.delete()
    with pytest.raises(WrittenOnce):
        SignInAttempt.objects.all().delete()
    with pytest.raises(WrittenOnce):
        SignInAttempt.objects.update(outcome="succeeded")
    with pytest.raises(WrittenOnce):
        SignInAttempt.objects.bulk_update([row], ["outcome"])
    assert SignInAttempt.objects.get().outcome == "failed"


def test_attempts_are_pruned_after_six_months(account: Account) -> None:
    fail("clerk", 1, start=AT - sign_in.KEPT_FOR - SECOND)
    fail("clerk", 1, start=AT - sign_in.KEPT_FOR)
    assert prune_attempts(at=AT) == 1
    assert SignInAttempt.objects.get().at == AT - sign_in.KEPT_FOR


def test_a_new_password_replaces_the_old(account: Account) -> None:
    give_password(account=account, password="another-good-one", must_change_password=True)
    assert attempt("clerk", PASSWORD, AT) != ""
    assert attempt("clerk", "another-good-one", AT) == ""
    account.refresh_from_db()
    assert account.must_change_password
