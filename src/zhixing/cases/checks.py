"""System checks: every kind has a procedure that holds, and its content model fits it."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error, register

from zhixing.cases import kinds
from zhixing.cases.adopting import checked
from zhixing.procedure.source import ProcedureError


@register()
def check_kinds(**_kwargs: object) -> list[CheckMessage]:
    """Report kinds whose shipped procedure cannot be adopted."""
    found: list[CheckMessage] = []
    for kind in kinds.everyone():
        try:
            procedure = checked(kind.procedure.read_text(encoding="utf-8"), file=str(kind.procedure))
        except (ProcedureError, OSError) as error:
            found.append(Error(f"The procedure of kind {kind.slug!r} cannot be used: {error}", id="zhixing.E010"))
            continue
        if procedure.kind != kind.slug:
            found.append(
                Error(f"{kind.procedure} is of kind {procedure.kind!r}, not {kind.slug!r}.", id="zhixing.E011")
            )
    return found
