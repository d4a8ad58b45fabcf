"""`zhixing case`: one case as one person may read it."""

from __future__ import annotations

import argparse
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.cases import kinds, reading
from zhixing.cases.access import visible_case
from zhixing.cases.models import Case, CaseParty
from zhixing.cli.answers import print_json, refusal_in_words
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import add_as, who_looks
from zhixing.procedure.facts import Refused


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "case",
        does="Show a case as somebody may read it.",
        example="zhixing case 1005001 --as clerk --json",
    )
    parser.add_argument("number", metavar="NUMBER", help="the permanent or the official number")
    add_as(parser)
    parser.add_argument("--json", action="store_true")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the case."""
    actor, body = who_looks(arguments.number, arguments.user)
    try:
        case = visible_case(arguments.number, actor)
    except Refused as refused:
        raise CommandFailed(refusal_in_words(refused)) from refused
    shown = case_as_json(case, actor, body)
    if arguments.json:
        print_json(shown)
    else:
        _print(shown)
    return 0


def case_as_json(case: Case, actor: Actor, body: Body) -> dict[str, Any]:
    """Return a case in the shape that scripts rely on, holding what the actor may read."""
    acts = reading.acts(case, actor, on=clock.today(), with_refusals=False)
    children = Case.objects.visible_to(actor).filter(parent=case).order_by("pk")
    return {
        "number": case.number,
        "official_number": case.official_number,
        "kind": case.kind,
        "title": case.title,
        "state": case.state,
        "body": body.slug,
        "session": case.session.short_name if case.session else None,
        "year": case.year,
        "opened": case.opened_on.isoformat() if case.opened_on else None,
        "closed": case.closed_on.isoformat() if case.closed_on else None,
        "parties": [_party(party) for party in case.parties.select_related("person", "organisation").order_by("place")],
        "clocks": [_clock(view) for view in reading.clocks(case)],
        "entries": [_entry(view) for view in reading.timeline(case, actor)],
        "children": [
            {"number": child.number, "official_number": child.official_number, "kind": child.kind, "state": child.state}
            for child in children
        ],
        "acts": [{"act": offer.act.name, "article": offer.act.article} for offer in acts.can],
    }


def _party(party: CaseParty) -> dict[str, Any]:
    who = party.person or party.organisation
    kind = "person" if party.person_id else "organisation"
    return {"capacity": party.capacity, "type": kind, "id": who.pk if who else None, "name": who.name if who else ""}


def _clock(view: reading.ClockView) -> dict[str, Any]:
    state = view.state
    return {
        "clock": view.name,
        "status": state.status,
        "started": state.started.isoformat(),
        "due": state.due.isoformat(),
        "warn_on": state.warn_on.isoformat(),
        "ended": state.ended.isoformat() if state.ended else None,
        "on_time": state.on_time,
        "provisional": state.provisional,
        "article": view.clock.article,
        "derivation": [line.as_json() for line in state.lines],
    }


def _entry(view: reading.EntryView) -> dict[str, Any]:
    return {
        "number": view.number,
        "act": view.act,
        "article": view.article,
        "who": view.who or None,
        "office": view.office or None,
        "at": view.at.astimezone(clock.ZONE).isoformat(),
        "recorded_at": view.recorded_at.astimezone(clock.ZONE).isoformat(),
        "state": view.state,
        "imported": view.imported,
        "undated": view.undated,
        "late": view.late.astimezone(clock.ZONE).isoformat() if view.late else None,
        "data": {value.name: value.raw for value in view.values},
        "hash": view.hash,
    }


def _who(entry: dict[str, Any]) -> str:
    if entry["imported"]:
        return "an earlier record"
    return f"{entry['office'] or ''} {entry['who'] or 'the clock'}".strip()


def _print(shown: dict[str, Any]) -> None:
    title = kinds.get(shown["kind"]).title
    print(f"{title} {shown['official_number'] or shown['number']}  {shown['title']}")
    print(f"State {shown['state']}, opened {shown['opened'] or 'on a day not known'}")
    for clock_shown in shown["clocks"]:
        print(f"  {clock_shown['clock']}: {clock_shown['status']}, due {clock_shown['due']}")
    for entry in shown["entries"]:
        when = "undated" if entry["undated"] else entry["at"][:16]
        print(f"  {entry['number']}. {when} {entry['act']} by {_who(entry)} → {entry['state']}")
    print("You may: " + (", ".join(act["act"] for act in shown["acts"]) or "nothing now"))
