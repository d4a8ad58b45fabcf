"""The kinds of this room, declared to the shared floors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhixing.cases.folding import Folded, parties_of
from zhixing.cases.kinds import Beside, Column, Filter, Hint, Kind, Reader, Section
from zhixing.cases.measures import Ratio, Tally
from zhixing.cases.querysets import CaseQuerySet
from zhixing.proposals import completing, counted, deciding, guards
from zhixing.proposals.assigning import mode_proposed
from zhixing.proposals.bringing_in import LEDGER, WORDS
from zhixing.proposals.candidates import OF_HANDLINGS
from zhixing.proposals.confirming import FILLED_IN, as_read, from_the_file
from zhixing.proposals.models import Call, Cohandling, Handling, Lead, Proposal, Suggestion
from zhixing.proposals.ratings import PRESSED, SAID_OF_A_REPLY, TO_CALL
from zhixing.proposals.reading_in import read_proposal
from zhixing.proposals.self_handling import SELF_HANDLED, employers_notice
from zhixing.proposals.suggestions import answers_begin
from zhixing.proposals.windows import sign_by_stands
from zhixing.proposals.working import COHANDLING_WORK, HANDLING_WORK

TEXT = ("title", "situation", "analysis", "suggestions")
PROCEDURES = Path(__file__).parent / "procedures"

TITLE_HINTS = (
    Hint(
        "^关于.+的(提案|建议|意见)$",
        _("Titles are usually written as “关于……的建议” or “关于……的提案”. This is a hint; it keeps nothing back."),
    ),
    Hint(
        "(问题|工作|建设)[和及与、].*(问题|工作|建设)|以及|[；;]|的(提案|建议).+的(提案|建议)",
        _("This may be two matters. One matter in each proposal is answered more clearly; a hint only."),
        when=True,
    ),
)
"""What to think of while a title is written."""

CAPACITIES = {
    "proposer": _("First proposer"),
    "cosigner": _("Co-signers"),
    "invited": _("Awaiting signature"),
    "declined": _("Declined to sign"),
    "not_signed": _("Did not sign in time"),
    "withdrawn_signer": _("Withdrew their signature"),
    "merged_proposer": _("Proposers of merged proposals"),
    "handler": _("Handling unit"),
    "cohandler": _("Co-handling units"),
    "receiver": _("Sent to"),
}
"""What parties are called in proposals and handlings, in the order in which a page names them."""


def published(cases: CaseQuerySet) -> CaseQuerySet:
    """Narrow proposals to what the public may know: taken from a published page (Rules on proposals, art. 38).

    Publication here, with the consent of both sides, comes with the portal.
    """
    return cases.filter(pk__in=Proposal.objects.exclude(url="").values("pk"))


def form_of(folded: Folded) -> Mapping[str, str]:
    """Return the form of a proposal by who proposes it: alone, together, or an organisation (Rules, art. 7).

    A ledger's own word stands where it names nobody.
    """
    parties = parties_of(folded)
    proposers = [party for party in parties if party.capacity == "proposer"]
    if not proposers:
        return {"proposer_kind": folded["values"].get("proposer_kind", "")}
    if any(party.organisation for party in proposers):
        return {"proposer_kind": "collective"}
    joint = len(proposers) > 1 or any(party.capacity == "cosigner" for party in parties)
    return {"proposer_kind": "joint" if joint else "individual"}


PROPOSAL = Kind(
    slug="proposal",
    title=_("Proposal"),
    plural_title=_("Proposals"),
    procedure=PROCEDURES / "proposal.toml",
    content=Proposal,
    columns=(
        Column("proposer", _("Proposer"), capacity="proposer", also=("cosigner",)),
        Column("handler", _("Handling unit"), capacity="handler", also=("cohandler",)),
    ),
    filters=(
        Filter("category", _("Category"), "categories"),
        Filter("proposer_kind", _("Form"), "proposer_kinds"),
        Filter("occasion", _("Occasion"), "occasions"),
        Filter("focus", _("Focus"), "focuses"),
        Filter("livelihood", _("Livelihood field"), "livelihoods"),
    ),
    derived=form_of,
    guards={
        "names_a_proposer": guards.names_a_proposer,
        "asks_somebody": guards.asks_somebody,
        "has_signatures": guards.has_signatures,
        "no_withdrawal_waits": guards.no_withdrawal_waits,
        "withdrawal_waits": guards.withdrawal_waits,
        "nothing_is_merged_into_it": guards.nothing_is_merged_into_it,
        "leaves_nothing_merged": guards.leaves_nothing_merged,
        "sides_have_agreed": guards.sides_have_agreed,
        "units_are_apart": guards.units_are_apart,
        "mode_fits_the_units": guards.mode_fits_the_units,
    },
    sections=(
        Section("situation", _("Situation")),
        Section("analysis", _("Analysis")),
        Section("suggestions", _("Suggestions")),
        Section("whole", _("Text that could not be divided")),
        Section("not_understood", _("What was not understood")),
    ),
    mine=("proposer", "cosigner", "invited", "merged_proposer"),
    capacities=CAPACITIES,
    unit="handler",
    author="proposer",
    tallies=(
        Tally("received", _("Submitted"), {"reached": "received"}),
        Tally("filed", _("Filed"), {"reached": "filed"}),
        Tally("assigned", _("Assigned"), {"reached": "assigned"}),
        Tally("merged", _("Merged"), {"reached": "merged"}),
        Tally("converted", _("Converted"), {"state": "converted"}),
        Tally("declined", _("Declined"), {"state": "declined"}),
        Tally("imported", _("From ledgers"), {"imported": "1"}),
        *completing.TALLIES,
    ),
    ratios=(
        Ratio(
            "filing_rate",
            _("Filing rate"),
            _("Proposals that were filed, out of all that were submitted."),
            top="filed",
            bottom="received",
        ),
        Ratio(
            "assignment_rate",
            _("Assignment rate"),
            _("Filed proposals that were assigned to a unit, out of all that were filed."),
            top="assigned",
            bottom="filed",
        ),
        *completing.RATIOS,
    ),
    traits=(*completing.TRAITS, *counted.PROPOSAL_TRAITS),
    past=counted.PROPOSAL_PAST,
    entered=counted.PROPOSAL_ENTERED,
    completion=completing.COMPLETION,
    public=published,
    beside=Beside(
        title=_("Earlier proposals on this"),
        acts=(
            *("submit", "invite", "submit_collective", "invite_collective"),
            *("first_review", "file", "decline", "merge"),
        ),
        grades=("grade", "second_grade"),
    ),
    hints={"title": TITLE_HINTS},
    reads=Reader(
        title=_("Read a Word file in"),
        acts=("submit", "invite", "submit_collective", "invite_collective", "enter"),
        accepts=(".docx",),
        read=read_proposal,
    ),
    brought_in=(WORDS, LEDGER),
    limits=("assign",),
    instead={"first_review": ("return_draft",), "file": ("decline", "merge", "ask_conversion")},
    marks=(SELF_HANDLED,),
    notices={"propose_units": employers_notice, "assign": employers_notice},
    beside_forms={"confirm_entry": as_read},
    begins_with={
        "resubmit": {name: name for name in TEXT},
        "amend": {name: name for name in TEXT},
        "invite_more": {"sign_by": sign_by_stands},
        "confirm_entry": {**{name: name for name in (*TEXT, "original")}, FILLED_IN: from_the_file},
        "assign": {"mode": mode_proposed, "unit": "proposed_unit", "co_units": "proposed_co_units"},
    },
)

ON_PROPOSALS = {"above": "proposal"}
"""Deputies' suggestions run through the same handling; the figures of proposals leave them out."""
REPLIED = {**ON_PROPOSALS, "reached": "replied"}
WAITING = {**ON_PROPOSALS, "unreached": "off_desk"}
HANDLING = Kind(
    slug="handling",
    title=_("Handling"),
    plural_title=_("Handlings"),
    procedure=PROCEDURES / "handling.toml",
    content=Handling,
    guards={
        "extension_is_asked": guards.extension_is_asked,
        "dissatisfied_twice": guards.dissatisfied_twice,
        "first_rating_stands": guards.first_rating_stands,
        "second_rating_stands": guards.second_rating_stands,
        "a_call_is_asked_for": guards.a_call_is_asked_for,
    },
    marks=(SELF_HANDLED, TO_CALL, PRESSED),
    limits=("reply", "rework"),
    decisions=deciding.IN_HANDLINGS,
    traits=counted.HANDLING_TRAITS,
    entered=counted.HANDLING_ENTERED,
    candidates=OF_HANDLINGS,
    instead={"release_reply": ("return_reply",)},
    columns=(
        Column("handler", _("Handling unit"), capacity="handler", also=("cohandler",)),
        Column("proposer", _("Proposer"), capacity="proposer", also=("cosigner",)),
    ),
    filters=(Filter("letter", _("Result letter"), "letters"),),
    sections=(
        Section("progress", _("Progress")),
        Section("reply", _("Reply")),
        Section("answers", _("Answer to each suggestion")),
    ),
    mine=("handler", "proposer", "cosigner", "merged_proposer"),
    capacities=CAPACITIES,
    unit="handler",
    author="proposer",
    above="proposal",
    # What was moved to another unit, or stopped, is that unit's no longer: it neither counts nor waits.
    tallies=(
        Tally("handlings", _("With the unit"), {**ON_PROPOSALS, "unreached": "left"}),
        Tally("replied", _("Replied"), REPLIED),
        Tally("due", _("Reply due by today"), {**ON_PROPOSALS, "reply_due": "1"}),
        Tally("on_time", _("On time"), {**REPLIED, "on_time": "reply"}),
        Tally("letter", _("Result letter"), REPLIED, each="letter"),
        Tally("solved_or_promised", _("Solved or under way"), {**ON_PROPOSALS, "solved_or_promised": "1"}),
        Tally("contacted", _("Contacted"), {**REPLIED, "acted": "contact"}),
        Tally("rated", _("Opinion in"), {**REPLIED, "acted": "rate"}),
        Tally("talk_unknown", _("Contact and opinion not known"), {**REPLIED, "imported": "1"}),
        # What is handled again counts as well: its proposer was not content.
        Tally("said", _("Opinion known"), {**ON_PROPOSALS, "unreached": "left"}, told="opinion"),
        Tally(
            "content",
            _("Satisfied or basically satisfied"),
            {**ON_PROPOSALS, "unreached": "left"},
            told="opinion",
            but="again",
        ),
        Tally("waiting", _("Waiting"), WAITING),
        Tally("overdue", _("Overdue"), {**WAITING, "overdue": "1"}),
        Tally("near", _("Near"), {**WAITING, "nearing": "1"}),
        Tally("objected", _("Objected to"), {**ON_PROPOSALS, "acted": "object"}),
        Tally("more_time", _("More time asked for"), {**ON_PROPOSALS, "acted": "request_extension"}),
        Tally("sent_back", _("Reply sent back"), {**ON_PROPOSALS, "acted": "return_reply"}),
        Tally("reply_unknown", _("Reply not known"), {**WAITING, "imported": "1"}),
    ),
    ratios=(
        Ratio(
            "reply_rate",
            _("Reply rate"),
            _("Handlings whose reply was released and not sent back, out of all that are with units."),
            top="replied",
            bottom="handlings",
            unknown="reply_unknown",
        ),
        Ratio(
            "on_time_rate",
            _("On-time rate"),
            _("Replies signed within the limit, out of those released that ran under one and those overdue today."),
            top="on_time",
            bottom="due",
        ),
        Ratio(
            "contact_rate",
            _("Contact rate"),
            _("Released replies whose unit spoke with the proposer before or after, out of all that were released."),
            top="contacted",
            bottom="replied",
            unknown="talk_unknown",
        ),
        Ratio(
            "well_answered_rate",
            _("Solved or under way (A and B)"),
            _("Released replies with letter A or B, out of all handlings that are with units."),
            top="solved_or_promised",
            bottom="handlings",
            unknown="reply_unknown",
        ),
        Ratio(
            "feedback_rate",
            _("Feedback rate"),
            _("Released replies on which the proposer gave an opinion, out of all that were released."),
            top="rated",
            bottom="replied",
            unknown="talk_unknown",
        ),
        Ratio(
            "satisfaction_rate",
            _("Satisfaction rate"),
            _("Last opinions that are not dissatisfied, out of all that are in; no answer is no good answer."),
            top="content",
            bottom="said",
        ),
        Ratio(
            "overdue_rate",
            _("Overdue rate"),
            _("Handlings whose reply or second reply is overdue today, out of those without a released reply."),
            top="overdue",
            bottom="waiting",
            unknown="reply_unknown",
        ),
    ),
    begins_with={
        "draft_reply": {"draft": "draft", "draft_answers": ("draft_answers", answers_begin)},
        "sign_reply": {"reply": "draft", "answers": ("draft_answers", answers_begin)},
        "change_rating": {name: name for name in ("grade", *SAID_OF_A_REPLY)},
        "change_second_rating": {name: name for name in ("second_grade", *SAID_OF_A_REPLY)},
    },
    work=HANDLING_WORK,
)

COHANDLING = Kind(
    slug="cohandling",
    title=_("Co-handling"),
    plural_title=_("Co-handlings"),
    procedure=PROCEDURES / "cohandling.toml",
    content=Cohandling,
    columns=(
        Column("cohandler", _("Co-handling unit"), capacity="cohandler"),
        Column("handler", _("Lead unit"), capacity="handler"),
    ),
    sections=(Section("reason", _("What the unit disagrees with")),),
    mine=("cohandler",),
    unit="cohandler",
    work=COHANDLING_WORK,
)

LEAD = Kind(
    slug="lead",
    title=_("Lead"),
    plural_title=_("Leads"),
    procedure=PROCEDURES / "lead.toml",
    content=Lead,
    columns=(Column("claimant", _("Taken up by"), capacity="claimant"),),
    filters=(Filter("category", _("Category"), "categories"), Filter("source", _("Source"), "sources")),
    sections=(Section("facts", _("Facts and idea")),),
    mine=("giver", "claimant"),
    begins_with={"publish": {"title": "title", "facts": "facts"}},
)

CALL = Kind(
    slug="call",
    title=_("Call for proposals"),
    plural_title=_("Calls for proposals"),
    procedure=PROCEDURES / "call.toml",
    content=Call,
    guards={"window_has_two_ends": guards.window_has_two_ends},
    columns=(Column("window_opens", _("Window opens")), Column("window_closes", _("Window closes"))),
    sections=(Section("text", _("Text")), Section("topics", _("Topics for reference"))),
    begins_with={"change_window": {"window_opens": "window_opens", "window_closes": "window_closes"}},
)

SUGGESTION = Kind(
    slug="suggestion",
    title=_("Deputies' suggestion"),
    plural_title=_("Deputies' suggestions"),
    procedure=PROCEDURES / "suggestion.toml",
    content=Suggestion,
    guards={
        "units_are_apart": guards.units_are_apart,
        "mode_fits_the_units": guards.mode_fits_the_units,
    },
    columns=(Column("deputies", _("Deputies")), Column("handler", _("Handling unit"), capacity="handler")),
    filters=(Filter("category", _("Category"), "categories"),),
    sections=(Section("text", _("Text")),),
    mine=("proposer",),
    unit="handler",
)

KINDS = (PROPOSAL, HANDLING, COHANDLING, LEAD, CALL, SUGGESTION)
