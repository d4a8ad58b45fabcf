"""What the proposals committee's office brings in: its ledger, and proposals written in Word."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.bringing_in import FileSort, Taking
from zhixing.cases.duties import holds
from zhixing.proposals.importing import import_ledger
from zhixing.proposals.importing.words import import_words
from zhixing.sheets.report import Report


def _of_proposals(actor: Actor) -> bool:
    """Tell whether somebody works in the proposals committee's office."""
    return holds(actor, PostKind.CLERK, PostKind.DIRECTOR, function=Function.PROPOSALS_COMMITTEE)


def _ledger(taking: Taking) -> Report:
    return import_ledger(taking.path, body=taking.body, alone=True, dry_run=taking.dry_run)


def _words(taking: Taking) -> Report:
    return import_words(taking.path, body=taking.body, dry_run=taking.dry_run)


WORDS = FileSort(
    slug="words",
    title=_("Proposals in Word"),
    help=_(
        "One .docx, or all of a session in a ZIP. Title, proposers and the three parts are found by their headings; "
        "each proposal then waits to be compared with its file and confirmed."
    ),
    endings=("docx", "zip"),
    may=_of_proposals,
    run=_words,
    enters="receive_file",
)
LEDGER = FileSort(
    slug="ledger",
    title=_("Ledger of proposals"),
    help=_(
        "The 提案台账 of this or an earlier session, as Excel or CSV, headings as they are. Units that nobody knows "
        "yet are entered to be confirmed. The same ledger brought in again changes only what has changed."
    ),
    endings=("xlsx", "csv"),
    may=_of_proposals,
    run=_ledger,
)
