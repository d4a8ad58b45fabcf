"""Candidates for the problem bank: named by rule, each once, with what is in the bank about them; for four offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.desk.people import Desks, at, statements
from tests.stories.supervising import check_of, with_heads, with_promise
from tests.stories.telling import Teller
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

URL = "/desk/problems/candidates/"
OFFICES = ("chen", "ding", "gu", "yuan", "pan", "shan")
FACTS = "承诺六月底前公示责任人，至今没有公示，也没有说明。"


@pytest.fixture
def tell(desks: Desks) -> Teller:
    """Return a teller in the town at its desks, with the offices' heads and the policy research office."""
    return with_heads(Teller(desks.town))


def page(desks: Desks, who: str = "chen", query: str = "") -> Any:
    """Return the context of the page."""
    return desks.of(who).get(f"{URL}{query}").context


def named(desks: Desks, who: str = "chen", query: str = "") -> dict[str, list[list[str]]]:
    """Return what stands on the page: by rule, what makes each line a candidate."""
    groups = page(desks, who, query)["groups"]
    return {group.key: [[line.why for line in row.lines] for row in group.rows] for group in groups}


def counts(desks: Desks, who: str = "chen") -> dict[str, int]:
    """Return the numbers beside the rules."""
    return {link.title: link.count for link in page(desks, who)["filters"][0].entries}


def rated_twice(tell: Teller) -> str:
    """Return a handling whose second reply left the proposer dissatisfied, too."""
    (handling,) = tell.below(tell.assigned())
    tell.replied(tell.drafted(handling))
    tell.act(handling, "rate", "an", {"grade": "dissatisfied", "again": "没有落实到人"})
    tell.act(handling, "draft_reply", "han", {"draft": "再次答复如下。" * 5})
    tell.replied(handling)
    tell.act(handling, "rate_again", "an", {"second_grade": "dissatisfied"})
    return handling


@pytest.mark.parametrize("who", ["an", "bo", "liao", "han", "hu", "zhu", "shen"])
def test_nobody_else_learns_of_it(desks: Desks, tell: Teller, who: str) -> None:
    with_promise(tell)
    with at(date(2026, 8, 1)):
        assert desks.of(who).get(URL).status_code == 403
        assert "/candidates/" not in desks.of(who).get("/desk/").text


@pytest.mark.parametrize("who", OFFICES)
def test_it_stands_in_the_menu_of_the_offices_that_may_nominate(desks: Desks, tell: Teller, who: str) -> None:
    with_promise(tell)

    assert f'href="{URL}"' in desks.of(who).get("/desk/").text
    assert desks.of(who).get(URL).status_code == 200
    assert desks.of(who).get("/desk/letters/candidates/").status_code == 403


def test_promise_past_its_day_is_named_until_the_unit_claims_it_done(desks: Desks, tell: Teller) -> None:
    _number, _handling, promise = with_promise(tell)
    with at(date(2026, 6, 30)):
        assert named(desks) == {}
    with at(date(2026, 7, 1)):
        assert named(desks) == {"promise_overdue": [["The day promised has passed without evidence"]]}
        assert counts(desks)["A promise passed its day without evidence"] == 1
    tell.on(7, 2)
    with at(date(2026, 7, 2)):
        tell.act(promise, "claim_done", "hu", {"evidence": "二百一十三个单元全部公示。"})
        assert named(desks) == {}


def test_what_was_claimed_done_and_is_not_so_is_named_by_who_said_it(desks: Desks, tell: Teller) -> None:
    _number, _handling, promise = with_promise(tell)
    tell.on(3, 2)
    with at(date(2026, 3, 20)):
        tell.act(promise, "claim_done", "hu", {"evidence": "二百一十三个单元全部公示。"})
        tell.act(promise, "say_if_done", "an", {"done": "no"})
        assert named(desks) == {"not_as_replied": [["Claimed done; the proposer says that it is not"]]}
        tell.act(promise, "verify", "chen", {"found": "not_kept", "way": "on_spot", "how": "现场没有公示"})
        assert named(desks) == {"not_as_replied": [["Claimed done; the verification found that it is not"]]}
        tell.act(promise, "claim_done", "hu", {"evidence": "两个单元已经补齐公示。"})
        assert named(desks) == {}
        tell.act(promise, "verify", "chen", {"found": "kept", "way": "on_spot", "how": "现场核对"})
        assert named(desks) == {}


def test_reply_of_what_is_solved_is_named_while_a_check_demands_more(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.replied(tell.drafted(handling))
    tell.on(1, 22)
    check = check_of(tell, handling, on="2026-01-23")
    with at(date(2026, 2, 2)):
        assert named(desks) == {}
        tell.on(1, 23)
        found = {"took_place": "2026-01-23", "findings": "抽查三处，两处没有公示责任人。", "outcome": "demands"}
        tell.act(check, "record", "chen", found | {"demands": "十日内补齐公示"})
        assert list(named(desks)) == ["not_as_replied"]
        tell.act(check, "answer", "liao", {"answer": "两处已补齐公示，照片附后。"})
        tell.act(check, "settle", "gu", {"settled": "done", "opinion": "现场复核属实"})
        assert named(desks) == {}


def test_second_dissatisfaction_is_named_until_it_is_handled_again(desks: Desks, tell: Teller) -> None:
    handling = rated_twice(tell)
    with at(date(2026, 2, 2)):
        assert list(named(desks)) == ["dissatisfied_twice"]
        tell.act(handling, "reopen", "zhu", {"leader_words": "请主要领导过问。"})
        assert named(desks) == {}


def test_long_overdue_counts_as_the_banks_setting_says(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    _status, due = tell.limit(handling, "reply")
    with at(date(2026, 6, 20)):
        late = (date(2026, 6, 20) - date.fromisoformat(due)).days
        assert late >= 30
        text = kinds.get("problem").procedure.read_text(encoding="utf-8")
        for days, keys in ((late, ["long_overdue"]), (late + 1, [])):
            own = text.replace("overdue_days = { value = 60", f"overdue_days = {{ value = {days}")
            adopting.adopt(tell.town.body, "problem", at=None, actor=tell.actor("ding"), source=own)
            assert list(named(desks)) == keys


def test_committees_own_procedure_without_the_setting_lists_nothing_by_that_rule(desks: Desks, tell: Teller) -> None:
    with_promise(tell)
    text = kinds.get("problem").procedure.read_text(encoding="utf-8")
    own = "\n".join(line for line in text.splitlines() if not line.startswith("candidate_"))
    adopting.adopt(tell.town.body, "problem", at=None, actor=tell.actor("ding"), source=own)

    with at(date(2026, 8, 1)):
        assert named(desks) == {}


def test_button_opens_the_nomination_with_case_and_ground(desks: Desks, tell: Teller) -> None:
    number, _handling, promise = with_promise(tell)
    with at(date(2026, 8, 1)):
        (row,) = page(desks)["groups"][0].rows
        form = desks.of("chen").get(row.act.url).context["form"]
        assert form["about"].value() == [number, promise]
        assert form["ground"].value() == "promise_overdue"
        # The research office decides; until then it does not learn of what a proposer may have said in confidence.
        assert desks.of("lu").get("/desk/problems/candidates/").status_code == 403


def test_address_cannot_choose_a_code_that_there_is_not(desks: Desks, tell: Teller) -> None:
    number, _handling, _promise = with_promise(tell)
    url = f"/desk/problems/new/nominate/?about={number}&ground=dragon&title=x"

    form = desks.of("chen").get(url).context["form"]

    assert (form["about"].value(), form["ground"].value(), form["title"].value()) == ([number], None, None)


def test_what_is_in_the_bank_is_not_named_again_unless_it_was_turned_down(desks: Desks, tell: Teller) -> None:
    number, _handling, _promise = with_promise(tell)
    data = {"about": [number], "title": "加装电梯管护责任长期不落实", "ground": "promise_overdue", "facts": FACTS}
    tell.on(7, 20)
    with at(date(2026, 7, 25)):
        problem = tell.open("problem", "nominate", "chen", data)
        assert named(desks) == {}
        assert counts(desks)["Put forward already"] == 1
        (row,) = page(desks, query="?by=known")["groups"][0].rows
        assert ([link.title for link in row.before], row.act) == ([f"{problem}, Nominated"], None)

        tell.act(problem, "refuse", "lu", {"reason": "承诺逾期不足一个月，先行督办"})
        (row,) = page(desks)["groups"][0].rows
        assert [link.title for link in row.before] == [f"{problem}, Not admitted"]
        assert row.act.url == f"/cases/{problem}/acts/nominate_again/"

        tell.act(problem, "withdraw", "chen", {"reason": "单位已经兑现"})
        (row,) = page(desks)["groups"][0].rows
        assert row.act.url.startswith("/desk/problems/new/nominate/?")


def test_it_only_lists(desks: Desks, tell: Teller) -> None:
    with_promise(tell)
    tell.on(8, 1)
    with at(date(2026, 8, 1)):
        tell.day_comes()
        page(desks)

    assert not Case.objects.unscoped("test").filter(kind="problem").exists()


def test_each_number_opens_its_list_in_pages(desks: Desks, tell: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhixing.desk.leading.candidates_page.ON_A_PAGE", 2)
    monkeypatch.setattr("zhixing.desk.leading.candidates_page.SHOWN", 1)
    for _n in range(3):
        with_promise(tell)
    with at(date(2026, 8, 1)):
        whole = page(desks)
        assert [(group.n, len(group.rows)) for group in whole["groups"]] == [(3, 1)]
        first = page(desks, query="?by=promise_overdue")
        assert (len(first["groups"][0].rows), first["pager"].text) == (2, "1–2 of 3")
        second = desks.of("chen").get(first["pager"].next_url).context
        assert (len(second["groups"][0].rows), second["pager"].next_url) == (1, "")


def test_statements_do_not_grow_with_what_is_named(desks: Desks, tell: Teller) -> None:
    with_promise(tell)
    with at(date(2026, 8, 1)):
        few = statements(desks.of("chen"), URL)
    for _n in range(4):
        with_promise(tell)
    rated_twice(tell)
    with at(date(2026, 8, 1)):
        assert statements(desks.of("chen"), URL) <= few + 3, "one more rule names something"
        assert few <= 45
