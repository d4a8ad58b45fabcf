"""办结: what figures count of complete proposals, and what an open one waits for, in the order of work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhixing.cases.measures import Completion, Ratio, Tally, Trait, Wait
from zhixing.proposals.completed import completed, heard, put_into_practice, replied, time_over
from zhixing.proposals.completed_then import tallied_then

TRAITS = (
    Trait(name="all_replied", title=_("Every reply is out"), holds=replied),
    Trait(name="completed", title=_("Complete"), holds=completed),
    Trait(name="heard", title=_("Complete, opinion in"), holds=heard),
    Trait(name="time_over", title=_("Complete, time for an opinion over"), holds=time_over),
    Trait(name="delivered", title=_("Put into practice"), holds=put_into_practice),
)
FILED = {"reached": "filed"}
TALLIES = (
    Tally("all_replied", _("Every reply is out"), {**FILED, "all_replied": "1"}),
    Tally("completed", _("Complete"), {**FILED, "completed": "1"}),
    Tally("heard", _("Complete, opinion in"), {**FILED, "heard": "1"}),
    Tally("time_over", _("Complete, time for an opinion over"), {**FILED, "time_over": "1"}),
    Tally("delivered", _("Put into practice"), {**FILED, "delivered": "1"}),
    Tally("replies_unknown", _("Reply not known"), {**FILED, "imported": "1", "not_all_replied": "1"}),
    Tally("end_unknown", _("End not known"), {**FILED, "imported": "1", "not_completed": "1"}),
    Tally("delivery_unknown", _("Practice not known"), {**FILED, "imported": "1", "not_delivered": "1"}),
)
RATIOS = (
    Ratio(
        "completion_rate",
        _("Completion rate"),
        _(
            "Filed proposals on which every reply is out, the proposer has answered or let the time pass, and nothing "
            "promised is open, out of all that were filed."
        ),
        top="completed",
        bottom="filed",
        unknown="end_unknown",
    ),
    Ratio(
        "answered_rate",
        _("Proposals replied to"),
        _("Filed proposals on which every unit’s reply was released and not sent back, out of all that were filed."),
        top="all_replied",
        bottom="filed",
        unknown="replies_unknown",
    ),
    Ratio(
        "delivery_rate",
        _("Delivery rate"),
        _(
            "Filed proposals whose every reply says the matter is solved (letter A), or whose promises were all "
            "verified as kept, out of all that were filed."
        ),
        top="delivered",
        bottom="filed",
        unknown="delivery_unknown",
    ),
)

_UNIT, _PROPOSER = _("the unit"), _("the proposer")
_SUPERVISION, _COMMITTEE = _("the supervision office"), _("the proposals committee’s office")
_WORKING = ("assigned", "accepted", "drafted")
COMPLETION = Completion(
    among="filed",
    complete="completed",
    concluding=Wait(
        name="conclude", title=_("Complete; to be concluded in form"), on=_COMMITTEE, states=("answered", "tracking")
    ),
    waits=(
        Wait(name="ledger", title=_("From a ledger that does not say how it ended"), on=_COMMITTEE, imported=True),
        Wait(name="assign", title=_("To be assigned"), on=_COMMITTEE, states=("filed",), clocks=("assign",)),
        Wait(
            name="objection",
            title=_("Objection to decide"),
            on=_SUPERVISION,
            below="handling",
            states=("return_requested",),
            clocks=("decide_objection",),
        ),
        Wait(
            name="overdue",
            title=_("Reply overdue"),
            on=_UNIT,
            below="handling",
            states=(*_WORKING, "rework"),
            clocks=("reply", "rework"),
            overdue=True,
        ),
        Wait(
            name="rework",
            title=_("To be handled again"),
            on=_UNIT,
            below="handling",
            states=("rework",),
            clocks=("rework",),
        ),
        Wait(name="reply", title=_("Reply to come"), on=_UNIT, below="handling", states=_WORKING, clocks=("reply",)),
        Wait(
            name="release",
            title=_("Reply to be released"),
            on=_SUPERVISION,
            below="handling",
            states=("reply_review",),
            clocks=("review",),
        ),
        Wait(
            name="opinion",
            title=_("Opinion to come"),
            on=_PROPOSER,
            below="handling",
            whose="proposer",
            states=("replied", "replied_again"),
            clocks=("feedback",),
            overdue=False,
        ),
        Wait(
            name="opinion_over",
            title=_("Reply out, time for the opinion over"),
            on=_PROPOSER,
            below="handling",
            whose="proposer",
            states=("replied", "replied_again"),
            clocks=("feedback",),
        ),
        Wait(
            name="promise_overdue",
            title=_("Promise not kept in time"),
            on=_UNIT,
            below="promise",
            states=("open",),
            clocks=("promise",),
            overdue=True,
        ),
        Wait(
            name="promise",
            title=_("Promise to be kept"),
            on=_UNIT,
            below="promise",
            states=("open",),
            clocks=("promise",),
        ),
        Wait(
            name="verify",
            title=_("Kept promise to be verified"),
            on=_COMMITTEE,
            below="promise",
            states=("claimed",),
            clocks=("verify",),
        ),
    ),
    working=(
        *("opinion_over", "verify", "opinion", "release", "overdue", "objection", "rework", "reply"),
        *("promise_overdue", "promise", "assign", "conclude", "ledger"),
    ),
    then=tallied_then,
)
