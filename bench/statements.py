"""SQL statements of one act and of each page: at most 15 a page, and as many for 50 rows as for one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from bench.installation import install, table

if TYPE_CHECKING:
    from django.test import Client

    from tests.world.town import Town

MANY = 50
PAGES = (
    ("inbox", "chen", "/desk/"),
    ("to read", "an", "/desk/?tab=read"),
    ("proposals", "chen", "/desk/proposals/"),
    ("handlings", "chen", "/desk/handlings/"),
    ("case", "chen", "/cases/{proposal}/"),
    ("case with refusals", "chen", "/cases/{proposal}/?why=1"),
    ("handling", "liao", "/cases/{handling}/"),
    ("act form", "liao", "/cases/{handling}/acts/accept/"),
    ("counts by unit", "chen", "/desk/figures/"),
)


def main() -> None:
    """Measure and print."""
    install()
    from tests.world.town import build_town, moment
    from zhixing.assembly import clock

    with clock.simulated(moment(date(2026, 6, 15))):
        town = build_town()
        _acts(town)
        few = _pages(town)
        for number in range(MANY - 1):
            _proposal(town, number)
        many = _pages(town)
    table([("page", "1 row", f"{MANY} rows"), *((name, str(few[name]), str(many[name])) for name in few)])


def _proposal(town: Town, number: int) -> str:
    from tests.world.town import proposal_data
    from zhixing.cases.acts import open_case, perform

    case = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
    if number % 2:
        return case.number
    perform(case, "first_review", actor=town.actor("chen"), data={"advice": "file", "opinion": "同意"})
    perform(case, "file", actor=town.actor("ding"))
    perform(case, "assign", actor=town.actor("chen"), data={"unit": "市住房和城乡建设局"})
    return case.number


def _acts(town: Town) -> None:
    """Count the statements of one act each, without its BEGIN and COMMIT."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.world.town import proposal_data
    from zhixing.cases.acts import open_case, perform

    rows: list[tuple[str, ...]] = [("act", "statements")]

    def count(name: str, doing: Callable[[], object]) -> None:
        with CaptureQueriesContext(connection) as queries:
            doing()
        rows.append((name, str(sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in queries))))

    first = open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data()).case
    count("submit", lambda: open_case("proposal", "submit", actor=town.actor("an"), data=proposal_data(), key="k1"))
    chen, ding = town.actor("chen"), town.actor("ding")
    review = {"advice": "file", "opinion": "同意"}
    count("first_review", lambda: perform(first, "first_review", actor=chen, data=review, key="k2"))
    count("file", lambda: perform(first, "file", actor=ding, key="k3"))
    count("note", lambda: perform(first, "note", actor=chen, data={"text": "已核"}, key="k4"))
    count("assign", lambda: perform(first, "assign", actor=chen, data={"unit": "市住房和城乡建设局"}, key="k5"))
    table(rows)


def _pages(town: Town) -> dict[str, int]:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from zhixing.cases.models import Case

    cases = Case.objects.of_body(town.body)
    numbers = {kind: cases.filter(kind=kind).order_by("pk")[0].number for kind in ("proposal", "handling")}
    counted = {}
    for name, who, path in PAGES:
        client = _signed_in(town, who)
        url = path.format(**numbers)
        client.get(url)  # the first visit marks what is read
        counted[name] = 0
        captured = [CaptureQueriesContext(connections[alias]) for alias in connections]
        for one in captured:
            one.__enter__()
        response = client.get(url)
        for one in captured:
            one.__exit__(None, None, None)
            counted[name] += len(one)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")
    return counted


def _signed_in(town: Town, who: str) -> Client:
    from django.test import Client

    from zhixing.accounts.models import Account

    account, _made = Account.objects.get_or_create(sign_in=who, person=town.people[who])
    client = Client()
    client.force_login(account)
    return client


if __name__ == "__main__":
    main() if len(sys.argv) > 1 else sys.exit(2)
