"""Pages: how I am told; what could not be delivered; what the committee sends by default."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhixing.accounts.access import SignedInView, View, signed_in
from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly import clock
from zhixing.cases.models import Case
from zhixing.common.parts import Link
from zhixing.notices import office
from zhixing.notices.channels import gateways
from zhixing.notices.choosing import choose, set_default, ways_of
from zhixing.notices.forms import ChoiceForm, DefaultForm
from zhixing.notices.models import CommitteeDefault, Message
from zhixing.notices.vocabulary import Channel, Wants

MOST_SHOWN = 200
"""So many undelivered messages are listed; the others follow as these are dealt with."""


def for_the_office(view: SignedInView[...]) -> View[...]:
    """Let a view be called only for whoever looks after notices."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # as the view's
        entering = cast("SignedInRequest", request)
        if not office.looks_after_notices(entering.actor):
            raise PermissionDenied
        return view(entering, *args, **kwargs)

    return signed_in(guarded)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    """Show by which ways the reader is told, or write what they chose."""
    person = request.user.person
    channels = tuple(gateways())
    choices = {Channel(one.channel): one for one in person.notice_choices.all()}
    defaults = CommitteeDefault.objects.filter(body=request.acting_body)
    form = ChoiceForm(
        request.POST or None,
        person=person,
        channels=channels,
        choices=choices,
        by_default=bool(channels) and defaults.exists(),
    )
    if form.is_valid():
        choose(person, form.chosen())
        messages.success(request, _("From now on you are told as you have chosen."))
        return HttpResponseRedirect(reverse("notices:own"))
    ways = ways_of([person.pk], body=request.acting_body.pk, on=clock.today()).get(person.pk, {})
    default = ways.get(Channel.SMS)
    context = {"form": form, "default": default.wants.label if default and not default.chosen else ""}
    return render(request, "notices/own.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@for_the_office
def undelivered(request: SignedInRequest) -> HttpResponse:
    """List what could not be delivered: to whom, by which way, why."""
    found = Message.objects.of_body(request.acting_body).undelivered()
    shown = list(found[:MOST_SHOWN])
    # The office looks after the ways; a case's title is for its readers.
    cases = Case.objects.visible_to(request.actor).filter(pk__in={message.case_id for message in shown})
    readable = set(cases.values_list("pk", flat=True))
    context = {
        "rows": [_row(message, titled=message.case_id in readable) for message in shown],
        "total": found.count(),
        "links": [Link(title=_("What the committee sends by default"), url=reverse("notices:committee"))],
        "today": clock.today(),
    }
    return render(request, "notices/undelivered.html", context)


def _row(message: Message, *, titled: bool) -> Mapping[str, object]:
    return {
        "pk": message.pk,
        "person": message.person.name,
        "channel": message.get_channel_display(),
        "masked": message.masked,
        "title": message.case.title if titled else "",
        "number": message.case.called,
        "reason": message.get_reason_display(),
        "detail": message.detail,
        "tries": message.tries,
        "made_at": message.made_at,
    }


@require_POST
@for_the_office
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one message be sent once more."""
    done = office.try_again(_message(request, pk), at=clock.true_now())
    return _back(request, _("It is sent once more."), done=done)


@require_POST
@for_the_office
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one message off the list."""
    done = office.note(_message(request, pk), actor=request.actor, at=clock.true_now())
    return _back(request, _("It is noted and off the list."), done=done)


def _message(request: SignedInRequest, pk: int) -> Message:
    return get_object_or_404(Message.objects.of_body(request.acting_body), pk=pk)


def _back(request: SignedInRequest, said: str, *, done: bool) -> HttpResponse:
    if done:
        messages.success(request, said)
    else:
        messages.warning(request, _("Somebody has dealt with it already."))
    return HttpResponseRedirect(reverse("notices:undelivered"))


@never_cache
@require_http_methods(["GET", "POST"])
@for_the_office
def committee(request: SignedInRequest) -> HttpResponse:
    """Show whom the committee sends text messages to by default, or write it."""
    rows = list(CommitteeDefault.objects.filter(body=request.acting_body))
    known = {"who": [row.who for row in rows], "wants": rows[0].wants if rows else Wants.TURN}
    form = DefaultForm(request.POST or None, initial=known)
    if form.is_valid():
        set_default(request.acting_body, who=form.cleaned_data["who"], wants=Wants(form.cleaned_data["wants"]))
        messages.success(request, _("The default is set."))
        return HttpResponseRedirect(reverse("notices:committee"))
    context = {
        "form": form,
        "crumbs": [
            Link(title=_("Undelivered notices"), url=reverse("notices:undelivered")),
            Link(title=_("What the committee sends by default")),
        ],
        "is_open": Channel.SMS in gateways(),
    }
    return render(request, "notices/committee.html", context, status=422 if form.is_bound else 200)
