"""What every test run does once: compile the catalogues, start PostgreSQL where it is asked for, clean up."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Server

_ROOT = Path(__file__).parent.parent
# How quick the machine is at the moment is not what a property is about.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
_server = pytest.StashKey[Server]()


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the run in the controlling process; its workers meet what it prepared."""
    if _is_worker(config) or config.option.collectonly:
        return
    subprocess.run([sys.executable, _ROOT / "tools" / "catalogue.py", "compile"], check=True, cwd=_ROOT)
    if os.environ["ZHIXING_TEST_DB"] == "postgres" and "ZHIXING_TEST_POSTGRES_URL" not in os.environ:
        config.stash[_server] = server = Server(
            Path(os.environ["ZHIXING_TEST_FOLDER"]) / "pg", tidies=False, durable=False
        )
        server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, however the run ended; the folder goes with the process (tests/settings.py)."""
    server = config.stash.get(_server, None)
    if server:
        server.stop()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left alone with one at the end.

    On PostgreSQL leave out what meets no database: it has run on SQLite, and would do the same again. A test that names
    no database is refused one by pytest-django, so none that meets one can be left out.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if os.environ["ZHIXING_TEST_DB"] != "postgres":
        return
    left_out = [item for item in items if _without_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not _without_database(item)]


def _without_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("once"):
        return True
    asked = {"db", "transactional_db", "django_db_setup", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return not asked and not item.get_closest_marker("django_db") and not item.get_closest_marker("database")


@pytest.fixture(autouse=True)
def _calendar_of_this_test() -> Iterator[None]:
    """Let no test see the working days of another, whose rows are rolled back."""
    yield
    from zhixing.assembly.calendars import forget_calendar  # noqa: PLC0415  # needs Django, which starts after this file

    forget_calendar()


@pytest.fixture(autouse=True)
def _register_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lift the register's protection when a test that committed ends: its rows are flushed away after it.

    The flush ends as a migration does, which puts the protection back.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.db import connection  # noqa: PLC0415  # needs Django, which starts after this file

        from zhixing.register.protection import drop  # noqa: PLC0415  # as above

        drop(connection)
