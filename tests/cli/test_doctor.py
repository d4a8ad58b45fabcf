from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from pytest_django.fixtures import Settings as DjangoSettings

from zhixing.cli import doctor
from zhixing.cli import main as cli_main
from zhixing.config import secret

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.fixture
def data(tmp_path: Path, settings: DjangoSettings) -> Path:
    settings.ZHIXING_DATA = tmp_path
    return tmp_path


def test_a_sound_installation(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret.signing_key(data)

    assert cli_main.main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert f"ok     Database “default” is {connection.vendor}\n" in out
    assert [line for line in out.splitlines() if not line.startswith("ok     ")] == []


def test_a_key_that_others_may_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret.signing_key(data)
    (data / secret.FILE_NAME).chmod(0o644)

    assert cli_main.main(["doctor"]) == 1
    assert (
        f"wrong  Signing key: others may read it; run chmod 600 {data / secret.FILE_NAME}.\n" in capsys.readouterr().out
    )


def test_a_database_that_is_not_migrated(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret.signing_key(data)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    assert cli_main.main(["doctor"]) == 1
    assert "The database “default” is not migrated: 1 steps are waiting." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("vendor", "tables", "warned"),
    [("sqlite", ["sqlite_stat1"], True), ("sqlite", ["cases_case"], False), ("postgresql", ["sqlite_stat1"], False)],
)
def test_statistics_that_make_sqlite_lose_rows(
    monkeypatch: pytest.MonkeyPatch, vendor: str, tables: list[str], *, warned: bool
) -> None:
    database = SimpleNamespace(
        vendor=vendor,
        settings_dict={"NAME": "/srv/zhixing.sqlite3"},
        introspection=SimpleNamespace(table_names=lambda: tables),
    )
    monkeypatch.setattr(doctor, "connections", {"default": database})

    remedy = doctor._analysed("default")

    assert remedy == (
        "somebody ran ANALYZE on it; run sqlite3 /srv/zhixing.sqlite3 'DROP TABLE sqlite_stat1'." if warned else ""
    )
