"""What the procedures in force say to the readers of a guide: their acts and the time limits that bind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.common.parts import Cite
from zhixing.help.guides import Guide
from zhixing.procedure.clocks import span_of
from zhixing.procedure.derivation_words import amount_words
from zhixing.procedure.limits import Clock
from zhixing.procedure.limits import Limit as Length
from zhixing.procedure.model import Act
from zhixing.procedure.source import ProcedureError
from zhixing.procedure.words import Words
from zhixing.rules.citing import citations


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit as a guide tells it: of which matter, how long, from which acts, and its article."""

    kind: str
    title: str
    length: str
    begins: str
    article: str
    cite: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """An act as a guide tells it: in which matter, what it is called, when it can be performed, and its article."""

    kind: str
    title: str
    when: str
    article: str
    cite: Cite | None = None


class Rules:
    """The procedures a committee has in force; each is read once, nothing is adopted by looking."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._read: dict[str, Adopted] = {}

    def of(self, kind: str) -> Adopted:
        """Return the procedure in force for a kind; the shipped one where the committee's own file has faults."""
        if kind not in self._read:
            try:
                self._read[kind] = adopting.standing(self.body, kind)
            except ProcedureError:
                file = str(kinds.get(kind).procedure)
                self._read[kind] = adopting.read_own(kind, adopting.shipped(kind), file=file).adopted()
        return self._read[kind]

    def length(self, kind: str, clock: str) -> str:
        """Return how long a limit is, in words. KeyError for a limit that the procedure does not have."""
        adopted = self.of(kind)
        return _length(adopted, adopted.procedure.clocks[clock].limit)

    def number(self, kind: str, setting: str) -> str:
        """Return a number the committee chose. KeyError for a setting that the procedure does not have."""
        adopted = self.of(kind)
        return str(adopted.settings.get(setting, adopted.procedure.settings[setting].value))

    def limits(self, guide: Guide) -> list[Limit]:
        """Return the limits that bind the guide's readers, kind by kind."""
        return [limit for kind in kinds.everyone() for limit in self._limits(guide, kind.slug, str(kind.title))]

    def rights(self, guide: Guide) -> list[Right]:
        """Return what the guide's readers may do, kind by kind; mending the record and the clock's acts left out."""
        return [right for kind in kinds.everyone() for right in self._rights(guide, kind.slug, str(kind.title))]

    def _limits(self, guide: Guide, kind: str, title: str) -> Iterator[Limit]:
        adopted = self.of(kind)
        roles = _roles(guide, adopted)
        for clock in adopted.procedure.clocks.values():
            if not roles.isdisjoint(clock.holder):
                yield Limit(
                    kind=title,
                    title=_say(clock.title),
                    length=_length(adopted, clock.limit),
                    begins=_begins(adopted, clock),
                    article=clock.article,
                )

    def _rights(self, guide: Guide, kind: str, title: str) -> Iterator[Right]:
        adopted = self.of(kind)
        roles = _roles(guide, adopted)
        for act in adopted.procedure.acts.values():
            if not roles.isdisjoint(act.by) and not act.standing:
                yield Right(kind=title, title=_say(act.title), when=_when(adopted, act), article=act.article)


def cites(body: Body, articles: set[str], on: date) -> Mapping[str, Cite]:
    """Return articles with their titles and pages, in one query."""
    found = citations(body, sorted(articles - {""}), on)
    return {raw: Cite(title=one.title, url=one.url) for raw, one in found.items()}


def _roles(guide: Guide, adopted: Adopted) -> frozenset[str]:
    return frozenset(name for name, role in adopted.procedure.roles.items() if guide.has(role))


def _length(adopted: Adopted, length: Length) -> str:
    if length.unit == "until":
        return _("until the day named")
    span = span_of(length, adopted.procedure, adopted.settings)
    return _say(amount_words(span.unit, span.amount))


def _begins(adopted: Adopted, clock: Clock) -> str:
    return _joined(_say(adopted.procedure.acts[name].title) for name in clock.starts)


def _when(adopted: Adopted, act: Act) -> str:
    states = [_say(adopted.procedure.states[name].title) for name in act.start if name in adopted.procedure.states]
    return _joined(iter([_("to begin with"), *states] if act.opens_case else states)) or _("at any time")


def _say(words: Words) -> str:
    return words.say(get_language() or "zh-hans")


def _joined(texts: Iterator[str]) -> str:
    return (", " if (get_language() or "").startswith("en") else "、").join(texts)
