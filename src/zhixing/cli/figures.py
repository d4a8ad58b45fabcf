"""`zhixing figures`: the rates with their numerators and denominators, of all cases and by unit, session and so on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.utils.translation import override

from zhixing.assembly.models import Session
from zhixing.cases import kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.querysets import CaseQuerySet
from zhixing.cli.answers import LOCALE, print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.filters import filtered, known_filters
from zhixing.cli.people import add_as, readable
from zhixing.insight import counting
from zhixing.insight.counting import Group, Procedures, Rate

Count = Callable[[Kind, CaseQuerySet, Procedures], list[Group]]
Counted = list[tuple[Kind, CaseQuerySet, Procedures]]
GROUPINGS: Mapping[str, Count] = {
    "unit": counting.by_unit,
    "session": counting.by_session,
    "sector": counting.by_sector,
    "state": counting.by_state,
}


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "figures",
        does="Show the rates with their numerators and denominators; nothing is ranked.",
        example="zhixing figures --session 十届五次 --by unit --json",
    )
    parser.add_argument("--session", metavar="S", help="of one session alone, such as 十届五次; default all")
    parser.add_argument("--by", metavar="G", choices=_groupings(), help=", ".join(_groupings()))
    where = "of the proposals that meet a filter of their list alone, and what is below them; may be repeated"
    parser.add_argument("--where", metavar="k=v", action="append", default=[], help=where)
    parser.set_defaults(wrong=parser.error)
    add_as(parser)
    parser.add_argument("--json", action="store_true")
    return parser


def _counted_kinds() -> list[Kind]:
    return [kind for kind in kinds.everyone() if kind.ratios]


def _groupings() -> list[str]:
    return [*GROUPINGS, *counting.filters_of(_counted_kinds())]


def run(arguments: argparse.Namespace) -> int:
    """Print the figures."""
    with override(LOCALE):
        counted: Counted = []
        for kind in _counted_kinds():
            cases = readable(kind, arguments.user)
            if arguments.session:
                cases = cases.filter(session__in=_sessions(cases, arguments.session))
            cases = _narrowed(cases, kind, arguments)
            counted.append((kind, cases, counting.procedures_of(kind, cases)))
        found = [rate for one in counted for rate in counting.rates(one[0], counting.tallied(*one))]
        rows = list(_rows(arguments.by, counted)) if arguments.by else []
        if arguments.json:
            print_json({"session": arguments.session, "rates": _as_json(found, formula=True), "rows": rows})
        else:
            _print(found, arguments.by, rows)
    return 0


def _narrowed(cases: CaseQuerySet, kind: Kind, arguments: argparse.Namespace) -> CaseQuerySet:
    """Keep the cases that meet every filter: those of a kind that knows it, and what is below such cases of another."""
    for text in arguments.where:
        name, _mark, value = text.partition("=")
        knowing = [one for one in (kind, *_counted_kinds()) if name in known_filters(one)]
        if not knowing or not value:
            names = sorted({name for one in _counted_kinds() for name in known_filters(one)})
            arguments.wrong(f"--where takes a filter and a value such as category=economy; filters: {', '.join(names)}")
        if knowing[0] is kind:
            cases = filtered(cases, kind, name, value)
            continue
        above = filtered(readable(knowing[0], arguments.user), knowing[0], name, value)
        # What stands above a kind narrows what is below it; what is counted below does not narrow what is above.
        cases = cases.filter(parent__in=above.order_by().values("pk"))
    return cases


def _sessions(cases: CaseQuerySet, text: str) -> list[int]:
    """Return the ids of the sessions of that name, of several committees perhaps."""
    named = Session.objects.unscoped("sessions of whatever committees the reader sees").named(text)
    found = list(named.values_list("pk", flat=True))
    if not found:
        known = sorted({session.short_name for session in cases.sessions()})
        raise CommandFailed(f"There is no session {text}. Sessions with cases: {', '.join(known) or 'none'}.")
    return found


def _rows(by: str, counted: Counted) -> Iterator[dict[str, Any]]:
    """Yield a row for each group in official order, the kinds' tallies together where they share the groups."""
    count = GROUPINGS.get(by) or partial(_by_code, by)
    if by == "state":
        for kind, cases, procedures in counted:
            for group in count(kind, cases, procedures):
                yield {"kind": kind.slug, **_row(by, group, [(kind, group)])}
        return
    together: dict[object, list[tuple[Kind, Group]]] = {}
    for kind, cases, procedures in counted:
        for group in count(kind, cases, procedures):
            together.setdefault(group.key, []).append((kind, group))
    for groups in sorted(together.values(), key=lambda groups: groups[0][1].order):
        yield _row(by, groups[0][1], groups)


def _by_code(name: str, kind: Kind, cases: CaseQuerySet, procedures: Procedures) -> list[Group]:
    return counting.by_code(kind, name, cases, procedures)


def _row(by: str, first: Group, groups: Iterable[tuple[Kind, Group]]) -> dict[str, Any]:
    listed = list(groups)
    named = by not in {"unit", "session", "sector"}
    row: dict[str, Any] = {by: first.key if named else first.title.say(LOCALE)}
    row |= {"title": first.title.say(LOCALE)} if named else {"body": first.body} if by != "sector" else {}
    row |= {"proposed": first.proposed} if by == "unit" else {}
    row["counts"] = {name: n for _kind, group in listed for name, n in group.counts.items()}
    row["rates"] = _as_json([rate for kind, group in listed for rate in counting.rates(kind, group.counts)])
    return row


def _as_json(found: Iterable[Rate], *, formula: bool = False) -> dict[str, Any]:
    return {
        rate.name: {"numerator": rate.numerator, "denominator": rate.denominator, "value": rate.value}
        | ({"unknown": rate.unknown} if rate.unknown else {})
        | ({"formula": str(rate.formula)} if formula else {})
        for rate in found
    }


def _print(found: Iterable[Rate], by: str | None, rows: Iterable[Mapping[str, Any]]) -> None:
    for rate in found:
        unknown = f", not known {rate.unknown}" if rate.unknown else ""
        print(f"{rate.name}: {_percent(rate.value)} = {rate.numerator}/{rate.denominator}{unknown}  {rate.formula}")
    for row in rows:
        name = row.get("title") or row[str(by)]
        parts = [
            f"{rate} {_percent(one['value'])} ({one['numerator']}/{one['denominator']})"
            for rate, one in row["rates"].items()
        ]
        print(f"{name}: {', '.join(parts)}")


def _percent(value: float | None) -> str:
    return "nothing to count" if value is None else f"{value * 100:.1f} %"
