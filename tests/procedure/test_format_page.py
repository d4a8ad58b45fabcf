"""The page that describes the format is held to the reader: every key is on it, and its examples work."""

import ast
import re
from pathlib import Path

import pytest

from tests.procedure.texts import FILE
from zhixing.procedure.checker import check
from zhixing.procedure.model import FIELD_TYPES
from zhixing.procedure.reader import parse
from zhixing.procedure.standing import NAMES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "procedures" / "format.md").read_text(encoding="utf-8")
EXAMPLES = "\n".join(re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
TOLD = set(re.findall(r"`\[?(\w+)\]?`", PAGE))
READERS = ("reader.py", "read_acts.py", "read_clocks.py", "standing.py")


def known_keys() -> set[str]:
    """Every key that some table of the format may have, from the calls in which the reader says so."""
    found = set(NAMES) | {"months", "days", "working_days", "roles"}
    for name in READERS:
        source = (ROOT / "src" / "zhixing" / "procedure" / name).read_text(encoding="utf-8")
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "only":
                constants = [node for argument in call.args for node in ast.walk(argument)]
                found |= {str(node.value) for node in constants if isinstance(node, ast.Constant)}
    return found


def test_the_reader_knows_many_keys() -> None:
    assert {"opens_case", "required_when", "ladder", "standing", "starts_when"} <= known_keys()


@pytest.mark.parametrize("key", sorted(known_keys() | set(FIELD_TYPES)))
def test_every_key_is_described(key: str) -> None:
    assert key in TOLD


@pytest.mark.parametrize("key", sorted(known_keys() - set(NAMES)))
def test_every_key_has_an_example(key: str) -> None:
    assert re.search(rf"(^|[\s{{.\[]){key}(\s*=|\]|\.)", EXAMPLES, re.MULTILINE)


def test_the_examples_together_are_a_procedure_without_a_fault() -> None:
    procedure = parse(EXAMPLES, file=FILE)

    assert [sentence.say("en") for sentence in check(procedure, guards=["is_complete"])] == []
