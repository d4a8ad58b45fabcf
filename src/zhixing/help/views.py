"""The pages of help: the reader's own guide first, every other one beside it."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.common.parts import Link
from zhixing.help import guides
from zhixing.help.guides import Guide
from zhixing.help.in_force import Rules, cites
from zhixing.help.rendering import html


@require_GET
@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    """Show the guide of whoever reads."""
    return _page(request, guides.own(request.actor))


@require_GET
@signed_in
def guide(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a guide by its name."""
    if slug not in guides.everyone():
        raise Http404
    return _page(request, guides.everyone()[slug])


def _page(request: SignedInRequest, shown: Guide) -> HttpResponse:
    locale, today, rules = get_language() or "zh-hans", clock.today(), Rules(request.acting_body)
    limits, rights = rules.limits(shown), rules.rights(shown)
    cited = cites(request.acting_body, {one.article for one in limits} | {one.article for one in rights}, today)
    context = {
        "title": shown.title.say(locale),
        "is_own": shown.slug == guides.own(request.actor).slug,
        "text": html(guides.text(shown, locale), rules),
        "limits": [replace(one, cite=cited.get(one.article)) for one in limits],
        "rights": [replace(one, cite=cited.get(one.article)) for one in rights],
        "others": [_link(one, locale, current=one is shown) for one in guides.everyone().values()],
    }
    return render(request, "help/guide.html", context)


def _link(one: Guide, locale: str, *, current: bool) -> Link:
    return Link(title=one.title.say(locale), url=reverse("help:guide", args=[one.slug]), current=current)
