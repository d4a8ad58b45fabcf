"""Every figure of every page, for every filter, equals a second count from an exported register.

The sample city's three years and the fourth that runs are counted again in :mod:`tests.sample.recounting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils.translation import override

from tests.sample import recounting
from tests.sample.asking import Asking
from tests.sample.recounting import Known, World
from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, actor_for
from zhixing.assembly.models import Body, Organisation, Session
from zhixing.cases import kinds
from zhixing.cases.models import Case
from zhixing.cli import main as cli_main
from zhixing.desk.figures_page import Figures
from zhixing.desk.leading.completion_page import CompletionPage
from zhixing.desk.leading.overview_page import Overview
from zhixing.desk.ours.sums import sums_of
from zhixing.desk.papers_page import PapersPage
from zhixing.insight import reports
from zhixing.sample.build import build_city
from zhixing.sample.casting import ESSENTIAL
from zhixing.sample.reading import read_content

pytestmark = [pytest.mark.once, pytest.mark.slow]

READERS = ("clerk", "gov", "party", "chair", "unit", "member", "convener")
LEADING = ("clerk", "gov", "party", "chair")
"""Those whose page the overview is."""
CODED = ("category", "proposer_kind", "occasion", "focus", "livelihood")
MATTERS = ("received", "filed", "assigned", "all_replied", "completed", "delivered")
WORKS = ("handlings", "replied", "on_time", "letter_A", "letter_B", "letter_C", "waiting")
COMMON = ("handlings", "replied", "overdue", "near", "objected", "more_time", "sent_back")
RATES = {
    "filing_rate": ("filed", "received"),
    "assignment_rate": ("assigned", "filed"),
    "completion_rate": ("completed", "filed"),
    "answered_rate": ("all_replied", "filed"),
    "delivery_rate": ("delivered", "filed"),
    "reply_rate": ("replied", "handlings"),
    "on_time_rate": ("on_time", "due"),
    "overdue_rate": ("overdue", "waiting"),
    "contact_rate": ("contacted", "replied"),
    "well_answered_rate": ("solved_or_promised", "handlings"),
    "feedback_rate": ("rated", "replied"),
}
OPINIONS = {"satisfaction_rate": ("content", "said")}
"""Told to those offices alone that follow replies up, and from five on."""
TOLD = ("clerk", "gov", "party")


def rates_of(who: str, counts: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return the rates that somebody is shown, as their parts."""
    told = OPINIONS if who in TOLD and counts["said"] >= recounting.FEW else {}
    return {name: (counts[top], counts[bottom]) for name, (top, bottom) in (RATES | told).items()}


@dataclass
class Twice:
    """The city, and what its exported register tells of it."""

    body: Body
    folder: Path
    today: date
    world: World
    sectors: Mapping[tuple[int, int], int]
    stands: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stands = {one.number: recounting.standing(self.world, one) for one in self.world.of("proposal")}

    @property
    def sessions(self) -> list[Session]:
        """The sessions that have begun, the latest first."""
        return list(Session.objects.of_body(self.body).begun(self.today))

    def actor(self, sign_in: str) -> Actor:
        """Return the person of an account."""
        return actor_for(Account.objects.get(sign_in=sign_in).person, body=self.body, on=self.today)

    def sector(self, case: Known) -> int:
        """Return the sector of a proposal's first author; 0 where there is none."""
        who = next((person for said, person, *_rest in case.parties if said == "proposer"), None)
        return self.sectors.get((case.session or 0, who or 0), 0)

    def value(self, case: Known, name: str) -> str:
        """Return what a proposal is counted under by a dimension."""
        return str(self.sector(case) or "") if name == "sector" else recounting.value_of(case, name)

    def matters(self, actor: Actor, session: Session | None, only: Mapping[str, str]) -> list[Known]:
        """Return the proposals that somebody sees of a session, of one value alone."""
        seen = recounting.visible(self.world.of("proposal"), actor.keys)
        of_session = (one for one in seen if session is None or one.session == session.pk)
        return [one for one in of_session if all(self.value(one, name) == value for name, value in only.items())]

    def works(self, actor: Actor, session: Session | None, only: Mapping[str, str]) -> list[Known]:
        """Return units' work that somebody sees, on proposals of one value alone."""
        seen = recounting.visible(self.world.works(), actor.keys)
        found = [one for one in seen if session is None or one.session == session.pk]
        above = {one.number: one for one in self.world.of("proposal")}
        return [one for one in found if all(self.value(above[one.parent], name) == code for name, code in only.items())]

    def counts(self, matters: Iterable[Known], works: Iterable[Known]) -> Counter[str]:
        """Return everything that is counted of proposals and of units' work on them."""
        of_works = recounting.counted(recounting.work_of(one, self.world.today) for one in works)
        return of_works + recounting.counted(self.stands[one.number] for one in matters)


def sectors_of(body: Body) -> dict[tuple[int, int], int]:
    """Return the sector of each person's latest seat in the term of a session, in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, m.person_id, m.sector_id FROM assembly_session s JOIN assembly_membership m "
            "ON m.term_id = s.term_id WHERE m.body_id = %s AND m.sector_id IS NOT NULL "
            "ORDER BY COALESCE(m.until, '9999-12-31'), m.id",
            [body.pk],
        )
        return {(session, person): sector for session, person, sector in cursor.fetchall()}


@pytest.fixture(scope="module")
def twice(db: None, tmp_path_factory: pytest.TempPathFactory) -> Twice:
    """Build the city, write its register out and read it with other eyes."""
    build_city(size=len(ESSENTIAL) + 24)
    body = Body.objects.get(slug=read_content().city.slug)
    return read_twice(body, tmp_path_factory.mktemp("register"))


def read_twice(body: Body, folder: Path) -> Twice:
    """Return a city with what its exported register tells."""
    assert cli_main.main(["register", "export", str(folder)]) == 0
    today = clock.today()
    return Twice(body, folder, today, recounting.read(folder, body=body.slug, today=today), sectors_of(body))


def number(said: Mapping[str, Any]) -> int:
    """Return the number at the end of what a page says of a part of a rate."""
    return int(str(said["title"]).rpartition(" ")[2])


def asked(**query: object) -> QueryDict:
    """Return what an address asks for."""
    found = QueryDict(mutable=True)
    found.update({name: str(value) for name, value in query.items() if value != ""})
    return found


def of_sessions(twice: Twice) -> list[tuple[str, Session | None]]:
    """Return what an address asks for, and the session that is meant: each, and all together."""
    return [("all", None), *((str(one.pk), one) for one in twice.sessions)]


def values_of(twice: Twice, name: str) -> list[str]:
    """Return the values of a dimension that proposals have."""
    return sorted({twice.value(one, name) for one in twice.world.of("proposal")} - {""})


def test_there_is_something_to_count(twice: Twice) -> None:
    counts = twice.counts(twice.world.of("proposal"), twice.world.works())

    assert len(twice.sessions) == 5  # the earliest has no proposals
    assert [name for pair in RATES.values() for name in pair if not counts[name]] == []
    assert [
        name
        for name in (*MATTERS, *WORKS, "overdue", "objected", "more_time", "sent_back", "heard", "time_over")
        if not counts[name]
    ] == []
    assert [name for name in (*CODED, "sector") if len(values_of(twice, name)) < 2] == []


def test_what_counts_as_filed_has_been_given_its_number(twice: Twice) -> None:
    """Another way to tell: what was merged and put away was never filed, and has no number."""
    numbered = set(Case.objects.of_body(twice.body).exclude(official_number=None).values_list("number", flat=True))
    filed = {number for number, stands in twice.stands.items() if "filed" in stands}
    assert filed <= numbered
    put_away = {one.number for one in twice.world.of("proposal") if one.state == "merged_archived"}
    assert put_away
    assert {"received", "merged"} <= set.intersection(*(twice.stands[one] for one in put_away))


@pytest.mark.parametrize("who", READERS)
def test_every_rate_of_every_session_and_value(twice: Twice, who: str) -> None:
    actor = twice.actor(who)
    each: list[dict[str, str]] = [{name: value} for name in (*CODED, "sector") for value in values_of(twice, name)]
    for query, session in of_sessions(twice):
        narrowed = each if who == "clerk" or (who == "unit" and session is None) else []
        for only in ({}, *narrowed):
            figures = Figures(actor, twice.body, twice.today, asked(session=query, **only))
            counts = twice.counts(twice.matters(actor, session, only), twice.works(actor, session, only))
            said = {name: (rate.numerator, rate.denominator) for name, rate in figures.rates.items()}
            assert said == rates_of(who, counts), (query, only)


def test_every_rate_of_several_values_at_once(twice: Twice) -> None:
    """Every two dimensions together, and all of them as they are said of some proposals."""
    actor, names, of_all = twice.actor("clerk"), (*CODED, "sector"), twice.world.of("proposal")
    each: set[frozenset[tuple[str, str]]] = set()
    for two in combinations(names, 2):
        said = sorted({tuple((name, twice.value(one, name)) for name in two) for one in of_all})
        each |= {frozenset(pair) for pair in [pair for pair in said if all(value for _name, value in pair)][:4]}
    full = sorted(tuple((name, value) for name in names if (value := twice.value(one, name))) for one in of_all)
    each |= {frozenset(values) for values in full[::10]}

    met = 0
    for only in map(dict, each):
        figures = Figures(actor, twice.body, twice.today, asked(session="all", **only))
        matters = twice.matters(actor, None, only)
        counts = twice.counts(matters, twice.works(actor, None, only))
        rates = {name: (rate.numerator, rate.denominator) for name, rate in figures.rates.items()}
        assert rates == rates_of("clerk", counts), only
        met += len(matters)
    assert met >= len(each)


@pytest.mark.parametrize("who", READERS)
def test_what_the_page_of_figures_says(twice: Twice, who: str) -> None:
    actor = twice.actor(who)
    for query, session in of_sessions(twice):
        for only in ({}, {"category": values_of(twice, "category")[0]}, {"sector": values_of(twice, "sector")[0]}):
            page = Figures(actor, twice.body, twice.today, asked(session=query, **only)).context()
            works = twice.works(actor, session, only)
            counts = twice.counts((), works)
            assert (number(page["figure"]["top"]), number(page["figure"]["bottom"])) == (
                counts["replied"],
                counts["handlings"],
            )
            assert rows_of(page["units"]) == of_units(twice, works)
            assert spread_of(page["spread"]) == spread_again(works)


def rows_of(table: Mapping[str, Any]) -> list[tuple[str, list[int], str]]:
    """Return the rows that a page shows."""
    return [(row["title"], [cell["text"] for cell in row["cells"]], row["rate"]) for row in table["rows"]]


def of_units(twice: Twice, works: Iterable[Known]) -> list[tuple[str, list[int], str]]:
    """Return the rows by unit, in official order."""
    by_unit: dict[int, list[Known]] = {}
    for one in works:
        by_unit.setdefault(one.named("handler")[0], []).append(one)
    named = {one.pk: one for one in Organisation.objects.of_body(twice.body)}
    rows = []
    for pk in sorted(by_unit, key=lambda pk: (named[pk].official_order or 0, pk)):
        counts = twice.counts((), by_unit[pk])
        # The last column counts what ledgers brought; the sample city has none.
        rows.append(
            (named[pk].name, [*(counts[name] for name in WORKS), 0], share(counts["replied"], counts["handlings"]))
        )
    return rows


def share(top: int, bottom: int) -> str:
    """Return a rate as tables show it."""
    return f"{top / bottom * 100:.1f}%" if bottom else ""


def spread_of(shown: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a page says of the days replies took."""
    if "found" not in shown:
        return (shown["n"],)
    one = shown["found"]
    quantiles = (one.quarter, one.median, one.three_quarters, one.nine_tenths)
    return (one.n, *quantiles, [bar["n"] for bar in shown["bars"]])


def spread_again(works: Iterable[Known]) -> tuple[Any, ...]:
    """Return the same from the register."""
    days = recounting.days_taken(works)
    if len(days) < recounting.FEW:
        return (len(days),)
    quantiles = (recounting.quantile(days, percent) for percent in (25, 50, 75, 90))
    return (len(days), *quantiles, recounting.histogram(days))


@pytest.mark.parametrize("by", [*CODED, "sector"])
def test_the_table_of_every_dimension(twice: Twice, by: str) -> None:
    for who in ("clerk", "unit"):
        actor = twice.actor(who)
        for query, session in of_sessions(twice):
            page = Figures(actor, twice.body, twice.today, asked(session=query, by=by)).context()
            matters = twice.matters(actor, session, {})
            again = {}
            for value in {twice.value(one, by) for one in matters}:
                of_value = [one for one in matters if twice.value(one, by) == value]
                counts = twice.counts(of_value, ())
                again[value] = ([counts[name] for name in MATTERS], share(counts["completed"], counts["filed"]))
            shown = {
                value: (cells, rate)
                for (_title, cells, rate), value in zip(rows_of(page["units"]), keys_of(page, by), strict=True)
            }
            assert shown == again, (who, query)


def keys_of(page: Mapping[str, Any], by: str) -> list[str]:
    """Return the value of each row, from the address that leads to it alone; empty where nobody knows."""
    return [QueryDict(row["url"].partition("?")[2]).get(by, "") for row in page["units"]["rows"]]


@pytest.mark.parametrize("who", LEADING)
def test_what_the_page_of_completion_says(twice: Twice, who: str) -> None:
    actor = twice.actor(who)
    for place, session in enumerate(twice.sessions):
        page = CompletionPage(actor, twice.body, twice.today, asked(session=session.pk)).context()
        everything = [one for one in twice.world.of("proposal") if one.session == session.pk]
        counts = twice.counts(everything, ())
        shown = [page["figure"], *page["beside"]]
        assert [(one["top"]["n"], one["bottom"]["n"]) for one in shown] == [
            (counts[name], counts["filed"]) for name in ("completed", "all_replied", "delivered")
        ]
        assert [row["count"] for row in page["parts"]["rows"]] == (
            [counts["heard"], counts["time_over"], counts["filed"] - counts["completed"]] if counts["filed"] else []
        )
        seen = twice.matters(actor, session, {})
        waits = Counter(
            recounting.waits_for(twice.world, one, twice.stands[one.number])
            for one in seen
            if one.state in recounting.FILED
        )
        waits.pop("", None)
        links = page["waits"][0].entries
        assert links[0].count == waits.total()
        assert (
            Counter(
                {QueryDict(link.url.partition("?")[2].partition("#")[0]).get("wait"): link.count for link in links[1:]}
            )
            == waits
        )
        before = twice.sessions[place + 1] if place + 1 < len(twice.sessions) else None
        assert (page["earlier"] is None) == (before is None)
        if before:
            assert page["earlier"]["rows"]
            assert then_of(page["earlier"]) == then_again(twice, session, before)


def then_of(earlier: Mapping[str, Any]) -> tuple[date, list[str]]:
    """Return the day that a page compares with, and the fractions of then."""
    return earlier["day"], [row["then"]["fraction"] for row in earlier["rows"]]


def then_again(twice: Twice, session: Session, before: Session) -> tuple[date, list[str]]:
    """Return the same from the entries up to that day."""
    assert session.opens
    assert before.opens
    day = recounting.same_day(session.opens, before.opens, twice.today)
    world = recounting.read(twice.folder, body=twice.body.slug, today=day, until=day)
    stands = [recounting.standing(world, one) for one in world.of("proposal") if one.session == before.pk]
    counts = recounting.counted(stands)
    return day, [
        f"{counts[name]}/{counts['filed']}" for name in ("completed", "heard", "time_over", "all_replied", "delivered")
    ]


@pytest.mark.parametrize("who", LEADING)
def test_what_the_overview_says(twice: Twice, who: str) -> None:
    actor = twice.actor(who)
    with override("en"):
        for session in twice.sessions:
            page = Overview(actor, twice.body, twice.today, asked(session=session.pk)).context()
            counts = twice.counts(twice.matters(actor, session, {}), twice.works(actor, session, {}))
            assert [(number(one["top"]), number(one["bottom"])) for one in page["figures"]] == [
                (counts[RATES[name][0]], counts[RATES[name][1]])
                for name in ("filing_rate", "assignment_rate", "reply_rate", "completion_rate", "overdue_rate")
            ]
            if who == "chair":
                assert page["table"] is None
                continue
            works = [one for one in twice.world.works() if one.session == session.pk]
            everything = twice.counts((), works)
            total = page["table"]["total"]
            assert [cell.text for cell in total.cells] == [everything[name] for name in COMMON] if total else not works
            lines = [line for side in page["table"]["sides"] for line in side.lines]
            shown = {line.title: [cell.text for cell in line.cells] for line in lines}
            assert shown == common_again(twice, works)


def common_again(twice: Twice, works: Iterable[Known]) -> dict[str, list[int]]:
    """Return the lines of the common table by unit."""
    names = dict(Organisation.objects.of_body(twice.body).values_list("pk", "name"))
    by_unit: dict[str, list[Known]] = {}
    for one in works:
        by_unit.setdefault(names[one.named("handler")[0]], []).append(one)
    return {name: [twice.counts((), of_unit)[column] for column in COMMON] for name, of_unit in by_unit.items()}


@pytest.mark.parametrize("who", LEADING)
def test_what_waits_for_a_decision(twice: Twice, who: str) -> None:
    actor, today = twice.actor(who), twice.world.today
    page = Overview(actor, twice.body, twice.today, asked()).context()
    shown = {group.key: group.n for group in page["groups"]}
    official = {key for key in actor.keys if key[0] in "bd"}
    awaited = Counter(
        f"{case.kind}-{todo['act']}"
        for case in recounting.visible(twice.world.cases.values(), actor.keys)
        for todo in case.todo
        if official & set(todo["keys"])
    )
    assert {key: n for key, n in shown.items() if key in awaited} == dict(awaited)

    late = [one for one in recounting.visible(twice.world.of("handling"), actor.keys) if not one.final]
    by = {days: (twice.today - timedelta(days=days)).isoformat() for days in (15, 30)}
    declared = {
        "handling-overdue": [one for one in late if one.late(today)],
        "handling-letter_due": [one for one in late if _since(one, by[15]) and not _named(twice, one, "letter")],
        "handling-check_due": [one for one in late if _since(one, by[30]) and not _named(twice, one, "check")],
    }
    if who != "chair":
        assert {key: len(cases) for key, cases in declared.items() if cases} == {
            key: n for key, n in shown.items() if key in declared
        }


def _named(twice: Twice, case: Known, paper: str) -> bool:
    """Tell whether a paper of a kind names a case, sent or still being written."""
    being_written = [one for one in twice.world.of(paper) if not one.final]
    named = {about["number"] for one in being_written for about in one.values.get("about") or ()}
    return f"by_{paper}" in case.values or case.number in named


def _since(case: Known, day: str) -> bool:
    return any(one["due"] <= day for one in case.running(recounting.OWN_LIMITS[case.kind]))


@pytest.mark.parametrize("who", ["unit", "unit2"])
def test_what_a_unit_reads_of_its_ratings(twice: Twice, who: str) -> None:
    actor = twice.actor(who)
    units = {post.organisation_id: "" for post in actor.posts}
    (shown,) = sums_of(units, actor)
    works = {one.number for one in twice.world.of("handling") if one.named("handler")[0] in units}

    grades: dict[str, str] = {}
    since: set[str] = set()
    again: Counter[str] = Counter()
    for case, grade in recounting.ratings(twice.folder):
        if case in works:
            grades[case] = grade
            since.add(case)
            if len(since) == recounting.FEW:
                again, since = Counter(grades.values()), set()

    assert shown.n == again.total()
    assert [cell.n for cell in shown.cells] == [again[one] for one in ("satisfied", "basically", "dissatisfied")][
        : len(shown.cells)
    ]


PAPERS = (
    ("clerk", "review", ""),
    ("clerk", "yearly", ""),
    ("clerk", "monthly", "2026-05"),
    ("clerk", "monthly", "2026-06"),
    ("gov", "monthly", "2026-06"),
    ("party", "monthly", "2026-05"),
    ("chair", "yearly", ""),
)


@pytest.mark.parametrize(("who", "name", "month"), PAPERS)
def test_every_number_of_a_paper(twice: Twice, who: str, name: str, month: str) -> None:
    actor, plurals = twice.actor(who), {kind.plural: kind.slug for kind in kinds.everyone()}
    page = PapersPage(actor, twice.body, twice.today).paper(reports.get(name), asked(month=month))
    found = list(links_of(page["paper"]["blocks"]))
    asking = asking_of(twice)

    assert len(found) > 50
    for text, url in found:
        path, _mark, query = url.partition("?")
        kind = plurals.get(path.strip("/").partition("/")[2])
        if kind is None:
            continue  # members who proposed nothing are counted on the page itself
        meant = QueryDict(query).dict()
        seen = recounting.visible(twice.world.of(kind), actor.keys)
        assert int(text) == sum(asking.meets(one, meant) for one in seen), url


def links_of(said: Any) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a paper with the addresses they open, wherever they stand in it."""
    if isinstance(said, Mapping):
        if said.get("url") and "text" in said:
            yield str(said["text"]), str(said["url"])
        for one in said.values():
            yield from links_of(one)
    elif isinstance(said, list | tuple):
        for one in said:
            yield from links_of(one)


def asking_of(twice: Twice) -> Asking:
    """Return what answers for lists from the exported register."""
    order = [one.pk for one in reversed(twice.sessions)]
    return Asking(
        twice.world,
        order,
        twice.sector,
        lambda day: recounting.read(twice.folder, body=twice.body.slug, today=day, until=day),
    )
