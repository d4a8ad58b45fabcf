"""The list of a kind's cases, and the same list as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk import exporting
from zhixing.desk.answering import in_words
from zhixing.desk.listing import Listing
from zhixing.desk.views.finding import kind_called
from zhixing.desk.views.writing import opening_links

FORMATS = {
    "xlsx": (exporting.workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (exporting.text, "text/csv; charset=utf-8"),
}


@require_GET
@signed_in
@in_words
def case_list(request: SignedInRequest, plural: str) -> HttpResponse:
    """Show the cases of a kind that the reader may see, narrowed by the filters."""
    listing = _listing(request, plural)
    template = "desk/case_list.html#results" if request.htmx else "desk/case_list.html"
    new = opening_links(request, listing.kind.slug)
    response = render(request, template, {**listing.context(), "new": new[0] if new else None})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
@signed_in
@in_words
def export(request: SignedInRequest, plural: str, ending: str) -> HttpResponse:
    """Give out the list as it is seen, all pages of it."""
    listing = _listing(request, plural)
    write, content_type = FORMATS[ending]
    response = HttpResponse(write(listing), content_type=content_type)
    name = f"{plural}-{listing.today.isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _listing(request: SignedInRequest, plural: str) -> Listing:
    return Listing(kind_called(plural), request.actor, request.acting_body, clock.today(), request.GET)
