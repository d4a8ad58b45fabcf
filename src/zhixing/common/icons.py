"""Inline icons: our own lamp shapes, which differ without colour, and the lucide set from inside its wheel."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

# Each lamp has an outline of its own, so that it is told apart in grey print and by people who do not see red.
_LAMP_PATHS = {
    "over": '<path class="solid" d="M12 1.6 22.4 12 12 22.4 1.6 12z"/><path class="cut" d="M12 6.9v6.2M12 16.7v.2"/>',
    "near": '<circle cx="12" cy="12" r="9.3"/><path d="M12 6.6V12l3.6 2.3"/>',
    "fine": '<circle cx="12" cy="12" r="9.3"/><path d="m7.7 12.4 3.1 3 5.5-6.2"/>',
    "held": '<circle cx="12" cy="12" r="9.3"/><path d="M9.7 8.7v6.6M14.3 8.7v6.6"/>',
    "done": '<path d="m4.2 12.6 5.2 5.1L19.8 6.8"/>',
    "none": '<path d="M6 12h12"/>',
}


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return a lucide icon as inline SVG, hidden from screen readers because words stand beside it.

    Raises ``lucide.IconDoesNotExist`` for a name that the set does not have.
    """
    # The size attributes hold only until the stylesheet arrives; `.icon` sets the size of the text around it.
    drawn = lucide(name, size=18, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})
    return mark_safe(drawn)  # noqa: S308 - the SVG comes from the installed wheel, not from a person


@lru_cache(maxsize=16)
def lamp_shape(kind: str) -> SafeString:
    """Return the shape of a lamp (over, near, fine, held, done, none) as inline SVG; a dash for any other word."""
    paths = _LAMP_PATHS.get(kind, _LAMP_PATHS["none"])
    return mark_safe(  # noqa: S308 - both parts are constants of this module
        f'<svg class="icon" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        f' focusable="false">{paths}</svg>'
    )
