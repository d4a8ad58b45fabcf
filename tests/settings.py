"""The settings tests run under: those of the product in test mode, on the database `ZHIXING_TEST_DB` names.

pytest-django reads them before any fixture, so the place of the PostgreSQL server is decided here and the server
itself is started by tests/conftest.py. Worker processes inherit the environment and so meet the same place.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Short, because a socket's address may have 107 bytes.
if "ZHIXING_TEST_FOLDER" not in os.environ:
    os.environ["ZHIXING_TEST_FOLDER"] = tempfile.mkdtemp(prefix="zx-")
    atexit.register(shutil.rmtree, os.environ["ZHIXING_TEST_FOLDER"], ignore_errors=True)
_FOLDER = os.environ["ZHIXING_TEST_FOLDER"]

os.environ["ZHIXING_MODE"] = "test"
os.environ["ZHIXING_DATA"] = f"{_FOLDER}/data"
# Empty rather than absent: a developer's .env fills in what is absent.
os.environ["ZHIXING_TODAY"] = ""

match os.environ.setdefault("ZHIXING_TEST_DB", "sqlite"):
    case "sqlite":
        os.environ["DATABASE_URL"] = ""
    case "postgres":
        # Another server may be named instead of the one from the wheel.
        os.environ["DATABASE_URL"] = os.environ.get(
            "ZHIXING_TEST_POSTGRES_URL", f"postgres://postgres@/zhixing?host={_FOLDER}/pg"
        )
    case other:
        raise ValueError(f"ZHIXING_TEST_DB is sqlite or postgres, not {other!r}.")

from zhixing.config.settings import *  # noqa: E402, F403  the environment must be set before
from zhixing.config.settings import DATABASES, INSTALLED_APPS  # noqa: E402  as above

for _alias, _database in DATABASES.items():
    _database["CONN_MAX_AGE"] = 0
    if _database["ENGINE"].endswith("sqlite3"):
        # A file rather than memory, so that tests with several processes or threads meet real locks.
        Path(_FOLDER).mkdir(parents=True, exist_ok=True)
        _database["TEST"] = {"NAME": f"{_FOLDER}/{_alias}.sqlite3"}

# A kind of matter of the tests' own: tests/cases/test_throwaway_kind.py.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.throwaway"]
