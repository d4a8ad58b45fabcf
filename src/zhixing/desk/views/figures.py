"""The page of figures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhixing.accounts.access import signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.desk.figures_page import Figures


@require_GET
@signed_in
def figures(request: SignedInRequest) -> HttpResponse:
    """Show one rate, and what every unit has to handle and has answered, in official order."""
    shown = Figures(request.actor, request.acting_body, clock.today(), request.GET)
    return render(request, "desk/figures.html", shown.context())
