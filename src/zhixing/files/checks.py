"""Check at start that the installation takes only endings whose content can be told."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from zhixing.files.formats import FORMATS


@register
def check_endings(app_configs: Sequence[AppConfig] | None = None, **_kwargs: object) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """Return an error for each ending of ``ZHIXING_FILE_ENDINGS`` that no format of ours has."""
    return [
        Error(
            f"ZHIXING_FILE_ENDINGS names “{ending}”, which is not known.",
            hint=f"Known endings: {', '.join(FORMATS)}.",
            id="zhixing.E020",
        )
        for ending in settings.ZHIXING_FILE_ENDINGS
        if ending not in FORMATS
    ]
