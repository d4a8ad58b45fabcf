"""The command `zhixing`: find the subcommand, run it, and end as scripts expect.

0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from zhixing import __version__
from zhixing.cli.failure import CommandFailed


class Command(NamedTuple):
    """A subcommand: its module, what the help page says of it, and whether Django runs before it is loaded.

    The module has `register(subparsers)`, which calls `add_command`, and `run(arguments) -> int`. It is loaded when it
    is asked for, so that one command does not wait for what another needs. One that sets the environment for Django
    to read, as the demo does, starts late: it imports models inside `run` alone, after its own `start_django()`.
    """

    module: str
    does: str
    starts_late: bool = False


# In the order of the help page.
COMMANDS = {
    "demo": Command("demo", "Build the sample city and serve it.", starts_late=True),
    "init": Command("initialise", "Set up a real installation: first committee and administrator."),
    "session": Command("session", "Enter a plenary session with its days."),
    "serve": Command("serve", "Serve the pages."),
    "daily": Command("daily", "Remind, let time limits run out, and seal the log."),
    "worker": Command("worker", "Send what people are told outside the desk."),
    "import": Command("importing", "Take a ledger in."),
    "export": Command("exporting", "Write a list out as a sheet or as lines."),
    "case": Command("case", "Show a case as somebody may read it."),
    "act": Command("act", "Perform one act."),
    "procedure": Command("procedure", "Check, show, compare or draw procedures."),
    "unit": Command("unit", "List, confirm, merge, split or rename units."),
    "register": Command("register", "Verify, rebuild, seal or export the register."),
    "figures": Command("figures", "Show the figures with their numerators and denominators."),
    "search": Command("search", "Find cases by number, name or words."),
    "insight": Command("insight", "Make the search index anew."),
    "doctor": Command("doctor", "Look at this installation and say what is wrong."),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit code; wrong usage leaves through SystemExit with code 2."""
    words = sys.argv[1:] if argv is None else list(argv)
    asked = words[0] if words and words[0] in COMMANDS else None
    try:
        if asked and not COMMANDS[asked].starts_late:
            start_django()
        arguments = _parser(asked).parse_args(words)
        return int(arguments.run(arguments))
    except (CommandFailed, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
    except DatabaseError as error:
        print(f"The database refused: {error}. `zhixing doctor` says what is wrong.", file=sys.stderr)
    except BrokenPipeError:
        # The reader, `head` for one, has enough. Python must not complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}. Check the path, the rights and the free space.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def start_django() -> None:
    """Read the settings and load the apps; done twice, it does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
    django.setup()


def _parser(asked: str | None) -> argparse.ArgumentParser:
    """The parser with the asked subcommand in full and the others by name."""
    parser = argparse.ArgumentParser(
        prog="zhixing",
        description="The work platform of a local consultative committee.",
        epilog="Example: zhixing demo --port 8000",
    )
    parser.add_argument("--version", action="version", version=f"zhixing {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        if name == asked:
            module = import_module(f"zhixing.cli.{command.module}")
            module.register(subparsers).set_defaults(run=module.run)
        else:
            subparsers.add_parser(name, help=command.does)
    return parser


if __name__ == "__main__":
    sys.exit(main())
