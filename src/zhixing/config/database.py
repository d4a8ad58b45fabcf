"""Turn `DATABASE_URL` into Django's settings for SQLite (the embedded default) or PostgreSQL (production).

Nothing an office enters may be lost by a power cut: SQLite runs with a write-ahead log and full synchronisation.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Seconds a writer waits for another before it gives up.
BUSY_SECONDS = 20
DRAFTS = "drafts"

Settings = dict[str, Any]


def databases(url: str, *, data: Path, durable: bool = True) -> dict[str, Settings]:
    """The database of an empty or given URL, and on SQLite a second file for drafts.

    Drafts are saved every few seconds while people type. SQLite lets one writer in at a time, so they have a file of
    their own and never make an act wait. `durable=False` drops the wait for the disk; only tests may ask for it.
    """
    main = parse(url or f"sqlite:///{data / 'zhixing.sqlite3'}", durable=durable)
    if main["ENGINE"] != "django.db.backends.sqlite3":
        return {"default": main}
    beside = Path(main["NAME"]).with_name("drafts.sqlite3")
    return {"default": main, DRAFTS: _sqlite(beside, durable=durable)}


def parse(url: str, *, durable: bool = True) -> Settings:
    """Understand `sqlite:///relative`, `sqlite:////absolute` and `postgres://user:password@host:port/name?option=…`.

    A socket's folder is given as `postgres:///name?host=/run/postgresql` or, escaped, in the host's place.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < len("/x"):
            raise ImproperlyConfigured("DATABASE_URL for SQLite is written sqlite:///file or sqlite:////folder/file.")
        return _sqlite(Path(unquote(parts.path[1:])).expanduser().resolve(), durable=durable)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise ImproperlyConfigured(f"DATABASE_URL begins with “{parts.scheme}”; sqlite and postgres are understood.")


def _sqlite(path: Path, *, durable: bool) -> Settings:
    synchronous = "FULL" if durable else "OFF"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # A transaction that begins as a reader and then writes is refused by SQLite if another wrote meanwhile;
            # IMMEDIATE makes it wait for its turn at the start instead.
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": (
                f"PRAGMA busy_timeout={BUSY_SECONDS * 1000};"
                "PRAGMA journal_mode=WAL;"
                f"PRAGMA synchronous={synchronous};"
                "PRAGMA foreign_keys=ON"
            ),
        },
    }


def _postgres(url: str) -> Settings:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path[1:])
    if not name:
        raise ImproperlyConfigured("DATABASE_URL for PostgreSQL must end with the database's name.")
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL has a port that is not a number.") from None
    # urlsplit lowers the host's letters, which a socket's folder must keep.
    place = parts.netloc.rpartition("@")[2].partition(":")[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", "") or unquote(place),
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
