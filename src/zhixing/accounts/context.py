"""The context processor of every page: how its reader wants to see it, with the links that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

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
    return {"ui": SwitchedUi(**asdict(ui), switches=_switches(ui, request.get_full_path()))}


def _switches(ui: Ui, here: str) -> Sequence[Link]:
    """Return the links, each named after where it leads."""
    large, strong, chinese = ui.mode == "elder", ui.contrast == "high", ui.language.startswith("zh")
    other = Account.Language.ENGLISH if chinese else Account.Language.CHINESE
    return [
        Link(
            title=_("Usual size") if large else _("Large type"),
            url=_switch("accounts:set_text_mode", "usual" if large else "elder", here),
        ),
        Link(
            title=_("Usual contrast") if strong else _("High contrast"),
            url=_switch("accounts:set_contrast", "usual" if strong else "high", here),
        ),
        Link(title=other.label, url=_switch("accounts:set_language", other.value, here)),
    ]


def _switch(name: str, value: str, here: str) -> str:
    return with_next(reverse(name, args=[value]), here)
