"""Whom a field of a form may name, for a script that asks while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.desk import acting
from zhixing.desk.acting import Task
from zhixing.desk.answering import STATUS, in_words
from zhixing.desk.name_choices import choices
from zhixing.desk.organisations.common import COMMON
from zhixing.desk.views.finding import kind_called
from zhixing.procedure.facts import Refused

LONGEST_TYPED = 60


@require_GET
@never_cache
@signed_in
@in_words
def for_act(request: SignedInRequest, number: str, act: str, field: str) -> HttpResponse:
    """Answer for a field of an act on a case."""
    return _answer(request, acting.on_case(number, act, actor=request.actor, body=request.acting_body), field)


@require_GET
@never_cache
@signed_in
@in_words
def for_opening(request: SignedInRequest, plural: str, act: str, field: str) -> HttpResponse:
    """Answer for a field of an act that opens a case."""
    slug = kind_called(plural).slug
    common = request.GET.get(COMMON, "")
    task = acting.opening(slug, act, actor=request.actor, body=request.acting_body, common=common)
    return _answer(request, task, field)


def _answer(request: SignedInRequest, task: Task, field: str) -> HttpResponse:
    try:
        found = choices(task, field, request.GET.get("q", "")[:LONGEST_TYPED])
    except Refused as refused:
        reason = refused.sentence.say(get_language() or "zh-hans")
        return JsonResponse({"reason": reason}, status=STATUS[refused.code])
    return JsonResponse({"choices": [asdict(one) for one in found]})
