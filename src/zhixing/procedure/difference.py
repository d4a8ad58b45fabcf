"""Say in words what one version of a procedure has otherwise than another, for whoever decides to adopt it.

Whatever differs between two procedures gives at least one sentence; two equal procedures give none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from zhixing.procedure.aspects import ASPECTS, PARTS, READER_ROLES, TITLE, Aspect
from zhixing.procedure.limits import Clock, Rung
from zhixing.procedure.model import Act, Procedure
from zhixing.procedure.showing import Shown, apart_from, filled, listed, quoted, told_apart
from zhixing.procedure.showing_words import SEMICOLON
from zhixing.procedure.standing import without_inherited
from zhixing.procedure.words import Sentence, Words


def differences(old: Procedure, new: Procedure) -> list[Sentence]:
    """Return what is new, removed and changed, in the order of a procedure file."""
    found = list(_Difference(old, new).sentences())
    return found or ([Sentence(ORDER)] if old != new else [])


class _Difference:
    """Two procedures side by side; values are shown with the titles of the procedure they stand in."""

    def __init__(self, old: Procedure, new: Procedure) -> None:
        self.old = old
        self.new = new

    def sentences(self) -> Iterator[Sentence]:
        yield from self.changes(THE_PROCEDURE, self.old, self.new)
        for name, what in PARTS.items():
            yield from self.parts(what, _parts(self.old, name), _parts(self.new, name))

    def parts(self, what: Words, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Sentence]:
        """Compare the parts of one kind, such as all acts, by name."""
        for name in _both(old, new):
            if name not in new:
                yield Sentence(REMOVED, subject=_subject(what, name, old[name]))
            elif name not in old:
                yield self.added(_subject(what, name, new[name]), new[name])
            elif old[name] != new[name]:
                yield from self.changes(_subject(what, name, old[name]), old[name], new[name])

    def added(self, subject: Words, part: object) -> Sentence:
        """Say that something is new, with what matters about it."""
        told = self.told(part)
        if not told:
            return Sentence(ADDED, subject=subject)
        return Sentence(ADDED_WITH, subject=subject, told=listed(told, between=SEMICOLON))

    def told(self, part: object) -> list[Words]:
        """Return what matters about a new part: the telling aspects, the choices of a list, the roles of readers."""
        if isinstance(part, Mapping):
            return [listed(list(part.values()))]
        if isinstance(part, tuple):
            return [self.value(READER_ROLES, part)]
        told = [
            filled(ASPECT, aspect=aspect.label, value=self.value(aspect, getattr(part, name)))
            for name, aspect in ASPECTS[type(part)].items()
            if aspect.telling and getattr(part, name)
        ]
        if isinstance(part, Act) and part.fields:
            titles = listed([field.title for field in part.fields.values()])
            told.append(filled(ASPECT, aspect=FIELDS, value=titles))
        return told

    def value(self, aspect: Aspect, value: object) -> Words:
        shown = [aspect.show(self.new, one) for one in (value if isinstance(value, tuple) else [value])]
        return listed([one.words for one in shown])

    def changes(self, subject: Words, old: object, new: object) -> Iterator[Sentence]:
        """Compare two parts of one kind aspect by aspect."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from self.entries(subject, old, new)
            return
        if isinstance(old, tuple):
            yield from self.aspect(subject, READER_ROLES, old, new)
            return
        for name, aspect in ASPECTS[type(old)].items():
            yield from self.aspect(subject, aspect, getattr(old, name), getattr(new, name))
        yield from self.nested(subject, old, new)

    def nested(self, subject: Words, old: object, new: object) -> Iterator[Sentence]:
        if isinstance(old, Act) and isinstance(new, Act):
            yield from self.parts(filled(WITHIN, subject=subject, part=FIELD), old.fields, new.fields)
        if isinstance(old, Clock) and isinstance(new, Clock) and old.ladder != new.ladder:
            told = list(self.parts(filled(WITHIN, subject=subject, part=RUNG), _rungs(old), _rungs(new)))
            yield from told or [Sentence(REORDERED, subject=subject, aspect=LADDER)]

    def entries(self, subject: Words, old: Mapping[str, Words], new: Mapping[str, Words]) -> Iterator[Sentence]:
        """Compare two lists of choices."""
        for code in _both(old, new):
            if code not in new:
                yield Sentence(LESS, subject=subject, aspect=CHOICES, items=quoted(old[code]))
            elif code not in old:
                yield Sentence(MORE, subject=subject, aspect=CHOICES, items=quoted(new[code]))
            else:
                yield from self.aspect(filled(CHOICE, subject=subject, code=code), TITLE, old[code], new[code])

    def aspect(self, subject: Words, aspect: Aspect, old: object, new: object) -> Iterator[Sentence]:
        if old == new:
            return
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield from self.items(subject, aspect, old, new)
            return
        before, after = told_apart(aspect.show(self.old, old), aspect.show(self.new, new))
        yield Sentence(CHANGED, subject=subject, aspect=aspect.label, old=before, new=after)

    def items(
        self, subject: Words, aspect: Aspect, old: tuple[object, ...], new: tuple[object, ...]
    ) -> Iterator[Sentence]:
        """Compare two lists of names: what came, what went, or only their order."""
        before, after = [aspect.show(self.old, one) for one in old], [aspect.show(self.new, one) for one in new]
        less, more = _without(before, after), _without(after, before)
        gone = listed([apart_from(one, more) for one in less])
        come = listed([apart_from(one, less) for one in more])
        place = {"subject": subject, "aspect": aspect.label}
        if less and more:
            yield Sentence(SWAPPED, **place, less=gone, more=come)
        elif less or more:
            yield Sentence(LESS if less else MORE, **place, items=gone if less else come)
        else:
            yield Sentence(REORDERED, **place)


def _both(old: Mapping[str, object], new: Mapping[str, object]) -> Iterable[str]:
    return dict.fromkeys([*old, *new])


def _parts(procedure: Procedure, name: str) -> Mapping[str, object]:
    # What an import has from the other acts would be told twice.
    return (
        without_inherited(procedure.acts) if name == "acts" else cast("Mapping[str, object]", getattr(procedure, name))
    )


def _subject(what: Words, name: str, part: object) -> Words:
    title = getattr(part, "title", Words(name))
    return filled(SUBJECT, what=what, title=title)


def _rungs(clock: Clock) -> dict[str, Rung]:
    """Return the rungs by name; a name that stands there again is counted on."""
    found: dict[str, Rung] = {}
    for rung in clock.ladder:
        times = sum(name.split(" #")[0] == rung.name for name in found)
        found[f"{rung.name} #{times + 1}" if times else rung.name] = rung
    return found


def _without(some: list[Shown], others: list[Shown]) -> list[Shown]:
    """Return what stands in the one list and not, or not so often, in the other."""
    left = Counter(one.exact for one in others)
    found = []
    for one in some:
        left[one.exact] -= 1
        if left[one.exact] < 0:
            found.append(one)
    return found


THE_PROCEDURE = Words("规程", "The procedure")
FIELD = Words("字段", "field")
FIELDS = Words("字段", "fields")
RUNG = Words("提示", "reminder")
LADDER = Words("提示", "reminders")
CHOICES = Words("选项", "choices")
SUBJECT = Words("{what}“{title}”", "{what} “{title}”")
WITHIN = Words("{subject}的{part}", "{subject}, {part}")
CHOICE = Words("{subject}的选项“{code}”", "{subject}, choice “{code}”")
ASPECT = Words("{aspect}：{value}", "{aspect}: {value}")
ADDED = Words("新增{subject}。", "{subject} is new.")
ADDED_WITH = Words("新增{subject}（{told}）。", "{subject} is new ({told}).")
REMOVED = Words("删去{subject}。", "{subject} is removed.")
CHANGED = Words("{subject}：{aspect}原为{old}；现为{new}。", "{subject}: {aspect} was {old}; is now {new}.")
MORE = Words("{subject}：{aspect}增加{items}。", "{subject}: {aspect}, added: {items}.")
LESS = Words("{subject}：{aspect}去掉{items}。", "{subject}: {aspect}, removed: {items}.")
SWAPPED = Words("{subject}：{aspect}去掉{less}，增加{more}。", "{subject}: {aspect}, removed: {less}; added: {more}.")
REORDERED = Words("{subject}：{aspect}的次序不同。", "{subject}: {aspect}, in another order.")
ORDER = Words("两个版本只有次序不同。", "The two versions differ in order alone.")
