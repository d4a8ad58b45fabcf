"""The scores of a drawn handling: the four aspects with the most each could have, and their sum."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case
from zhixing.cases.panels import Cell, Panel, Part, Table

ASPECTS = ("contact_points", "answer_points", "measures_points", "effect_points")
"""What the third party scores; the sum is shown."""


def points_of(folded: Folded) -> Mapping[str, int | None]:
    """Return the points of a drawn handling: none while it is not scored."""
    given = [folded["values"].get(name) for name in ASPECTS]
    return {"points": sum(given) if None not in given else None}


def panel(case: Case, _actor: Actor) -> Panel:
    """Return the scores as a table for whoever sees the case; nothing while there are none. No query."""
    total = points_of(case.folded)["points"]
    if total is None:
        return ()
    adopted, locale = adopting.by_digest(case.procedure), get_language() or "zh-hans"
    fields = adopted.procedure.acts["score"].fields
    most = [adopted.procedure.number(fields[name].most or 0, adopted.settings) for name in ASPECTS]
    titles = [fields[name].title.say(locale) for name in ASPECTS]
    given = [case.folded["values"][name] for name in ASPECTS]
    lines = [*zip(titles, given, most, strict=True), (_("Total"), total, sum(most))]
    rows = [[Cell(text=title), Cell(text=str(points)), Cell(text=str(bound))] for title, points, bound in lines]
    return (Part(title=_("Scores"), table=Table(columns=(_("Aspect"), _("Points"), _("At most")), rows=rows)),)
