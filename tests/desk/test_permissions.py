"""One table of who gets what from every address of the house. A new address without a row fails the last test.

An (`an`) proposed and Bo (`bo`) has no part; Chen (`chen`) is the committee's clerk; Liao's (`liao`) unit handles and
Ye's (`ye`) does not; `nobody` is signed in and holds nothing; `-` is not signed in.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.desk.people import TODAY, Desks, at, stranger
from tests.factories.rules import make_document, make_version
from tests.world.kept import kept
from tests.world.town import Town, build_town
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

SIGN_IN, REFUSED, ABSENT = 302, 403, 404

Row = tuple[str, dict[str, int]]
EVERYBODY = ("an", "bo", "chen", "liao", "ye")


def behind_the_gate(**differing: int) -> dict[str, int]:
    """Return what people get from a page for whoever is signed in and holds something."""
    return {"-": SIGN_IN, "nobody": REFUSED, **dict.fromkeys(EVERYBODY, 200), **differing}


def for_the_office(status: int) -> dict[str, int]:
    """Return what people get from a page of the proposals committee's office."""
    return behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED) | {"chen": status})


def of_the_case(**differing: int) -> dict[str, int]:
    """Return what people get from a page of the case: those with no part in it find nothing."""
    return behind_the_gate(bo=ABSENT, ye=ABSENT, **differing)


GET: tuple[Row, ...] = (
    ("/", {"an": 302}),
    ("/healthz", {"-": 200}),
    ("/readyz", {"-": 200}),
    ("/sw.js", {"-": 200, "an": 200}),
    ("/manifest.webmanifest", {"-": 200, "an": 200}),
    ("/offline/", {"-": 200, "an": 200}),
    ("/login/", {"-": 200, "an": 302}),
    ("/logout/", {"-": 405, "an": 405}),
    ("/password/", {"-": SIGN_IN, "an": 200, "nobody": 200}),
    ("/committee/", {"-": SIGN_IN, "an": 200}),
    ("/language/en/", {"-": 302, "an": 302}),
    ("/text/elder/", {"-": 302, "an": 302}),
    ("/contrast/high/", {"-": 302, "an": 302}),
    ("/rules/", behind_the_gate(nobody=200)),
    # The committee's own rules belong to no committee that a stranger works for.
    ("/rules/proposal-work-rules/", behind_the_gate(nobody=ABSENT)),
    ("/help/", behind_the_gate()),
    ("/help/clerk/", behind_the_gate()),
    ("/help/dragon/", behind_the_gate(**dict.fromkeys(EVERYBODY, ABSENT))),
    ("/desk/", behind_the_gate()),
    ("/account/notices/", behind_the_gate()),
    ("/office/notices/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/office/notices/default/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    # For those who work in a unit; the members and the committee's clerk do not.
    ("/desk/ours/", behind_the_gate(an=REFUSED, bo=REFUSED, chen=REFUSED)),
    ("/desk/overview/", for_the_office(200)),
    ("/desk/completion/", for_the_office(200)),
    ("/desk/papers/", for_the_office(200)),
    ("/desk/papers/review/", for_the_office(200)),
    ("/desk/papers/monthly/", for_the_office(200)),
    ("/desk/papers/review.docx", for_the_office(200)),
    ("/desk/papers/poetry/", for_the_office(ABSENT)),
    ("/desk/problems/candidates/", for_the_office(200)),
    ("/desk/proposals/candidates/", for_the_office(REFUSED)),
    ("/desk/dragons/candidates/", for_the_office(ABSENT)),
    ("/desk/deciding/", for_the_office(200)),
    ("/desk/organisation/", for_the_office(200)),
    ("/desk/organisation/drafts/", {"-": 405, "an": 405}),
    ("/desk/figures/", behind_the_gate()),
    ("/desk/find/", behind_the_gate()),
    ("/desk/settings/", behind_the_gate()),
    ("/desk/settings/handling/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/import/", for_the_office(200)),
    ("/desk/accounts/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/accounts/slips/", {"-": 405, "an": 405}),
    ("/desk/slips/1/", behind_the_gate(**dict.fromkeys(EVERYBODY, ABSENT))),
    ("/desk/units/", behind_the_gate(an=REFUSED, bo=REFUSED, liao=REFUSED, ye=REFUSED)),
    ("/desk/publishable/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/register/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/drafts/", behind_the_gate()),
    ("/desk/drafts/save", {"-": 405, "an": 405}),
    ("/desk/drafts/upload", {"-": 405, "an": 405}),
    ("/desk/drafts/drop", {"-": 405, "an": 405}),
    ("/desk/bulk/", {"-": 405, "an": 405}),
    ("/desk/phrases/", behind_the_gate()),
    ("/desk/proposals/review/", for_the_office(200)),
    ("/desk/proposals/merge/", for_the_office(200)),
    ("/desk/proposals/board/", for_the_office(200)),
    ("/desk/proposals/board/place", for_the_office(ABSENT)),
    ("/desk/proposals/board/print/", for_the_office(200)),
    # A batch is seen by whoever began it; there is none here.
    ("/desk/bulk/1/", behind_the_gate(**dict.fromkeys(EVERYBODY, ABSENT))),
    ("/desk/proposals/", behind_the_gate()),
    ("/desk/handlings/", behind_the_gate()),
    # Whoever may see none finds an empty list; who sees which is told in test_assessment.
    ("/desk/assessments/", behind_the_gate()),
    ("/desk/scorings/export.csv", behind_the_gate()),
    ("/desk/assessments/new/open/", for_the_office(200)),
    ("/desk/scorings/new/open/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/dragons/", behind_the_gate(**dict.fromkeys(EVERYBODY, ABSENT))),
    ("/desk/proposals/export.xlsx", behind_the_gate()),
    ("/desk/proposals/export.csv", behind_the_gate()),
    ("/desk/proposals/export.pdf", dict.fromkeys(("-", "an"), ABSENT)),
    ("/desk/proposals/new/submit/", behind_the_gate(chen=REFUSED, liao=REFUSED, ye=REFUSED)),
    ("/desk/handlings/new/open/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/cases/{proposal}/", of_the_case()),
    ("/cases/{handling}/", of_the_case()),
    ("/cases/{handling}/acts/accept/", of_the_case(an=REFUSED, chen=REFUSED)),
    # No act of a proposal takes files; who may have which file is told in test_files.
    (f"/cases/{{proposal}}/files/1/title/{64 * '0'}/", behind_the_gate(**dict.fromkeys(EVERYBODY, ABSENT))),
    ("/desk/handlings/new/open/names/unit/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/proposals/new/submit/names/title/", behind_the_gate(an=ABSENT, bo=ABSENT, chen=403, liao=403, ye=403)),
    ("/cases/{handling}/acts/distribute/names/officer_in_charge/", of_the_case(an=409, chen=409, liao=409)),
    ("/cases/{proposal}/acts/direct/names/second/", of_the_case(an=REFUSED, chen=REFUSED, liao=REFUSED)),
    ("/cases/{proposal}/acts/note/", of_the_case(an=REFUSED, liao=REFUSED)),
    ("/cases/{proposal}/acts/correct/", of_the_case(an=REFUSED, liao=REFUSED)),
    ("/cases/{proposal}/acts/migrate/", of_the_case(an=REFUSED, chen=REFUSED, liao=REFUSED)),
    ("/cases/{proposal}/acts/all_answered/", of_the_case(an=REFUSED, chen=REFUSED, liao=REFUSED)),
)
POST: tuple[Row, ...] = (
    ("/logout/", {"-": 302, "an": 302}),
    ("/desk/", {"-": 405, "an": 405}),
    ("/desk/settings/", {"-": 405, "an": 405}),
    ("/desk/import/", for_the_office(422)),
    ("/desk/accounts/slips/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/register/verify", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/settings/handling/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/drafts/save?kind=proposal&act=submit&case=", {"-": SIGN_IN, "nobody": REFUSED, "an": 302, "chen": 302}),
    ("/desk/drafts/save?kind=handling&act=rate&case={handling}", of_the_case(an=302, chen=302, liao=302)),
    # Nothing was sent along: whoever may submit is told so, whoever may not is refused before that.
    ("/desk/drafts/upload?kind=proposal&act=submit&case=", {"-": SIGN_IN, "nobody": REFUSED, "an": 422, "chen": 403}),
    ("/desk/drafts/drop", {"-": SIGN_IN, "nobody": REFUSED, "an": 302}),
    # Whoever works at no such desk is told so before anything else.
    ("/desk/organisation/drafts/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/desk/phrases/", behind_the_gate(**dict.fromkeys(EVERYBODY, 422))),
    ("/desk/proposals/review/", for_the_office(200)),
    ("/desk/proposals/merge/", for_the_office(422)),
    ("/desk/proposals/board/", for_the_office(302)),
    ("/desk/proposals/board/place", for_the_office(ABSENT)),
    ("/desk/bulk/", behind_the_gate(**dict.fromkeys(EVERYBODY, 302))),
    ("/desk/bulk/1/", behind_the_gate(**dict.fromkeys(EVERYBODY, ABSENT))),
    ("/desk/proposals/new/submit/", behind_the_gate(**dict.fromkeys(EVERYBODY, 422))),
    ("/office/notices/1/again/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/office/notices/1/noted/", behind_the_gate(**dict.fromkeys(EVERYBODY, REFUSED))),
    ("/cases/{handling}/acts/accept/", of_the_case(an=422, chen=422, liao=422)),
    ("/cases/{proposal}/acts/direct/", of_the_case(an=422, chen=422, liao=422)),
)
TABLE = [
    (method, url, who, status)
    for method, rows in (("get", GET), ("post", POST))
    for url, expected in rows
    for who, status in expected.items()
]


def browser(desks: Desks, who: str) -> Client:
    """Return the browser of somebody in the table."""
    if who == "-":
        return Client(headers={"accept-language": "en"})
    return stranger(desks) if who == "nobody" else desks.of(who)


def assigned() -> tuple[Town, Case, Case]:
    """Enter the town with a rule of its committee, a proposal assigned and its handling."""
    desks = Desks(build_town())
    make_version(make_document(desks.town.body, "proposal-work-rules"))
    return (desks.town, *desks.assigned())


@pytest.mark.parametrize(("method", "url", "who", "status"), TABLE)
def test_who_gets_what(method: str, url: str, who: str, status: int) -> None:
    with at(TODAY):
        town, proposal, handling = kept("a proposal assigned, with a rule", assigned)
        address = url.format(proposal=proposal.number, handling=handling.number)

        response = getattr(browser(Desks(town), who), method)(address)

    assert response.status_code == status
    if status == SIGN_IN and who == "-" and method == "get" and not url.startswith(("/language", "/text", "/contrast")):
        assert response["Location"].startswith("/login/?next=")


def test_every_address_has_a_row() -> None:
    known = {
        resolve(url.partition("?")[0].format(proposal="1", handling="1")).view_name
        for url, _expected in (*GET, *POST)
        if not url.endswith(".pdf")
    }

    assert set(_names(get_resolver().url_patterns)) == known


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"
