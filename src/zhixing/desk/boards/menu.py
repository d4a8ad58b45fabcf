"""The boards in the menu, for those whose offices work at them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly.vocabulary import Function
from zhixing.common.parts import Link

REVIEWING = frozenset({Function.PROPOSALS_COMMITTEE.value})
ASSIGNING = REVIEWING | {
    Function.PARTY_SUPERVISION.value,
    Function.GOVERNMENT_SUPERVISION.value,
    Function.GENERAL_OFFICE.value,
}


def office_links(request: SignedInRequest) -> list[Link]:
    """Return the boards of the offices in which the reader holds a post; what may be done there the pages ask."""
    functions = {function for post in request.actor.posts for function in post.functions}
    links = []
    if functions & REVIEWING:
        links.append(Link(title=_("Review desk"), url=reverse("desk:review")))
    if functions & ASSIGNING:
        links.append(Link(title=_("Assignment board"), url=reverse("desk:board")))
    return links
