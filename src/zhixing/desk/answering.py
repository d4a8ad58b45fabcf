"""Answer what is refused with a page in words: a case that is not there for the reader is not found, and says so."""

from __future__ import annotations

from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhixing.accounts.access import SignedInView
from zhixing.accounts.requests import SignedInRequest
from zhixing.desk.speech import say
from zhixing.procedure.facts import Refused

P = ParamSpec("P")

STATUS = {"unknown": 404, "not_allowed": 403, "wrong_state": 409, "conflict": 409, "invalid": 422}
"""The status of a page that cannot even be shown; a form that was sent and refused is answered with 422."""
NOT_FOUND = 404
INVALID = 422


def in_words(view: SignedInView[P]) -> SignedInView[P]:
    """Let a view raise ``Refused`` for what the reader cannot see."""

    @wraps(view)
    def answered(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refusal_page(request, refused)

    return answered


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return the page that says why something cannot be shown."""
    status = STATUS[refused.code]
    template = "404.html" if status == NOT_FOUND else "403.html"
    return render(request, template, {"exception": say(refused.sentence)}, status=status)
