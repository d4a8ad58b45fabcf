"""What the page of a case shows to one reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.adopting import Adopted
from zhixing.cases.folding import parties_of
from zhixing.cases.kinds import Kind
from zhixing.cases.marks import marks_on
from zhixing.cases.models import Case, Content
from zhixing.cases.reading import ActsView, ClockView, EntryView
from zhixing.common.parts import (
    Acts,
    CanDo,
    CannotDo,
    Clock,
    Field,
    Section,
    SlipLine,
    TimelineEntry,
    Waiting,
)
from zhixing.desk import flow, lamps, speaking_of
from zhixing.desk.beside import beside_case
from zhixing.desk.case_head import case_head, crumbs
from zhixing.desk.children import child_rows, children_title
from zhixing.desk.citing import Citing, citing
from zhixing.desk.family import Family, awaits, unit_of
from zhixing.desk.lamps import Lamps
from zhixing.desk.ours.answers import own_answers
from zhixing.desk.ours.case_panel import panel_of
from zhixing.desk.parties import by_capacity
from zhixing.desk.recorded import Recorded, seen_by
from zhixing.desk.room_panel import room_parts
from zhixing.desk.speech import joined, say
from zhixing.desk.state_key import state_key
from zhixing.procedure import derivation_words
from zhixing.procedure.conditions import fields_called
from zhixing.procedure.days import Line, days_left_line
from zhixing.procedure.model import Role
from zhixing.procedure.roles import meant, performers

CLOCKS = 3
"""So many limits stand at the head of a case: those that run, and beside them those that ended last."""


def context(family: Family, *, why: bool) -> Mapping[str, object]:
    """Return what the page shows; why the other acts cannot be performed only when that is asked."""
    case, lit = family.case, Lamps(family.today, family.calendar)
    views = reading.timeline(case, family.actor, entries=family.own_entries(), calendar=family.calendar)
    offers = reading.acts(
        case,
        family.actor,
        on=family.today,
        with_refusals=why,
        children=family.as_children(),
        calendar=family.calendar,
    )
    cited = citing(case.body, _articles(family, views), family.today)
    acts = acts_of(family, offers, cited)
    parties = _parties(family)
    seen = seen_by(family.actor, views, case=case.number, content=family.content, shown=family.section_names)
    return {
        "case": case_head(case, family.content),
        "crumbs": crumbs(case, parent=family.parent),
        **_clocks(family, lit, cited),
        "flow": flow.rows_of(family, locale=get_language() or "zh-hans"),
        "children": {
            "title": children_title(family),
            "rows": child_rows(family, lit),
            "folded": family.case.final and len(family.children) > flow.MOST_BELOW,
            "states": state_key(family.children),
        },
        "unit_work": panel_of(family, views),
        "room": room_parts(case, family.kind, family.actor),
        "parties": parties,
        "parties_apart": _several(family),
        "texts": sections(family.kind, family.content, family.adopted),
        "texts_title": _("Text"),
        "parent_text": parent_text(family.parent) if family.parent else None,
        "marks": [mark.sentence for mark in marks_on(case, family.actor)],
        "alike": beside_case(case, family.actor),
        "own_answers": own_answers(case, family.actor) if family.kind.work else (),
        "timeline": [timeline_entry(view, family, cited, seen) for view in reversed(views)],
        "papers": _papers(family),
        "acts": acts,
        "main_act": next((act for act in acts.can if act.main), None),
        "mending": [_can(family, offer.act.name, cited) for offer in offers.can if offer.act.standing],
        "about": speaking_of.offered(case, family.actor),
        "why_url": "" if why else f"{reverse('desk:case_detail', args=[case.number])}?why=1#acts",
    }


def _articles(family: Family, views: Iterable[EntryView]) -> set[str]:
    """Return every article the page may cite, so that one query finds them all."""
    acts = family.procedure.acts.values()
    clocks = family.procedure.clocks.values()
    guards = family.procedure.guards.values()
    return {one.article for part in (acts, clocks, guards, views) for one in part}


def acts_of(family: Family, offers: ActsView, cited: Citing) -> Acts:
    """Return the acts panel; the acts that mend the record stand elsewhere."""
    ordinary = [offer for offer in offers.can if not offer.act.standing]
    # Only what the case waits for is likely; to withdraw it, for one, is not.
    likely = next((offer for offer in ordinary if offer.awaited), None)
    can = [_can(family, offer.act.name, cited, main=offer is likely) for offer in ordinary]
    cannot = [
        CannotDo(
            title=say(one.act.title),
            reasons=[say(one.refused.sentence)],
            article=cited.cite(one.refused.article or one.act.article),
        )
        for one in offers.cannot
    ]
    if awaits(family.case):
        waiting = [Waiting(who=joined(map(say, who)), act=say(act)) for act, who in offers.waiting]
    else:
        waiting = [one for child in family.children if awaits(child) for one in _waiting_for(child, family)]
    return Acts(can=can, cannot=cannot, waiting=waiting)


def _can(family: Family, name: str, cited: Citing, *, main: bool = False) -> CanDo:
    act = family.procedure.acts[name]
    return CanDo(
        title=say(act.title),
        url=reverse("desk:case_act", args=[family.case.number, name]),
        article=cited.cite(act.article),
        main=main,
    )


def _waiting_for(child: Case, family: Family) -> list[Waiting]:
    """Return whose turn it is in a child case, its unit by name and others by their role."""
    procedure = adopting.by_digest(child.procedure).procedure
    unit = unit_of(child, family.parties.get(child.pk, ()))
    capacity = kinds.get(child.kind).unit
    parties = parties_of(child.folded)
    awaited = [procedure.acts[name] for name in procedure.awaited_in(child.state, child.folded["last"])]
    return [
        Waiting(
            who=joined(
                dict.fromkeys(
                    _called(procedure.roles[name], capacity, unit)
                    for name in meant(
                        procedure, performers(procedure, act, opened=True), parties=parties, body=child.body_id
                    )
                )
            ),
            act=say(act.title),
        )
        for act in awaited
    ]


def _called(role: Role, capacity: str, unit: str) -> str:
    return unit if role.party and role.party == capacity else say(role.title)


def _clocks(family: Family, lit: Lamps, cited: Citing) -> Mapping[str, Sequence[Clock]]:
    """Return the limits that matter now, and apart those that ended before them."""
    views = reading.clocks(family.case)
    going = [view for view in views if view.state.status != "stopped"]
    ended = sorted((view for view in views if view not in going), key=_ended, reverse=True)
    shown = max(0, CLOCKS - len(going))
    return {
        "clocks": [_clock(view, family, lit, cited) for view in (*going, *ended[:shown])],
        "past_clocks": [_clock(view, family, lit, cited) for view in ended[shown:]],
    }


def _ended(view: ClockView) -> tuple[int, str]:
    return view.state.ended_by, view.name


def _clock(view: ClockView, family: Family, lit: Lamps, cited: Citing) -> Clock:
    lines = [_slip(line) for line in view.state.lines]
    if view.state.status == "running":
        lines.append(_slip(days_left_line(family.calendar, family.today, view.state.due)))
    cite = cited.cite(view.clock.article)
    return Clock(
        key=view.name,
        name=say(view.clock.title),
        lamp=lit.full(view.state),
        day=view.state.due,
        lines=lines,
        cites=[cite] if cite else [],
        note=_("Provisional: the days off of that year are not published yet.") if view.state.provisional else "",
    )


def _slip(line: Line) -> SlipLine:
    words = derivation_words
    return SlipLine(step=say(words.label(line)), note=say(words.explanation(line)), day=line.day)


def _parties(family: Family) -> list[Field]:
    """Return the parties by capacity, and the case that this one hangs under."""
    fields = by_capacity(family.parties.get(family.case.pk, ()), family.kind, family.procedure)
    if family.parent is not None:
        url = reverse("desk:case_detail", args=[family.parent.number])
        title = str(kinds.get(family.parent.kind).title)
        fields.append(Field(label=title, value=family.parent.called, url=url))
    return fields


def _several(family: Family) -> bool:
    """Tell whether there are parties in more than one part, so that they deserve a section of their own."""
    parties = family.parties.get(family.case.pk, ())
    return len(parties) > 1


def sections(kind: Kind, content: Content | None, adopted: Adopted) -> list[Section]:
    """Return the text in its parts, as far as it is written; the content row holds what all readers may read."""
    found = []
    for section in kind.sections:
        text = getattr(content, section.name, "") or ""
        if isinstance(text, list):
            one = next((one for one in fields_called(adopted.procedure, section.name) if one.columns), None)
            rows = reading.rows_of(adopted, one, text) if one else ()
            if rows:
                found.append(Section(heading=section.title, table=Recorded().table(rows)))
        elif text.strip():
            found.append(
                Section(heading=section.title, paragraphs=[line for line in text.splitlines() if line.strip()])
            )
    return found


def parent_text(parent: Case) -> Mapping[str, Any]:
    """Return the text of the case that another stands under: a unit answers it and wants it at hand."""
    kind = kinds.get(parent.kind)
    content = kind.content._default_manager.filter(pk=parent.pk).first()
    return {"title": kind.title, "sections": sections(kind, content, adopting.by_digest(parent.procedure))}


def timeline_entry(view: EntryView, family: Family, cited: Citing, seen: Recorded) -> TimelineEntry:
    """Return an entry as the timeline shows it."""
    used = ""
    if view.days_used is not None:
        used = ngettext("%(n)d working day", "%(n)d working days", view.days_used) % {"n": view.days_used}
    return TimelineEntry(
        number=view.number,
        when=_("day not known") if view.undated else view.at,
        who=view.who or _("The clock"),
        post=view.office,
        act=say(view.title),
        fields=seen.fields(view.values, view.number),
        time_used=used,
        lamp=lamps.stopped(on_time=all(one.on_time for one in view.stopped)) if view.stopped else None,
        note=_entry_note(view, family),
        cite=cited.cite(view.article),
    )


def _entry_note(view: EntryView, family: Family) -> str:
    if view.imported:
        return _("Taken over from an earlier ledger.")
    if view.late is not None:
        day = view.late.astimezone(clock.ZONE).date().isoformat()
        return _("Due on this day; made up for on %(day)s.") % {"day": day}
    entered, legal = view.recorded_at.astimezone(clock.ZONE).date(), view.at.astimezone(clock.ZONE).date()
    if entered == legal or clock.is_moved() or family.case.body.demo_clock:
        return ""
    return _("Entered on %(day)s.") % {"day": entered.isoformat()}


def _papers(family: Family) -> Sequence[Mapping[str, object]]:
    """Return the papers that acts have called for, the latest first."""
    found = []
    for entry in reversed(family.own_entries()):
        procedure = adopting.by_digest(entry.procedure).procedure
        for name in json.loads(entry.outcome)["papers"]:
            paper = procedure.papers.get(name)
            if paper is not None:
                found.append({"title": say(paper.title), "day": entry.at, "url": "", "note": ""})
    return found
