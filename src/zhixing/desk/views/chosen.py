"""The pages of a committee's choices: what is in force, and choosing other numbers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.cases import adopting, kinds
from zhixing.common.parts import Link
from zhixing.desk import chosen_page
from zhixing.desk.choosing import Choosing, may_choose
from zhixing.procedure.source import ProcedureError


def _crumbs(*links: Link) -> list[Link]:
    return [Link(title=_("Rules"), url=reverse("rules:document_list")), *links]


@require_GET
@signed_in
def choices(request: SignedInRequest) -> HttpResponse:
    """Show the numbers and lists by which the reader's committee works, with their defaults and sources."""
    title = _("Settings of the rules")
    context = {
        "crumbs": _crumbs(Link(title=title)),
        "title": title,
        "parts": chosen_page.parts(request.acting_body),
        "may_choose": may_choose(request.actor),
    }
    return render(request, "desk/choices.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def choose(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let the office choose other numbers: shown first with what they change, then adopted for new cases."""
    if not may_choose(request.actor):
        raise PermissionDenied
    if slug not in {kind.slug for kind in kinds.everyone()}:
        raise Http404
    try:
        stands = adopting.standing(request.acting_body, slug)
    except ProcedureError:
        return redirect("desk:choices")  # which says what is wrong with the committee's own file
    task = Choosing(request.acting_body, kinds.get(slug), stands, request.POST if request.method == "POST" else None)
    if task.is_confirmed:
        task.adopt(request.actor)
        messages.success(request, _("Adopted. New cases follow these numbers; open cases keep theirs."))
        return redirect("desk:choices")
    title = _("Choose numbers: %(kind)s") % {"kind": task.kind.title}
    crumbs = _crumbs(Link(title=_("Settings of the rules"), url=reverse("desk:choices")), Link(title=title))
    context = {"crumbs": crumbs, "title": title, "cancel_url": reverse("desk:choices"), **task.context()}
    return render(request, "desk/choose.html", context, status=422 if task.form.errors else 200)
