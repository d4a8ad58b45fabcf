"""Self-handling 自提自办: a proposal that is handled by the employer of one who proposed or signed it.

Nothing forbids it, so nothing is refused. Those who assign and supervise are told, because such a unit answers to its
own people. Employers are those of the roster of the case's term; where a roster does not say, nobody is suspected.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhixing.assembly.models import Membership, Organisation
from zhixing.cases.kinds import Mark
from zhixing.cases.models import Case, CaseParty

AUTHORS = ("proposer", "cosigner", "merged_proposer")
UNITS = ("handler", "cohandler")


def is_self_handled() -> Q:
    """Return the condition on a case: one of its units employs one of its authors."""
    people = CaseParty.objects.filter(case=OuterRef(OuterRef("case")), capacity__in=AUTHORS, person__isnull=False)
    seats = Membership.objects.unscoped("seats in the case's own term").filter(
        term=OuterRef("case__session__term"),
        employer_organisation=OuterRef("organisation"),
        person__in=people.values("person"),
    )
    return Q(Exists(CaseParty.objects.filter(Exists(seats), case=OuterRef("pk"), capacity__in=UNITS)))


def employers_notice(case: Case) -> str:
    """Return whom not to assign a proposal to without a thought: where its authors work; empty when nobody knows."""
    if case.session is None:
        return ""
    people = CaseParty.objects.filter(case=case, capacity__in=AUTHORS, person__isnull=False).values("person")
    seats = Membership.objects.of_body(case.body_id).filter(term=case.session.term_id, person__in=people)
    employers = seats.exclude(employer_organisation=None).values("employer_organisation")
    units = Organisation.objects.of_body(case.body_id).filter(pk__in=employers).order_by("official_order", "pk")
    names = list(units.values_list("name", flat=True))
    if not names:
        return ""
    return _("Proposers or co-signers work at: %(units)s. A unit among them would handle its own proposal.") % {
        "units": "、".join(names)
    }


SELF_HANDLED = Mark(
    name="self_handled",
    title=gettext_lazy("Self-handled"),
    sentence=gettext_lazy("The handling unit is where a proposer or co-signer works (self-handling)."),
    roles=("proposals_office", "proposals_director", "supervision", "supervision_office", "party_supervision"),
    holds=is_self_handled,
)
