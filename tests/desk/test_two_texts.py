"""Two tabs, two devices, one draft: neither text is lost, both are shown, and their writer chooses."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.desk.people import Desks, said
from tests.world.town import proposal_data
from zhixing.assembly import clock
from zhixing.cases.models import Case
from zhixing.desk import drafts, two_texts
from zhixing.desk.drafts import Place, Typing
from zhixing.desk.models import Draft
from zhixing.desk.two_texts import Other, Run

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

NEW = "/desk/proposals/new/submit/"
SAVE = "/desk/drafts/save?kind=proposal&act=submit&case="
PLACE = Place("proposal", "submit")
SCRIPT = {"hx-request": "true"}


def typed(page: str, turn: int, revision: str, **fields: str) -> dict[str, str]:
    """Return what a page sends that is saved by its script."""
    return {"draft-page": page, "draft-turn": str(turn), "draft-revision": revision, **fields}


def save(client: Client, page: str, turn: int, revision: str, **fields: str) -> HttpResponse:
    return client.post(SAVE, typed(page, turn, revision, **fields), headers=SCRIPT)


def revision_of(response: HttpResponse) -> str:
    return str(response.context["saved"].revision)


def texts() -> dict[str, object]:
    """Return what is kept: the draft under an empty name, and what stands beside it."""
    return {row.beside: row.data for row in Draft.objects.order_by("beside")}


def others(response: HttpResponse) -> list[Other]:
    return list(response.context["others"])


def two(client: Client) -> HttpResponse:
    """Let two tabs write on nothing, and return the answer to the second."""
    save(client, "one", 1, "", title="关于夜间公交的提案", situation="末班车太早。")
    return save(client, "two", 1, "", title="关于夜间公交的提案", situation="没有夜班车。")


# --- Keeping ---


def test_a_page_goes_on_from_what_it_saved(desks: Desks) -> None:
    client = desks.of("an")
    first = save(client, "one", 1, "", title="关于")

    second = save(client, "one", 2, revision_of(first), title="关于夜间")

    assert texts() == {"": {"title": "关于夜间"}}
    assert revision_of(second) not in ("", revision_of(first))
    assert second.context["saved"].state == "saved"


def test_a_page_whose_answer_was_lost_goes_on_all_the_same(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 1, "", title="关于")

    save(client, "one", 2, "", title="关于夜间")

    assert texts() == {"": {"title": "关于夜间"}}


def test_an_older_text_that_arrives_late_changes_nothing(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 5, "", title="关于夜间公交")

    late = save(client, "one", 4, "", title="关于夜")

    assert late.context["saved"].state == "saved"
    assert texts() == {"": {"title": "关于夜间公交"}}


def test_a_second_tab_overwrites_nothing(desks: Desks) -> None:
    answer = two(desks.of("an"))

    assert texts() == {
        "": {"title": "关于夜间公交的提案", "situation": "末班车太早。"},
        "two": {"title": "关于夜间公交的提案", "situation": "没有夜班车。"},
    }
    assert (answer.context["saved"].state, revision_of(answer)) == ("beside", "")
    assert "Both stand below; nothing was overwritten." in answer.text
    (other,) = others(answer)
    assert [(one.name, one.title) for one in other.differences] == [("situation", "Situation")]
    assert list(other.differences[0].here) == [Run("没有夜班车。", differs=True)]
    assert list(other.differences[0].there) == [Run("末班车太早。", differs=True)]


def test_the_second_tab_goes_on_beside(desks: Desks) -> None:
    client = desks.of("an")
    two(client)

    save(client, "two", 3, "", situation="没有夜班车，也没有路灯。")
    save(client, "two", 2, "", situation="没有夜")

    assert texts()["two"] == {"situation": "没有夜班车，也没有路灯。"}
    assert Draft.objects.count() == 2


def test_the_same_text_in_two_tabs_is_one_text(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 1, "", title="关于夜间公交的提案")

    answer = save(client, "two", 1, "", title="关于夜间公交的提案")

    assert (answer.context["saved"].state, Draft.objects.count()) == ("saved", 1)


def test_an_empty_second_tab_takes_nothing_away(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 1, "", title="关于夜间公交的提案")

    save(client, "two", 1, "", title="")

    assert texts() == {"": {"title": "关于夜间公交的提案"}}


def test_a_text_beside_becomes_the_draft_when_that_is_gone(desks: Desks) -> None:
    client = desks.of("an")
    two(client)
    Draft.objects.filter(beside="").delete()

    save(client, "two", 2, "", situation="没有夜班车！")

    assert texts() == {"": {"situation": "没有夜班车！"}}


def test_without_a_script_nothing_piles_up(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 1, "", situation="末班车太早。")
    plain = {"draft-page": "", "draft-turn": "0", "draft-revision": "", "do": "save", "situation": "没有夜班车。"}

    response = client.post(NEW, plain)
    client.post(NEW, plain)

    assert "Both texts are kept and stand below." in said(response)[0]
    assert sorted(str(data) for data in texts().values()) == [
        "{'situation': '末班车太早。'}",
        "{'situation': '没有夜班车。'}",
    ]


def test_too_long_a_text_is_said_to_be_so(desks: Desks) -> None:
    answer = save(desks.of("an"), "one", 1, "", situation="字" * (drafts.MOST_CHARACTERS + 1))

    assert answer.context["saved"].state == "too-long"
    assert "This is more than can be kept as a draft." in answer.text


# --- Showing ---


def test_the_page_shows_both_when_it_is_opened_again(desks: Desks) -> None:
    client = desks.of("an")
    two(client)

    page = client.get(NEW)

    assert page.context["form"]["situation"].value() == "末班车太早。"
    (other,) = others(page)
    assert other.name == "two"
    assert list(other.differences[0].there) == [Run("没有夜班车。", differs=True)]
    assert "<mark>没有夜班车。</mark>" in page.text
    assert 'value="take:two:situation"' in page.text


def test_nobody_else_sees_either(desks: Desks) -> None:
    two(desks.of("an"))

    page = desks.of("bo").get(NEW)

    assert (others(page), page.context["form"]["situation"].value()) == ([], None)


def test_the_list_tells_how_many_texts_there_are(desks: Desks) -> None:
    client = desks.of("an")
    two(client)

    page = client.get("/desk/drafts/")

    assert [row["texts"] for row in page.context["rows"]] == [2]
    assert "2 different texts" in page.text
    assert drafts.count(desks.town.actor("an")) == 1


def test_choices_are_compared_by_their_words(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 1, "", category="society")

    (other,) = others(save(client, "two", 1, "", category="ecology"))

    assert [(one.here[0].text, one.there[0].text) for one in other.differences] == [("Ecology", "Society")]


def test_only_the_clauses_that_differ_are_marked() -> None:
    left, right = two_texts.compared("末班车太早。乘客多。路灯少。", "末班车太早。乘客很多。路灯少。")

    assert left == [Run("末班车太早。", differs=False), Run("乘客多。", differs=True), Run("路灯少。", differs=False)]
    assert [run.text for run in right if run.differs] == ["乘客很多。"]


@pytest.mark.parametrize("text", ["", "没有标点", "一行\n\n两行，", "。。，", "a,b;c"])
def test_comparing_drops_no_character(text: str) -> None:
    left, _right = two_texts.compared(text, "别的。")

    assert "".join(run.text for run in left) == text


# --- Choosing ---


def choose(client: Client, what: str, page: str, turn: int, revision: str, **fields: str) -> None:
    assert client.post(NEW, typed(page, turn, revision, do=what, **fields)).status_code == 302


def opened(client: Client) -> str:
    """Open the page again, and return on which revision it is typed."""
    return revision_of(client.get(NEW))


def test_one_field_is_taken_over_and_changes_places(desks: Desks) -> None:
    client = desks.of("an")
    two(client)
    now = opened(client)

    choose(client, "take:two:situation", "three", 1, now, title="关于夜班公交的提案", situation="末班车太早。")

    assert texts() == {
        "": {"title": "关于夜班公交的提案", "situation": "没有夜班车。"},
        "two": {"title": "关于夜间公交的提案", "situation": "末班车太早。"},
    }


def test_the_second_tab_takes_over_from_the_first(desks: Desks) -> None:
    client = desks.of("an")
    two(client)

    choose(client, "take:-:situation", "two", 2, "", title="关于夜班公交的提案", situation="没有夜班车。")

    assert texts() == {
        "": {"title": "关于夜班公交的提案", "situation": "末班车太早。"},
        "two": {"title": "关于夜间公交的提案", "situation": "没有夜班车。"},
    }


def test_the_whole_text_is_taken_over_and_mine_stays_beside(desks: Desks) -> None:
    client = desks.of("an")
    two(client)
    now = opened(client)

    choose(client, "take:two", "three", 1, now, title="关于夜间公交的提案", situation="末班车太早。")

    assert texts()[""] == {"title": "关于夜间公交的提案", "situation": "没有夜班车。"}
    assert texts()["two"] == {"title": "关于夜间公交的提案", "situation": "末班车太早。"}


def test_what_says_nothing_else_any_more_is_put_away_by_itself(desks: Desks) -> None:
    client = desks.of("an")
    save(client, "one", 1, "", title="关于夜间公交的提案")
    save(client, "two", 1, "", title="关于夜间公交的提案", situation="没有夜班车。")
    now = opened(client)

    choose(client, "take:two:situation", "three", 1, now, title="关于夜间公交的提案")

    assert texts() == {"": {"title": "关于夜间公交的提案", "situation": "没有夜班车。"}}


def test_a_text_is_put_away_as_long_as_it_is_the_one_that_was_shown(desks: Desks) -> None:
    client = desks.of("an")
    two(client)
    (shown,) = others(client.get(NEW))
    now = opened(client)
    save(client, "two", 2, "", situation="没有夜班车，也没有路灯。")

    choose(client, shown.away, "three", 1, now, situation="末班车太早。")
    assert set(texts()) == {"", "two"}
    (shown,) = others(client.get(NEW))
    choose(client, shown.away, "four", 1, opened(client), situation="末班车太早。")

    assert texts() == {"": {"situation": "末班车太早。"}}


def test_whoever_writes_on_in_the_other_tab_begins_a_text_of_their_own(desks: Desks) -> None:
    client = desks.of("an")
    two(client)
    choose(client, "take:two", "three", 1, opened(client), situation="末班车太早。")

    save(client, "one", 9, "", situation="末班车太早，太早。")

    assert texts()["one"] == {"situation": "末班车太早，太早。"}


@pytest.mark.parametrize("what", ["take:gone", "take:gone:situation", "away:gone:x", "take:", "away:-:"])
def test_a_choice_of_what_is_gone_changes_nothing(desks: Desks, what: str) -> None:
    client = desks.of("an")
    first = save(client, "one", 1, "", situation="末班车太早。")

    choose(client, what, "one", 2, revision_of(first), situation="末班车太早。")

    assert texts() == {"": {"situation": "末班车太早。"}}


# --- Submitting ---


def submitted(client: Client, page: str, turn: int, revision: str) -> HttpResponse:
    return client.post(NEW, proposal_data() | typed(page, turn, revision, do="act", key="k", seen="0"))


def test_nothing_is_entered_while_another_text_waits(desks: Desks) -> None:
    client = desks.of("an")
    two(client)

    refused = submitted(client, "two", 2, "")

    assert refused.status_code == 422
    assert "There is another text of this draft" in refused.text
    assert refused.context["form"]["title"].value() == proposal_data()["title"]
    assert [other.name for other in others(refused)] == ["-"]
    assert not Case.objects.unscoped("test").exists()
    assert texts()[""] == {"title": "关于夜间公交的提案", "situation": "末班车太早。"}


def test_a_text_saved_elsewhere_since_is_not_thrown_away_unseen(desks: Desks) -> None:
    client = desks.of("an")
    first = save(client, "one", 1, "", title="关于夜间公交的提案")
    save(client, "two", 1, revision_of(first), title="关于夜间公交的提案", situation="新写的一段。")

    refused = submitted(client, "one", 2, revision_of(first))

    assert refused.status_code == 422
    assert {"title": "关于夜间公交的提案", "situation": "新写的一段。"} in texts().values()


def test_it_is_entered_once_the_other_is_put_away(desks: Desks) -> None:
    client = desks.of("an")
    two(client)
    (shown,) = others(client.get(NEW))
    choose(client, shown.away, "three", 1, opened(client), title="关于夜间公交的提案")

    assert submitted(client, "four", 1, opened(client)).status_code == 302
    assert not Draft.objects.exists()


def test_the_same_moment_begins_one_draft(desks: Desks) -> None:
    actor, now = desks.town.actor("an"), clock.now()

    for page in ("one", "two", "three"):
        drafts.keep(actor, PLACE, {"title": page}, at=now, typing=Typing(page, 1, ""))

    assert texts() == {"": {"title": "one"}, "three": {"title": "three"}, "two": {"title": "two"}}
