"""How commands answer: as JSON for programs, as plain lines for people."""

from __future__ import annotations

import json
import sys
from typing import Any

from zhixing.procedure.facts import Refused

LOCALE = "en"
"""The language of a terminal's sentences; programs read codes."""


def print_json(value: object) -> None:
    """Print one JSON value on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def refusal_as_json(refused: Refused, locale: str = LOCALE) -> dict[str, Any]:
    """Return a refusal in the shape that scripts rely on, with the fields at fault."""
    return {
        "ok": False,
        "reason": refusal_in_words(refused, locale),
        "article": refused.article or None,
        "code": refused.code,
    }


def refusal_in_words(refused: Refused, locale: str = LOCALE) -> str:
    """Return a refusal as one text: its sentence, and what is wrong with each field."""
    faults = [sentence.say(locale) for _field, sentence in refused.faults if sentence is not refused.sentence]
    return " ".join([refused.sentence.say(locale), *faults])
