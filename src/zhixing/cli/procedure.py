"""`zhixing procedure`: the rules as data, checked, shown, compared and drawn."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import checked
from zhixing.cases.kinds import Kind
from zhixing.cli.answers import LOCALE, print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import one_body
from zhixing.procedure.difference import differences
from zhixing.procedure.drawing import draw
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import read
from zhixing.procedure.source import ProcedureError
from zhixing.procedure.words import Words


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "procedure",
        does="Check, show, compare or draw procedures.",
        example="zhixing procedure diff proposal my-proposal.toml",
    )
    doing = parser.add_subparsers(dest="doing", metavar="check|show|diff|adopt|draw", required=True)
    check = add_command(doing, "check", does="Check files, or all that are shipped.", example="zhixing procedure check")
    check.add_argument("files", metavar="FILE", nargs="*", type=Path)
    show = add_command(doing, "show", does="Show a procedure.", example="zhixing procedure show handling --json")
    show.add_argument("kind", metavar="KIND")
    show.add_argument("--json", action="store_true")
    diff = add_command(doing, "diff", does="Say in words what changed.", example="zhixing procedure diff a.toml b.toml")
    diff.add_argument("old", metavar="A", help="a file or a kind")
    diff.add_argument("new", metavar="B", help="a file or a kind")
    diff.add_argument("--language", choices=("en", "zh-hans"), default=LOCALE)
    adopting_command = add_command(
        doing,
        "adopt",
        does="Adopt a committee's procedure: its own file, or the shipped one. Open cases keep theirs.",
        example="zhixing procedure adopt proposal --body 331097",
    )
    adopting_command.add_argument("kind", metavar="KIND")
    adopting_command.add_argument("file", metavar="FILE", nargs="?", type=Path, help="default: the file in force there")
    adopting_command.add_argument("--body", metavar="CODE", help="the committee; needed when there are several")
    drawing = add_command(
        doing, "draw", does="Draw a procedure as SVG.", example="zhixing procedure draw proposal -o p.svg"
    )
    drawing.add_argument("kind", metavar="KIND", help="a kind or a file")
    drawing.add_argument("-o", dest="output", metavar="F.svg", type=Path)
    drawing.add_argument("--language", choices=("en", "zh-hans"), default="zh-hans")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    doing = {"check": _check, "show": _show, "diff": _diff, "adopt": _adopt, "draw": _draw}[arguments.doing]
    return doing(arguments)


def _check(arguments: argparse.Namespace) -> int:
    files: list[Path] = arguments.files or [kind.procedure for kind in kinds.everyone()]
    failed = 0
    for file in files:
        try:
            procedure = checked(_text(file), file=str(file))
        except ProcedureError as error:
            failed += 1
            for problem in error.problems:
                sys.stderr.write(problem.say(LOCALE) + "\n")
        else:
            print(f"{file}: {procedure.kind} {procedure.version} holds")
    return 1 if failed else 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{file} is not text in UTF-8. Save it as UTF-8.") from error


def _kind(name: str, *, or_file: bool = False) -> Kind:
    try:
        return kinds.get(name)
    except KeyError as error:
        known = ", ".join(kind.slug for kind in kinds.everyone())
        what = "neither a file nor a kind" if or_file else "no kind"
        raise CommandFailed(f"{name} is {what}. Kinds: {known}.") from error


def _named(name: str) -> Procedure:
    """Return the procedure of a kind, or of a file."""
    path = Path(name)
    try:
        return read(path if path.is_file() else _kind(name, or_file=True).procedure)
    except ProcedureError as error:
        raise CommandFailed(str(error)) from error


def _show(arguments: argparse.Namespace) -> int:
    procedure = _named(arguments.kind)
    if arguments.json:
        print_json(_plain(procedure))
        return 0
    print(f"{procedure.title.say(LOCALE)} ({procedure.kind} {procedure.version}, {procedure.article})")
    for act in procedure.acts.values():
        if not act.standing:
            start, target = ", ".join(act.start) or "-", ", ".join(act.target.states()) or "same"
            print(f"  {start} → {act.name} ({', '.join(act.by)}) → {target}  [{act.article}]")
    for clock in procedure.clocks.values():
        amount = procedure.number(clock.limit.amount, {})
        runs = f"{'/'.join(clock.starts)} to {'/'.join(clock.stops)}"
        print(f"  clock {clock.name}: {amount} {clock.limit.unit}, {runs}  [{clock.article}]")
    return 0


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of the model
    if isinstance(value, Words):
        return {"zh-hans": value.zh, "en": value.en}
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _diff(arguments: argparse.Namespace) -> int:
    found = differences(_named(arguments.old), _named(arguments.new))
    for sentence in found:
        print(sentence.say(arguments.language))
    if not found:
        print("The two say the same.")
    return 0


def _adopt(arguments: argparse.Namespace) -> int:
    body, kind = one_body(arguments.body), _kind(arguments.kind).slug
    before = adopting.in_force(body, kind)
    file: Path | None = arguments.file
    try:
        source = _text(file) if file else None
        after = adopting.adopt(body, kind, at=None, actor=None, source=source, file=str(file or ""))
    except ProcedureError as error:
        raise CommandFailed(str(error)) from error
    print(f"{body.short_name}: {after.procedure.kind} {after.procedure.version} is in force for new cases.")
    for sentence in differences(before.procedure, after.procedure):
        print("  " + sentence.say(LOCALE))
    return 0


def _draw(arguments: argparse.Namespace) -> int:
    picture = draw(_named(arguments.kind), arguments.language)
    if arguments.output:
        arguments.output.write_text(picture, encoding="utf-8")
    else:
        sys.stdout.write(picture)
    return 0
