"""A folder of stored files for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings as DjangoSettings


@pytest.fixture(autouse=True)
def store(settings: DjangoSettings, tmp_path: Path) -> Path:
    """Return the folder in which this test's files are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"
