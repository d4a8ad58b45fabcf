"""The page of what was found."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.finding_page import FindingPage


@require_GET
@signed_in
def find(request: SignedInRequest) -> HttpResponse:
    """Show what the reader may find, in groups; go straight to the case whose number was typed."""
    page = FindingPage(request.actor, request.acting_body, clock.today(), request.GET)
    only = page.only_case()
    if only is not None:
        return redirect("desk:case_detail", only.number)
    return render(request, "desk/find.html", page.context())
