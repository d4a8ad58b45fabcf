"""The conditions of this room's procedures that need logic. While an act is only offered, its data are empty."""

from __future__ import annotations

from zhixing.procedure.facts import Data, Facts, Json


def extension_is_asked(facts: Facts, _data: Data) -> bool:
    """Allow a decision only while a request for more time waits for one (Measures on handling, art. 23)."""
    return facts.counts.get("request_extension", 0) > facts.counts.get("decide_extension", 0)


def names_a_proposer(_facts: Facts, data: Data) -> bool:
    """Ask whoever enters a paper proposal for a person or an organisation (Rules on proposals, art. 7)."""
    return not data or bool(data.get("proposer") or data.get("organisation"))


def asks_somebody(_facts: Facts, data: Data) -> bool:
    """Ask for at least one person or organisation to sign (Rules on proposals, art. 10)."""
    return not data or bool(data.get("cosigners") or data.get("co_organisations"))


def has_signatures(facts: Facts, _data: Data) -> bool:
    """Let a joint proposal go in once enough have signed (Rules on proposals, art. 10)."""
    signed = sum(party.capacity == "cosigner" for party in facts.parties)
    return not facts.state or signed >= facts.settings.get("signatures_least", 1)


def no_withdrawal_waits(facts: Facts, _data: Data) -> bool:
    """Take one request to withdraw at a time (Rules on proposals, art. 26)."""
    return not withdrawal_waits(facts, {})


def withdrawal_waits(facts: Facts, _data: Data) -> bool:
    """Decide on a withdrawal only when it was asked for (Rules on proposals, art. 26)."""
    return facts.counts.get("request_withdrawal", 0) > facts.counts.get("decide_withdrawal", 0)


def nothing_is_merged_into_it(facts: Facts, _data: Data) -> bool:
    """End no main proposal while others are merged into it, which it answers too (Rules on proposals, art. 24)."""
    return facts.counts.get("take_in", 0) <= facts.counts.get("let_out", 0)


def leaves_nothing_merged(facts: Facts, data: Data) -> bool:
    """Grant no withdrawal of a main proposal while others are merged into it (Rules on proposals, art. 24 and 26)."""
    return data.get("withdrawal") != "granted" or nothing_is_merged_into_it(facts, {})


SIDES = ("agree_for_party", "agree_for_government", "agree_for_cppcc")


def sides_have_agreed(facts: Facts, _data: Data) -> bool:
    """Where the committee wants it, assign only what all three offices agreed to (Measures on handling, art. 8)."""
    if not facts.settings.get("sides_must_agree", 0):
        return True
    proposed = facts.last.get("propose_units", 0)
    return proposed > 0 and all(facts.last.get(act, 0) > proposed for act in SIDES)


def units_are_apart(_facts: Facts, data: Data) -> bool:
    """Let no unit be lead and co-handler, or separate handler, of one proposal (Measures on handling, art. 9)."""
    lead, separate, co = (_named(data.get(name)) for name in ("unit", "units", "co_units"))
    return lead.isdisjoint(separate | co) and separate.isdisjoint(co)


def mode_fits_the_units(_facts: Facts, data: Data) -> bool:
    """Let co-handlers stand with a lead alone, and other units where they handle apart (Measures on handling, art. 9).

    A mode that is left out means a sole handler.
    """
    mode = data.get("mode")
    return (mode == "lead" or not data.get("co_units")) and (mode == "separate" or not data.get("units"))


def _named(value: Json) -> set[Json]:
    """Return the numbers of the organisations that a field names; what names none counts for none."""
    listed = value if isinstance(value, list) else [value]
    numbers = [one.get("id") for one in listed if isinstance(one, dict)]
    return {number for number in numbers if isinstance(number, int)}


def dissatisfied_twice(facts: Facts, _data: Data) -> bool:
    """Let a leader reopen only what left the proposer dissatisfied a second time (Measures on handling, art. 32)."""
    return facts.content.get("second_grade") == "dissatisfied"


def first_rating_stands(facts: Facts, _data: Data) -> bool:
    """Let the proposer change what they said of the present reply (Measures on handling, art. 29)."""
    return _rated_since_the_reply(facts, "grade")


def second_rating_stands(facts: Facts, _data: Data) -> bool:
    """Let the proposer change what they said of the second reply (Measures on handling, art. 32)."""
    return _rated_since_the_reply(facts, "second_grade")


def _rated_since_the_reply(facts: Facts, grade: str) -> bool:
    return facts.sources.get(grade, 0) > facts.last.get("release_reply", 0)


def a_call_is_asked_for(facts: Facts, _data: Data) -> bool:
    """Let a call be entered once for each time that a rating asks for one (Measures on handling, art. 29)."""
    asked = facts.sources.get("call_me", 0)
    return facts.content.get("call_me") == "yes" and asked > facts.last.get("called", 0)


def window_has_two_ends(_facts: Facts, data: Data) -> bool:
    """Let a window close no earlier than it opens (Rules on proposals, art. 12)."""
    opens, closes = data.get("window_opens"), data.get("window_closes")
    return not (isinstance(opens, str) and isinstance(closes, str)) or opens <= closes
