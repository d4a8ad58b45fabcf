"""What a rating asks of the proposals committee's office: a call to the proposer, and a look at who was pressed.

Both are said in confidence (Measures on handling, art. 29): the marks are for that office alone.
"""

from __future__ import annotations

from django.db.models import IntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from zhixing.cases.kinds import Mark

OFFICE = ("proposals_office", "proposals_director")
SAID_OF_A_REPLY = ("attitude", "result", "words")
"""What a changed rating begins with beside the grade."""


def asks_for_a_call() -> Q:
    """Return the condition that a rating asks for a call and none was entered since."""
    asked, called = (Cast(KT(path), IntegerField()) for path in ("folded__sources__call_me", "folded__last__called"))
    done = Q(folded__last__has_key="called") & Q(GreaterThan(called, asked))
    return Q(folded__values__call_me="yes") & ~done


def was_pressed() -> Q:
    """Return the condition that the proposer said last that they were pressed to rate well."""
    return Q(folded__values__pressed="yes")


TO_CALL = Mark(
    name="to_call",
    title=_("Asks for a call"),
    sentence=_("The proposer asks the proposals committee to call. Enter the call when it was made."),
    roles=OFFICE,
    holds=asks_for_a_call,
)
PRESSED = Mark(
    name="pressed",
    title=_("Pressed"),
    sentence=_("The proposer says that somebody pressed for a good rating. They may change it until the case closes."),
    roles=OFFICE,
    holds=was_pressed,
)
