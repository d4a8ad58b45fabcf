"""An assessment on its pages: how it was drawn, what stands side by side, and what nobody but the office may read."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import Desks, at, statements
from tests.desk.test_acting import send
from tests.world.town import moment
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case
from zhixing.desk.flow import MOST_BELOW

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

OPENED, DRAWN, REPORTED = date(2026, 5, 11), date(2026, 5, 13), date(2026, 5, 20)
TODAY = date(2026, 5, 25)
SEEN, SAID = "现场查看两处，公示牌没有设立。", "提案者说评价表是当面填写的。"
SCORED = {
    "assessed_on": "2026-05-14",
    "way": "on_site",
    "found": "not_as_replied",
    "found_words": SEEN,
    "said": SAID,
}
SCORES = {"contact_points": "18", "answer_points": "15", "measures_points": "20", "effect_points": "20"}


def assessment(desks: Desks, n: int, *, report: bool = True, score: bool = True) -> tuple[Case, list[Case]]:
    """Return an assessment of so many rated handlings of one unit, all drawn and scored, and its scorings."""
    for _one in range(n):
        desks.rated()
    data = {
        "title": "十届五次会议提案办理第三方评估",
        "of_session": "十届五次会议",
        "how_many": str(n),
        "assessor": "安澜师范学院",
        "seed_source": "lottery",
        "seed_rule": "体彩排列五开奖号码",
    }
    actor = desks.town.actor("chen", OPENED)
    case = open_case("assessment", "open", actor=actor, data=data, at=moment(OPENED)).case
    desks.act(case, "draw", "chen", {"seed": "26131-40417", "witnesses": "林真"}, on=DRAWN)
    scorings = list(Case.objects.of_body(case.body_id).filter(parent=case).order_by("pk"))
    for one in scorings if score else ():
        desks.act(one, "score", "chen", SCORED | SCORES, on=date(2026, 5, 14))
    if report:
        case = desks.act(
            case, "report", "ding", {"report": "抽评各件多数与答复不符，建议会同督查室逐件跟进。"}, on=REPORTED
        )
    return case, scorings


def page(desks: Desks, who: str, url: str) -> str:
    """Return a page as somebody reads it."""
    return desks.of(who).get(url).content.decode()


def test_page_shows_how_to_repeat_the_draw(desks: Desks) -> None:
    with at(TODAY):
        case, scorings = assessment(desks, 2, report=False)
        text = page(desks, "chen", f"/cases/{case.number}/")

    assert "26131-40417" in text
    assert case.number not in text.split("<pre")[1]
    for one in scorings:
        assert one.folded["values"]["about"]["number"] in text.split("<pre")[1]
    assert "sha256sum frame.txt" in text
    assert "from hashlib import sha256" in text


def test_before_the_report_nobody_else_finds_anything(desks: Desks) -> None:
    with at(TODAY):
        case, scorings = assessment(desks, 2, report=False)
        handling = scorings[0].folded["values"]["about"]["number"]
        for who in ("an", "liao", "hu", "gu", "zhu"):
            client = desks.of(who)
            assert client.get(f"/cases/{case.number}/").status_code == 404
            assert client.get(f"/cases/{scorings[0].number}/").status_code == 404
            urls = ("/desk/assessments/", "/desk/scorings/", "/desk/scorings/export.csv", "/desk/?tab=read", "/desk/")
            for url in (*urls, f"/cases/{handling}/", f"/desk/find/?q={case.title}"):
                text = client.get(url).content.decode("utf-8-sig")
                assert case.official_number not in text.replace(case.title, "")
                assert scorings[0].number not in text


def test_each_reads_what_is_theirs_after_the_report(desks: Desks) -> None:
    with at(TODAY):
        case, scorings = assessment(desks, 5)
        own, whole = f"/cases/{scorings[0].number}/", f"/cases/{case.number}/"
        handling = scorings[0].folded["values"]["about"]["number"]
        of_unit, of_leader = page(desks, "hu", own), page(desks, "zhu", whole)
        of_office = page(desks, "chen", whole)

        assert SEEN in of_unit
        assert SAID not in of_unit
        (scores,) = desks.of("hu").get(own).context["room"]
        assert [[cell.value for cell in row[1:]] for row in scores.table.rows][-1] == ["73", "100"]
        assert "Basically satisfied" not in of_unit + page(desks, "hu", f"/cases/{handling}/")
        assert desks.of("hu").get(whole).status_code == 404
        assert f"/cases/{scorings[0].number}/" in page(desks, "hu", f"/cases/{handling}/")
        assert scorings[0].number not in page(desks, "an", f"/cases/{handling}/")
        assert "100.0% (5/5)" in of_leader
        assert "Case by case" not in of_leader
        assert "Basically satisfied" not in of_leader
        assert of_office.count("Basically satisfied") == 5
        assert SAID in page(desks, "chen", own)
        assert SAID not in page(desks, "zhu", own)
        assert desks.of("an").get(own).status_code == 404
        rows = desks.of("hu").get("/desk/scorings/export.csv").content.decode("utf-8-sig").splitlines()
        assert len(rows) == 6


def test_what_follows_is_begun_on_the_page_about_the_handling(desks: Desks) -> None:
    with at(TODAY):
        _case, scorings = assessment(desks, 1)
        offered = desks.of("chen").get(f"/cases/{scorings[0].number}/").context["about"]
        kinds = {link.url.split("/")[2] for link in offered}
        assert {"problems", "letters", "checks"} <= kinds
        form = desks.of("chen").get(offered[0].url).context["form"]
        assert form["about"].value() == [scorings[0].folded["values"]["about"]["number"]]
        assert "follow_up" in page(desks, "chen", "/desk/")


def test_forms_ask_for_nothing_that_is_worked_out(desks: Desks) -> None:
    with at(TODAY):
        client = desks.of("chen")
        opening = client.get("/desk/assessments/new/open/").context["form"]
        case, scorings = assessment(desks, 1, report=False)
        mend = client.get(f"/cases/{case.number}/acts/correct/").content.decode()
        score = client.get(f"/cases/{scorings[0].number}/acts/correct/").content.decode()

    assert {"of_session", "how_many", "seed_rule"} <= set(opening.fields)
    assert not {"frame", "frame_size", "frame_digest"} & set(opening.fields)
    assert opening["of_session"].value() == "十届五次会议"
    assert opening["how_many"].value() == 50
    assert "From 1 to 100." in opening.fields["how_many"].help_text
    assert 'value="2:seed"' not in mend
    assert 'value="1:frame"' not in mend
    assert 'value="2:witnesses"' in mend
    assert 'value="2:contact_points"' in score


def test_the_scores_are_entered_on_the_page(desks: Desks) -> None:
    with at(TODAY):
        _case, (scoring,) = assessment(desks, 1, report=False, score=False)
        url = f"/cases/{scoring.number}/acts/score/"
        done = send(desks.of("chen"), url, **SCORED, **SCORES)
        text = page(desks, "chen", f"/cases/{scoring.number}/")
        scoring.refresh_from_db()

    assert (done.status_code, scoring.state) == (302, "scored")
    assert SEEN in text


def test_a_page_costs_the_same_however_many_were_drawn(desks: Desks) -> None:
    with at(TODAY):
        few, _scorings = assessment(desks, 5)
        costs = statements(desks.of("chen"), f"/cases/{few.number}/")
        many, _scorings = assessment(desks, MOST_BELOW + 1)
        response = desks.of("chen").get(f"/cases/{many.number}/")

        assert statements(desks.of("chen"), f"/cases/{many.number}/") <= costs
        assert response.context["children"]["folded"]
        assert len(response.context["flow"]) == 1


def test_draw_says_for_what_cases_are_opened(desks: Desks) -> None:
    desks.rated()
    data = {"title": "提案办理第三方评估", "of_session": "十届五次会议", "how_many": 1, "assessor": "安澜师范学院"}
    data |= {"seed_source": "lottery", "seed_rule": "体彩排列五开奖号码"}
    with at(TODAY):
        case = open_case(
            "assessment", "open", actor=desks.town.actor("chen", OPENED), data=data, at=moment(OPENED)
        ).case
        text = page(desks, "chen", f"/cases/{case.number}/acts/draw/")

    assert "A case of its own is opened for each case that it is about: Assessed handling." in text
    assert "for each unit named" not in text
