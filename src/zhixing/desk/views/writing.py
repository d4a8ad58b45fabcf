"""Drafts: the list of one's own, saving one while writing, and throwing one away."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.cases import adopting, kinds
from zhixing.common.parts import Link
from zhixing.desk import act_page, acting, drafts, uploads
from zhixing.desk.act_page import Saved, Sheet
from zhixing.desk.acting import Task
from zhixing.desk.answering import STATUS, in_words
from zhixing.desk.boards import batch_page
from zhixing.desk.drafts import Begun, Place
from zhixing.desk.organisations import common
from zhixing.desk.organisations.common import COMMON
from zhixing.desk.organisations.page import editor_url
from zhixing.desk.speech import say
from zhixing.desk.views.finding import kind_named
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Sentence, Words


@require_GET
@never_cache
@signed_in
def draft_list(request: SignedInRequest) -> HttpResponse:
    """List what the reader has begun and not sent."""
    begun = drafts.of_actor(request.actor)
    slugs = {one.draft.kind for one in begun} & {kind.slug for kind in kinds.everyone()}
    procedures = {slug: adopting.in_force(request.acting_body, slug).procedure for slug in slugs}
    rows = [_row(one, procedures[one.draft.kind]) for one in begun if one.draft.kind in slugs]
    shown = {
        "rows": rows,
        "new": opening_links(request),
        "unfinished": batch_page.unfinished(request.actor),
        "in_common": [
            Link(title=str(row.data.get("title") or ""), url=editor_url(row.kind, row.act, row.common))
            for row in common.shared_by(request.actor)
        ],
    }
    return render(request, "desk/draft_list.html", shown)


@require_POST
@sensitive_post_parameters()
@signed_in
@in_words
def draft_save(request: SignedInRequest) -> HttpResponse:
    """Keep what is being written and say when; what was typed on an older text than the one kept is kept beside it."""
    task = _task(request)
    sent = task.with_files(request.POST, request.FILES)
    before = drafts.kept(request.actor, task.place)
    typing = act_page.typing_of(request)
    saved = Saved.after(task.keep(sent.data, typing), typing, task)
    for _field, sentence in sent.faults:
        messages.error(request, say(sentence))
    if not request.htmx:
        messages.success(request, act_page.draft_kept(task))
        return redirect("desk:draft_list")
    title = request.POST.get("title", "")
    # What is alike is looked for again only when the title has changed; it replaces what stands there out of turn.
    changed = task.case is None and title != (before.data.get("title", "") if before else "")
    found: dict[str, object] = {"saved": saved, "alike": act_page.alike(task, title) if changed else None}
    if saved.own:
        found["others"] = act_page.others(
            task, Sheet(form=task.form(sent.data), typed=task.typed(sent.data), saved=saved)
        )
    return render(request, "desk/saved.html", found)


@require_POST
@sensitive_post_parameters()
@signed_in
@in_words
def draft_upload(request: SignedInRequest) -> HttpResponse:
    """Store one file for a field of the form, at once and by itself, and return it as the form keeps it.

    The draft that is saved next names it. A file that will not do is answered with the sentence that says why.
    """
    task = _task(request)
    try:
        name, kept = _stored(request, task)
    except Refused as refused:
        return HttpResponse(
            say(refused.sentence), content_type="text/plain; charset=utf-8", status=STATUS[refused.code]
        )
    return render(request, "desk/files_kept.html", {"name": name, "kept": [kept]})


@require_POST
@signed_in
def draft_drop(request: SignedInRequest) -> HttpResponse:
    """Throw a draft of the reader's own away."""
    names = ("kind", "act", "case")
    kind, act, case = (request.POST.get(name, "") for name in names)
    drafts.drop(request.actor, Place(kind, act, case))
    messages.success(request, _("The draft is gone."))
    return redirect("desk:draft_list")


def _stored(request: SignedInRequest, task: Task) -> tuple[str, Mapping[str, object]]:
    """Store the file of a request and return the field it is for, and the file as a form shows it."""
    refused = task.refusal()
    if refused is not None:
        raise refused
    field, file = task.act.fields.get(request.POST.get("field", "")), request.FILES.get("file")
    if field is None or field.type != "files" or file is None:
        raise Refused("invalid", Sentence(NO_SUCH_FIELD))
    return field.name, uploads.stored(field, file, request.actor)


def _task(request: SignedInRequest) -> Task:
    """Return the act that a draft is being written for."""
    kind, act, case = (request.GET.get(name, "") for name in ("kind", "act", "case"))
    if case:
        return acting.on_case(case, act, actor=request.actor, body=request.acting_body)
    name = request.GET.get(COMMON, "")
    return acting.opening(kind_named(kind).slug, act, actor=request.actor, body=request.acting_body, common=name)


def opening_links(request: SignedInRequest, only: str = "") -> list[Link]:
    """Return a link for each act by which the reader may open a case, of one kind or of all."""
    slugs = [only] if only else [kind.slug for kind in kinds.everyone()]
    return [_opening_link(task) for task in acting.openings(slugs, actor=request.actor, body=request.acting_body)]


def _opening_link(task: Task) -> Link:
    """Return a link that names the kind and the way: nothing is written before it is said what."""
    title = _("%(kind)s: %(act)s") % {"kind": task.kind.title, "act": say(task.act.title)}
    return Link(title=title, url=reverse("desk:open", args=[task.kind.plural, task.act.name]))


def _row(one: Begun, procedure: Procedure) -> Mapping[str, object]:
    draft = one.draft
    kind, act = kinds.get(draft.kind), procedure.acts.get(draft.act)
    title = str(draft.data.get("title") or "")
    if draft.case:
        url = reverse("desk:case_act", args=[draft.case, draft.act])
    else:
        url = reverse("desk:open", args=[kind.plural, draft.act])
    return {
        "title": title or draft.case,
        "url": url,
        "kind": kind.title,
        "note": say(act.title) if act else draft.act,
        "characters": _characters(list(draft.data.values())),
        "texts": one.texts if one.texts > 1 else 0,
        "saved_at": draft.saved_at,
        "drop": {"kind": draft.kind, "act": draft.act, "case": draft.case},
    }


def _characters(value: object) -> int:
    """Count what was written, in rows too."""
    if isinstance(value, str):
        return len(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(_characters(part) for part in parts)


NO_SUCH_FIELD = Words(
    "这里不收文件，或没有收到文件。请刷新页面后重新选择。",
    "No file is taken here, or none arrived. Reload and choose it again.",
)
