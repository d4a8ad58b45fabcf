"""`zhixing unit`: units as time changes them: confirmed after an import, merged, split, renamed."""

from __future__ import annotations

import argparse
from datetime import datetime, time

from django.core.exceptions import ValidationError

from zhixing.assembly import clock
from zhixing.assembly.models import Body, Organisation
from zhixing.assembly.proposed import confirm_organisation
from zhixing.assembly.succession import rename_organisation
from zhixing.assembly.vocabulary import OrganisationKind, Side, Status
from zhixing.cases.succession import merge_units, split_unit
from zhixing.cli.commands import Subparsers, add_command, day
from zhixing.cli.failure import CommandFailed
from zhixing.cli.people import one_body


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "unit",
        does="List, confirm, merge, split or rename units. Open cases go to the successor.",
        example="zhixing unit merge 市城市管理局 市住建局 --into 市住房和城乡建设局 --document 安委发〔2026〕3号",
    )
    doing = parser.add_subparsers(dest="doing", metavar="list|confirm|merge|split|rename", required=True)
    listing = add_command(doing, "list", does="List a committee's units.", example="zhixing unit list --proposed")
    listing.add_argument("--proposed", action="store_true", help="only those that await confirmation")
    confirm = add_command(
        doing, "confirm", does="Confirm a proposed unit.", example="zhixing unit confirm 市教育局 --side government"
    )
    confirm.add_argument("name", metavar="NAME")
    confirm.add_argument(
        "--kind", choices=OrganisationKind.values, default=OrganisationKind.GOVERNMENT_DEPARTMENT.value
    )
    confirm.add_argument("--side", choices=Side.values, default=Side.GOVERNMENT.value)
    merge = add_command(
        doing, "merge", does="Merge units into one.", example="zhixing unit merge 甲局 --into 乙局 --document …"
    )
    merge.add_argument("names", metavar="NAME", nargs="+")
    merge.add_argument("--into", metavar="NAME", required=True)
    split = add_command(
        doing, "split", does="Split a unit.", example="zhixing unit split 甲局 --into 乙局 丙局 --document …"
    )
    split.add_argument("name", metavar="NAME")
    split.add_argument("--into", metavar="NAME", nargs="+", required=True, help="the first takes the open cases")
    rename = add_command(doing, "rename", does="Rename a unit.", example="zhixing unit rename 甲局 乙局 --document …")
    rename.add_argument("name", metavar="NAME")
    rename.add_argument("new_name", metavar="NEW")
    for one in (listing, confirm, merge, split, rename):
        one.add_argument("--body", metavar="CODE", help="the committee; needed when there are several")
    for one in (merge, split, rename):
        one.add_argument("--document", required=True, help="the document that decides it")
        one.add_argument("--on", metavar="D", type=day, help="from which day; default today")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    body = one_body(arguments.body)
    doing = {"list": _list, "confirm": _confirm, "merge": _merge, "split": _split, "rename": _rename}[arguments.doing]
    try:
        return doing(arguments, body)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error


def _named(body: Body, name: str) -> Organisation:
    found = Organisation.objects.of_body(body).in_force(clock.today()).filter(name=name).first()
    if found is None:
        raise CommandFailed(f"{body.short_name} has no unit {name} in force. `zhixing unit list` shows them.")
    return found


def _list(arguments: argparse.Namespace, body: Body) -> int:
    units = Organisation.objects.of_body(body).in_force(clock.today()).order_by("official_order", "pk")
    if arguments.proposed:
        units = units.filter(status=Status.PROPOSED)
    for unit in units:
        print(f"{unit.name}\t{unit.kind}\t{unit.side}\t{unit.status}")
    return 0


def _confirm(arguments: argparse.Namespace, body: Body) -> int:
    unit = _named(body, arguments.name)
    confirm_organisation(organisation=unit, kind=OrganisationKind(arguments.kind), side=Side(arguments.side))
    print(f"{unit.name} is confirmed; proposals can be assigned to it.")
    return 0


def _moment(arguments: argparse.Namespace) -> datetime:
    """Return the moment of the change: its day's office hours, and never later than now."""
    on = arguments.on or clock.today()
    return min(datetime.combine(on, time(9), clock.ZONE), clock.now())


def _merge(arguments: argparse.Namespace, body: Body) -> int:
    merged = [_named(body, name) for name in arguments.names]
    into = _named(body, arguments.into)
    on = arguments.on or clock.today()
    _change, moved = merge_units(merged=merged, into=into, on=on, at=_moment(arguments), document=arguments.document)
    print(f"{into.name} follows; {moved} open cases moved.")
    return 0


def _split(arguments: argparse.Namespace, body: Body) -> int:
    unit = _named(body, arguments.name)
    into = [_named(body, name) for name in arguments.into]
    _change, moved = split_unit(
        organisation=unit,
        into=into,
        heir=into[0],
        on=arguments.on or clock.today(),
        at=_moment(arguments),
        document=arguments.document,
    )
    print(f"{unit.name} is split; {moved} open cases moved to {into[0].name}.")
    return 0


def _rename(arguments: argparse.Namespace, body: Body) -> int:
    unit = _named(body, arguments.name)
    on = arguments.on or clock.today()
    rename_organisation(organisation=unit, name=arguments.new_name, on=on, document=arguments.document)
    print(f"{arguments.name} is now {arguments.new_name}; earlier entries keep the earlier name.")
    return 0
