"""The context processor that tells every page how its reader wants to see it.

Large type and high contrast are cookies, so that they hold on the sign-in page too. Who sets them is a floor above.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

MODE_COOKIE = "zhixing_mode"
CONTRAST_COOKIE = "zhixing_contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ui:
    """How a page is drawn: `mode` is elder or empty, `contrast` high or empty, `theme` blue or empty."""

    mode: str = ""
    contrast: str = ""
    theme: str = ""
    language: str = "zh-hans"


def page(request: HttpRequest) -> Mapping[str, object]:
    """Return ``ui`` for the base template."""
    return {
        "ui": Ui(
            mode="elder" if request.COOKIES.get(MODE_COOKIE) == "elder" else "",
            contrast="high" if request.COOKIES.get(CONTRAST_COOKIE) == "high" else "",
            language=get_language() or "zh-hans",
        )
    }
