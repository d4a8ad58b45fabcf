"""Acts per second through the one door, beside bare one-row durable commits of the same database.

The two take turns in small rounds, so that whatever else the machine does befalls both; the goal is a ratio of 3.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median

from bench.installation import install, table

ROUND = 10
"""Acts or commits in a row before the other takes its turn."""


def main(size: int) -> None:
    """Measure and print."""
    install()
    from django.db import connection, transaction

    from tests.world.town import build_town, moment, proposal_data
    from zhixing.assembly import clock
    from zhixing.cases.acts import open_case, perform

    town = build_town()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id integer, words text)")

    def commit(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare VALUES (%s, %s)", [number, "a row as long as a short sentence of a note"])

    with clock.simulated(moment(date(2026, 6, 15))):
        an, chen, ding = (town.actor(name) for name in ("an", "chen", "ding"))
        cases = [open_case("proposal", "submit", actor=an, data=proposal_data()).case for _number in range(size)]
        review = {"advice": "file", "opinion": "一事一案，建议立案。"}
        sorts: dict[str, Callable[[int], object]] = {
            "note (commutes)": lambda n: perform(cases[n], "note", actor=chen, data={"text": "已核"}, key=f"n{n}"),
            "first review": lambda n: perform(cases[n], "first_review", actor=chen, data=review, key=f"r{n}", seen=2),
            "file (gives a number)": lambda n: perform(cases[n], "file", actor=ding, key=f"f{n}", seen=3),
        }
        rows: list[tuple[str, ...]] = [("", "acts/s", "commits/s", "commits per act")]
        rows += [_row(name, act, commit, size) for name, act in sorts.items()]
    table(rows)


def _row(name: str, act: Callable[[int], object], commit: Callable[[int], object], size: int) -> tuple[str, ...]:
    acting, committing = [], []
    for first in range(0, size - size % ROUND, ROUND):
        acting.append(_seconds(act, range(first, first + ROUND)))
        committing.append(_seconds(commit, range(first, first + ROUND)))
    act_time, commit_time = median(acting), median(committing)
    return name, f"{ROUND / act_time:.0f}", f"{ROUND / commit_time:.0f}", f"{act_time / commit_time:.1f}"


def _seconds(doing: Callable[[int], object], numbers: range) -> float:
    began = time.perf_counter()
    for number in numbers:
        doing(number)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]))
