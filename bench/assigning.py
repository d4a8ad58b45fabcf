"""How long it takes to assign a plenary's proposals in one batch through the one door, each with its handling."""

from __future__ import annotations

import sys
import time
from datetime import date

from bench.installation import install, table

PER_ACT = 0.75
"""Proposals for each act that the other measurements perform: 150 at the size of a city."""


def main(size: int) -> None:
    """Measure and print."""
    install()
    from django.db import transaction

    from tests.world.town import build_town, moment, proposal_data
    from zhixing.assembly import clock
    from zhixing.cases.acts import open_case, perform

    town = build_town()
    with clock.simulated(moment(date(2026, 6, 15))):
        an, chen, ding = (town.actor(name) for name in ("an", "chen", "ding"))
        review = {"advice": "file", "opinion": "一事一案，建议立案。"}
        numbers = []
        for _number in range(int(size * PER_ACT)):
            number = open_case("proposal", "submit", actor=an, data=proposal_data()).case.number
            perform(number, "first_review", actor=chen, data=review)
            perform(number, "file", actor=ding)
            numbers.append(number)
        wall, processor = time.perf_counter(), time.process_time()
        with transaction.atomic():
            for number in numbers:
                perform(number, "assign", actor=chen, data={"unit": "市住房和城乡建设局"})
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    table(
        [
            ("", "proposals", "s", "s of processor time", "a second"),
            ("one batch", str(len(numbers)), f"{wall:.2f}", f"{processor:.2f}", f"{len(numbers) / wall:.0f}"),
        ]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
