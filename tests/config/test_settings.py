"""The settings of each mode, read in a fresh process as an installation reads them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PRINT = """
import json, sys
from zhixing.config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def run(data: Path, *names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZHIXING_")}
    clean.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-c", PRINT, *names],
        capture_output=True,
        text=True,
        check=False,
        cwd=data,
        env=clean | {"ZHIXING_DATA": str(data)} | environment,
    )


def read(data: Path, *names: str, **environment: str) -> dict[str, object]:
    result = run(data, *names, **environment)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


SECURITY = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG")


def test_production_is_the_default_and_safe(tmp_path: Path) -> None:
    assert read(tmp_path, "ZHIXING_MODE", *SECURITY, ZHIXING_DEBUG="1") == {
        "ZHIXING_MODE": "production",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
    }


def test_production_without_a_certificate_must_be_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path, *SECURITY, "SECURE_HSTS_SECONDS", ZHIXING_INSECURE_HTTP="1")

    assert not any(found.values())


def test_the_environment_may_come_from_an_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ZHIXING_HOSTS=a.example,b.example\n", encoding="utf-8")

    assert read(tmp_path, "ALLOWED_HOSTS") == {"ALLOWED_HOSTS": ["a.example", "b.example"]}


def test_demo_moves_the_clock_and_production_refuses(tmp_path: Path) -> None:
    moved = {"ZHIXING_TODAY": "2026-06-17"}

    assert read(tmp_path, "ZHIXING_TODAY", ZHIXING_MODE="demo", **moved) == {"ZHIXING_TODAY": "2026-06-17"}
    refused = run(tmp_path, "ZHIXING_TODAY", **moved)
    assert refused.returncode == 1
    assert "ZHIXING_TODAY moves the clock and is refused" in refused.stderr


def test_each_installation_has_its_own_key_and_keeps_it(tmp_path: Path) -> None:
    first = read(tmp_path, "SECRET_KEY")

    assert read(tmp_path, "SECRET_KEY") == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("url", "aliases"), [("", ["default", "drafts"]), ("postgres:///x", ["default"])])
def test_databases_follow_the_url(url: str, aliases: list[str], tmp_path: Path) -> None:
    databases = read(tmp_path, "DATABASES", DATABASE_URL=url)["DATABASES"]

    assert isinstance(databases, dict)
    assert list(databases) == aliases
