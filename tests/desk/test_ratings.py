"""Who reads what of a member's rating: by page, list, export, search and command, and by no figure or filter.

The grade is for those who see that something follows from it; aspects, words and the wish for a call for the committee.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.desk.people import SECRET_WORDS, Desks, at, statements
from tests.desk.test_secrets import everything
from zhixing.cases.daily import run_day
from zhixing.cases.rebuilding import rebuild
from zhixing.cli import main as cli_main
from zhixing.desk.ours.sums import safe_counts
from zhixing.register.log import verify_database
from zhixing.register.models import FieldValue

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.once]

GRADE = ("Basically satisfied", "basically")
PART = SECRET_WORDS[3:7]
DETAILS = (SECRET_WORDS, "Please call me", "Attitude", "call_me", "attitude")
COMMITTEE, SUPERVISION, LEADER, UNIT = ("an", "chen", "ding"), ("gu",), ("zhu",), ("liao", "han", "hu")
EVERYBODY = (*COMMITTEE, *SUPERVISION, *LEADER, *UNIT)


def told(desks: Desks, who: str, number: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the commands tell somebody of a case, and what a search for the words of the rating tells."""
    desks.of(who)
    said = []
    for words in (["case", number], ["search", PART], ["search", "基本满意"]):
        cli_main.main([*words, "--json", "--as", who])
        said.append(capsys.readouterr().out)
    said.append(desks.of(who).get("/desk/find/", {"q": PART}).text)
    return "".join(said)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_reads_what_of_a_rating(desks: Desks, who: str, capsys: pytest.CaptureFixture[str]) -> None:
    case, handling = desks.rated()

    text = everything(desks, who, case, handling) + told(desks, who, handling.number, capsys)

    assert "Rate the reply" in text
    assert any(one in text for one in GRADE) == (who in (*COMMITTEE, *SUPERVISION))
    assert [one for one in DETAILS if one in text.replace("<mark>", "").replace("</mark>", "")] == (
        list(DETAILS) if who in COMMITTEE else []
    )


@pytest.mark.parametrize(
    "query", ["grade=basically", "grade=satisfied", "attitude=dissatisfied", "call_me=yes", "not_grade=x"]
)
def test_nobody_narrows_a_list_by_a_rating(desks: Desks, query: str) -> None:
    desks.rated()

    for who in ("han", "gu", "chen"):
        lists = [desks.of(who).get(f"/desk/handlings/{asked}") for asked in ("", f"?{query}")]
        assert [one.context["total"] for one in lists] == [1, 1]
        exported = [desks.of(who).get(f"/desk/handlings/export.csv{asked}").content for asked in ("", f"?{query}")]
        assert exported[0] == exported[1]


def test_no_figure_tells_a_rating(desks: Desks) -> None:
    desks.rated()
    before = desks.of("han").get("/desk/figures/").context
    shown = str(before["units"])

    assert [word for word in ("satisf", "grade", "attitude") if word in shown.lower()] == []


def test_what_is_removed_or_mended_tells_no_more_than_what_stood_there(desks: Desks) -> None:
    case, handling = desks.rated()
    entry = handling.entries
    reason = "委员来信要求删去，称其在电话里受了气"
    desks.act(handling, "redact", "ding", {"entry": entry, "field": "words", "reason": reason}, on=date(2026, 5, 4))
    mended = {"entry": entry, "field": "attitude", "value": "satisfied", "reason": "委员称当时误选了态度一项"}
    desks.act(handling, "correct", "chen", mended, on=date(2026, 5, 5))

    for who in COMMITTEE:
        text = everything(desks, who, case, handling)
        assert reason in text
        assert "误选了态度" in text
    for who in (*SUPERVISION, *LEADER, *UNIT):
        text = everything(desks, who, case, handling)
        found = desks.of(who).get("/desk/find/", {"q": "误选了态度"}).context["groups"]
        assert [one for one in (reason, "误选", "In your own words", "Attitude") if one in text] == []
        assert [hit for group in found for hit in group.rows] == []


def test_the_office_is_reminded_of_a_call_until_it_is_entered(desks: Desks) -> None:
    _case, handling = desks.rated()
    asked = "/desk/handlings/?to_call=1"

    for who in ("chen", "ding"):
        assert "1 proposer asks for a call" in desks.of(who).get("/desk/").text
        page = desks.of(who).get(asked)
        assert (page.context["total"], "Asks for a call" in page.text) == (1, True)
        assert "Enter the call" in desks.of(who).get(f"/cases/{handling.number}/").text

    desks.act(handling, "called", "chen", {"called_on": "2026-05-06", "call_note": "已通话"}, on=date(2026, 5, 6))
    assert "asks for a call" not in desks.of("chen").get("/desk/").text
    assert desks.of("chen").get(asked).context["total"] == 0


@pytest.mark.parametrize("who", [*SUPERVISION, *LEADER, *UNIT])
def test_nobody_else_learns_that_a_call_was_asked_for_or_made(desks: Desks, who: str) -> None:
    case, handling = desks.rated()
    asked = ("to_call=1", "pressed=1", "acted=called")
    before = [desks.of(who).get(f"/desk/handlings/?{one}").context["total"] for one in asked]
    call = {"called_on": "2026-05-06", "call_note": "已与委员通话"}
    desks.act(handling, "called", "chen", call, on=date(2026, 5, 6))

    text = everything(desks, who, case, handling)

    # What is asked of the list in vain is left out: everything stands there, before and after.
    assert before == [desks.of(who).get(f"/desk/handlings/?{one}").context["total"] for one in asked] == [1, 1, 1]
    assert [one for one in ("Enter the call", "Asks for a call", "call_note", call["call_note"]) if one in text] == []
    assert desks.of(who).get("/desk/find/", {"q": "与委员通话"}).context["groups"] == []


def test_what_was_kept_long_enough_is_neither_stored_nor_found(desks: Desks) -> None:
    case, handling = desks.rated()
    mended = {"entry": handling.entries, "field": "words", "value": "当面念稿，没有商量", "reason": "口述有误"}
    desks.act(handling, "correct", "chen", mended, on=date(2026, 5, 5))
    desks.act(case, "conclude", "chen", {"opinion": "同意结案"}, on=date(2026, 5, 10))
    assert _found(desks, "没有商量")

    with at(date(2027, 5, 11)):
        first, again = run_day(date(2027, 5, 11)), run_day(date(2027, 5, 11))

    assert (first.automatic, again.automatic, first.refused) == (1, 0, [])
    kept = FieldValue.objects.filter(entry__case=handling.number, value__isnull=False)
    texts = "".join(str(json.loads(one or "")) for one in kept.values_list("value", flat=True))
    assert (SECRET_WORDS in texts, "没有商量" in texts, "basically" in texts) == (False, False, True)
    assert not _found(desks, "没有商量")
    assert (rebuild(check=True), verify_database().broken) == ([], [])


def _found(desks: Desks, words: str) -> bool:
    return f"<mark>{words}" in desks.of("chen").get("/desk/find/", {"q": words}).text


def test_a_units_sum_never_moves_by_fewer_than_five() -> None:
    fields = ("grade", "second_grade")
    events = [(str(n), "grade", "satisfied") for n in range(4)]
    assert safe_counts(events, fields) == {}
    events.append(("4", "grade", "dissatisfied"))
    assert safe_counts(events, fields) == {"satisfied": 4, "dissatisfied": 1}
    # A sixth, and a change of the fifth, are not to be read from a difference.
    events += [("5", "grade", "basically"), ("4", "second_grade", "basically"), ("4", "second_grade", "satisfied")]
    assert safe_counts(events, fields) == {"satisfied": 4, "dissatisfied": 1}
    events += [(str(n), "grade", "satisfied") for n in (6, 7, 8)]
    assert safe_counts(events, fields) == {"satisfied": 8, "basically": 1}


def test_a_unit_reads_its_sum_from_five_ratings_on(desks: Desks) -> None:
    shown = "/desk/ours/?tab=done"
    for _one in range(4):
        desks.rated()
    assert [one.cells for one in desks.of("liao").get(shown).context["sums"]] == [()]
    before = statements(desks.of("liao"), shown)
    desks.rated()
    (found,) = desks.of("liao").get(shown).context["sums"]

    assert [(cell.title, cell.n) for cell in found.cells] == [
        ("Satisfied", 0),
        ("Basically satisfied", 5),
        ("Dissatisfied", 0),
    ]
    assert statements(desks.of("liao"), shown) == before
    assert desks.of("liao").get(f"{shown}&grade=basically&unit=1").context["sums"] == [found]
    # A unit that was rated by nobody learns nothing of another's.
    assert [one.n for one in desks.of("ye").get(shown).context["sums"]] == [0]
