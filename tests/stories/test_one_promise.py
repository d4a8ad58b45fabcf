"""One promise, from the reply that gives it to the next term: missed, urged, supervised, claimed falsely, kept."""

from __future__ import annotations

from datetime import date

import pytest

from tests.stories.supervising import check_of, letter_about, signed_by_all, with_heads
from tests.stories.telling import REPLY, Teller, promised
from tests.world.town import moment
from zhixing.assembly import clock
from zhixing.assembly.models import Membership, Person, Post, Session, Term
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import overdue
from zhixing.cases.models import Case
from zhixing.insight import counting

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FALSE = {"evidence": "全市加装电梯责任公示已经全部到位，资料齐全。"}
TRUE = {"evidence": "二百一十三个单元逐一公示责任人，附现场照片和台账。"}
EARLIER, THIS, NEXT = (10, 4), (10, 5), (11, 1)
"""Sessions by the number of the term and their own."""


@pytest.fixture
def promise(tell: Teller) -> str:
    """Return a promise of the fourth session's year: An's proposal, answered B, to be kept by the end of March 2026."""
    with_heads(tell)
    Session.objects.create(term=tell.town.session.term, number=4, opens=date(2025, 1, 14), closes=date(2025, 1, 18))
    tell.on(1, 15, year=2025)
    number = tell.assigned()
    (handling,) = tell.below(number)
    tell.on(4, 8, year=2025)
    tell.replied(tell.drafted(handling), **promised(by="2026-03-31"))
    tell.act(handling, "rate", "an", {"grade": "satisfied"})
    tell.act(number, "track", "chen", {"opinion": "跟踪至兑现为止"})
    (found,) = tell.below(handling, "promise")
    return found


def above(tell: Teller, promise: str) -> tuple[str, str]:
    """Return the handling whose reply gave a promise, and its proposal."""
    handling = Case.objects.unscoped("test").get(children__number=promise)
    assert handling.parent
    return handling.number, handling.parent.number


def open_of(tell: Teller, session: tuple[int, int]) -> list[str]:
    """Return the promises of a session that are not settled, as the committee's office finds them today."""
    term, number = session
    cases = Case.objects.visible_to(tell.actor("chen")).filter(kind="promise", final=False)
    return list(cases.filter(session__term__number=term, session__number=number).values_list("number", flat=True))


def late_on(tell: Teller) -> list[str]:
    """Return the promises that have passed their day, as the overview counts them."""
    with clock.simulated(moment(tell.today)):
        late = overdue(kinds.get("promise"))
        seen = Case.objects.visible_to(tell.actor("gu")).filter(late, kind="promise", final=False)
        return list(seen.values_list("number", flat=True))


def completed(tell: Teller, session: tuple[int, int]) -> tuple[int, int]:
    """Return how many proposals of a session are complete, out of how many filed."""
    kind = kinds.get("proposal")
    cases = Case.objects.visible_to(tell.actor("chen"))
    cases = cases.filter(session__term__number=session[0], session__number=session[1])
    procedures = [adopting.in_force(tell.town.body, "proposal").procedure]
    (rate,) = (
        one for one in counting.rates(kind, counting.tallied(kind, cases, procedures)) if one.name == "completion_rate"
    )
    return rate.numerator, rate.denominator


def new_term(tell: Teller) -> None:
    """Let the eleventh term begin in January 2027: An has no seat in it, and the housing bureau has another head."""
    town = tell.town
    ended = date(2027, 1, 9)
    Term.objects.of_body(town.body).filter(pk=town.session.term_id).update(until=ended)
    Membership.objects.of_body(town.body).filter(person=town.people["an"]).update(until=ended)
    Post.objects.of_body(town.body).filter(person=town.people["hu"]).update(until=ended)
    term = Term.objects.create(body=town.body, number=11, since=date(2027, 1, 10))
    Session.objects.create(term=term, number=1, opens=date(2027, 1, 12), closes=date(2027, 1, 16))
    lian = town.people["lian"] = Person.objects.create(name="连任")
    Post.objects.create(
        person=lian, organisation=town.organisations["housing"], kind=PostKind.HEAD, since=date(2027, 1, 10)
    )
    Membership.objects.create(body=town.body, term=term, person=town.people["bo"], since=date(2027, 1, 10))


def missed(tell: Teller, promise: str) -> None:
    """Let the promise pass its day: reminded before, urged after; it stays with its own session."""
    tell.on(2, 2)
    tell.day_comes()
    assert (open_of(tell, EARLIER), open_of(tell, THIS)) == ([promise], [])
    tell.act(promise, "progress", "han", {"progress": "已公示四十个单元"})
    tell.on(3, 16)
    tell.day_comes()
    assert tell.told("hu", promise)[-1] == "tick"
    assert (tell.told("gu", promise), late_on(tell)) == ([], [])
    tell.on(4, 1)
    tell.day_comes()
    assert (tell.told("gu", promise), late_on(tell)) == (["tick"], [promise])


def written_about(tell: Teller, promise: str) -> None:
    """Let the three offices sign a letter, and the unit answer it."""
    tell.on(4, 20)
    letter = letter_about(tell, promise)
    signed_by_all(tell, letter)
    tell.act(letter, "send", "gu")
    assert tell.reads(promise, "hu")["by_letter"]
    tell.act(letter, "answer", "hu", {"answer": "五月底前完成全部单元的责任公示。"})
    tell.act(letter, "close", "gu", {"result": "承诺五月底前完成，届时联合督查"})


def found_false(tell: Teller, promise: str) -> None:
    """Let the unit say it is done before a joint check finds otherwise: it is open again, and late all the while."""
    tell.on(5, 28)
    check = check_of(tell, promise, on="2026-06-02")
    tell.on(6, 1)
    tell.act(promise, "claim_done", "hu", FALSE)
    assert (tell.on_time(promise, "promise"), late_on(tell)) == (False, [])
    tell.on(6, 2)
    found = {"took_place": "2026-06-02", "findings": "现场抽查十处，其中六处没有公示责任人。"}
    tell.act(check, "record", "chen", found | {"outcome": "demands", "demands": "补齐公示"})
    assert tell.reads(promise, "hu")["by_check"]
    tell.act(promise, "say_if_done", "an", {"done": "no", "remark": "我住的小区没有公示"})
    not_kept = {"found": "not_kept", "way": "on_spot", "how": "联合督查抽查十处，六处未公示"}
    assert tell.act(promise, "verify", "ding", not_kept) == "open"
    assert (tell.told("an", promise)[-1], late_on(tell)) == ("verify", [promise])
    assert tell.whose_turn(promise) == {"liao": "claim_done", "han": "claim_done", "hu": "claim_done"}
    tell.act(check, "answer", "hu", {"answer": "已经补齐三处，其余三处年内完成。"})
    tell.act(check, "settle", "gu", {"settled": "not_done", "opinion": "继续整改"})


def kept(tell: Teller, promise: str) -> None:
    """Let the new head bring evidence, An look with their own eyes, and the committee's office clear it."""
    tell.on(3, 10, year=2027)
    tell.act(promise, "claim_done", "lian", TRUE)
    tell.act(promise, "say_if_done", "an", {"done": "yes", "remark": "已到三个小区看过"})
    seen = {"found": "kept", "way": "proposer", "how": "提案者实地看过，台账与现场一致"}
    assert tell.act(promise, "verify", "chen", seen) == "cleared"
    assert tell.on_time(promise, "promise") is False
    assert (late_on(tell), open_of(tell, EARLIER)) == ([], [])


def test_a_promise_lasts_over_sessions_and_terms_until_it_is_kept(tell: Teller, promise: str) -> None:
    handling, proposal = above(tell, promise)
    missed(tell, promise)
    written_about(tell, promise)
    found_false(tell, promise)
    assert completed(tell, EARLIER) == (0, 1)

    # A new term: another head of the unit, and the proposer has no seat any more. The promise is theirs all the same.
    new_term(tell)
    tell.on(1, 20, year=2027)
    tell.day_comes()
    assert (open_of(tell, EARLIER), open_of(tell, NEXT), late_on(tell)) == ([promise], [], [promise])
    assert tell.whose_turn(promise) == {"liao": "claim_done", "han": "claim_done", "lian": "claim_done"}
    assert {"an", "lian"} <= tell.who_sees(promise)
    assert "hu" not in tell.who_sees(promise)
    kept(tell, promise)

    # The second reply raises the letter; the proposal is concluded and counts as complete in its own session.
    assert completed(tell, EARLIER) == (1, 1)
    tell.act(handling, "second_reply", "lian", {"letter": "A", "second_reply": f"承诺事项已经全部兑现。{REPLY}"})
    assert tell.content(handling).letter == "A"
    assert tell.act(proposal, "conclude", "chen") == "closed"
    assert (completed(tell, EARLIER), completed(tell, NEXT)) == ((1, 1), (0, 0))
    assert tell.acts(promise) == [
        "open", "progress", "tick", "tick", "supervise", "claim_done", "supervise", "say_if_done", "verify",
        "claim_done", "say_if_done", "verify",
    ]  # fmt: skip
