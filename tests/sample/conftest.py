"""The small sample city, built once for all tests of a module that only look at it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from zhixing.assembly.models import Body
from zhixing.sample.build import build_city
from zhixing.sample.casting import SIZES
from zhixing.sample.reading import read_content


@dataclass(frozen=True)
class Built:
    """The city's committee, the county's, and what building them took."""

    city: Body
    county: Body
    acts: int
    seconds: float


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lie around all tests of a module that ask for the city, in one transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def small_city(db: None) -> Built:
    before = time.monotonic()
    acts = build_city(size=SIZES["small"])
    seconds = time.monotonic() - before
    city, county = (Body.objects.get(slug=place.slug) for place in (read_content().city, read_content().county))
    return Built(city, county, acts, seconds)


@pytest.fixture
def built(small_city: Built) -> Iterator[Built]:
    with transaction.atomic():
        yield small_city
        transaction.set_rollback(True)
