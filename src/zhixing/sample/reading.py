"""What the sample city is made of, read from the content files into typed values. Everything in them is invented."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

CONTENT = Path(__file__).parent / "content"
RULES = CONTENT / "rules.toml"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountText:
    """Somebody who can sign in, with the post held; a member holds none."""

    sign_in: str
    person: str
    title: str
    organisation: str = ""
    post: str = ""
    extension: int = 0
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermText:
    """A term of office."""

    number: int
    opens: date
    closes: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionText:
    """A plenary session, the window for its proposals and the day of its assignment meeting."""

    term: int
    number: int
    opens: date
    closes: date
    window_opens: date
    window_closes: date
    assigned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeText:
    """An office that runs the procedures."""

    name: str
    short_name: str
    kind: str
    side: str
    functions: list[str] = field(default_factory=list)
    leadership: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationText:
    """A special committee or democratic party, which signs proposals of its own."""

    name: str
    short_name: str
    signer: str
    kind: str = "special_committee"
    party: str = ""
    drafter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitText:
    """A handling unit with its head and its liaison."""

    order: int
    name: str
    short_name: str
    kind: str
    side: str
    head: str
    liaison: str
    extension: int
    duties: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorText:
    """A sector in use, with the group its members form."""

    name: str
    seats: int
    convener: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberText:
    """A member's seat."""

    name: str
    gender: str
    sector: str
    party: str
    employer: str
    committee: str = ""
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostText:
    """A post without an account."""

    person: str
    organisation: str
    post: str
    title: str
    extension: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceText:
    """A committee and everybody around it, in official order."""

    slug: str
    area_code: str
    name: str
    short_name: str
    place: str
    level: str
    terms: tuple[TermText, ...]
    sessions: tuple[SessionText, ...]
    offices: tuple[OfficeText, ...]
    units: tuple[UnitText, ...]
    sectors: tuple[SectorText, ...]
    members: tuple[MemberText, ...]
    posts: tuple[PostText, ...]
    special_committees: tuple[AssociationText, ...] = ()
    democratic_parties: tuple[AssociationText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Who exists in the sample installation, and the day it stands at."""

    today: date
    accounts: tuple[AccountText, ...]
    city: PlaceText
    county: PlaceText


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalText:
    """A written proposal. ``reason`` is why a review declines it, as the code of a list; most have none."""

    title: str
    category: str
    subcategory: str
    unit: str
    co_units: list[str]
    situation: str
    analysis: str
    suggestions: list[str]
    reason: str = ""
    explanation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseText:
    """A promise of a reply: what, how many months from the reply, and the post that answers for it."""

    text: str
    months: int
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyText:
    """A reply, suggestion by suggestion: to one proposal, or with four answers that fit any."""

    letter: str
    opening: str
    answers: list[str]
    closing: str
    promises: list[dict[str, Any]]
    proposal: str = ""

    def promised(self) -> tuple[PromiseText, ...]:
        """Return the promises of the reply."""
        return _rows(PromiseText, self.promises)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactText:
    """What came of a contact with the proposer."""

    way: str
    stage: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkText:
    """An office's opinion with the outcome it speaks for; ``fits`` names the one occasion it is true of."""

    outcome: str
    text: str
    fits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineText:
    """How it is explained that a proposal is declined for a reason."""

    code: str
    article: str
    texts: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingText:
    """What a proposer says of a reply, and what is to be handled again."""

    grade: str
    comment: str
    again: str = ""
    proposal: str = ""
    fits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionText:
    """For how many months more a unit asks, and why."""

    months: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What units, offices and proposers say."""

    replies: tuple[ReplyText, ...]
    contacts: tuple[ContactText, ...]
    first_reviews: tuple[RemarkText, ...]
    reply_reviews: tuple[RemarkText, ...]
    declines: tuple[DeclineText, ...]
    ratings: tuple[RatingText, ...]
    extensions: tuple[ExtensionText, ...]
    notes: Mapping[str, list[str]]


@cache
def read_content() -> Content:
    """Return who exists in the sample installation."""
    table = _table(CONTENT / "city.toml")
    return Content(
        today=table["today"],
        accounts=_rows(AccountText, table["accounts"]),
        city=_place(table["city"]),
        county=_place(table["county"]),
    )


@cache
def read_phrases() -> Phrases:
    """Return what is said in the sample city."""
    table = _table(CONTENT / "replies.toml")
    return Phrases(
        replies=_rows(ReplyText, table["replies"]),
        contacts=_rows(ContactText, table["contacts"]),
        first_reviews=_rows(RemarkText, table["first_reviews"]),
        reply_reviews=_rows(RemarkText, table["reply_reviews"]),
        declines=_rows(DeclineText, table["declines"]),
        ratings=_rows(RatingText, table["ratings"]),
        extensions=_rows(ExtensionText, table["extensions"]),
        notes=table["notes"],
    )


@cache
def read_proposals(pattern: str) -> tuple[ProposalText, ...]:
    """Return the proposals of the content files of a name, such as ``proposals_0*.toml``, in their order."""
    files = sorted(CONTENT.glob(pattern))
    return tuple(text for file in files for text in _rows(ProposalText, _table(file)["proposals"]))


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _rows(made: Callable[..., T], tables: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
    return tuple(made(**table) for table in tables)


def _place(table: Mapping[str, Any]) -> PlaceText:
    rows: dict[str, Callable[..., object]] = {
        "terms": TermText,
        "sessions": SessionText,
        "offices": OfficeText,
        "units": UnitText,
        "sectors": SectorText,
        "members": MemberText,
        "posts": PostText,
        "special_committees": AssociationText,
        "democratic_parties": AssociationText,
    }
    known = [one.name for one in fields(PlaceText) if one.name in table]
    values: dict[str, Any] = {name: _rows(rows[name], table[name]) if name in rows else table[name] for name in known}
    return PlaceText(**values)
