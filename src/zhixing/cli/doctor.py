"""`zhixing doctor`: look at an installation and say in words what is wrong with it and how to mend it."""

import argparse
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connections
from django.urls import reverse

from zhixing.assembly import clock
from zhixing.cli.commands import Subparsers, add_command
from zhixing.config import secret
from zhixing.config.health import not_ready

_LEAST_FREE_BYTES = 500 * 2**20


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` is empty when it is well."""

    what: str
    remedy: str = ""


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    return add_command(
        subparsers, "doctor", does="Look at this installation and say what is wrong.", example="zhixing doctor"
    )


def run(_arguments: argparse.Namespace) -> int:
    """Print one line for each thing looked at; 1 if anything is wrong."""
    findings = list(examine())
    for finding in findings:
        print(f"wrong  {finding.what}: {finding.remedy}" if finding.remedy else f"ok     {finding.what}")
    return 1 if any(finding.remedy for finding in findings) else 0


def examine() -> Iterator[Finding]:
    """Look at everything in turn."""
    data: Path = settings.ZHIXING_DATA
    yield Finding(f"Mode {settings.ZHIXING_MODE}, clock {settings.ZHIXING_TODAY or 'true'}")
    yield from _data_folder(data)
    yield from _key(data)
    yield from _databases()
    yield from _settings()
    yield from _notices()


def _data_folder(data: Path) -> Iterator[Finding]:
    if not os.access(data, os.W_OK):
        yield Finding(f"Data folder {data}", "it cannot be written; give it to the user who runs zhixing.")
        return
    yield Finding(f"Data folder {data}")
    free = shutil.disk_usage(data).free
    what = f"Free space {free // 2**20} MB"
    yield Finding(what, "less than 500 MB; make room before the disk is full." if free < _LEAST_FREE_BYTES else "")


def _key(data: Path) -> Iterator[Finding]:
    path = data / secret.FILE_NAME
    if not path.exists():
        return
    is_open = stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    yield Finding("Signing key", f"others may read it; run chmod 600 {path}." if is_open else "")


def _databases() -> Iterator[Finding]:
    for alias in settings.DATABASES:
        yield Finding(f"Database “{alias}” is {connections[alias].vendor}", _analysed(alias))
    yield Finding("Databases answer and are migrated", not_ready())


def _analysed(alias: str) -> str:
    """Return what to do about SQLite's statistics: with them, some of its versions lose rows (docs/decisions/0019)."""
    connection = connections[alias]
    if connection.vendor != "sqlite" or "sqlite_stat1" not in connection.introspection.table_names():
        return ""
    return f"somebody ran ANALYZE on it; run sqlite3 {connection.settings_dict['NAME']} 'DROP TABLE sqlite_stat1'."


def _settings() -> Iterator[Finding]:
    deploy = settings.ZHIXING_MODE == "production"
    messages = checks.run_checks(include_deployment_checks=deploy)
    for message in messages:
        if message.is_serious() or (deploy and message.level >= checks.WARNING):
            yield Finding(f"Settings ({message.id})", str(message.msg))
    if not messages:
        yield Finding("Settings")


def _notices() -> Iterator[Finding]:
    """Look at what people were to be told outside the desk, where the tables are there to be asked."""
    if not_ready():
        return
    from zhixing.notices.standing import standing

    found = standing(at=clock.true_now())
    remedy = f"the office finds them under {reverse('notices:undelivered')}." if found.undelivered else ""
    yield Finding(f"Notices not delivered: {found.undelivered}", remedy)
    remedy = "no worker has looked at them for an hour; start `zhixing worker`." if found.left_waiting else ""
    yield Finding(f"Notices waiting: {found.waiting}", remedy)
