"""`zhixing procedure`: the rules as data, checked, shown, compared, adopted and drawn."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from zhixing.cases import adopting, chosen, kinds
from zhixing.cases.adopting import checked
from zhixing.cli import rules_tried
from zhixing.cli.answers import LOCALE, print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import one_body
from zhixing.cli.procedure_files import kind_called, kind_of_overlay, text_of
from zhixing.procedure.difference import differences
from zhixing.procedure.drawing import draw
from zhixing.procedure.limits import Limit
from zhixing.procedure.model import Cause, Opening, Procedure
from zhixing.procedure.read_overlay import is_overlay
from zhixing.procedure.reader import parse
from zhixing.procedure.source import ProcedureError
from zhixing.procedure.together import check_together
from zhixing.procedure.words import Sentence, Words

SHIPPED = "shipped"


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "procedure",
        does="Check, show, compare or draw procedures.",
        example="zhixing procedure diff proposal my-proposal.toml",
    )
    doing = parser.add_subparsers(dest="doing", metavar="check|show|diff|settings|try|adopt|draw", required=True)
    check = add_command(doing, "check", does="Check files, or all that are shipped.", example="zhixing procedure check")
    check.add_argument("files", metavar="FILE", nargs="*", type=Path)
    show = add_command(doing, "show", does="Show a procedure.", example="zhixing procedure show handling --json")
    show.add_argument("kind", metavar="KIND")
    show.add_argument("--json", action="store_true")
    diff = add_command(doing, "diff", does="Say in words what changed.", example="zhixing procedure diff a.toml b.toml")
    diff.add_argument("old", metavar="A", help="a file, a kind, or the word shipped")
    diff.add_argument("new", metavar="B", nargs="?", help="a file or a kind; default: what the committee has in force")
    diff.add_argument("--body", metavar="CODE", help="the committee; needed when there are several")
    diff.add_argument("--language", choices=("en", "zh-hans"), default=LOCALE)
    settings = add_command(
        doing,
        "settings",
        does="Show what a committee may choose: numbers and lists, with defaults, bounds and sources.",
        example="zhixing procedure settings handling --json",
    )
    settings.add_argument("kind", metavar="KIND")
    settings.add_argument("--body", metavar="CODE", help="the committee; needed when there are several")
    settings.add_argument("--json", action="store_true")
    rules_tried.describe(doing)
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
    doing = {"check": _check, "show": _show, "diff": _diff, "settings": _settings}
    doing |= {"try": rules_tried.run, "adopt": _adopt, "draw": _draw}
    return doing[arguments.doing](arguments)


def _check(arguments: argparse.Namespace) -> int:
    files: list[Path] = arguments.files or [kind.procedure for kind in kinds.everyone()]
    failed = 0
    procedures: dict[str, Procedure] = {}
    for file in files:
        try:
            procedure = _read(file)
        except ProcedureError as error:
            failed += 1
            for problem in error.problems:
                sys.stderr.write(problem.say(LOCALE) + "\n")
        else:
            procedures[procedure.kind] = procedure
            print(f"{file}: {procedure.kind} {procedure.version} holds")
    # Single files may lean on others that were not named; all that there are must fit each other.
    if not arguments.files and not failed:
        for fault in check_together(procedures):
            failed += 1
            sys.stderr.write(fault.say(LOCALE) + "\n")
    return 1 if failed else 0


def _read(file: Path) -> Procedure:
    """Return the checked procedure of a file, or the shipped one with a committee's overlay laid over it."""
    text = text_of(file)
    if is_overlay(text):
        return adopting.read_own(kind_of_overlay(file).slug, text, file=str(file)).adopted().procedure
    return checked(text, file=str(file))


def _named(name: str) -> Procedure:
    """Return the procedure of a kind, or of a file, that of an overlay laid over the shipped one."""
    path = Path(name)
    try:
        if not path.is_file():
            return parse(adopting.shipped(kind_called(name, or_file=True).slug), file=name)
        text = text_of(path)
        if is_overlay(text):
            return _read(path)
        return parse(text, file=name)
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
            for opening in act.opens:
                print(f"      → opens {opening.kind}" + _for_each(opening) + _when(opening.when))
            for cause in act.causes:
                print(f"      → causes {cause.act} in {_place(cause)}" + _when(cause.when))
    for clock in procedure.clocks.values():
        runs = f"{'/'.join(clock.starts)} to {'/'.join(clock.stops)}"
        print(f"  clock {clock.name}: {_length(procedure, clock.limit)}, {runs}  [{clock.article}]")
    return 0


def _length(procedure: Procedure, limit: Limit) -> str:
    """Return "3 working_days", or "until promised_by" for a limit that runs until the day in a field."""
    if limit.unit == "until":
        return f"until {limit.amount}"
    return f"{procedure.number(limit.amount, {})} {limit.unit}"


def _for_each(opening: Opening) -> str:
    """Return " for each of units", of rows with the columns that count."""
    return f" for each of {opening.each}{_when(opening.where, ' with ')}" if opening.each else ""


def _place(cause: Cause) -> str:
    """Return where an act is caused, and that it is the same person's own where it is."""
    place = "its parent" if cause.parent else f"its {cause.children} children" if cause.children else cause.cases
    return f"{place} (the same person's act)" if cause.same else place


def _when(condition: Mapping[str, str], word: str = " when ") -> str:
    """Return " when field = value, …"; nothing for no condition."""
    return word + ", ".join(f"{name} = {value}" for name, value in condition.items()) if condition else ""


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of the model
    if isinstance(value, Words):
        return {"zh-hans": value.zh, "en": value.en}
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _diff(arguments: argparse.Namespace) -> int:
    found = list(_differences(arguments))
    for sentence in found:
        print(sentence.say(arguments.language))
    if not found:
        print("The two say the same.")
    return 0


def _differences(arguments: argparse.Namespace) -> Iterable[Sentence]:
    """Return what B has otherwise than A; of a kind alone, what the committee has otherwise than what is shipped."""
    if arguments.old == SHIPPED and arguments.new is None:
        raise CommandFailed("Say of which kind: zhixing procedure diff shipped KIND.")
    if arguments.old != SHIPPED and arguments.new is not None:
        return differences(_named(arguments.old), _named(arguments.new))
    kind = kind_called(arguments.new if arguments.old == SHIPPED else arguments.old).slug
    try:
        own = adopting.standing(one_body(arguments.body), kind)
    except ProcedureError as error:
        raise CommandFailed(str(error)) from error
    return chosen.told(_named(kind), own)


def _settings(arguments: argparse.Namespace) -> int:
    body, kind = one_body(arguments.body), kind_called(arguments.kind).slug
    try:
        own = adopting.standing(body, kind)
    except ProcedureError as error:
        raise CommandFailed(str(error)) from error
    numbers, lists = chosen.numbers(own), chosen.lists(own)
    if arguments.json:
        settings = [one.as_json(LOCALE) for one in numbers]
        print_json({"kind": kind, "settings": settings, "lists": [one.as_json(LOCALE) for one in lists]})
        return 0
    for one in numbers:
        default = f"default {one.default}, " if one.changed else ""
        source = f"  [{one.source}]" if one.source else ""
        print(f"{one.name}: {one.value}  ({default}{one.least} to {one.most})  {one.title.say(LOCALE)}{source}")
    for each in lists:
        whose = "the committee's own" if each.changed else "as shipped"
        source = f"  [{each.source}]" if each.source else ""
        print(f"{each.name}: {', '.join(code for code, _title, _flags in each.codes)}  ({whose}){source}")
    return 0


def _adopt(arguments: argparse.Namespace) -> int:
    body, kind = one_body(arguments.body), kind_called(arguments.kind).slug
    before = adopting.in_force(body, kind)
    file: Path | None = arguments.file
    try:
        source = text_of(file) if file else None
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
