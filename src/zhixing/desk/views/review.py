"""The review desk: one proposal after the other, read and decided in one place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk import act_page, acting, effects, two_texts
from zhixing.desk.act_page import Sheet, new_key, typing_of
from zhixing.desk.acting import Task
from zhixing.desk.answering import INVALID, in_words
from zhixing.desk.boards import phrases
from zhixing.desk.boards.reviewing import ReviewDesk, nothing_left
from zhixing.desk.views.acting import LONGEST_KEY, begun_sheet, refused_sheet, save, seen_in, with_words
from zhixing.procedure.facts import Refused


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@signed_in
@in_words
def review(request: SignedInRequest) -> HttpResponse:
    """Show the queue and one proposal with the form that decides it; enter the decision and go on to the next."""
    desk = ReviewDesk(request.actor, request.acting_body, clock.today(), request.GET)
    desk.check()
    name = request.GET.get("act", "") if request.method == "POST" else (desk.act.name if desk.act else "")
    if desk.case is None or not name:
        return _page(request, desk, None, None)
    task = acting.on_case(desk.case.number, name, actor=request.actor, body=request.acting_body)
    if request.method == "POST":
        return _decide(request, desk, task)
    return _page(request, desk, task, begun_sheet(request, task))


def _decide(request: SignedInRequest, desk: ReviewDesk, task: Task) -> HttpResponse:
    sent, wanted = task.with_files(request.POST, request.FILES), request.POST.get("do", "")
    if wanted.startswith(phrases.INSERT):
        return _page(request, desk, task, with_words(request, task, sent, wanted))
    if wanted == "save" or two_texts.chosen(wanted):
        return save(request, task, sent)
    form, after = task.form(sent.data), desk.after()
    key = request.POST.get("key", "")[:LONGEST_KEY] or new_key()
    form.is_valid()
    if two_texts.unsettled(task.actor, task.place, task.typed(sent.data), typing_of(request)):
        task, sheet = refused_sheet(request, task, sent, form, act_page.not_chosen())
        return _page(request, desk, task, sheet, status=INVALID)
    try:
        done = task.perform(form.cleaned_data, key=key, seen=seen_in(request))
    except Refused as refused:
        if refused.code == "unknown":
            raise
        task, sheet = refused_sheet(request, task, sent, form, refused)
        return _page(request, desk, task, sheet, status=INVALID)
    messages.success(request, effects.said_afterwards(done.case, task.act, done.entry), task.place.name(task.actor))
    return redirect(after)


def _page(
    request: SignedInRequest, desk: ReviewDesk, task: Task | None, sheet: Sheet | None, *, status: int = 200
) -> HttpResponse:
    of_act = act_page.context(task, sheet) if task and sheet else {}
    shown = {**of_act, **desk.context(), "crumbs": [], "empty": nothing_left(), "form_url": ""}
    if task is not None and desk.case is not None:
        shown["form_url"] = desk.url(case=desk.case.number, act=task.act.name)
    return render(request, "desk/boards/review.html", shown, status=status)
