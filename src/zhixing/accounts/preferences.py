"""Language, large type and contrast: the account's choice holds on every device at once, a cookie's before sign-in.

What an account never chose stays as each browser has it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse

from zhixing.accounts.models import Account
from zhixing.common.context import CONTRAST_COOKIE, MODE_COOKIE

_A_YEAR = int(timedelta(days=365).total_seconds())


class Preference(NamedTuple):
    """One switch: the account's field, its cookie, and the values a link may ask for."""

    field: str
    cookie: str
    values: frozenset[str]


LANGUAGE = Preference("language", settings.LANGUAGE_COOKIE_NAME, frozenset(Account.Language.values))
TEXT_MODE = Preference("text_mode", MODE_COOKIE, frozenset(Account.TextMode.values))
CONTRAST = Preference("contrast", CONTRAST_COOKIE, frozenset(Account.Contrast.values))
ALL = (LANGUAGE, TEXT_MODE, CONTRAST)
_USUAL = frozenset({Account.TextMode.USUAL.value, Account.Contrast.USUAL.value})
"""What a browser without a cookie shows."""


def remember(*, preference: Preference, value: str, response: HttpResponse, account: Account | None) -> None:
    """Set a switch in the reader's browser and, when someone is signed in, in the account."""
    _set_cookie(response, preference, value)
    if account is not None:
        setattr(account, preference.field, value)
        account.save(update_fields=[preference.field])


def bring_along(*, account: Account, response: HttpResponse) -> None:
    """Give the browser what the account prefers; what the account leaves open stays as the browser has it."""
    for preference in ALL:
        value = getattr(account, preference.field)
        if value:
            _set_cookie(response, preference, value)


def _set_cookie(response: HttpResponse, preference: Preference, value: str) -> None:
    if value in _USUAL:
        response.delete_cookie(preference.cookie, samesite="Lax")
        return
    response.set_cookie(
        preference.cookie,
        value,
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
