"""Slips to print for chosen cases, a page each: receipts, assignment slips 交办单, lists to sign 附议签名单.

They say what everybody who may see the case reads on its page. Which cases, a batch keeps; printing enters nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.names import aligned
from zhixing.assembly.strokes import in_strokes
from zhixing.cases import adopting
from zhixing.cases.kinds import Kind
from zhixing.cases.labels import Label
from zhixing.cases.models import Case, CaseParty, Deadline
from zhixing.common.dates import full_day
from zhixing.common.parts import Field
from zhixing.desk.boards import batches
from zhixing.desk.boards.menu import ASSIGNING, works_in
from zhixing.desk.boards.models import Batch
from zhixing.desk.parties import in_capacities, name_of
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import joined, say

PRINT = "print."
"""Before the name of a slip, as a batch keeps what its cases were chosen for."""
HANDLING = "handling"
AUTHORS = ("proposer", "cosigner", "merged_proposer")
SIGNERS = ("cosigner", "invited")
STROKES = "strokes"
"""In the address: those who sign by the strokes of their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody on a list to sign: the name as lists set it, and whether they have signed here already."""

    name: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One page: its title, what it says, who signs it, and the boxes to be filled in by hand."""

    title: str
    number: str
    fields: Sequence[Field]
    signers: Sequence[Signer] = ()
    boxes: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A sort of slip for the cases of a kind, and how those of a case are made: none where there is none."""

    name: str
    kind: str
    title: Label
    make: Callable[[Printing, Case], Iterator[Slip]]


@dataclass(frozen=True)
class Printing:
    """Chosen cases about to be printed as one sort of slip; the number of queries does not depend on how many.

    ``below`` are the handlings of each case, ``limits`` the clocks of each handling.
    """

    by_strokes: bool = False
    below: Mapping[int, Sequence[Case]] = field(default_factory=dict)
    limits: Mapping[int, Sequence[Deadline]] = field(default_factory=dict)


def slips_of(batch: Batch, actor: Actor, *, by_strokes: bool) -> list[Slip]:
    """Return a slip for each chosen case of which there is one, in the order chosen; at most eight queries."""
    sort = sort_of(batch.kind, batch.act.removeprefix(PRINT))
    if sort is None:
        return []
    items = list(batch.items.order_by("place"))
    found = Case.objects.visible_to(actor).filter(number__in=[item.case for item in items])
    cases = {case.number: case for case in found.select_related("session__term").prefetch_related(with_parties())}
    printing = _printing(list(cases.values()), actor, by_strokes=by_strokes)
    return [slip for item in items if item.case in cases for slip in sort.make(printing, cases[item.case])]


def _printing(cases: Sequence[Case], actor: Actor, *, by_strokes: bool) -> Printing:
    rows = Case.objects.visible_to(actor).filter(kind=HANDLING, parent__in=[case.pk for case in cases])
    children = rows.order_by("pk").select_related("session__term").prefetch_related(with_parties())
    below: dict[int, list[Case]] = defaultdict(list)
    for child in children:
        below[child.parent_id or 0].append(child)
    for case in cases:
        if case.kind == HANDLING:
            below[case.pk].append(case)
    handlings = [one.pk for several in below.values() for one in several]
    limits: dict[int, list[Deadline]] = defaultdict(list)
    for row in Deadline.objects.filter(case__in=handlings).order_by("due_on", "pk"):
        limits[row.case_id].append(row)
    return Printing(by_strokes, below, limits)


def offered(kind: Kind, actor: Actor) -> list[Sort]:
    """Return the sorts of slips that the offices print of a kind's cases; none for anybody else."""
    if not works_in(actor, ASSIGNING):
        return []
    return [sort for sort in SORTS if sort.kind == kind.slug]


def sort_of(kind: str, name: str) -> Sort | None:
    """Return a sort of slip by kind and name."""
    return next((sort for sort in SORTS if (sort.kind, sort.name) == (kind, name)), None)


def begin(kind: str, name: str, cases: Sequence[Case], *, actor: Actor, back: str) -> Batch:
    """Keep which cases were chosen to be printed."""
    wanted = [batches.Wanted(case=case) for case in cases]
    return batches.begin(kind, f"{PRINT}{name}", wanted, actor=actor, back=back, at=clock.now())


def _receipt(_printing: Printing, case: Case) -> Iterator[Slip]:
    """Yield the receipt of what was submitted."""
    states = adopting.by_digest(case.procedure).procedure.milestones["received"].states
    if case.state in states:
        fields = [
            *_about(case),
            Field(label=_("Proposers"), value=_names(in_capacities(case.parties.all(), *AUTHORS))),
            Field(label=_("Received on"), value=_day(case.opened_on)),
            Field(label=_("State"), value=say(adopting.by_digest(case.procedure).procedure.states[case.state].title)),
        ]
        note = _("The proposal was received. Where it stands can be read in the system under this number.")
        yield Slip(title=_("Receipt"), number=case.called, fields=fields, boxes=[_("Handled by")], note=note)


def _assignment(printing: Printing, case: Case) -> Iterator[Slip]:
    """Yield a slip for each unit that has the proposal, or that the handling is."""
    for handling in printing.below.get(case.pk, ()):
        procedure = adopting.by_digest(handling.procedure).procedure
        parties = handling.parties.all()
        limits = [row for row in printing.limits.get(handling.pk, ()) if row.clock in procedure.clocks]
        yield Slip(
            title=_("Assignment slip"),
            number=handling.called,
            fields=[
                *_about(handling),
                Field(label=_("Proposers"), value=_names(in_capacities(parties, *AUTHORS))),
                Field(label=_("Handling unit"), value=_names(in_capacities(parties, "handler"))),
                Field(label=_("Co-handling units"), value=_names(in_capacities(parties, "cohandler"))),
                Field(label=_("Assigned on"), value=_day(handling.opened_on)),
                *(
                    Field(label=say(procedure.clocks[row.clock].title), value=_day(row.due_on))
                    for row in limits
                    if row.started_on == handling.opened_on
                ),
            ],
            boxes=[_("Received by"), _("Received on"), _("Officer in charge and telephone")],
            note=_("Assigned to another unit by mistake? Object within the limit; it may not be passed on."),
        )


def _signatures(printing: Printing, case: Case) -> Iterator[Slip]:
    """Yield the list of those who sign, or are asked to."""
    parties = in_capacities(case.parties.all(), *SIGNERS)
    if parties:
        ordered = in_strokes(parties, name_of) if printing.by_strokes else parties
        yield Slip(
            title=_("List of signatures"),
            number=case.called,
            fields=[
                *_about(case),
                Field(label=_("First proposer"), value=_names(in_capacities(case.parties.all(), "proposer"))),
            ],
            signers=[Signer(name=_aligned(party), signed=party.capacity == "cosigner") for party in ordered],
            note=_("I have read the whole text and sign it."),
        )


def _about(case: Case) -> list[Field]:
    session = case.session.name if case.session else ""
    return [
        Field(label=_("Session"), value=session),
        Field(label=_("Number"), value=case.called),
        Field(label=_("Title"), value=case.title),
    ]


def _names(parties: Sequence[CaseParty]) -> str:
    return joined(map(name_of, parties))


def _aligned(party: CaseParty) -> str:
    return aligned(name_of(party)) if party.person_id else name_of(party)


def _day(day: date | None) -> str:
    return full_day(day, locale=get_language() or "zh-hans") if day else ""


RECEIPTS = Sort(name="receipt", kind="proposal", title=gettext_lazy("Receipts"), make=_receipt)
ASSIGNMENTS = Sort(name="assignment", kind="proposal", title=gettext_lazy("Assignment slips"), make=_assignment)
UNIT_SLIPS = Sort(name="assignment", kind="handling", title=gettext_lazy("Assignment slips"), make=_assignment)
SIGNATURES = Sort(name="signatures", kind="proposal", title=gettext_lazy("Lists of signatures"), make=_signatures)
SORTS: Sequence[Sort] = (RECEIPTS, ASSIGNMENTS, UNIT_SLIPS, SIGNATURES)
