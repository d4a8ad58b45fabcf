"""Sentences are compared in the language of the source."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def client() -> Client:
    """A browser whose reader prefers English."""
    return Client(headers={"accept-language": "en"})
