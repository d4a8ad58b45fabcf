"""At a quarter's end what is late calls for a circular: the overview lists it and opens a draft; people do the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.desk.people import Desks, at, statements
from tests.stories.supervising import OFFICES, signed_by_all, with_heads
from tests.stories.telling import HOUSING, SCHOOL, Teller
from tests.world.town import OPENED
from zhixing.assembly.models import Organisation
from zhixing.assembly.vocabulary import Side
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.desk.leading.deciding import Group

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

KEY = "handling-circular_due"
ASKED = "/desk/letters/new/draft/?begins=circular"
JULY = date(2026, 7, 10)


@pytest.fixture
def tell(desks: Desks) -> Teller:
    """Return a teller in the town at its desks, with the offices' heads."""
    return with_heads(Teller(desks.town))


def group(desks: Desks, who: str = "chen") -> Group | None:
    """Return the group of what calls for a circular, as somebody's overview shows it."""
    found = {one.key: one for one in desks.of(who).get("/desk/overview/").context["groups"]}
    return found.get(KEY)


def draft(desks: Desks, who: str = "chen", url: str = ASKED) -> Any:
    """Return what the form of a letter begins with."""
    form = desks.of(who).get(url).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_what_was_late_at_the_quarters_end_calls_for_a_circular(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    assert tell.limit(handling, "reply") == ("running", "2026-04-21")

    with at(date(2026, 6, 30)):
        assert group(desks) is None, "late, and the quarter is not over"
    with at(date(2026, 7, 1)):
        due = group(desks)
        assert due is not None
        assert [row.url for row in due.rows] == [f"/cases/{handling}/"]
        assert due.draft is not None
        assert due.draft.url == ASKED
        assert group(desks, "gu") is not None
        assert group(desks, "pan") is None, "of the other side"
        assert group(desks, "zhu") is None, "leaders urge nobody"


def test_draft_names_units_in_official_order_with_rates_and_late_cases(desks: Desks, tell: Teller) -> None:
    late = [tell.below(tell.assigned(unit=unit))[0] for unit in (SCHOOL, HOUSING, HOUSING)]
    (kept,) = tell.below(tell.assigned())
    tell.replied(tell.drafted(kept))
    tell.on(7, 3)
    with at(JULY):
        tell.replied(tell.drafted(late[2]))
        begun = draft(desks)

    assert (begun["sort"], begun["title"]) == ("circular", "关于2026年第二季度提案答复逾期情况的通报")
    assert sorted(begun["about"]) == sorted(tell.case(one).official_number or "" for one in late)
    housing, school = (str(tell.town.organisations[key].pk) for key in ("housing", "school"))
    assert begun["units"] == [housing, school]
    assert begun["offices"] in (None, [])
    text = begun["text"]
    assert text.index(f"一、{HOUSING}") < text.index(f"二、{SCHOOL}")
    assert "提案答复逾期的共3件，涉及2个单位" in text
    assert "承办十届五次会议提案3件，已答复2件，答复率66.7%，按时率33.3%；季末逾期2件：" in text
    assert "应于2026年4月21日前答复，至季末逾期70日，已于2026年7月3日签发答复。" in text
    assert "承办十届五次会议提案1件，已答复0件，答复率0.0%，按时率0.0%；季末逾期1件：" in text
    assert f"{tell.case(kept).official_number}　" not in text


def test_circular_is_signed_and_sent_by_people_and_then_it_is_no_longer_due(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.on(7, 10)
    with at(JULY):
        tell.day_comes()
        assert not Case.objects.unscoped("test").filter(kind="letter").exists()
        letter = tell.open("letter", "draft", "chen", draft(desks) | {"offices": OFFICES})
        assert group(desks) is None, "it is being signed"
        assert draft(desks)["text"] is None
        signed_by_all(tell, letter)
        assert tell.act(letter, "send", "chen") == "sent"
        assert group(desks) is None
    assert tell.acts(handling)[-1] == "supervise"
    with at(date(2026, 10, 8)):
        assert group(desks) is not None, "another quarter has ended"


def test_circular_that_was_dropped_is_due_again(desks: Desks, tell: Teller) -> None:
    tell.assigned()
    tell.on(7, 10)
    with at(JULY):
        letter = tell.open("letter", "draft", "chen", draft(desks) | {"offices": OFFICES})
        tell.act(letter, "cancel", "chen", {"why_not": "改为约谈"})
        assert group(desks) is not None


def test_only_who_may_draft_a_letter_gets_a_draft(desks: Desks, tell: Teller) -> None:
    tell.assigned()
    with at(JULY):
        for who in ("an", "hu"):
            assert desks.of(who).get(ASKED).context["form"] is None
        assert draft(desks, "pan")["text"] is None, "nothing late on that side"
        assert draft(desks, url="/desk/letters/new/draft/?begins=dragon")["text"] is None


def test_many_late_cases_are_counted_and_not_named(desks: Desks, tell: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhixing.supervision.circulars.LONGEST", 100)
    for _n in range(3):
        tell.assigned()
    with at(JULY):
        text = draft(desks)["text"]

    assert "季末逾期3件。" in text
    assert "应于" not in text


def test_sections_are_counted_as_documents_count_beyond_ten(desks: Desks, tell: Teller) -> None:
    for place in range(11):
        town, name = tell.town, f"市第{place}局"
        Organisation.objects.create(body=town.body, name=name, side=Side.GOVERNMENT, official_order=place, since=OPENED)
        tell.assigned(unit=name)
    with at(JULY):
        text = draft(desks)["text"]

    assert [line[:3] for line in text.splitlines() if "、市第" in line][9:] == ["十、市", "十一、"]


def test_statements_do_not_grow_with_what_is_late(desks: Desks, tell: Teller) -> None:
    tell.assigned()
    with at(JULY):
        few = statements(desks.of("chen"), ASKED)
        for _n in range(4):
            tell.assigned(unit=SCHOOL)
        assert statements(desks.of("chen"), ASKED) <= few


@pytest.mark.parametrize(
    ("cards", "codes"), [(0, ["letter", "circular"]), (1, ["letter", "circular", "yellow", "red"])]
)
def test_cards_are_offered_where_the_committee_switched_them_on(
    desks: Desks, tell: Teller, cards: int, codes: list[str]
) -> None:
    shipped = kinds.get("letter").procedure.read_text(encoding="utf-8")
    text = shipped.replace("cards = { value = 0", f"cards = {{ value = {cards}")
    adopting.adopt(tell.town.body, "letter", at=None, actor=tell.actor("ding"), source=text)

    form = desks.of("gu").get("/desk/letters/new/draft/").context["form"]

    assert [code for code, _title in form.fields["sort"].widget.choices] == codes
