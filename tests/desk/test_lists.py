"""The list of a kind's cases: filters, pages, and the same list as a file in which nothing is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.desk.people import TODAY, Desks, statements
from zhixing.cases.models import Case
from zhixing.desk.exporting import harmless
from zhixing.desk.queues import with_limits
from zhixing.proposals.models import Proposal

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

PROPOSALS, HANDLINGS = "/desk/proposals/", "/desk/handlings/"


def numbers(client: Client, url: str) -> list[str]:
    """Return the numbers of the rows of a list."""
    return [row.number for row in client.get(url).context["rows"]]


def workbook(client: Client, url: str) -> list[list[object]]:
    """Return the cells of an exported workbook; everything in it is text."""
    response = client.get(url)
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_rows_show_the_kinds_columns(desks: Desks) -> None:
    case = desks.assigned()[0]
    fresh = desks.submit("bo", on=date(2026, 6, 12))

    page = desks.of("chen").get(PROPOSALS)

    assert [column["title"] for column in page.context["columns"]] == ["Proposer", "Handling unit"]
    shown = [(row.number, row.state, row.lamp.kind, [cell.text for cell in row.cells]) for row in page.context["rows"]]
    assert shown == [
        (fresh.number, "Submitted", "fine", ["柏川", ""]),
        # Its own limits are over; what counts now is the unit's.
        (case.official_number, "Assigned", "over", ["安行", "市住房和城乡建设局"]),
    ]
    assert page.context["total"] == 2


def test_each_filter_narrows(desks: Desks) -> None:
    filed, handling = desks.assigned()
    late = desks.submit(on=date(2026, 6, 1), category="ecology", occasion="between", title="关于河道垃圾清理的建议")
    client, body = desks.of("chen"), desks.town
    housing, school = body.organisations["housing"].pk, body.organisations["school"].pk
    both = [late.number, filed.official_number]
    expected: Mapping[str, list[str | None]] = {
        "": both,
        "?q=河道": [late.number],
        "?q=1005001": [filed.official_number],
        "?q=没有的": [],
        "?state=assigned": [filed.official_number],
        "?category=ecology": [late.number],
        "?occasion=plenary": [filed.official_number],
        f"?unit={housing}": [filed.official_number],
        f"?unit={school}": [],
        f"?session={body.session.pk}": both,
        "?session=999999": [],
        "?year=2026": both,
        "?year=2025": [],
        "?lamp=over": both,
        "?lamp=near": [],
        "?numbered=1": [filed.official_number],
        "?imported=1": [],
        "?reached=assigned": [filed.official_number],
        "?unreached=assigned": [late.number],
        "?state=assigned&category=ecology": [],
        "?state=flying&lamp=blue&category=x&unit=y&session=&year=²": both,
    }

    for query, found in expected.items():
        assert numbers(client, PROPOSALS + query) == found, query
    assert numbers(client, f"{HANDLINGS}?late=reply") == []
    assert numbers(client, f"{HANDLINGS}?unreached=replied") == [handling.official_number]


def test_on_time_and_late_ask_the_clock(desks: Desks) -> None:
    in_time = desks.rated()[1]
    slow = desks.assigned()[1]
    contact = {"way": "visit", "held_on": "2026-06-09", "record": "面谈"}
    desks.act(slow, "accept", "liao", on=date(2026, 3, 3))
    desks.act(slow, "contact", "han", contact, on=date(2026, 6, 9))
    desks.act(slow, "draft_reply", "han", {"draft": "拟答复如下" * 6}, on=date(2026, 6, 10))
    desks.act(
        slow, "sign_reply", "hu", {"letter": "C", "reply": "答复如下" * 6, "publishable": "full"}, on=date(2026, 6, 11)
    )
    client = desks.of("chen")

    assert numbers(client, f"{HANDLINGS}?on_time=reply") == [in_time.official_number]
    assert numbers(client, f"{HANDLINGS}?late=reply") == [slow.official_number]
    assert numbers(client, f"{HANDLINGS}?letter=A") == [in_time.official_number]
    # Signed and not released: the letter is known to the unit and the reviewers alone.
    assert numbers(client, f"{HANDLINGS}?letter=C") == []


def test_filters_that_came_from_a_figure_can_be_taken_off(desks: Desks) -> None:
    desks.assigned()

    page = desks.of("chen").get(f"{HANDLINGS}?reached=replied&unreached=answered&on_time=reply&late=accept")

    group = page.context["filters"][-1]
    assert [str(link.title) for link in group.entries] == [
        "Reply released",
        "not yet: Answered",
        "Reply on time",
        "Receipt late",
    ]
    assert group.entries[0].url == f"{HANDLINGS}?unreached=answered&on_time=reply&late=accept"
    assert {one["name"]: one["value"] for one in page.context["kept"]} == {
        "reached": "replied",
        "unreached": "answered",
        "on_time": "reply",
        "late": "accept",
    }
    assert page.context["empty"]["text"] == "No case meets these filters."


def test_an_empty_list_says_why(desks: Desks) -> None:
    assert desks.of("ye").get(PROPOSALS).context["empty"]["text"] == "There is no case here that you may see."


def test_a_filter_alone_replaces_the_list(desks: Desks) -> None:
    desks.submit()

    page = desks.of("chen").get(f"{PROPOSALS}?lamp=near", headers={"hx-request": "true"})

    assert page.text.lstrip().startswith('<div id="results"')
    assert "HX-Request" in page["Vary"]


def test_a_member_may_begin_here_a_clerk_enter_paper_and_a_unit_neither(desks: Desks) -> None:
    assert desks.of("an").get(PROPOSALS).context["new"].url == "/desk/proposals/new/submit/"
    assert desks.of("an").get(HANDLINGS).context["new"] is None
    assert desks.of("chen").get(PROPOSALS).context["new"].url == "/desk/proposals/new/enter/"
    assert desks.of("liao").get(PROPOSALS).context["new"] is None


def test_an_imported_case_shows_the_names_its_ledger_gave(desks: Desks) -> None:
    case = desks.submit()
    case.parties.all().delete()
    Proposal.objects.filter(case=case).update(proposers="民盟安澜市委会")

    row = desks.of("chen").get(PROPOSALS).context["rows"][0]

    assert row.cells[0].text == "民盟安澜市委会"


def test_the_workbook_holds_what_is_seen(desks: Desks) -> None:
    desks.assigned()
    late = desks.submit("bo", on=date(2026, 6, 1))
    client = desks.of("chen")

    assert client.get(PROPOSALS).context["pager"].export_url == "/desk/proposals/export.xlsx"
    assert workbook(client, "/desk/proposals/export.xlsx") == [
        ["Number", "Title", "State", "Limit", "Working days left", "Due", "Proposer", "Handling unit"],
        [late.number, late.title, "Submitted", "Overdue", "-5", "2026-06-08", "柏川", ""],
        ["1005001", late.title, "Assigned", "Overdue", "-69", "2026-03-05", "安行", "市住房和城乡建设局"],
    ]
    assert [row[0] for row in workbook(client, "/desk/proposals/export.xlsx?state=assigned")] == ["Number", "1005001"]


def test_the_text_file_holds_the_same_with_its_mark(desks: Desks) -> None:
    late = desks.submit("bo", on=date(2026, 6, 1))

    response = desks.of("chen").get("/desk/proposals/export.csv")

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1] == [
        late.number, late.title, "Submitted", "Overdue", "-5", "2026-06-08", "柏川", "",
    ]  # fmt: skip
    assert response["Content-Disposition"] == 'attachment; filename="proposals-2026-06-15.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(desks: Desks, start: str) -> None:
    title = f"{start}cmd|'/c calc'!A0 关于电梯"
    Case.objects.unscoped("test").filter(pk=desks.submit().pk).update(title=title)
    client = desks.of("chen")

    assert str(workbook(client, "/desk/proposals/export.xlsx")[1][1]).endswith("A0 关于电梯")
    text = client.get("/desk/proposals/export.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["Title"] == f"'{title}"


def test_plain_numbers_stay_numbers_in_text() -> None:
    assert [harmless(cell) for cell in ("-5", "关于", "", "-")] == ["-5", "关于", "", "'-"]


def test_pages_both_ways_keep_the_filters(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [desks.submit().number for _ in range(3)][::-1]
    monkeypatch.setattr("zhixing.desk.keyset.newest_first.__kwdefaults__", {"size": 2})
    client = desks.of("chen")

    first = client.get(f"{PROPOSALS}?state=submitted")
    second = client.get(first.context["pager"].next_url)

    assert [row.number for row in first.context["rows"]] == found[:2]
    assert "state=submitted" in first.context["pager"].next_url
    assert [row.number for row in second.context["rows"]] == found[2:]
    assert second.context["pager"].next_url == ""
    assert numbers(client, second.context["pager"].prev_url) == found[:2]


@pytest.mark.parametrize(("url", "expected"), [(PROPOSALS, 14), ("/desk/proposals/export.csv", 8)])
def test_the_list_takes_the_same_statements_for_one_row_and_for_three(desks: Desks, url: str, expected: int) -> None:
    desks.assigned()
    client = desks.of("chen")
    one = statements(client, url)
    desks.assigned(unit="school")
    desks.submit("bo")

    assert statements(client, url) == one == expected


def test_the_limits_of_children_are_found_by_their_parent_and_not_by_their_committee(desks: Desks) -> None:
    actor = desks.town.actor("chen", TODAY)

    asked = str(with_limits(Case.objects.visible_to(actor), actor, of_children=True).query)

    assert asked.count('"parent_id" = ') == 2
    assert asked.count('"body_id" = ') == 1


def test_a_list_of_more_than_anybody_counts_says_so(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(3):
        desks.submit()
    client = desks.of("chen")
    assert "3 cases" in client.get(PROPOSALS).text

    monkeypatch.setattr("zhixing.desk.listing.MOST_COUNTED", 2)
    page = client.get(PROPOSALS)

    assert "More than 2 cases" in page.text
    assert len(page.context["rows"]) == 3
