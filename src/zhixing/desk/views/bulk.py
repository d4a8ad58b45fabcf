"""One act on several cases: choosing them in a list, saying once what is entered, and what came of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.cases import kinds
from zhixing.cases.models import Case
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk import queues
from zhixing.desk.answering import INVALID, in_words
from zhixing.desk.boards import batch_page, batches, offering, phrases, slips
from zhixing.desk.boards.batch_page import Sheet
from zhixing.desk.boards.batches import Wanted
from zhixing.desk.boards.models import Batch, BatchItem
from zhixing.desk.forms import show_refusal
from zhixing.desk.inbox import Inbox
from zhixing.desk.listing import Listing
from zhixing.desk.ours import page as our_page
from zhixing.desk.views.finding import kind_called, kind_named

LONGEST_BACK = 500
AN_ID = re.compile(r"[0-9]{1,18}")


@require_POST
@signed_in
@in_words
def begin(request: SignedInRequest) -> HttpResponse:
    """Take the cases ticked in a list, or all that its filters leave, and go to the page of the act chosen."""
    if request.POST.get("do") == "print":
        return _print(request)
    back, (slug, _dot, act) = _back(request), request.POST.get("act", "").partition(".")
    cases = _chosen(request, slug) if act else []
    if not cases:
        messages.error(request, _("Tick the cases first, choose the act, then press the button."))
        return redirect(back)
    if (slug, act) in offering.SIDE_BY_SIDE:
        query = urlencode([("case", case.number) for case in cases])
        return redirect(f"{reverse(offering.SIDE_BY_SIDE[slug, act])}?{query}")
    offering.check(kind_named(slug), act, cases)
    wanted = [Wanted(case=case) for case in cases]
    batch = batches.begin(slug, act, wanted, actor=request.actor, back=back, at=clock.now())
    return redirect("desk:bulk", batch.key)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
@signed_in
@in_words
def bulk(request: SignedInRequest, key: str) -> HttpResponse:
    """Show a batch; confirm it; go on with it. Every sending ends in a redirect, so that a reload repeats nothing."""
    sheet = Sheet(batches.own(key, request.actor), request.actor, request.acting_body)
    if request.method == "POST":
        return _confirm(request, sheet) if sheet.batch.confirmed_at is None else _go_on(request, sheet.batch)
    if sheet.batch.confirmed_at is None:
        return render(request, "desk/boards/bulk_form.html", batch_page.choosing(sheet))
    return render(request, "desk/boards/bulk_result.html", batch_page.result(sheet, paused="pause" in request.GET))


@require_GET
@never_cache
@signed_in
@in_words
def slip_pages(request: SignedInRequest, key: str) -> HttpResponse:
    """Show the slips of chosen cases, in print a page each."""
    batch = batches.own(key, request.actor)
    by_strokes = request.GET.get("order", "") == slips.STROKES
    found = slips.slips_of(batch, request.actor, by_strokes=by_strokes)
    sort = slips.sort_of(batch.kind, batch.act.removeprefix(slips.PRINT))
    here = reverse("desk:slips", args=[key])
    orders = [
        Link(title=_("Official order"), url=here, current=not by_strokes),
        Link(title=_("By strokes of the family name"), url=f"{here}?order={slips.STROKES}", current=by_strokes),
    ]
    shown = {
        "title": sort.title if sort else "",
        "slips": found,
        "orders": [LinkGroup(title=_("Order"), entries=orders)] if any(one.signers for one in found) else [],
        "back": batch.back or reverse("desk:inbox"),
    }
    return render(request, "desk/boards/slips.html", shown)


def _print(request: SignedInRequest) -> HttpResponse:
    """Keep which cases were ticked, and go to the page of their slips."""
    back, kind = _back(request), kind_called(request.POST.get("source", ""))
    name = request.POST.get("slip", "")
    sorts = {sort.name for sort in slips.offered(kind, request.actor)}
    cases = _chosen(request, kind.slug) if name in sorts else []
    if not cases:
        messages.error(request, _("Tick the cases first, choose what to print, then press the button."))
        return redirect(back)
    return redirect("desk:slips", slips.begin(kind.slug, name, cases, actor=request.actor, back=back).key)


def _confirm(request: SignedInRequest, sheet: Sheet) -> HttpResponse:
    chosen = request.POST.getlist("case")
    items, cases = sheet.items()
    wanted = [item for item in items if item.case in chosen and item.case in cases]
    if not wanted:
        messages.error(request, _("No case is ticked. Tick at least one."))
        return redirect("desk:bulk", sheet.batch.key)
    if request.POST.get("do", "").startswith(phrases.INSERT):
        return _with_phrase(request, sheet, wanted, cases)
    first = wanted[0]
    form = sheet.form(cases[first.case], request.POST, without=list(first.data))
    form.is_valid()
    data = {**form.cleaned_data, **first.data}
    refused = batches.faults(cases[first.case], sheet.batch.act, data, actor=request.actor)
    if refused is not None:
        show_refusal(form, refused)
        context = batch_page.choosing(sheet, form=form, chosen=chosen)
        return render(request, "desk/boards/bulk_form.html", context, status=INVALID)
    batches.confirm(sheet.batch, form.cleaned_data, [item.case for item in wanted], at=clock.now())
    return _go_on(request, sheet.batch)


def _go_on(request: SignedInRequest, batch: Batch) -> HttpResponse:
    batches.work_off(batch, request.actor)
    return redirect("desk:bulk", batch.key)


def _with_phrase(
    request: SignedInRequest, sheet: Sheet, wanted: Sequence[BatchItem], cases: Mapping[str, Case]
) -> HttpResponse:
    """Show the form with everything typed and a common phrase behind it, for pages without a script."""
    first = wanted[0]
    sent = phrases.inserted(request.actor, sheet.act(cases), request.POST, request.POST["do"])
    form = sheet.form(cases[first.case], sent, without=list(first.data))
    context = batch_page.choosing(sheet, form=form, chosen=[item.case for item in wanted])
    return render(request, "desk/boards/bulk_form.html", context)


def _chosen(request: SignedInRequest, slug: str) -> Sequence[Case]:
    """Return the cases of a kind that were ticked, or all that the list's filters leave, as far as they are seen."""
    kind_named(slug)
    visible = Case.objects.visible_to(request.actor).filter(kind=slug)
    if request.POST.get("all"):
        return _all(request, slug)[: batches.MOST]
    ticked = [int(one) for one in request.POST.getlist("case") if AN_ID.fullmatch(one)][: batches.MOST]
    order = {pk: place for place, pk in enumerate(ticked)}
    return sorted(visible.filter(pk__in=ticked), key=lambda case: order[case.pk])


def _all(request: SignedInRequest, slug: str) -> Sequence[Case]:
    """Return all cases behind the list, inbox or unit's page that was ticked, the pages not shown among them."""
    asked, today = QueryDict(request.POST.get("query", "")), clock.today()
    if request.POST.get("source") == "inbox":
        rows = Inbox(request.actor, today, asked).narrowed(queues.todos(request.actor))
        pks = rows.filter(case__kind=slug).values("case")
        return list(Case.objects.visible_to(request.actor).filter(pk__in=pks).order_by("pk")[: batches.MOST])
    if request.POST.get("source") == our_page.SOURCE:
        left = our_page.OurPage(request.actor, today, asked).filters.left
        return [one.case for one in left if one.case.kind == slug][: batches.MOST]
    listing = Listing(kinds.get(slug), request.actor, request.acting_body, today, asked)
    found = listing.criteria.cases(listing.kind, listing.procedure, actor=request.actor, on=today)
    return list(found.order_by("-pk")[: batches.MOST])


def _back(request: SignedInRequest) -> str:
    """Return the page it came from, if that is one of ours."""
    back = request.POST.get("back", "")[:LONGEST_BACK]
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("desk:inbox")
