"""The inbox."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.inbox import Inbox
from zhixing.desk.views.writing import opening_links


@require_GET
@signed_in
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show what is to do, to read, done or one's own; a filter alone replaces the list."""
    shown = Inbox(request.actor, clock.today(), request.GET).context()
    template = "desk/inbox.html#results" if request.htmx else "desk/inbox.html"
    response = render(request, template, {**shown, "new": opening_links(request)})
    patch_vary_headers(response, ["HX-Request"])
    return response
