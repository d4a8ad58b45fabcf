"""Run every measurement on SQLite and on PostgreSQL, each in a process and an installation of its own."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import Server

MEASUREMENTS = ("acts", "statements", "importing", "word", "assigning", "sample", "pages", "daily")
SIZES = {"small": 50, "city": 200, "province": 1000}
LEAST = 20
ON_BOTH = ("acts", "importing", "assigning", "daily")


def main() -> int:
    """Run the measurements asked for and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Zhixing on this machine.")
    parser.add_argument(
        "--size", type=_size, default="city", help="small, city, province, or the number of acts of each sort"
    )
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="may be repeated")
    parser.add_argument(
        "--city", type=Path, help="folder that keeps the city of `pages`: built there once, and used again as it is"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zxb-") as folder:
        for name in arguments.only or MEASUREMENTS:
            kept = arguments.city.resolve() if arguments.city and name in {"pages", "daily"} else None
            _measure(name, "sqlite", kept or Path(folder) / f"{name}-sqlite", "", arguments.size)
        with _postgres(Path(folder)) as url:
            for name in arguments.only or MEASUREMENTS:
                if name in ON_BOTH:
                    _measure(name, "postgresql", Path(folder) / f"{name}-postgresql", url, arguments.size)
    return 0


def _size(text: str) -> int:
    """Read how many acts of each sort to measure; imported rows are fifteen times as many, Word files five times."""
    if text in SIZES:
        return SIZES[text]
    if not text.isdigit() or int(text) < LEAST:
        raise argparse.ArgumentTypeError(f"expected {', '.join(SIZES)} or a number from {LEAST}, not “{text}”")
    return int(text)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    server = Server(folder / "pg")
    server.start()
    try:
        yield f"postgres://postgres@/postgres?host={folder}/pg"
    finally:
        server.stop()


def _measure(name: str, database: str, data: Path, url: str, size: int) -> None:
    """Run one measurement in a fresh installation with production's own settings for its database."""
    print(f"\n{name} on {database}", flush=True)
    data.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "ZHIXING_DATA": str(data),
        "ZHIXING_MODE": "demo",
        "ZHIXING_TODAY": "2026-06-15",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "zhixing.config.settings",
    }
    subprocess.run([sys.executable, "-m", f"bench.{name}", str(size)], check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
