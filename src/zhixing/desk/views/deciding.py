"""The queue of decisions, for those whose page the overview is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.leading.queue import DecisionQueue
from zhixing.desk.leading.who import sees_overview
from zhixing.desk.views.looking import only_for


@never_cache
@require_GET
@only_for(sees_overview)
def deciding(request: SignedInRequest) -> HttpResponse:
    """List everything that waits for the reader's decision by day, each leading to its form."""
    shown = DecisionQueue(request.actor, request.acting_body, clock.today(), request.GET)
    return render(request, "desk/leading/queue.html", shown.context())
