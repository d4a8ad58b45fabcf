"""Earlier cases on the same matter: found by what titles share, ranked, and hidden from whoever may not know them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world.town import Town, build_town, moment, proposal_data
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case
from zhixing.insight.earlier import Alike, earlier_like, pairs_of
from zhixing.proposals.kinds import PROPOSAL
from zhixing.proposals.models import Proposal

pytestmark = pytest.mark.database

LIFTS = "关于完善老旧小区加装电梯后续管护机制的建议"


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def submit(town: Town, title: str, *, who: str = "an") -> Case:
    day = date(2026, 1, 21)
    actor = town.actor(who, day)
    return open_case("proposal", "submit", actor=actor, data=proposal_data(title=title), at=moment(day)).case


def found(town: Town, title: str, *, who: str = "chen", but: int | None = None) -> list[Alike]:
    return earlier_like(title, kind=PROPOSAL, body=town.body, actor=town.actor(who), but=but)


def test_the_frame_of_a_title_says_nothing() -> None:
    assert pairs_of("关于加强校园食堂管理的若干建议") == {"校园", "园食", "食堂"}
    assert pairs_of("关于推进5G基站建设的提案") == {"5G", "基站"}
    assert pairs_of("关于加强管理的建议") == frozenset()


def test_titles_on_the_same_matter_are_found_the_most_alike_first(town: Town) -> None:
    near = submit(town, "关于加快老旧小区加装电梯的建议")
    far = submit(town, "关于老旧小区增设充电桩的建议")
    submit(town, "关于加强中小学心理健康教育的建议")

    rows = found(town, LIFTS)

    assert [row.case for row in rows] == [near, far]
    assert rows[0].score > 2 * rows[1].score
    assert all(row.is_open for row in rows)


def test_the_case_itself_is_left_out_and_no_more_than_five_are_shown(town: Town) -> None:
    cases = [submit(town, LIFTS) for _ in range(7)]

    rows = found(town, LIFTS, but=cases[-1].pk)

    assert [row.case for row in rows] == cases[5:0:-1]
    assert {row.score for row in rows} == {1.0}


def test_a_turn_of_phrase_in_common_is_no_matter_in_common(town: Town) -> None:
    submit(town, "关于进一步加强全市校园食堂管理工作的建议")

    assert found(town, "关于进一步加强全市河道采砂管理工作的建议") == []
    assert found(town, "") == []


def test_what_the_reader_may_not_see_is_not_there(town: Town) -> None:
    own = submit(town, LIFTS)
    submit(town, LIFTS, who="bo")

    assert [row.case for row in found(town, LIFTS, who="an")] == [own]
    assert found(town, LIFTS, who="ci") == []


def test_what_is_public_is_known_to_members_and_not_open_to_them(town: Town) -> None:
    case = submit(town, LIFTS, who="bo")
    Proposal.objects.filter(pk=case.pk).update(url="https://example.org/1")

    assert [(row.case, row.is_open) for row in found(town, LIFTS, who="ci")] == [(case, False)]
    assert [(row.case, row.is_open) for row in found(town, LIFTS)] == [(case, True)]


def test_another_committee_s_cases_are_not_there(town: Town) -> None:
    submit(build_town("331098", "清河县"), LIFTS)

    assert found(town, LIFTS) == []


def test_the_work_is_bounded(town: Town) -> None:
    for _ in range(3):
        submit(town, LIFTS)

    with CaptureQueriesContext(connection) as watched:
        actor = town.actor("chen")
        before = len(watched)
        earlier_like(LIFTS, kind=PROPOSAL, body=town.body, actor=actor)

    asked = [one["sql"] for one in watched][before:]
    assert len(asked) == 2
    assert "LIMIT 1000" in asked[0]
    assert "LIMIT 300" in asked[1]
