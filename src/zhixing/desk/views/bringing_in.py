"""The page on which an office brings in its ledger, its Word files, its rosters and its accounts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhixing.accounts.requests import SignedInRequest
from zhixing.cases.bringing_in import FileSort
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk import bringing_in
from zhixing.desk.views.looking import only_for
from zhixing.procedure.facts import FileReference, Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.sheets import FileUnreadable
from zhixing.sheets.report import Report

MOST_TOLD = 300
"""So many rows are told on the page; the rest is counted."""
INVALID = 422


@never_cache
@require_http_methods(["GET", "POST"])
@only_for(lambda actor: bool(bringing_in.open_to(actor)))
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Show what can be brought in; check a file, or take one that was checked."""
    sorts = bringing_in.open_to(request.actor)
    wanted = request.POST.get("what") or request.GET.get("what") or sorts[0].slug
    sort = next((one for one in sorts if one.slug == wanted), None)
    if sort is None:
        raise Http404
    if request.method == "GET":
        return _page(request, sort)
    try:
        return _taken(request, sort)
    except Refused as refused:
        return _page(request, sort, status=INVALID, fault=refused.sentence.say(_locale()))
    except FileUnreadable as error:
        return _page(request, sort, status=INVALID, fault=error.sentence.say(_locale()))


def _taken(request: SignedInRequest, sort: FileSort) -> HttpResponse:
    """Check the file that came along, or take the one that was checked."""
    taking = request.POST.get("do") == "take"
    since = _day(request.POST.get("since", ""))
    if taking:
        file = bringing_in.found(request.POST.get("file", ""), request.POST.get("name", ""), request.actor)
    else:
        file = bringing_in.handed(sort, request.FILES.getlist("file"), request.actor)
    report, slips = bringing_in.run(sort, file, body=request.acting_body, since=since, dry_run=not taking)
    if slips is not None:
        return _download(slips)
    return _page(request, sort, file=file, report=report, taken=taking)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError:
        raise Refused("invalid", Sentence(NO_DAY, typed=typed)) from None


def _download(slips: bytes) -> HttpResponse:
    """Return the slips to be saved: they hold codes that stand nowhere else, so nothing on the way keeps them."""
    response = HttpResponse(slips, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = (
        f"attachment; filename=\"slips.html\"; filename*=UTF-8''{quote('账号启用单.html')}"
    )
    return response


def _page(
    request: SignedInRequest,
    sort: FileSort,
    *,
    status: int = 200,
    fault: str = "",
    file: FileReference | None = None,
    report: Report | None = None,
    taken: bool = False,
) -> HttpResponse:
    locale = _locale()
    shown: dict[str, Any] = {
        "sort": sort,
        "sorts": [_sorts(request, sort)],
        "accept": ", ".join(f".{one}" for one in sort.endings),
        "since": request.POST.get("since", ""),
        "fault": fault,
        "file": file,
        "report": report,
        "taken": taken,
    }
    if report is not None:
        shown |= {
            "rejected": [(one, one.reason.say(locale)) for one in report.rejected[:MOST_TOLD]],
            "noted": [(one, one.reason.say(locale)) for one in report.noted[:MOST_TOLD]],
            "broken": report.broken.say(locale) if report.broken else "",
            "most": MOST_TOLD,
        }
    return render(request, "desk/bring_in.html", shown, status=status)


def _sorts(request: SignedInRequest, sort: FileSort) -> LinkGroup:
    links = [
        Link(title=one.title, url=f"?what={one.slug}", current=one.slug == sort.slug)
        for one in bringing_in.open_to(request.actor)
    ]
    return LinkGroup(title=_("What to bring in"), entries=links)


def _locale() -> str:
    return get_language() or "zh-hans"


NO_DAY = Words(
    "“{typed}”不是日期。请写成 2026-01-31 的样子，或留空。", "“{typed}” is no day. Write it as 2026-01-31, or leave it."
)
