"""Letters and plans drafted under the procedures of 2026-1, where a person had to say that all had signed, go on."""

from __future__ import annotations

import pytest

from tests.stories.supervising import OFFICES, letter_about, signed_by_all, with_heads
from tests.stories.telling import Teller
from tests.world.town import OPENED, moment
from zhixing.cases import adopting, kinds

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AS_SHIPPED = {slug: kinds.get(slug).procedure.read_text(encoding="utf-8") for slug in ("letter", "jointplan")}


def _before(slug: str) -> str:
    """Return a procedure as it was in what matters here: no drafting office, and nothing that happens by itself."""
    text = AS_SHIPPED[slug].replace('version = "2026-2"', 'version = "2026-1"')
    text = text.replace('{ capacity = "drafter", from = "actors_office" }, ', "")
    text = text.replace('by = ["system"]\nautomatic = true\n', 'by = ["proposals_office"]\n')
    assert "automatic" not in text
    return text


@pytest.fixture
def earlier(tell: Teller) -> Teller:
    """Return a town in which letters and plans stand under the earlier procedures."""
    with_heads(tell)
    for slug in AS_SHIPPED:
        adopting.adopt(tell.town.body, slug, at=moment(OPENED), actor=tell.actor("ding"), source=_before(slug))
    return tell


def _moved(tell: Teller, number: str, slug: str, state: str) -> str:
    new = adopting.adopt(tell.town.body, slug, at=moment(tell.today), actor=tell.actor("ding"), source=AS_SHIPPED[slug])
    return tell.act(number, "migrate", "ding", {"procedure": new.digest, "state": state})


def test_letter_that_all_have_signed_goes_on_by_itself_once_it_is_moved(earlier: Teller) -> None:
    (handling,) = earlier.below(earlier.assigned())
    earlier.on(7, 1)
    letter = letter_about(earlier, handling)
    signed_by_all(earlier, letter)
    assert earlier.state(letter) == "signing"

    assert _moved(earlier, letter, "letter", "signing") == "ready"

    # Which office drafted it was not noted then, so that each may send it.
    assert set(earlier.whose_turn(letter).values()) == {"send"}
    assert {"chen", "gu", "pan"} <= set(earlier.whose_turn(letter))
    assert earlier.act(letter, "send", "pan") == "sent"


def test_letter_that_somebody_is_still_to_sign_waits_where_it_was(earlier: Teller) -> None:
    (handling,) = earlier.below(earlier.assigned())
    earlier.on(7, 1)
    letter = letter_about(earlier, handling)
    earlier.act(letter, "sign", "ding", {"read": True})

    assert _moved(earlier, letter, "letter", "signing") == "signing"

    earlier.act(letter, "sign", "shan", {"read": True})
    assert earlier.act(letter, "sign", "yuan", {"read": True}) == "ready"


def test_plan_that_all_have_signed_is_put_in_force_by_the_proposals_committee(earlier: Teller) -> None:
    data = {"title": "2026年提案联合督办方案", "offices": OFFICES, "aims": "全部提案按期办结", "until": "2026-12-20"}
    rows = [{"task": "全部提案的督办", "side": "committee", "when": "全年"}]
    plan = earlier.open("jointplan", "draft", "chen", data | {"division": rows})
    signed_by_all(earlier, plan)

    assert _moved(earlier, plan, "jointplan", "signing") == "ready"

    assert earlier.whose_turn(plan) == {"chen": "adopt", "ding": "adopt"}
    assert earlier.act(plan, "adopt", "chen") == "in_force"
