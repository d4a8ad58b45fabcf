"""The page of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.cases.access import visible_case
from zhixing.desk import case_page, marking
from zhixing.desk.answering import in_words
from zhixing.desk.family import family_of
from zhixing.desk.leading import queue


@require_GET
@signed_in
@in_words
def case_detail(request: SignedInRequest, number: str) -> HttpResponse:
    """Show a case, and note that its reader has read up to its last entry."""
    case = visible_case(number, request.actor)
    family = family_of(case, request.actor, clock.today())
    marking.mark_read(case, request.actor)
    shown = case_page.context(family, why="why" in request.GET)
    if queue.asks_for_more(request.GET, request.actor):
        asked = queue.DecisionQueue(request.actor, request.acting_body, clock.today(), request.GET)
        shown = {**shown, "following": asked.following()}
    return render(request, "desk/case_detail.html", shown)
