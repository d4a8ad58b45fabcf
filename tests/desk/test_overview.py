"""The overview: what needs a decision, what is due this week, few figures; for leaders and supervising offices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.desk.people import SECRET_WORDS, Desks, at, statements
from zhixing.cases.models import Case
from zhixing.desk.leading.deciding import SHOWN, Group

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

URL = "/desk/overview/"
SECOND = {"second_grade": "dissatisfied", "attitude": "dissatisfied", "words": SECRET_WORDS}
MORE_TIME = {"months": 2, "reason": "需上级批复"}
OBJECTION = {"reason": "电梯监管不属于本局职责"}


def page(desks: Desks, who: str, query: str = "") -> Mapping[str, Any]:
    """Return the context of the page."""
    return desks.of(who).get(f"{URL}{query}").context


def groups(desks: Desks, who: str) -> dict[str, Group]:
    return {group.key: group for group in page(desks, who)["groups"]}


def accepted(desks: Desks, *, unit: str = "housing", by: str = "liao") -> Case:
    """Return a handling that its unit has received."""
    _case, handling = desks.assigned(unit=unit)
    return desks.act(handling, "accept", by, on=date(2026, 3, 3))


def dissatisfied_twice(desks: Desks) -> Case:
    """Return a handling whose second reply left the proposer dissatisfied again."""
    _case, handling = desks.rated("dissatisfied")
    desks.act(handling, "draft_reply", "han", {"draft": "再次答复稿，逐条说明办理安排。" * 2}, on=date(2026, 5, 6))
    signed = {"letter": "A", "reply": "再次答复：共管账户已于五月设立。" * 3, "publishable": "full"}
    desks.act(handling, "sign_reply", "hu", signed, on=date(2026, 5, 8))
    desks.act(handling, "release_reply", "gu", on=date(2026, 5, 11))
    return desks.act(handling, "rate_again", "an", SECOND, on=date(2026, 5, 15))


@pytest.mark.parametrize("who", ["an", "liao", "hu", "min", "jie", "shen"])
def test_it_is_nobody_elses_page(desks: Desks, who: str) -> None:
    response = desks.of(who).get(URL)

    assert response.status_code == 403
    assert URL not in desks.of(who).get("/desk/").text


@pytest.mark.parametrize("who", ["zhu", "wei", "gu", "pan", "chen", "ding"])
def test_it_stands_in_the_menu_of_those_whose_page_it_is(desks: Desks, who: str) -> None:
    assert f'href="{URL}"' in desks.of(who).get("/desk/").text
    assert desks.of(who).get(URL).status_code == 200


def test_nothing_to_decide_is_said(desks: Desks) -> None:
    for who in ("zhu", "gu", "chen"):
        response = desks.of(who).get(URL)
        assert response.context["groups"] == []
        assert "Nothing needs your decision today." in response.text


def test_a_supervision_office_decides_what_its_side_asks(desks: Desks) -> None:
    asked = accepted(desks)
    desks.act(asked, "request_extension", "liao", MORE_TIME, on=date(2026, 3, 4))
    _case, objected = desks.assigned()
    desks.act(objected, "object", "liao", OBJECTION, on=date(2026, 3, 4))
    _case, signed = desks.signed()
    accepted(desks, unit="propaganda", by="pu")

    found = groups(desks, "gu")

    assert {key: [row.number for row in group.rows] for key, group in found.items()} == {
        "handling-decide_objection": [objected.official_number],
        "handling-release_reply": [signed.official_number],
        "handling-decide_extension": [asked.official_number],
        "handling-overdue": [asked.official_number],
    }
    ways = {key: [way.url.split("/")[-2] for way in group.rows[0].acts] for key, group in found.items()}
    assert ways == {
        "handling-decide_objection": ["decide_objection"],
        "handling-release_reply": ["release_reply", "return_reply"],
        "handling-decide_extension": ["decide_extension"],
        "handling-overdue": ["urge"],
    }
    for group in found.values():
        for way in group.rows[0].acts:
            assert desks.of("gu").get(way.url).context["form"] is not None
    # The other side's office has its own side to look after, and nothing of this one.
    assert list(groups(desks, "pan")) == ["handling-overdue"]


def test_what_is_decided_is_gone_and_what_was_urged_says_so(desks: Desks) -> None:
    handling = accepted(desks)
    desks.act(handling, "request_extension", "liao", MORE_TIME, on=date(2026, 3, 4))
    desks.act(handling, "decide_extension", "gu", {"decision": "refused", "opinion": "理由不足"}, on=date(2026, 3, 5))
    asked = {"urged_by": "telephone", "urging": "请于本周内答复。"}
    desks.act(handling, "urge", "gu", asked, on=date(2026, 6, 10))

    found = groups(desks, "gu")

    assert list(found) == ["handling-overdue"]
    assert found["handling-overdue"].rows[0].note == "done 1 time already"


def test_a_leader_sees_who_was_dissatisfied_twice_until_it_is_dealt_with(desks: Desks) -> None:
    handling = dissatisfied_twice(desks)

    (row,) = groups(desks, "zhu")["handling-dissatisfied_twice"].rows

    assert row.number == handling.official_number
    assert [way.url.split("/")[-2] for way in row.acts] == ["reopen", "instruct"]
    desks.act(handling, "instruct", "wei", {"leader_words": "请住建局约提案者当面商量。"}, on=date(2026, 5, 18))
    assert "handling-dissatisfied_twice" not in groups(desks, "zhu")


def test_one_dissatisfaction_is_no_leaders_matter(desks: Desks) -> None:
    desks.rated("dissatisfied")

    assert "handling-dissatisfied_twice" not in groups(desks, "zhu")


def test_what_is_late_in_a_focus_comes_to_the_leaders(desks: Desks) -> None:
    plain, focused = desks.submit(), desks.submit()
    for case, focus in ((plain, {}), (focused, {"focus": "strong_industry"})):
        desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
        desks.act(case, "file", "ding", focus, on=date(2026, 1, 23))
        desks.act(case, "assign", "chen", {"unit": "市住房和城乡建设局"}, on=date(2026, 3, 2))

    found = groups(desks, "zhu")

    late = Case.objects.of_body(desks.town.body).get(parent=focused)
    assert [row.number for row in found["handling-focus_overdue"].rows] == [late.official_number]
    assert "handling-overdue" not in found


def test_no_scores_and_no_free_words_reach_a_leader_or_the_other_side(desks: Desks) -> None:
    dissatisfied_twice(desks)

    for who in ("zhu", "wei", "pan"):
        text = desks.of(who).get(URL).text
        for secret in (SECRET_WORDS, "Attitude", "请写明共管账户何时设立", "In your own words"):
            assert secret not in text


def test_a_withdrawal_that_is_asked_for_waits_for_the_proposals_office(desks: Desks) -> None:
    case, _handling = desks.assigned()
    desks.act(case, "request_withdrawal", "an", {"reason": "事项已解决"}, on=date(2026, 3, 5))

    (row,) = groups(desks, "chen")["proposal-decide_withdrawal"].rows

    assert row.number == case.official_number
    assert "事项已解决" not in desks.of("gu").get(URL).text


def test_of_many_the_oldest_stand_and_the_heading_leads_to_all(desks: Desks) -> None:
    for day in range(5, 5 + SHOWN + 2):
        desks.submit(on=date(2026, 1, day))

    group = groups(desks, "chen")["proposal-first_review"]
    listed = desks.of("chen").get(group.url)

    assert (group.n, len(group.rows)) == (SHOWN + 2, SHOWN)
    assert [row.due for row in group.rows] == sorted(row.due for row in group.rows if row.due)
    assert listed.context["total"] == SHOWN + 2
    assert {row.step for row in listed.context["rows"]} == {"First review"}
    assert "Step" in {str(one.title) for one in listed.context["filters"]}


def test_what_falls_due_this_week(desks: Desks) -> None:
    handling = accepted(desks)

    with at(date(2026, 5, 27)):
        context = page(desks, "gu")
        assert [(row.number, row.note) for row in context["due"]] == [(handling.official_number, "Reply")]
        assert page(desks, "pan")["due"] == []
    with at(date(2026, 5, 20)):
        assert page(desks, "gu")["due"] == []


def test_each_figure_opens_its_lists(desks: Desks) -> None:
    desks.rated()
    accepted(desks)
    client = desks.of("zhu")

    figures = client.get(URL).context["figures"]

    assert [str(one["title"]) for one in figures] == [
        "Filing rate", "Assignment rate", "Reply rate", "Completion rate", "Overdue rate",
    ]  # fmt: skip
    for figure in figures:
        for part in (figure["top"], figure["bottom"]):
            assert client.get(part["url"]).context["total"] == int(part["title"].rpartition(" ")[2]), part
    assert figures[-1]["top"]["title"] == "Overdue 1"


def test_the_common_table_is_of_the_whole_and_opens_where_the_reader_may_see(desks: Desks) -> None:
    accepted(desks)
    accepted(desks, unit="propaganda", by="pu")

    for who, first in (("gu", "Government side"), ("pan", "Party committee side")):
        table = page(desks, who)["table"]
        assert table["sides"][0].title == first
        assert [cell.text for cell in table["total"].cells] == [2, 0, 2, 0, 0, 0, 0]
        own, other = (side.lines[0].cells for side in table["sides"])
        assert [bool(cell.url) for cell in own] == [True, False, True, False, False, False, False]
        assert {cell.url for cell in other} == {""}
        for cell in own:
            assert not cell.url or desks.of(who).get(cell.url).context["total"] == cell.text
    assert all(cell.url for cell in page(desks, "chen")["table"]["total"].cells if cell.text)
    assert page(desks, "zhu")["table"] is None


def test_units_stand_in_official_order(desks: Desks) -> None:
    accepted(desks, unit="school", by="ye")
    accepted(desks)
    accepted(desks)

    (side,) = page(desks, "gu")["table"]["sides"]

    assert [line.title for line in side.lines] == ["市住房和城乡建设局", "市教育局"]


@pytest.mark.parametrize("who", ["zhu", "gu", "chen"])
def test_the_page_costs_the_same_with_more_to_decide(desks: Desks, who: str) -> None:
    def more() -> None:
        handling = accepted(desks)
        desks.act(handling, "request_extension", "liao", MORE_TIME, on=date(2026, 3, 4))
        desks.signed()
        dissatisfied_twice(desks)
        desks.submit()

    more()
    before = statements(desks.of(who), URL)
    for _time in range(3):
        more()

    assert statements(desks.of(who), URL) == before
    assert before <= 45


def test_the_page_reads_in_chinese(desks: Desks) -> None:
    accepted(desks)
    text = desks.of("gu").get(URL, headers={"accept-language": "zh-hans"}).text

    assert "总览" in text
    assert not re.search(r"To decide|Due this week|Overdue replies", text)
