"""The forms of signing in, changing a password and choosing a committee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.accounts.models import Account
from zhixing.assembly.models import Body

_LONGEST_PASSWORD = 256
"""A longer one would only keep the hasher busy."""


class SignInForm(forms.Form):
    """A sign-in name and a password."""

    sign_in = forms.CharField(
        label=_("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=_LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        if data is None:  # otherwise the focus belongs to what went wrong
            self.fields["sign_in"].widget.attrs["autofocus"] = True


class ChangePasswordForm(PasswordChangeForm):
    """The old password and a new one twice; Django's own, with the rules as one sentence after another."""

    def __init__(self, account: Account, data: Mapping[str, Any] | None) -> None:
        super().__init__(account, data)
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())

    @override
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if any(len(self.data.get(name, "")) > _LONGEST_PASSWORD for name in self.fields):
            raise forms.ValidationError(_("A password may have at most %(n)d characters.") % {"n": _LONGEST_PASSWORD})
        return cleaned


class ChooseBodyForm(forms.Form):
    """One of the committees a person works in."""

    def __init__(self, data: Mapping[str, Any] | None, *, bodies: Sequence[Body], chosen: Body | None) -> None:
        super().__init__(data, initial={"body": chosen.slug if chosen else None})
        self._bodies = {body.slug: body for body in bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("Committee"),
            choices=[(slug, body.name) for slug, body in self._bodies.items()],
            widget=forms.RadioSelect,
        )

    def chosen(self) -> Body:
        """Return the committee chosen; after ``is_valid``."""
        return self._bodies[self.cleaned_data["body"]]
