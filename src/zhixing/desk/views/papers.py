"""The papers an office owes by name: the list of them, a draft as a page, and the same as a Word file."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.desk.papers_page import PapersPage, owed_by
from zhixing.desk.views.looking import only_for
from zhixing.insight import reports
from zhixing.insight.reports import Report
from zhixing.papers.docx import docx_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def drafts_any(actor: Actor) -> bool:
    """Tell whether somebody may draft any report at all."""
    return bool(owed_by(actor))


@never_cache
@require_GET
@only_for(drafts_any)
def paper_list(request: SignedInRequest) -> HttpResponse:
    """List the papers the reader's office owes."""
    return render(request, "desk/papers/list.html", _page(request).context())


@never_cache
@require_GET
@only_for(drafts_any)
def paper(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the draft of a paper for the session or month asked."""
    return render(request, "desk/papers/paper.html", _page(request).paper(_report(request, slug), request.GET))


@never_cache
@require_GET
@only_for(drafts_any)
def paper_docx(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give out the draft as a Word file, whose numbers lead back to their lists here."""
    report = _report(request, slug)
    drafting = _page(request).drafting(report, request.GET)
    if drafting is None:
        raise Http404
    drafted = report.draft(drafting)
    response = HttpResponse(docx_of(drafted, base=request.build_absolute_uri("/")), content_type=DOCX)
    name = f"{drafted.title}（{drafting.until.isoformat()}）.docx"
    response["Content-Disposition"] = f"attachment; filename=\"{slug}.docx\"; filename*=UTF-8''{quote(name)}"
    return response


def _page(request: SignedInRequest) -> PapersPage:
    return PapersPage(request.actor, request.acting_body, clock.today())


def _report(request: SignedInRequest, slug: str) -> Report:
    """Return a report the reader may draft; 404 for one that is not there, 403 for another's."""
    try:
        report = reports.get(slug)
    except KeyError:
        raise Http404 from None
    if not report.is_for(request.actor):
        raise PermissionDenied
    return report
