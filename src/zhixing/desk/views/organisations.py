"""The desk of an organisation, and what is done there with drafts in common."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.assembly.models import Organisation
from zhixing.desk.answering import in_words
from zhixing.desk.organisations import common
from zhixing.desk.organisations.common import Way
from zhixing.desk.organisations.page import Desk, editor_url, way_value
from zhixing.desk.organisations.who import desks_of
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words


@require_GET
@never_cache
@signed_in
def organisation(request: SignedInRequest) -> HttpResponse:
    """Show the desk of an organisation to those who work at it; others read that it is not theirs (403)."""
    desks = list(desks_of(request.actor, clock.today()))
    if not desks:
        raise PermissionDenied
    desk = Desk(request.actor, request.acting_body, clock.today(), request.GET, desks)
    return render(request, "desk/organisations/desk.html", desk.context())


@require_POST
@signed_in
@in_words
def drafts(request: SignedInRequest) -> HttpResponse:
    """Begin a draft in common, share one of one's own, or take one back, as the form says."""
    if request.POST.get("do") == "take_back":
        common.take_back(request.actor, request.POST.get("name", ""))
        messages.success(request, _("The draft is yours alone again. It stands among your drafts."))
        return redirect("desk:draft_list")
    desk, way = _desk(request), _way(request)
    if request.POST.get("do") == "share":
        name = common.share(request.actor, desk, way)
        messages.success(request, _("The draft is shared with the desk of %(desk)s.") % {"desk": desk.called})
        return redirect(f"{reverse('desk:organisation')}?of={desk.pk}#draft-{name}")
    name = common.begin(request.actor, desk, way, at=clock.now())
    return redirect(editor_url(way.kind, way.act.name, name))


def _desk(request: SignedInRequest) -> Organisation:
    """Return the organisation a form names, at whose desk the actor works."""
    wanted = request.POST.get("of", "")
    desks = desks_of(request.actor, clock.today())
    found = next((one for one in desks if str(one.pk) == wanted), None)
    if found is None:
        raise Refused("not_allowed", Sentence(NOT_YOUR_DESK))
    return found


def _way(request: SignedInRequest) -> Way:
    """Return the way to propose that a form names."""
    wanted = request.POST.get("way", "")
    found = next((way for way in common.ways(request.acting_body) if way_value(way) == wanted), None)
    if found is None:
        raise Refused("invalid", Sentence(NO_SUCH_WAY))
    return found


NOT_YOUR_DESK = Words(
    "您不在该单位工作台，不能在这里共同起草。请从菜单打开本单位工作台。",
    "You do not work at the desk of this organisation. Open your own desk from the menu.",
)
NO_SUCH_WAY = Words(
    "没有选定要共同起草的内容。请刷新页面后重新选择。",
    "It was not said what is to be written in common. Reload the page and choose again.",
)
