"""How units work on what this room gives them: a handling as lead or alone, a co-handling beside the lead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhixing.cases.unit_work import Answers, Contacts, Graded, Step, UnitWork

HANDLING_WORK = UnitWork(
    part=_("Lead or sole"),
    steps=(
        Step(
            name="receive",
            title=pgettext_lazy("step", "Receive"),
            states=("assigned", "return_requested"),
            acts=("accept", "decide_objection"),
        ),
        Step(
            name="contact",
            title=pgettext_lazy("step", "Contact"),
            acts=("contact",),
            during=("accepted", "rework", "drafted"),
        ),
        Step(name="draft", title=pgettext_lazy("step", "Draft"), states=("accepted", "rework"), acts=("draft_reply",)),
        Step(
            name="check",
            title=pgettext_lazy("step", "Check"),
            acts=("check_draft",),
            since="draft_reply",
            during=("drafted",),
        ),
        Step(name="sign", title=pgettext_lazy("step", "Sign"), states=("drafted",), acts=("sign_reply",)),
        Step(name="review", title=pgettext_lazy("step", "Review"), states=("reply_review",), acts=("release_reply",)),
        Step(
            name="rate",
            title=pgettext_lazy("step", "Rating"),
            states=("replied", "replied_again"),
            acts=("rate", "rate_again"),
        ),
    ),
    people=("proposer", "cosigner", "merged_proposer"),
    section="section",
    officer="officer_in_charge",
    below="cohandling",
    opinion="opinion",
    opinion_said="opinion",
    reached=("unit", "proposals_office"),
    contacts=Contacts(
        act="contact",
        stage="stage",
        way="way",
        day="held_on",
        people="with_whom",
        said="record",
        confirms="confirm_contact",
        entry="contact_entry",
        so="confirmed",
        yes="yes",
    ),
    inside=("draft", "check", "sign"),
    words="instruction",
    answers=Answers(
        text="reply", code="letter", milestone="replied", into={"draft_reply": "draft", "sign_reply": "reply"}
    ),
    graded=Graded(fields=("grade", "second_grade"), choices="grades"),
)
"""A review that ends well sends the reply out in the same act, so the two are one step."""

COHANDLING_WORK = UnitWork(
    part=_("Co-handler"),
    steps=(
        Step(name="receive", title=pgettext_lazy("step", "Receive"), states=("assigned",), acts=("accept",)),
        Step(name="opinion", title=pgettext_lazy("step", "Opinion"), states=("accepted",), acts=("give_opinion",)),
        Step(
            name="lead",
            title=pgettext_lazy("step", "Lead’s draft"),
            acts=("receive_draft",),
            during=("opinion_given",),
        ),
        Step(
            name="countersign",
            title=pgettext_lazy("step", "Countersign"),
            states=("opinion_given",),
            acts=("countersign",),
        ),
    ),
    people=("proposer",),
    lead="handler",
    received="receive_draft",
)
