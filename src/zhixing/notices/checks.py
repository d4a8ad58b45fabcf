"""What is wrong with the settings of the gateways, said at the start and not with the first message."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from zhixing.notices.channels import gateways


@register
def gateways_are_whole(**_kwargs: object) -> list[CheckMessage]:
    """Each gateway that is named has all it needs (zhixing.notices.E001)."""
    try:
        gateways()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="zhixing.notices.E001")]
    return []
