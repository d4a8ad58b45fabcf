"""Checking a name and password: one sentence and one duration for every failure, and a pause after too many.

Attempts that reach the check at the same moment are counted after it, so as many more as there are workers may slip
through before a name is refused.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.accounts.models import Account, SignInAttempt, normalised

WINDOW = timedelta(minutes=15)
"""Failures within this time count together."""
PAUSE = timedelta(minutes=15)
"""How long sign-in is refused after the last counted failure."""
FAILURES_OF_NAME = 5
FAILURES_OF_ADDRESS = 20
KEPT_FOR = timedelta(days=183)

Outcome = SignInAttempt.Outcome


class SignInRefused(Exception):
    """Signing in failed. ``sentence`` says what to do; ``until`` is set when it is refused for a while."""

    def __init__(self, sentence: str, *, until: datetime | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.until = until


def authenticate(*, sign_in: str, password: str, address: str | None, at: datetime) -> Account:
    """Return the account whose name and password were given; otherwise raise ``SignInRefused``.

    An unknown name, a wrong password and a closed account are answered alike and take equally long. Five failures of
    a name, or twenty from an address, within fifteen minutes refuse it for fifteen minutes, also with the right
    password. Every attempt is entered; ``address`` is an IP address or None when there is none.
    """
    name = normalised(sign_in)
    account = Account.objects.filter(sign_in=name).first()
    until = locked_until(sign_in=name, address=address, at=at)
    if until is not None:
        _enter(name, account=account, address=address, at=at, outcome=Outcome.REFUSED)
        minutes = _minutes(until - at)
        raise SignInRefused(
            ngettext(
                "Too many attempts. Wait %(minutes)d minute, then try again.",
                "Too many attempts. Wait %(minutes)d minutes, then try again.",
                minutes,
            )
            % {"minutes": minutes},
            until=until,
        )
    if account is None or not _matches(account, password):
        if account is None:
            make_password(password)  # as long as a real check takes
        _enter(name, account=account, address=address, at=at, outcome=Outcome.FAILED)
        raise SignInRefused(_("Sign-in name or password is wrong. Check both and try again."))
    _enter(name, account=account, address=address, at=at, outcome=Outcome.SUCCEEDED)
    account.last_signed_in_at = at
    account.save(update_fields=["last_signed_in_at"])
    return account


def locked_until(*, sign_in: str, address: str | None, at: datetime) -> datetime | None:
    """Return when a name or an address may try again, or None when neither is refused at that moment."""
    recent = SignInAttempt.objects.filter(at__gt=at - WINDOW - PAUSE, at__lte=at).order_by("-at", "-id")
    of_name = (
        recent.filter(name_digest=_digest(normalised(sign_in)))
        .exclude(outcome=Outcome.REFUSED)
        .values_list("outcome", "at")[:FAILURES_OF_NAME]
    )
    # A success wipes a name's slate, but not an address's: an attacker could sign in as himself in between.
    failed = [moment for _outcome, moment in takewhile(lambda attempt: attempt[0] == Outcome.FAILED, of_name)]
    ends = [_end(failed, limit=FAILURES_OF_NAME, at=at)]
    if address is not None:
        from_there = recent.filter(address=address, outcome=Outcome.FAILED).values_list("at", flat=True)
        ends.append(_end(list(from_there[:FAILURES_OF_ADDRESS]), limit=FAILURES_OF_ADDRESS, at=at))
    return max((end for end in ends if end is not None), default=None)


def prune_attempts(*, at: datetime) -> int:
    """Delete attempts older than six months and return how many."""
    deleted, _by_model = SignInAttempt._base_manager.filter(at__lt=at - KEPT_FOR).delete()
    return deleted


def _matches(account: Account, password: str) -> bool:
    """Check the password first, so that a closed account takes as long as an open one."""
    return account.check_password(password) and account.is_active


def _end(failures: list[datetime], *, limit: int, at: datetime) -> datetime | None:
    """Return the end of the pause that the latest failures, newest first, have earned."""
    if len(failures) < limit or failures[0] - failures[-1] > WINDOW:
        return None
    end = failures[0] + PAUSE
    return end if at < end else None


def _minutes(left: timedelta) -> int:
    """Return whole minutes, rounded up, so that the sentence never promises too early."""
    return -(-left // timedelta(minutes=1))


def _enter(
    name: str, *, account: Account | None, address: str | None, at: datetime, outcome: SignInAttempt.Outcome
) -> None:
    SignInAttempt.objects.create(name_digest=_digest(name), account=account, address=address, at=at, outcome=outcome)


def _digest(name: str) -> str:
    return salted_hmac("zhixing.accounts.sign_in", name, algorithm="sha256").hexdigest()
