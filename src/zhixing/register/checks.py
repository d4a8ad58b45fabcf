"""System check: a register whose protection is missing must not be written to."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from zhixing.register.protection import missing


@register(Tags.database)
def check_protection(databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Report triggers that are missing on the register's database."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if "register_entry" not in connection.introspection.table_names():
            continue
        found += [
            Error(
                f"The register is not protected: trigger {name} is missing on database {alias!r}.",
                hint="Find out who removed it; run `zhixing register verify --root …` and `zhixing register protect`.",
                id="zhixing.E001",
            )
            for name in missing(connection)
        ]
    return found
