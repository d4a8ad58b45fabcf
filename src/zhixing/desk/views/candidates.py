"""The page of candidates, for the offices that work with what they are candidates for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.answering import in_words
from zhixing.desk.leading.candidates_page import CandidatesPage
from zhixing.desk.leading.who import put_forward, sees_candidates
from zhixing.desk.views.finding import kind_called
from zhixing.desk.views.looking import only_for


@never_cache
@require_GET
@only_for(sees_candidates)
@in_words
def candidates(request: SignedInRequest, plural: str) -> HttpResponse:
    """List what rules name as candidates for a kind, each with its reason and what became of it before."""
    kind = kind_called(plural)
    if kind not in put_forward(request.actor):
        raise PermissionDenied
    shown = CandidatesPage(request.actor, request.acting_body, clock.today(), request.GET, kind)
    return render(request, "desk/leading/candidates.html", shown.context())
