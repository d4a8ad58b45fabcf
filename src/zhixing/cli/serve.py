"""`zhixing serve`: the web server, with as many worker processes as there are cores."""

import argparse
import os
import socket

from django.conf import settings
from django.core.management import call_command

from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.config.health import not_ready

DEFAULT_BIND = "127.0.0.1:8000"
_HIGHEST_PORT = 65535


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers, "serve", does="Serve the pages.", example="zhixing serve --bind 127.0.0.1:8000 --workers 2"
    )
    parser.add_argument("--bind", metavar="HOST:PORT", default=DEFAULT_BIND, type=address, help="default %(default)s")
    parser.add_argument("--workers", metavar="N", type=positive, default=None, help="default: the number of cores")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    host, port = arguments.bind
    trouble = not_ready()
    if trouble:
        raise CommandFailed(f"{trouble} Run `zhixing init` first, or `zhixing demo` for the sample city.")
    serve(host=host, port=port, workers=arguments.workers)
    return 0


def serve(*, host: str, port: int, workers: int | None = None) -> None:
    """Start the web server in this process and its workers; returns when it is stopped.

    One blocking thread in each worker: SQLite lets one writer in at a time, and a second thread would only wait.
    """
    # Loaded here because it is needed by this command alone and takes a moment.
    from granian import Granian
    from granian.constants import Interfaces

    _refuse_taken(host, port)
    if settings.ZHIXING_MODE == "production":
        call_command("collectstatic", interactive=False, verbosity=0)
    Granian(
        "zhixing.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or os.cpu_count() or 1,
        blocking_threads=1,
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    """Fail when something listens there already: the workers share their port and would share it with strangers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise CommandFailed(f"Cannot listen at {host}:{port} ({error.strerror}). Choose another address.") from None


def address(value: str) -> tuple[str, int]:
    """Read HOST:PORT; an IPv6 host stands in brackets."""
    host, found, port = value.rpartition(":")
    if not found or not host or not port.isdigit() or not 0 < int(port) <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"expected HOST:PORT such as {DEFAULT_BIND}, not “{value}”")
    return host.strip("[]"), int(port)


def positive(value: str) -> int:
    """Read a whole number above nought."""
    if not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, not “{value}”")
    return int(value)
