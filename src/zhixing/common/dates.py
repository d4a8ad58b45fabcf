"""Days and moments in the short forms a person reads: ``6月15日 周一`` and ``Mon 15 Jun``.

Written out here because Django's formats give ``2026年6月15日`` or ``06/15/2026`` only, and a list has no room for a
year that everybody knows. Nothing here asks what day it is: the day to compare with is an argument.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_day(value: date | datetime) -> date:
    """Return the civil day of a day or a moment; an aware moment is read in the current time zone."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def short_day(value: date | datetime, *, locale: str, beside: date | None = None) -> str:
    """Return ``6月15日`` or ``15 Jun``, with the year when it is not the year of `beside`."""
    day = as_day(value)
    if beside is not None and day.year != as_day(beside).year:
        return full_day(day, locale=locale)
    if locale.startswith("zh"):
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]}"


def full_day(value: date | datetime, *, locale: str) -> str:
    """Return ``2026年6月15日`` or ``15 Jun 2026``."""
    day = as_day(value)
    if locale.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def day_and_weekday(value: date | datetime, *, locale: str, beside: date | None = None) -> str:
    """Return ``6月15日 周一`` or ``Mon 15 Jun``, with the year when it is not the year of `beside`."""
    day = as_day(value)
    text = short_day(day, locale=locale, beside=beside)
    if locale.startswith("zh"):
        return f"{text} 周{_WEEKDAYS_ZH[day.weekday()]}"
    return f"{_WEEKDAYS_EN[day.weekday()]} {text}"


def moment(value: datetime, *, locale: str, beside: date | None = None) -> str:
    """Return ``6月12日 09:20`` or ``12 Jun 09:20`` in the current time zone."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{short_day(local, locale=locale, beside=beside)} {local:%H:%M}"
