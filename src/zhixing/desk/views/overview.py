"""The overview of leaders and of the offices that supervise."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.leading.overview_page import Overview
from zhixing.desk.leading.who import sees_overview
from zhixing.desk.views.looking import only_for


@never_cache
@require_GET
@only_for(sees_overview)
def overview(request: SignedInRequest) -> HttpResponse:
    """Show what needs a decision, what comes due this week, and how far the session is."""
    shown = Overview(request.actor, request.acting_body, clock.today(), request.GET)
    return render(request, "desk/leading/overview.html", shown.context())
