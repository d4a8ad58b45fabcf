"""Find earlier cases of a kind on the same matter, by the pairs of characters their titles share.

A first measure, good enough to stand beside a review and cheap at a hundred thousand cases: titles alone are compared,
two queries are made, and a bounded number of candidates is ranked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import log
from operator import or_

from django.db.models import Exists, OuterRef, Q

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseReader
from zhixing.cases.querysets import CaseQuerySet

SAMPLED = 1000
"""So many titles, the newest, tell how common a pair of characters is."""
ASKED = 8
"""So many pairs of the title, its rarest, are looked for."""
CANDIDATES = 300
"""So many titles, the newest, that have one of them are ranked."""
MOST = 5
LIKE_ENOUGH = 0.18
"""Below this share of common weight two titles have a turn of phrase in common, not a matter."""
COMMON = 20
"""A pair in more of the sampled titles is asked for only where the title has no rarer one."""

FRAME = re.compile(r"^\s*关于|的?(?:若干|几点)?(?:(?:意见|对策)?[和、]?(?:建议|提案|对策|意见))\s*$")
PHRASES = re.compile(
    r"进一步|加快|加强|加大|推进|推动|促进|完善|健全|提升|提高|优化|建立|建设|开展|实施|改善|规范|强化|全面|切实"
    r"|工作|问题|机制|管理|力度|我市|我县|我区|全市|全县|全区|\W+|[的和与及对在]"
)
"""What nearly every title says, and where its words end."""
LATIN = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier case: how like its title is, between 0 and 1, and whether the reader may open it."""

    case: Case
    score: float
    is_open: bool


def earlier_like(
    title: str,
    *,
    kind: Kind,
    body: Body,
    actor: Actor,
    but: int | None = None,
    most: int = MOST,
    among: Q | None = None,
) -> list[Alike]:
    """Return the committee's cases of a kind whose titles share words with this one, the most alike first.

    Only what the actor may know is returned: cases they may see, and cases the kind shows to the public; the latter are
    not ``is_open`` unless they may be seen as well. ``but`` is the case looked at, which is left out; ``among`` narrows
    the others further. Two queries.
    """
    wanted = pairs_of(title)
    if not wanted:
        return []
    of_kind = Case.objects.of_body(body).filter(kind=kind.slug).order_by("-pk")
    measure = _Measure.of(of_kind.values_list("title", flat=True)[:SAMPLED])
    asked = reduce(or_, (Q(title__contains=pair) for pair in measure.rarest(wanted)))
    others = of_kind.filter(asked) if but is None else of_kind.filter(asked).exclude(pk=but)
    known = _known_to(others if among is None else others.filter(among), kind, actor)
    scored = ((case, measure.likeness(wanted, pairs_of(case.title))) for case in known[:CANDIDATES])
    ranked = sorted(
        ((case, score) for case, score in scored if score >= LIKE_ENOUGH), key=lambda one: (-one[1], -one[0].pk)
    )
    return [Alike(case, score, bool(getattr(case, "is_open", False))) for case, score in ranked[:most]]


def pairs_of(title: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a title within its words, and its Latin words whole."""
    found: set[str] = set()
    for part in PHRASES.split(FRAME.sub("", FRAME.sub("", title))):
        found.update(LATIN.findall(part))
        for run in LATIN.split(part):
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return frozenset(found)


def _known_to(cases: CaseQuerySet, kind: Kind, actor: Actor) -> CaseQuerySet:
    """Narrow cases to those the actor may see, which are marked ``is_open``, and those that are public."""
    readers = CaseReader.objects.filter(case=OuterRef("pk"), key__in=sorted(actor.keys))
    marked = cases.annotate(is_open=Exists(readers)).select_related("session__term").defer("folded")
    if kind.public is None:
        return marked.filter(is_open=True)
    public = kind.public(Case.objects.of_body(actor.body_id)).filter(kind=kind.slug)
    return marked.filter(Q(is_open=True) | Q(pk__in=public.order_by().values("pk")))


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much a pair of characters says: the rarer among the newest titles, the more."""

    common: Counter[str]
    titles: int

    @classmethod
    def of(cls, titles: Iterable[str]) -> _Measure:
        sets = [pairs_of(title) for title in titles]
        return cls(Counter(pair for one in sets for pair in one), len(sets))

    def weight(self, pairs: Iterable[str]) -> float:
        return sum(1 + log((self.titles + 1) / (self.common[pair] + 1)) for pair in pairs)

    def rarest(self, pairs: Iterable[str]) -> list[str]:
        """Return the pairs to ask for: those some title is known to have before those none has, the rare ones first."""
        ordered = sorted(pairs, key=lambda pair: (self.common[pair] == 0, self.common[pair], pair))
        telling = [pair for pair in ordered if self.common[pair] <= COMMON]
        return (telling or ordered)[:ASKED]

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return twice the weight of what both have, out of the weight of both."""
        whole = self.weight(one) + self.weight(other)
        return 2 * self.weight(one & other) / whole if whole else 0.0
