"""What the pages show on which things beside the cases are looked over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.assembly.models import Body
from zhixing.assembly.names import aligned
from zhixing.assembly.strokes import in_strokes
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk import looking
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.proposals.publishing import WAYS, publishable

STROKES = "strokes"
MOST_SHOWN = 200
"""So many rows stand in each list, the newest; of more, the page says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list: its heading, its columns, its rows of texts, how many there are in all, and what to say of none."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int
    empty: str
    key: str = ""
    note: str = ""
    filters: Sequence[LinkGroup] = field(default_factory=tuple)
    ticks: Sequence[int] = ()

    @property
    def lines(self) -> Sequence[tuple[int | None, Sequence[str]]]:
        """The rows, each with what its tick sends where rows can be chosen."""
        ticks: Sequence[int | None] = self.ticks or [None] * len(self.rows)
        return list(zip(ticks, self.rows, strict=True))


def accounts(body: Body, on: date, show: str, *, order: str = "", slips: bool = False) -> Table:
    """Return the committee's accounts, all of them or those asked for; four or five queries.

    ``order`` is by sign-in name or by strokes of the family name. With ``slips`` those that nobody has used yet can be
    chosen, to print new activation slips.
    """
    ways: dict[str, tuple[str, Callable[[QuerySet[Account]], QuerySet[Account]]]] = {
        "": (_("All"), lambda found: found),
        "unused": (_("Never used"), looking.unused),
        "left": (_("Of people who left"), lambda found: looking.left_over(found, on)),
        "changed": (_("Posts changed in 30 days"), lambda found: looking.changed(found, body, on)),
        "mending": (_("May mend the record"), lambda found: looking.mending(found, body, on)),
    }
    chosen = show if show in ways else ""
    found = ways[chosen][1](looking.accounts_of(body)).select_related("person")
    by_strokes = order == STROKES
    shown = in_strokes(found, lambda one: one.person.name)[:MOST_SHOWN] if by_strokes else list(found[:MOST_SHOWN])
    people = [account.person_id for account in shown]
    posts, members = looking.posts_by_person(body, people, on), looking.members_among(body, people, on)
    rows = [
        (aligned(account.person.name), account.sign_in, _held(account, posts, members), _last(account))
        for account in shown
    ]
    links = [
        Link(title=title, url=_accounts_url(name, order), current=name == chosen)
        for name, (title, _narrow) in ways.items()
    ]
    orders = [("", _("By sign-in name")), (STROKES, _("By strokes of the family name"))]
    order_links = [
        Link(title=title, url=_accounts_url(chosen, name), current=(name == STROKES) == by_strokes)
        for name, title in orders
    ]
    return Table(
        title=_("Accounts"),
        columns=[_("Name"), _("Sign-in name"), _("Posts today"), _("Signed in last")],
        rows=rows,
        total=found.count(),
        empty=_("There is no such account."),
        note=_("An account that nobody uses, or whose owner has left, is a door left open."),
        filters=[LinkGroup(title=_("Show"), entries=links), LinkGroup(title=_("Order"), entries=order_links)],
        ticks=[account.pk for account in shown] if slips and chosen == "unused" else (),
    )


def _accounts_url(show: str, order: str) -> str:
    asked = {name: value for name, value in (("show", show), ("order", order)) if value}
    return f"{reverse('desk:accounts')}?{urlencode(asked)}" if asked else reverse("desk:accounts")


def _held(account: Account, posts: Mapping[int, list[str]], members: frozenset[int]) -> str:
    held = [*posts.get(account.person_id, ()), *([_("Member")] if account.person_id in members else [])]
    return "、".join(held) or _("nothing any more")


def _last(account: Account) -> str:
    at = account.last_signed_in_at
    return _moment(at) if at else _("never")


def proposed_units(body: Body) -> Table:
    """Return the units that wait to be confirmed; two queries."""
    found = looking.proposed_units(body)
    return Table(
        title=_("Units to confirm"),
        columns=[_("Unit"), _("Cases")],
        rows=[(unit.name, str(getattr(unit, "cases", 0) or 0)) for unit in found[:MOST_SHOWN]],
        total=found.count(),
        empty=_("Every unit is confirmed."),
        note=_(
            "A ledger named them. They carry its cases, and nothing can be assigned to them until the administrator "
            "confirms each with `zhixing unit confirm`, or merges it into the unit that is meant."
        ),
    )


def to_publish(body: Body, way: str) -> Table:
    """Return the proposals that both sides let publish in one way; three queries."""
    chosen = way if way in WAYS else WAYS[0]
    titles = {"full": _("In full"), "summary": _("As a summary")}
    found = publishable(body, chosen)
    cases = found.select_related("session__term").defer("folded").prefetch_related(with_parties())[:MOST_SHOWN]
    rows = [
        (case.called, case.title, in_short(in_capacities(case.parties.all(), "handler", "cohandler"))) for case in cases
    ]
    links = [
        Link(title=titles[one], url=f"{reverse('desk:publishable')}?way={one}", current=one == chosen) for one in WAYS
    ]
    return Table(
        title=_("To be published"),
        columns=[_("Number"), _("Title"), _("Handling unit")],
        rows=rows,
        total=found.count(),
        empty=_("There is nothing both sides let publish this way."),
        note=_("The proposer agreed to publication, and so did every unit that replied."),
        filters=[LinkGroup(title=_("Publication"), entries=links)],
    )


def register(body: Body) -> Mapping[str, Any]:
    """Return where the register stands and what in it the auditor looks over; eight queries."""
    seal, now = looking.last_seal(), clock.now()
    mends, looks, failed = looking.mends(body), looking.looks(body, now), looking.refused_sign_ins(body, now)
    return {
        "seal": seal,
        "since": looking.since_seal(body, seal),
        "tables": [
            Table(
                key="mends",
                title=_("Entries that mended the record"),
                columns=[_("Case"), _("Kind"), _("Act"), _("By"), _("On")],
                rows=[
                    (
                        f"{entry.case} #{entry.number}",
                        looking.kind_title(entry),
                        looking.act_title(entry),
                        entry.actor.name if entry.actor else _("The clock"),
                        _moment(entry.at),
                    )
                    for entry in mends[:MOST_SHOWN]
                ],
                total=mends.count(),
                empty=_("Nothing was mended."),
            ),
            Table(
                key="looks",
                title=_("Sensitive files opened in the last 30 days"),
                columns=[_("Who"), _("Post"), _("What"), _("Of"), _("On")],
                rows=[
                    (one.person.name if one.person else "", one.post, one.what, one.subject, _moment(one.at))
                    for one in looks[:MOST_SHOWN]
                ],
                total=looks.count(),
                empty=_("Nobody opened any."),
            ),
            Table(
                key="sign-ins",
                title=_("Failed sign-ins in the last 30 days"),
                columns=[_("Account"), _("Outcome"), _("Address"), _("On")],
                rows=[
                    (
                        one.account.sign_in if one.account else "",
                        one.get_outcome_display(),
                        one.address or "",
                        _moment(one.at),
                    )
                    for one in failed[:MOST_SHOWN]
                ],
                total=failed.count(),
                empty=_("None failed."),
            ),
        ],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")
