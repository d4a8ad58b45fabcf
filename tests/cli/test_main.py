import argparse
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.db import OperationalError

from zhixing import __version__, cli
from zhixing.cli import main as cli_main
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed


def command(does: BaseException | int) -> ModuleType:
    """A subcommand that ends as it is told."""
    module = ModuleType("zhixing.cli.trial")

    def register(subparsers: Subparsers) -> argparse.ArgumentParser:
        return add_command(subparsers, "trial", does="Try.", example="zhixing trial")

    def run(_arguments: argparse.Namespace) -> int:
        if isinstance(does, BaseException):
            raise does
        return does

    vars(module).update(register=register, run=run)
    return module


@pytest.mark.parametrize(
    ("does", "code", "said"),
    [
        (0, 0, ""),
        (1, 1, ""),
        (CommandFailed("The case is closed."), 1, "The case is closed.\n"),
        (KeyboardInterrupt(), 1, "Stopped.\n"),
        (
            PermissionError(13, "Permission denied", "/x"),
            1,
            "/x: Permission denied. Check the path, the rights and the free space.\n",
        ),
        (
            OperationalError("no such table: x"),
            1,
            "The database refused: no such table: x. `zhixing doctor` says what is wrong.\n",
        ),
    ],
)
def test_exit_codes_and_sentences(
    does: BaseException | int,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli_main, "COMMANDS", {"trial": cli_main.Command("trial", "Try.")})
    monkeypatch.setitem(sys.modules, "zhixing.cli.trial", command(does))

    assert cli_main.main(["trial"]) == code
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["serve", "--bind", "nowhere"], ["serve", "--workers", "0"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        cli_main.main(arguments)

    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith("usage: zhixing")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        cli_main.main(["--version"])

    assert (raised.value.code, capsys.readouterr().out) == (0, f"zhixing {__version__}\n")


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser and every one below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


@pytest.mark.parametrize("name", cli_main.COMMANDS)
def test_every_help_has_an_example_of_that_command(name: str) -> None:
    every = {parser.prog: parser for parser in parsers(cli_main._parser(name))}
    own = {prog: parser for prog, parser in every.items() if prog.startswith(f"zhixing {name}")}

    assert own
    assert [prog for prog, parser in own.items() if not (parser.epilog or "").startswith(f"Example: {prog}")] == []


def test_every_subcommand_is_listed() -> None:
    modules = [importlib.import_module(f"zhixing.cli.{found.name}") for found in pkgutil.iter_modules(cli.__path__)]

    assert {module.__name__.rpartition(".")[2] for module in modules if hasattr(module, "register")} == {
        command.module for command in cli_main.COMMANDS.values()
    }


def test_help_is_there_before_anything_is_set_up(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIXING_", "DJANGO_"))}
    result = subprocess.run(
        [sys.executable, "-m", "zhixing.cli.main", "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=clean,
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert [name for name in cli_main.COMMANDS if not re.search(rf"^    {name}\s", result.stdout, re.MULTILINE)] == []
    assert list(tmp_path.iterdir()) == []


def test_the_demo_is_loaded_before_django_starts() -> None:
    script = "import sys; from zhixing.cli.main import _parser; _parser('demo')"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIXING_", "DJANGO_"))}

    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=clean)

    assert result.returncode == 0, result.stderr


def test_a_reader_that_has_enough_is_no_failure_to_print_about() -> None:
    script = "import sys; from zhixing.cli.main import main; sys.exit(main(['doctor']))"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.stderr.close()

    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
