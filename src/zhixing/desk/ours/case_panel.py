"""What a case's page shows of a unit's work on it: whom to speak with, what was spoken, and who does what inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from zhixing.assembly.models import Post
from zhixing.cases import adopting, reading
from zhixing.cases.models import Case
from zhixing.cases.reading import EntryView, ShownValue
from zhixing.cases.unit_work import Contacts, Status, Step, UnitWork
from zhixing.common.parts import FlowStep
from zhixing.desk.family import Family, unit_of
from zhixing.desk.latest import latest_of
from zhixing.desk.ours.page import chain
from zhixing.desk.ours.reaching import Reachable, people_of
from zhixing.desk.ours.work import UNIT_POSTS, Ours, with_said
from zhixing.desk.speech import joined, say
from zhixing.procedure.conditions import fields_called
from zhixing.procedure.roles import performers

GIST = 160
"""So many characters of a co-handler's opinion stand on the lead's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact that was entered: when in the work, how, on which day, by whom, and whether those spoken with agree.

    ``so`` is True where they said it was so, False where not, None where nobody has said anything.
    """

    entry: int
    stage: str
    way: str
    day: date | str
    who: str
    people: str
    said: str
    so: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A step taken inside the unit: who took it and when, or who is to take it."""

    title: str
    status: Status
    who: str
    when: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a unit that helps has said: its case, the state, by when it is due, and the beginning of its opinion."""

    unit: str
    url: str
    state: str
    given: bool
    due: date | None
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPanel:
    """All of it; the parts the reader may not know are empty. ``own`` tells whether the reader is of the unit."""

    own: bool
    chain: Sequence[FlowStep]
    people: Sequence[Reachable]
    contacts: Sequence[Contact]
    section: str
    officer: str
    words: str
    inside: Sequence[Inside]
    opinions: Sequence[Opinion]

    def __bool__(self) -> bool:
        return bool(self.own or self.people or self.contacts)


def panel_of(family: Family, views: Sequence[EntryView]) -> UnitPanel | None:
    """Return what a reader sees of a unit's work on a case; None for a kind no unit works on. Six queries at most."""
    work, case = family.kind.work, family.case
    if work is None:
        return None
    (ours,) = with_said([case], family.actor)
    roles = reading.roles_in(case, family.actor, family.adopted)
    own = any(ours.is_own(family.procedure.roles[name]) for name in roles)
    return UnitPanel(
        own=own,
        chain=chain(ours) if own else (),
        people=people_of(case, family.parties.get(case.pk, ()), family.actor, family.today),
        contacts=contacts_in(views, work.contacts) if work.contacts else (),
        section=ours.section if own else "",
        officer=ours.officer[1] if own and ours.officer else "",
        words=_words(views, work) if own else "",
        inside=_inside(ours, views, family.today) if own else (),
        opinions=_opinions(family, work) if own and work.below else (),
    )


def contacts_in(views: Sequence[EntryView], how: Contacts) -> list[Contact]:
    """Return the contacts among the entries of a case, as mended and as confirmed, the latest first."""
    found: dict[int, Contact] = {}
    for view in views:
        said = {value.name: value for value in view.values}
        if view.act == how.act:
            found[view.number] = _contact(view, said, how)
        elif view.act == how.confirms and how.entry in said and said[how.entry].raw in found:
            entry = said[how.entry].raw
            found[entry] = replace(found[entry], so=how.so in said and said[how.so].raw == how.yes)
        elif view.act == "correct" and "entry" in said and said["entry"].raw in found and "field" in said:
            found[said["entry"].raw] = _mended(found[said["entry"].raw], said, how)
    return list(reversed(found.values()))


def _contact(view: EntryView, said: Mapping[str, ShownValue], how: Contacts) -> Contact:
    def text(name: str) -> str:
        return say(said[name].text) if name in said else ""

    return Contact(
        entry=view.number,
        stage=text(how.stage),
        way=text(how.way),
        day=_day(text(how.day)),
        who=view.who,
        people=text(how.people),
        said=text(how.said),
        so=None,
    )


def _day(text: str) -> date | str:
    """Return a recorded day; what was removed stays the words that say so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _mended(contact: Contact, said: Mapping[str, ShownValue], how: Contacts) -> Contact:
    """Return a contact as an entry mends it."""
    text = say(said["value"].text) if "value" in said else ""
    columns: Mapping[str, dict[str, Any]] = {
        how.stage: {"stage": text},
        how.way: {"way": text},
        how.day: {"day": _day(text)},
        how.people: {"people": text},
        how.said: {"said": text},
    }
    return replace(contact, **columns.get(str(said["field"].raw), {}))


def _words(views: Sequence[EntryView], work: UnitWork) -> str:
    found = [say(value.text) for view in views for value in view.values if value.name == work.words]
    return found[-1] if found else ""


def _inside(ours: Ours, views: Sequence[EntryView], on: date) -> list[Inside]:
    work = ours.work
    steps = [(step, status) for step, status in zip(work.steps, ours.statuses, strict=True) if step.name in work.inside]
    names = _names(ours, on) if any(status in {"now", "todo"} for _step, status in steps) else {}
    found = []
    for step, status in steps:
        done = next((view for view in reversed(views) if view.act in step.acts), None) if status == "done" else None
        who = done.who if done else "" if status == "left" else _awaited(ours, step, names)
        found.append(Inside(title=str(step.title), status=status, who=who, when=done.at if done else None))
    return found


def _awaited(ours: Ours, step: Step, names: Mapping[str, Sequence[str]]) -> str:
    """Return who in the unit is to take a step: the officer in charge where handlers do, else who holds the post."""
    procedure = ours.adopted.procedure
    acts = [procedure.acts[act] for act in step.acts if act in procedure.acts]
    roles = [procedure.roles[name] for act in acts for name in performers(procedure, act, opened=True)]
    posts = dict.fromkeys(post for role in roles if ours.is_own(role) for post in role.posts)
    if ours.officer and "handler" in posts:
        return ours.officer[1]
    return joined(dict.fromkeys(name for post in posts for name in names.get(post, ())))


def _names(ours: Ours, on: date) -> Mapping[str, Sequence[str]]:
    """Return who holds which post in the unit; one query."""
    rows = Post.objects.of_body(ours.case.body_id).held(on).filter(organisation__in=ours.units, kind__in=UNIT_POSTS)
    found: dict[str, list[str]] = defaultdict(list)
    for kind, name in rows.order_by("pk").values_list("kind", "person__name"):
        found[kind].append(name)
    return found


def _opinions(family: Family, work: UnitWork) -> list[Opinion]:
    """Return what the units that help have said, as far as the reader may read it; one query."""
    helping = [child for child in family.children if child.kind == work.below]
    said = latest_of(helping, [work.opinion_said]) if helping else {}
    return [_opinion(child, family, work, said.get(child.number, {})) for child in helping]


def _opinion(child: Case, family: Family, work: UnitWork, said: Mapping[str, Any]) -> Opinion:
    adopted = adopting.by_digest(child.procedure)
    roles = reading.roles_in(child, family.actor, adopted)
    named = fields_called(adopted.procedure, work.opinion_said)
    readable = bool(named) and all(reading.may_read(field, adopted, roles) for field in named)
    return Opinion(
        unit=unit_of(child, family.parties.get(child.pk, ())),
        url=reverse("desk:case_detail", args=[child.number]),
        state=say(adopted.procedure.states[child.state].title),
        given=work.opinion in child.folded["milestones"],
        due=child.due_on,
        gist=Truncator(str(said.get(work.opinion_said) or "")).chars(GIST) if readable else "",
    )
