"""What trying a changed procedure has shown, as data and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhixing.procedure.words import Sentence, Words

NAMED = 10
"""So many cases are named in a sentence; the data name all."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """An act that would have been refused for one reason, and in which cases."""

    act: str
    title: Words
    sentence: Sentence
    article: str
    cases: tuple[str, ...]


@dataclass(slots=True)
class Shift:
    """How a clock would stand otherwise: the cases with another due date, those late and those on time instead.

    ``begun`` are cases in which it would have run and did not, ``gone`` those in which it would not have run.
    """

    moved: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    on_time: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a changed procedure would have made of a session's cases.

    ``left_out`` are cases under another procedure, ``removed`` values that are not known any more, ``lost`` cases that
    came to a state the changed procedure does not have, ``inexact`` cases that the present procedure itself does not
    retrace as they are recorded, because days, data or arrangements were mended since.
    """

    kind: str
    title: Words
    session: str
    cases: int
    left_out: int
    removed: int
    lost: tuple[str, ...]
    inexact: tuple[str, ...]
    refusals: tuple[Refusals, ...]
    shifts: Mapping[str, tuple[Words, Shift]]

    @property
    def changes_nothing(self) -> bool:
        """Tell whether every case would have gone exactly as it did."""
        return not (self.refusals or self.shifts or self.lost)

    def sentences(self) -> Iterator[Sentence]:
        """Yield what was found in sentences, the whole first."""
        yield Sentence(TRIED, title=self.title, session=self.session, count=self.cases)
        if self.left_out:
            yield Sentence(LEFT_OUT, count=self.left_out)
        if self.removed:
            yield Sentence(REMOVED, count=self.removed)
        if self.inexact:
            yield Sentence(INEXACT, count=len(self.inexact), cases=_named(self.inexact))
        if self.lost:
            yield Sentence(LOST, count=len(self.lost), cases=_named(self.lost))
        for one in self.refusals:
            why = Words(one.sentence.say("zh-hans"), one.sentence.say("en"))
            cases = _named(one.cases)
            yield Sentence(REFUSED, act=one.title, why=why, article=one.article, count=len(one.cases), cases=cases)
        for title, shift in self.shifts.values():
            for template, shifted in _told(shift):
                if shifted:
                    yield Sentence(template, clock=title, count=len(shifted), cases=_named(shifted))
        if self.changes_nothing and self.cases:
            yield Sentence(NOTHING)

    def as_json(self, locale: str) -> dict[str, Any]:
        """Return the trial for programs."""
        return {
            "kind": self.kind,
            "session": self.session,
            "cases": self.cases,
            "left_out": self.left_out,
            "removed": self.removed,
            "lost": list(self.lost),
            "inexact": list(self.inexact),
            "refused": [
                {
                    "act": one.act,
                    "reason": one.sentence.say(locale),
                    "article": one.article or None,
                    "count": len(one.cases),
                    "cases": list(one.cases),
                }
                for one in self.refusals
            ],
            "clocks": {
                name: {
                    "due_changed": shift.moved,
                    "became_late": shift.late,
                    "became_on_time": shift.on_time,
                    "would_run": shift.begun,
                    "would_not_run": shift.gone,
                }
                for name, (_title, shift) in self.shifts.items()
            },
            "sentences": [sentence.say(locale) for sentence in self.sentences()],
        }


def _told(shift: Shift) -> list[tuple[Words, list[str]]]:
    return [
        (MOVED, shift.moved),
        (LATE, shift.late),
        (ON_TIME, shift.on_time),
        (BEGUN, shift.begun),
        (GONE, shift.gone),
    ]


def _named(cases: Iterable[str]) -> Words:
    """Return the first of some cases by number, and that there are more."""
    listed = list(dict.fromkeys(cases))
    shown, more = listed[:NAMED], len(listed) > NAMED
    return Words("、".join(shown) + ("等" if more else ""), ", ".join(shown) + (" and others" if more else ""))


TRIED = Words(
    "{session}“{title}”{count} 件，按所试规程重走一遍（没有写入任何内容）：",
    "{count} cases ({title}, {session}) were taken through the procedure tried; nothing was written:",
)
LEFT_OUT = Words(
    "另有 {count} 件不按现行规程办理，没有计入。", "{count} more stand under another procedure and are left out."
)
REMOVED = Words(
    "有 {count} 处内容已依规遮盖，按“不详”处理。", "{count} values were removed under the rules and count as not known."
)
INEXACT = Words(
    "{count} 件因事后更正等原因不能完全照原样重走，两边按同一走法比较：{cases}。",
    "{count} cases cannot be retraced exactly as they went, because something was mended since; both procedures are "
    "compared on the same way: {cases}.",
)
LOST = Words(
    "{count} 件到了所试规程没有的状态，无法继续：{cases}。",
    "{count} cases come to a state that the procedure tried does not have: {cases}.",
)
REFUSED = Words(
    "“{act}”有 {count} 次会被退回（{article}）：{why}案件：{cases}。",
    "“{act}” would have been refused {count} times ({article}): {why} Cases: {cases}.",
)
MOVED = Words("“{clock}”：{count} 件的到期日不同：{cases}。", "{clock}: another due date in {count} cases: {cases}.")
LATE = Words(
    "“{clock}”：{count} 件由按期变为逾期：{cases}。",
    "{clock}: {count} cases would be late instead of on time: {cases}.",
)
ON_TIME = Words(
    "“{clock}”：{count} 件由逾期变为按期：{cases}。",
    "{clock}: {count} cases would be on time instead of late: {cases}.",
)
BEGUN = Words(
    "“{clock}”：{count} 件本无此时限，现在会有：{cases}。",
    "{clock}: would run in {count} cases where it did not: {cases}.",
)
GONE = Words(
    "“{clock}”：{count} 件原有此时限，现在没有：{cases}。",
    "{clock}: would not run in {count} cases where it did: {cases}.",
)
NOTHING = Words("没有一件会有不同。", "No case would have gone otherwise.")
