"""What a browser asks for before it puts the house on a home screen, and the program that keeps pages on the device."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhixing.offline.middleware import AHEAD, KEEP, NOBODY, READER

THEME = "#9e1b1f"
STATIC = (
    "common/tokens.css",
    "common/base.css",
    "common/parts.css",
    "common/print.css",
    "common/seal.svg",
    "common/chevron.svg",
    "common/comfort.js",
    "common/keep.js",
)
"""What the page that stands for an absent one is drawn with."""
ICONS = (("common/seal-192.png", "192x192"), ("common/seal-512.png", "512x512"))


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Return the name, colours and icons for a home screen."""
    icons = [{"src": static("common/seal.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [{"src": static(path), "sizes": size, "type": "image/png"} for path, size in ICONS]
    icons += [icon | {"purpose": "maskable"} for icon in icons[1:]]
    answer = {
        "name": _("Zhixing"),
        "short_name": _("Zhixing"),
        "lang": get_language(),
        "id": "/desk/",
        "start_url": "/desk/",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": "#ffffff",
        "icons": icons,
    }
    return JsonResponse(answer, content_type="application/manifest+json")


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; its text changes with the files it fetches, so that a browser takes the new one."""
    files = [static(path) for path in STATIC]
    told = {"files": files, "reader": READER, "keep": KEEP, "ahead": AHEAD, "nobody": NOBODY}
    told["version"] = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    return render(request, "offline/sw.js", {"told": json.dumps(told)}, content_type="text/javascript; charset=utf-8")


@require_safe
def absent(request: HttpRequest) -> HttpResponse:
    """Return the page that stands for one which is not on the device; the same for everybody."""
    return render(request, "offline/absent.html")
