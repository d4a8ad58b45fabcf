"""Performing an act: its form, sending it, and the editor of an act that opens a case.

Nothing that is typed here is written to a log or an error report.
"""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.cases.calls import Done
from zhixing.desk import act_page, acting, carrying, drafts, effects, reading_in, speaking_of, two_texts
from zhixing.desk.act_page import Saved, Sheet, new_key, typing_of
from zhixing.desk.acting import Task
from zhixing.desk.answering import INVALID, STATUS, in_words
from zhixing.desk.boards import phrases
from zhixing.desk.bringing_in import entering
from zhixing.desk.family import may_see
from zhixing.desk.forms import show_faults, show_refusal
from zhixing.desk.leading import queue
from zhixing.desk.organisations.common import COMMON
from zhixing.desk.ours import answers
from zhixing.desk.row_fields import ask_for_more
from zhixing.desk.speech import say
from zhixing.desk.uploads import Sent
from zhixing.desk.views.finding import kind_called
from zhixing.procedure.facts import Refused

LONGEST_KEY = 64
ANOTHER_ROW = "row:"
"""Before the name of a field, what the button sends that adds a row to it."""


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@signed_in
@in_words
def case_act(request: SignedInRequest, number: str, act: str) -> HttpResponse:
    """Show the form of an act on a case, or perform it."""
    return _answer(request, acting.on_case(number, act, actor=request.actor, body=request.acting_body))


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@signed_in
@in_words
def open_case(request: SignedInRequest, plural: str, act: str) -> HttpResponse:
    """Show the editor of an act that opens a case, or open it; what a file opens leads to where files come in."""
    kind, common = kind_called(plural), request.GET.get(COMMON, "")
    sort = entering(kind, act)
    if sort is not None and sort.may(request.actor):
        return redirect(f"{reverse('desk:bring_in')}?{urlencode({'what': sort.slug})}")
    task = acting.opening(kind.slug, act, actor=request.actor, body=request.acting_body, common=common)
    return _answer(request, task)


def _answer(request: SignedInRequest, task: Task) -> HttpResponse:
    if request.method == "POST":
        sent, wanted = task.with_files(request.POST, request.FILES), request.POST.get("do", "")
        if wanted.startswith(ANOTHER_ROW):
            return _another_row(request, task, sent, wanted.removeprefix(ANOTHER_ROW))
        if wanted == "read":
            return _read(request, task, sent)
        if wanted.startswith((phrases.INSERT, answers.TAKE)):
            return _page(request, task, with_words(request, task, sent, wanted))
        keeps = wanted == "save" or two_texts.chosen(wanted)
        return save(request, task, sent) if keeps else _perform(request, task, sent)
    refused = task.refusal() if task.common is None else None
    if refused is not None:
        return _page(request, task, Sheet(form=None, refused=refused), status=STATUS[refused.code])
    return _page(request, task, begun_sheet(request, task))


def begun_sheet(request: SignedInRequest, task: Task) -> Sheet:
    """Return the form of an act as it is begun: with the draft, or with what is carried over."""
    texts = drafts.texts(task.actor, task.place)
    draft = next((one for one in texts if not one.beside), None)
    carried = carrying.carried(task, request.GET.get(carrying.FROM, "")) if draft is None else None
    about = speaking_of.begins_with(task, request.GET) if draft is None else None
    return Sheet(
        form=task.form(draft=draft.data if draft else carried or about),
        typed=draft.data if draft else {},
        texts=texts,
        saved=Saved.of(draft, task),
        key=new_key(),
        seen=task.case.entries if task.case else 0,
        offers=carrying.offers(task) if draft is None and carried is None and task.common is None else (),
    )


def save(request: SignedInRequest, task: Task, sent: Sent) -> HttpResponse:
    """Keep what was typed, or choose between the texts that are kept, and show the page again."""
    if sent.faults:
        return _refused(request, task, sent, task.form(sent.data), None)
    typed = task.keep(sent.data, typing_of(request))
    if two_texts.chosen(request.POST["do"]):
        two_texts.choose(task.actor, task.place, request.POST["do"], typed)
    elif typed.beside:
        two_texts.choose(task.actor, task.place, "", typed)
        messages.warning(request, act_page.two_texts_said())
    elif typed.draft:
        messages.success(request, act_page.draft_kept(task))
    return redirect(request.get_full_path())


def _read(request: SignedInRequest, task: Task, sent: Sent) -> HttpResponse:
    """Read a file in: into boxes that are empty, or beside what stands there already."""
    file = request.FILES.get(reading_in.DOCUMENT)
    if sent.faults:
        return _refused(request, task, sent, task.form(sent.data), None)
    typed = task.keep(sent.data, typing_of(request))
    try:
        said = reading_in.read_in(task, file, typed)
    except Refused as refused:
        messages.error(request, say(refused.sentence))
    else:
        messages.success(request, said)
    return redirect(request.get_full_path())


def with_words(request: SignedInRequest, task: Task, sent: Sent, wanted: str) -> Sheet:
    """Return the form with everything typed and the words asked for behind it, kept as a draft.

    They are a common phrase, or what the unit answered before.
    """
    if wanted.startswith(answers.TAKE):
        data = answers.taken_over(task, sent.data, wanted)
    else:
        data = phrases.inserted(request.actor, task.act, sent.data, wanted)
    key = request.POST.get("key", "")[:LONGEST_KEY] or new_key()
    saved = Saved.after(task.keep(data, typing_of(request)), typing_of(request), task)
    typed = task.typed(data)
    return Sheet(form=task.form(draft=typed), typed=typed, saved=saved, key=key, seen=seen_in(request))


def _another_row(request: SignedInRequest, task: Task, sent: Sent, name: str) -> HttpResponse:
    """Show the form with everything typed and a row more; what was typed is kept as a draft beside."""
    form = task.form(sent.data) if sent.faults else task.form(draft=task.typed(sent.data))
    ask_for_more(form, name, sent.data)
    if sent.faults:
        return _refused(request, task, sent, form, None)
    key = request.POST.get("key", "")[:LONGEST_KEY] or new_key()
    saved = Saved.after(task.keep(sent.data, typing_of(request)), typing_of(request), task)
    return _page(
        request, task, Sheet(form=form, typed=task.typed(sent.data), saved=saved, key=key, seen=seen_in(request))
    )


def _perform(request: SignedInRequest, task: Task, sent: Sent) -> HttpResponse:
    form = task.form(sent.data)
    key = request.POST.get("key", "")[:LONGEST_KEY] or new_key()
    if not form.is_valid() or sent.faults:
        return _refused(request, task, sent, form, None)
    if two_texts.unsettled(task.actor, task.place, task.typed(sent.data), typing_of(request)):
        return _refused(request, task, sent, form, act_page.not_chosen())
    try:
        done = task.perform(form.cleaned_data, key=key, seen=seen_in(request))
    except Refused as refused:
        if refused.code == "unknown":
            raise
        return _refused(request, task, sent, form, refused)
    if task.case is None:
        carrying.drop_carried(task, request.GET.get(carrying.FROM, ""), task.typed(sent.data))
    return _performed(request, task, done)


def _performed(request: SignedInRequest, task: Task, done: Done) -> HttpResponse:
    """Go to the case, or home when the act took it out of the actor's sight."""
    # The tag is the name under which this device keeps what was typed; it can forget it now.
    messages.success(request, effects.said_afterwards(done.case, task.act, done.entry), task.place.name(task.actor))
    queued = queue.asks_for_more(request.GET, task.actor)
    if not may_see(done.case, task.actor):
        return redirect("desk:deciding" if queued else "desk:inbox")
    address = reverse("desk:case_detail", args=[done.case.number])
    return redirect(f"{address}?{queue.carried(request.GET)}" if queued else address)


def _refused(request: SignedInRequest, task: Task, sent: Sent, form: Form, refused: Refused | None) -> HttpResponse:
    """Show the form again with everything typed, also kept as a draft, and why it will not do."""
    task, sheet = refused_sheet(request, task, sent, form, refused)
    return _page(request, task, sheet, status=INVALID)


def refused_sheet(
    request: SignedInRequest, task: Task, sent: Sent, form: Form, refused: Refused | None
) -> tuple[Task, Sheet]:
    """Return a refused form with everything typed, kept as a draft; where the case moved on, as it is now."""
    saved, seen = Saved.after(task.keep(sent.data, typing_of(request)), typing_of(request), task), seen_in(request)
    show_faults(form, sent.faults)
    if refused is not None:
        show_refusal(form, refused)
    conflict = refused is not None and refused.code == "conflict"
    if conflict and task.case is not None:
        task = acting.on_case(task.case.number, task.act.name, actor=task.actor, body=task.body)
    return task, Sheet(
        form=form,
        refused=refused,
        typed=task.typed(sent.data),
        saved=saved,
        key=new_key(),
        seen=task.case.entries if conflict and task.case else seen,
        news_since=seen if conflict else None,
    )


def _page(request: SignedInRequest, task: Task, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    template = "desk/act_form.html" if task.case else "desk/write.html"
    shown = act_page.context(task, sheet)
    if task.case is not None and queue.asks_for_more(request.GET, task.actor):
        own = queue.DecisionQueue(task.actor, task.body, task.on, request.GET)
        shown = {**shown, "cancel_url": own.url(own.sort)}
    return render(request, template, shown, status=status)


def seen_in(request: SignedInRequest) -> int:
    """Return the entry the form was opened at; the beginning when a form does not say, so that it must be shown."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < len(str(2**31)) else 0
