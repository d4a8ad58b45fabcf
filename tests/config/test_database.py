from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhixing.config.database import databases, parse

DATA = Path("/srv/zhixing")


def test_default_is_sqlite_in_the_data_folder_with_drafts_beside_it() -> None:
    found = databases("", data=DATA)

    assert {alias: one["NAME"] for alias, one in found.items()} == {
        "default": "/srv/zhixing/zhixing.sqlite3",
        "drafts": "/srv/zhixing/drafts.sqlite3",
    }


def test_drafts_lie_beside_a_named_sqlite_file() -> None:
    assert databases("sqlite:////var/lib/a/b.db", data=DATA)["drafts"]["NAME"] == "/var/lib/a/drafts.sqlite3"


def test_relative_sqlite_file_is_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert parse("sqlite:///a%20b.db")["NAME"] == str(tmp_path / "a b.db")


def test_sqlite_waits_for_the_disk_unless_told_otherwise() -> None:
    assert "PRAGMA synchronous=FULL" in parse("sqlite:////x.db")["OPTIONS"]["init_command"]
    assert "PRAGMA synchronous=OFF" in parse("sqlite:////x.db", durable=False)["OPTIONS"]["init_command"]
    assert parse("sqlite:////x.db")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgres_has_no_database_for_drafts() -> None:
    assert set(databases("postgres://a@b/c", data=DATA)) == {"default"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://user:p%40ss@db.example:6432/zhixing",
            {
                "NAME": "zhixing",
                "USER": "user",
                "PASSWORD": "p@ss",
                "HOST": "db.example",
                "PORT": "6432",
                "OPTIONS": {},
            },
        ),
        (
            "postgresql:///zhixing?host=/run/Postgres&sslmode=require",
            {"HOST": "/run/Postgres", "PORT": "", "USER": "", "OPTIONS": {"sslmode": "require"}},
        ),
        ("postgres://u@%2Frun%2FPostgres/zhixing", {"HOST": "/run/Postgres", "USER": "u"}),
        (
            "postgres:///zhixing?user=u&password=p&port=6000",
            {"USER": "u", "PASSWORD": "p", "PORT": "6000", "OPTIONS": {}},
        ),
    ],
)
def test_postgres_urls(url: str, expected: dict[str, object]) -> None:
    found = parse(url)

    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://a/b", "sqlite and postgres are understood"),
        ("sqlite://file.db", "sqlite:///file"),
        ("sqlite:///", "sqlite:///file"),
        ("postgres://host", "must end with the database's name"),
        ("postgres://host:many/name", "port that is not a number"),
        ("nonsense", "sqlite and postgres are understood"),
    ],
)
def test_wrong_urls_are_refused_in_words(url: str, complaint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=complaint):
        parse(url)
