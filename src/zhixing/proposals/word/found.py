"""What reading Word files gives: a proposal with all that was and was not understood, or the refusal of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhixing.procedure.words import Words
from zhixing.proposals.ledger import ProposerKind

LONGEST_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something a person has to look at.

    ``field`` is the field of :class:`WordProposal` it may belong to, or empty. ``text`` is all that stands there, so
    that nothing is lost; it is empty where something is missing.
    """

    field: str
    what: Words
    where: Words
    text: str = ""

    @property
    def excerpt(self) -> str:
        """The beginning of the text, for a list."""
        line = " ".join(self.text.split())
        return line if len(line) <= LONGEST_EXCERPT else f"{line[:LONGEST_EXCERPT]}…"


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a field comes from: the label or heading as the file writes it, and the words read under it."""

    field: str
    label: str
    text: str
    where: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WordProposal:
    """One proposal as a Word file tells it. What the file does not say is empty or None.

    Either the three parts are filled and ``body`` is empty, or the parts could not be told apart and ``body`` holds
    all of the text. ``title_suggestion`` is what might be the title of a file that names none. ``proposers`` begin
    with the first proposer; names stand as written. ``others`` are labels of the form that have no field here.
    ``taken`` and ``not_understood`` together hold every visible character of the file's text. ``digest`` is the
    SHA-256 of the file's bytes.
    """

    file: str
    digest: str = ""
    title: str = ""
    title_suggestion: str = ""
    proposers: tuple[str, ...] = ()
    cosigners: tuple[str, ...] = ()
    proposer_kind: ProposerKind | None = None
    sector: str = ""
    workplace: str = ""
    phone: str = ""
    category: str = ""
    suggested_unit: str = ""
    dated: date | None = None
    publishable: bool | None = None
    situation: str = ""
    analysis: str = ""
    suggestions: str = ""
    body: str = ""
    banner: str = ""
    others: tuple[tuple[str, str], ...] = ()
    images: int = 0
    not_understood: tuple[NotUnderstood, ...] = ()
    notes: tuple[Words, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that was not taken; ``sentence`` says why and what to do."""

    file: str
    sentence: Words


class FileRefused(Exception):
    """A file that cannot be taken, with the sentence for its reader; for use within this package."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Words(zh, en)
