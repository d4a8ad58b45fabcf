"""The forms of one's own choice and of a committee's default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly.models import Person
from zhixing.assembly.names import masked
from zhixing.notices.choosing import normal_phone
from zhixing.notices.models import Choice
from zhixing.notices.vocabulary import BY_PHONE, Channel, Wants, default_receivers

_AS_COMMITTEE = ""
_ADDRESS_TITLES: Mapping[Channel, str | Promise] = {
    Channel.SMS: _("Phone number for text messages"),
    Channel.WECOM: _("User name in WeCom for government"),
    Channel.DINGTALK: _("Phone number in DingTalk"),
    Channel.MAIL: _("E-mail address"),
}
_PHONE = RegexValidator(r"^\+?[0-9]{5,20}$", _("Give a phone number: digits alone, with + before a country's code."))
_USER_ID = RegexValidator(r"^[\w.@-]{1,64}$", _("Give the user name as WeCom has it, without spaces."))
_CHECKS: Mapping[Channel, Callable[[str], None]] = {
    Channel.SMS: _PHONE,
    Channel.WECOM: _USER_ID,
    Channel.DINGTALK: _PHONE,
    Channel.MAIL: EmailValidator(_("Give an e-mail address such as name@example.cn.")),
}
_HELP: Mapping[Channel, str | Promise] = {
    Channel.DINGTALK: _("The message goes to the office's group, which reads along: it names the number alone."),
}


class ChoiceForm(forms.Form):
    """For each open channel: what is wanted, and to which address."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        person: Person,
        channels: tuple[Channel, ...],
        choices: Mapping[Channel, Choice],
        by_default: bool,
    ) -> None:
        super().__init__(data)
        self._channels = channels
        self._phone = normal_phone(person.phone)
        for channel in channels:
            chosen = choices.get(channel)
            as_default = channel == Channel.SMS and by_default
            usual = _AS_COMMITTEE if as_default else Wants.NOTHING
            self.fields[f"{channel.value}_wants"] = forms.ChoiceField(
                label=channel.label,
                choices=_wants_choices(as_default=as_default),
                initial=chosen.wants if chosen else usual,
                required=not as_default,
                widget=forms.RadioSelect,
                help_text=str(_HELP.get(channel, "")),
            )
            self.fields[f"{channel.value}_address"] = forms.CharField(
                label=str(_ADDRESS_TITLES[channel]),
                initial=chosen.address if chosen else "",
                required=False,
                max_length=200,
                help_text=self._address_help(channel),
                widget=forms.TextInput(attrs={"autocapitalize": "none", "inputmode": _keyboard(channel)}),
            )

    def _address_help(self, channel: Channel) -> str:
        if channel in BY_PHONE and self._phone:
            return gettext("Leave it empty to use the number on file, %(number)s.") % {"number": masked(self._phone)}
        return ""

    @override
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for channel in self._channels:
            name = f"{channel.value}_address"
            address = str(cleaned.get(name) or "")
            address = cleaned[name] = normal_phone(address) if channel in BY_PHONE else address
            try:
                self._check(channel, address, wants=str(cleaned.get(f"{channel.value}_wants") or ""))
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def _check(self, channel: Channel, address: str, *, wants: str) -> None:
        if address:
            _CHECKS[channel](address)
        elif wants in {Wants.TURN, Wants.ALL} and not (channel in BY_PHONE and self._phone):
            raise ValidationError(_("Say where to send it, or choose “Nothing”."))

    def chosen(self) -> dict[Channel, tuple[Wants | None, str]]:
        """Return for each channel what is wanted, None for what the committee set, and the address; once valid."""
        found: dict[Channel, tuple[Wants | None, str]] = {}
        for channel in self._channels:
            wants = self.cleaned_data[f"{channel.value}_wants"]
            address = self.cleaned_data[f"{channel.value}_address"]
            found[channel] = (Wants(wants) if wants else None, address)
        return found


def _wants_choices(*, as_default: bool) -> list[tuple[str, str | Promise]]:
    choices: list[tuple[str, str | Promise]] = [(one.value, one.label) for one in Wants]
    return [(_AS_COMMITTEE, _("As the committee has set it")), *choices] if as_default else choices


def _keyboard(channel: Channel) -> str:
    """Return which keyboard a telephone shows."""
    return "tel" if channel in BY_PHONE else "email" if channel == Channel.MAIL else "text"


class DefaultForm(forms.Form):
    """Whom a committee sends text messages to unless they chose otherwise, and of what."""

    who = forms.MultipleChoiceField(
        label=_("Who gets text messages"),
        choices=default_receivers,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those with a phone number on file who have not chosen for themselves."),
    )
    wants = forms.ChoiceField(
        label=_("Of what"),
        choices=[(one.value, one.label) for one in (Wants.TURN, Wants.ALL)],
        widget=forms.RadioSelect,
    )
