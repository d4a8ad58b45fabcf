"""System checks: every kind has a procedure that holds, and the procedures fit each other."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error, register

from zhixing.cases import kinds
from zhixing.cases.adopting import checked
from zhixing.procedure.model import Procedure
from zhixing.procedure.source import ProcedureError
from zhixing.procedure.together import check_together


@register()
def check_kinds(**_kwargs: object) -> list[CheckMessage]:
    """Report kinds whose shipped procedure cannot be adopted, and what the procedures miss in each other."""
    found: list[CheckMessage] = []
    procedures: dict[str, Procedure] = {}
    for kind in kinds.everyone():
        try:
            procedure = checked(kind.procedure.read_text(encoding="utf-8"), file=str(kind.procedure))
        except (ProcedureError, OSError) as error:
            found.append(Error(f"The procedure of kind {kind.slug!r} cannot be used: {error}", id="zhixing.E010"))
            continue
        procedures[kind.slug] = procedure
        if procedure.kind != kind.slug:
            found.append(
                Error(f"{kind.procedure} is of kind {procedure.kind!r}, not {kind.slug!r}.", id="zhixing.E011")
            )
    # What a procedure that cannot be read misses or lacks is no fault of the others.
    if not found:
        found = [Error(fault.say("en"), id="zhixing.E012") for fault in check_together(procedures)]
    return found
