"""The context processor that gives every page its menu and the name of who is signed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from zhixing.accounts.requests import HouseRequest, SignedInRequest
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import kinds
from zhixing.cases.kinds import Kind
from zhixing.common.parts import Link, LinkGroup, Nav
from zhixing.desk import bringing_in, drafts, queues
from zhixing.desk.boards.menu import office_links
from zhixing.desk.leading.who import put_forward, sees_overview
from zhixing.desk.organisations.who import holds_a_post
from zhixing.desk.ours.work import units_of
from zhixing.desk.papers_page import owed_by
from zhixing.notices.office import looks_after_notices


def nav(request: HttpRequest) -> Mapping[str, object]:
    """Return ``nav`` for the base template and ``today``; no menu for someone who is not signed in."""
    entering = cast("HouseRequest", request)
    if getattr(entering, "actor", None) is None:
        return {}
    # Parts of a page (htmx) have no menu and ask for none.
    return {"nav": SimpleLazyObject(lambda: _nav(cast("SignedInRequest", request))), "today": clock.today()}


def _nav(request: SignedInRequest) -> Nav:
    actor, waiting = request.actor, queues.waiting_for(request.actor, clock.today())
    here = request.get_full_path()
    own = [*_desk_links(actor, waiting), *_unit_links(actor), *_own_links(waiting, drafts.count(actor))]
    candidates = put_forward(actor)
    matters = [
        link
        for kind in kinds.everyone()
        if kind.in_menu and _is_theirs(kind, actor)
        for link in _lists(kind, candidates=kind in candidates)
    ]
    known = [
        Link(title=_("Figures"), url=reverse("desk:figures")),
        Link(title=_("Rules"), url=reverse("rules:document_list")),
    ]
    if owed_by(actor):
        known.insert(1, Link(title=_("Papers owed"), url=reverse("desk:paper_list")))
    groups = [(_("My work"), own), (_("Matters"), [*office_links(request), *matters]), (_("To know"), known)]
    after = []
    if bringing_in.open_to(actor):
        after.append(Link(title=_("Bring in"), url=reverse("desk:bring_in")))
    if looks_after_notices(actor):
        after.append(Link(title=_("Undelivered notices"), url=reverse("notices:undelivered")))
    if after:
        groups.append((_("To look after"), after))
    return Nav(
        groups=[LinkGroup(title=title, entries=[_marked(link, here) for link in links]) for title, links in groups],
        body_name=request.acting_body.short_name,
        session_name=waiting.session,
        who=_who(request),
        home_url=reverse("desk:inbox"),
        search_url=reverse("desk:find"),
        sign_out_url=reverse("accounts:sign_out"),
        help_url=reverse("help:own"),
        foot=[Link(title=_("How I am told"), url=reverse("notices:own"))],
    )


def _lists(kind: Kind, *, candidates: bool) -> Iterator[Link]:
    """Yield the list of a kind, and that of the candidates for it."""
    yield Link(title=kind.plural_title, url=reverse("desk:case_list", args=[kind.plural]))
    if candidates:
        title = _("%(kind)s: candidates") % {"kind": kind.plural_title}
        yield Link(title=title, url=reverse("desk:candidates", args=[kind.plural]))


def _is_theirs(kind: Kind, actor: Actor) -> bool:
    """Tell whether somebody finds a kind in the menu: everybody, or whoever works in the offices it names."""
    return not kind.menu_for or any(set(kind.menu_for).intersection(post.functions) for post in actor.posts)


def _desk_links(actor: Actor, waiting: queues.Waiting) -> list[Link]:
    """Return the overview, the completion and the desk of an organisation, each for those whose page it is."""
    links = []
    if sees_overview(actor):
        links.append(Link(title=_("Overview"), url=reverse("desk:overview")))
        links.append(Link(title=_("To decide"), url=reverse("desk:deciding")))
        links.append(Link(title=_("Completion"), url=reverse("desk:completion")))
    if holds_a_post(actor) or waiting.in_committee:
        links.append(Link(title=_("Our organisation"), url=reverse("desk:organisation")))
    return links


def _own_links(waiting: queues.Waiting, begun: int) -> list[Link]:
    inbox = reverse("desk:inbox")
    return [
        Link(title=_("To do"), url=inbox, count=waiting.todo or ""),
        Link(title=_("To read"), url=f"{inbox}?tab=read", count=waiting.unread or ""),
        Link(title=_("Done"), url=f"{inbox}?tab=done"),
        Link(title=_("Mine"), url=f"{inbox}?tab=mine"),
        Link(title=_("Drafts"), url=reverse("desk:draft_list"), count=begun or ""),
    ]


def _unit_links(actor: Actor) -> list[Link]:
    """Return the page of one's unit, for those whose post works on what units are given."""
    return [Link(title=_("Our unit"), url=reverse("desk:ours"))] if units_of(actor) else []


def _marked(link: Link, here: str) -> Link:
    """Mark the entry of the page being read: the same path, and for the inbox the same tab."""
    path, _mark, query = link.url.partition("?")
    here_path, _mark, here_query = here.partition("?")
    tab = next((part for part in here_query.split("&") if part.startswith("tab=")), "")
    current = path == here_path and (query == tab or (not query and tab in {"", "tab=todo"}))
    return Link(title=link.title, url=link.url, count=link.count, current=current)


def _who(request: SignedInRequest) -> str:
    """Return name and post, or the seat: under which hat somebody acts is never in doubt."""
    post = request.actor.main_post
    if post is None:
        return f"{request.actor.name} · {_('Member')}"
    return f"{request.actor.name} · {post.organisation_name} {post.title or PostKind(post.kind).label}"
