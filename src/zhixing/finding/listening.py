"""Follow the entries and the names: remember which cases are to be read in, and spell every name.

An act writes one row for it and no more; reading in happens before the next search, or by the worker. What must be out
of sight at once is taken out here, in the act's own transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db.models import Model

from zhixing.assembly.models import Organisation, OrganisationName, Person
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case
from zhixing.finding import name_index, reading_in
from zhixing.finding.models import Waiting
from zhixing.register.models import Entry
from zhixing.register.rows import insert

OUT_OF_SIGHT = frozenset({"correct", "redact"})
"""Acts after which a text must no longer be found."""


def remember_entry(case: Case, entry: Entry, _folded: Folded) -> None:
    """Remember a case for reading in, and forget at once what it puts out of sight."""
    insert(Waiting, ("case_id",), [(case.pk,)])
    if entry.act in OUT_OF_SIGHT or "removes" in json.loads(entry.outcome):
        reading_in.forget([case.pk])


def remember_cases(cases: Sequence[Case]) -> None:
    """Remember many cases at once, as an import enters them."""
    insert(Waiting, ("case_id",), [(case.pk,) for case in cases])


def spell_name(row: Model) -> None:
    """Write the forms of a name anew where they changed."""
    match row:
        case Person():
            name_index.write_people([row.pk])
        case Organisation():
            name_index.write_organisations([row.pk])
        case OrganisationName():
            name_index.write_organisations([row.organisation_id])
        case _:
            pass
