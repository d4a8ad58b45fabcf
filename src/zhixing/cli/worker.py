"""`zhixing worker`: send what people are told outside the desk. Several may run; each message goes to one of them."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError, close_old_connections

from zhixing.assembly import clock
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.serve import positive
from zhixing.config.health import not_ready
from zhixing.finding import reading_in
from zhixing.notices import delivering

_log = logging.getLogger(__name__)


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "worker",
        does="Send text messages, chat messages and mail about what was entered, until told to stop.",
        example="zhixing worker --every 5",
    )
    parser.add_argument("--once", action="store_true", help="send what waits now and end, as for a scheduled task")
    parser.add_argument(
        "--every", metavar="N", type=positive, default=5, help="seconds between two looks; default %(default)s"
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Send once, or again and again until a signal comes."""
    trouble = not_ready()
    if trouble:
        raise CommandFailed(f"{trouble} Run `zhixing init` first, or `zhixing demo` for the sample city.")
    if arguments.once:
        report = send()
        reading_in.catch_up()
        print(
            f"{report.entries} entries told of: {report.sent} sent, {report.put_off} to be tried again, "
            f"{report.failed} not delivered"
        )
        return 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stopping(stop))
    while not stop.is_set():
        send_whatever_comes()
        stop.wait(arguments.every)
    return 0


def send() -> delivering.Report:
    """Send what waits now."""
    return delivering.run(at=clock.true_now(), on=clock.today())


def send_whatever_comes() -> None:
    """Send what waits now and read in what is to be found; a database that is away is no reason to end."""
    close_old_connections()
    try:
        send()
        reading_in.catch_up()
    except DatabaseError:
        _log.exception("The database refused; the worker looks again in a moment.")


def _stopping(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    return handle
