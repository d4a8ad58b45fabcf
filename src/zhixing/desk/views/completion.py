"""The page of completion, for those whose page the overview is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.leading.completion_page import CompletionPage
from zhixing.desk.leading.who import sees_overview
from zhixing.desk.views.looking import only_for


@never_cache
@require_GET
@only_for(sees_overview)
def completion(request: SignedInRequest) -> HttpResponse:
    """Show how much of a session is complete, and what everything else waits for and on whom."""
    shown = CompletionPage(request.actor, request.acting_body, clock.today(), request.GET)
    return render(request, "desk/leading/completion.html", shown.context())
