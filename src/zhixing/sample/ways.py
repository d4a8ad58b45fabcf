"""Which acts a part goes through, in their order, and how many working days lie between them.

An act of the proposal itself bears its plain name. ``lead:``, ``unit:``, ``other:``, ``co:`` and ``promise:`` before a
name say that it is one of the lead taken up, of the unit's handling, of the separate unit's, of the co-handling unit
or of what was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from zhixing.sample.casting import Part

WAIT = "wait"
"""No act: the clock of the software ends what nobody answers."""
SIGNERS = 2
"""So many sign a joint proposal when nobody in particular is asked."""


@dataclass(frozen=True, slots=True)
class Leg:
    """An act and how many working days after the one before it; ``work`` marks the long stretch of the unit's work."""

    act: str
    least: int
    most: int
    work: bool = False


# --- until it is assigned ---


def review_legs(part: Part) -> list[Leg]:
    """Return a part's acts up to filing, or as far as it has come."""
    if part.stands in {"lead_offered", "lead_published", "lead_declined"}:
        return [*_lead(part.stands)]
    legs = [*_coming_in(part)]
    if part.stands in {"awaiting_cosign", "intake", "discarded", "submitted"}:
        return legs
    if part.stands == "revising" or part.takes("revised"):
        legs.append(Leg("return_draft", 1, 3))
    if part.takes("revised"):
        legs += [Leg("resubmit", 1, 2), *_signed_again(part)]
    if part.stands == "revising":
        return legs
    if part.stands == "withdrawn" and not part.takes("after_filing"):
        return [*legs, Leg("withdraw", 1, 4)]
    return [*legs, Leg("first_review", 1, 4), *_decision(part)]


def _lead(stands: str) -> Iterator[Leg]:
    yield Leg("lead:receive" if stands == "lead_published" else "lead:offer", 0, 0)
    if stands == "lead_declined":
        yield Leg("lead:decline", 2, 6)
    if stands in {"lead_published", "lead_used"}:
        yield from (Leg("lead:publish", 1, 5), Leg("lead:claim", 1, 2))


def _coming_in(part: Part) -> Iterator[Leg]:
    """Yield how a proposal comes in: from a lead or not, signed by others or not, online, on paper or as a file."""
    if part.takes("lead_used"):
        yield from _lead("lead_used")
    if part.intake == "paper":
        yield Leg("enter", 0, 0)
    elif part.intake == "word":
        yield Leg("receive_file", 0, 0)
        if part.stands != "intake":
            yield Leg("discard" if part.stands == "discarded" else "confirm_entry", 0, 2)
    elif part.is_joint:
        yield from _signing(part)
    else:
        yield Leg("submit" if part.form == "individual" else "submit_collective", 0, 2)
    if part.takes("lead_used"):
        yield Leg("lead:close", 0, 2)


def _signing(part: Part) -> Iterator[Leg]:
    """Yield how others are asked to sign, and do or do not."""
    yield Leg("invite" if part.form == "joint" else "invite_collective", 0, 0)
    if part.stands == "awaiting_cosign":
        return
    if part.takes("amended"):
        yield from (Leg("cosign", 0, 1), Leg("amend", 0, 1))
    yield from [Leg("cosign", 0, 1)] * SIGNERS
    if part.takes("declined_signature"):
        yield from (Leg("invite_more", 0, 1), Leg("decline_cosign", 0, 1))
    if part.takes("invited_more"):
        yield from (Leg("invite_more", 0, 1), Leg("cosign", 0, 1))
    yield Leg("submit", 0, 1)
    if part.takes("withdrew_signature"):
        yield Leg("withdraw_signature", 0, 1)


def _signed_again(part: Part) -> list[Leg]:
    """Return how those who signed sign the mended text."""
    if not part.is_joint:
        return []
    return [Leg("cosign", 0, 1)] * (SIGNERS + part.takes("invited_more") - part.takes("withdrew_signature"))


def _decision(part: Part) -> Iterator[Leg]:
    """Yield how the review ends, and what follows before the assignment."""
    if part.stands == "first_reviewed":
        return
    if part.stands == "conversion_asked" or part.takes("refused_conversion"):
        yield Leg("ask_conversion", 1, 4)
        if part.stands == "conversion_asked":
            return
        yield Leg("refuse_conversion", 1, 4)
    if part.stands == "converted" or part.takes("directed"):
        yield from _conversion(part)
    if part.stands == "merged" or part.takes("unmerged"):
        yield Leg("merge", 1, 2)
        if part.takes("unmerged"):
            yield Leg("unmerge", 2, 3)
        elif part.takes("put_away"):
            yield Leg("archive_merged", 90, 120)
    elif part.stands != "converted":
        yield Leg("decline" if part.stands == "declined" else "file", 1, 8)
        yield from _once_filed(part)


def _conversion(part: Part) -> Iterator[Leg]:
    """Yield how it is converted with the proposer's consent, and once by mistake."""
    if part.takes("agreed_conversion"):
        yield from (Leg("ask_conversion", 1, 4), Leg("agree_conversion", 1, 4))
    else:
        yield Leg("convert", 1, 6)
    if part.takes("directed"):
        yield Leg("direct", 3, 6)


def _once_filed(part: Part) -> Iterator[Leg]:
    """Yield what happens between filing and assignment."""
    if part.takes("agreed"):
        yield from (Leg("propose_units", 1, 2), *(Leg(f"agree_for_{side}", 0, 1) for side in SIDES))
    if part.stands == "withdrawn" and not part.takes("assigned"):
        yield from (Leg("request_withdrawal", 1, 3), Leg("decide_withdrawal", 1, 3))


SIDES = ("party", "government", "cppcc")
"""The offices that agree to an assignment, as the acts name them."""


# --- while a unit has it ---


def unit_legs(part: Part) -> list[Leg]:
    """Return a part's acts after assignment, as far as it has come."""
    if part.stands == "assigned":
        return []
    if part.stands == "return_requested":
        return [Leg("unit:object", 1, 2)]
    legs = [*_receipt(part), Leg("unit:contact", 3, 9)]
    if part.stands == "withdrawn":
        return [*legs, Leg("request_withdrawal", 2, 5), Leg("decide_withdrawal", 1, 3)]
    if part.takes("withdrawal_refused"):
        legs += [Leg("request_withdrawal", 1, 3), Leg("decide_withdrawal", 1, 3)]
    if part.stands == "accepted":
        return [*legs, *_unfinished(part)]
    legs += [*_work(part), *_reply(part)]
    if part.stands not in {"drafted", "reply_review"}:
        legs += [Leg("unit:release_reply", 1, 4), *_opinion(part)]
    return [*_doubled(legs)] if part.mode == "separate" else legs


def _receipt(part: Part) -> Iterator[Leg]:
    """Yield how units receive it, or say that it is not theirs."""
    if part.takes("objected"):
        yield from (Leg("unit:object", 0, 2), Leg("unit:decide_objection", 1, 4))
    if not part.takes("kept"):
        yield Leg("unit:accept", 0, 2)
    if part.mode == "lead" and not part.takes("no_opinion"):
        yield Leg("co:accept", 0, 2)
    if part.takes("distributed"):
        yield Leg("unit:distribute", 0, 1)


def _work(part: Part) -> Iterator[Leg]:
    """Yield what a unit does until its draft is written."""
    silent = part.takes("no_opinion")
    if part.mode == "lead" and not silent:
        yield Leg("co:give_opinion", 5, 9)
    if part.takes("extended"):
        yield from (Leg("unit:request_extension", 10, 18), Leg("unit:decide_extension", 1, 3))
    if part.takes("interim"):
        yield Leg("unit:interim_reply", 3, 6)
    if part.takes("instructed"):
        yield Leg("unit:instruct", 1, 4)
    yield Leg("unit:contact", 4, 10)
    if part.takes("confirmed"):
        yield Leg("unit:confirm_contact", 0, 2)
    granted = part.takes("extended") and not part.takes("extension_refused")
    least, most = (25, 40) if granted else (18, 26) if silent else (8, 20)
    yield Leg("unit:draft_reply", least, most, work=True)


def _reply(part: Part) -> Iterator[Leg]:
    """Yield how a draft becomes a signed reply."""
    if part.stands == "drafted":
        return
    if part.takes("redrafted"):
        yield from (Leg("unit:return_draft", 1, 2), Leg("unit:draft_reply", 1, 3))
    late = 1
    if part.mode == "lead" and part.takes("no_signature"):
        late = 8
    elif part.mode == "lead" and not part.takes("no_opinion"):
        yield Leg("co:dispute" if part.takes("disputed") else "co:countersign", 1, 3)
    if part.takes("checked"):
        yield Leg("unit:check_draft", 0, 1)
    yield Leg("unit:sign_reply", late, late + 2)
    if part.takes("returned"):
        yield from (Leg("unit:return_reply", 1, 3), Leg("unit:draft_reply", 2, 4), Leg("unit:sign_reply", 1, 3))


def _unfinished(part: Part) -> Iterator[Leg]:
    """Yield what the unit did last while its reply is still to come."""
    if part.takes("late"):
        yield from (Leg("note", 20, 40, work=True), Leg("unit:urge", 1, 3))
    elif part.takes("extended"):
        yield Leg("unit:request_extension", 10, 30, work=True)
        if part.takes("extension_refused"):
            yield Leg("unit:decide_extension", 1, 3)
    else:
        yield Leg("unit:contact", 10, 30, work=True)


def _opinion(part: Part) -> Iterator[Leg]:
    """Yield what follows a released reply."""
    if part.stands == "replied":
        return
    if part.takes("commented"):
        yield Leg("unit:comment", 0, 3)
    yield Leg(WAIT, 22, 23) if part.grade == "silent" else Leg("unit:rate", 2, 10)
    if part.takes("called"):
        yield Leg("unit:called", 1, 2)
    if part.stands == "rework":
        return
    if part.grade == "dissatisfied":
        yield from _once_more()
        if part.stands == "replied_again":
            return
        yield Leg("unit:rate_again", 2, 8)
    yield from _afterwards(part)
    if part.stands != "answered":
        yield from _ending(part)


def _afterwards(part: Part) -> Iterator[Leg]:
    """Yield what may follow the opinion: a leader has it reopened, the unit appraises it, the rating is changed."""
    if part.takes("reopened"):
        yield from (Leg("unit:reopen", 2, 4), *_once_more(), Leg("unit:rate_again", 2, 8))
    if part.takes("appraised"):
        yield Leg("unit:appraise_proposal", 0, 3)
    if part.takes("changed"):
        yield Leg("unit:change_second_rating" if part.grade == "dissatisfied" else "unit:change_rating", 2, 5)


def _once_more() -> tuple[Leg, ...]:
    """Return how a unit handles again what left the proposer dissatisfied."""
    return (
        Leg("unit:contact", 2, 5),
        Leg("unit:draft_reply", 3, 7),
        Leg("unit:sign_reply", 1, 2),
        Leg("unit:release_reply", 1, 3),
    )


def _ending(part: Part) -> Iterator[Leg]:
    """Yield what follows the proposer's opinion."""
    if part.promises:
        yield Leg("track", 1, 6)
        yield from _promised(part)
    if part.stands == "tracking":
        return
    if part.takes("corrected"):
        yield Leg("unit:correct", 1, 3)
    if part.takes("redacted"):
        yield Leg("unit:redact", 1, 3)
    yield Leg("conclude", 2, 10)
    if part.stands == "archived":
        yield Leg("archive", 5, 30)


def _promised(part: Part) -> Iterator[Leg]:
    """Yield how promises are kept, or not. What is still tracked waits for the unit, or for the committee."""
    if part.takes("progressed"):
        yield Leg("promise:progress", 10, 20)
    if part.stands == "tracking" and not part.takes("claimed"):
        return
    if part.takes("given_up"):
        yield Leg("promise:give_up", 20, 40)
        return
    if part.takes("release_asked"):
        yield from (Leg("promise:ask_release", 15, 30), Leg("promise:decide_release", 3, 8))
    else:
        yield Leg("promise:claim_done", 20, 50)
        if part.takes("looked"):
            yield Leg("promise:say_if_done", 1, 4)
        if part.stands == "tracking":
            return
        if part.takes("not_kept"):
            yield from (Leg("promise:verify_in_vain", 3, 8), Leg("promise:claim_done", 8, 15))
        yield Leg("promise:verify", 3, 12)
    if part.takes("replied_twice"):
        yield Leg("unit:second_reply", 2, 6)


def _doubled(legs: Iterable[Leg]) -> Iterator[Leg]:
    """Yield the acts of two separate units, each of which does what the other does, at the latest a day later."""
    for leg in legs:
        yield leg
        if leg.act.startswith("unit:"):
            yield replace(leg, act=f"other:{leg.act.removeprefix('unit:')}", least=0, most=1, work=False)
