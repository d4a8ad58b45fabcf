"""The conditions of this room's procedures that need logic."""

from __future__ import annotations

from zhixing.procedure.facts import Data, Facts


def extension_is_asked(facts: Facts, _data: Data) -> bool:
    """Allow a decision only while a request for more time waits for one (Measures on handling, art. 23)."""
    return facts.counts.get("request_extension", 0) > facts.counts.get("decide_extension", 0)
