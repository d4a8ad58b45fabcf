"""`zhixing act`: one act through the one door, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.access import visible_case
from zhixing.cases.acts import open_case, perform
from zhixing.cases.calls import Done
from zhixing.cli.answers import print_json, refusal_as_json, refusal_in_words
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.handing_in import with_files_stored
from zhixing.cli.people import actor_called, add_as
from zhixing.procedure.engine import find_act
from zhixing.procedure.facts import Refused

NEW = "new:"


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "act",
        does="Perform one act. NUMBER is a case's number, or new:KIND to open a case.",
        example="zhixing act 1005001-1 accept --as unit",
    )
    parser.add_argument("number", metavar="NUMBER")
    parser.add_argument("act", metavar="ACT")
    add_as(parser, required=True)
    parser.add_argument(
        "--data", metavar="JSON", type=_object, default={}, help="the act's fields, as a JSON object; files as paths"
    )
    parser.add_argument("--key", metavar="K", help="makes the call safe to repeat")
    parser.add_argument("--seen", metavar="N", type=int, help="the last entry you saw; a later change is a conflict")
    parser.add_argument("--json", action="store_true")
    return parser


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise argparse.ArgumentTypeError(f"this is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError('expected a JSON object such as {"unit": "市教育局"}')
    return value


def run(arguments: argparse.Namespace) -> int:
    """Perform the act and print what came of it."""
    actor, body = actor_called(arguments.user)
    try:
        done = _performed(arguments, actor, body)
    except Refused as refused:
        if arguments.json:
            print_json(refusal_as_json(refused))
            sys.stderr.write(refusal_in_words(refused) + "\n")
            return 1
        cited = f" ({refused.article})" if refused.article else ""
        raise CommandFailed(refusal_in_words(refused) + cited) from refused
    if arguments.json:
        print_json({"ok": True, "state": done.state, "entry": done.entry, "number": done.case.number})
    else:
        print(f"{done.case.number}: entry {done.entry}, now {done.state}")
    return 0


def _performed(arguments: argparse.Namespace, actor: Actor, body: Body) -> Done:
    if arguments.number.startswith(NEW):
        kind = arguments.number.removeprefix(NEW)
        data = arguments.data
        if kind in {one.slug for one in kinds.everyone()}:
            procedure = adopting.in_force(body, kind).procedure
            data = with_files_stored(find_act(procedure, arguments.act), data, actor)
        return open_case(kind, arguments.act, actor=actor, data=data, key=arguments.key)
    case = visible_case(arguments.number, actor)
    act = find_act(adopting.by_digest(case.procedure).procedure, arguments.act)
    data = with_files_stored(act, arguments.data, actor)
    return perform(case, arguments.act, actor=actor, data=data, key=arguments.key, seen=arguments.seen)
