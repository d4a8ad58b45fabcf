"""Which cases the sample city has: what each has come to on the demonstration's day, and whose part it is in.

The essential parts give every account something to do or to read; the others are drawn by the frequencies of real
committees, one after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Literal

from zhixing.sample.frequencies import Frequencies

Stands = Literal[
    "lead_offered", "lead_published", "lead_declined",
    "awaiting_cosign", "intake", "discarded", "submitted", "revising", "first_reviewed", "conversion_asked",
    "converted", "merged", "filed", "declined", "withdrawn",
    "return_requested", "assigned", "accepted", "drafted", "reply_review", "replied", "rework", "replied_again",
    "answered", "tracking", "closed", "archived",
]  # fmt: skip
"""How far a proposal has come: a state of its own or, while a unit is at work, the state of the handling."""

Form = Literal["individual", "joint", "collective", "together"]
"""Who proposes: one member, several, an organisation, several organisations."""

UNDER_REVIEW = frozenset({
    "lead_offered", "lead_published", "lead_declined", "awaiting_cosign", "intake", "discarded", "submitted",
    "revising", "first_reviewed", "conversion_asked", "converted", "merged", "filed", "declined",
})  # fmt: skip
"""What is or was decided before a unit has it."""

SIZES = {"small": 50, "city": 570, "province": 1200}
"""The named sizes of the sample city, in proposals."""
PER_SESSION = 150
"""So many proposals come to a session whose work is behind; at most, in a smaller city, an equal share."""
SESSIONS = 4

HOUSING = "市住房和城乡建设局"
MARKET = "市市场监督管理局"
MINMENG = "民盟安澜市委会"
EDUCATION = "教育界别活动组"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One proposal's part: how far it has come, whose it is, which unit has it, and what happened on the way.

    ``member`` and ``invited`` are sign-in names of members or names of organisations. ``back`` counts sessions before
    the current one. ``ago`` bounds how many working days before the demonstration's day the last act lies. ``turns``
    name what happens on the way, as in the frequencies; ``again`` is the second grade after a dissatisfied one;
    ``fresh`` means that it was assigned days ago. Intake, mode,
    letter and grades are as in the frequencies; a grade may be ``silent``, and is open when empty.
    """

    stands: Stands
    member: str = ""
    invited: tuple[str, ...] = ()
    unit: str = ""
    co_unit: str = ""
    side: str = ""
    form: Form = "individual"
    intake: str = "online"
    mode: str = "sole"
    back: int = 0
    between: bool = False
    fresh: bool = False
    letter: str = ""
    grade: str = ""
    again: str = "basically"
    turns: frozenset[str] = frozenset()
    ago: tuple[int, int] | None = None

    @property
    def is_assigned(self) -> bool:
        """Whether a unit has or had it."""
        return self.stands not in UNDER_REVIEW and not (self.stands == "withdrawn" and "assigned" not in self.turns)

    @property
    def is_joint(self) -> bool:
        """Whether others sign it too."""
        return self.form in {"joint", "together"}

    @property
    def promises(self) -> bool:
        """Whether its reply promises something, or a second one does where the first only took note."""
        return self.letter == "B" or (self.letter == "C" and self.grade == "dissatisfied")

    def takes(self, turn: str) -> bool:
        """Tell whether something happens on the way."""
        return turn in self.turns


def turns(*names: str) -> frozenset[str]:
    """Return what happens on the way of a part."""
    return frozenset(names)


ESSENTIAL = (
    # What waits for the members, the convener and the democratic party.
    Part(
        stands="awaiting_cosign", member="member", form="joint", invited=("member2", "member3", EDUCATION), ago=(1, 1)
    ),
    Part(stands="awaiting_cosign", member="member2", form="joint", invited=("member", MINMENG), ago=(1, 2)),
    Part(stands="replied", member="member", letter="B", ago=(3, 6)),
    Part(stands="replied", member="member2", letter="A", ago=(4, 8)),
    Part(stands="revising", member="member", ago=(1, 1)),
    Part(stands="replied_again", member="member2", grade="dissatisfied", letter="C", ago=(2, 5)),
    Part(stands="replied", member="member3", letter="C", ago=(2, 5)),
    Part(stands="conversion_asked", member="member3", ago=(1, 3)),
    Part(stands="replied", member=EDUCATION, form="collective", letter="A", ago=(4, 9)),
    Part(stands="revising", member=EDUCATION, form="collective", ago=(1, 2)),
    Part(stands="replied", member=MINMENG, form="collective", letter="B", ago=(5, 9)),
    Part(stands="revising", member=MINMENG, form="collective", ago=(2, 2)),
    # For the proposals committee.
    Part(stands="submitted", ago=(2, 3)),
    Part(stands="first_reviewed", ago=(3, 5)),
    Part(stands="first_reviewed", ago=(9, 11)),
    Part(stands="first_reviewed", ago=(1, 2)),
    Part(stands="filed", turns=turns("agreed"), ago=(2, 4)),
    Part(stands="intake", intake="word", ago=(1, 2)),
    Part(stands="answered", grade="satisfied", letter="A", ago=(1, 2)),
    # For the unit, its handler and its head, and for the co-handling unit.
    Part(stands="assigned", unit=HOUSING, fresh=True, ago=(1, 1)),
    Part(stands="assigned", unit=HOUSING, fresh=True, mode="lead", co_unit=MARKET, ago=(1, 2)),
    Part(stands="accepted", unit=HOUSING, mode="lead", co_unit=MARKET, turns=turns("extended"), ago=(1, 3)),
    Part(stands="accepted", unit=HOUSING, ago=(3, 8)),
    Part(stands="drafted", unit=HOUSING, letter="B", ago=(1, 2)),
    Part(stands="drafted", unit=HOUSING, mode="lead", co_unit=MARKET, ago=(1, 2)),
    Part(stands="drafted", unit=HOUSING, letter="A", ago=(2, 4)),
    Part(stands="rework", unit=HOUSING, grade="dissatisfied", ago=(4, 8)),
    Part(stands="accepted", unit=MARKET, turns=turns("late"), ago=(2, 4)),
    # For both supervision offices.
    Part(stands="reply_review", side="government", letter="B", ago=(1, 2)),
    Part(stands="reply_review", side="government", turns=turns("returned"), letter="A", ago=(1, 3)),
    Part(stands="return_requested", unit=HOUSING, fresh=True, turns=turns("objected"), ago=(1, 2)),
    Part(stands="reply_review", side="party", letter="A", ago=(1, 2)),
    Part(stands="reply_review", side="party", letter="A", ago=(2, 4)),
    Part(stands="accepted", side="party", turns=turns("extended"), ago=(1, 4)),
    Part(stands="return_requested", side="party", fresh=True, turns=turns("objected"), ago=(1, 3)),
    # For the leaders to read: two units that left their proposers dissatisfied a second time, and one told again.
    Part(stands="answered", grade="dissatisfied", again="dissatisfied", letter="C", ago=(1, 3)),
    Part(stands="answered", grade="dissatisfied", again="dissatisfied", letter="A", ago=(2, 5)),
    Part(
        stands="answered", grade="dissatisfied", again="dissatisfied", letter="A", ago=(3, 6), turns=turns("reopened")
    ),
    # What else can happen.
    Part(stands="tracking", letter="B", unit=HOUSING, back=1, turns=turns("progressed"), ago=(8, 30)),
    Part(stands="tracking", letter="B", back=1, turns=turns("claimed"), ago=(2, 6)),
    Part(stands="merged", ago=(3, 5)),
    Part(stands="declined", member="member3", ago=(1, 4)),
    Part(stands="converted", ago=(5, 20)),
    Part(stands="withdrawn", ago=(3, 50)),
    Part(stands="discarded", intake="word", ago=(3, 9)),
    Part(stands="lead_offered", ago=(1, 3)),
    Part(stands="lead_published", ago=(1, 4)),
    Part(stands="closed", letter="A", turns=turns("corrected", "redacted")),
    Part(stands="archived", back=1, letter="B"),
    Part(stands="archived", back=1, letter="A", form="joint", turns=turns("declined_signature", "commented")),
    # From here on only larger cities have them: every act of the procedures at least once.
    Part(stands="archived", back=1, form="joint", turns=turns("amended", "invited_more", "withdrew_signature")),
    Part(stands="archived", back=2, form="together", turns=turns("confirmed", "commented")),
    Part(stands="archived", back=2, form="collective", letter="B", turns=turns("not_kept", "progressed")),
    Part(stands="archived", back=1, letter="B", turns=turns("given_up")),
    Part(stands="archived", back=1, mode="lead", turns=turns("disputed", "distributed", "checked")),
    Part(stands="archived", back=1, mode="lead", turns=turns("no_opinion")),
    Part(stands="archived", back=2, mode="lead", turns=turns("no_signature")),
    Part(stands="archived", back=1, mode="lead", turns=turns("redrafted", "interim")),
    Part(stands="archived", back=2, mode="separate"),
    Part(stands="archived", back=1, turns=turns("objected", "moved")),
    Part(stands="archived", back=1, turns=turns("objected", "kept")),
    Part(stands="archived", back=1, turns=turns("extended", "extension_refused")),
    Part(stands="archived", back=2, turns=turns("extended", "instructed")),
    Part(stands="archived", back=1, grade="dissatisfied", again="dissatisfied", letter="A", turns=turns("reopened")),
    Part(stands="archived", back=1, grade="silent"),
    Part(stands="archived", back=1, intake="paper"),
    Part(stands="archived", back=2, intake="word"),
    Part(stands="archived", back=1, turns=turns("lead_used", "agreed")),
    Part(stands="archived", back=1, turns=turns("refused_conversion", "revised")),
    Part(stands="merged", back=1, turns=turns("put_away")),
    Part(stands="archived", back=1, turns=turns("unmerged")),
    Part(stands="archived", back=1, turns=turns("agreed_conversion", "directed")),
    Part(stands="converted", back=1, turns=turns("agreed_conversion")),
    Part(stands="withdrawn", back=1, turns=turns("after_filing")),
    Part(stands="withdrawn", back=2, mode="lead", turns=turns("after_filing", "assigned")),
    Part(stands="archived", back=1, turns=turns("withdrawal_refused")),
    Part(stands="lead_declined", back=1),
    Part(stands="archived", back=1, grade="satisfied", letter="A", turns=turns("appraised", "changed")),
    Part(stands="archived", back=1, grade="dissatisfied", letter="A", turns=turns("called", "changed")),
    Part(stands="archived", back=1, letter="B", turns=turns("progressed", "looked", "replied_twice")),
    Part(stands="archived", back=2, letter="B", turns=turns("release_asked", "replied_twice")),
)

COUNTY = (
    Part(stands="submitted", ago=(1, 2)),
    Part(stands="submitted", ago=(4, 4)),
    Part(stands="first_reviewed", ago=(2, 5)),
    Part(stands="filed", ago=(2, 5)),
    Part(stands="accepted", ago=(3, 8)),
    Part(stands="replied", letter="A", ago=(4, 8)),
    Part(stands="answered", grade="satisfied", letter="A", ago=(1, 2)),
    Part(stands="archived", back=1, letter="A"),
)


def city_parts(proposals: int, random: Random, frequencies: Frequencies) -> list[Part]:
    """Return the parts of so many proposals: the essential ones, then drawn ones until every session has its share.

    Leads that no proposal came of yet are among the essential parts and count as proposals here.
    """
    chosen = list(islice(ESSENTIAL, proposals))
    left = _left_of_sessions(chosen, proposals)
    chosen.extend(drawn(back, random, frequencies) for back, many in left.items() for _one in range(many))
    return chosen


def _left_of_sessions(chosen: list[Part], proposals: int) -> dict[int, int]:
    """Return how many parts of each session are still to be drawn, the current session's last."""
    there = [sum(part.back == back for part in chosen) for back in range(SESSIONS)]
    share = max(PER_SESSION * proposals // SIZES["city"], 1)
    wanted = {back: max(0, share - there[back]) for back in range(SESSIONS - 1, 0, -1)}
    left = proposals - len(chosen)
    found = {}
    for back, many in wanted.items():
        found[back] = min(many, left)
        left -= found[back]
    return {**found, 0: left}


def drawn(back: int, random: Random, frequencies: Frequencies) -> Part:
    """Return a part of a session drawn by the frequencies."""
    outcome = frequencies.draw("outcome", random)
    form: Form = frequencies.draw("form", random)  # type: ignore[assignment]  # the content names these forms alone
    intake = "online" if form != "individual" else frequencies.draw("intake", random)
    ways = [turn for turn in ("revised",) if intake == "online" and frequencies.happens(turn, random)]
    if form in {"joint", "together"}:
        ways += _happening(random, frequencies, *(_SIGNING if form == "joint" else ("declined_signature",)))
    between = frequencies.happens("between", random)
    if outcome != "filed":
        return _undone(outcome, form, intake, ways, between=between, back=back, random=random, frequencies=frequencies)
    ways += _happening(random, frequencies, "agreed", "refused_conversion")
    if form == "individual" and intake == "online" and frequencies.happens("lead_used", random):
        ways.append("lead_used")
    stands = "archived" if back else frequencies.draw("current", random)
    mode = frequencies.draw("mode", random)
    ways += _unit_turns(mode, form, random, frequencies)
    letter = "B" if stands == "tracking" else frequencies.draw("letter", random)
    grade = "dissatisfied" if stands in {"rework", "replied_again"} else frequencies.draw("grade", random)
    if letter == "B":
        ways += _happening(random, frequencies, "progressed", "not_kept", "given_up", "release_asked", "looked")
        if mode != "separate":
            ways += _happening(random, frequencies, "replied_twice")
    if grade == "dissatisfied":
        ways += _happening(random, frequencies, "called")
    if grade != "silent":
        ways += _happening(random, frequencies, "appraised", "changed")
    twice = grade == "dissatisfied" and frequencies.happens("again_dissatisfied", random)
    return Part(
        stands=stands,  # type: ignore[arg-type]  # the content names these standings alone
        form=form,
        intake=intake,
        mode=mode,
        back=back,
        between=between,
        letter=letter,
        grade=grade,
        again="dissatisfied" if twice else "basically",
        turns=frozenset(ways),
    )


_SIGNING = ("declined_signature", "withdrew_signature", "invited_more", "amended")
_AT_THE_UNIT = ("extended", "late", "returned", "redrafted", "checked", "distributed", "interim", "confirmed")


def _undone(
    outcome: str, form: Form, intake: str, ways: list[str], *, between: bool, back: int, random: Random,
    frequencies: Frequencies,
) -> Part:  # fmt: skip
    """Return a part that no unit gets; what is merged came alone and with the others of its plenary."""
    if outcome == "withdrawn":
        ways += _happening(random, frequencies, "after_filing")
    if outcome == "converted" and random.randrange(2):
        ways.append("agreed_conversion")
    if outcome == "merged" and back:
        ways.append("put_away")
    plain = outcome == "merged"
    return Part(
        stands=outcome,  # type: ignore[arg-type]  # the content names these outcomes alone
        form="individual" if plain else form,
        intake="online" if plain else intake,
        back=back,
        between=between and not plain,
        turns=frozenset(ways) if not plain else frozenset(ways) & turns("put_away"),
    )


def _unit_turns(mode: str, form: Form, random: Random, frequencies: Frequencies) -> Iterator[str]:
    """Yield what happens on the way at the unit."""
    yield from _happening(random, frequencies, *_AT_THE_UNIT, "instructed", "extension_refused", "corrected")
    if form in {"joint", "together"}:
        yield from _happening(random, frequencies, "commented")
    if mode == "lead":
        yield from _happening(random, frequencies, "disputed", "no_opinion", "no_signature")[:1]
    if mode == "sole":
        settled = _happening(random, frequencies, "moved", "kept")[:1]
        yield from (*settled, "objected") if settled else ()


def _happening(random: Random, frequencies: Frequencies, *names: str) -> list[str]:
    return [name for name in names if frequencies.happens(name, random)]
