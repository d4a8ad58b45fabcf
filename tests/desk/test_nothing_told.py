"""What a reader may not know changes nothing they can read: by page, list, export, search, command or count.

Each secret is told in two ways in worlds that are alike in all else. Whoever may know it reads a difference somewhere;
everybody else reads the same to the letter, so that no number, order or empty place tells it either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from django.db import connections, transaction

from tests.desk.people import REPLY, Desks
from tests.stories.supervising import letter_about, with_heads
from tests.stories.telling import Teller, promised
from zhixing.cases import kinds
from zhixing.cli import main as cli_main

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.once]

DAY = date(2026, 5, 11)
LISTED = ("proposal", "handling", "promise", "problem", "topic", "letter", "check", "jointplan")
PAGES = (
    "/desk/", "/desk/?tab=read", "/desk/?tab=done", "/desk/overview/", "/desk/completion/", "/desk/figures/",
    "/desk/figures/?by=category", "/desk/ours/", "/desk/find/?q=电梯", "/desk/find/?q=不落实",
)  # fmt: skip
EACH_TIME = re.compile(r"[A-Za-z0-9_\-]{24,}|as it was at [-0-9: ]+|recorded_at\W+[-0-9T:.+]+")
"""What differs whenever a page is opened: tokens, and the time of day at which it was."""


@dataclass(frozen=True)
class Place:
    """An's proposal, the housing bureau's handling of it, and the school bureau's handling of another."""

    tell: Teller
    proposal: str
    handling: str
    school: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """Their numbers."""
        return self.proposal, self.handling, self.school


class Telling(Protocol):
    """What tells a secret in one way or the other."""

    def __call__(self, place: Place, *, other: bool) -> None: ...


def _details(place: Place, *, other: bool) -> None:
    pressed = {"attitude": "dissatisfied", "words": "当面要我填满意", "call_me": "yes", "pressed": "yes"}
    calm = {"attitude": "satisfied", "words": "沟通充分", "call_me": "no", "pressed": "no"}
    place.tell.act(place.handling, "rate", "an", {"grade": "basically", **(pressed if other else calm)})


def _grade(place: Place, *, other: bool) -> None:
    place.tell.act(place.handling, "rate", "an", {"grade": "basically" if other else "satisfied"})


def _draft(place: Place, *, other: bool) -> None:
    place.tell.act(place.school, "draft_reply", "yan", {"draft": ("拟同意" if other else "拟不同意") + REPLY})


def _bank(place: Place, *, other: bool) -> None:
    if not other:
        return
    facts = {
        "title": "加装电梯管护责任长期不落实",
        "ground": "promise_overdue",
        "facts": "承诺事项没有进展，也没有说明。",
    }
    problem = place.tell.open("problem", "nominate", "chen", {"about": [place.proposal, place.handling], **facts})
    place.tell.act(problem, "admit", "ying", {"cause": "money", "opinion": "同意入库"})
    place.tell.open("topic", "form", "lu", {"title": "管护资金保障问题研究", "cause": "money", "problems": [problem]})


def _unsent_letter(place: Place, *, other: bool) -> None:
    if other:
        place.tell.act(letter_about(place.tell, place.handling), "sign", "ding", {"read": True})


SECRETS: Mapping[str, tuple[Telling, tuple[str, ...], tuple[str, ...]]] = {
    "aspects, words, pressure and the wish for a call": (_details, ("an", "chen"), ("gu", "liao", "zhu", "ye")),
    "the grade, while nothing follows from it": (_grade, ("chen", "gu"), ("liao", "pan", "zhu")),
    "a unit's draft": (_draft, ("ye",), ("bo", "chen", "gu", "liao", "zhu")),
    "the problem bank": (_bank, ("pan", "ying"), ("an", "liao", "zhu", "ye")),
    "a letter that is not sent": (_unsent_letter, ("gu", "pan"), ("an", "liao", "ying", "zhu")),
}
"""What is told, some of those who may know it, and some of those who may not."""


@pytest.fixture
def place(desks: Desks) -> Place:
    """A proposal whose reply, with a promise, is out and not rated, and another's that nobody has drafted yet."""
    tell = with_heads(Teller(desks.town))
    proposal = tell.assigned()
    (handling,) = tell.below(proposal)
    (school,) = tell.below(tell.assigned(tell.filed("bo", title="关于增设校门口护学岗的建议"), unit="市教育局"))
    tell.today = date(2026, 4, 20)
    tell.replied(tell.drafted(handling), **promised())
    tell.act(school, "accept", "ye")
    tell.act(school, "contact", "yan", {"way": "visit", "held_on": "2026-04-20", "record": "到学校座谈"})
    tell.today = DAY
    return Place(tell, proposal, handling, school)


@contextmanager
def undone() -> Iterator[None]:
    """Undo in every database what is done here."""
    with ExitStack() as stack:
        for name in connections:
            stack.enter_context(transaction.atomic(using=name))
        yield
        for name in connections:
            transaction.set_rollback(True, using=name)


def read_by(desks: Desks, who: str, numbers: tuple[str, ...], folder: Path, said: Callable[[], str]) -> dict[str, str]:
    """Return all that somebody can read, by address or command, without what differs every time."""
    client = desks.of(who)
    urls = list(PAGES)
    for slug in LISTED:
        plural = kinds.get(slug).plural
        urls += [f"/desk/{plural}/", f"/desk/{plural}/export.csv"]
    for number in numbers:
        page = client.get(f"/cases/{number}/?why=1")
        urls.append(f"/cases/{number}/?why=1")
        urls += [one.url for one in getattr((page.context or {}).get("acts"), "can", [])]
    found = {}
    for url in urls:
        answer = client.get(url)
        found[url] = f"{answer.status_code} {answer.content.decode('utf-8-sig')}"
    file = folder / "out.jsonl"
    commands = [["case", one, "--json"] for one in numbers]
    commands += [["search", "电梯", "--json"], ["figures", "--by", "unit", "--json"]]
    commands += [["export", kinds.get(slug).plural, str(file)] for slug in ("handling", "problem")]
    for words in commands:
        file.unlink(missing_ok=True)
        code = cli_main.main([*words, "--as", who])
        written = file.read_text(encoding="utf-8") if file.exists() else ""
        found[" ".join(words[:2])] = f"{code} {said()} {written}"
    return {address: EACH_TIME.sub("…", text) for address, text in found.items()}


@pytest.mark.parametrize("secret", SECRETS)
def test_whoever_may_not_know_reads_the_same(
    desks: Desks, place: Place, secret: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_it, knowing, ignorant = SECRETS[secret]
    for who in (*knowing, *ignorant):
        desks.of(who)
    worlds = []
    for other in (False, True):
        with undone():
            tell_it(place, other=other)
            said = [
                read_by(desks, who, place.numbers, tmp_path, lambda: capsys.readouterr().out) for who in desks.clients
            ]
            worlds.append(dict(zip(desks.clients, said, strict=True)))

    first, second = worlds
    differing = {who: [at for at in first[who] if first[who][at] != second[who].get(at)] for who in first}
    assert {who: found for who, found in differing.items() if found and who in ignorant} == {}
    assert {who for who, found in differing.items() if found} == set(knowing)
