"""All stories of this package, for tests that tell them again."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.stories.telling import Teller
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import parse
from zhixing.proposals.kinds import KINDS
from zhixing.supervision.assessment_kinds import KINDS as ASSESSING
from zhixing.supervision.key_kinds import KINDS as KEY_KINDS
from zhixing.supervision.kinds import KINDS as FOLLOWED

Told = Callable[[Teller], None]


def stories() -> Iterator[Told]:
    """Yield the stories of this package: tests that need nothing but a teller."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.stories.{file.stem}")
        for name, story in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and list(inspect.signature(story).parameters) == ["tell"]:
                yield story


def procedures() -> dict[str, Procedure]:
    """Return the procedures of proposals and of their supervision, as shipped."""
    shipped = (*KINDS, *FOLLOWED, *KEY_KINDS, *ASSESSING)
    return {kind.slug: parse(kind.procedure.read_text(encoding="utf-8"), file=kind.slug) for kind in shipped}
