"""The context processor of every page: how its reader wants to see it, with the links that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest
from django.urls import reverse

from zhixing.accounts.access import with_next
from zhixing.accounts.models import Account
from zhixing.common import context as common_context
from zhixing.common.context import Ui
from zhixing.common.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedUi(Ui):
    """How a page is drawn, and the links to draw it otherwise: large type first."""

    switches: Sequence[Link] = ()


def page(request: HttpRequest) -> Mapping[str, object]:
    """Return ``ui`` for the base template, each switch leading back to this page."""
    ui = common_context.page(request)["ui"]
    if not isinstance(ui, Ui):
        raise TypeError(f"zhixing.common.context.page gave {ui!r} for ui")
    ui = _as_chosen(ui, getattr(request, "user", None))
    return {"ui": SwitchedUi(**asdict(ui), switches=_switches(ui, request.get_full_path()))}


def _as_chosen(ui: Ui, account: object) -> Ui:
    """Return how the account wants its pages: what it chose on any device goes before what this browser remembers."""
    if not isinstance(account, Account):
        return ui
    mode, contrast = (account.text_mode or ui.mode), (account.contrast or ui.contrast)
    usual = {Account.TextMode.USUAL.value, Account.Contrast.USUAL.value}
    return replace(ui, mode="" if mode in usual else mode, contrast="" if contrast in usual else contrast)


def _switches(ui: Ui, here: str) -> Sequence[Link]:
    """Return the links, each named after where it leads."""
    large, strong, chinese = ui.mode == "elder", ui.contrast == "high", ui.language.startswith("zh")
    other = Account.Language.ENGLISH if chinese else Account.Language.CHINESE
    return [
        Link(
            title=Account.TextMode.USUAL.label if large else Account.TextMode.ELDER.label,
            url=_switch("accounts:set_text_mode", Account.TextMode.USUAL if large else Account.TextMode.ELDER, here),
        ),
        Link(
            title=Account.Contrast.USUAL.label if strong else Account.Contrast.HIGH.label,
            url=_switch("accounts:set_contrast", Account.Contrast.USUAL if strong else Account.Contrast.HIGH, here),
        ),
        Link(title=other.label, url=_switch("accounts:set_language", other.value, here)),
    ]


def _switch(name: str, value: str, here: str) -> str:
    return with_next(reverse(name, args=[value]), here)
