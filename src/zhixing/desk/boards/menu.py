"""The boards in the menu, for those whose offices work at them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.accounts.requests import SignedInRequest
from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.duties import holds
from zhixing.common.parts import Link

POSTS = (PostKind.CLERK, PostKind.DIRECTOR)
"""The posts in those offices that work at the boards; administrators and editors sit there too and do not."""
REVIEWING = frozenset({Function.PROPOSALS_COMMITTEE.value})
ASSIGNING = REVIEWING | {
    Function.PARTY_SUPERVISION.value,
    Function.GOVERNMENT_SUPERVISION.value,
    Function.GENERAL_OFFICE.value,
}


def works_in(actor: Actor, functions: Iterable[str]) -> bool:
    """Tell whether somebody works in one of the offices that have these functions."""
    return any(holds(actor, *POSTS, function=function) for function in functions)


def office_links(request: SignedInRequest) -> list[Link]:
    """Return the boards of the offices in which the reader holds a post; what may be done there the pages ask."""
    links = []
    if works_in(request.actor, REVIEWING):
        links.append(Link(title=_("Review desk"), url=reverse("desk:review")))
    if works_in(request.actor, ASSIGNING):
        links.append(Link(title=_("Assignment board"), url=reverse("desk:board")))
    return links
