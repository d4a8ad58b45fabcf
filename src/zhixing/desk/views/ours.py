"""The page of a unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.answering import in_words
from zhixing.desk.ours.page import OurPage


@require_GET
@signed_in
@in_words
def ours(request: SignedInRequest) -> HttpResponse:
    """Show what the reader's units have in hand, by the time left; a filter alone replaces the list."""
    shown = OurPage(request.actor, clock.today(), request.GET).context()
    template = "desk/ours.html#results" if request.htmx else "desk/ours.html"
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response
