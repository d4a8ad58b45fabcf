"""The merge board: what stands side by side, what goes into what, and that every proposer stays."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import Desks, statements
from tests.desk.test_bulk import acts_in, begun, several
from zhixing.cases.models import Case
from zhixing.desk.boards.models import Batch

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

BOARD = "/desk/proposals/merge/"


def reviewed(desks: Desks, *who: str) -> list[Case]:
    """Return a reviewed proposal of each of these members."""
    cases = [desks.submit(name, title=f"关于第 {place} 件事的建议") for place, name in enumerate(who)]
    data = {"advice": "merge", "opinion": "内容相近，建议并案。"}
    return [desks.act(case, "first_review", "chen", data, on=date(2026, 1, 22)) for case in cases]


def asked(*cases: Case, **more: str) -> str:
    """Return the address of the board with these proposals on it."""
    parts = [f"case={case.number}" for case in cases] + [f"{name}={value}" for name, value in more.items()]
    return f"{BOARD}?{'&'.join(parts)}"


def test_an_act_that_needs_another_case_goes_to_its_board(desks: Desks) -> None:
    cases = several(desks, 2)

    response = begun(desks.of("chen"), "proposal.merge", *cases)

    assert response["Location"] == f"/desk/proposals/merge/?case={cases[0].number}&case={cases[1].number}"


def test_proposals_stand_side_by_side_and_the_first_is_the_main_one(desks: Desks) -> None:
    first, second = reviewed(desks, "an", "bo")
    fresh = desks.submit("ci")

    page = desks.of("chen").get(asked(first, second, fresh))

    cards = {card.number: card for card in page.context["cards"]}
    assert list(cards) == [first.number, second.number, fresh.number]
    assert [card.into for card in cards.values()] == ["", first.number, ""]
    assert cards[second.number].authors == "柏川"
    assert [section.heading for section in cards[first.number].texts] == ["Suggestions", "Situation", "Analysis"]
    assert cards[fresh.number].refused.startswith("The case is Submitted")
    assert page.context["everybody"] == "安行, 柏川, 岑思"
    turned = desks.of("chen").get(cards[second.number].main_url)
    into = {card.number: card.into for card in turned.context["cards"]}
    assert into == {second.number: "", first.number: second.number, fresh.number: ""}


def test_each_is_merged_by_itself_and_every_proposer_stays(desks: Desks) -> None:
    main, second, third = reviewed(desks, "an", "bo", "ci")
    client = desks.of("chen")
    url = asked(main, second, third)

    sent = client.post(url, {f"into-{second.number}": main.number, f"into-{third.number}": main.number})

    page = client.get(sent["Location"])
    assert [one["row"].own for one in page.context["can"]] == [f"Main proposal: {main.number}"] * 2
    assert list(page.context["form"].fields) == ["consent", "opinion"]
    client.post(sent["Location"], {"case": [second.number, third.number], "consent": "", "opinion": "并入办理"})
    result = client.get(sent["Location"])
    assert [row.number for row in result.context["done"]] == [second.number, third.number]
    assert result.context["back"] == url
    assert acts_in(main)[-2:] == ["take_in", "take_in"]
    main.refresh_from_db()
    people = [(one.capacity, one.person.name) for one in main.parties.order_by("place") if one.person]
    assert people == [("proposer", "安行"), ("merged_proposer", "柏川"), ("merged_proposer", "岑思")]


def test_several_groups_at_once_but_no_chains(desks: Desks) -> None:
    one, two, three, four = reviewed(desks, "an", "bo", "ci", "an")
    client, url = desks.of("chen"), asked(one, two, three, four)

    chain = client.post(url, {f"into-{two.number}": one.number, f"into-{three.number}": two.number})
    nothing = client.post(url, {})
    itself = client.post(url, {f"into-{two.number}": two.number})

    assert [response.status_code for response in (chain, nothing, itself)] == [422, 422, 422]
    assert chain.context["refusal"].sentence == (
        f"{three.number} cannot go into {two.number}: a main proposal stays on this page and goes into no other. "
        "Choose another one."
    )
    assert {card.number: card.into for card in chain.context["cards"]}[three.number] == two.number
    assert not Batch.objects.exists()
    groups = client.post(url, {f"into-{two.number}": one.number, f"into-{four.number}": three.number})
    own = [row["row"].own for row in client.get(groups["Location"]).context["can"]]
    assert own == [f"Main proposal: {one.number}", f"Main proposal: {three.number}"]


def test_more_are_added_by_number_and_what_is_not_found_is_told(desks: Desks) -> None:
    first, second = reviewed(desks, "an", "bo")

    page = desks.of("chen").get(asked(first, add=f"{second.number}、1009999"))

    assert [card.number for card in page.context["cards"]] == [first.number, second.number]
    assert page.context["missing"] == "1009999"
    assert desks.of("chen").get(BOARD).context["cards"] == []


def test_only_the_proposals_office_merges(desks: Desks) -> None:
    first, second = reviewed(desks, "an", "bo")
    for who in ("an", "bo", "liao", "gu", "zhu"):
        assert desks.of(who).get(asked(first, second)).status_code == 403
        assert desks.of(who).post(asked(first, second), {f"into-{second.number}": first.number}).status_code == 403
    assert not Batch.objects.exists()


def test_the_board_takes_the_same_statements_for_two_and_for_three(desks: Desks) -> None:
    cases = reviewed(desks, "an", "bo", "ci")
    client = desks.of("chen")

    assert statements(client, asked(*cases[:2])) == statements(client, asked(*cases))
