"""The kinds of this room, declared to the shared floors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhixing.cases import kinds
from zhixing.cases.conditions import overdue
from zhixing.cases.kinds import Beside, Column, Decision, Filter, Kind, Section
from zhixing.supervision.bank_kinds import PROBLEM, TOPIC
from zhixing.supervision.candidates import OF_PROMISES
from zhixing.supervision.joint_kinds import CHECK, JOINT_PLAN, LETTER
from zhixing.supervision.models import Promise
from zhixing.supervision.places import PROCEDURES

PROMISE = Kind(
    slug="promise",
    title=_("Promise"),
    plural_title=_("Promises"),
    procedure=PROCEDURES / "promise.toml",
    content=Promise,
    columns=(Column("handler", _("Handling unit"), capacity="handler"), Column("person", _("Person"))),
    filters=(Filter("found", _("Finding"), "findings"),),
    sections=(
        Section("suggestion", _("Suggestion")),
        Section("measures", _("Measures promised")),
        Section("progress", _("Progress")),
        Section("evidence", _("Evidence")),
    ),
    mine=("handler", "proposer"),
    unit="handler",
    limits=("promise",),
    decisions=(
        Decision(
            name="overdue",
            title=_("Promises not kept in time"),
            act="give_up",
            holds=lambda: overdue(kinds.get("promise")),
            listed={"overdue": "1"},
        ),
    ),
    candidates=OF_PROMISES,
    gist="measures",
    beside=Beside(title=_("Earlier promises on the same matter"), acts=("progress", "claim_done", "verify", "give_up")),
)

KINDS = (PROMISE, PROBLEM, TOPIC, LETTER, CHECK, JOINT_PLAN)
