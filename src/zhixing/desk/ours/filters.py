"""The filters of a unit's page, and how many cases each would leave beside the others that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhixing.cases import kinds
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk.ours.work import Ours

LAMP, PART, STEP, SECTION, OFFICER, UNIT, PAGE = "lamp", "part", "step", "section", "officer", "unit", "page"
OVER, NEAR = "over", "near"
NOBODY, MINE = "none", "mine"
"""Not given to anybody yet; given to the reader."""
FEWEST = 2
"""Fewer choices than these divide nothing."""


@dataclass(frozen=True)
class Filters:
    """What the address asks for, applied to one reader's cases on a day. ``units`` are the reader's, by id and name."""

    asked: QueryDict
    everything: Sequence[Ours]
    today: date
    person: int | None
    units: Mapping[int, str]
    path: str

    @cached_property
    def chosen(self) -> Mapping[str, str]:
        """The filters in the address that say something."""
        return {name: value for name in self._tests if (value := self.asked.get(name, ""))}

    @property
    def left(self) -> list[Ours]:
        """The cases that all filters leave."""
        return self._left()

    def count(self, name: str, value: str) -> int:
        """Return how many cases a filter would leave beside the others."""
        return sum(self._tests[name](one, value) for one in self._left(but=name))

    def groups(self) -> list[LinkGroup]:
        """Return the filters as links with their numbers; those that would divide nothing are left away."""
        groups = [
            self._group(LAMP, _("Time limit"), [(OVER, _("Overdue")), (NEAR, _("Near"))], always=True),
            self._group(UNIT, _("Unit"), [(str(pk), name) for pk, name in self.units.items()]),
            self._group(PART, _("Our part"), list(self._parts.items())),
            self._group(STEP, _("Step"), list(self._steps.items())),
            self._group(SECTION, _("Section"), [(one, one) for one in self._sections]),
            self._group(OFFICER, _("Officer"), self._officers()),
        ]
        return [group for group in groups if group is not None]

    def url(self, **changes: str) -> str:
        """Return the address with some filters changed, on the first page."""
        wanted = {name: value for name, value in ({**self.chosen} | changes).items() if value}
        return f"{self.path}?{urlencode(wanted)}" if wanted else self.path

    def _left(self, *, but: str = "") -> list[Ours]:
        wanted = [(self._tests[name], value) for name, value in self.chosen.items() if name != but]
        return [one for one in self.everything if all(test(one, value) for test, value in wanted)]

    @cached_property
    def _tests(self) -> Mapping[str, Callable[[Ours, str], bool]]:
        return {
            LAMP: self._is_lit,
            PART: lambda one, value: one.case.kind == value,
            STEP: lambda one, value: one.step is not None and one.step.name == value,
            SECTION: lambda one, value: one.section == value,
            OFFICER: self._is_given_to,
            UNIT: lambda one, value: value in {str(unit) for unit in one.units},
        }

    def _is_lit(self, one: Ours, value: str) -> bool:
        if one.limit is None or one.due is None:
            return False
        over = one.due < self.today
        return over if value == OVER else not over and one.limit.state.warn_on <= self.today

    def _is_given_to(self, one: Ours, value: str) -> bool:
        if value == NOBODY:
            return one.officer is None
        return one.officer is not None and str(one.officer[0]) == (str(self.person) if value == MINE else value)

    @property
    def has_parts(self) -> bool:
        """Whether the unit has more than one sort of part in hand."""
        return len(self._parts) >= FEWEST

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        return {one.case.kind: str(one.work.part) for one in self._in_order}

    @cached_property
    def _steps(self) -> Mapping[str, str]:
        present = {one.step.name for one in self.everything if one.step}
        works = {one.case.kind: one.work for one in self._in_order}
        return {step.name: str(step.title) for work in works.values() for step in work.steps if step.name in present}

    @cached_property
    def _in_order(self) -> Sequence[Ours]:
        order = [kind.slug for kind in kinds.everyone()]
        return sorted(self.everything, key=lambda one: order.index(one.case.kind))

    @cached_property
    def _sections(self) -> Sequence[str]:
        return sorted({one.section for one in self.everything if one.section})

    def _officers(self) -> list[tuple[str, str]]:
        named = dict(one.officer for one in self.everything if one.officer)
        others = sorted((name, str(pk)) for pk, name in named.items() if pk != self.person)
        mine = [(MINE, pgettext("officer", "Mine"))] if self.person in named else []
        return [*mine, *((pk, name) for name, pk in others), *([(NOBODY, _("Not given out"))] if named else [])]

    def _group(
        self, name: str, title: str, options: Iterable[tuple[str, str]], *, always: bool = False
    ) -> LinkGroup | None:
        known = list(options)
        chosen = self.chosen.get(name, "")
        if len(known) < FEWEST and not always and not chosen:
            return None
        entries = [Link(title=_("All"), url=self.url(**{name: ""}), current=not chosen)]
        entries += [
            Link(title=said, url=self.url(**{name: value}), count=self.count(name, value), current=value == chosen)
            for value, said in known
        ]
        return LinkGroup(title=title, entries=entries)
