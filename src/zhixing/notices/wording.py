"""What a message says, in its receiver's language: from the titles of the procedure, never from a field's value."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from zhixing.accounts.models import Account
from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Todo
from zhixing.common.dates import short_day
from zhixing.notices.models import Message
from zhixing.procedure.words import Words

GENERIC = "generic"
_FILE = Path(__file__).with_name("texts.toml")
_USUAL_LANGUAGE = "zh-hans"
_SHORTEST_TITLE = 8
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Text:
    """A message in words."""

    subject: str
    text: str


@cache
def texts() -> Mapping[str, Any]:
    """Return the texts that are shipped: the generic ones, and by kind and act those that replace them."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def template(kind: str, act: str, name: str, locale: str) -> str:
    """Return a text for an act of a kind: its own if there is one, else the generic one."""
    own: Mapping[str, Mapping[str, str]] = texts().get(kind, {}).get(act, {})
    found: Mapping[str, str] = own.get(name) or texts()[GENERIC][name]
    return Words(found["zh-hans"], found["en"]).say(locale)


def language_of(person: int) -> str:
    """Return the language somebody reads pages in; Chinese unless an account of theirs prefers another."""
    accounts = Account.objects.filter(person=person, is_active=True).exclude(language="")
    return accounts.values_list("language", flat=True).first() or _USUAL_LANGUAGE


def worded(message: Message, actor: Actor, *, longest: int | None, overheard: bool) -> Text:
    """Return what a message says to its person.

    ``longest`` is how many characters it should have: the case's title is cut for it. ``overheard`` names nothing of
    the case but its number. The message is fetched with its case and body.
    """
    locale = language_of(message.person_id)
    with translation.override(locale):
        places = _places(message, actor, locale)
    kind, act = message.case.kind, message.act
    name = "turn" if message.awaits else "read"
    if overheard:
        return Text("", template(kind, act, "group", locale).format_map(places))
    text = _fitted(template(kind, act, name, locale), places, longest)
    subject = template(kind, act, f"subject_{name}", locale).format_map(places)
    if longest is None:
        text = template(kind, act, "letter", locale).format_map({**places, "text": text, "link": _link(message)})
    return Text(" ".join(subject.split()), text)


def _places(message: Message, actor: Actor, locale: str) -> dict[str, str]:
    case = message.case
    acts = adopting.by_digest(case.procedure).procedure.acts
    titles = {name: acts[name].title.say(locale) if name in acts else name for name in (message.act, message.awaits)}
    return {
        "body": message.body.short_name,
        "kind": str(kinds.get(case.kind).title),
        "number": case.called,
        "title": " ".join(case.title.split()),
        "act": titles[message.act],
        "awaits": titles[message.awaits],
        "due": _due(message, actor, locale),
    }


def _due(message: Message, actor: Actor, locale: str) -> str:
    """Return until when the awaited act is to be done, in brackets; empty where no limit runs."""
    if not message.awaits:
        return ""
    todo = Todo.objects.filter(case=message.case_id, act=message.awaits, key__in=sorted(actor.keys)).first()
    if todo is None or todo.due_on is None:
        return ""
    day = short_day(todo.due_on, locale=locale, beside=message.made_at)
    return template(message.case.kind, message.act, "due", locale).format(day=day)


def _fitted(text: str, places: Mapping[str, str], longest: int | None) -> str:
    """Fill a text, and cut the title so far that it keeps within its length, if that leaves a title at all."""
    whole = text.format_map(places)
    if longest is None or len(whole) <= longest:
        return whole
    kept = max(len(places["title"]) - (len(whole) - longest) - len(_CUT), _SHORTEST_TITLE)
    return text.format_map({**places, "title": places["title"][:kept] + _CUT})


def _link(message: Message) -> str:
    """Return where the case can be read; empty unless the installation knows its own address."""
    return f"{settings.ZHIXING_SITE}/cases/{message.case.number}/\n" if settings.ZHIXING_SITE else ""
