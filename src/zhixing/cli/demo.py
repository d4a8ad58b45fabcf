"""`zhixing demo`: build the sample city and serve it. A folder that holds it already is served as it is."""

from __future__ import annotations

import argparse
import os
import sys
import time
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhixing.cli.answers import LOCALE
from zhixing.cli.commands import Subparsers, add_command, day
from zhixing.cli.failure import CommandFailed
from zhixing.cli.main import start_django
from zhixing.config import environment
from zhixing.sample.casting import SIZES
from zhixing.sample.reading import read_content

HOST = "127.0.0.1"
PORT = 8000
_HIGHEST_PORT = 65535


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers, "demo", does="Build the sample city and serve it.", example="zhixing demo --port 8000"
    )
    parser.add_argument("--data", metavar="DIR", type=Path, help="the data folder; default ZHIXING_DATA, else var")
    parser.add_argument("--port", metavar="N", type=_port, default=PORT, help="default %(default)s")
    parser.add_argument(
        "--today", metavar="D", type=day, help=f"where its clock begins; default {read_content().today}"
    )
    parser.add_argument(
        "--size", metavar="SIZE", type=_size, help="small, city (default), province or so many proposals"
    )
    parser.add_argument("--seed", metavar="N", type=int, help="another number makes another city")
    parser.add_argument("--no-serve", action="store_true", help="build it and stop")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"expected a port such as {PORT}, not “{text}”")
    return int(text)


def _size(text: str) -> int:
    if text in SIZES:
        return SIZES[text]
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected {', '.join(SIZES)} or a number of proposals, not “{text}”")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Build the city unless the folder holds it, say who can sign in and what to try, and serve it."""
    environment.load_env_file(Path(".env"))
    folder: Path = arguments.data or environment.folder("ZHIXING_DATA", Path("var"))
    data = folder.expanduser().resolve()
    today = _enter(data, arguments.today)
    start_django()
    _refuse_real_installation(data)
    if not _is_built():
        _build(arguments, today)
    elif arguments.today or arguments.size or arguments.seed is not None:
        print(f"{data} holds a sample city already, which is left as it is. For another, name another folder.")
    else:
        print(f"{data} holds the sample city already; it is served as it is.")
    environment.remember_installation(data, mode="demo", today=today)
    _introduce(data, today, port=arguments.port, served=not arguments.no_serve)
    if not arguments.no_serve:
        from zhixing.cli.serve import serve

        serve(host=HOST, port=arguments.port)
    return 0


def _enter(data: Path, wanted: date | None) -> date:
    """Set the environment for a demonstration in a folder and return the day its clock begins at."""
    mode = os.environ.get("ZHIXING_MODE") or "demo"
    asked = environment.day("ZHIXING_TODAY")
    os.environ["ZHIXING_TODAY"] = ""
    if (data / environment.INSTALLATION_FILE).is_file():
        os.environ.pop("ZHIXING_MODE", None)
        mode, remembered = environment.installation(data)
        wanted = remembered or wanted
    if mode != "demo":
        raise CommandFailed(f"{data} is a {mode} installation. Give the demo a folder of its own with --data.")
    today = wanted or asked or read_content().today
    os.environ |= {"ZHIXING_DATA": str(data), "ZHIXING_MODE": "demo", "ZHIXING_TODAY": today.isoformat()}
    return today


def _refuse_real_installation(data: Path) -> None:
    """Fail when the database holds a committee that is no demonstration's, whatever the folder says."""
    from django.db import connection

    from zhixing.assembly.models import Body

    if Body._meta.db_table not in connection.introspection.table_names():
        return
    real = Body.objects.filter(demo_clock=False).first()
    if real is not None:
        raise CommandFailed(
            f"The database of {data} belongs to {real.name}. Give the demo a folder of its own with --data, "
            "and no DATABASE_URL."
        )


def _is_built() -> bool:
    """Bring the tables up to date and tell whether there is a city in them."""
    from zhixing.assembly.models import Body
    from zhixing.cli.initialise import ensure_migrated

    ensure_migrated()
    return Body.objects.exists()


def _build(arguments: argparse.Namespace, today: date) -> None:
    from zhixing.sample.build import SEED, OutsideTheStory, build_city, standings
    from zhixing.sample.matching import TooFewTexts

    size = arguments.size or SIZES["city"]
    seed = SEED if arguments.seed is None else arguments.seed
    before = time.monotonic()
    try:
        acts = build_city(seed=seed, size=size, today=today, progress=_show if sys.stderr.isatty() else None)
    except (OutsideTheStory, TooFewTexts) as error:
        raise CommandFailed(str(error)) from error
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    print(f"Built the sample city as of {today}: {acts} acts in {time.monotonic() - before:.1f} s.")
    for standing in standings():
        counts = ", ".join(f"{state} {count}" for state, count in standing.states.items())
        print(f"  {standing.body.short_name} {standing.kind}: {counts}")


def _show(month: date, acts: int) -> None:
    sys.stderr.write(f"\r\033[K{month:%Y-%m}: {acts} acts")
    sys.stderr.flush()


def _measure(today: date) -> None:
    """Print how often what happened, beside the figures of real committees."""
    from zhixing.assembly.models import Body
    from zhixing.sample.measuring import measured

    body = Body.objects.order_by("pk").first()
    if body is None:
        return
    print(f"\nHow often what happened in {body.short_name}, beside published figures:")
    _print_table(
        [
            ("", one.real.title.say(LOCALE), f"{one.per_mille / 10:.1f} %", f"{one.top}/{one.bottom}", one.real.figures)
            for one in measured(body, today)
        ]
    )


def _introduce(data: Path, today: date, *, port: int, served: bool) -> None:
    """Print who can sign in with what, and what to try."""
    from zhixing.sample.guide import five_things, unawaited, visitors
    from zhixing.sample.populate import PASSWORD

    _measure(today)
    print()
    rows: list[Sequence[str]] = [("Sign in as", "", "", "To do", "To read", "To look after", "Begin with")]
    for one in visitors(today, LOCALE):
        counts = (str(n or "") for n in (one.todo, one.unread, one.duties))
        rows.append((one.sign_in, one.name, one.title, *counts, one.first))
    _print_table(rows)
    print("\nNo procedure awaits anything of these:")
    for sign_in, reason in unawaited(LOCALE):
        print(f"  {sign_in}: {reason}")
    print(f"\nThe password of all is {PASSWORD}. Five things to try:")
    for place, thing in enumerate(five_things(today, LOCALE), start=1):
        print(f"  {place}. {thing}")
    print(f"\nFor commands on this city, set ZHIXING_DATA={data}")
    if served:
        print(f"Open http://{HOST}:{port}/ and stop with Ctrl-C.", flush=True)


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
