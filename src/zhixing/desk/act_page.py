"""What the page of an act shows: the form, what will follow, the article it rests on, and why it was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from zhixing.cases import reading
from zhixing.common.parts import Cite, Link, Section
from zhixing.desk import drafts, effects, two_texts
from zhixing.desk.acting import Task
from zhixing.desk.beside import AlikePanel, beside_act
from zhixing.desk.boards import phrases
from zhixing.desk.case_head import case_head, crumbs
from zhixing.desk.case_page import parent_text, sections, timeline_entry
from zhixing.desk.citing import Citing, citing
from zhixing.desk.drafts import Kept, Typing
from zhixing.desk.family import family_of, may_see
from zhixing.desk.models import Draft
from zhixing.desk.organisations import common
from zhixing.desk.ours import answers
from zhixing.desk.recorded import seen_by
from zhixing.desk.room_panel import parts_beside_form
from zhixing.desk.signing import signing
from zhixing.desk.speech import say
from zhixing.desk.two_texts import Other
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words

LONGEST_PAGE, LONGEST_TURN = 40, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal as a page shows it; ``final`` when no form can mend it."""

    sentence: str
    article: Cite | None
    hint: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What is kept of the text on a page: when, on which revision it goes on, and whether it stands beside another.

    ``page`` and ``turn`` are given back to a form that is shown once more, so that its text stays the same one. ``by``
    and ``desk`` say who saved it last, and at whose desk it is read, where it is written in common.
    """

    at: datetime | None = None
    revision: str = ""
    own: str = ""
    page: str = ""
    turn: int = 0
    too_long: bool = False
    by: str = ""
    desk: str = ""

    @classmethod
    def of(cls, draft: Draft | None, task: Task) -> Saved:
        """Return what is said of the draft with which a page begins."""
        if draft is None:
            return UNSAVED
        if task.common is None:
            return cls(at=draft.saved_at, revision=draft.revision)
        by, desk = common.names_of([draft.saved_by]).get(draft.saved_by or 0, ""), task.common.organisation.called
        return cls(at=draft.saved_at, revision=draft.revision, by=by, desk=desk)

    @classmethod
    def after(cls, kept: Kept, typing: Typing, task: Task) -> Saved:
        """Return what is said after what was typed was kept."""
        saved = cls._after(kept, typing)
        if task.common is None:
            return saved
        return replace(saved, by=task.actor.name, desk=task.common.organisation.called)

    @classmethod
    def _after(cls, kept: Kept, typing: Typing) -> Saved:
        draft = kept.draft
        if not kept.beside:
            at, revision = (draft.saved_at, draft.revision) if draft else (None, "")
            return cls(at=at, revision=revision, too_long=kept.too_long)
        own = draft.beside if draft else ""
        turn = (draft.turn if draft else typing.turn) + 1
        return cls(at=draft.saved_at if draft else None, revision=typing.revision or "", own=own, page=own, turn=turn)

    @property
    def state(self) -> str:
        """How the line on top of the form says it."""
        if self.too_long:
            return "too-long"
        return "beside" if self.own else "saved" if self.at else "new"


UNSAVED = Saved()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One showing of an act's page: the form as it stands, what was refused, and drafts elsewhere to take over.

    ``typed`` is what stands in the form; ``texts`` all that is kept for the act, where it was read already.
    """

    form: forms.Form | None
    refused: Refused | None = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    texts: Sequence[Draft] | None = None
    saved: Saved = UNSAVED
    key: str = ""
    seen: int = 0
    news_since: int | None = None
    offers: Sequence[Link] = ()


def new_key() -> str:
    """Return a key that makes sending a form twice harmless."""
    return uuid4().hex


def context(task: Task, sheet: Sheet) -> Mapping[str, Any]:
    """Return what the page of an act shows; for one that opens a case, what the editor shows."""
    cited = citing(task.body, [task.act.article, sheet.refused.article if sheet.refused else ""], task.on)
    shared: dict[str, Any] = {
        "form": sheet.form,
        "refusal": _refusal(sheet, cited),
        "hidden": [{"name": "key", "value": sheet.key}, {"name": "seen", "value": sheet.seen}],
        "articles": _articles(task, cited),
        "saved": sheet.saved,
        "draft": _draft(task),
        "others": others(task, sheet),
        "reads": task.reads,
        "has_prose": task.has_prose,
        "act": _act(task),
        "alike": alike(task, _title_in(sheet.form)),
        "own_answers": answers.beside(task) if sheet.form is not None else (),
        "has_long": task.has_long and task.case is not None,
        "phrases": phrases.offered(task.actor) if task.case and sheet.form is not None and task.has_long else (),
    }
    return {**shared, **(_of_case(task, sheet, cited) if task.case else _of_opening(task, sheet))}


def others(task: Task, sheet: Sheet) -> list[Other]:
    """Return the other texts of what is being written, for a page that keeps drafts."""
    if sheet.form is None or not task.has_prose:
        return []
    rows = drafts.texts(task.actor, task.place) if sheet.texts is None else sheet.texts
    writers = common.names_of(row.saved_by for row in rows) if task.common else {}
    return two_texts.others(rows, sheet.form, sheet.typed, own=sheet.saved.own, writers=writers)


def typing_of(request: HttpRequest) -> Typing:
    """Return where and on what a form that was sent was typed, as its hidden fields say."""
    sent = request.POST
    turn = sent.get("draft-turn", "")
    return Typing(
        page=sent.get("draft-page", "")[:LONGEST_PAGE],
        turn=int(turn) if turn.isascii() and turn.isdecimal() and len(turn) <= LONGEST_TURN else 0,
        revision=sent.get("draft-revision"),
    )


def alike(task: Task, title: str) -> AlikePanel:
    """Return the earlier cases that stand beside the form of an act: like its case, or like the title being written."""
    wanted = task.case.title if task.case else title
    return beside_act(task.kind, task.act.name, wanted, body=task.body, actor=task.actor, but=task.case)


def _title_in(form: forms.Form | None) -> str:
    return str(form["title"].value() or "") if form is not None and "title" in form.fields else ""


def _act(task: Task) -> Mapping[str, object]:
    return {
        "title": say(task.act.title),
        "explain": say(task.act.help) if task.act.help else "",
        "submit": say(task.act.title),
        "effects": effects.of_act(task.adopted, task.act, task.case),
        "grave": effects.grave(task.adopted, task.act),
    }


def _of_case(task: Task, sheet: Sheet, cited: Citing) -> Mapping[str, object]:
    case = task.case
    assert case is not None  # noqa: S101 - asked by the caller
    content = task.kind.content._default_manager.filter(pk=case.pk).first()
    notice = task.kind.notices.get(task.act.name)
    parent = case.parent if case.parent is not None and may_see(case.parent, task.actor) else None
    return {
        "case": case_head(case, content),
        "marks": [sentence for sentence in ([notice(case)] if notice and sheet.form else []) if sentence],
        "texts": parent_text(parent)["sections"] if parent else sections(task.kind, content, task.adopted),
        "room": parts_beside_form(case, task.kind, task.act.name, task.actor) if sheet.form else (),
        "signing": signing(task),
        "crumbs": crumbs(case, parent=parent, act=say(task.act.title)),
        "news": _news(task, sheet.news_since, cited) if sheet.news_since is not None else [],
        "cancel_url": reverse("desk:case_detail", args=[case.number]),
    }


def _of_opening(task: Task, sheet: Sheet) -> Mapping[str, object]:
    title = say(task.act.title)
    return {
        "title": title if task.act.help else _("%(kind)s: %(act)s") % {"kind": task.kind.title, "act": title},
        "lead": say(task.act.help) if task.act.help else "",
        "crumbs": [],
        "carry": sheet.offers,
        "common": _in_common(task) if task.common else None,
        "secrecy": _("State secrets and work secrets do not belong here. Hand them in on paper, by the secure way."),
        "buttons": [
            {"name": "do", "value": "save", "title": _("Save the draft"), "main": False},
            *([{"name": "do", "value": "act", "title": say(task.act.title), "main": True}] if task.may_hand_in else []),
        ],
    }


def _in_common(task: Task) -> Mapping[str, object]:
    """Return what the editor says of a draft in common: whose it is, and the ways in which it can be handed in."""
    assert task.common is not None  # noqa: S101 - asked by the caller
    query = urlencode({common.COMMON: task.common.name})
    links = [
        Link(title=say(way.act.title), url=f"{reverse('desk:open', args=[task.kind.plural, way.act.name])}?{query}")
        for way in common.ways(task.body)
        if way.kind == task.kind.slug and way.act.name != task.act.name
    ]
    return {
        "organisation": task.common.organisation.name,
        "desk": f"{reverse('desk:organisation')}?of={task.common.organisation.pk}",
        "may_hand_in": task.may_hand_in,
        "ways": links,
    }


def _refusal(sheet: Sheet, cited: Citing) -> Refusal | None:
    refused = sheet.refused
    if refused is None:
        return None
    hint = ""
    if refused.code == "conflict" and sheet.form is not None:
        hint = _("What is new stands below. If you still mean it, send the form again.")
    return Refusal(
        sentence=say(refused.sentence),
        article=cited.cite(refused.article),
        hint=hint,
        final=sheet.form is None,
    )


def _articles(task: Task, cited: Citing) -> Sequence[Mapping[str, object]]:
    """Return the act's article with its text, where the rules register has it."""
    cite, text = cited.cite(task.act.article), cited.text(task.act.article)
    if cite is None or not text:
        return []
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return [{"title": cite.title, "url": cite.url, "sections": [Section(heading="", paragraphs=paragraphs)]}]


def _draft(task: Task) -> Mapping[str, str]:
    place = task.place
    query = urlencode({"kind": place.kind, "act": place.act, "case": place.case, common.COMMON: place.common})
    return {
        "key": place.name(task.actor),
        "save_url": f"{reverse('desk:draft_save')}?{query}",
        "upload_url": f"{reverse('desk:draft_upload')}?{query}",
        "page": new_key(),
    }


def _news(task: Task, since: int, cited: Citing) -> Sequence[object]:
    """Return the entries made since the form was opened, so that sending it again is a decision made with knowledge."""
    case = task.case
    if case is None:
        return []
    family = family_of(case, task.actor, task.on)
    views = reading.timeline(case, task.actor, entries=family.own_entries(), calendar=family.calendar)
    new = [view for view in reversed(views) if view.number > since]
    seen = seen_by(task.actor, new, case=family.case.number, content=family.content, shown=family.section_names)
    return [timeline_entry(view, family, cited, seen) for view in new]


def two_texts_said() -> str:
    """Return what to say when a text was kept beside one that was saved elsewhere meanwhile."""
    return _("This was changed in another tab or on another device meanwhile. Both texts are kept and stand below.")


def not_chosen() -> Refused:
    """Return the refusal of a form whose draft has another text: entering one would throw the other away unseen."""
    return Refused("invalid", Sentence(NOT_CHOSEN))


def draft_kept(task: Task) -> str:
    """Return what to say when a draft was saved by its button."""
    if task.common:
        return _("The draft is saved. It is read at the desk of %(desk)s.") % {"desk": task.common.organisation.called}
    return _("The draft is saved. Only you can read it.")


NOT_CHOSEN = Words(
    "这份草稿还有另一份不同的文字（在别的窗口或设备上写的），两份都在下面。请先选定：采用其中的内容，或把不要的一份放弃，然后再提交。",
    "There is another text of this draft, written in another tab or on another device. Both stand below. Take over "
    "what you want of it or put it away, and then send the form again.",
)
