"""One proposal told step by step, so that a test can begin at the step it is about.

An proposes; the proposals committee's Chen and Ding review, file and assign; the housing bureau's Liao, Han and Hu
receive, draft and sign; the government's Gu releases; An rates; Chen concludes and archives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tests.world.town import Town, moment, proposal_data
from zhixing.cases.acts import open_case, perform
from zhixing.cases.calls import Done
from zhixing.cases.models import Case

LATER = moment(date(2026, 6, 30))
"""A moment after every step of the story; tests let the clock stand here."""


@dataclass(frozen=True)
class Step:
    """One act of the story: on which case, by whom, when, with what."""

    act: str
    case: Literal["proposal", "handling"]
    who: str
    day: date
    data: Mapping[str, Any] = field(default_factory=dict)


STEPS = (
    Step("submit", "proposal", "an", date(2026, 1, 21), proposal_data()),
    Step("first_review", "proposal", "chen", date(2026, 1, 22), {"advice": "file", "opinion": "同意"}),
    Step("file", "proposal", "ding", date(2026, 1, 23)),
    Step("assign", "proposal", "chen", date(2026, 3, 2), {"unit": "市住房和城乡建设局"}),
    Step("accept", "handling", "liao", date(2026, 3, 3)),
    Step(
        "contact",
        "handling",
        "han",
        date(2026, 3, 10),
        {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"},
    ),
    Step("draft_reply", "handling", "han", date(2026, 4, 10), {"draft": "答复稿" * 10}),
    Step(
        "sign_reply",
        "handling",
        "hu",
        date(2026, 4, 20),
        {"letter": "A", "reply": "答复正文" * 10, "publishable": "full"},
    ),
    Step("release_reply", "handling", "gu", date(2026, 4, 22)),
    Step("rate", "handling", "an", date(2026, 4, 28), {"grade": "satisfied", "words": "办得实在。"}),
    Step("conclude", "proposal", "chen", date(2026, 5, 6)),
    Step("archive", "proposal", "chen", date(2026, 5, 7)),
)
DATA = {step.act: step.data for step in STEPS}


@dataclass
class Story:
    """A town and its proposal, as far as it has been told."""

    town: Town
    told: dict[str, Done] = field(default_factory=dict)

    @property
    def proposal(self) -> Case:
        """The proposal as it stands now."""
        return Case.objects.unscoped("test").get(number=self.told["submit"].case.number)

    @property
    def handling(self) -> Case:
        """The housing bureau's handling as it stands now."""
        return Case.objects.unscoped("test").select_related("body").get(parent=self.proposal)

    def tell(self, step: Step, **changes: Any) -> Done:
        """Perform one step with changed data."""
        data = {**step.data, **changes}
        at = moment(step.day)
        actor = self.town.actor(step.who, on=step.day)
        if step.act == "submit":
            done = open_case("proposal", "submit", actor=actor, data=data, at=at)
        else:
            done = perform(getattr(self, step.case), step.act, actor=actor, data=data, at=at)
        self.told[step.act] = done
        return done

    def tell_next(self, act: str, **changes: Any) -> Done:
        """Perform the step of that name, whether or not the steps before it have been told."""
        return self.tell(next(step for step in STEPS if step.act == act), **changes)

    def on_to(self, last: str, **changes: Any) -> None:
        """Tell the story on to an act, that one included; ``changes`` are to that act's data."""
        for step in STEPS:
            if step.act not in self.told:
                self.tell(step, **(changes if step.act == last else {}))
            if step.act == last:
                return
        raise LookupError(last)


def told(town: Town, last: str, **changes: Any) -> Story:
    """Return the story up to an act; ``changes`` are to that act's data."""
    story = Story(town)
    story.on_to(last, **changes)
    return story
