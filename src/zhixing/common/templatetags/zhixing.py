"""Tags and filters that every page may use: icons, lamps, and days in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhixing.common import dates, icons

register = template.Library()


def _locale() -> str:
    return get_language() or "zh-hans"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a lucide icon: ``{% icon "lock" %}``. Words must stand beside it."""
    return icons.icon(str(name))


@register.simple_tag
def lamp_shape(kind: str) -> SafeString:
    """Draw the shape of a lamp alone; `lamp` adds its word and number."""
    return icons.lamp_shape(str(kind))


@register.inclusion_tag("common/components/lamp.html")
def lamp(lamp: object) -> Mapping[str, object]:
    """Draw a lamp with its word and number: ``{% lamp row.lamp %}``. Nothing for None."""
    return {"lamp": lamp}


@register.filter
def short_day(value: date | datetime | str | None, beside: date | str | None = None) -> str:
    """Write ``6月15日`` or ``15 Jun``; text passes through, None becomes empty."""
    if not isinstance(value, date):
        return value or ""
    return dates.short_day(value, locale=_locale(), beside=_day_or_none(beside))


@register.filter
def weekday(value: date | datetime | str | None, beside: date | str | None = None) -> str:
    """Write ``6月15日 周一`` or ``Mon 15 Jun``; text passes through, None becomes empty."""
    if not isinstance(value, date):
        return value or ""
    return dates.day_and_weekday(value, locale=_locale(), beside=_day_or_none(beside))


@register.filter
def full_day(value: date | datetime | str | None) -> str:
    """Write ``2026年6月15日`` or ``15 Jun 2026``; text passes through, None becomes empty."""
    if not isinstance(value, date):
        return value or ""
    return dates.full_day(value, locale=_locale())


@register.filter
def moment(value: datetime | str | None, beside: date | str | None = None) -> str:
    """Write ``6月12日 09:20`` or ``12 Jun 09:20``; text passes through, None becomes empty."""
    if not isinstance(value, datetime):
        return value or ""
    return dates.moment(value, locale=_locale(), beside=_day_or_none(beside))


def _day_or_none(value: date | str | None) -> date | None:
    """Read a filter's argument, which is an empty string where the page gave no day."""
    return value if isinstance(value, date) else None
