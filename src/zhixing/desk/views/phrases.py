"""The page on which common phrases are added and removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.act_page import Refusal
from zhixing.desk.answering import INVALID
from zhixing.desk.boards import phrases
from zhixing.desk.speech import say
from zhixing.procedure.facts import Refused


@require_http_methods(["GET", "POST"])
@signed_in
def phrase_list(request: SignedInRequest) -> HttpResponse:
    """Show one's own phrases and those of the office; add one, or remove one."""
    if request.method == "GET":
        return _page(request)
    number = request.POST.get("phrase", "")
    if request.POST.get("do") == "drop":
        if number.isascii() and number.isdecimal() and len(number) < len(str(2**63)):
            phrases.drop(request.actor, int(number))
        messages.success(request, _("The phrase is removed."))
        return redirect("desk:phrases")
    try:
        shared = bool(request.POST.get("shared"))
        phrases.add(request.actor, request.POST.get("text", ""), shared=shared, at=clock.now())
    except Refused as refused:
        return _page(request, refused)
    messages.success(request, _("The phrase is kept."))
    return redirect("desk:phrases")


def _page(request: SignedInRequest, refused: Refused | None = None) -> HttpResponse:
    known, post = phrases.offered(request.actor), request.actor.main_post
    shown = {
        "groups": [
            {
                "title": _("Shared in the office"),
                "hint": _("Everybody in the office sees and may remove them."),
                "rows": [one for one in known if one.office_id],
            },
            {
                "title": _("My own"),
                "hint": _("Only you see them."),
                "rows": [one for one in known if not one.office_id],
            },
        ],
        "office": post.organisation_name if post else "",
        "text": request.POST.get("text", ""),
        "shared": request.POST.get("shared"),
        "refusal": Refusal(sentence=say(refused.sentence), article=None) if refused else None,
    }
    return render(request, "desk/boards/phrase_list.html", shown, status=INVALID if refused else 200)
