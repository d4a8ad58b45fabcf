"""Pages of signing in and out, changing a password, choosing a committee, and the switches of every page."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhixing.accounts import preferences, sessions
from zhixing.accounts.access import next_page, signed_in, with_next
from zhixing.accounts.enrolment import give_password
from zhixing.accounts.forms import ChangePasswordForm, ChooseBodyForm, SignInForm
from zhixing.accounts.models import Account
from zhixing.accounts.requests import HouseRequest, SignedInRequest, client_address
from zhixing.accounts.sign_in import SignInRefused, authenticate
from zhixing.assembly import clock
from zhixing.assembly.actors import standing_of


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page, or sign in and go to the page wanted."""
    if request.method == "GET" and request.user.is_authenticated:
        return HttpResponseRedirect(next_page(request))
    form = SignInForm(request.POST or None)
    status, retry_after = (422 if form.is_bound else 200), 0
    if form.is_valid():
        now = clock.now()
        try:
            account = authenticate(**form.cleaned_data, address=client_address(request), at=now)
        except SignInRefused as refused:
            form.add_error(None, refused.sentence)
            if refused.until is not None:
                status, retry_after = 429, int((refused.until - now).total_seconds()) + 1
        else:
            return _welcome(request, account)
    page = render(request, "accounts/sign_in.html", {"form": form, "next": next_page(request)}, status=status)
    if retry_after:
        page["Retry-After"] = str(retry_after)
    return page


def _welcome(request: HttpRequest, account: Account) -> HttpResponse:
    """Begin the session and send the reader on, by way of what must be settled first."""
    sessions.begin(request, account, at=clock.true_now())
    wanted = next_page(request)
    if account.must_change_password:
        wanted = with_next(reverse("accounts:change_password"), wanted)
    elif len(standing_of(account.person, on=clock.today()).bodies) > 1:
        wanted = with_next(reverse("accounts:choose_body"), wanted)
    response = HttpResponseRedirect(wanted)
    preferences.bring_along(account=account, response=response)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("You have signed out."))
    return HttpResponseRedirect(reverse("accounts:sign_in"))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Show the form, or give the account its new password and stay signed in."""
    account = cast("HouseRequest", request).user
    if not account.is_authenticated:
        return HttpResponseRedirect(with_next(reverse("accounts:sign_in"), request.get_full_path()))
    form = ChangePasswordForm(account, request.POST or None)
    if form.is_valid():
        give_password(account=account, password=form.cleaned_data["new_password1"], must_change_password=False)
        update_session_auth_hash(request, account)
        messages.success(request, _("Your password was changed. Other devices have to sign in anew."))
        return HttpResponseRedirect(next_page(request))
    context = {
        "form": form,
        "next": next_page(request),
        "must_change": account.must_change_password,
        "sign_in": account.sign_in,
    }
    return render(request, "accounts/change_password.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def choose_body(request: SignedInRequest) -> HttpResponse:
    """Show the committees the person works in, or go on in the one chosen."""
    form = ChooseBodyForm(request.POST or None, bodies=request.own_bodies, chosen=request.acting_body)
    if form.is_valid():
        sessions.choose_body(request, form.chosen())
        return HttpResponseRedirect(next_page(request))
    context = {"form": form, "next": next_page(request)}
    return render(request, "accounts/choose_body.html", context, status=422 if form.is_bound else 200)


# The switches are links, so that they work on every page without a form; going back to a page undoes nothing.


@require_http_methods(["GET", "POST"])
def set_language(request: HttpRequest, value: str) -> HttpResponse:
    """Change the language and return to the page."""
    return _switch(request, preferences.LANGUAGE, value)


@require_http_methods(["GET", "POST"])
def set_text_mode(request: HttpRequest, value: str) -> HttpResponse:
    """Change to large type or back and return to the page."""
    return _switch(request, preferences.TEXT_MODE, value)


@require_http_methods(["GET", "POST"])
def set_contrast(request: HttpRequest, value: str) -> HttpResponse:
    """Change to high contrast or back and return to the page."""
    return _switch(request, preferences.CONTRAST, value)


def _switch(request: HttpRequest, preference: preferences.Preference, value: str) -> HttpResponse:
    if value not in preference.values:
        raise Http404
    response = HttpResponseRedirect(next_page(request))
    account = cast("HouseRequest", request).user
    preferences.remember(
        preference=preference,
        value=value,
        response=response,
        account=account if account.is_authenticated else None,
    )
    return response
