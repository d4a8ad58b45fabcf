"""What the page of candidates shows: by each rule the matters it names, and what was put forward of them before.

The numbers are of the whole committee, so that all offices speak of the same ones. Of a case that the reader may not
see the page names matter and unit, and nothing of what is in it. It only lists; putting forward is a person's act.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as Cases
from django.db.models import F, IntegerField, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.kinds import Kind
from zhixing.cases.measures import Candidate
from zhixing.cases.models import Case, Deadline
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk.paging import span
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speaking_of import ABOUT
from zhixing.desk.speech import say
from zhixing.procedure.fields import choices_of
from zhixing.procedure.roles import may_open

ON_A_PAGE = 50
SHOWN = 10
"""So many matters of each rule stand on the page of all rules."""
KNOWN = "known"
"""In the address, in place of a rule: what is put forward already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case that a rule names: whose work it is, what makes it a candidate, and until when it was due."""

    unit: str
    why: str
    due: date | None
    late: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A matter with the cases below it that a rule names, what was put forward of it before, and the way to do so."""

    title: str
    number: str
    url: str
    lines: Sequence[Line]
    before: Sequence[Link]
    act: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The matters that a rule names; ``n`` is how many there are on all pages."""

    key: str
    title: str
    n: int
    rows: Sequence[Row]
    url: str


@dataclass(frozen=True)
class CandidatesPage:
    """One reader's page of the candidates for a kind on one day."""

    actor: Actor
    body: Body
    today: date
    asked: QueryDict
    kind: Kind

    @cached_property
    def _adopted(self) -> Adopted:
        return adopting.in_force(self.body, self.kind.slug)

    @cached_property
    def rules(self) -> Mapping[str, Sequence[tuple[Kind, Candidate, Q]]]:
        """The rules by ground, in the order of the list of grounds, each with its condition."""
        declared = [(kind, one) for kind in kinds.everyone() for one in kind.candidates if one.to == self.kind.slug]
        found: dict[str, list[tuple[Kind, Candidate, Q]]] = {code: [] for code in self._grounds}
        for kind, one in declared:
            if one.ground in found and (not one.days or one.days in self._settings):
                holds = Q(kind=kind.slug) & one.holds(self._settings.get(one.days, 0))
                found[one.ground].append((kind, one, holds))
        return {code: rules for code, rules in found.items() if rules}

    @cached_property
    def _grounds(self) -> Mapping[str, str]:
        """The titles of the grounds, of the first field that any rule fills in."""
        procedure = self._adopted.procedure
        for kind in kinds.everyone():
            for one in kind.candidates:
                act = procedure.acts.get(one.act) if one.to == self.kind.slug else None
                if act is not None and one.by in act.fields:
                    return {code: say(title) for code, title in choices_of(procedure, act.fields[one.by]).items()}
        return {}

    @cached_property
    def _settings(self) -> Mapping[str, int]:
        numbers = {name: one.value for name, one in self._adopted.procedure.settings.items()}
        return numbers | dict(self._adopted.settings)

    @cached_property
    def _before(self) -> Mapping[int, Sequence[Case]]:
        """What was put forward of each matter, the latest first; two queries."""
        about = {one.about for rules in self.rules.values() for _kind, one, _holds in rules}
        cases = Case.objects.of_body(self.body).filter(kind=self.kind.slug).defer("folded")
        found: dict[int, list[Case]] = defaultdict(list)
        for field in about:
            named: Any = cases.annotate(named=KT(f"folded__values__{field}")).order_by("-pk")
            rows = [(case, [one["id"] for one in json.loads(case.named or "[]")]) for case in named]
            wanted = {pk for _case, keys in rows for pk in keys}
            matters = dict(
                Case.objects.of_body(self.body).filter(pk__in=wanted).values_list("pk", Coalesce("root_id", "pk"))
            )
            for case, keys in rows:
                for matter in dict.fromkeys(matters[pk] for pk in keys if pk in matters):
                    found[matter].append(case)
        return found

    @cached_property
    def _known(self) -> Sequence[int]:
        """The matters that wait for a decision or are being dealt with already: they are not put forward twice."""
        return [
            pk for pk, some in self._before.items() if any(not one.final and not self._turned_down(one) for one in some)
        ]

    def _turned_down(self, case: Case) -> bool:
        """Tell whether a case was refused, so that it may be put forward again."""
        acts = adopting.by_digest(case.procedure).procedure.acts
        again = {one.again for rules in self.rules.values() for _kind, one, _holds in rules}
        return any(name in acts and case.state in acts[name].start for name in again)

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows; the number of queries does not depend on how much there is."""
        rows = {code: self._matters(rules) for code, rules in self.rules.items()}
        fresh = {code: some.exclude(matter__in=self._known) for code, some in rows.items()}
        known = self._matters([rule for rules in self.rules.values() for rule in rules]).filter(matter__in=self._known)
        counts = {code: some.count() for code, some in fresh.items()} | {KNOWN: known.count()}
        wanted = self.asked.get("by", "")
        chosen = wanted if wanted in counts else ""
        groups = [(code, fresh[code]) for code in fresh if counts[code] and chosen in {"", code}]
        if chosen == KNOWN and counts[KNOWN]:
            groups = [(KNOWN, known)]
        here = span(self.asked.get("page", ""), counts[chosen], ON_A_PAGE) if chosen else None
        first, last = (here.first, here.last) if here else (0, SHOWN)
        return {
            "title": _("%(kind)s: candidates") % {"kind": self.kind.plural_title},
            "today": self.today,
            "n": sum(n for code, n in counts.items() if code != KNOWN),
            "filters": [LinkGroup(title=_("By rule"), entries=self._links(counts, chosen))],
            "rules": self._explained(),
            "groups": list(self._groups(groups, counts, first, last)),
            "pager": here.pager(lambda page: self._url(chosen, page=page)) if here else None,
        }

    def _matters(self, rules: Iterable[tuple[Kind, Candidate, Q]]) -> Any:  # noqa: ANN401  # rows of two columns
        """Return the matters that rules name, those due the longest first."""
        cases = self._named(rules).values("matter").annotate(first=Min("limit"))
        return cases.order_by(F("first").asc(nulls_last=True), "matter")

    def _named(self, rules: Iterable[tuple[Kind, Candidate, Q]]) -> Any:  # noqa: ANN401  # annotated cases
        """Return the cases that rules name, each with its ``matter`` and the nearest running ``limit`` of its kind."""
        holds = Q(pk__in=())
        clocks: set[str] = set()
        for kind, _rule, one in rules:
            holds |= one
            clocks.update(kind.limits)
        running = Deadline.objects.filter(case=OuterRef("pk"), clock__in=sorted(clocks), status="running")
        return (
            Case.objects.of_body(self.body)
            .filter(holds, final=False)
            .order_by()
            .annotate(
                matter=Coalesce("root_id", "pk", output_field=IntegerField()),
                limit=Subquery(running.order_by("due_on").values("due_on")[:1]),
            )
        )

    def _groups(
        self, groups: Sequence[tuple[str, Any]], counts: Mapping[str, int], first: int, last: int
    ) -> Iterator[Group]:
        pages = {code: [row["matter"] for row in rows[first:last]] for code, rows in groups}
        named = {code: self._lines(code, page) for code, page in pages.items()}
        roots = Case.objects.of_body(self.body).in_bulk({pk for page in pages.values() for pk in page})
        wanted = {*roots, *(case.pk for some in named.values() for case in some)}
        wanted |= {one.pk for root in roots for one in self._before.get(root, ())}
        seen = set(Case.objects.visible_to(self.actor).filter(pk__in=wanted).values_list("pk", flat=True))
        for code, page in pages.items():
            lines: dict[int, list[Any]] = defaultdict(list)
            for case in named[code]:
                lines[case.matter].append(case)
            rows = [self._row(code, roots[pk], lines[pk], seen) for pk in page if pk in roots]
            title = _("Put forward already") if code == KNOWN else self._grounds[code]
            yield Group(key=code, title=title, n=counts[code], rows=rows, url=self._url(code))

    def _lines(self, code: str, page: Sequence[int]) -> Sequence[Any]:
        """Return the cases that the rules of a ground name in some matters, each with the place of its first rule."""
        rules = self._of_ground(code)
        place = Cases(*(When(one, then=Value(at)) for at, (_kind, _rule, one) in enumerate(rules)), default=Value(0))
        found = self._named(rules).filter(matter__in=page).annotate(place=place).defer("folded")
        return list(found.order_by(F("limit").asc(nulls_last=True), "pk").prefetch_related(with_parties()))

    def _of_ground(self, code: str) -> Sequence[tuple[Kind, Candidate, Q]]:
        return [rule for rules in self.rules.values() for rule in rules] if code == KNOWN else self.rules[code]

    def _row(self, code: str, matter: Case, lines: Sequence[Any], seen: set[int]) -> Row:
        before = [one for one in self._before.get(matter.pk, ()) if one.pk in seen]
        may_name = matter.pk in seen and all(case.pk in seen for case in lines)
        return Row(
            title=matter.title,
            number=matter.called,
            url=reverse("desk:case_detail", args=[matter.number]) if matter.pk in seen else "",
            lines=[self._line(code, case, seen=case.pk in seen) for case in lines],
            before=[Link(title=self._said(one), url=reverse("desk:case_detail", args=[one.number])) for one in before],
            act=self._way(code, matter, lines, before) if may_name and code != KNOWN else None,
        )

    def _line(self, code: str, case: Any, *, seen: bool) -> Line:  # noqa: ANN401  # an annotated case
        kind, rule, _holds = self._of_ground(code)[case.place]
        late = (self.today - case.limit).days if case.limit else 0
        return Line(
            unit=in_short(in_capacities(case.parties.all(), kind.unit)),
            why=str(rule.why) if seen else "",
            due=case.limit if seen else None,
            late=max(late, 0) if seen else 0,
            url=reverse("desk:case_detail", args=[case.number]) if seen else "",
        )

    def _said(self, case: Case) -> str:
        """Return an earlier one in words: its number and how it stands."""
        state = say(adopting.by_digest(case.procedure).procedure.states[case.state].title)
        return _("%(number)s, %(state)s") % {"number": case.called, "state": state}

    def _way(self, code: str, matter: Case, lines: Sequence[Case], before: Sequence[Case]) -> Link | None:
        """Return the form by which the reader may put a matter forward, anew or again; None where it is not theirs."""
        rule = self.rules[code][0][1]
        refused = next((one for one in before if self._turned_down(one)), None)
        procedure = self._adopted.procedure if refused is None else adopting.by_digest(refused.procedure).procedure
        act = procedure.acts.get(rule.act if refused is None else rule.again)
        if act is None or not may_open(procedure, act, self.actor.keys, body=self.body.pk):
            return None
        if refused is not None:
            return Link(title=say(act.title), url=reverse("desk:case_act", args=[refused.number, act.name]))
        cases = dict.fromkeys([matter.number, *(case.number for case in lines)])
        query = urlencode([*((ABOUT, number) for number in cases), (rule.by, code)])
        address = reverse("desk:open", args=[self.kind.plural, act.name])
        return Link(title=say(act.title), url=f"{address}?{query}")

    def _explained(self) -> Sequence[Mapping[str, str]]:
        """Return each ground with the settings by which its rules count."""
        titles = self._adopted.procedure.settings
        return [
            {
                "title": self._grounds[code],
                "setting": "; ".join(
                    f"{say(titles[one.days].title)}: {self._settings[one.days]}"
                    for _kind, one, _holds in rules
                    if one.days
                ),
                "why": "; ".join(dict.fromkeys(str(one.why) for _kind, one, _holds in rules)),
            }
            for code, rules in self.rules.items()
        ]

    def _links(self, counts: Mapping[str, int], chosen: str) -> list[Link]:
        everything = sum(n for code, n in counts.items() if code != KNOWN)
        links = [Link(title=_("All"), url=self._url(), count=everything, current=not chosen)]
        for code, n in counts.items():
            title = _("Put forward already") if code == KNOWN else self._grounds[code]
            links.append(Link(title=title, url=self._url(code), count=n, current=code == chosen))
        return links

    def _url(self, by: str = "", **more: str) -> str:
        query = urlencode({**({"by": by} if by else {}), **more})
        path = reverse("desk:candidates", args=[self.kind.plural])
        return f"{path}?{query}" if query else path
