"""Opening and closing accounts, and giving them passwords."""

from __future__ import annotations

from zhixing.accounts.models import Account, normalised
from zhixing.assembly.models import Person


def open_account(*, person: Person, sign_in: str, password: str | None, must_change_password: bool = True) -> Account:
    """Open an account and return it. Without a password nobody can sign in until one is given.

    ValidationError with a sentence if the sign-in name is taken or badly formed.
    """
    account = Account(person=person, sign_in=normalised(sign_in), must_change_password=must_change_password)
    account.set_password(password)
    account.full_clean()
    account.save()
    return account


def give_password(*, account: Account, password: str, must_change_password: bool) -> Account:
    """Set a password, which ends the account's open sessions elsewhere, and return the account."""
    account.set_password(password)
    account.must_change_password = must_change_password
    account.save(update_fields=["password", "must_change_password"])
    return account


def close_account(*, account: Account) -> Account:
    """Close an account: its sessions end with their next page, and it cannot sign in. The row stays."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account
