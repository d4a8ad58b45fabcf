"""The page of commands is held to the commands: each has its section, with every argument, option and example."""

import argparse
import re
from pathlib import Path

import pytest

from tests.cli.test_main import parsers
from zhixing.cli import main as cli_main

PAGE = (Path(__file__).parents[2] / "docs" / "operate" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def own_parsers(name: str) -> list[argparse.ArgumentParser]:
    return [parser for parser in parsers(cli_main._parser(name)) if parser.prog.startswith(f"zhixing {name}")]


def words(parser: argparse.ArgumentParser) -> set[str]:
    """Return what a reader must find: options, and the names of arguments."""
    found = set()
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        found |= {option for option in action.option_strings if option.startswith("-")} or {str(action.metavar)}
    return found


def test_every_command_has_its_section() -> None:
    assert list(SECTIONS) == list(cli_main.COMMANDS)


@pytest.mark.parametrize("name", cli_main.COMMANDS)
def test_section_explains_every_argument_and_option(name: str) -> None:
    explained = set(re.findall(r"`([^`\s]+)[^`]*`", SECTIONS[name])) | set(
        re.findall(r"`[^`]* (\w+)…?`", SECTIONS[name])
    )

    assert {word for parser in own_parsers(name) for word in words(parser)} - explained == set()


@pytest.mark.parametrize("name", cli_main.COMMANDS)
def test_section_has_the_examples_of_the_help(name: str) -> None:
    examples = {(parser.epilog or "").removeprefix("Example: ") for parser in own_parsers(name)}
    shown = " ".join(SECTIONS[name].split())

    below = {example for example in examples if example.startswith(f"zhixing {name}")}
    assert {example for example in below if example not in shown} == set()
