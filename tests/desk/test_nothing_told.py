"""What a reader may not know changes nothing they can read: by page, list, export, search, command or count.

Each secret is told in one way or another, in worlds that are alike in all else. Everybody of the town reads the same to
the letter however that is told which they may not know, so that no number, order or empty place tells it either; and
whoever may know a secret reads a difference somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import connections, transaction

from tests.desk.people import REPLY, Desks
from tests.stories.supervising import letter_about, with_heads
from tests.stories.telling import Teller, promised
from zhixing.cases import kinds
from zhixing.cli import main as cli_main

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.once, pytest.mark.slow]

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


SECRETS = frozenset({"details", "grade", "draft", "bank", "letter"})
"""Aspects, words, pressure and the wish for a call; a grade from which nothing follows; the school bureau's draft; what
the problem bank keeps; a letter that is not sent yet."""
OFFICES = frozenset({"bank", "letter"})
"""What each of the three offices that supervise together knows."""
KNOWN = {
    "an": {"details", "grade"},
    "chen": {"details", "grade", *OFFICES},
    "ding": {"details", "grade", *OFFICES},
    "gu": {"grade", *OFFICES},
    "yuan": {"grade", *OFFICES},
    "pan": OFFICES,
    "shan": OFFICES,
    "ye": {"draft"},
    "yan": {"draft"},
    "yao": {"draft"},
    "ying": {"bank"},
    "lu": {"bank"},
}
"""Who may know what. All others of the town may know nothing of it."""


def tell(place: Place, *, other: AbstractSet[str]) -> None:
    """Tell all secrets, some of them the other way."""
    teller = place.tell
    if "bank" in other:
        _tell_the_bank(place)
    if "letter" in other:
        teller.act(letter_about(teller, place.handling), "sign", "ding", {"read": True})
    opinion = "拟同意" if "draft" in other else "拟不同意"
    teller.act(place.school, "draft_reply", "yan", {"draft": opinion + REPLY})
    pressed = {"attitude": "dissatisfied", "words": "当面要我填满意", "call_me": "yes", "pressed": "yes"}
    calm = {"attitude": "satisfied", "words": "沟通充分", "call_me": "no", "pressed": "no"}
    grade = {"grade": "basically" if "grade" in other else "satisfied"}
    teller.act(place.handling, "rate", "an", grade | (pressed if "details" in other else calm))


def _tell_the_bank(place: Place) -> None:
    facts = {
        "title": "加装电梯管护责任长期不落实",
        "ground": "promise_overdue",
        "facts": "承诺事项没有进展，也没有说明。",
    }
    problem = place.tell.open("problem", "nominate", "chen", {"about": [place.proposal, place.handling], **facts})
    place.tell.act(problem, "admit", "ying", {"cause": "money", "opinion": "同意入库"})
    place.tell.open("topic", "form", "lu", {"title": "管护资金保障问题研究", "cause": "money", "problems": [problem]})


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


def readings(
    desks: Desks, who: str, numbers: tuple[str, ...], folder: Path, said: Callable[[], str]
) -> Iterator[tuple[str, str]]:
    """Yield all that somebody can read, by address or command, without what differs every time."""
    for address, text in [*_pages(desks, who, numbers), *_commands(who, numbers, folder, said)]:
        yield address, EACH_TIME.sub("…", text)


def _pages(desks: Desks, who: str, numbers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    client = desks.of(who)
    urls = list(PAGES)
    for slug in LISTED:
        plural = kinds.get(slug).plural
        urls += [f"/desk/{plural}/", f"/desk/{plural}/export.csv"]
    for number in numbers:
        page = client.get(f"/cases/{number}/?why=1")
        urls.append(f"/cases/{number}/?why=1")
        urls += [one.url for one in getattr((page.context or {}).get("acts"), "can", [])]
    for url in urls:
        answer = client.get(url)
        yield url, f"{answer.status_code} {answer.content.decode('utf-8-sig')}"


def _commands(who: str, numbers: tuple[str, ...], folder: Path, said: Callable[[], str]) -> Iterator[tuple[str, str]]:
    file = folder / "out.jsonl"
    commands = [["case", one, "--json"] for one in numbers]
    commands += [["search", "电梯", "--json"], ["figures", "--by", "unit", "--json"]]
    commands += [["export", kinds.get(slug).plural, str(file)] for slug in ("handling", "problem")]
    for words in commands:
        file.unlink(missing_ok=True)
        code = cli_main.main([*words, "--as", who])
        written = file.read_text(encoding="utf-8") if file.exists() else ""
        yield " ".join(words[:2]), f"{code} {said()} {written}"


def test_everybody_reads_the_same_however_it_is_told_what_they_may_not_know(
    desks: Desks, place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everybody = sorted(desks.town.people)
    for who in everybody:
        desks.of(who)

    def read(who: str) -> Iterator[tuple[str, str]]:
        return readings(desks, who, place.numbers, tmp_path, lambda: capsys.readouterr().out)

    with undone():
        tell(place, other=frozenset())
        base = {who: dict(read(who)) for who in everybody}

    told = {}
    for known in {frozenset(KNOWN.get(who, ())) for who in everybody}:
        with undone():
            tell(place, other=SECRETS - known)
            for who in everybody:
                if KNOWN.get(who, frozenset()) == known:
                    told[who] = [at for at, text in read(who) if base[who].get(at) != text]
    assert {who: addresses for who, addresses in told.items() if addresses} == {}

    hidden = []
    for secret in sorted(SECRETS):
        with undone():
            tell(place, other={secret})
            knowing = [who for who in everybody if secret in KNOWN.get(who, ())]
            hidden += [(who, secret) for who in knowing if all(base[who].get(at) == text for at, text in read(who))]
    assert hidden == []
