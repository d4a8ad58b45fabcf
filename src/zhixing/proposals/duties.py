"""What proposals ask of posts beside the acts: leaders who watch, an office that agrees, an editor who publishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases import kinds
from zhixing.cases.conditions import overdue
from zhixing.cases.duties import Duty, holds
from zhixing.cases.models import Case
from zhixing.proposals.models import Call
from zhixing.proposals.publishing import WAYS, publishable
from zhixing.proposals.ratings import asks_for_a_call

LEADERS = (PostKind.CHAIR, PostKind.VICE_CHAIR, PostKind.SECRETARY_GENERAL)
OFFICE = (PostKind.CLERK, PostKind.DIRECTOR, PostKind.SECRETARY_GENERAL)
PROPOSALS_OFFICE = (PostKind.CLERK, PostKind.DIRECTOR)
SOON = timedelta(days=14)


def proposals_to_look_after(actor: Actor, on: date) -> Iterator[Duty]:
    """Yield the duties of leaders, of two offices and of editors; at most four queries for each of them."""
    if holds(actor, *LEADERS):
        yield from _leaders(actor, on)
    if holds(actor, *OFFICE, function=Function.GENERAL_OFFICE):
        yield from _office(actor, on)
    if holds(actor, *PROPOSALS_OFFICE, function=Function.PROPOSALS_COMMITTEE):
        yield from _proposals_office(actor)
    if holds(actor, PostKind.EDITOR):
        yield from _editor(actor)


def _leaders(actor: Actor, on: date) -> Iterator[Duty]:
    seen = Case.objects.visible_to(actor)
    n = seen.filter(overdue(kinds.get("handling")), kind="handling").count()
    words = ngettext("%(n)d handling is overdue", "%(n)d handlings are overdue", n)
    yield _list(words, n, "handlings", "overdue=1")
    n = seen.filter(kind="handling", state="rework").count()
    words = ngettext(
        "%(n)d proposer was dissatisfied, and the unit handles it again",
        "%(n)d proposers were dissatisfied, and the units handle it again",
        n,
    )
    yield _list(words, n, "handlings", "state=rework")
    n = seen.filter(overdue(kinds.get("promise")), kind="promise").count()
    yield _list(ngettext("%(n)d promise is overdue", "%(n)d promises are overdue", n), n, "promises", "overdue=1")
    open_calls = seen.filter(kind="call", state="open")
    n = Call.objects.filter(case__in=open_calls.values("pk"), window_closes__range=(on, on + SOON)).count()
    words = ngettext(
        "%(n)d call for proposals closes within two weeks", "%(n)d calls for proposals close within two weeks", n
    )
    yield _list(words, n, "calls", "state=open")


def _office(actor: Actor, on: date) -> Iterator[Duty]:
    seen = Case.objects.visible_to(actor)
    n = seen.filter(kind="proposal", state="filed").count()
    words = ngettext(
        "%(n)d filed proposal waits for its unit; you may agree for the CPPCC side",
        "%(n)d filed proposals wait for their units; you may agree for the CPPCC side",
        n,
    )
    yield _list(words, n, "proposals", "state=filed")
    n = seen.filter(kind="proposal").overdue(on).count()
    yield _list(ngettext("%(n)d proposal is overdue", "%(n)d proposals are overdue", n), n, "proposals", "lamp=over")
    n = seen.filter(kind="proposal").near(on).count()
    words = ngettext("%(n)d proposal reaches its limit soon", "%(n)d proposals reach their limits soon", n)
    yield _list(words, n, "proposals", "lamp=near")


def _proposals_office(actor: Actor) -> Iterator[Duty]:
    handlings = Case.objects.visible_to(actor).filter(kind="handling")
    n = handlings.filter(asks_for_a_call()).count()
    words = ngettext("%(n)d proposer asks for a call", "%(n)d proposers ask for a call", n)
    yield _list(words, n, "handlings", "to_call=1")


def _editor(actor: Actor) -> Iterator[Duty]:
    full, summary = (publishable(actor.body_id, way).count() for way in WAYS)
    words = ngettext(
        "%(n)d proposal may be published in full: both sides agree",
        "%(n)d proposals may be published in full: both sides agree",
        full,
    )
    yield Duty(sentence=words % {"n": full}, count=full, url=reverse("desk:publishable"))
    words = ngettext(
        "%(n)d proposal may be published as a summary", "%(n)d proposals may be published as a summary", summary
    )
    yield Duty(sentence=words % {"n": summary}, count=summary, url=f"{reverse('desk:publishable')}?way=summary")


def _list(words: str, n: int, plural: str, query: str) -> Duty:
    return Duty(sentence=words % {"n": n}, count=n, url=f"{reverse('desk:case_list', args=[plural])}?{query}")
