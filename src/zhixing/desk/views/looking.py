"""The pages on which accounts, units, publication and the register are looked over, each for its own posts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from zhixing.accounts.access import SignedInView, View, signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases.duties import holds
from zhixing.desk import activation, duties, looking_pages
from zhixing.register.log import verify_database
from zhixing.register.models import Entry

LONGEST_ID = 18
MOST_VERIFIED = 50_000
"""A page verifies a register of so many entries while its reader waits; beyond, the command does it."""


def only_for(may: Callable[[Actor], bool]) -> Callable[[SignedInView[...]], View[...]]:
    """Let a view be called only by those of whom ``may`` is true; others read that they may not (403)."""

    def guard(view: SignedInView[...]) -> View[...]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # as the view's
            entering = cast("SignedInRequest", request)
            if not may(entering.actor):
                raise PermissionDenied
            return view(entering, *args, **kwargs)

        return signed_in(guarded)

    return guard


@never_cache
@require_GET
@only_for(duties.sees_accounts)
def accounts(request: SignedInRequest) -> HttpResponse:
    """List the accounts of the committee's people."""
    table = looking_pages.accounts(
        request.acting_body,
        clock.today(),
        request.GET.get("show", ""),
        order=request.GET.get("order", ""),
        slips=duties.opens_accounts(request.actor),
    )
    return render(request, "desk/look.html", {"table": table})


@never_cache
@require_POST
@sensitive_variables("pages")
@only_for(duties.opens_accounts)
def activation_slips(request: SignedInRequest) -> HttpResponse:
    """Give the accounts chosen new one-time codes, and show them this once: a slip each, to print and hand out."""
    ticked = [int(one) for one in request.POST.getlist("account") if one.isdecimal() and len(one) < LONGEST_ID]
    pages = activation.renewed(request.acting_body, ticked, actor=request.actor)
    if not pages:
        messages.error(request, _("Tick accounts that nobody has used yet, then press the button."))
        return redirect(f"{reverse('desk:accounts')}?show=unused")
    return render(request, "desk/activation_slips.html", {"slips": pages})


@require_GET
@only_for(duties.sees_units)
def proposed_units(request: SignedInRequest) -> HttpResponse:
    """List the units that wait to be confirmed."""
    return render(request, "desk/look.html", {"table": looking_pages.proposed_units(request.acting_body)})


@require_GET
@only_for(lambda actor: holds(actor, PostKind.EDITOR))
def publishable(request: SignedInRequest) -> HttpResponse:
    """List the proposals that both sides let publish."""
    table = looking_pages.to_publish(request.acting_body, request.GET.get("way", ""))
    return render(request, "desk/look.html", {"table": table})


@never_cache
@require_GET
@only_for(duties.sees_register)
def register(request: SignedInRequest) -> HttpResponse:
    """Show the auditor where the register stands."""
    return _register(request)


@never_cache
@require_POST
@only_for(duties.sees_register)
def verify(request: SignedInRequest) -> HttpResponse:
    """Verify the whole register while the auditor waits, unless it is too long for that."""
    if Entry.objects.unscoped("the register is verified as a whole").count() > MOST_VERIFIED:
        return _register(request, too_long=True)
    return _register(request, report=verify_database())


def _register(request: SignedInRequest, **found: object) -> HttpResponse:
    return render(request, "desk/register.html", {**looking_pages.register(request.acting_body), **found})
