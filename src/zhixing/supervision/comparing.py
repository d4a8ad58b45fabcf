"""An assessment as its page shows it: how it was drawn, and, once reported, the members' ratings beside the scores.

A sum is shown of at least five cases, and the rows of units leave at least five for the rest, so that the whole less
what is shown tells no single rating either. Ratings count as they stood when the report was entered: one changed later
would tell itself by the difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.models import Case, CaseParty
from zhixing.cases.panels import Cell, LongText, Panel, Part, Table
from zhixing.cases.unit_work import Graded
from zhixing.insight import grades
from zhixing.insight.small_numbers import ENOUGH
from zhixing.procedure.words import Words
from zhixing.register.models import Entry
from zhixing.supervision.assessment_models import Assessment, Scoring
from zhixing.supervision.drawing import RECIPE, SHELL

COMPARING = ("proposals_office", "party_supervision", "government_supervision", "leaders")
"""Who is shown how ratings and scores compare; the assessors are not, lest they score by it the next time."""
NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """A case that was both rated and scored: its unit, and what either said."""

    unit: str
    satisfied: bool
    as_replied: bool
    points: int


def panel(case: Case, actor: Actor) -> Panel:
    """Return what an assessment's page shows beside what every case shows; at most eight queries."""
    own = Assessment.objects.get(case=case)
    parts = [_draw(case, own)] if own.frame else []
    roles = reading.roles_in(case, actor)
    if "reported" in case.folded["milestones"] and roles.intersection(COMPARING):
        found = _Found(case, actor)
        parts += [_sums(found), *([_each(found)] if found.any_readable else [])]
    return parts


def _draw(case: Case, own: Assessment) -> Part:
    drawn = case.folded["values"].get("drawn") or ()
    facts = [
        (_("Frame"), _("%(n)d replied handlings of %(session)s") % {"n": own.frame_size, "session": own.of_session}),
        (_("Digest of the frame"), own.frame_digest),
        (_("How the seed comes about"), own.seed_rule),
    ]
    if own.seed:
        facts += [
            (_("Seed"), own.seed),
            (_("Drawn"), _("%(n)d of %(size)d") % {"n": len(drawn), "size": own.frame_size}),
            (_("Witnesses"), own.witnesses),
        ]
    return Part(
        title=_("The draw, and how to repeat it"),
        facts=facts,
        texts=[LongText(title=_("The frame: copy it to frame.txt"), text=own.frame), *_recipes(own, drawn)],
        below=_(
            "Each number of the frame is hashed with SHA-256 behind the seed and a line break; those with the smallest "
            "hashes are drawn. The order of the frame does not matter."
        ),
    )


def _recipes(own: Assessment, drawn: Sequence[object]) -> Iterator[LongText]:
    if not own.seed:
        return
    note = _("It gives the numbers drawn, and shows the digest of the frame first.")
    yield LongText(title=_("Repeat it in Python"), text=f"seed, n = {own.seed!r}, {len(drawn)}\n{RECIPE}")
    quoted = own.seed.replace("'", "'\\''")
    yield LongText(title=_("Repeat it with shell commands"), text=f"SEED='{quoted}' N={len(drawn)}\n{SHELL}", note=note)


class _Found:
    """The drawn handlings of a reported assessment with what was found of each and how each was rated."""

    def __init__(self, case: Case, actor: Actor) -> None:
        self.case, self.actor = case, actor
        scorings = Case.objects.of_body(case.body_id).filter(parent=case, kind="scoring").order_by("pk")
        self.scorings = list(scorings)
        self.contents = Scoring.objects.in_bulk([one.pk for one in self.scorings])
        self.about = {one.pk: one.folded["values"]["about"] for one in self.scorings}

    @cached_property
    def graded(self) -> Graded:
        """Which fields of a handling grade it."""
        work = kinds.get("handling").work
        if work is None or work.graded is None:
            raise LookupError("handling")
        return work.graded

    @cached_property
    def handlings(self) -> Mapping[int, Case]:
        """The drawn handlings that the reader may see, by key."""
        seen = Case.objects.visible_to(self.actor).filter(pk__in=[one["id"] for one in self.about.values()])
        return {one.pk: one for one in seen}

    @cached_property
    def units(self) -> Mapping[int, str]:
        """The unit of each drawn handling, by the key of its scoring."""
        parties = CaseParty.objects.filter(case__in=self.scorings, capacity="unit").select_related("organisation")
        return {one.case_id: one.organisation.name for one in parties.order_by("case", "-place") if one.organisation}

    @cached_property
    def grades(self) -> Mapping[int, Words]:
        """The rating of each handling as it stands, of those whose ratings the reader may read one by one."""
        found = {pk: grades.readable(one, self.graded.fields, self.actor) for pk, one in self.handlings.items()}
        return {pk: grade for pk, grade in found.items() if grade is not None}

    @property
    def any_readable(self) -> bool:
        """Tell whether the reader may read a single rating at all."""
        return bool(self.grades)

    @cached_property
    def scored(self) -> Sequence[Case]:
        """The drawn handlings that could be assessed."""
        return [one for one in self.scorings if self.contents[one.pk].found]

    @cached_property
    def both(self) -> Sequence[Both]:
        """The cases that were both rated and scored when the report was entered."""
        reports = Entry.objects.of_body(self.case.body_id).filter(case=self.case.number, act="report")
        numbers = [one["number"] for one in self.about.values()]
        until = reports.order_by("-pk").values_list("pk", flat=True)[0]
        given = grades.grade_events(self.graded.fields, numbers, before=until)
        codes = grades.last_of(given, self.graded.fields)
        satisfied = self._codes("handling", self.graded.choices, "satisfied")
        as_replied = self._codes("scoring", "findings", "as_replied")
        return [
            Both(
                unit=self.units.get(one.pk, ""),
                satisfied=codes[number] in satisfied,
                as_replied=self.contents[one.pk].found in as_replied,
                points=self.contents[one.pk].points or 0,
            )
            for one in self.scored
            if (number := self.about[one.pk]["number"]) in codes
        ]

    def _codes(self, kind: str, choices: str, flag: str) -> tuple[str, ...]:
        return adopting.in_force(self.case.body, kind).procedure.codes_with(choices, flag)


def shown_units(both: Sequence[Both]) -> dict[str, list[Both]]:
    """Return the units of which there are enough cases, as long as enough are left for the rest, or none at all."""
    by_unit: dict[str, list[Both]] = {}
    for one in both:
        by_unit.setdefault(one.unit, []).append(one)
    shown = {unit: own for unit, own in by_unit.items() if len(own) >= ENOUGH}
    while shown and 0 < len(both) - sum(map(len, shown.values())) < ENOUGH:
        shown.pop(min(shown, key=lambda unit: len(shown[unit])))
    return shown


def _sums(found: _Found) -> Part:
    both, drawn = found.both, len(found.scorings)
    note = _("%(drawn)d drawn, %(scored)d scored, %(both)d of these rated by their proposers.") % {
        "drawn": drawn,
        "scored": len(found.scored),
        "both": len(both),
    }
    title = _("Members’ ratings beside the third party’s scores")
    if len(both) < ENOUGH:
        return Part(title=title, note=note, below=_("Fewer than five cases have both: no sum is shown of so few."))
    groups = {_("All"): list(both), **shown_units(both)}
    headings = (_("Unit"), _("Cases"), _("Members satisfied"), _("Found as replied"), _("Gap"), _("Points, mean"))
    return Part(
        title=title,
        note=note,
        table=Table(columns=headings, rows=[_row(name, own) for name, own in groups.items()]),
        below=_(
            "Members satisfied: satisfied and basically satisfied, out of the cases that were both rated and scored; "
            "ratings as they stood at the report. Gap: this share less that found as replied, in percentage points. "
            "A unit has its row from five cases on, as long as the rest are five or more, or none."
        ),
    )


def _row(name: str, own: Sequence[Both]) -> list[Cell]:
    n = len(own)
    satisfied, as_replied = sum(one.satisfied for one in own), sum(one.as_replied for one in own)
    gap, mean = (satisfied - as_replied) / n * 100, sum(one.points for one in own) / n
    texts = (name, str(n), _share(satisfied, n), _share(as_replied, n), f"{gap:+.1f}", f"{mean:.1f}")
    return [Cell(text=text) for text in texts]


def _share(top: int, n: int) -> str:
    return f"{top / n * 100:.1f}% ({top}/{n})"


def _each(found: _Found) -> Part:
    rows = [_case_row(found, one) for one in sorted(found.scorings, key=lambda one: _order(found, one))]
    headings = (_("Handling"), _("Unit"), _("Member’s rating"), _("Third party"), _("Points"), _("State"))
    return Part(
        title=_("Case by case"),
        note=_("Ratings as they stand today, for those who act on them; not to be passed on to a unit."),
        table=Table(columns=headings, rows=rows),
    )


def _order(found: _Found, one: Case) -> tuple[bool, int, int]:
    """Those that score lowest stand first; those that could not be assessed last."""
    points = found.contents[one.pk].points
    return points is None, points or 0, one.pk


def _case_row(found: _Found, one: Case) -> list[Cell]:
    about, content = found.about[one.pk], found.contents[one.pk]
    handling, grade = found.handlings.get(about["id"]), found.grades.get(about["id"])
    procedure = adopting.by_digest(one.procedure).procedure
    finding = procedure.lists["findings"].get(content.found)
    number = (handling.official_number if handling else None) or about["number"]
    return [
        Cell(text=f"{number} {about['name']}", case=one.number if "told" in one.folded["milestones"] else ""),
        Cell(text=found.units.get(one.pk, NONE)),
        Cell(text=_say(grade) if grade else NONE),
        Cell(text=_say(finding) if finding else NONE),
        Cell(text=NONE if content.points is None else str(content.points)),
        Cell(text=_say(procedure.states[one.state].title)),
    ]


def _say(words: Words) -> str:
    return words.say(get_language() or "zh-hans")
