"""Accounts for tests."""

from itertools import count

from tests.factories.assembly import make_person
from zhixing.accounts.enrolment import open_account
from zhixing.accounts.models import Account
from zhixing.assembly.models import Person

PASSWORD = "zhixing-demo"
_numbers = count(1)


def make_account(sign_in: str = "", *, person: Person | None = None, must_change_password: bool = False) -> Account:
    """An account with the password above, of somebody new unless told of whom."""
    return open_account(
        person=person or make_person(),
        sign_in=sign_in or f"reader{next(_numbers)}",
        password=PASSWORD,
        must_change_password=must_change_password,
    )
