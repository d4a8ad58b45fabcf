"""What the states of some cases mean, for the key below a list."""

from __future__ import annotations

from collections.abc import Iterable

from zhixing.cases import adopting
from zhixing.cases.models import Case
from zhixing.common.parts import StateHelp
from zhixing.desk.speech import say


def state_key(cases: Iterable[Case]) -> list[StateHelp]:
    """Return the states that the cases are in, each once, with the sentence of the procedure; without one, none."""
    found: dict[tuple[str, str], StateHelp] = {}
    for case in cases:
        state = adopting.by_digest(case.procedure).procedure.states[case.state]
        if state.help:
            found.setdefault((case.kind, case.state), StateHelp(title=say(state.title), help=say(state.help)))
    return list({(str(one.title), str(one.help)): one for one in found.values()}.values())
