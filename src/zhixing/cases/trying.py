"""Try a changed procedure on the cases of a past session: what would have been refused, and which limits would differ.

Each case is stepped through the present procedure and through the changed one, both in memory, and the two are
compared; so only what the rules changed is told, and an unchanged procedure changes nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.models import Case
from zhixing.cases.retracing import Around, Past, Run, retraced
from zhixing.cases.trial import Refusals, Shift, Trial
from zhixing.procedure.facts import Child, Refused
from zhixing.procedure.words import Sentence
from zhixing.register import writer
from zhixing.register.models import Entry, FieldValue

BATCH = 100
"""Cases whose entries are read and held at once."""


def last_completed(body: Body, on: date) -> Session | None:
    """Return the session whose year of work is over: the one before the current, or the only one there is."""
    begun = list(Session.objects.of_body(body).begun(on)[:2])
    return begun[-1] if begun else None


def tried(body: Body, changed: Adopted, *, session: Session) -> Trial:
    """Return what a changed procedure would have made of a session's cases of its kind. Nothing is written.

    Cases that stand under another procedure than the present one, or were moved to it, are left out and counted.

    Raises:
        ProcedureError: when nothing is in force yet and the body's own file has faults.
    """
    slug = changed.procedure.kind
    present = adopting.standing(body, slug)
    cases = Case.objects.of_body(body).filter(kind=slug, session=session)
    own = cases.filter(procedure=present.digest).order_by("pk")
    listed = list(own.values_list("pk", "number", "official_number"))
    found = _Found(present, changed)
    asks = any(act.children for one in (present, changed) for act in one.procedure.acts.values())
    for start in range(0, len(listed), BATCH):
        rows = listed[start : start + BATCH]
        entries = _entries(body, [number for _pk, number, _official in rows])
        pks = [pk for pk, _number, _official in rows]
        children = _children(body, pks) if asks else {}
        folded = dict(Case.objects.of_body(body).filter(pk__in=pks).values_list("pk", "folded"))
        for pk, number, official in rows:
            around = found.around(body, children.get(pk, []))
            found.add(official or number, entries[number], around=around, recorded=folded[pk]["clocks"])
    return found.trial(session, left_out=cases.count() - len(listed))


Standing = tuple[str, bool | None]
"""A clock's due date, and whether it was stopped on time."""
Timeline = tuple[str, bool, list[tuple[int, tuple[str, ...]]]]
"""A case below: its kind, whether it is a child's child, and after which entry it had reached which milestones."""


@dataclass(slots=True)
class _Found:
    """What the cases tried so far have shown."""

    present: Adopted
    changed: Adopted
    cases: int = 0
    moved: int = 0
    removed: int = 0
    lost: list[str] = field(default_factory=list)
    inexact: list[str] = field(default_factory=list)
    refused: dict[tuple[str, ...], tuple[Sentence, str]] = field(default_factory=dict)
    refusals: defaultdict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    shifts: defaultdict[str, Shift] = field(default_factory=lambda: defaultdict(Shift))

    def around(self, body: Body, children: Sequence[Timeline]) -> Around:
        """Return what holds around a case with these children."""
        return Around(
            body=body.pk,
            calendar=work_calendar(),
            guards=kinds.get(self.changed.procedure.kind).guards,
            children=lambda entry: tuple(_as_at(entry.id, children)),
        )

    def add(self, number: str, entries: Sequence[Past], *, around: Around, recorded: Mapping[str, Any]) -> None:
        """Try one case; ``recorded`` are its clocks as the register has them."""
        if any(entry.act == "migrate" for entry in entries):
            self.moved += 1
            return
        own = self.present.procedure
        before = retraced(self.present, entries, around=around, present=own, odd=range(1, len(entries) + 1))
        after = retraced(self.changed, entries, around=around, present=own, odd=before.odd)
        self.cases += 1
        self.removed += sum(len(entry.removed) for entry in entries)
        if before.refused or before.odd or _stand(before) != _recorded(recorded):
            self.inexact.append(number)
        if after.lost and not before.lost:
            self.lost.append(number)
        for entry in entries:
            refused = after.refused.get(entry.number)
            if refused is not None and entry.number not in before.refused:
                self._refuse(number, entry, refused)
        if not after.lost:
            self._compare(number, before, after)

    def _refuse(self, number: str, entry: Past, refused: Refused) -> None:
        faults = [(name, sentence) for name, sentence in refused.faults if name not in entry.removed]
        for name, sentence in faults or [("", refused.sentence)]:
            key = (entry.act, name, sentence.template.zh)
            self.refused.setdefault(key, (sentence, refused.article))
            self.refusals[key].append(number)

    def _compare(self, number: str, before: Run, after: Run) -> None:
        for name in dict.fromkeys([*before.clocks, *after.clocks]):
            old, new = before.clocks.get(name), after.clocks.get(name)
            if old is None or new is None:
                (self.shifts[name].begun if old is None else self.shifts[name].gone).append(number)
                continue
            if old.due != new.due:
                self.shifts[name].moved.append(number)
            if old.on_time is True and new.on_time is False:
                self.shifts[name].late.append(number)
            if old.on_time is False and new.on_time is True:
                self.shifts[name].on_time.append(number)

    def trial(self, session: Session, *, left_out: int) -> Trial:
        """Return what was found, in the order of the procedure."""
        acts, clocks = (
            {**self.present.procedure.acts},
            {**self.present.procedure.clocks, **self.changed.procedure.clocks},
        )
        order = list(acts)
        keys = sorted(self.refusals, key=lambda key: order.index(key[0]))
        return Trial(
            kind=self.changed.procedure.kind,
            title=self.changed.procedure.title,
            session=session.short_name,
            cases=self.cases,
            left_out=left_out + self.moved,
            removed=self.removed,
            lost=tuple(self.lost),
            inexact=tuple(self.inexact),
            refusals=tuple(
                Refusals(key[0], acts[key[0]].title, *self.refused[key], tuple(self.refusals[key])) for key in keys
            ),
            shifts={
                clocks[name].name: (clocks[name].title, self.shifts[name]) for name in clocks if name in self.shifts
            },
        )


def _stand(run: Run) -> Mapping[str, Standing]:
    return {name: (one.due.isoformat(), one.on_time) for name, one in run.clocks.items()}


def _recorded(clocks: Mapping[str, Any]) -> Mapping[str, Standing]:
    return {name: (one["due"], one["on_time"]) for name, one in clocks.items()}


def _as_at(entry_id: int, children: Iterable[Timeline]) -> Iterator[Child]:
    """Yield the children that were open before an entry, with the milestones they had reached."""
    for kind, deep, reached in children:
        earlier = [milestones for pk, milestones in reached if pk < entry_id]
        if earlier:
            yield Child(kind, earlier[-1], deep=deep)


def _entries(body: Body, numbers: Sequence[str]) -> Mapping[str, list[Past]]:
    """Return the entries of cases, with their data; removed values are named."""
    values: dict[int, dict[str, object]] = defaultdict(dict)
    removed: dict[int, set[str]] = defaultdict(set)
    stored = FieldValue.objects.filter(entry__body=body, entry__case__in=numbers)
    for entry_id, name, value in stored.values_list("entry_id", "name", "value"):
        if value is None:
            removed[entry_id].add(name)
        else:
            values[entry_id][name] = json.loads(value)
    found: dict[str, list[Past]] = defaultdict(list)
    for entry in Entry.objects.of_body(body).filter(case__in=numbers).order_by("case", "number"):
        found[entry.case].append(
            Past(
                id=entry.pk,
                number=entry.number,
                act=entry.act,
                on=entry.at.astimezone(clock.ZONE).date(),
                at=writer.stamp(entry.at),
                person=entry.actor_id,
                post=json.loads(entry.post) or {} if entry.post else {},
                outcome=json.loads(entry.outcome),
                values=values[entry.pk],
                removed=frozenset(removed[entry.pk]),
            )
        )
    return found


_NAMED = ("number", "kind")


def _children(body: Body, parents: Sequence[int]) -> Mapping[int, list[Timeline]]:
    """Return the cases below cases, children and theirs, by the case they are below."""
    cases = Case.objects.of_body(body).order_by("pk")
    rows: list[tuple[str, str, int | None, bool]] = [
        *((*row, False) for row in cases.filter(parent__in=parents).values_list(*_NAMED, "parent_id")),
        *((*row, True) for row in cases.filter(parent__parent__in=parents).values_list(*_NAMED, "parent__parent_id")),
    ]
    reached: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    entries = Entry.objects.of_body(body).filter(case__in=[row[0] for row in rows]).order_by("pk")
    for pk, case, outcome in entries.values_list("pk", "case", "outcome"):
        reached[case].append((pk, tuple(json.loads(outcome)["milestones"])))
    found: dict[int, list[Timeline]] = defaultdict(list)
    for number, kind, above, deep in rows:
        found[above or 0].append((kind, deep, reached[number]))
    return found
