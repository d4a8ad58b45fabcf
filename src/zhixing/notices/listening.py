"""Remember each entry of which somebody may want to be told outside the desk, in the transaction of its act.

The row is all that an act waits for, and only where somebody listens at all: who is told, and how, is found by the
worker. What was acknowledged is therefore never lost, and an act never waits for a gateway.
"""

from __future__ import annotations

from django.db import connection

from zhixing.assembly import clock
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case
from zhixing.notices.channels import any_open
from zhixing.notices.models import Telling
from zhixing.register.models import Entry
from zhixing.register.rows import insert

NOT_NEWS = frozenset({"import", "recompute"})
"""Acts of which nobody is told outside: an earlier record, and the counting of a limit anew."""

_LISTENS = """SELECT EXISTS (SELECT 1 FROM notices_choice WHERE wants IN ('turn', 'all'))
  OR EXISTS (SELECT 1 FROM notices_committeedefault WHERE wants IN ('turn', 'all'))"""


def remember_entry(case: Case, entry: Entry, _folded: Folded) -> None:
    """Remember an entry to be told of. Costs nothing without a gateway, and one look while nobody listens."""
    if entry.act in NOT_NEWS or not any_open() or not somebody_listens():
        return
    insert(Telling, ("case_id", "entry", "made_at"), [(case.pk, entry.number, clock.true_now())])


def somebody_listens() -> bool:
    """Tell whether anybody chose, or any committee set, to be told outside the desk."""
    with connection.cursor() as cursor:
        # A plain statement: every act waits for it.
        cursor.execute(_LISTENS)
        return bool(cursor.fetchone()[0])
