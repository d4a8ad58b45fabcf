"""Two texts of one draft: what differs between them, taking one over into the other, and putting one away.

Taking over exchanges: what stood in the draft stands beside it afterwards. Only putting away throws a text away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.db import router, transaction

from zhixing.assembly.actors import Actor
from zhixing.desk import drafts
from zhixing.desk.drafts import Kept, Place, Typing
from zhixing.desk.models import Draft
from zhixing.desk.uploads import FilesInput

TAKE, PUT_AWAY = "take:", "away:"
"""Before the name of a text, what the buttons send: ``take:NAME``, ``take:NAME:FIELD``, ``away:NAME:REVISION``."""
ITSELF = "-"
"""How a button names the draft itself, where the text being written stands beside it."""
UNTOUCHED = "file"
"""In place of a page: what was read from a file and has not been exchanged with what was typed."""
CLAUSE = re.compile(r"[^。；！？，、;!?,\n]*(?:[。；！？，、;!?,]|\n|$)")
"""What is marked as different: no smaller piece, so that the marks can be read."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, and whether the other text lacks it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two texts differ: what stands here, and there."""

    name: str
    title: str
    here: Sequence[Run]
    there: Sequence[Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another text of what is being written, as the page shows it. Without differences it says nothing else."""

    name: str
    revision: str
    saved_at: datetime
    saved_by: str
    source: str
    untouched: bool
    remarks: Sequence[Mapping[str, str]]
    differences: Sequence[Difference]
    whole: bool

    @property
    def take(self) -> str:
        """What the button sends that takes the whole text over."""
        return f"{TAKE}{self.name}"

    @property
    def away(self) -> str:
        """What the button sends that puts the text away, as long as it is the one shown."""
        return f"{PUT_AWAY}{self.name}:{self.revision}"


def others(
    rows: Iterable[Draft],
    form: forms.Form,
    data: Mapping[str, Any],
    *,
    own: str = "",
    writers: Mapping[int, str] | None = None,
) -> list[Other]:
    """Return the other texts of an act out of all of them, as they differ from what is being written.

    ``own`` names the row of what is being written; empty for the draft itself. ``writers`` are the names of those who
    write in common.
    """
    here = drafts.filled(data)
    shown = [_other(row, form, here, writers or {}) for row in rows if row.beside != own]
    return [one for one in shown if one.differences or one.remarks]


def _other(row: Draft, form: forms.Form, here: Mapping[str, Any], writers: Mapping[int, str]) -> Other:
    # A box that the other text leaves empty has nothing to take over.
    names = [name for name in form.fields if name in row.data]
    found = [one for name in names if (one := _difference(form, name, here.get(name), row.data.get(name)))]
    return Other(
        name=row.beside or ITSELF,
        revision=row.revision,
        saved_at=row.saved_at,
        saved_by=writers.get(row.saved_by or 0, ""),
        source=row.source,
        untouched=row.page == UNTOUCHED,
        remarks=row.remarks,
        differences=found,
        whole=len(found) > 1,
    )


def _difference(form: forms.Form, name: str, here: object, there: object) -> Difference | None:
    field = form.fields[name]
    one, two = in_words(field, here), in_words(field, there)
    if one == two:
        return None
    left, right = compared(one, two)
    return Difference(name=name, title=str(field.label), here=left, there=right)


def compared(one: str, two: str) -> tuple[list[Run], list[Run]]:
    """Return two texts in runs, those marked that the other lacks; clause by clause."""
    left, right = (CLAUSE.findall(text) for text in (one, two))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    runs: tuple[list[Run], list[Run]] = ([], [])
    for tag, start, end, first, last in matcher.get_opcodes():
        for side, text in zip(runs, ("".join(left[start:end]), "".join(right[first:last])), strict=True):
            if text:
                side.append(Run(text, tag != "equal"))
    return runs


def in_words(field: forms.Field, value: object) -> str:
    """Return what a field holds as its writer would say it: the titles of what was chosen, the names of files."""
    if isinstance(value, dict):
        return "，".join(str(one) for one in value.values() if one)
    if isinstance(value, list):
        return "\n".join(in_words(field, one) for one in value)
    text = "" if value in (None, False) else str(value).replace("\r\n", "\n")
    if isinstance(field.widget, FilesInput):
        return text.partition("/")[2]
    titles = {str(code): str(title) for code, title in _flat(getattr(field.widget, "choices", ()))}
    return titles.get(text, text)


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for code, title in choices:
        if isinstance(title, list | tuple):
            yield from _flat(title)
        else:
            yield code, title


def chosen(wanted: str) -> tuple[str, str, str] | None:
    """Return what a button sent: what to do, the text's name and the field or revision; None for any other button."""
    for what in (TAKE, PUT_AWAY):
        if wanted.startswith(what):
            name, _colon, rest = wanted.removeprefix(what).partition(":")
            return what, name, rest
    return None


def choose(actor: Actor, place: Place, wanted: str, typed: Kept) -> None:
    """Do what a button says, after what stood in the form was kept. What was kept beside becomes the draft first.

    A text that is no longer there, or is no longer the one that was shown, stays as it is: the page shows it.
    """
    said = chosen(wanted)
    with transaction.atomic(using=router.db_for_write(Draft)):
        rows = {row.beside: row for row in drafts.at_place(actor, place).select_for_update()}
        own = typed.draft.beside if typed.beside and typed.draft else ""
        if own in rows and own:
            _exchange(rows, own)
        if said is None:
            return
        what, name, rest = said
        there = own if name == ITSELF else name
        if there not in rows or not there:
            return
        if what == TAKE:
            _exchange(rows, there, field=rest)
        elif rest in (rows[there].revision, ""):
            rows.pop(there).delete()


def _exchange(rows: dict[str, Draft], there: str, *, field: str = "") -> None:
    """Exchange the draft with the text beside it, or one field of the two. Where no draft is, the text becomes it."""
    beside, draft = rows[there], rows.get("")
    if draft is None:
        beside.beside, beside.page, beside.turn, beside.revision = "", "", 0, drafts.new_revision()
        beside.save()
        rows[""] = rows.pop(there)
        return
    _exchange_data(draft, beside, field)
    for row in (draft, beside):
        # Whoever still writes on an earlier text of either begins a text of their own.
        row.page, row.turn, row.revision = "", 0, drafts.new_revision()
        row.save()
    if not beside.remarks and _says_nothing_else(beside, draft.data):
        rows.pop(there).delete()


def _exchange_data(draft: Draft, beside: Draft, field: str) -> None:
    if not field and not beside.source:
        draft.data, beside.data = beside.data, draft.data
        draft.saved_at, beside.saved_at = beside.saved_at, draft.saved_at
        draft.saved_by, beside.saved_by = beside.saved_by, draft.saved_by
        return
    # Of a file that was read, only what it says is taken over.
    for name in [field] if field else list(beside.data):
        one, two = draft.data.pop(name, None), beside.data.pop(name, None)
        draft.data.update({} if two is None else {name: two})
        beside.data.update({} if one is None else {name: one})


def stand_beside(
    actor: Actor,
    place: Place,
    data: Mapping[str, Any],
    *,
    at: datetime,
    source: str,
    remarks: Sequence[Mapping[str, str]],
) -> None:
    """Let what was read from a file stand beside the draft; once, however often it is read."""
    here = drafts.filled(data)
    if any(row.data == here for row in drafts.at_place(actor, place).filter(source=source, page=UNTOUCHED)):
        return
    Draft.objects.create(
        **drafts.named(actor, place, drafts.new_revision()),
        data=here,
        saved_at=at,
        revision=drafts.new_revision(),
        page=UNTOUCHED,
        source=source,
        remarks=[dict(one) for one in remarks],
    )


def unsettled(actor: Actor, place: Place, data: Mapping[str, Any], typing: Typing) -> bool:
    """Tell whether other texts wait for a choice, so that entering this one would lose them unseen.

    What was read from a file does not wait: the file is still there. A form that does not say on what it was typed is
    taken as it is.
    """
    if typing.revision is None:
        return False
    here = drafts.filled(data)
    rows = [row for row in drafts.at_place(actor, place) if row.page != UNTOUCHED]
    return any(not _is_own(row, typing) and not _says_nothing_else(row, here) for row in rows)


def _says_nothing_else(row: Draft, here: Mapping[str, Any]) -> bool:
    return all(here.get(name) == value for name, value in row.data.items())


def _is_own(row: Draft, typing: Typing) -> bool:
    return typing.goes_on_from(row) if not row.beside else bool(typing.page) and row.beside == typing.page
