"""What the form of an assignment begins with beside the units that were proposed."""

from __future__ import annotations

from zhixing.assembly.actors import Actor
from zhixing.cases import reading
from zhixing.cases.models import Case


def mode_proposed(case: Case | None, actor: Actor) -> str | None:
    """Return the way of handling that goes with the units proposed, as far as the actor may read them.

    Co-handling units mean a lead with co-handlers (Measures on handling, art. 9); None where none are proposed.
    """
    if case is None:
        return None
    latest = {value.name: value.raw for view in reading.timeline(case, actor) for value in view.values}
    return "lead" if latest.get("proposed_co_units") else None
