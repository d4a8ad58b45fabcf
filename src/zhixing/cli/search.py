"""`zhixing search`: find cases by number, name or words, as somebody may read them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.models import Body
from zhixing.cases import kinds
from zhixing.cases.models import Case
from zhixing.cli.answers import print_json
from zhixing.cli.commands import Subparsers, add_command
from zhixing.cli.people import actor_called, add_as, is_guarded, office_of
from zhixing.finding import asking
from zhixing.finding.asking import SCORES, Found, Hit, Question, Reader
from zhixing.finding.gathering import TITLE
from zhixing.finding.snippets import snippets

LIMIT = 20


def register(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Describe the subcommand and its arguments."""
    parser = add_command(
        subparsers,
        "search",
        does="Find cases by number, title, name, unit or words of their text.",
        example="zhixing search 加装电梯 --json --as member --limit 10",
    )
    parser.add_argument("text", metavar="TEXT", help="a number as it is typed, a name, or words between spaces")
    add_as(parser)
    parser.add_argument("--limit", metavar="N", type=_positive, default=LIMIT, help="so many at most; %(default)s")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each case")
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 0 < number <= asking.MOST_FOUND:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to {asking.MOST_FOUND}")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Print what was found, the nearest first."""
    question = Question.typed(arguments.text)
    answers = [(reader, asking.search(question, reader, read_in=None)) for reader in _readers(arguments.user)]
    # What holds only a part of what was asked counts where nobody has the whole.
    if any(found.hits and not found.partly for _reader, found in answers):
        answers = [(reader, found) for reader, found in answers if not found.partly]
    rows = [row for reader, found in answers for row in _rows(question, reader, found, arguments.limit)]
    rows.sort(key=lambda row: -row["score"])
    for row in rows[: arguments.limit]:
        if arguments.json:
            print_json(row)
        else:
            print(f"{row['number']}  {row['title']}\n    {row['snippet']}")
    if not rows and not arguments.json:
        print("Nothing was found. Try fewer words, or the number.")
    return 0


def _readers(user: str | None) -> Iterator[Reader]:
    """Yield who looks: the person named, else the office of every committee, in production the public."""
    today = clock.today()
    if user:
        actor, body = actor_called(user)
        yield Reader.acting(actor, body, on=today)
        return
    for body in Body.objects.order_by("pk"):
        if is_guarded():
            yield from _public(body)
        else:
            yield Reader.acting(office_of(body), body, on=today)


def _public(body: Body) -> Iterator[Reader]:
    """Yield the public as a reader of each kind that it may know of, by the columns an export gives it."""
    for kind in kinds.everyone():
        if kind.public is not None:
            columns = {column.name for column in kind.content._meta.concrete_fields}
            yield Reader(
                cases=kind.public(Case.objects.of_body(body).filter(kind=kind.slug)),
                keys=frozenset(),
                bodies=(body,),
                on=clock.today(),
                fields=frozenset({TITLE, *columns}),
            )


def _rows(question: Question, reader: Reader, found: Found, limit: int) -> Iterator[dict[str, Any]]:
    hits = found.hits[:limit]
    pks = [hit.pk for hit in hits]
    cases = {case.pk: case for case in reader.cases.filter(pk__in=pks).defer("folded")}
    why = snippets(pks, question, found, reader)
    for hit in hits:
        yield _row(hit, cases[hit.pk], why[hit.pk].plain if hit.pk in why else cases[hit.pk].title)


def _row(hit: Hit, case: Case, snippet: str) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "score": SCORES[hit.tier],
        "snippet": snippet,
    }
