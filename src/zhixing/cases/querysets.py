"""How cases are found: by body, by who may see them, and by what their clocks say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from zhixing.assembly.models import Session
from zhixing.assembly.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from zhixing.assembly.actors import Actor
    from zhixing.cases.models import Case

BY_NUMBER = "entries of cases that were chosen: a case's number begins with its body's"
"""Why entries are asked for by the numbers of cases alone: with the body SQLite goes through all its entries."""


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Queries over cases; each must say whose."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the cases of the actor's body that the actor may see: those with a reader key the actor holds."""
        readers = apps.get_model("cases", "CaseReader")
        mine = readers.objects.filter(case=OuterRef("pk"), key__in=sorted(actor.keys))
        return self.of_body(actor.body_id).filter(Exists(mine))

    def below(self, case: Case) -> Self:
        """Keep the children of a case and theirs; by the family first, which is small, however many cases there are."""
        family = self.filter(root=case.root_id or case.pk)
        return family.filter(Q(parent=case) | Q(parent__parent=case))

    def overdue(self, on: date) -> Self:
        """Keep the cases whose nearest running limit lies before a day."""
        return self.filter(due_on__lt=on)

    def near(self, on: date) -> Self:
        """Keep the cases that are not overdue and past their warning day."""
        return self.filter(due_on__gte=on, warn_on__lte=on)

    def sessions(self) -> list[Session]:
        """Return the sessions these cases belong to, with their terms."""
        wanted = self.order_by().values("session")
        return list(
            Session.objects.unscoped("the sessions of chosen cases").filter(pk__in=wanted).select_related("term")
        )

    def numbered(self, number: str) -> Self:
        """Keep the case with this permanent or official number."""
        return self.filter(Q(number=number) | Q(official_number=number))
